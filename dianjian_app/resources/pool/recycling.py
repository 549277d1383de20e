"""Due leads come back: to the same agent inside protection, to the pool after it; refused and invalid ones never (R8).

An agent's own due leads stand in the list of the day by themselves (calls/todays_list.py); this gives the others back.
"""

from __future__ import annotations

from datetime import date, datetime, time

import frappe
from frappe import _
from frappe.utils import getdate

from dianjian_app.resources.pool import free_leads
from dianjian_app.resources.pool.allocation import OPEN
from dianjian_app.resources.pool.contacts import clauses_of, contacts_of
from dianjian_app.resources.pool.protection import ALLOCATION, Clause, Contact, standing
from dianjian_app.stage_codes.visit_stages import UNDER_WAY

AT_ONCE = 500


def give_back_due(day: date | None = None) -> int:
	"""Daily: due leads whose protection is over go back to their group's pool, with history. Gives how many.

	Protected is the holder by the centre's clauses over their own contacts: hand-out, calls, calls in, invitations, visits.
	Whom somebody expects, and whom something was promised for a later day, stay as well. Safe to repeat and beside
	hand-outs: rows are locked and looked at again.
	"""
	day = day or getdate()
	count = 0
	for centre in frappe.get_all("Sales Centre", {"disabled": 0}, pluck="name", order_by="name"):
		clauses = clauses_of(centre)
		due = _due(centre, day) if clauses else []
		for start in range(0, len(due), AT_ONCE):
			over = _unprotected(due[start : start + AT_ONCE], clauses, day)
			count += free_leads.give_back(over, day, _("Due again after the end of the protection period"))
	return count


def _due(centre: str, day: date) -> list:
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


def _unprotected(leads: list, clauses: list[Clause], day: date) -> list[str]:
	found = contacts_of(lead.name for lead in leads)
	return [lead.name for lead in leads if standing(_own(lead, found[lead.name]), clauses, day).agent is None]


def _own(lead, contacts: list[Contact]) -> list[Contact]:
	"""The holder's own contacts; the day of the hand-out stands on the lead as well, for hand-outs before the app."""
	own = [c for c in contacts if c.agent == lead.agent]
	if lead.allocated_on:
		own.append(Contact(ALLOCATION, datetime.combine(getdate(lead.allocated_on), time()), lead.agent))
	return own
