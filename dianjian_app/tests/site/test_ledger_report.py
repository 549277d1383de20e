"""电开台帐 as a report: the reader's rows and no others, sums that agree (R44, R47)."""

from datetime import date, timedelta

import frappe
import pytest
from frappe.desk.query_report import run

from dianjian_app import roles
from dianjian_app.dianjian_app.report.daily_sales_call_ledger.daily_sales_call_ledger import execute
from dianjian_app.ledger import build
from dianjian_app.people.period import Period
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff, an_agent, the_leader
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.tests.site.test_ledger import a_deal, a_visit

REPORT = "Daily Sales Call Ledger"
WEEK = Period(date(2026, 11, 2), date(2026, 11, 8))
FILTERS = {"from_date": "2026-11-02", "to_date": "2026-11-08"}


@made_once
def centre():
	"""A centre with two groups of one agent each, and a week of lines."""
	centre = a_centre(rest_days=("Sunday",))
	for _ in range(2):
		agent = an_agent(a_group(centre))
		a_visit(agent)
		a_deal(agent, 300000)
	build.rebuild(centre.name, WEEK, as_of=WEEK.end)
	return centre


def agents(centre):
	names = frappe.get_all("Sales Staff", {"centre": centre.name, "position": roles.AGENT}, pluck="name")
	return [frappe.get_doc("Sales Staff", name) for name in sorted(names)]


def rows_as(user, **filters):
	with as_user(user):
		result = run(REPORT, {**FILTERS, **filters})["result"]
	return [row for row in result if isinstance(row, dict)]


@pytest.mark.req("R47")
def test_an_agent_sees_their_own_lines_a_leader_the_groups_a_manager_the_centres(centre):
	first, second = agents(centre)
	manager = a_staff(roles.MANAGER, centre=centre)
	leader = the_leader(frappe.get_doc("Sales Group", first.sales_group))
	assert {row["agent"] for row in rows_as(first)} == {first.name}
	assert {row["agent"] for row in rows_as(leader)} == {first.name}
	assert {row["agent"] for row in rows_as(manager)} == {first.name, second.name}
	assert rows_as(a_staff(roles.MANAGER, centre=a_centre())) == []


@pytest.mark.req("R47")
def test_a_filter_shows_nobody_what_they_may_not_see(centre):
	first, second = agents(centre)
	assert rows_as(first, agent=second.name) == []
	assert rows_as(first, sales_group=second.sales_group, summed_by="Sales Group") == []


@pytest.mark.req("R47")
def test_who_has_no_part_in_the_ledger_does_not_open_the_report(centre):
	consultant = a_staff(roles.CONSULTANT, group=frappe.get_doc("Sales Group", agents(centre)[0].sales_group))
	with as_user(consultant), pytest.raises(frappe.PermissionError):
		run(REPORT, FILTERS)


@pytest.mark.req("R44")
def test_every_line_is_there_once_in_order(centre):
	rows = rows_as("Administrator", centre=centre.name)
	assert len(rows) == 14
	assert [row["date"] for row in rows] == sorted(row["date"] for row in rows)


@pytest.mark.req("R44")
@pytest.mark.parametrize(("summed_by", "count"), [("Agent", 2), ("Sales Group", 2), ("Week", 1)])
def test_the_sums_agree_with_the_lines(centre, summed_by, count):
	rows = rows_as("Administrator", centre=centre.name, summed_by=summed_by)
	assert len(rows) == count
	assert sum(row["visits"] for row in rows) == 2
	assert sum(row["deal_amount"] for row in rows) == 600000
	assert sum(row["presence"] for row in rows) == 12
	assert sum(row["missing"] for row in rows) == 12


@pytest.mark.req("R44")
def test_summary_and_chart_say_the_same_as_the_rows(centre):
	_columns, data, _message, chart, summary = execute({**FILTERS, "centre": centre.name})
	assert [s["value"] for s in summary] == [0, 0, 2, 2, 12, 0]
	assert len(chart["data"]["labels"]) == 7
	assert sum(chart["data"]["datasets"][1]["values"]) == sum(row.visits for row in data) == 2


@pytest.mark.req("R44")
@pytest.mark.parametrize(
	"wrong",
	[
		{"summed_by": "name; drop table"},
		{"from_date": None},
		{"to_date": str(WEEK.start - timedelta(days=1))},
	],
)
def test_filters_that_cannot_be_are_refused(wrong):
	with pytest.raises(frappe.ValidationError):
		execute({**FILTERS, **wrong})
