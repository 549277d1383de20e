"""An agent's day in the browser: calls logged one by one, or the whole sheet as a form; the leader confirms (R11, R13)."""

import pytest
from playwright.sync_api import expect

from dianjian_app import roles
from dianjian_app.tests.browser.company import SECOND_AGENT
from dianjian_app.tests.browser.desk import zh
from dianjian_app.tests.builders.resources import a_lead


def the_only_leads(site, agent, count):
	"""Leads of an agent who holds no others and has no sheet of today, whatever tests before this one did."""
	site.db.set_value("Call Lead", {"agent": agent.name}, {"agent": None, "agent_name": None})
	for sheet in site.get_all("Call Sheet", {"agent": agent.name, "date": site.utils.today()}, pluck="name"):
		for doctype in ("Call Sheet Row", "Call Sheet Count"):
			site.db.delete(doctype, {"parent": sheet})
		site.db.delete("Call Sheet", {"name": sheet})
	leads = [a_lead(agent=agent) for _ in range(count)]
	site.db.commit()
	return leads


def sheet_of(site, agent):
	site.db.rollback()
	return site.get_doc("Call Sheet", {"agent": agent.name, "date": site.utils.today()})


@pytest.mark.req("R47")
def test_a_number_that_comes_after_the_last_customer_is_done_disturbs_nobody(site, company, desk_of):
	the_only_leads(site, company.staff[roles.AGENT], 1)
	desk = desk_of(roles.AGENT).open("my-calls")
	page, asked = desk.page, []
	expect(page.locator(".my-calls .lead")).to_have_count(1)
	page.route("**/*reveal_number*", lambda route: asked.append(route))
	page.click(".my-calls .reveal")
	page.click('.choices[data-name="connected"] [data-value="0"]')
	page.click(".save-call")
	expect(page.locator(".my-calls .lead")).to_have_count(0)
	expect(page.locator(".my-calls .right")).to_contain_text(zh("Choose a customer from the list."))
	with page.expect_response("**/*reveal_number*"):
		asked[0].continue_()
	desk.ready()
	assert not desk.problems and not page.locator(".my-calls .right .number").count()


@pytest.mark.req("R11")
@pytest.mark.req("R13")
def test_an_agent_logs_calls_and_hands_in_and_the_leader_confirms(site, company, desk_of):
	agent = company.staff[roles.AGENT]
	leads = the_only_leads(site, agent, 3)
	desk = desk_of(roles.AGENT).open("my-calls")
	page = desk.page
	expect(page.locator(".my-calls .lead")).to_have_count(3)
	for connected, grade, remark in ((1, "A", "周末来看样板间"), (0, None, "无人接听"), (1, "C", "再考虑")):
		page.click(f'.choices[data-name="connected"] [data-value="{connected}"]')
		if grade:
			page.click(f'.choices[data-name="grade"] [data-value="{grade}"]')
		page.fill('.my-calls [data-fieldname="remarks"] textarea', remark)
		desk.shot(f"my-calls-{grade}")
		left = page.locator(".my-calls .lead").count()
		page.click(".save-call")
		expect(page.locator(".my-calls .lead")).to_have_count(left - 1)
		desk.ready()  # the next customer stands on the right
	desk.press("Hand In").confirm()
	expect(page.locator(".figures")).to_contain_text(zh("Handed In"))
	sheet = sheet_of(site, agent)
	assert (sheet.stage, sheet.calls_total, sheet.customers_connected, sheet.intention_count) == (
		"Handed In",
		3,
		2,
		1,
	)
	assert {row.lead for row in sheet.rows} == {lead.name for lead in leads}

	leader = desk_of(roles.LEADER).open_form("Call Sheet", sheet.name)
	leader.shot("sheet-handed-in")
	leader.act("Confirm")
	leader.page.wait_for_function("cur_frm.doc.docstatus === 1")
	assert sheet_of(site, agent).confirmed_by == company.users[roles.LEADER]


