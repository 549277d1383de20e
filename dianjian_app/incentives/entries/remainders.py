"""What the entries of a centre leave open of each person: visits towards the next half-day, deductions carried on."""

from __future__ import annotations

from decimal import Decimal

import frappe
from frappe.query_builder.functions import Sum
from frappe.utils import flt

from dianjian_app.incentives.engine.deduction_guard import CARRY, FAMILY
from dianjian_app.incentives.rules.rule_document import number


def deductions_carried(centre: str) -> dict[str, Decimal]:
	"""Agent → yuan that earlier months left to be taken: what guard lines have withheld and not yet taken."""
	entry = frappe.qb.DocType("Incentive Entry")
	query = (
		frappe.qb.from_(entry)
		.select(entry.agent, Sum(entry.amount))
		.where((entry.centre == centre) & (entry.family == FAMILY) & (entry.dimension == CARRY))
		.groupby(entry.agent)
	)
	return {agent: number(amount) for agent, amount in query.run() if agent and number(amount)}


def visits_towards_half_day(centre: str) -> dict[str, float]:
	"""Agent → counted visits that no half-day has used up yet (R22): counted, brought along, less used. Three queries."""
	line, entry = frappe.qb.DocType("Daily Ledger"), frappe.qb.DocType("Incentive Entry")
	counted = dict(
		frappe.qb.from_(line)
		.select(line.agent, Sum(line.visits))
		.where(line.centre == centre)
		.groupby(line.agent)
		.run()
	)
	used = dict(
		frappe.qb.from_(entry)
		.select(entry.agent, Sum(entry.consumed))
		.where((entry.centre == centre) & (entry.consumed != 0))
		.groupby(entry.agent)
		.run()
	)
	opening, balance = frappe.qb.DocType("Opening Balance"), frappe.qb.DocType("Opening Rule Balance")
	brought = dict(
		frappe.qb.from_(balance)
		.join(opening)
		.on(balance.parent == opening.name)
		.select(opening.staff, Sum(balance.value))
		.where((opening.docstatus == 1) & (opening.centre == centre) & (balance.kind == "Remainder"))
		.groupby(opening.staff)
		.run()
	)
	return {
		agent: max(flt(counted.get(agent)) + flt(brought.get(agent)) - flt(used.get(agent)), 0)
		for agent in {*counted, *brought}
	}
