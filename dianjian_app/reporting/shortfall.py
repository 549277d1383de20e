"""Quota shortfall today, live: who still has how many to call, and what it would cost (R20)."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_CEILING, Decimal

import frappe
from frappe import _
from frappe.utils import getdate

from dianjian_app.incentives.engine.rule import Basis, OutcomeType, Rule
from dianjian_app.incentives.rules.call_target import daily_rules
from dianjian_app.people.period import Period
from dianjian_app.people.staffing import agents_of, read_staffing
from dianjian_app.reporting import table
from dianjian_app.reporting.table import Column, card, total


def execute(filters: dict | None = None):
	"""Columns, rows, message, chart and cards. Filters: centre, sales_group. The day is always today; figures are the
	sheets as they stand, confirmed or not. Raises PermissionError."""
	filters = frappe._dict(filters or {})
	frappe.has_permission("Daily Ledger", "read", throw=True)
	rows = read_shortfall(getdate(), filters)
	drawn = table.chart(
		[r.agent_name for r in rows],
		Customers_Connected=[r.connected for r in rows],
		Still_Missing=[r.missing for r in rows],
	)
	cards = [
		card("Agents There", len(rows)),
		card("Customers Connected", total(rows, "connected"), "Green"),
		card("Still Missing", total(rows, "missing"), "Red" if total(rows, "missing") else "Green"),
		card("Would Cost", float(total(rows, "cost")), "Orange", "Currency"),
	]
	return _columns(), rows, None, drawn, cards


def read_shortfall(day: date, filters) -> list:
	"""Each agent who is there, with target, calls so far and what is missing; a handful of queries for any number."""
	people = _readers_agents(day, filters)
	if not people:
		return []
	staffing = read_staffing(people)
	sheets = _sheets(people, day)
	rules: dict[str, list[Rule]] = {}
	rows = []
	for name, person in people.items():
		centre = staffing.centre_on(name, day)
		presence = staffing.presence_over(name, Period.day(day))[day].presence
		if not centre or not presence:
			continue
		if centre not in rules:
			rules[centre] = daily_rules(centre, day)
		sheet = sheets.get(name) or frappe._dict()
		row = frappe._dict(
			agent=name,
			agent_name=person.staff_name,
			sales_group=person.sales_group,
			presence=float(presence),
			calls=sheet.calls_total or 0,
			connected=sheet.customers_connected or 0,
			intention=sheet.intention_count or 0,
			call_sheet=sheet.name,
			state=_(sheet.stage) if sheet.stage else _("No Sheet"),
		)
		targets = [(r, _target(r, presence)) for r in rules[centre]]
		row.target = max((t for _r, t in targets), default=None)
		row.missing = max((row.target or 0) - row.connected, 0)
		row.cost = sum((_cost(r, t - row.connected) for r, t in targets), Decimal(0))
		rows.append(row)
	return sorted(rows, key=lambda r: (-r.missing, r.agent_name))


def read_targets(centre: str, day: date) -> dict[str, int]:
	"""How many customers each agent of a centre who is there is to connect on a day (R20)."""
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


def _readers_agents(day: date, filters) -> dict:
	"""Today's agents as far as the reader sees their ledger."""
	if filters.sales_group:
		names = agents_of(group=filters.sales_group, period=Period.day(day))
	else:
		names = agents_of(centre=filters.centre, period=Period.day(day)) if filters.centre else None
	staff = frappe.qb.DocType("Sales Staff")
	query = frappe.qb.from_(staff).select(staff.name, staff.staff_name, staff.sales_group, staff.centre)
	query = query.where((staff.status == "Active") & (staff.position == "Telesales Agent"))
	if names is not None:
		query = query.where(staff.name.isin(list(names) or [""]))
	# the ledger's own rows decide: an agent sees themself, a leader the group, a manager the centre
	query = table.readers_rows(query, table.Renamed(staff, agent="name"), "Daily Ledger")
	return {r.name: r for r in query.run(as_dict=True)}


def _sheets(agents, day: date) -> dict:
	sheet = frappe.qb.DocType("Call Sheet")
	query = (
		frappe.qb.from_(sheet)
		.select(
			*(
				sheet[f]
				for f in ("name", "agent", "stage", "calls_total", "customers_connected", "intention_count")
			)
		)
		.where((sheet.date == day) & (sheet.docstatus < 2) & sheet.agent.isin(list(agents)))
	)
	return {r.agent: r for r in query.run(as_dict=True)}


def _target(rule: Rule, presence: Decimal) -> int:
	wanted = rule.target * presence if rule.scaled else rule.target
	return int(wanted.to_integral_value(ROUND_CEILING))


def _cost(rule: Rule, short: int) -> Decimal:
	"""What the rule takes for what is missing: its yuan per unit short."""
	if short <= 0:
		return Decimal(0)
	rates = [
		o.amount
		for o in rule.outcomes
		if o.outcome_type is OutcomeType.MONEY and o.basis is Basis.PER_UNIT_SHORT
	]
	return sum((abs(rate) * short for rate in rates), Decimal(0))


def _columns() -> list[dict]:
	return table.columns(
		Column("sales_group", "Sales Group", "Link", "Sales Group", 120),
		Column("agent", "Telesales Agent", "Link", "Sales Staff", 110),
		Column("agent_name", "Agent Name", "Data", width=90),
		Column("presence", "Presence", "Float", width=80),
		*table.figures(
			("target", "Target"),
			("calls", "Calls Made"),
			("connected", "Customers Connected"),
			("missing", "Still Missing"),
			("intention", "Intention Customers"),
		),
		Column("cost", "Would Cost", "Currency", width=100),
		Column("state", "Sheet", "Data", width=90),
		Column("call_sheet", "Call Sheet", "Link", "Call Sheet", 130),
	)
