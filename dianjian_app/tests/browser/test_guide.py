"""The guide's pages are walked as they are written: change a rule, then settle the month it holds in (R20, R31, R32)."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from dianjian_app import roles
from dianjian_app.tests.browser import company as companies
from dianjian_app.tests.browser.desk import zh
from dianjian_app.tests.builders.calls import a_row, a_sheet, handed_in
from dianjian_app.tests.builders.incentives import (
	OCTOBER,
	SEPTEMBER,
	a_full_month,
	a_line,
	a_yuan_a_missing_call,
)

MISSED, AFTER_CHANGE = date(2026, 9, 3), date(2026, 10, 6)


@pytest.fixture(scope="module")
def company(connected_site):
	"""A centre of this file's own, with two months and its own quota of calls."""
	connected_site.set_user("Administrator")
	connected_site.flags.in_test = connected_site.flags.mute_emails = True
	founded = companies.found()
	founded.centre.append(
		"rest_days", {"weekday": "Sunday", "from_date": SEPTEMBER.start, "to_date": OCTOBER.end}
	)
	founded.centre.save()
	agent = founded.staff[roles.AGENT]
	for month in (SEPTEMBER, OCTOBER):
		a_full_month(agent, month)
		a_full_month(founded.staff[companies.SECOND_AGENT], month, connected=120)
	a_line(agent, MISSED, connected=92)
	founded.rule = a_yuan_a_missing_call(founded.centre, "每日接通电话")
	connected_site.db.commit()
	yield founded
	companies.dissolve(founded)


def settlement_of(desk, company, month):
	"""A month's settlement made and computed in the desk; its name."""
	desk.open("incentive-settlement", "new-incentive-settlement")
	desk.page.wait_for_function("cur_frm && cur_frm.doctype === 'Incentive Settlement'")
	values = {"centre": company.centre.name, "month": month.month_text}
	desk.ready().page.evaluate("values => cur_frm.set_value(values)", values)
	desk.save().press("Compute").ready()
	desk.page.wait_for_function("cur_frm.doc.computed_at")
	return desk.page.evaluate("cur_frm.docname")


@pytest.mark.req("R20")
@pytest.mark.req("R31")
def test_the_guide_from_a_hundred_calls_to_a_hundred_and_ten(site, company, desk_of):
	rule, agent = company.rule, company.staff[roles.AGENT]
	desk = desk_of(roles.ADMIN).open_form("Incentive Rule", rule.name)
	page = desk.page
	desk.sees("少于 100 组", ".form-message")
	desk.sees("below 100", ".form-message")
	desk.sees(
		zh(
			"The regulation that allowed fines was repealed on 15 January 2008, and courts often give the money back. Check before you approve."
		)
	)
	page.get_by_role("button", name=zh("Help"), exact=True).click()
	page.locator(".dropdown-item:visible", has_text=zh("How to Change a Rule")).click()
	page.wait_for_function(
		"[...document.querySelectorAll('.guide img')].length >= 8 && [...document.querySelectorAll('.guide img')].every((i) => i.complete && i.naturalWidth)"
	)
	desk.shot("guide-in-the-desk")
	page.locator(".modal.show .btn-modal-close:visible").click()
	expect(page.locator(".modal.show")).to_have_count(0)

	desk.press("New Version")
	desk.dialog()
	page.evaluate("cur_dialog.set_values({valid_from: '2026-10-01', reason: '旺季提高标准'})")
	desk.confirm()
	page.wait_for_function("old => cur_frm.docname !== old && cur_frm.doc.docstatus === 0", arg=rule.name)
	desk.ready()
	page.fill('[data-fieldname="target_value"] input:visible', "110")
	page.keyboard.press("Tab")
	desk.sees("少于 110 组", ".form-message")
	desk.save()
	version = page.evaluate("cur_frm.docname")

	desk.press("Try on Past Months")
	page.wait_for_function("cur_page.page.simulation && cur_page.page.simulation.fields.get_value('centre')")
	desk.ready()
	page.evaluate("cur_page.page.simulation.fields.set_values({from_month: '2026-09', to_month: '2026-09'})")
	desk.press("Try").ready()
	page.wait_for_selector(".table-of-agents tr.agent")
	agents = page.evaluate("cur_page.page.simulation.report.agents")
	short = {a["agent"]: a["difference"] for a in agents}
	assert short[agent.name] < 0
	assert short.get(company.staff[companies.SECOND_AGENT].name, 0) == 0
	with page.expect_download() as book:
		desk.press("Excel")
	assert book.value.suggested_filename.endswith(".xlsx")

	desk.open_form("Incentive Rule", version).act("Approve").confirm_if_asked()
	page.wait_for_function("cur_frm.doc.docstatus === 1")
	site.db.rollback()
	assert site.db.get_value("Incentive Rule", rule.name, ["valid_to", "target_value"]) == (
		SEPTEMBER.end,
		100,
	)

	reader = desk_of(roles.AGENT).open_form("Incentive Rule", version)
	reader.press("I Have Read This").sees(zh("Acknowledged"))

	manager = desk_of(roles.MANAGER)
	settlement = settlement_of(manager, company, OCTOBER)
	site.db.rollback()
	lines = site.get_all(
		"Settlement Line",
		{"parent": settlement, "family": rule.family, "agent": agent.name},
		["rule", "date", "amount"],
	)
	assert {ln.rule for ln in lines} == {version}
	assert {ln.amount for ln in lines} == {-10}
	assert AFTER_CHANGE in {ln.date for ln in lines}


