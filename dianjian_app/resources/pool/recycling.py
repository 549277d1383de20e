"""Due leads return to the pool when the protection of their holder has ended (R8).

While it lasts, a due lead stands in its holder's list of the day (calls/todays_list.py). Leads that refuse calls or are
out are never due.
"""

from __future__ import annotations

from datetime import date, datetime, time

import frappe
from frappe import _
from frappe.utils import getdate

from dianjian_app.own_transactions import for_each
from dianjian_app.resources.pool import lead_transfer
from dianjian_app.resources.pool.allocation import OPEN
from dianjian_app.resources.pool.contacts import clauses_of, contacts_of
from dianjian_app.resources.pool.protection import ALLOCATION, Clause, Contact, ownership_on
from dianjian_app.stage_codes.visit_stages import UNDER_WAY

AT_ONCE = 500


def return_due_leads(day: date | None = None) -> int:
	"""Scheduled daily: return due leads whose protection has ended to their group's pool; gives how many.

	The centre's clauses protect the holder by the holder's own contacts: hand-out, calls, incoming calls, invitations and
	visits; where they protect for no day (0), whatever is due goes back. A customer whose visit is expected, or who was
	promised something for a later day, stays as well. Safe to repeat and to run during hand-outs: rows are locked and read
	again.
	"""
	day = day or getdate()
	returned: dict[str, int] = {}

	def recycle(centre: str) -> None:
		returned[centre] = _recycle(centre, day)

	centres = frappe.get_all("Sales Centre", {"disabled": 0}, pluck="name", order_by="name")
	for_each(centres, recycle, lambda centre: f"Recycling: {centre}")
	return sum(returned.values())


def _recycle(centre: str, day: date) -> int:
	_release_retired(centre, day)
	clauses, due = clauses_of(centre), _due(centre, day)
	reason = _("Due again after the end of the protection period")
	return sum(
		lead_transfer.return_to_pool(_unprotected(due[start : start + AT_ONCE], clauses, day), day, reason)
		for start in range(0, len(due), AT_ONCE)
	)


def _release_retired(centre: str, day: date) -> None:
	"""Leads whose number was empty too often leave their agents; they stay out of the pool's hand-outs (R11)."""
	held = {"centre": centre, "number_retired": 1, "agent": ("is", "set")}
	names = frappe.get_all("Call Lead", held, pluck="name", order_by="name")
	for start in range(0, len(names), AT_ONCE):
		lead_transfer.return_to_pool(names[start : start + AT_ONCE], day, _("The number is not in use"))


def _due(centre: str, day: date) -> list[frappe._dict]:
	"""Held leads that are due, whom nobody expects and to whom nothing was promised for later."""
	lead, visit = frappe.qb.DocType("Call Lead"), frappe.qb.DocType("Visit Confirmation")
	invited, register = frappe.qb.DocType("Invitation"), frappe.qb.DocType("Invitation Register")
	expected = (
		frappe.qb.from_(visit).select(visit.lead).where(visit.lead.isnotnull() & visit.stage.isin(UNDER_WAY))
	)
	to_be_signed = (
		frappe.qb.from_(invited)
		.join(register)
		.on(invited.parent == register.name)
		.select(invited.lead)
		.where(invited.lead.isnotnull() & (register.docstatus == 0) & (invited.planned_at >= day))
	)
	query = (
		frappe.qb.from_(lead)
		.select(lead.name, lead.agent, lead.allocated_on)
		.where((lead.centre == centre) & lead.status.isin(OPEN) & (lead.do_not_call == 0))
		.where(lead.agent.isnotnull() & (lead.agent != "") & lead.due_on.isnotnull() & (lead.due_on <= day))
		.where(lead.next_step_date.isnull() | (lead.next_step_date < day))
		.where(lead.name.notin(expected) & lead.name.notin(to_be_signed))
		.orderby(lead.name)
	)
	return query.run(as_dict=True)


def _unprotected(leads: list[frappe._dict], clauses: list[Clause], day: date) -> list[str]:
	contacts = contacts_of(lead.name for lead in leads)
	return [
		lead.name
		for lead in leads
		if ownership_on(_own_contacts(lead, contacts[lead.name]), clauses, day).agent is None
	]


def _own_contacts(lead: frappe._dict, contacts: list[Contact]) -> list[Contact]:
	"""The holder's own contacts; the lead carries the day of its hand-out as well, for hand-outs before the app."""
	own = [c for c in contacts if c.agent == lead.agent]
	if lead.allocated_on:
		own.append(Contact(ALLOCATION, datetime.combine(getdate(lead.allocated_on), time()), lead.agent))
	return own
