"""The rules of call 客奖罚 (R25-R30) filled in, approved, and settled on real documents."""

from datetime import date

import frappe
import pytest

from dianjian_app.incentives.rules.incentive_rule_events import RuleContradictionError
from dianjian_app.tests.builders import number
from dianjian_app.tests.builders.incentives import (
	SEPTEMBER,
	a_full_month,
	a_place,
	a_sale,
	a_settlement,
	lines_of,
)


@pytest.fixture
def place():
	place = a_place(agents=2)
	for agent in place.agents:
		a_full_month(agent)
	return place


def filled_in(family, place, **amounts):
	"""A seeded draft for one centre, its outcomes filled in and approved."""
	draft = frappe.get_doc("Incentive Rule", {"family": family})
	rule = frappe.copy_doc(draft)
	rule.update({"centre": place.name, "docstatus": 0, "stage": "Draft", "workflow_state": None})
	for outcome in rule.outcomes:
		outcome.update(amounts)
	rule.insert().submit()
	return rule


def a_document(doctype, agent, **fields):
	"""A document as it stands after its own way; how it comes about is proved where it is made."""
	doc = frappe.get_doc(
		doctype=doctype,
		name=f"{doctype[:9]}-{number():05d}",
		centre=agent.centre,
		sales_group=agent.sales_group,
		**{"agent": agent.name, "agent_name": agent.staff_name, **fields},
	)
	doc.db_insert()
	return doc


def surveys(agent, *scores, day=date(2026, 9, 10)):
	for score in scores:
		a_document("Customer Survey", agent, date=day, score=score)


def money(place, family, month=SEPTEMBER, today=date(2026, 10, 5)):
	lines = lines_of(a_settlement(place, month, today), family=family)
	return {ln.agent or ln.sales_group: ln.amount for ln in lines if ln.line_state == "Normal"}


@pytest.mark.req("R27")
@pytest.mark.parametrize(
	("scores", "amount"),
	[((5, 5, 5, 5, 4), 100), ((5, 5, 5, 4), None), ((5, 5, 5, 5, 5, 4), 100), ((), None)],
)
def test_a_months_mean_of_4_8_earns_the_award(place, scores, amount):
	surveys(place.agent, *scores)
	filled_in("R27", place, amount=100)
	assert money(place, "R27").get(place.agent.name) == amount


@pytest.mark.req("R27")
class TestLowSatisfaction:
	@pytest.fixture
	def place(self, place):
		frappe.db.set_value("Sales Centre", place.name, "opened_on", "2026-07-01")
		filled_in("R27-扣款", place, percent=50)
		bonus = filled_in("R25", place, amount=1000)
		frappe.get_doc(
			doctype="Performance Target",
			metric=bonus.metric,
			subject_type="Agent",
			agent=place.agent.name,
			period_type="Month",
			period_start=SEPTEMBER.start,
			target_value=1,
		).insert()
		a_sale(place.agent, date(2026, 9, 9))
		return place

	def test_three_months_below_4_5_take_half_of_the_months_bonus(self, place):
		for month in (7, 8, 9):
			surveys(place.agent, 4, day=date(2026, month, 10))
		settlement = a_settlement(place)
		found = {
			ln.family: ln.amount
			for ln in lines_of(settlement, agent=place.agent.name, outcome_type="Money")
			if ln.line_state == "Normal"
		}
		assert (found["R25"], found["R27-扣款"]) == (1000, -500)

	def test_two_months_take_nothing(self, place):
		for month in (8, 9):
			surveys(place.agent, 4, day=date(2026, month, 10))
		assert "R27-扣款" not in {ln.family for ln in lines_of(a_settlement(place)) if ln.amount}


@pytest.mark.req("R28")
def test_a_major_complaint_solved_and_a_written_praise_earn_the_award_each_time(place):
	first, second = place.agents
	solved = {
		"severity": "Major",
		"stage": "Solved",
		"solved_on": date(2026, 9, 12),
		"received_on": date(2026, 9, 10),
	}
	a_document("Customer Complaint", second, solved_by=first.name, **solved)
	a_document("Customer Complaint", second, solved_by=first.name, **{**solved, "severity": "Minor"})
	a_document("Customer Complaint", second, solved_by=first.name, **{**solved, "stage": "Received"})
	a_document("Customer Praise", second, date=date(2026, 9, 15), docstatus=1)
	a_document("Customer Praise", second, date=date(2026, 9, 16), docstatus=0)
	filled_in("R28-投诉", place, amount=200)
	filled_in("R28-表扬", place, amount=100)
	assert money(place, "R28-投诉") == {first.name: 200}
	lines = lines_of(frappe.get_doc("Incentive Settlement", {"centre": place.name}), family="R28-表扬")
	assert {ln.agent: ln.amount for ln in lines} == {second.name: 100}


@pytest.mark.req("R29")
def test_a_group_without_a_serious_error_in_the_quarter_gets_the_award(place):
	frappe.db.set_value("Sales Centre", place.name, "opened_on", "2026-07-01")
	filled_in("R29-安全", place, amount=800)
	assert money(place, "R29-安全") == {place.group.name: 800}


@pytest.mark.req("R29")
def test_one_serious_error_takes_the_groups_award(place):
	frappe.db.set_value("Sales Centre", place.name, "opened_on", "2026-07-01")
	a_document(
		"Disciplinary Action", place.agent, date=date(2026, 8, 3), action_type="Demerit", status="Decided"
	)
	filled_in("R29-安全", place, amount=800)
	assert money(place, "R29-安全") == {}


@pytest.mark.req("R30")
def test_a_decided_measure_costs_what_the_rule_says_of_its_kind(place):
	frappe.db.set_value("Sales Centre", place.name, "deduction_policy", None)
	first, second = place.agents
	a_document("Disciplinary Action", first, date=date(2026, 9, 3), action_type="Warning", status="Decided")
	a_document("Disciplinary Action", second, date=date(2026, 9, 4), action_type="Demerit", status="Proposed")
	filled_in("R30", place, amount=50)
	assert money(place, "R30") == {first.name: -50}


@pytest.mark.req("R25", "R26", "R28")
@pytest.mark.parametrize(
	"family", ["R25", "R26", "R27", "R27-扣款", "R28-投诉", "R28-表扬", "R29", "R29-安全", "R30"]
)
def test_a_draft_without_an_amount_is_not_approved(family):
	draft = frappe.get_doc("Incentive Rule", {"family": family, "docstatus": 0})
	with pytest.raises(RuleContradictionError, match="amount"):
		draft.submit()


@pytest.mark.req("R26")
def test_the_quarters_three_best_get_their_awards(place):
	frappe.db.set_value("Sales Centre", place.name, "opened_on", "2026-07-01")
	rule = frappe.copy_doc(frappe.get_doc("Incentive Rule", {"family": "R26"}))
	rule.update({"centre": place.name, "docstatus": 0, "stage": "Draft", "workflow_state": None})
	for outcome, amount in zip(rule.outcomes, (3000, 2000, 1000), strict=True):
		outcome.amount = amount
	rule.insert().submit()
	a_sale(place.agents[1], date(2026, 9, 20))
	assert money(place, "R26") == {place.agents[1].name: 3000, place.agents[0].name: 2000}
