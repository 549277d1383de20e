"""Every report opens in the desk for the roles that it names, and leads down to the document (R44-R46)."""

import frappe
import pytest
from playwright.sync_api import expect

from dianjian_app import roles
from dianjian_app.ledger import build
from dianjian_app.people.period import Period
from dianjian_app.tests.browser.company import dissolve_group
from dianjian_app.tests.builders.calls import a_row, a_sheet, confirmed
from dianjian_app.tests.builders.people import a_group, an_agent
from dianjian_app.tests.builders.resources import a_lead

# between them they are offered every report, each with another view of it; test_report_readers asks as every role
READERS = (roles.AGENT, roles.MANAGER, roles.HR)


@pytest.fixture
def a_confirmed_sheet(connected_site, company):
	"""Today's sheet of an agent of their own group: other tests write the days of the company's people."""
	connected_site.set_user("Administrator")
	connected_site.db.rollback()
	group = a_group(company.centre)
	agent = an_agent(group)
	today = frappe.utils.getdate()
	rows = [a_row(agent, lead=a_lead(agent=agent), grade=g) for g in ("A", "C")]
	sheet = confirmed(a_sheet(agent, rows=rows), agent)
	build.rebuild(company.centre.name, Period.day(today))
	connected_site.db.commit()
	yield sheet
	connected_site.db.rollback()
	for doctype, field in (
		("Call Sheet Row", "parent"),
		("Call Sheet Count", "parent"),
		("Call Sheet", "name"),
	):
		connected_site.db.delete(doctype, {field: sheet.name})
	dissolve_group(group, agent)


def shown(desk, report):
	desk.page.wait_for_function(
		"name => frappe.query_report && frappe.query_report.report_name === name && frappe.query_report.data",
		arg=report,
	)
	return desk.ready()


def drilled(page, field, ours):
	"""Click the connected calls of the row whose field is ours: found and clicked at once, since the report may
	be read again meanwhile (the rows before the filter changed, another order) and the row stand elsewhere."""
	page.wait_for_function(
		"""([field, ours]) => {
			const at = (frappe.query_report.data || []).findIndex((r) => r[field] === ours);
			const links = document.querySelectorAll(`a.drill[data-field=connected][data-row='${at}']`);
			const link = [...links].find((each) => each.offsetParent);
			link?.click();
			return Boolean(link);
		}""",
		arg=[field, ours],
	)


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
	assert len(ours) >= 2
	for report in ours:
		# by its address: within one page the report before may be read once more with the filters of the next
		desk.open("query-report", report)
		shown(desk, report)
		assert not desk.page.locator(".modal.show").count(), report
		desk.sees(frappe._(report, lang="zh"), ".page-head")
		assert not desk.problems, (report, desk.problems)
		desk.shot(f"report-{report}")


@pytest.mark.req("R44")
def test_the_ledger_leads_from_the_group_to_the_sheet(site, company, desk_of, a_confirmed_sheet):
	desk = desk_of(roles.MANAGER).open("query-report", "Daily Sales Call Ledger")
	shown(desk, "Daily Sales Call Ledger")
	page = desk.page
	page.evaluate(
		"frappe.query_report.set_filter_value({summed_by: 'Sales Group', agent: '', sales_group: ''})"
	)
	for level, field, ours in (
		("Sales Group", "sales_group", a_confirmed_sheet.sales_group),
		("Agent", "agent", a_confirmed_sheet.agent),
		("Every Line", "call_sheet", a_confirmed_sheet.name),
	):
		page.wait_for_function(
			"level => frappe.query_report.get_filter_value('summed_by') === level", arg=level
		)
		desk.ready()
		desk.shot(f"ledger-{level}")
		drilled(page, field, ours)
	page.wait_for_function("name => cur_frm && cur_frm.docname === name", arg=a_confirmed_sheet.name)
	assert page.evaluate("cur_frm.doctype") == "Call Sheet"


