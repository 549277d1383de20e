"""The screen on the office wall, the group's week, and the way back from a mail into the report (R2, R45, R46)."""

from urllib.parse import urlsplit

import frappe
import pytest
from frappe.utils import getdate
from playwright.sync_api import expect

from dianjian_app import roles
from dianjian_app.framework_compat import desk_path
from dianjian_app.ledger import build
from dianjian_app.mailing.report_mail import link_back
from dianjian_app.people.period import Period
from dianjian_app.tests.browser.company import SECOND_AGENT, dissolve_group
from dianjian_app.tests.browser.desk import zh
from dianjian_app.tests.builders.incentives import a_line
from dianjian_app.tests.builders.people import a_group, an_agent

A_MINUTE = 61_000


@pytest.fixture
def a_group_at_work(site, company):
	"""A group of its own, whose agent has had 37 visits this month."""
	group = a_group(company.centre)
	agent = an_agent(group)
	line = a_line(agent, frappe.utils.today(), visits=37, presence=1)
	site.db.commit()
	yield group, line
	site.db.rollback()
	dissolve_group(group, agent)


@pytest.mark.req("R2")
def test_the_wall_board_asks_again_each_minute_and_keeps_standing(site, company, desk_of, a_group_at_work):
	group, line = a_group_at_work
	desk = desk_of(roles.MANAGER)
	desk.page.clock.install()
	desk.page.goto(desk_path("wall-board"))
	row = desk.page.locator(".wall-board .groups tr", has_text=group.group_name)
	row.wait_for()
	visits = row.locator("td").last
	expect(visits).to_have_text("37")
	desk.shot("wall-board")
	site.db.set_value("Daily Ledger", line, "visits", 52)
	site.db.commit()
	desk.page.clock.fast_forward(A_MINUTE)
	expect(visits).to_have_text("52")  # the cell: the group's number may hold the same digits
	desk.page.route(
		"**/api/method/dianjian_app.dianjian_app.page.wall_board.wall_board.read_board**",
		lambda route: route.abort(),
	)
	desk.page.clock.fast_forward(A_MINUTE)
	desk.page.locator(".wall-board.stale").wait_for()
	expect(visits).to_have_text("52")
	desk.page.unroute("**/api/method/dianjian_app.dianjian_app.page.wall_board.wall_board.read_board**")
	desk.problems.clear()  # the answer that was cut off


@pytest.mark.req("R24")
def test_the_wall_board_breaks_no_figure_and_puts_nobody_first_with_nothing(
	site, company, desk_of, a_group_at_work
):
	_group, line = a_group_at_work
	site.db.set_value("Daily Ledger", line, {"calls": 12345, "connected": 1234, "intention": 999})
	site.db.commit()
	desk = desk_of(roles.MANAGER)
	for width, height in ((1920, 1080), (1280, 720), (390, 844)):
		desk.page.set_viewport_size({"width": width, "height": height})
		desk.open("wall-board").page.locator(".wall-board .ranking .place-1").wait_for()
		broken = desk.page.evaluate(
			"""() => [...document.querySelectorAll(".wall-board .figure b, .wall-board td:not(.wide), .wall-board th")].filter(
				(each) => {
					const range = document.createRange();
					range.selectNodeContents(each);
					const tallest = Math.max(0, ...[...range.getClientRects()].map((r) => r.height));
					return range.getBoundingClientRect().height > 1.6 * tallest || (each.tagName === "B" && each.scrollWidth > each.clientWidth + 1);
				}
			).map((each) => each.innerText)"""
		)
		assert broken == [], (width, broken)
		beyond = desk.page.evaluate(
			"""() => {
				const edge = document.querySelector(".wall-board").getBoundingClientRect().right;
				return [...document.querySelectorAll(".wall-board section, .wall-board .lower > div")].filter(
					(each) => each.getBoundingClientRect().right > edge
				).length;
			}"""
		)
		assert beyond == 0, width
		desk.shot(f"wall-board-{width}")
	gold = desk.page.locator(".wall-board .ranking tr[class*='place-']")
	with_nothing = [
		row for row in gold.all() if {row.locator("td").nth(n).inner_text() for n in (2, 3)} == {"0"}
	]
	assert gold.count() and not with_nothing


