"""In the desk: an agent asks for overtime on a phone, the leader approves, the day's result shows the minutes (R34)."""

from datetime import date

import pytest

from dianjian_app import roles
from dianjian_app.tests.browser import company as companies
from dianjian_app.tests.browser.desk import zh
from dianjian_app.tests.builders.attendance import a_policy, punched

PHONE, TABLE = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
DAY = date(2026, 10, 13)


@pytest.fixture(scope="module")
def company(connected_site):
	"""A centre of this file's own, which counts overtime that is asked for late; its agent stayed until 20:30."""
	connected_site.set_user("Administrator")
	connected_site.flags.in_test = connected_site.flags.mute_emails = True
	founded = companies.found()
	a_policy(founded.centre, start="2026-10-01", late_overtime_counts=1)
	punched(founded.staff[roles.AGENT], (DAY, "08:55"), (DAY, "20:30"))
	connected_site.db.commit()
	yield founded
	companies.dissolve(founded)


@pytest.mark.req("R34")
def test_overtime_is_asked_for_on_a_phone_approved_and_counted(site, company, desk_of):
	person = company.staff[roles.AGENT]
	result = f"{person.name}-{DAY}"
	agent = desk_of(roles.AGENT)
	agent.page.set_viewport_size(PHONE)
	agent.page.evaluate("frappe.new_doc('Working Time Request')")
	agent.page.wait_for_function("cur_frm && cur_frm.doctype === 'Working Time Request' && cur_frm.is_new()")
	agent.page.wait_for_function("name => cur_frm.doc.staff === name", arg=person.name)
	agent.ready().page.evaluate(
		"day => cur_frm.set_value({date: day, starts_at: '18:00:00', hours: 2, reason: '客户晚到'})", str(DAY)
	)
	agent.ready().sees(zh("Overtime counts {0} times, at most what was approved and punched.", 1.5))
	agent.shot("overtime-on-a-phone")
	agent.save()
	agent.page.wait_for_function("!cur_frm.is_new() && cur_frm.doc.late === 1")
	request = agent.page.evaluate("cur_frm.docname")

	leader = desk_of(roles.LEADER).open_form("Working Time Request", request)
	# eight hours are planned: the leader reads that the day would have ten before it is approved
	leader.act("Approve").dialog().sees(zh("Approve all the same?"), where=".modal.show")
	said = leader.page.inner_text(".modal.show")
	assert person.staff_name in said and "10" in said
	leader.confirm()
	leader.page.wait_for_function("cur_frm.doc.docstatus === 1 && !cur_frm.is_dirty()")
	leader.ready().shot("overtime-approved")

	site.db.rollback()
	assert site.db.get_value("Staff Day Result", result, "overtime_minutes") == 120
	agent.page.set_viewport_size(TABLE)
	agent.open_form("Staff Day Result", result)
	agent.page.wait_for_function(
		"cur_frm.doc.overtime_minutes === 120 && cur_frm.doc.overtime_weighted_minutes === 180"
	)
	agent.sees(request, where=".form-message")
