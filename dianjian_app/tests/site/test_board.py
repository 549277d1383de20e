"""The board on the wall and the workspaces of the roles: today's figures, the reader's own (R2, R24, R47)."""

import frappe
import pytest
from frappe.utils import getdate

from dianjian_app.dianjian_app.page.wall_board.wall_board import read_board
from dianjian_app.ledger import build
from dianjian_app.people.period import Period
from dianjian_app.reporting import number_cards
from dianjian_app.setup.role_workspaces import ROLE_SPACES
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.calls import a_row, a_sheet, confirmed
from dianjian_app.tests.builders.people import a_centre, a_group, a_user, an_agent, the_leader
from dianjian_app.tests.builders.visits import Party
from dianjian_app.tests.site.made_once import made_once

CARDS = (
	*("connected_today", "missing_today", "visits_this_week", "visits_missing_this_week"),
	*("visits_this_month", "units_this_month"),
)
LABELS = sorted({chart.label for space in ROLE_SPACES for chart in space.charts})


@made_once
def agents():
	centre = a_centre(opened_on="2026-01-01")
	made = [an_agent(group=a_group(centre)) for _ in range(2)]
	build.rebuild(centre.name, Period.day(getdate()))
	return made


@pytest.mark.req("R24")
def test_the_board_counts_sheets_as_they_stand_and_visits_as_they_count(agents):
	first, second = agents
	confirmed(a_sheet(first, rows=[a_row(first, grade="A"), a_row(first)]), first)
	a_sheet(second, rows=[a_row(second), a_row(second, connected=False)])
	Party(first).counted()
	with as_user(second):
		board = read_board()
	assert (board["today"]["calls"], board["today"]["connected"], board["today"]["intention"]) == (4, 3, 1)
	for span in ("today", "week", "month"):
		assert board[span]["visits"] == 1 and board[span]["connected"] == 3
	assert board["target"] == 200
	assert [(g["connected"], g["visits"]) for g in board["groups"]] in ([(2, 1), (1, 0)], [(1, 0), (2, 1)])
	assert (board["ranking"][0]["label"], board["ranking"][0]["visits"]) == (first.staff_name, 1)


@pytest.mark.req("R47")
def test_the_board_shows_the_readers_centre_and_no_customer(agents):
	party = Party(agents[0]).counted()
	with as_user(the_leader(frappe.get_doc("Sales Group", agents[0].sales_group))):
		said = frappe.as_json(read_board())
		with pytest.raises(frappe.PermissionError):
			read_board(a_centre().name)
	assert party.lead.customer_name not in said and party.lead.phone_mask not in said
	with as_user(a_user("Website Manager").name), pytest.raises(frappe.PermissionError):
		read_board()


@pytest.mark.req("R24")
def test_the_board_takes_the_same_queries_for_any_number_of_agents(agents):
	def queries():
		asked, counted = frappe.db.sql, []
		frappe.db.sql = lambda *a, **k: counted.append(a) or asked(*a, **k)
		try:
			read_board(agents[0].centre)
		finally:
			frappe.db.sql = asked
		return len(counted)

	queries()
	before = queries()
	for _ in range(4):
		an_agent(group=frappe.get_doc("Sales Group", agents[0].sales_group))
	queries()
	assert queries() == before


@pytest.mark.req("R20", "R21")
def test_the_figures_of_a_workspace_are_the_readers_own(agents):
	first, second = agents
	confirmed(a_sheet(first, rows=[a_row(first), a_row(first)]), first)
	Party(first).counted()
	with as_user(first):
		mine = {name: getattr(number_cards, name)()["value"] for name in CARDS}
	with as_user(second):
		theirs = {name: getattr(number_cards, name)()["value"] for name in CARDS}
	assert (mine["connected_today"], mine["missing_today"]) == (2, 98)
	assert (theirs["connected_today"], theirs["missing_today"]) == (0, 100)
	assert (mine["visits_this_week"], theirs["visits_this_week"]) == (1, 0)
	assert mine["visits_this_month"] == 1 and mine["units_this_month"] == 0
	presence = frappe.db.count("Daily Ledger", {"agent": second.name, "presence": (">", 0)})
	assert theirs["visits_missing_this_week"] == mine["visits_missing_this_week"] + 1 or not presence


@pytest.mark.req("R47")
def test_charts_are_drawn_by_reports_that_the_reader_runs():
	charts = frappe.get_all("Dashboard Chart", {"chart_name": ("in", LABELS)}, ["chart_type", "report_name"])
	assert len(charts) == len(LABELS)
	assert {c.chart_type for c in charts} == {"Report"}


def test_every_role_has_a_workspace_of_its_own_beside_the_common_one():
	for space in ROLE_SPACES:
		made = frappe.get_doc("Workspace", space.name)
		assert {r.role for r in made.roles} == {*space.roles, "System Manager"}
		assert len(made.charts) == len(space.charts) and len(made.number_cards) == len(space.figures)
		assert len(made.shortcuts) == len(space.shortcuts)