@pytest.mark.req("R48")
@pytest.mark.parametrize(
	("line", "said"),
	[
		(False, "Nothing has been entered for this period yet."),
		(True, "All figures of this period are 0 until now."),
	],
)
def test_a_chart_without_figures_says_why(site, company, desk_of, line, said):
	agent = company.staff[SECOND_AGENT]
	site.db.delete("Daily Ledger", {"agent": agent.name})
	if line:
		a_line(agent, frappe.utils.today())
	site.db.commit()
	desk_of(SECOND_AGENT).open("my-day").sees(zh(said), ".dashboard-widget-box")


@pytest.mark.req("R45")
def test_a_leader_hands_in_the_groups_week_from_the_summary(site, company, desk_of):
	week = Period.week_of(getdate())
	desk = desk_of(roles.LEADER).open("query-report", "Weekly Centre Summary")
	desk.page.wait_for_function("frappe.query_report?.data?.length")
	desk.page.locator(".indicator-pill.red", has_text="未交").first.wait_for()
	desk.press("Hand In My Group's Week")
	desk.page.wait_for_function("cur_frm && cur_frm.doctype === 'Weekly Hand-in'")
	desk.page.wait_for_function("name => cur_frm.doc.sales_group === name", arg=company.group.name)
	desk.ready().page.evaluate("cur_frm.set_value('sales_feedback', '客户嫌总价高,二期问得多')")
	desk.save().shot("week-handed-in")
	site.db.rollback()
	made = frappe.get_doc("Weekly Hand-in", {"sales_group": company.group.name})
	assert (made.week_start, made.handed_in_by) == (week.start, company.users[roles.LEADER])
	desk.open("query-report", "Weekly Centre Summary").sees("客户嫌总价高")
	desk.shot("weekly-summary")
	site.db.delete("Weekly Hand-in", {"name": made.name})
	site.db.commit()


@pytest.mark.req("R44")
def test_a_day_is_checked_and_reported_with_one_act(site, company, desk_of):
	build.rebuild(company.centre.name, Period.day(getdate()))
	site.db.commit()
	desk = desk_of(roles.LEADER).open("daily-hand-in", "new-daily-hand-in")
	desk.page.wait_for_function(
		"([group, agent]) => cur_frm?.doc.sales_group === group && cur_frm.doc.lines?.some((l) => l.agent === agent)",
		arg=[company.group.name, company.staff[roles.AGENT].name],
	)
	desk.ready().page.evaluate("cur_frm.set_value('remarks', '上午设备故障半小时')")
	desk.save()
	try:
		desk.sees("台帐与上报时一致。").shot("day-reported")
		site.db.rollback()
		made = frappe.get_doc("Daily Hand-in", desk.page.evaluate("cur_frm.docname"))
		assert (made.date, made.reported_by) == (getdate(), company.users[roles.LEADER])
		assert {line.agent for line in made.lines} >= {company.staff[roles.AGENT].name}
		assert not desk.problems
	finally:
		site.db.rollback()
		names = site.get_all("Daily Hand-in", {"sales_group": company.group.name}, pluck="name")
		site.db.delete("Daily Hand-in Line", {"parent": ("in", [*names, "-"])})
		site.db.delete("Daily Hand-in", {"name": ("in", [*names, "-"])})
		site.db.commit()


@pytest.mark.req("R46")
def test_the_link_of_a_mail_opens_the_report_as_it_was_mailed(site, company, desk_of):
	chosen = {
		"centre": company.centre.name,
		"from_date": "2026-09-01",
		"to_date": "2026-09-07",
		"summed_by": "Agent",
	}
	path = urlsplit(link_back("Daily Sales Call Ledger", chosen))
	desk = desk_of(roles.MANAGER)
	desk.page.goto(f"{path.path}?{path.query}")
	desk.page.wait_for_function(
		"""wanted => frappe.query_report?.report_name === 'Daily Sales Call Ledger'
		&& Object.entries(wanted).every(([name, value]) => frappe.query_report.get_filter_value(name) === value)""",
		arg=chosen,
	)
	desk.ready()
