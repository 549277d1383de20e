"""An administrator changes a figure of a rule in its form, and the next settlement follows (R20, R31)."""

from datetime import date

import pytest

from dianjian_app import roles
from dianjian_app.tests.browser.desk import zh
from dianjian_app.tests.builders.incentives import SEPTEMBER, a_full_month, a_line, a_yuan_a_missing_call

DAY = date(2026, 9, 3)


@pytest.fixture
def a_yuan_for_each_missing_call(site, company):
	"""The centre's own rule, and an agent with 92 of 100 calls on one day of September."""
	agent = company.staff[roles.AGENT]
	a_full_month(agent)
	a_line(agent, DAY, connected=92)
	rule = a_yuan_a_missing_call(company.centre, "每少一个电话扣一元")
	site.db.commit()
	return rule


def deductions(site, settlement, rule, agent):
	site.db.rollback()
	lines = {"parent": settlement, "family": rule.family, "agent": agent.name}
	return site.get_all("Settlement Line", filters=lines, pluck="amount")


@pytest.mark.req("R20")
@pytest.mark.req("R31")
def test_a_new_version_of_a_rule_changes_what_the_settlement_takes(
	site, company, desk_of, a_yuan_for_each_missing_call
):
	rule, agent = a_yuan_for_each_missing_call, company.staff[roles.AGENT]
	manager = desk_of(roles.MANAGER).open("incentive-settlement", "new-incentive-settlement")
	manager.page.wait_for_function("cur_frm && cur_frm.doctype === 'Incentive Settlement'")
	manager.ready().page.evaluate(
		"values => cur_frm.set_value(values)", {"centre": company.centre.name, "month": SEPTEMBER.month_text}
	)
	manager.save()
	settlement = manager.page.evaluate("cur_frm.docname")
	manager.press("Compute").ready()
	manager.page.wait_for_function("cur_frm.doc.computed_at")
	manager.shot("settlement")
	assert deductions(site, settlement, rule, agent) == [-8]

	administrator = desk_of(roles.ADMIN).open_form("Incentive Rule", rule.name)
	administrator.shot("rule")
	page = administrator.page
	administrator.press("New Version")
	administrator.dialog()
	page.evaluate("cur_dialog.set_values({valid_from: '2026-09-02', reason: '提高标准'})")
	administrator.shot("rule-new-version")
	administrator.confirm()
	page.wait_for_function("old => cur_frm.docname !== old && cur_frm.doc.docstatus === 0", arg=rule.name)
	administrator.ready()
	amount = page.locator('[data-fieldname="outcomes"] .grid-body .grid-row').first.locator(
		'[data-fieldname="amount"]'
	)
	amount.first.click()
	page.fill('[data-fieldname="outcomes"] .grid-body input[data-fieldname="amount"]', "2")
	page.evaluate("document.activeElement.blur()")
	administrator.save().shot("rule-changed")
	administrator.act("Approve").confirm_if_asked()
	page.wait_for_function("cur_frm.doc.docstatus === 1")
	# what holds of the version stands below the rule in words, which comes later, and stays there
	page.wait_for_selector(".form-message .rule-sentence:visible")
	administrator.sees(zh("This version is approved and stays as it is. Make a new version to change it."))

	before = manager.open_form("Incentive Settlement", settlement).page.evaluate("cur_frm.doc.computed_at")
	manager.press("Compute").ready()
	manager.page.wait_for_function("before => cur_frm.doc.computed_at !== before", arg=before)
	assert deductions(site, settlement, rule, agent) == [-16]
	site.db.rollback()
	assert site.db.get_value("Incentive Rule", rule.name, "valid_to") == date(2026, 9, 1)


@pytest.mark.req("R20")
def test_retiring_from_the_menu_of_actions_asks_for_the_last_day_and_lets_the_form_go(
	company, desk_of, a_yuan_for_each_missing_call
):
	rule = a_yuan_for_each_missing_call
	desk = desk_of(roles.ADMIN).open_form("Incentive Rule", rule.name).act("Retire").dialog()
	desk.page.evaluate("cur_dialog.set_value('last_day', '2026-09-30')")
	desk.confirm()
	desk.page.wait_for_function("cur_frm.doc.stage === 'Retired'")
	desk.page.wait_for_selector(".form-message .rule-sentence:visible")
	desk.sees(zh("This version held through {0}. It stays as it is.", "2026-09-30"), ".form-message")
	assert not desk.ready().page.evaluate("frappe.dom.freeze_count")
