"""Approved rules stay; versions follow each other by date, and back-dated ones post the difference (R31)."""

from datetime import date

import frappe
import frappe.client
import pytest
from frappe.model.workflow import apply_workflow
from frappe.utils import getdate

from dianjian_app.incentives.engine.explain import recompute_worth
from dianjian_app.incentives.rules.incentive_rule_events import (
	RuleContradictionError,
	RuleFrozenError,
	new_version,
	retire,
)
from dianjian_app.incentives.rules.performance_target_events import TargetError
from dianjian_app.incentives.rules.rule_document import approved_rules
from dianjian_app.incentives.settlement.rule_corrections import (
	CorrectionsNotSeenError,
	confirm_corrections,
	show_corrections,
)
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.incentives import (
	AFTER_OCTOBER,
	OCTOBER,
	a_full_month,
	a_line,
	a_place,
	a_rule,
	a_settlement,
	an_administrator,
	entries_of,
	lines_of,
	published,
)

DAY = date(2026, 9, 3)


@pytest.mark.req("R31")
def test_an_administrators_new_figure_holds_from_its_day_on():
	place = a_place()
	a_full_month(place.agent)
	for n in (14, 15):
		a_line(place.agent, date(2026, 9, n), connected=90)
	with as_user(an_administrator()):
		draft = frappe.get_doc("Incentive Rule", new_version("R20-1", valid_from="2026-09-15"))
		draft.outcomes[0].amount = 2
		draft.save()
		apply_workflow(draft, "Approve")
	lines = lines_of(a_settlement(place), family="R20")
	assert [(ln.date.day, ln.amount, ln.rule) for ln in lines] == [(14, -10, "R20-1"), (15, -20, draft.name)]


@pytest.mark.req("R31")
def test_a_back_dated_version_posts_the_difference_and_leaves_what_stands():
	place = a_place()
	a_full_month(place.agent)
	a_line(place.agent, DAY, connected=90)
	published(place)
	before = entries_of(place)
	a_full_month(place.agent, OCTOBER)
	draft = frappe.get_doc("Incentive Rule", new_version("R20-1", valid_from="2026-09-01"))
	draft.outcomes[0].amount = 1.5
	draft.save()
	confirm_corrections(draft.name, show_corrections(draft.name)["seen"])
	draft.reload()
	draft.submit()
	published(place, OCTOBER, AFTER_OCTOBER)
	after = entries_of(place)
	assert after[: len(before)] == before
	correction = next(e for e in after[len(before) :] if e.family == "R20")
	assert (correction.amount, correction.corrects_period, correction.period_start) == (-5, "2026-09", DAY)
	assert correction.rule == draft.name
	assert recompute_worth(frappe.parse_json(correction.explanation)) == -5


def a_back_dated_draft(place, amount):
	"""A version of the centre's own R20 that begins in a published month."""
	a_full_month(place.agent)
	a_line(place.agent, DAY, connected=90)
	published(place)
	draft = frappe.copy_doc(frappe.get_doc("Incentive Rule", "R20-1"))
	draft.update({"centre": place.name, "valid_from": "2026-09-01", "docstatus": 0, "stage": "Draft"})
	draft.workflow_state = None
	draft.outcomes[0].amount = amount
	return draft.insert()


@pytest.mark.req("R31")
def test_who_approves_a_back_dated_version_has_seen_what_it_corrects():
	place = a_place()
	draft = a_back_dated_draft(place, 1.5)
	with as_user(place.manager.user):
		with pytest.raises(CorrectionsNotSeenError):
			apply_workflow(frappe.get_doc("Incentive Rule", draft.name), "Approve")
		shown = show_corrections(draft.name)
		assert (shown["months"], shown["people"], shown["amount"], shown["total"]) == (["2026-09"], 1, -5, 1)
		(line,) = shown["lines"]
		assert (line["who"], line["month"], line["amount"]) == (place.agent.staff_name, "2026-09", -5)
		confirm_corrections(draft.name, shown["seen"])
		approved = apply_workflow(frappe.get_doc("Incentive Rule", draft.name), "Approve")
	assert approved.docstatus == 1
	assert (approved.corrections_amount, place.name in approved.corrections) == (-5, True)
	assert [e.amount for e in entries_of(place) if e.family == "R20"] == [-10]


@pytest.mark.req("R31")
def test_what_was_seen_of_a_version_holds_for_those_figures_and_for_that_person():
	place = a_place()
	draft = a_back_dated_draft(place, 1.5)
	with as_user(place.manager.user):
		seen = show_corrections(draft.name)["seen"]
		confirm_corrections(draft.name, seen)
	with as_user(an_administrator()), pytest.raises(CorrectionsNotSeenError):
		apply_workflow(frappe.get_doc("Incentive Rule", draft.name), "Approve")
	with as_user(place.manager.user):
		draft.reload()
		draft.outcomes[0].amount = 3
		draft.corrections_seen = f"{place.manager.user} {seen}"
		draft.save()
		with pytest.raises(CorrectionsNotSeenError):
			confirm_corrections(draft.name, seen)
		with pytest.raises(CorrectionsNotSeenError):
			apply_workflow(frappe.get_doc("Incentive Rule", draft.name), "Approve")
	with as_user(place.agent.user), pytest.raises(frappe.PermissionError):
		show_corrections(draft.name)


