"""Due leads come back: to the same agent inside protection, to the pool after it; refused and invalid ones never (R8).

An agent's own due leads stand in the list of the day by themselves (calls/today.py); this gives the others back.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import frappe
from frappe import _
from frappe.utils import cint, getdate

from dianjian_app.resources import pool
from dianjian_app.resources.protection import FOLLOW_UP, Clause

AT_ONCE = 500


def clauses_of(centre: str) -> list[Clause]:
	"""The protection clauses of a centre; where it has none, its days of protection for allocations and follow-ups."""
	doc = frappe.get_cached_doc("Sales Centre", centre)
	if doc.protection_clauses:
		return [
			Clause(c.kind, cint(c.days), bool(cint(c.extends)), bool(cint(c.unanswered)))
			for c in doc.protection_clauses
		]
	days = cint(doc.protection_days)
	return (
		[Clause(kind, days) for kind in ("Allocation", "Call-in", FOLLOW_UP, "Invitation", "Visit")]
		if days
		else []
	)


def give_back_due(day: date | None = None) -> int:
	"""Daily: due leads whose protection is over go back to their group's pool, with history. Gives how many.

	A lead is protected from its allocation and from the last call that was answered, for the days of the centre's
	clauses. Safe to repeat and beside hand-outs: rows are locked and looked at again.
	"""
	day = day or getdate()
	count = 0
	for centre in frappe.get_all("Sales Centre", {"disabled": 0}, pluck="name", order_by="name"):
		for names in _chunks(_over(centre, day)):
			count += pool.give_back(names, day, _("Due again, and the protection is over"))
	return count


def _over(centre: str, day: date) -> list[str]:
	days = {c.kind: c.days for c in clauses_of(centre)}
	if not days:
		return []
	held, called = days.get("Allocation", 0), days.get(FOLLOW_UP, 0)
	lead = frappe.qb.DocType("Call Lead")
	query = (
		frappe.qb.from_(lead)
		.select(lead.name)
		.where((lead.centre == centre) & (lead.status == "Held") & (lead.do_not_call == 0))
		.where(lead.agent.isnotnull() & (lead.agent != "") & lead.due_on.isnotnull() & (lead.due_on <= day))
		.where(lead.next_step_date.isnull() | (lead.next_step_date < day))
		.where(lead.allocated_on.isnull() | (lead.allocated_on < day - timedelta(days=held)))
		.where(lead.last_connected_at.isnull() | (lead.last_connected_at < day - timedelta(days=called)))
		.orderby(lead.name)
	)
	return [row[0] for row in query.run()]


def _chunks(names: list[str]) -> Iterable[list[str]]:
	for start in range(0, len(names), AT_ONCE):
		yield names[start : start + AT_ONCE]
