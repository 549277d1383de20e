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
		if grade == "A":
			page.click('.next-step [data-chip="tomorrow"]')
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
			page.click('.next-step [data-chip="week"]')
		desk.shot(f"my-calls-{result}")
		page.click(".save-call")
		expect(page.locator(".my-calls .lead")).to_have_count(left)
		desk.ready()  # the next customer stands on the right
	sheet = sheet_of(site, agent)
	assert [row.result for row in sheet.rows] == ["空号", "非本人", "无人接听", "已接听"]
	assert (sheet.calls_total, sheet.calls_connected, sheet.calls_valid) == (4, 2, 1)
	assert not desk.problems


SIZES = {"desk": (1440, 900), "phone": (390, 844)}
COUNT_CLICKS = """
	window.clicks = 0;
	for (const act of ["mousedown", "touchstart"]) addEventListener(act, () => window.clicks++, true);
"""
IN_VIEW = """(what) => {
	const place = document.querySelector(what)?.getBoundingClientRect();
	return !!place && place.height > 0 && place.top >= 0 && place.bottom <= innerHeight && place.right <= innerWidth;
}"""
IN_FOCUS = "name => document.activeElement?.matches('.my-calls .head h4') && document.activeElement.innerText === name"


@pytest.mark.req("R11")
@pytest.mark.req("R8")
def test_a_call_with_remark_next_step_and_date_takes_no_click(site, company, desk_of):
	agent = company.staff[roles.AGENT]
	leads = the_only_leads(site, agent, 3)
	desk = desk_of(roles.AGENT).open("my-calls")
	page = desk.page
	page.evaluate(COUNT_CLICKS)
	for done, lead in enumerate(leads):
		page.wait_for_function(IN_FOCUS, arg=lead.customer_name)
		page.keyboard.press("1")
		page.keyboard.press("a")
		page.keyboard.press("m")
		page.keyboard.type(f"要两房{done}")
		page.keyboard.press("Enter")
		page.keyboard.press("p")
		page.keyboard.press("ArrowDown")
		page.keyboard.press("Enter")
		page.keyboard.press("y")
		page.keyboard.press("h")
		page.keyboard.press("n")
		page.keyboard.type("发户型图")
		desk.shot(f"my-calls-keys-{done}")
		page.keyboard.press("Control+Enter")
		expect(page.locator(".my-calls .lead")).to_have_count(2 - done)
		desk.ready()
	assert page.evaluate("window.clicks") == 0
	tomorrow = site.utils.getdate(site.utils.add_days(site.utils.today(), 1))
	rows = sheet_of(site, agent).rows
	assert [row.lead for row in rows] == [lead.name for lead in leads]
	for done, row in enumerate(rows):
		assert (row.grade, row.remarks, row.next_step) == ("A", f"要两房{done}", "发户型图")
		assert (row.next_step_date, row.next_step_kind) == (tomorrow, "Send Message")
		assert row.product_need


@pytest.mark.req("R11")
def test_the_keys_go_through_the_list_search_it_and_are_told(site, company, desk_of):
	first, second, third = the_only_leads(site, company.staff[roles.AGENT], 3)
	desk = desk_of(roles.AGENT).open("my-calls")
	page = desk.page
	page.evaluate(COUNT_CLICKS)
	for key, lead in (("ArrowDown", second), ("ArrowDown", third), ("ArrowUp", second)):
		page.keyboard.press(key)
		page.wait_for_function(IN_FOCUS, arg=lead.customer_name)
	page.keyboard.press("/")
	page.keyboard.type(first.customer_name)
	expect(page.locator(".my-calls .lead")).to_have_count(1)
	page.keyboard.press("Enter")
	page.wait_for_function(IN_FOCUS, arg=first.customer_name)
	with page.expect_response("**/*reveal_number*"):
		page.keyboard.press("v")
	expect(page.locator('.my-calls .number a[href^="tel:"]')).to_have_count(1)
	page.keyboard.press("?")
	desk.dialog().sees("Ctrl + Enter", ".modal.show .call-keys")
	desk.shot("my-calls-help")
	page.keyboard.press("Escape")
	expect(page.locator(".modal.show")).to_have_count(0)
	assert page.evaluate("window.clicks") == 0


