"""Makes a statement for each person and month: every entry of a published settlement, and how it came about (R32).

Its figures are as of the month's end, whenever it is published; the rows are the entries themselves, so that what an appeal corrects later
shows at once. Leavers get theirs as long as entries come.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import formatdate, getdate

from dianjian_app.incentives.discipline.appeals import entries_under_appeal
from dianjian_app.incentives.engine.rule_options import OutcomeType
from dianjian_app.incentives.entries.remainders import (
	counted_towards_next,
	deductions_carried,
	half_day_rule,
)
from dianjian_app.people import leave_balance
from dianjian_app.people.period import Period
from dianjian_app.people.staffing import agents_of, last_groups_on
from dianjian_app.value_lists import among

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.incentive_settlement.incentive_settlement import (
		IncentiveSettlement,
	)
	from dianjian_app.dianjian_app.doctype.incentive_statement.incentive_statement import IncentiveStatement


def make_statements(settlement: IncentiveSettlement) -> list[str]:
	"""Make the statements of a published settlement; making them again adds nothing. Gives the new names (R32)."""
	month = Period(getdate(settlement.period_start), getdate(settlement.period_end))
	sums = _sums(settlement.name)
	people = sorted({*agents_of(centre=settlement.centre, period=month), *sums})
	there = set(frappe.get_all("Incentive Statement", {"settlement": settlement.name}, pluck="agent"))
	names = dict(
		frappe.get_all("Sales Staff", {"name": ("in", among(people))}, ["name", "staff_name"], as_list=True)
	)
	towards, carried = (
		_towards_half_day(settlement.centre, month),
		deductions_carried(settlement.centre, month.end),
	)
	balances, groups = leave_balance.balances(people, month.end), last_groups_on(people, month.end)
	made = []
	for agent in people:
		if agent in there:
			continue
		found = sums.get(agent) or defaultdict(float)
		doc = frappe.get_doc(
			doctype="Incentive Statement",
			agent=agent,
			agent_name=names.get(agent),
			sales_group=groups.get(agent),
			centre=settlement.centre,
			month=settlement.month,
			settlement=settlement.name,
			date=getdate(settlement.published_at),
			rewards=found["rewards"],
			deductions=found["deductions"],
			net=round(found["rewards"] - found["deductions"], 2),
			leave_days=found["leave"],
			leave_balance=float(balances.get(agent, 0)),
			visits_towards=float(towards.get(agent, 0)),
			carried=float(carried.get(agent, 0)),
		)
		doc.flags.by_publishing = True
		made.append(doc.insert(ignore_permissions=True).name)  # publishing makes them; nobody writes one
	return made


def _towards_half_day(centre: str, month: Period) -> dict[str, Decimal]:
	"""Agent → visits that no half-day has used up at the month's end; none where no rule gives half-days then (R22)."""
	rule = half_day_rule(centre, month.end)
	return counted_towards_next(rule, centre, month.end) if rule else {}


def _sums(settlement: str) -> dict[str, dict[str, float]]:
	rows = frappe.get_all(
		"Incentive Entry",
		filters={"settlement": settlement, "agent": ("is", "set"), "reverses": ("is", "not set")},
		fields=["agent", "outcome_type", "amount", "quantity"],
		limit=0,
	)
	sums: dict[str, dict[str, float]] = {}
	for r in rows:
		found = sums.setdefault(r.agent, defaultdict(float))
		if r.outcome_type == OutcomeType.MONEY.value:
			found["rewards" if r.amount > 0 else "deductions"] += abs(r.amount)
		elif r.outcome_type == OutcomeType.LEAVE_DAYS.value:
			found["leave"] += r.quantity
	return sums


def statement_rows(statement: IncentiveStatement) -> list[dict]:
	"""The entries of a statement in their order, with what later corrected them and what an appeal holds (R32)."""
	entries = frappe.get_all(
		"Incentive Entry",
		filters={"settlement": statement.settlement, "agent": statement.agent},
		fields=[
			*(
				"name",
				"family",
				"rule",
				"rule_title",
				"period_start",
				"period_end",
				"dimension",
				"outcome_type",
			),
			*("amount", "quantity", "corrects_period", "reverses"),
		],
		order_by="corrects_period, period_end, seq",
		limit=0,
	)
	held = entries_under_appeal(e.name for e in entries)
	for e in entries:
		same = e.period_start == e.period_end
		e.period = (
			formatdate(e.period_end) if same else f"{formatdate(e.period_start)} – {formatdate(e.period_end)}"
		)
		e.title = e.rule_title or e.family
		e.dimension = _(e.dimension) if e.dimension else ""
		e.held = e.name in held
	return entries
