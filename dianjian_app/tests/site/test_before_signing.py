"""Before a month is approved: what it brings, what looks wrong, and who could still hear an appeal (R31)."""

import frappe
import pytest

from dianjian_app import roles
from dianjian_app.incentives.settlement import compute
from dianjian_app.incentives.settlement.before_signing import appeal_judges_left, what_it_brings
from dianjian_app.incentives.settlement.incentive_settlement_events import MonthBlockedError
from dianjian_app.people.errors import PlaceError
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.incentives import (
	AFTER_SEPTEMBER,
	SEPTEMBER,
	a_full_month,
	a_place,
	a_settlement,
	lines_of,
	published,
	signed_by_manager,
)
from dianjian_app.tests.builders.people import a_staff
from dianjian_app.tests.site.made_once import made_once

pytestmark = pytest.mark.req("R31")


@made_once
def place():
	place = a_place()
	a_full_month(place.agent, connected=50)
	return place


def told(settlement, person):
	with as_user(person):
		return what_it_brings(settlement.name)


def test_says_in_figures_what_the_month_comes_to(place):
	settlement = a_settlement(place)
	brings = told(settlement, place.manager)
	lines = lines_of(settlement)
	assert brings["people"] == len({ln.agent for ln in lines if ln.agent}) == 1
	assert brings["deductions"] == abs(settlement.deduction_total) > 0
	assert (brings["sheets"], brings["connected"]) == (30, 30 * 50)
	assert frappe._("Far more is deducted than given.") in brings["odd"]


def test_counts_what_is_proposed(place):
	a_full_month(place.agent, weekly_visits=9)
	brings = told(a_settlement(place), place.manager)
	assert dict(brings["proposals"])["Dismissal"] == 1
	assert any("end an employment" in line for line in brings["odd"])


def test_is_for_those_who_read_the_settlement(place):
	settlement = a_settlement(place)
	with as_user(place.agent), pytest.raises(frappe.PermissionError):
		what_it_brings(settlement.name)


def test_a_month_without_a_single_sheet_is_refused_whatever_is_answered(place):
	lines = {"centre": place.name}
	frappe.db.set_value("Daily Ledger", lines, {"sheet_state": "No Sheet", "connected": 0, "visits": 0})
	settlement = frappe.get_doc(
		doctype="Incentive Settlement",
		centre=place.name,
		month=SEPTEMBER.month_text,
		question_answer="按规定扣罚",
	).insert()
	compute.recompute(settlement, AFTER_SEPTEMBER)
	settlement.reload()
	assert [(b.kind, b.is_question) for b in settlement.blockers] == [("Month Without Sheets", 0)]
	with pytest.raises(MonthBlockedError):
		signed_by_manager(settlement, place)


def test_somebody_must_be_left_to_hear_an_appeal(place):
	settlement = a_settlement(place)
	with as_user(place.manager):
		assert appeal_judges_left(settlement) == []
	assert any("deputy manager" in line for line in told(settlement, place.manager)["odd"])
	deputy = a_staff(roles.MANAGER, centre=frappe.get_doc("Sales Centre", a_place().name))
	frappe.get_doc("Sales Centre", place.name).update({"deputy_manager": deputy.name}).save()
	with as_user(place.manager):
		assert appeal_judges_left(settlement) == [deputy.user]
	assert not any("deputy manager" in line for line in told(settlement, place.manager)["odd"])


@pytest.mark.req("R2")
def test_a_deputy_decides_what_the_manager_took_part_in(place):
	published(place)
	other = a_place()
	deputy = a_staff(roles.MANAGER, centre=frappe.get_doc("Sales Centre", other.name))
	entry = frappe.get_all("Incentive Entry", {"agent": place.agent.name}, pluck="name")[0]
	with as_user(deputy):
		assert not frappe.get_list("Incentive Entry", {"name": entry})
	frappe.get_doc("Sales Centre", place.name).update({"deputy_manager": deputy.name}).save()
	frappe.local.dianjian_places = {}
	with as_user(deputy):
		assert frappe.get_list("Incentive Entry", {"name": entry})


@pytest.mark.req("R2")
@pytest.mark.parametrize("who", ["manager", "agent"])
def test_a_deputy_is_another_manager(place, who):
	centre = frappe.get_doc("Sales Centre", place.name)
	centre.update({"manager": place.manager.name, "deputy_manager": getattr(place, who).name})
	with pytest.raises(PlaceError):
		centre.save()