@pytest.mark.req("R11")
@pytest.mark.parametrize("size", SIZES)
def test_saving_and_the_last_call_are_always_in_view(site, company, desk_of, size):
	first, second = the_only_leads(site, company.staff[roles.AGENT], 2)
	desk = desk_of(roles.AGENT)
	width, height = SIZES[size]
	desk.page.set_viewport_size({"width": width, "height": height})
	page = desk.open("my-calls").page
	if size == "phone":
		page.wait_for_function(f"document.querySelector('.my-calls [data-lead=\"{first.name}\"]')")
		page.click(f'.my-calls [data-lead="{first.name}"]')
		desk.ready().shot("my-calls-card")
		box = page.locator(".my-calls .right").bounding_box()
		assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, width, height)
		for target in page.locator(".my-calls .right button:visible, .my-calls .right input:visible").all():
			assert target.bounding_box()["height"] >= 44
	for what in (".my-calls .save-call", ".my-calls .bar .last", ".my-calls .number", ".my-calls .head h4"):
		assert page.evaluate(IN_VIEW, what), what
	page.click('.choices[data-name="connected"] [data-value="1"]')
	page.click('.choices[data-name="grade"] [data-value="B"]')
	page.locator('.my-calls [data-fieldname="project_asked"] input').scroll_into_view_if_needed()
	page.click('.next-step [data-chip="tomorrow"]')
	desk.shot(f"my-calls-{size}")
	for what in (".my-calls .save-call", ".my-calls .bar .last", ".my-calls .number", ".my-calls .head h4"):
		assert page.evaluate(IN_VIEW, what), what
	page.click(".save-call")
	page.wait_for_function(IN_FOCUS, arg=second.customer_name)
	desk.ready().sees(first.customer_name, ".my-calls .bar .last")
	for what in (".my-calls .save-call", ".my-calls .bar .last", ".my-calls .number", ".my-calls .head h4"):
		assert page.evaluate(IN_VIEW, what), what
	desk.shot(f"my-calls-{size}-next")
	assert not desk.problems


@pytest.mark.req("R8")
def test_an_intention_customer_is_not_saved_without_a_next_step(site, company, desk_of):
	agent = company.staff[roles.AGENT]
	the_only_leads(site, agent, 1)
	desk = desk_of(roles.AGENT).open("my-calls")
	page = desk.page
	page.keyboard.press("1")
	page.keyboard.press("b")
	page.keyboard.press("Control+Enter")
	desk.sees(zh("What comes next with this customer, and when?"), ".my-calls .bar .missing")
	page.keyboard.press("u")
	page.keyboard.press("Control+Enter")
	expect(page.locator(".my-calls .lead")).to_have_count(0)
	row = sheet_of(site, agent).rows[0]
	assert (row.next_step_date.weekday(), row.next_step_kind) == (5, "Call Again")


@pytest.mark.req("R10")
def test_a_refusal_asks_once(site, company, desk_of):
	agent = company.staff[roles.AGENT]
	first, _second = the_only_leads(site, agent, 2)
	desk = desk_of(roles.AGENT).open("my-calls")
	page = desk.page
	for key in ("1", "c", "r", "Control+Enter"):
		page.keyboard.press(key)
	desk.dialog().sees(first.customer_name, ".modal.show").shot("my-calls-refusal")
	page.keyboard.press("Enter")
	expect(page.locator(".my-calls .lead")).to_have_count(1)
	desk.ready()
	assert not page.locator(".modal.show").count()
	site.db.rollback()
	assert site.db.get_value("Call Lead", first.name, "do_not_call")


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