@pytest.mark.req("R31")
@pytest.mark.req("R32")
def test_a_month_from_what_is_missing_to_the_printed_statement(site, company, desk_of):
	agent = company.staff[roles.AGENT]
	sheet = handed_in(a_sheet(agent, rows=[a_row(agent)]), agent)
	site.db.set_value("Call Sheet", sheet.name, "date", MISSED)
	site.db.commit()
	manager = desk_of(roles.MANAGER)
	settlement = settlement_of(manager, company, SEPTEMBER)
	manager.sees(zh("{0} things are missing before the month can be approved; see below.", 1))
	manager.shot("settlement-missing")
	site.db.set_value("Call Sheet", sheet.name, "stage", "Confirmed")
	site.db.commit()
	compute(manager, settlement)
	manager.sees(zh("Nothing is missing. The department manager approves next."))
	sign(manager, settlement, "Approve as Manager", "Manager Approved")

	hr = desk_of(roles.HR).open_form("Incentive Settlement", settlement).act("Return")
	hr.dialog().page.fill(".modal.show textarea", "9 月 3 日请再核对")
	hr.confirm()
	hr.page.wait_for_function("cur_frm.doc.stage === 'Returned'")

	manager.open_form("Incentive Settlement", settlement).sees("9 月 3 日请再核对")
	sign(manager, settlement, "Revise", "Draft")
	compute(manager, settlement)
	sign(manager, settlement, "Approve as Manager", "Manager Approved")
	sign(hr, settlement, "Approve as HR", "HR Approved")
	sign(hr, settlement, "Publish", "Published")
	hr.shot("settlement-published")

	site.db.rollback()
	name = site.get_all("Incentive Statement", {"settlement": settlement, "agent": agent.name}, pluck="name")[
		0
	]
	reader = desk_of(roles.AGENT).open_form("Incentive Statement", name)
	reader.press("I Have Received This").ready()
	reader.page.wait_for_function("cur_frm.doc.acknowledged_at")
	reader.page.goto(f"/printview?doctype=Incentive%20Statement&name={name}&_lang=zh")
	reader.page.wait_for_selector(".print-format")
	printed = reader.page.inner_text(".print-format")
	assert agent.staff_name in printed and re.search(r"8\.00", printed)
	reader.shot("statement-printed")
	reader.problems.clear()  # Frappe's page for printing looks for a foot that only letter heads have


def compute(desk, settlement):
	before = desk.open_form("Incentive Settlement", settlement).page.evaluate("cur_frm.doc.computed_at")
	desk.press("Compute").ready()
	desk.page.wait_for_function("before => cur_frm.doc.computed_at !== before", arg=before)
	desk.ready()


def sign(desk, settlement, action, stage):
	desk.open_form("Incentive Settlement", settlement).act(action).confirm_if_asked()
	desk.page.wait_for_function("stage => cur_frm.doc.stage === stage", arg=stage)
	desk.ready()
