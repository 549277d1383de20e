"""A day of attendance as an agent on a phone and a leader at the desk meet it (R33)."""

import frappe
import pytest
from frappe.utils import add_days, getdate
from playwright.sync_api import expect

from dianjian_app import roles
from dianjian_app.attendance import day_results
from dianjian_app.people.period import Period
from dianjian_app.tests.browser.desk import zh
from dianjian_app.tests.builders.attendance import a_policy

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
RESULT = "Staff Day Result"


@pytest.fixture
def judged(site, company):
	"""The company judges attendance since yesterday; its agent has not come then. A group of its own has an agent, too."""
	agent = company.staff[roles.AGENT]
	yesterday = getdate(add_days(getdate(), -1))
	policy = a_policy(company.centre, start=yesterday)
	day_results.refresh([agent.name], Period(yesterday, getdate()))
	site.db.commit()
	yield yesterday
	site.db.rollback()
	for doctype in (RESULT, "Punch Record"):
		site.db.delete(doctype, {"centre": company.centre.name})
	site.db.delete("Punching Policy", {"name": policy.name})
	site.db.commit()


def test_an_agent_clocks_in_on_the_phone_and_reads_why(site, company, desk_of, judged):
	desk = desk_of(roles.AGENT)
	page = desk.page
	page.set_viewport_size(PHONE)
	try:
		desk.open("my-attendance")
		page.click(".my-attendance [data-clock='Clock In']")
		page.wait_for_function("document.querySelector('.desk-alert, #alert-container .alert')")
		desk.ready()
		assert (
			site.db.get_value("Punch Record", {"agent": company.staff[roles.AGENT].name}, "source") == "Desk"
		)
		if judged.month == getdate().month:
			day = page.locator(f".my-attendance [data-day='{judged}']")
			day.locator("summary").click()
			expect(day.locator("ul")).to_be_visible()
			expect(day.locator("ul")).to_contain_text(zh("Plan"))
		assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
		desk.shot("my-attendance-phone")
	finally:
		page.set_viewport_size(DESK)


def test_the_leader_reads_the_sheet_with_its_legend_and_goes_to_the_day(site, company, desk_of, judged):
	agent = company.staff[roles.AGENT]
	desk = desk_of(roles.LEADER).open("query-report", "Attendance Month Sheet")
	page = desk.page
	page.wait_for_function(
		"""([agent, month]) => frappe.query_report?.report_name === 'Attendance Month Sheet'
			&& frappe.query_report.get_filter_value('month')
			&& (frappe.query_report.data || []).some((row) => row.agent === agent)""",
		arg=[agent.name, str(judged)[:7]],
	)
	desk.ready()
	desk.sees("√", ".report-wrapper, .page-form, .layout-main")
	desk.shot("month-sheet")
	field = f"d{getdate().day}"
	page.wait_for_function(
		"""([agent, field]) => {
			const at = (frappe.query_report.data || []).findIndex((row) => row.agent === agent);
			const links = document.querySelectorAll(`a.drill[data-field=${field}][data-row='${at}']`);
			const link = [...links].find((each) => each.offsetParent);
			link?.click();
			return Boolean(link);
		}""",
		arg=[agent.name, field],
	)
	name = frappe.db.get_value(RESULT, {"agent": agent.name, "date": getdate()}, "name")
	page.wait_for_function("name => cur_frm && cur_frm.docname === name", arg=name)
