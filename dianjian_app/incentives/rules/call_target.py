"""How many customers an agent is to connect on a day, for the agent's own list (R20): hook dianjian_call_target."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_CEILING, Decimal

import frappe

from dianjian_app.incentives.engine.rule import Rule, families, version_on
from dianjian_app.incentives.engine.rule_options import Condition, PeriodType, SubjectType, TargetType
from dianjian_app.incentives.rules.rule_document import approved_rules
from dianjian_app.people.period import Period
from dianjian_app.people.staffing import read_staffing
from dianjian_app.value_lists import among

COUNTS_CUSTOMERS = (("Daily Ledger", "connected"), ("Call Sheet", "customers_connected"))
"""(DocType, value field) of the metrics that count the customers connected"""


def calls_target(agent: str, day: date) -> int | None:
	"""The strictest approved daily target of connected customers, scaled by the day's presence; None without a rule.

	agent: a Sales Staff. 0 on a day off (decision 2, R36).
	"""
	staffing = read_staffing([agent])
	if agent not in staffing.staff:
		return None
	rules = daily_rules(staffing.centre_on(agent, day), day)
	if not rules:
		return None
	presence = staffing.presence_over(agent, Period.day(day))[day].presence
	wanted = [rule.target * presence if rule.scaled else rule.target for rule in rules]
	return int(max(wanted).to_integral_value(ROUND_CEILING))


def daily_rules(centre: str, day: date) -> list[Rule]:
	"""The rules of a centre that ask for a number of connected customers on a day, as in force on it (R20)."""
	versions = (version_on(rules, day, centre) for rules in families(approved_rules(centre)).values())
	daily = [r for r in versions if r and _asks_daily(r)]
	metrics = frappe.get_all(
		"Incentive Metric",
		filters={"name": ("in", among(r.metric for r in daily))},
		fields=["name", "source_doctype", "value_field"],
	)
	of_customers = {m.name for m in metrics if (m.source_doctype, m.value_field) in COUNTS_CUSTOMERS}
	return [r for r in daily if r.metric in of_customers]


def _asks_daily(rule: Rule) -> bool:
	return (
		rule.period is PeriodType.DAY
		and rule.subject is SubjectType.AGENT
		and rule.target_type is TargetType.FIXED
		and rule.condition is Condition.BELOW
	)


def week_target(centre_of: Mapping[str, str], week: Period) -> dict[str, int]:
	"""How many visits each agent is asked for in a week, by the strictest weekly rule with a fixed target (R21).

	centre_of: agent → centre. A target that presence scales is ⌈target × Σ presence ÷ roster days⌉ (decision 3).
	"""
	staffing = read_staffing(centre_of)
	rules = {
		centre: [
			r
			for versions in families(approved_rules(centre)).values()
			if (r := version_on(versions, week.end, centre)) and _asks_weekly(r)
		]
		for centre in set(centre_of.values())
	}
	targets: dict[str, int] = {}
	for agent, centre in centre_of.items():
		days = staffing.presence_over(agent, week)
		present = sum((d.presence for d in days.values()), Decimal(0))
		roster = sum(1 for d in days.values() if d.roster_day)
		wanted = [r.target * present / roster if r.scaled and roster else r.target for r in rules[centre]]
		if wanted and present:
			targets[agent] = int(max(wanted).to_integral_value(ROUND_CEILING))
	return targets


def _asks_weekly(rule: Rule) -> bool:
	return (
		rule.period is PeriodType.WEEK
		and rule.subject is SubjectType.AGENT
		and rule.target_type is TargetType.FIXED
		and rule.condition is Condition.BELOW
	)
