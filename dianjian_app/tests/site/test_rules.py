"""Rules on the site: refused when they contradict themselves, approved as versions, never changed afterwards (R31)."""

from datetime import date

import frappe
import frappe.client
import pytest
from frappe.model.workflow import apply_workflow
from frappe.utils import getdate

from dianjian_app import roles
from dianjian_app.incentives.engine import rule_options
from dianjian_app.incentives.rules import rule_form
from dianjian_app.incentives.rules.incentive_rule_events import (
	RuleContradictionError,
	new_version,
)
from dianjian_app.incentives.rules.performance_target_events import TargetError
from dianjian_app.overrides.document import OutOfBoundsError
from dianjian_app.setup.seeds import incentives as seeds
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.incentives import (
	SEPTEMBER,
	a_full_month,
	a_metric,
	a_place,
	a_rule,
	a_settlement,
	an_administrator,
	lines_of,
)
from dianjian_app.tests.builders.people import a_user

DAY = date(2026, 9, 3)


@pytest.mark.req("R31")
def test_the_options_of_the_doctypes_are_the_values_of_the_enums():
	def options(doctype, field):
		return set((frappe.get_meta(doctype).get_field(field).options or "").split("\n"))

	for doctype, field, enum in (
		("Incentive Rule", "kind", rule_options.Kind),
		("Incentive Rule", "penalty_class", rule_options.PenaltyClass),
		("Incentive Rule", "subject", rule_options.SubjectType),
		("Incentive Rule", "population", rule_options.Population),
		("Incentive Rule", "period", rule_options.PeriodType),
		("Incentive Rule", "target_type", rule_options.TargetType),
		("Incentive Rule", "condition", rule_options.Condition),
		("Incentive Outcome", "outcome_type", rule_options.OutcomeType),
		("Incentive Outcome", "basis", rule_options.Basis),
		("Incentive Outcome", "excess_from", rule_options.ExcessFrom),
		("Incentive Metric", "function", rule_options.Function),
		("Settlement Line", "line_state", rule_options.LineState),
		("Settlement Line", "outcome_type", rule_options.OutcomeType),
		("Incentive Entry", "outcome_type", rule_options.OutcomeType),
	):
		assert options(doctype, field) == {e.value for e in enum}, f"{doctype}.{field}"


@pytest.mark.req("R52")
def test_the_sources_rules_are_approved_and_the_others_are_drafts():
	state = {
		family: docstatus
		for family, docstatus in frappe.get_all(
			"Incentive Rule", filters={"version_no": 1}, fields=["family", "docstatus"], as_list=True
		)
	}
	assert {f: state[f] for f in ("R20", "R21", "R22", "R23", "R24")} == dict.fromkeys(
		("R20", "R21", "R22", "R23", "R24"), 1
	)
	assert {state[f] for f in ("R25", "R25-超额", "R25-培训", "R26", "R29", "R29-安全")} == {0}
	assert frappe.db.get_value("Incentive Rule", "R20-1", "sentence").startswith(
		"每天接通电话少于 100 组，每少 1 组扣 1 元"
	)


@pytest.mark.req("R52")
def test_seeding_again_leaves_an_administrators_change_alone():
	with as_user(an_administrator()):
		name = new_version("R20-1", valid_from="2026-10-01")
		draft = frappe.get_doc("Incentive Rule", name)
		draft.outcomes[0].amount = 2
		draft.save()
		apply_workflow(draft, "Approve")
	metric = frappe.get_doc("Incentive Metric", "接通电话")
	metric.description = "改过的说明"
	metric.save()
	count = frappe.db.count("Incentive Rule")
	seeds.seed()
	assert frappe.db.count("Incentive Rule") == count
	assert frappe.db.get_value("Incentive Metric", "接通电话", "description") == "改过的说明"
	assert getdate(frappe.db.get_value("Incentive Rule", "R20-1", "valid_to")) == date(2026, 9, 30)


