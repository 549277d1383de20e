"""The deduction guard in a real settlement, and versions that need acknowledging (decision 17, R30, R32)."""

from datetime import date

import frappe
import pytest

from dianjian_app.incentives.engine.deduction_guard import FAMILY
from dianjian_app.incentives.entries.explanation import explain_entry
from dianjian_app.incentives.rules.deduction_policy import (
	DEFAULT,
	ForbiddenClassError,
	policy_notice,
	policy_of,
	read_policy,
)
from dianjian_app.incentives.rules.rule_acknowledgement_events import (
	AcknowledgementError,
	acknowledge,
	rules_to_acknowledge,
)
from dianjian_app.incentives.settlement import compute
from dianjian_app.incentives.settlement.incentive_settlement_events import MonthBlockedError
from dianjian_app.people.period import Period
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.incentives import (
	OCTOBER,
	SEPTEMBER,
	a_full_month,
	a_line,
	a_place,
	a_rule,
	a_settlement,
	entries_of,
	lines_of,
	published,
	signed_by_manager,
)
from dianjian_app.tests.builders.people import an_agent
from dianjian_app.tests.site.made_once import made_once

pytestmark = pytest.mark.req("R30", "R32")
LAW = "Labour Law Guard"


@made_once
def place():
	place = a_place()
	a_full_month(place.agent)
	frappe.db.set_value("Sales Centre", place.name, "deduction_policy", LAW)
	frappe.db.set_value("Deduction Policy", LAW, "needs_acknowledgement", 0)
	frappe.clear_document_cache("Deduction Policy", LAW)
	return place


def a_wage(place, wage):
	frappe.get_doc(
		doctype="Staff Wage", staff=place.agent.name, from_date="2026-01-01", monthly_wage=wage
	).insert()


def a_loss(place, amount, **fields):
	"""A rule that asks for compensation of so much for each no-show."""
	metric = frappe.get_doc(
		doctype="Incentive Metric",
		metric_name=f"损失 {frappe.generate_hash(length=6)}",
		unit="次",
		source_doctype="Daily Ledger",
		function="Sum",
		value_field="no_shows",
		filters_json="[]",
	).insert()
	return a_rule(
		**{
			"kind": "Penalty",
			"penalty_class": "Compensation of Loss",
			"centre": place.name,
			"metric": metric.name,
			"outcomes": [{"outcome_type": "Money", "basis": "Per Unit", "amount": amount}],
			**fields,
		}
	)


def taken(place, month):
	rows = entries_of(place, outcome_type="Money", period_end=("between", (month.start, month.end)))
	return round(sum(r.amount for r in rows if r.amount < 0 or r.family == FAMILY), 2)


def test_a_loss_of_1400_posts_1000_and_400_wait_for_the_next_month(place):
	a_wage(place, 5000)
	a_loss(place, 1400)
	a_line(place.agent, date(2026, 9, 3), connected=100, no_shows=1)
	published(place)
	assert taken(place, SEPTEMBER) == -1000
	[guard] = entries_of(place, family=FAMILY)
	assert (guard.amount, guard.dimension, guard.period_end) == (400, "carried", SEPTEMBER.end)
	a_full_month(place.agent, OCTOBER)
	published(place, OCTOBER, date(2026, 11, 5))
	assert taken(place, OCTOBER) == -400
	told = explain_entry(guard.name)
	assert told["recomputed"] == 400 and "5000" not in frappe.as_json(told)
	assert a_rule and sum(e.amount for e in entries_of(place, family=FAMILY)) == 0


def test_of_a_wage_of_2600_three_hundred(place):
	a_wage(place, 2600)
	a_loss(place, 1400)
	a_line(place.agent, date(2026, 9, 3), connected=100, no_shows=1)
	published(place)
	assert taken(place, SEPTEMBER) == -300


def test_without_a_wage_the_month_waits_for_hr(place):
	a_loss(place, 1400)
	a_line(place.agent, date(2026, 9, 3), connected=100, no_shows=1)
	settlement = a_settlement(place)
	assert "Wage" in {b.kind for b in settlement.blockers} or "工资" in {b.kind for b in settlement.blockers}
	with pytest.raises(MonthBlockedError):
		signed_by_manager(settlement, place)


def test_fines_of_the_source_are_given_back_under_the_law_and_taken_as_the_source(place):
	a_line(place.agent, date(2026, 9, 3), connected=92)
	lines = lines_of(a_settlement(place), outcome_type="Money")
	assert [(ln.family, ln.amount) for ln in lines] == [("R20", -8), (FAMILY, 8)]
	computed = compute.compute(place.name, SEPTEMBER, date(2026, 10, 5), policy=read_policy(DEFAULT))
	assert [(ln.key.family, ln.amount) for ln in computed.lines if ln.amount] == [("R20", -8)]