@pytest.mark.req("R45")
def test_the_week_leads_from_a_groups_figure_to_its_agents_and_to_the_sheet(
	site, company, desk_of, a_confirmed_sheet
):
	desk = desk_of(roles.MANAGER).open("query-report", "Weekly Centre Summary")
	shown(desk, "Weekly Centre Summary")
	page = desk.page
	drilled(page, "name", a_confirmed_sheet.sales_group)
	for level, field, ours in (
		("Agent", "agent", a_confirmed_sheet.agent),
		("Every Line", "call_sheet", a_confirmed_sheet.name),
	):
		page.wait_for_function(
			"""([level, group]) => frappe.query_report.report_name === 'Daily Sales Call Ledger'
			&& frappe.query_report.get_filter_value('summed_by') === level
			&& frappe.query_report.get_filter_value('sales_group') === group""",
			arg=[level, a_confirmed_sheet.sales_group],
		)
		shown(desk, "Daily Sales Call Ledger")
		drilled(page, field, ours)
	page.wait_for_function("name => cur_frm && cur_frm.docname === name", arg=a_confirmed_sheet.name)
	# where a click led is not what the reader chose: the ledger opens as it was left
	kept = page.evaluate("dianjian.remembered('Daily Sales Call Ledger')")
	assert "sales_group" not in kept and kept.get("summed_by") != "Agent"


@pytest.mark.req("R9")
def test_a_step_of_the_funnel_leads_to_its_customers(site, company, desk_of, a_confirmed_sheet):
	desk = desk_of(roles.MANAGER).open("query-report", "Sales Funnel")
	shown(desk, "Sales Funnel")
	page = desk.page
	page.evaluate(
		"group => frappe.query_report.set_filter_value({by: 'Sales Group', sales_group: group})",
		a_confirmed_sheet.sales_group,
	)
	page.wait_for_function(
		"""group => frappe.query_report.data?.length === 2 && frappe.query_report.data[0].key === group
		&& document.querySelector("a.drill[data-field=intention]")""",
		arg=a_confirmed_sheet.sales_group,
	)
	count = page.evaluate("frappe.query_report.data[0].intention")
	page.click("a.drill[data-field=intention]")
	page.wait_for_function("window.cur_list?.doctype === 'Call Lead'")
	page.wait_for_function("count => cur_list.data.length === Math.min(count, 20)", arg=count)
	assert count >= 1


@pytest.mark.req("R45")
@pytest.mark.parametrize("arrives", [False, True], ids=["in the report", "from elsewhere"])
def test_a_click_filters_before_the_title_of_its_link_is_known(
	site, company, desk_of, a_confirmed_sheet, arrives
):
	a_lead(agent=company.staff[roles.AGENT])  # a row of another group
	site.db.commit()
	desk = desk_of(roles.MANAGER).open("query-report", "Staff Ranking" if arrives else "Sales Funnel")
	page = shown(desk, "Staff Ranking" if arrives else "Sales Funnel").page
	asked, released = [], []

	def hold(route):
		asked.append(route)
		if released:
			route.continue_()

	page.evaluate("frappe._link_titles = {}")
	page.route("**/*get_link_title*", hold)
	page.evaluate(
		"""group => {
			dianjian.open({report: 'Sales Funnel', filters: {by: 'Sales Group', sales_group: group}});
		}""",
		a_confirmed_sheet.sales_group,
	)
	page.wait_for_function(
		"""group => frappe.query_report.report_name === 'Sales Funnel'
		&& frappe.query_report.data?.length === 2 && frappe.query_report.data[0].key === group""",
		arg=a_confirmed_sheet.sales_group,
	)
	assert asked
	released.append(True)
	for route in list(asked):
		route.continue_()
	title = frappe.db.get_value("Sales Group", a_confirmed_sheet.sales_group, "group_name")
	page.wait_for_function(
		"name => frappe.query_report.get_filter('sales_group').$input.val() === name", arg=title
	)
	assert (
		page.evaluate("frappe.query_report.get_filter_value('sales_group')") == a_confirmed_sheet.sales_group
	)


@pytest.mark.req("R44")
def test_a_period_that_is_too_long_is_said_before_it_is_asked_for(company, desk_of):
	desk = desk_of(roles.MANAGER).open("query-report", "Daily Sales Call Ledger")
	page = shown(desk, "Daily Sales Call Ledger").page
	asked = []
	page.on("request", lambda request: "query_report.run" in request.url and asked.append(request.url))
	page.evaluate("frappe.query_report.set_filter_value('from_date', '2020-01-01')")
	expect(page.locator(".modal.show")).to_contain_text("800")
	# the page may still ask for the month that it was opened with
	assert not [url for url in asked if "2020-01-01" in url]
	with page.expect_response("**/*report_later*") as answer:
		page.click(".modal.show .btn-primary:visible")
	assert answer.value.ok
	with page.expect_response("**/*query_report.run*"):
		page.evaluate("frappe.query_report.set_filter_value('from_date', dianjian.month_start())")
	assert not desk.ready().problems and not [url for url in asked if "2020-01-01" in url]
