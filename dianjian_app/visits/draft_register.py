"""The agent's unsigned register of today, and the line that an invitation adds to it (R16)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import cint, get_datetime, getdate, now_datetime

from dianjian_app.locking import document_now, hold, name_now
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.visits.errors import NotTheSignerError, VisitError

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.invitation_register.invitation_register import InvitationRegister


@frappe.whitelist(methods=["POST"])
def invite(lead: str, planned_at: str, party_size: int | str = 1, remarks: str | None = None) -> dict:
	"""Invite a customer of the session's agent, from the call: a line in the agent's register of today (R16).

	planned_at: YYYY-MM-DD HH:MM:SS, to come; party_size: how many come. A customer who stands there already keeps one
	line, which then says this, so that sending it twice adds nothing. Gives {"register", "row"}. Raises NotTheSignerError
	(another's customer), VisitError (no moment to come), RegisterError.
	"""
	agent = staff_of_user(frappe.session.user) or ""
	if not agent or frappe.db.get_value("Call Lead", lead, "agent") != agent:
		frappe.throw(_("An agent invites the customers in their own hands."), NotTheSignerError)
	planned = moment_to_come(planned_at)
	register = draft_of_today(agent)
	row = next((r for r in register.rows if r.lead == lead), None) or register.append("rows", {"lead": lead})
	row.update({"planned_at": planned, "party_size": max(cint(party_size), 1), "remarks": remarks or None})
	register.save()
	return {"register": register.name, "row": row.name}


def moment_to_come(planned_at: str) -> datetime:
	"""The moment that was sent. Raises VisitError where it is none, or has passed."""
	try:
		planned = get_datetime(planned_at)
	except ValueError:
		planned = None
	if planned is None:
		frappe.throw(_("{0} is no date and time.").format(planned_at), VisitError)
	if planned < now_datetime():
		frappe.throw(_("The planned visit lies in the past: {0}.").format(planned_at), VisitError)
	return planned


def draft_of_today(agent: str) -> InvitationRegister:
	"""The agent's unsigned register of today, locked, or a new one; two tabs of an agent wait for each other."""
	hold("Sales Staff", agent)
	today = getdate(now_datetime())
	draft = name_now("Invitation Register", {"agent": agent, "date": today, "docstatus": 0})
	if draft:
		return document_now("Invitation Register", draft)
	return frappe.get_doc(doctype="Invitation Register", agent=agent, date=today)
