"""A statement for each person and month: every entry of a published settlement, and how it came about (R32).

The figures are those of the day of publishing; the rows are the entries themselves, so that what an appeal corrects later
shows at once. Leavers get theirs as long as entries come.
"""

from __future__ import annotations

from collections import defaultdict

import frappe
from frappe import _
from frappe.query_builder.functions import Sum
from frappe.utils import flt, formatdate, getdate, now_datetime

from dianjian_app.incentives.discipline import appeals
from dianjian_app.incentives.engine.rule import OutcomeType
from dianjian_app.incentives.rules import deduction_policy
from dianjian_app.people import leave_balance
from dianjian_app.people.period import Period
from dianjian_app.people.staffing import agents_of, group_on, staff_of_user
from dianjian_app.value_lists import among

EVERY_N = "Every N"


class StatementError(frappe.ValidationError):
	"""A statement is made by publishing alone."""


def make(settlement) -> list[str]:
	"""Make the statements of a published settlement; making them again adds nothing. Gives the new names (R32)."""
	month = Period(getdate(settlement.period_start), getdate(settlement.period_end))
	sums = _sums(settlement.name)
	people = sorted({*agents_of(centre=settlement.centre, period=month), *sums})
	there = set(frappe.get_all("Incentive Statement", {"settlement": settlement.name}, pluck="agent"))
	names = dict(
		frappe.get_all("Sales Staff", {"name": ("in", among(people))}, ["name", "staff_name"], as_list=True)
	)
	towards, carried = visits_towards(settlement.centre), deduction_policy.carried(settlement.centre)
	made = []
	for agent in people:
		if agent in there:
			continue
		found = sums.get(agent) or defaultdict(float)
		doc = frappe.get_doc(
			doctype="Incentive Statement",
			agent=agent,
			agent_name=names.get(agent),
			sales_group=group_on(agent, month.end),
			centre=settlement.centre,
			month=settlement.month,
			settlement=settlement.name,
			date=getdate(settlement.published_at),
			rewards=found["rewards"],
			deductions=found["deductions"],
			net=round(found["rewards"] - found["deductions"], 2),
			leave_days=found["leave"],
			leave_balance=float(leave_balance.balance(agent)),
			visits_towards=towards.get(agent, 0),
			carried=float(carried.get(agent, 0)),
		)
		doc.flags.by_publishing = True
		made.append(doc.insert(ignore_permissions=True).name)  # publishing makes them; nobody writes one
	return made


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


def visits_towards(centre: str) -> dict[str, float]:
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


def rows_of(statement) -> list[dict]:
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
	held = appeals.held(e.name for e in entries)
	for e in entries:
		same = e.period_start == e.period_end
		e.period = (
			formatdate(e.period_end) if same else f"{formatdate(e.period_start)} – {formatdate(e.period_end)}"
		)
		e.title = e.rule_title or e.family
		e.dimension = _(e.dimension) if e.dimension else ""
		e.held = e.name in held
	return entries


@frappe.whitelist()
def lines(statement: str) -> list[dict]:
	"""The rows of a statement for its form. Raises PermissionError."""
	doc = frappe.get_doc("Incentive Statement", statement)
	doc.check_permission("read")
	return rows_of(doc)


@frappe.whitelist(methods=["POST"])
def receive(statement: str) -> None:
	"""The person confirms that they have it; once, with its time. Raises PermissionError."""
	doc = frappe.get_doc("Incentive Statement", statement)
	doc.check_permission("read")
	if staff_of_user(frappe.session.user) != doc.agent:
		frappe.throw(_("A statement is received by the person it is of."), frappe.PermissionError)
	if not doc.acknowledged_at:
		frappe.db.set_value("Incentive Statement", statement, "acknowledged_at", now_datetime())


def refuse_change(statement) -> None:
	"""Event validate: publishing writes it, nobody else. Raises StatementError."""
	if not statement.flags.by_publishing:
		frappe.throw(_("Statements are made by publishing a month and stay as they are."), StatementError)


def refuse_delete(statement) -> None:
	"""Event on_trash. Raises StatementError."""
	frappe.throw(_("Statements are made by publishing a month and stay as they are."), StatementError)