@pytest.mark.parametrize(
	"fields",
	[
		{"target_type": "Fixed", "condition": "Below", "target_value": -1},
		{"condition": "Below"},
		{"kind": "Penalty", "penalty_class": ""},
		{"kind": "Proposal"},
		{"condition": "Every N"},
		{"period": "Cumulative"},
		{"metric": None},
		{"metric": "没有这个指标"},
		{"subject": "Group", "population": "Probation"},
		{"outcomes": []},
		{"outcomes": [{"outcome_type": "Money", "basis": "Per N", "amount": 1}]},
		{
			"outcomes": [
				{"outcome_type": "Money", "basis": "Per Unit", "amount": 1, "dimension_value": "高层"}
			]
		},
		{"outcomes": [{"outcome_type": "Money", "basis": "Percent of Excess", "percent": 5}]},
	],
	ids=str,
)
def test_a_contradictory_rule_is_refused_and_nothing_is_kept(fields):
	count = frappe.db.count("Incentive Rule")
	with pytest.raises(frappe.ValidationError):
		a_rule(approved=False, **fields)
	assert frappe.db.count("Incentive Rule") == count


@pytest.mark.req("R52")
def test_a_draft_without_its_amount_cannot_be_approved():
	with pytest.raises(RuleContradictionError):
		frappe.get_doc("Incentive Rule", "R26-1").submit()


def test_shares_in_a_circle_are_refused():
	def share(family, of):
		return a_rule(
			family=family,
			outcomes=[
				{"outcome_type": "Money", "basis": "Share of Rule", "percent": 10, "share_of_family": of}
			],
		)

	share("X1", "X2")
	with pytest.raises(RuleContradictionError):
		share("X2", "X1")


@pytest.mark.req("R31")
def test_only_the_administrator_and_the_manager_approve():
	draft = a_rule(approved=False)
	for role in (roles.HR, roles.AGENT, roles.LEADER, roles.AUDITOR):
		with pytest.raises(frappe.PermissionError), as_user(a_user(role).name):
			doc = frappe.get_doc("Incentive Rule", draft.name)
			doc.docstatus = 1
			doc.save()


@pytest.mark.req("R25")
def test_targets_are_whole_periods_and_once_each():
	place = a_place()

	def target(**fields):
		return frappe.get_doc(
			doctype="Performance Target",
			**{
				"metric": "成交金额",
				"subject_type": "Agent",
				"agent": place.agent.name,
				"period_type": "Month",
				"period_start": DAY,
				"target_value": 100,
				**fields,
			},
		).insert()

	made = target()
	assert (getdate(made.period_start), getdate(made.period_end)) == (SEPTEMBER.start, SEPTEMBER.end)
	assert made.centre == place.name
	for wrong in ({}, {"target_value": -1}, {"agent": None}):
		with pytest.raises((TargetError, OutOfBoundsError)):
			target(**{**wrong, "period_start": date(2026, 9, 20)})


@pytest.mark.req("R25")
def test_a_target_that_is_met_brings_what_the_rule_says():
	place = a_place()
	metric = a_metric(value_field="visits")
	frappe.get_doc(
		doctype="Performance Target",
		metric=metric.name,
		subject_type="Agent",
		agent=place.agent.name,
		period_type="Month",
		period_start=SEPTEMBER.start,
		target_value=40,
	).insert()
	of_target = {"metric": metric.name, "target_type": "Performance Target"}
	base = a_rule(
		**of_target, condition="Meets", outcomes=[{"outcome_type": "Money", "basis": "Fixed", "amount": 1000}]
	)
	excess = a_rule(
		**of_target,
		condition="From Percent of Target",
		condition_value=120,
		outcomes=[
			{"outcome_type": "Money", "basis": "Percent of Excess", "percent": 5, "excess_from": "Target"}
		],
	)
	a_full_month(place.agent, weekly_visits=15)
	lines = {ln.family: ln.amount for ln in lines_of(a_settlement(place))}
	assert (lines[base.family], lines[excess.family]) == (1000, 1)


@pytest.mark.req("R23", "R46")
def test_the_values_that_a_rule_may_rate_say_how_many_are_not_named(monkeypatch):
	monkeypatch.setattr(rule_form, "MOST_NAMED", 1)
	told = rule_form.preview_rule({"rule_title": "x", "period": "Event", "metric": "成交套数"})
	assert (len(told["dimensions"]), told["more"]) == (1, frappe.db.count("Product Type") - 1)
