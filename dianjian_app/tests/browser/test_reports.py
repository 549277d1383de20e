"""Every report opens in the desk for the roles that it names, and leads down to the document (R44-R46)."""

import frappe
import pytest

from dianjian_app import roles
from dianjian_app.ledger import build
from dianjian_app.people.period import Period
from dianjian_app.tests.builders.calls import a_row, a_sheet, confirmed
from dianjian_app.tests.builders.resources import a_lead

READERS = (roles.MANAGER,)


@pytest.fixture
def a_confirmed_sheet(site, company):
	agent = company.staff[roles.AGENT]
	today = frappe.utils.getdate()
	rows = [a_row(agent, lead=a_lead(agent=agent), grade=g) for g in ("A", "C")]
	sheet = confirmed(a_sheet(agent, rows=rows), agent)
	build.rebuild(company.centre.name, Period.day(today))
	site.db.commit()
	yield sheet
	# the tests of calls want the agent's day for themselves
	site.db.rollback()
	for doctype, field in (
		("Call Sheet Row", "parent"),
		("Call Sheet Count", "parent"),
		("Call Sheet", "name"),
	):
		site.db.delete(doctype, {field: sheet.name})
	site.db.delete("Daily Ledger", {"agent": agent.name, "date": today})
	site.db.commit()


def shown(desk, report):
	desk.page.wait_for_function(
		"name => frappe.query_report && frappe.query_report.report_name === name && frappe.query_report.data",
		arg=report,
	)
	return desk.ready()


@pytest.mark.req("R46")
@pytest.mark.parametrize("reader", READERS)
def test_every_report_that_names_a_role_opens_for_it_in_chinese(
	reader, site, company, desk_of, a_confirmed_sheet
):
	desk = desk_of(reader)
	named = frappe.get_all("Has Role", {"parenttype": "Report", "role": reader}, pluck="parent")
	ours = frappe.get_all(
		"Report", {"module": "Dianjian App", "name": ("in", named)}, pluck="name", order_by="name"
	)
	assert len(ours) >= 12
	for report in ours:
		desk.open("query-report", report)
		shown(desk, report)
		assert desk.page.locator(".title-text:visible").first.inner_text() == frappe._(report, lang="zh")
		desk.shot(f"report-{report}")


@pytest.mark.req("R44")
def test_the_ledger_leads_from_the_group_to_the_sheet(site, company, desk_of, a_confirmed_sheet):
	desk = desk_of(roles.MANAGER).open("query-report", "Daily Sales Call Ledger")
	shown(desk, "Daily Sales Call Ledger")
	page = desk.page
	page.evaluate(
		"frappe.query_report.set_filter_value({summed_by: 'Sales Group', agent: '', sales_group: ''})"
	)
	for level in ("Sales Group", "Agent", "Every Line"):
		page.wait_for_function(
			"level => frappe.query_report.get_filter_value('summed_by') === level", arg=level
		)
		desk.ready()
		page.wait_for_function("frappe.query_report.data.length > 0")
		page.wait_for_selector("a.drill[data-field=connected]")
		desk.shot(f"ledger-{level}")
		if level == "Every Line":
			sheet = page.evaluate(
				"name => frappe.query_report.data.findIndex((r) => r.call_sheet === name)",
				a_confirmed_sheet.name,
			)
			assert sheet >= 0
			page.click(f"a.drill[data-field=connected][data-row='{sheet}']")
		else:
			page.click("a.drill[data-field=connected]")
	page.wait_for_function("name => cur_frm && cur_frm.docname === name", arg=a_confirmed_sheet.name)
	assert page.evaluate("cur_frm.doctype") == "Call Sheet"
