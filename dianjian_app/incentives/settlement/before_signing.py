"""What a step of a settlement brings, told in figures before it is taken, with what looks wrong about it (R31)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.query_builder.functions import Count, Sum

from dianjian_app import roles
from dianjian_app.incentives.engine.rule_options import ENTERED, LineState
from dianjian_app.incentives.settlement.settlement_rows import stored_lines
from dianjian_app.ledger.ledger_line import NO_SHEET
from dianjian_app.people.appeal_course import DECIDERS
from dianjian_app.people.deadlines import deciders

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.incentive_settlement.incentive_settlement import (
		IncentiveSettlement,
	)

MANY = 2
"""deductions of so many times the month's rewards look wrong"""


@frappe.whitelist()
def what_it_brings(settlement: str) -> dict:
	"""What approving or publishing a settlement comes to, from its lines as they stand.

	Gives {"people", "rewards", "deductions", "leave_days", "proposals": [[kind, number]], "sheets", "connected", "odd":
	[what looks wrong, in words]}; the server decides the step itself. Raises frappe.PermissionError.
	"""
	doc = frappe.get_doc("Incentive Settlement", settlement)
	doc.check_permission("read")
	fields = ("agent", "outcome_type", "amount", "line_state")
	lines = [row for row in stored_lines(doc.name, fields) if row.line_state == LineState.NORMAL.value]
	entered = {o.value for o in ENTERED}
	proposals = Counter(row.outcome_type for row in lines if row.outcome_type not in entered)
	written = _written(doc)
	brings = {
		"people": len({row.agent for row in lines if row.agent}),
		"rewards": float(doc.reward_total or 0),
		"deductions": abs(float(doc.deduction_total or 0)),
		"leave_days": float(doc.leave_total or 0),
		"proposals": [[_(kind), number] for kind, number in sorted(proposals.items())],
		**written,
	}
	return {**brings, "odd": _odd(doc, brings, proposals)}


def _written(doc: IncentiveSettlement) -> dict[str, int]:
	"""How many call sheets the month has, and how many customers were connected on them."""
	line = frappe.qb.DocType("Daily Ledger")
	query = (
		frappe.qb.from_(line)
		.select(Count("*"), Sum(line.connected))
		.where((line.centre == doc.centre) & (line.sheet_state != NO_SHEET) & line.sheet_state.isnotnull())
		.where(line.date[doc.period_start : doc.period_end])
	)
	sheets, connected = query.run()[0]
	return {"sheets": int(sheets), "connected": int(connected or 0)}


def _odd(doc: IncentiveSettlement, brings: dict, proposals: Counter[str]) -> list[str]:
	odd = []
	if not brings["sheets"]:
		odd.append(_("There is not a single call sheet in {0}.").format(doc.month))
	if brings["deductions"] > MANY * max(brings["rewards"], 1):
		odd.append(_("Far more is deducted than given."))
	ends = proposals["Dismissal"] + proposals["Elimination"]
	if ends:
		odd.append(_("{0} proposals end an employment, or may.").format(ends))
	if not appeal_judges_left(doc):
		odd.append(
			_(
				"Nobody would be left to decide an appeal against it: name a second HR person, or a deputy manager of {0}."
			).format(doc.centre)
		)
	return odd


def appeal_judges_left(doc: IncentiveSettlement) -> list[str]:
	"""The users who could decide an appeal after the month was approved by whoever has signed, signs now, or must sign."""
	judges = set(deciders(doc.centre, *DECIDERS))
	took_part = {doc.manager_approved_by, doc.hr_approved_by, frappe.session.user}
	left = judges - took_part
	if doc.hr_approved_by or roles.HR in frappe.get_roles(frappe.session.user):
		return sorted(left)
	# one of HR has to approve still
	hr = [user for user in sorted(judges) if roles.HR in frappe.get_roles(user)]
	if len(hr) == 1:
		left.discard(hr[0])
	return sorted(left)
