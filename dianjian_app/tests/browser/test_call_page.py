"""The call page over a day that does not go smoothly: mended calls, an invitation, a lost connection (R10, R11, R16)."""

import json

import pytest
from playwright.sync_api import expect

from dianjian_app import roles
from dianjian_app.tests.browser.desk import zh
from dianjian_app.tests.browser.test_calls import IN_FOCUS, sheet_of, the_only_leads

NO_CONNECTION = ("ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "Failed to fetch")


def pressed(page, *keys):
	for key in keys:
		page.keyboard.press(key)


def unsent(page):
	kept = page.evaluate("localStorage.getItem('dianjian:unsent:' + frappe.session.user)")
	return json.loads(kept or "[]")


def forget_the_connection(desk, *expected):
	"""What the console said while there was no connection, and of refusals; anything else is a fault."""
	causes = (*NO_CONNECTION, *expected)
	desk.problems[:] = [p for p in desk.problems if not any(cause in p for cause in causes)]
	assert not desk.problems


@pytest.mark.req("R11")
def test_todays_call_is_corrected_where_it_is_listed(site, company, desk_of):
	agent = company.staff[roles.AGENT]
	first, second = the_only_leads(site, agent, 2)
	desk = desk_of(roles.AGENT).open("my-calls")
	page = desk.page
	pressed(page, "1", "c", "Control+Enter")
	page.wait_for_function(IN_FOCUS, arg=second.customer_name)
	desk.ready()
	page.click('.my-calls .tabs [data-tab="called"]')
	page.click(".my-calls .called .correct")
	expect(page.locator(".my-calls .correcting")).to_have_count(1)
	expect(page.locator('.choices[data-name="grade"] .btn-primary[data-value="C"]')).to_have_count(1)
	page.fill('.my-calls [data-fieldname="remarks"] textarea', "原来是要别墅")
	page.keyboard.press("Escape")
	pressed(page, "a", "u")
	desk.shot("my-calls-correct")
	page.keyboard.press("Control+Enter")
	page.wait_for_function(IN_FOCUS, arg=second.customer_name)
	desk.ready().sees("原来是要别墅", ".my-calls .called")
	[row] = sheet_of(site, agent).rows
	assert (row.lead, row.grade, row.remarks) == (first.name, "A", "原来是要别墅")


@pytest.mark.req("R10")
@pytest.mark.req("R11")
def test_the_last_save_is_taken_back_refusal_included(site, company, desk_of):
	agent = company.staff[roles.AGENT]
	first, second = the_only_leads(site, agent, 2)
	desk = desk_of(roles.AGENT).open("my-calls")
	page = desk.page
	pressed(page, "1", "c", "m")
	page.keyboard.type("按错了")
	pressed(page, "Enter", "r", "Control+Enter")
	desk.dialog()
	page.keyboard.press("Enter")
	page.wait_for_function(IN_FOCUS, arg=second.customer_name)
	desk.ready().shot("my-calls-take-back")
	page.keyboard.press("z")
	page.wait_for_function(IN_FOCUS, arg=first.customer_name)
	desk.ready()
	expect(page.locator(".my-calls .lead")).to_have_count(2)
	expect(page.locator('.my-calls [data-fieldname="remarks"] textarea')).to_have_value("按错了")
	assert not sheet_of(site, agent).rows
	assert not site.db.get_value("Call Lead", first.name, "do_not_call")


@pytest.mark.req("R16")
def test_a_customer_is_invited_from_the_call_without_leaving_the_page(site, company, desk_of):
	agent = company.staff[roles.AGENT]
	[lead] = the_only_leads(site, agent, 1)
	desk = desk_of(roles.AGENT).open("my-calls")
	page = desk.page
	pressed(page, "1", "a", "y", "j", "Control+Enter")
	desk.sees(zh("When does the customer come? Enter day and time."), ".my-calls .bar .missing")
	page.fill(".next-step .time", "14:30")
	page.fill(".next-step .persons", "3")
	page.fill(".next-step .words", "带家人看样板间")
	desk.shot("my-calls-invite")
	page.keyboard.press("Control+Enter")
	expect(page.locator(".my-calls .lead")).to_have_count(0)
	desk.ready()
	site.db.rollback()
	row = site.get_last_doc("Invitation", {"lead": lead.name})
	tomorrow = site.utils.add_days(site.utils.today(), 1)
	assert (str(row.planned_at), row.party_size, row.remarks) == (
		f"{tomorrow} 14:30:00",
		3,
		"带家人看样板间",
	)
	register = site.get_doc("Invitation Register", row.parent)
	assert (register.agent, register.docstatus) == (agent.name, 0)
	form = desk_of(roles.LEADER).open_form("Invitation Register", register.name)
	form.sees(lead.customer_name, '[data-fieldname="rows"]')
	form.press("Receptionist for All").dialog()
	consultant = company.staff[roles.CONSULTANT]
	form.page.fill('.modal.show input[data-fieldname="receptionist"]', consultant.staff_name)
	form.page.click(f'.modal.show .awesomplete li:has-text("{consultant.staff_name}")')
	form.confirm().sees(consultant.staff_name, '[data-fieldname="rows"] .grid-body')
	form.save().shot("register-names")
	site.db.rollback()
	assert site.db.get_value("Invitation", row.name, "receptionist") == consultant.name
	site.delete_doc("Invitation Register", register.name, force=True)
	site.db.commit()


@pytest.mark.req("R11")
def test_calls_without_a_connection_are_kept_and_sent_once_in_order(site, company, desk_of):
	agent = company.staff[roles.AGENT]
	leads = the_only_leads(site, agent, 3)
	desk = desk_of(roles.AGENT).open("my-calls")
	page = desk.page
	page.context.set_offline(True)
	try:
		for done, lead in enumerate(leads[:2]):
			page.wait_for_function(IN_FOCUS, arg=lead.customer_name)
			pressed(page, "1", "c", "m")
			page.keyboard.type(f"第{done}个,电话13912345678")
			pressed(page, "Enter", "Control+Enter")
			page.wait_for_function(
				"n => JSON.parse(localStorage.getItem('dianjian:unsent:' + frappe.session.user) || '[]').length === n",
				arg=done + 1,
			)
		page.wait_for_function(IN_FOCUS, arg=leads[2].customer_name)
		desk.sees(
			zh(
				"No connection: {0} entries are kept in this browser and are sent, in order, when it is back.",
				2,
			),
			".my-calls .unsent",
		)
		desk.shot("my-calls-offline")
		kept = json.dumps(unsent(page))
		assert "13912345678" not in kept and leads[0].customer_name not in kept
		assert not sheet_rows(site, agent)
		page.evaluate("() => { frappe.app.logout(); }")
		desk.sees(
			zh("{0} entries of today's calls are not sent yet; stay logged in until they are.", 2),
			".modal.show",
		)
		page.keyboard.press("Escape")
	finally:
		page.context.set_offline(False)
	page.wait_for_function("!localStorage.getItem('dianjian:unsent:' + frappe.session.user)")
	desk.ready()
	expect(page.locator(".my-calls .unsent-waiting")).to_have_count(0)
	expect(page.locator(".my-calls .lead")).to_have_count(1)
	rows = sheet_of(site, agent).rows
	assert [row.lead for row in rows] == [lead.name for lead in leads[:2]]
	assert all(row.remarks.startswith(f"第{n}个") for n, row in enumerate(rows))
	forget_the_connection(desk)


@pytest.mark.req("R11")
def test_a_kept_call_that_the_server_refuses_says_why_and_stops_no_other(site, company, desk_of):
	agent = company.staff[roles.AGENT]
	first, second, _third = the_only_leads(site, agent, 3)
	desk = desk_of(roles.AGENT).open("my-calls")
	page = desk.page
	page.context.set_offline(True)
	try:
		for lead in (first, second):
			page.wait_for_function(IN_FOCUS, arg=lead.customer_name)
			pressed(page, "1", "c", "Control+Enter")
		page.wait_for_function(
			"() => JSON.parse(localStorage.getItem('dianjian:unsent:' + frappe.session.user) || '[]').length === 2"
		)
		site.db.set_value("Call Lead", first.name, "agent", company.staff["Second Agent"].name)
		site.db.commit()
	finally:
		page.context.set_offline(False)
	refused = page.locator(".my-calls .unsent-refused")
	expect(refused).to_have_count(1)
	expect(refused).to_contain_text(first.phone_mask)
	desk.ready().shot("my-calls-refused")
	assert [row.lead for row in sheet_of(site, agent).rows] == [second.name]
	refused.locator(".give-up").click()
	desk.confirm()
	expect(refused).to_have_count(0)
	assert not unsent(page)
	forget_the_connection(desk, "status of 403", "status of 417")


def sheet_rows(site, agent):
	site.db.rollback()
	return site.get_all("Call Sheet Row", {"agent": agent.name, "date": site.utils.today()}, pluck="name")
