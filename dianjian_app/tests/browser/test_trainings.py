"""A leader's training in the browser: planned, invited to, confirmed by the person, closed, and evaluated (R37)."""

import pytest
from frappe.utils import today

from dianjian_app import roles
from dianjian_app.tests.browser.test_service import filled
from dianjian_app.tests.builders import number

pytestmark = pytest.mark.req("R37")
INVITED = "() => cur_frm.doc.attendees.length === 1 && cur_frm.doc.attendees[0].invited_at"


@pytest.fixture
def topic(site):
	"""A topic of its own; what the browser writes about it is taken away."""
	name = f"邀约话术演练{number()}"
	yield name
	site.db.rollback()
	for session in site.get_all("Training Session", {"topic": name}, pluck="name"):
		for due in site.get_all("Training Due", {"session": session}, pluck="name"):
			site.db.delete("Notification Log", {"document_name": due})
			site.db.delete("Version", {"docname": due})
		site.db.delete("Version", {"docname": session})
		site.db.delete("Training Due", {"session": session})
		site.db.delete("Training Evaluation", {"session": session})
		site.db.delete("Training Attendee", {"parent": session})
		site.db.delete("Training Session", {"name": session})
	site.db.commit()


def test_a_training_is_planned_confirmed_closed_and_evaluated(site, company, desk_of, topic):
	agent = company.staff[roles.AGENT]
	leader = desk_of(roles.LEADER).open("training-session", "new-training-session")
	leader.page.wait_for_function(
		"() => cur_frm && cur_frm.doctype === 'Training Session' && cur_frm.is_new() && cur_frm.doc.sales_group"
	)
	filled(leader.ready(), topic=topic, trainer="张老师", date=today(), hours=2, place="会议室")
	leader.page.evaluate(
		"staff => { cur_frm.doc.attendees = []; cur_frm.add_child('attendees', {staff});"
		" cur_frm.refresh_field('attendees'); }",
		agent.name,
	)
	leader.save().press("Invite")
	leader.page.wait_for_function(INVITED)
	leader.ready().shot("training-invited")
	session = leader.page.evaluate("cur_frm.docname")

	site.db.rollback()
	due = site.db.get_value("Training Due", {"session": session, "agent": agent.name})
	desk = desk_of(roles.AGENT).open_form("Training Due", due)
	desk.press("I Attended")
	desk.page.wait_for_function("cur_frm.doc.status === 'Attended'")

	leader.open_form("Training Session", session)
	leader.page.wait_for_function("cur_frm.doc.attendees[0].attended === 1")
	leader.press("Submit").confirm()
	leader.page.wait_for_function("cur_frm.doc.docstatus === 1")
	leader.ready()

	desk.open_form("Training Due", due).press("Evaluate").dialog().shot("training-evaluation")
	desk.page.evaluate("cur_dialog.set_values({content: '5', trainer: '4', usefulness: '5', words: '实用'})")
	desk.press("Send", within=".modal.show")
	desk.page.wait_for_function("!window.cur_dialog?.display")
	desk.ready()
	site.db.rollback()
	assert site.get_all("Training Evaluation", {"session": session}, ["content", "trainer", "owner"]) == [
		{"content": 5, "trainer": 4, "owner": "Administrator"}
	]
	leader.open("list", "Training Session", "Calendar")
	leader.page.wait_for_function("() => document.querySelector('.fc-view, .fc')")
	leader.ready().shot("training-calendar")
	assert not desk.problems and not leader.problems
