"""What is still open of each person at a centre as of a day: visits towards the next half-day, deductions carried on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import frappe
from frappe.query_builder.functions import Sum

from dianjian_app.incentives.engine.deduction_guard import CARRY, FAMILY
from dianjian_app.incentives.engine.needs import Need
from dianjian_app.incentives.engine.rule import ZERO, Rule, families, version_on
from dianjian_app.incentives.engine.rule_options import Condition, OutcomeType, PeriodType, SubjectType
from dianjian_app.incentives.entries.closed_remainders import closed_remainders
from dianjian_app.incentives.metrics.metric import read_cumulated, read_metrics
from dianjian_app.incentives.metrics.month_facts import read_openings
from dianjian_app.incentives.rules.rule_document import approved_rules, number
from dianjian_app.people.period import Period
from dianjian_app.people.staffing import agent_names


def deductions_carried(centre: str, as_of: date | None = None) -> dict[str, Decimal]:
	"""Agent → yuan that earlier months left to be taken: what guard lines have withheld and not yet taken.

	as_of: of periods that ended until then; None: of all.
	"""
	entry = frappe.qb.DocType("Incentive Entry")
	query = (
		frappe.qb.from_(entry)
		.select(entry.agent, Sum(entry.amount))
		.where((entry.centre == centre) & (entry.family == FAMILY) & (entry.dimension == CARRY))
		.groupby(entry.agent)
	)
	if as_of:
		query = query.where(entry.period_end <= as_of)
	return {agent: number(amount) for agent, amount in query.run() if agent and number(amount)}


def half_day_rule(centre: str, day: date) -> Rule | None:
	"""The rule that gives leave for every N at a centre on a day, its own before the general one (R22).

	Where several do, the one whose code comes first.
	"""
	for _family, versions in sorted(families(approved_rules(centre)).items()):
		rule = version_on(versions, day, centre)
		if rule and _gives_half_days(rule):
			return rule
	return None


def _gives_half_days(rule: Rule) -> bool:
	return (
		rule.period is PeriodType.CUMULATIVE
		and rule.condition is Condition.EVERY_N
		and rule.subject is SubjectType.AGENT
		and any(o.outcome_type is OutcomeType.LEAVE_DAYS for o in rule.outcomes)
	)


def counted_towards_next(rule: Rule, centre: str, as_of: date) -> dict[str, Decimal]:
	"""Agent → what a rule for every N has counted until a day and no grant has used up. Five queries.

	Brought along, and counted since; less what grants used up in periods that ended until then, and what was closed
	when somebody left.
	"""
	month = Period.month_of(as_of)
	span = Period(min(rule.valid_from, _first_version(rule.family), month.start), as_of)
	need = Need(rule.counted, SubjectType.AGENT, PeriodType.CUMULATIVE, span, cumulated=True)
	source = read_metrics([rule.metric])[0][rule.metric]
	counted = read_cumulated(source, need, centre, agent_names(centre), month.start)
	open_counts = {subject.name: figure.value or ZERO for (_metric, subject), figure in counted.items()}
	for (family, agent), opening in read_openings(centre).items():
		if family == rule.family and opening.as_of <= as_of:
			open_counts[agent] = open_counts.get(agent, ZERO) + opening.remainder
	used, closed = _used_up(rule.family, centre, as_of), closed_remainders(centre, as_of)
	return {
		agent: max(count - used.get(agent, ZERO) - closed.get((rule.family, agent), ZERO), ZERO)
		for agent, count in open_counts.items()
	}


def _first_version(family: str) -> date:
	rows = frappe.get_all(
		"Incentive Rule",
		{"family": family, "docstatus": 1},
		pluck="valid_from",
		order_by="valid_from",
		limit=1,
	)
	return rows[0]


def _used_up(family: str, centre: str, as_of: date) -> dict[str, Decimal]:
	"""Agent → how much of a cumulation grants used up; kinds of outcome share it (decision 4)."""
	entry = frappe.qb.DocType("Incentive Entry")
	rows = (
		frappe.qb.from_(entry)
		.select(entry.agent, entry.outcome_type, Sum(entry.consumed))
		.where((entry.centre == centre) & (entry.family == family) & (entry.period_end <= as_of))
		.groupby(entry.agent, entry.outcome_type)
		.run()
	)
	used: dict[str, Decimal] = {}
	for agent, _outcome, consumed in rows:
		used[agent] = max(used.get(agent, ZERO), number(consumed))
	return used
