"""Leave is approved at the very moment a month is signed, in processes of their own: nothing is lost, nothing doubled (R31, R34)."""

from datetime import date

import frappe
import pytest
from frappe.model.workflow import apply_workflow

from dianjian_app.incentives.settlement import compute
from dianjian_app.tests import builders
from dianjian_app.tests.browser.company import Company, dissolve
from dianjian_app.tests.builders.incentives import (
	AFTER_OCTOBER,
	AFTER_SEPTEMBER,
	OCTOBER,
	a_full_month,
	a_line,
	a_place,
	a_settlement,
	entries_of,
	lines_of,
	signed_by_hr,
	signed_by_manager,
)
from dianjian_app.tests.processes import Act, at_once

pytestmark = pytest.mark.req("R31", "R34")
HERE = __name__
MISSED = date(2026, 9, 8)
"""a Tuesday on which nobody was reached: a hundred calls short"""
STEPS = ("Approve as Manager", "Approve as HR", "Publish")


def step(settlement: str, action: str) -> str:
	"""One person's step of a settlement; gives its stage."""
	return apply_workflow(frappe.get_doc("Incentive Settlement", settlement), action).stage


def approved(request: str) -> str:
	"""Leave that somebody has asked for, approved."""
	return frappe.get_doc("Time Off Request", request).submit().decision


@pytest.fixture
def place(monkeypatch):
	"""A committed centre with a month in which one day costs a hundred."""
	monkeypatch.setattr(builders, "_numbers", builders.fresh_numbers())
	place = a_place(centre_name=f"并行结算{frappe.generate_hash(length=8)}")
	a_full_month(place.agent)
	a_line(place.agent, MISSED, connected=0)
	a_full_month(place.agent, OCTOBER)
	frappe.db.commit()
	yield place
	frappe.db.rollback()
	for table in ("Settlement Line", "Settlement Blocker"):
		names = frappe.get_all("Incentive Settlement", {"centre": place.name}, pluck="name")
		frappe.db.delete(table, {"parent": ("in", names)})
	for child in ("Sales Centre Season", "Centre Calendar", "Weekly Rest Day"):
		frappe.db.delete(child, {"parent": place.name})
	people = frappe.get_all("Sales Staff", {"centre": place.name}, ["name", "user"])
	dissolve(
		Company(
			place.centre, place.group, {p.name: p for p in people}, {p.name: p.user for p in people if p.user}
		)
	)


def leave_of(agent) -> str:
	"""Leave of the day, asked for and not decided."""
	request = frappe.get_doc(
		doctype="Time Off Request",
		staff=agent.name,
		leave_type="Sick Leave",
		from_date=MISSED,
		to_date=MISSED,
		reason="病假",
	)
	return request.insert().name


def brought_to(action, place):
	"""The month's settlement right before a step, and who takes it."""
	settlement = a_settlement(place)
	if action != STEPS[0]:
		settlement = signed_by_manager(settlement, place)
	if action == STEPS[2]:
		settlement = signed_by_hr(settlement, place)
	return settlement, place.manager if action == STEPS[0] else place.hr


def finished(settlement, place) -> None:
	"""The rest of the month's way, through everybody's hands; not committed."""
	doc = frappe.get_doc("Incentive Settlement", settlement.name)
	if doc.stage == "Draft":
		compute.recompute(doc, AFTER_SEPTEMBER)
		doc = signed_by_manager(doc, place)
	if doc.stage == "Manager Approved":
		doc = signed_by_hr(doc, place)
	if doc.stage == "HR Approved":
		with builders.as_user(place.hr):
			apply_workflow(doc, "Publish")


def of_the_day(rows) -> list[float]:
	return [row["amount"] for row in rows if row["family"] == "R20" and row["period_start"] == MISSED]


@pytest.mark.parametrize("action", STEPS)
def test_leave_approved_while_the_month_is_signed_counts_before_it_or_as_a_correction(place, action):
	settlement, signer = brought_to(action, place)
	request = leave_of(place.agent)
	frappe.db.commit()
	assert of_the_day(lines_of(settlement)) == [-100]
	signed, decided = at_once(
		Act(f"{HERE}.step", signer.user, {"settlement": settlement.name, "action": action}),
		Act(f"{HERE}.approved", arguments={"request": request}),
	)
	frappe.db.rollback()
	assert (decided.error, decided.value) == (None, "Approved"), decided
	assert signed.error in (None, "LinesOutOfDateError"), signed
	assert frappe.db.get_value("Time Off Request", request, "docstatus") == 1
	finished(settlement, place)
	posted = of_the_day(entries_of(place))
	corrected = of_the_day(lines_of(a_settlement(place, OCTOBER, AFTER_OCTOBER)))
	assert (posted, corrected) in (([], []), ([-100], [100])), signed
	if action == STEPS[0] and signed.error:
		assert posted == []