@pytest.mark.req("R31")
def test_a_version_that_changes_no_published_figure_is_approved_at_once():
	place = a_place()
	draft = a_back_dated_draft(place, 1)
	assert show_corrections(draft.name)["total"] == 0
	draft.submit()
	assert not draft.corrections


def a_target(place, value):
	return frappe.get_doc(
		doctype="Performance Target",
		metric="成交套数",
		subject_type="Agent",
		agent=place.agent.name,
		period_type="Month",
		period_start="2026-09-01",
		target_value=value,
	).insert()


@pytest.mark.req("R25")
def test_a_target_that_a_published_month_was_judged_by_stays():
	place = a_place(agents=2)
	target = a_target(place, 3)
	target.update({"target_value": 4}).save()
	for agent in place.agents:
		a_full_month(agent)
	published(place)
	target.reload()
	target.save()
	with pytest.raises(TargetError, match="has published"):
		target.update({"target_value": 1}).save()
	target.reload()
	with pytest.raises(TargetError):
		target.update({"period_start": "2026-12-01"}).save()
	target.reload()
	with pytest.raises(TargetError):
		target.delete()
	with pytest.raises(TargetError):
		frappe.copy_doc(target).update({"agent": place.agents[1].name}).insert()
	assert frappe.copy_doc(target).update({"period_start": "2026-10-01"}).insert().name


def change_the_amount(rule):
	rule.outcomes[0].amount = 99
	rule.save()


def change_the_target(rule):
	rule.target_value = 1
	rule.save()


def remove_an_outcome(rule):
	rule.outcomes = []
	rule.save()


def add_an_outcome(rule):
	rule.append("outcomes", {"outcome_type": "Money", "basis": "Fixed", "amount": 5})
	rule.save()


def change_the_row_itself(rule):
	row = frappe.get_doc("Incentive Outcome", rule.outcomes[0].name)
	row.amount = 99
	row.save()


def delete_the_row_itself(rule):
	frappe.delete_doc("Incentive Outcome", rule.outcomes[0].name)


def change_by_client(rule):
	frappe.client.set_value("Incentive Rule", rule.name, "target_value", 1)


def insert_a_row_by_client(rule):
	frappe.client.insert(
		{
			"doctype": "Incentive Outcome",
			"parent": rule.name,
			"parenttype": "Incentive Rule",
			"parentfield": "outcomes",
			"outcome_type": "Money",
			"basis": "Fixed",
			"amount": 5,
		}
	)


def lengthen(rule):
	rule.valid_to = "2099-01-01"
	rule.save()
	if getdate(frappe.db.get_value("Incentive Rule", rule.name, "valid_to")) != date(2099, 1, 1):
		raise RuleFrozenError


def cancel(rule):
	rule.cancel()


def delete(rule):
	rule.delete()


def rename(rule):
	frappe.rename_doc("Incentive Rule", rule.name, "X")


@pytest.mark.req("R31")
@pytest.mark.parametrize(
	"act",
	[
		change_the_amount,
		change_the_target,
		remove_an_outcome,
		add_an_outcome,
		change_the_row_itself,
		delete_the_row_itself,
		change_by_client,
		insert_a_row_by_client,
		lengthen,
		cancel,
		delete,
		rename,
	],
	ids=lambda a: a.__name__,
)
def test_an_approved_version_stays_as_it_is_for_everybody(act):
	before = next(r for r in approved_rules("-") if r.name == "R20-1")
	frappe.db.savepoint("act")
	with pytest.raises((frappe.ValidationError, frappe.PermissionError)):
		act(frappe.get_doc("Incentive Rule", "R20-1"))
	frappe.db.rollback(save_point="act")
	assert next(r for r in approved_rules("-") if r.name == "R20-1") == before


def test_a_rule_ends_where_it_is_retired_but_not_in_a_published_month():
	place = a_place()
	a_full_month(place.agent)
	rule = a_rule(centre=place.name)
	published(place)
	with pytest.raises(RuleContradictionError):
		retire(rule.name, "2026-09-10")
	retire(rule.name, "2026-10-15")
	rule.reload()
	assert (rule.stage, getdate(rule.valid_to)) == ("Retired", date(2026, 10, 15))


@pytest.mark.req("R31")
def test_each_version_is_numbered_and_follows_the_one_before():
	first = a_rule()
	second = frappe.get_doc("Incentive Rule", new_version(first.name, "2026-10-01", "每月复核"))
	second.submit()
	assert (second.version_no, second.supersedes, second.change_reason) == (2, first.name, "每月复核")
	third = frappe.get_doc("Incentive Rule", new_version(second.name, "2026-09-01"))
	third.submit()
	held = {r.version: (r.valid_from, r.valid_to) for r in approved_rules("-") if r.family == first.family}
	assert held[1][1] == date(2026, 8, 31)
	assert held[2][1] < held[2][0], "the second is covered whole and never holds"
	assert held[3] == (date(2026, 9, 1), None)