@pytest.mark.req("R11")
@pytest.mark.req("R13")
def test_an_agent_fills_a_sheet_as_a_form_and_hands_it_in(site, company, desk_of):
	agent = company.staff[SECOND_AGENT]
	leads = the_only_leads(site, agent, 2)
	desk = desk_of(SECOND_AGENT).open("call-sheet", "new-call-sheet")
	page = desk.page
	page.wait_for_function("name => cur_frm && cur_frm.doc.agent === name", arg=agent.name)
	desk.press("Add My Leads").ready()
	desk.press("Select All", ".modal.show").confirm()
	rows = page.locator('[data-fieldname="rows"] .grid-body .grid-row')
	expect(rows).to_have_count(2)
	first = rows.nth(0)
	first.locator('.grid-static-col[data-fieldname="connected"]').click()
	first.locator('input[data-fieldname="connected"]').check()
	first.locator('.grid-static-col[data-fieldname="grade"]').click()
	first.locator('select[data-fieldname="grade"]').select_option("B")
	desk.shot("sheet-form")
	desk.save().shot("sheet-saved")
	desk.act("Hand In")
	page.wait_for_function("cur_frm.doc.stage === 'Handed In'")
	sheet = sheet_of(site, agent)
	assert (sheet.calls_total, sheet.customers_connected) == (2, 1)
	assert {row.lead for row in sheet.rows} == {lead.name for lead in leads}


@pytest.mark.req("R11")
def test_an_agent_says_what_came_of_each_call(site, company, desk_of):
	agent = company.staff[roles.AGENT]
	the_only_leads(site, agent, 4)
	desk = desk_of(roles.AGENT).open("my-calls")
	page = desk.page
	expect(page.locator(".my-calls .lead")).to_have_count(4)
	chosen = '.choices[data-name="{}"] .btn-primary[data-value="{}"]'.format
	calls = (
		('[data-name="result"] [data-value="空号"]', "0", "空号", None),
		('[data-name="result"] [data-value="非本人"]', "1", "非本人", None),
		('[data-name="connected"] [data-value="0"]', "0", "无人接听", None),
		('[data-name="connected"] [data-value="1"]', "1", "已接听", "B"),
	)
	for left, (button, connected, result, grade) in zip((3, 2, 1, 0), calls, strict=True):
		page.click(f".choices{button}")
		expect(page.locator(chosen("connected", connected))).to_have_count(1)
		expect(page.locator(chosen("result", result))).to_have_count(1)
		if grade:
			page.click(f'.choices[data-name="grade"] [data-value="{grade}"]')
		desk.shot(f"my-calls-{result}")
		page.click(".save-call")
		expect(page.locator(".my-calls .lead")).to_have_count(left)
		desk.ready()  # the next customer stands on the right
	sheet = sheet_of(site, agent)
	assert [row.result for row in sheet.rows] == ["空号", "非本人", "无人接听", "已接听"]
	assert (sheet.calls_total, sheet.calls_connected, sheet.calls_valid) == (4, 2, 1)
	assert not desk.problems


@pytest.mark.req("R14")
def test_an_agent_notes_with_one_click_that_the_message_was_sent_by_wechat(site, company, desk_of):
	[lead] = the_only_leads(site, company.staff[roles.AGENT], 1)
	desk = desk_of(roles.AGENT).open("my-calls")
	desk.page.click('.my-calls .message [data-channel="WeChat"]')
	desk.sees(zh("WeChat"), ".my-calls .message.text-muted")
	desk.shot("my-calls-message")
	site.db.rollback()
	assert site.db.get_value("Message Log", {"lead": lead.name}, ["channel", "status"]) == ("WeChat", "Sent")
	desk.open("my-calls").sees(zh("Message of today: {0}", zh("WeChat")), ".my-calls .message")


@pytest.mark.req("R12")
def test_an_agent_notes_the_customers_needs_beside_the_call(site, company, desk_of):
	[lead] = the_only_leads(site, company.staff[roles.AGENT], 1)
	desk = desk_of(roles.AGENT).open("my-calls")
	desk.sees(zh("No needs noted yet"), ".my-calls .needs")
	page = desk.page
	page.fill('.my-calls [data-fieldname="remarks"] textarea', "写到一半")
	page.click(".my-calls .needs .edit-needs")
	desk.ready()
	page.fill('.modal.show input[data-fieldname="budget_to"]', "150")
	page.select_option('.modal.show select[data-fieldname="resistance"]', "Some")
	page.select_option('.modal.show select[data-fieldname="resistance_reason"]', "Price")
	desk.shot("my-calls-needs")
	page.click(".modal.show .btn-modal-primary")
	desk.sees(zh("up to {0}", zh("{0} × 10,000 yuan", 150)), ".my-calls .needs")
	desk.shot("my-calls-needs-noted")
	assert page.input_value('.my-calls [data-fieldname="remarks"] textarea') == "写到一半"
	site.db.rollback()
	stored = site.db.get_value("Call Lead", lead.name, ["budget_to", "resistance", "resistance_reason"])
	assert stored == (150, "Some", "Price")
	assert not desk.problems
