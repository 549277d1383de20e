"""Who signs a settlement in which order, and what stays as it is afterwards (R31)."""

from datetime import date

import frappe
import pytest

from dianjian_app import roles
from dianjian_app.incentives.settlement import compute
from dianjian_app.incentives.settlement.incentive_settlement_events import (
	LinesOutOfDateError,
	SettlementFrozenError,
	SettlementSignatureError,
	return_settlement,
)
from dianjian_app.incentives.settlement.settlement_rows import ComputedRowError
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.incentives import (
	AFTER_SEPTEMBER,
	a_full_month,
	a_line,
	a_place,
	a_settlement,
	lines_of,
	published,
	signed_by_hr,
	signed_by_manager,
)
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.tests.site.test_presence_site import queries_of
from dianjian_app.workflow_stages import StepError

DAY = date(2026, 9, 3)


@made_once
def place():
	place = a_place()
	a_full_month(place.agent)
	return place


def found(lines, *fields):
	return [tuple(ln[f] for f in fields) for ln in lines]


@pytest.mark.req("R31")
def test_manager_and_hr_are_two_people_and_nobody_else(place):
	settlement = a_settlement(place)
	for stranger in (place.hr, place.agent, a_place(0).manager):
		with pytest.raises(frappe.PermissionError), as_user(stranger):
			doc = frappe.get_doc("Incentive Settlement", settlement.name)
			doc.workflow_state = "Manager Approved"
			doc.save()
	settlement = signed_by_manager(settlement, place)
	both = frappe.get_doc("User", place.manager.user)
	both.add_roles(roles.HR)
	frappe.clear_cache(user=both.name)
	with pytest.raises(SettlementSignatureError), as_user(both.name):
		frappe.get_doc("Incentive Settlement", settlement.name).submit()
	assert signed_by_hr(settlement, place).stage == "HR Approved"


@pytest.mark.req("R31")
def test_hr_returns_with_a_reason_only(place):
	settlement = signed_by_manager(a_settlement(place), place)
	with pytest.raises(compute.SettlementError), as_user(place.hr):
		return_settlement(settlement.name, " ")
	with as_user(place.hr):
		return_settlement(settlement.name, "请核对")
	returned = frappe.get_doc("Incentive Settlement", settlement.name)
	assert (returned.stage, returned.return_reason, returned.manager_approved_by) == (
		"Returned",
		"请核对",
		None,
	)


def test_what_the_manager_approves_is_what_the_facts_say(place):
	settlement = a_settlement(place)
	a_line(place.agent, DAY, connected=50)
	with pytest.raises(LinesOutOfDateError):
		signed_by_manager(settlement, place)


def test_steps_cannot_be_left_out(place):
	settlement = a_settlement(place)
	settlement.workflow_state = "Published"
	with pytest.raises((StepError, frappe.ValidationError)):
		settlement.save()
	with pytest.raises(SettlementSignatureError):
		frappe.get_doc("Incentive Settlement", settlement.name).submit()


@pytest.mark.req("R31")
def test_a_published_settlement_is_frozen_for_everybody(place):
	settlement = published(place)
	for change in ({"month": "2026-08"}, {"reward_total": 99}, {"published_by": "Guest"}):
		doc = frappe.get_doc("Incentive Settlement", settlement.name)
		doc.update(change)
		try:
			doc.save()
		except frappe.ValidationError:
			pass
		stored = frappe.get_doc("Incentive Settlement", settlement.name)
		assert all(stored.get(f) == settlement.get(f) for f in change)
	with pytest.raises(SettlementFrozenError):
		frappe.get_doc("Incentive Settlement", settlement.name).cancel()
	with pytest.raises(compute.SettlementClosedError):
		compute.recompute(frappe.get_doc("Incentive Settlement", settlement.name), AFTER_SEPTEMBER)


def test_nobody_writes_a_computed_row(place):
	a_line(place.agent, DAY, connected=92)
	settlement = a_settlement(place)
	row = frappe.get_doc("Settlement Line", lines_of(settlement)[0].name)
	row.amount = 0
	with pytest.raises(ComputedRowError):
		row.save()
	with pytest.raises(ComputedRowError):
		row.delete()
	doc = frappe.get_doc("Incentive Settlement", settlement.name)
	doc.lines[0].amount = 1000
	doc.append("lines", {"family": "R20", "amount": 5})
	doc.save()
	assert found(lines_of(settlement, family="R20"), "amount") == [(-8,)]


def test_a_month_is_settled_once_and_none_before_a_published_one(place):
	published(place)
	for month in ("2026-09", "2026-08", "2026-13", "September"):
		with pytest.raises(compute.SettlementError):
			frappe.get_doc(doctype="Incentive Settlement", centre=place.name, month=month).insert()


@pytest.mark.req("R47")
def test_other_centres_and_agents_do_not_see_a_settlement(place):
	settlement = a_settlement(place)
	for stranger in (place.agent, a_place(0).hr):
		with as_user(stranger):
			assert not frappe.has_permission("Incentive Settlement", "read", settlement.name)


def test_signing_is_in_the_version_log_and_computed_rows_are_not(place):
	settlement = a_settlement(place)
	frappe.flags.in_test = False  # versions are not written in tests
	try:
		settlement = signed_by_manager(settlement, place)
	finally:
		frappe.flags.in_test = True
	logs = frappe.get_all("Version", filters={"docname": settlement.name}, pluck="data")
	logged = [frappe.parse_json(data) for data in logs]
	assert any("manager_approved_by" in [c[0] for c in log.get("changed", [])] for log in logged)
	assert not any(log.get("removed") or log.get("added") for log in logged)


@pytest.mark.req("R31")
def test_approving_a_month_of_fourteen_people_costs_the_manager_as_much_as_one_of_two():
	counts = {}
	for people in (1, 2, 14):  # what is read once in a process is read for the first
		place = a_place(agents=people)
		for agent in place.agents:
			a_full_month(agent, weekly_visits=0)
		settlement = a_settlement(place)
		proposed = len(lines_of(settlement, outcome_type="Dismissal"))
		assert proposed == people
		counts[people] = queries_of(lambda s=settlement, p=place: signed_by_manager(s, p))
		actions = frappe.get_all(
			"Disciplinary Action", {"settlement": settlement.name}, ["name", "agent_name", "status"]
		)
		assert sorted(a.agent_name for a in actions) == sorted(a.staff_name for a in place.agents)
		assert {a.status for a in actions} == {"Proposed"}
	assert counts[14] - counts[2] < 12, counts  # less than one for each of twelve more people
