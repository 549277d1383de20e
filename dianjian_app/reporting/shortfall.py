"""How many customers each agent is to connect on a day, and how many are still missing (R20)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_CEILING, Decimal

import frappe
from frappe import _

from dianjian_app.incentives.engine.rule import Rule
from dianjian_app.incentives.engine.rule_options import Basis, OutcomeType
from dianjian_app.incentives.rules.call_target import daily_rules
from dianjian_app.people.period import Period
from dianjian_app.people.staffing import agents_of, read_staffing
from dianjian_app.reporting.scope import RenamedFields, readers_rows

SHEET_FIELDS = ("name", "agent", "stage", "calls_total", "customers_connected", "intention_count")


def read_shortfall(
	day: date, centre: str | None = None, sales_group: str | None = None
) -> list[frappe._dict]:
	"""The reader's agents who are there on a day, with target, calls and what is missing; most missing first.

	A fixed number of queries for any number of agents. Raises PermissionError.
	"""
	people = _readers_agents(day, centre, sales_group)
	if not people:
		return []
	staffing = read_staffing(people)
	sheets = _sheets(people, day)
	rules: dict[str, list[Rule]] = {}
	rows = []
	for name, person in people.items():
		place = staffing.centre_on(name, day)
		presence = staffing.presence_over(name, Period.day(day))[day].presence
		if not place or not presence:
			continue
		if place not in rules:
			rules[place] = daily_rules(place, day)
		rows.append(_row(person, presence, sheets.get(name) or frappe._dict(), rules[place]))
	return sorted(rows, key=lambda row: (-row.missing, row.agent_name))


def read_targets(centre: str, day: date) -> dict[str, int]:
	"""How many customers each agent of a centre who is there on a day is to connect."""
	rules = daily_rules(centre, day)
	agents = list(agents_of(centre=centre, period=Period.day(day)))
	if not rules or not agents:
		return {}
	staffing = read_staffing(agents)
	found = {}
	for name in agents:
		presence = staffing.presence_over(name, Period.day(day))[day].presence
		if presence:
			found[name] = max(_target(rule, presence) for rule in rules)
	return found


def _row(person: frappe._dict, presence: Decimal, sheet: frappe._dict, rules: list[Rule]) -> frappe._dict:
	connected = sheet.customers_connected or 0
	targets = [(rule, _target(rule, presence)) for rule in rules]
	target = max((count for _rule, count in targets), default=None)
	return frappe._dict(
		agent=person.name,
		agent_name=person.staff_name,
		sales_group=person.sales_group,
		presence=float(presence),
		calls=sheet.calls_total or 0,
		connected=connected,
		intention=sheet.intention_count or 0,
		call_sheet=sheet.name,
		state=_(sheet.stage) if sheet.stage else _("No Sheet"),
		target=target,
		missing=max((target or 0) - connected, 0),
		cost=sum((_cost(rule, count - connected) for rule, count in targets), Decimal(0)),
	)


def _readers_agents(day: date, centre: str | None, sales_group: str | None) -> dict[str, frappe._dict]:
	"""The agents of a day whose ledger the reader sees: an agent's own, a leader's group, a manager's centre."""
	staff = frappe.qb.DocType("Sales Staff")
	query = frappe.qb.from_(staff).select(staff.name, staff.staff_name, staff.sales_group, staff.centre)
	query = query.where((staff.status == "Active") & (staff.position == "Telesales Agent"))
	if centre or sales_group:
		place = {"group": sales_group} if sales_group else {"centre": centre}
		names = list(agents_of(**place, period=Period.day(day)))
		if not names:
			return {}
		query = query.where(staff.name.isin(names))
	query = readers_rows(query, RenamedFields(staff, agent="name"), "Daily Ledger")
	return {row.name: row for row in query.run(as_dict=True)}


def _sheets(agents: Iterable[str], day: date) -> dict[str, frappe._dict]:
	sheet = frappe.qb.DocType("Call Sheet")
	query = frappe.qb.from_(sheet).select(*(sheet[f] for f in SHEET_FIELDS))
	query = query.where((sheet.date == day) & (sheet.docstatus < 2) & sheet.agent.isin(list(agents)))
	return {row.agent: row for row in query.run(as_dict=True)}


def _target(rule: Rule, presence: Decimal) -> int:
	wanted = rule.target * presence if rule.scaled else rule.target
	return int(wanted.to_integral_value(ROUND_CEILING))


def _cost(rule: Rule, missing: int) -> Decimal:
	"""What the rule takes for what is missing: its amount for each unit short."""
	if missing <= 0:
		return Decimal(0)
	amounts = [
		outcome.amount
		for outcome in rule.outcomes
		if outcome.outcome_type is OutcomeType.MONEY and outcome.basis is Basis.PER_UNIT_SHORT
	]
	return sum((abs(amount) * missing for amount in amounts), Decimal(0))