def test_a_rule_of_a_class_that_the_policy_forbids_is_not_approved(place):
	with pytest.raises(ForbiddenClassError, match="Fine"):
		a_rule(
			kind="Penalty",
			penalty_class="Fine",
			centre=place.name,
			outcomes=[{"outcome_type": "Money", "basis": "Fixed", "amount": 5}],
		)
	frappe.db.set_value("Sales Centre", place.name, "deduction_policy", DEFAULT)
	a_rule(
		kind="Penalty",
		penalty_class="Fine",
		centre=place.name,
		outcomes=[{"outcome_type": "Money", "basis": "Fixed", "amount": 5}],
	)


def test_the_forms_say_what_the_policy_says(place):
	said = policy_notice(place.name)
	assert "20%" in said["notice"] and "R20-1" in said["forbidden"]
	assert policy_notice()["forbidden"] == []
	assert policy_of(a_place().name).allowed == read_policy(DEFAULT).allowed


def test_computing_again_gives_the_same_lines(place):
	a_wage(place, 5000)
	a_loss(place, 1400)
	a_line(place.agent, date(2026, 9, 3), connected=92, no_shows=1)
	settlement = a_settlement(place)
	first = [(ln.line_key, ln.amount) for ln in lines_of(settlement)]
	compute.recompute(settlement, date(2026, 10, 5))
	assert [(ln.line_key, ln.amount) for ln in lines_of(settlement)] == first


class TestAcknowledgement:
	@pytest.fixture
	def place(self, place):
		frappe.db.set_value("Deduction Policy", LAW, "needs_acknowledgement", 1)
		frappe.clear_document_cache("Deduction Policy", LAW)
		a_wage(place, 5000)
		a_line(place.agent, date(2026, 9, 3), connected=100, no_shows=1)
		return place

	def test_a_penalty_holds_only_under_a_version_acknowledged_by_then(self, place, time_machine):
		rule = a_loss(place, 500)
		lines = lines_of(a_settlement(place), family=rule.family)
		assert [(ln.line_state, ln.amount) for ln in lines] == [("Not in Force", -500)]
		time_machine.move_to("2026-09-20T10:00:00+08:00")
		with as_user(place.agent):
			name = acknowledge(rule.name)
			assert acknowledge(rule.name) == name
		time_machine.move_to("2026-10-05T10:00:00+08:00")
		settlement = frappe.get_doc("Incentive Settlement", {"centre": place.name})
		compute.recompute(settlement, date(2026, 10, 5))
		assert [(ln.line_state, ln.amount) for ln in lines_of(settlement, family=rule.family)] == [
			("Normal", -500)
		]

	def test_what_was_not_in_force_is_not_posted_later_as_a_correction(self, place):
		rule = a_loss(place, 500)
		published(place)
		with as_user(place.agent):
			acknowledge(rule.name)
		a_full_month(place.agent, OCTOBER)
		lines = lines_of(a_settlement(place, OCTOBER, date(2026, 11, 5)), family=rule.family)
		assert [ln for ln in lines if ln.amount] == []

	def test_rewards_need_none(self, place):
		rule = a_rule(centre=place.name)
		assert {ln.line_state for ln in lines_of(a_settlement(place), family=rule.family)} == {"Normal"}

	def test_it_is_ones_own_kept_and_of_approved_versions(self, place):
		rule = a_loss(place, 500)
		draft = a_rule(approved=False, centre=place.name)
		with as_user(place.agent):
			assert rule.name in {r.name for r in rules_to_acknowledge()}
			acknowledge(rule.name)
			assert rule.name not in {r.name for r in rules_to_acknowledge()}
			with pytest.raises(AcknowledgementError):
				acknowledge(draft.name)
		with as_user("Administrator"), pytest.raises(frappe.PermissionError):
			acknowledge(rule.name)
		record = frappe.get_doc("Rule Acknowledgement", {"rule": rule.name})
		record.acknowledged_at = "2020-01-01"
		with pytest.raises(AcknowledgementError):
			record.save(ignore_permissions=True)
		with pytest.raises(AcknowledgementError):
			frappe.delete_doc("Rule Acknowledgement", record.name, ignore_permissions=True)
		with as_user(an_agent()):
			assert frappe.get_list("Rule Acknowledgement", {"rule": rule.name}) == []
		assert Period.month(2026, 9) == SEPTEMBER
