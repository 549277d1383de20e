"""The contacts with customers that can protect them, and the centre's protection clauses (R8, R10).

A contact's moment is when the server recorded it; what a person stated stands beside it (decision 72).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import frappe
from frappe.utils import cint, get_datetime

from dianjian_app.resources.pool.protection import (
	ALLOCATION,
	CALL_IN,
	FOLLOW_UP,
	INVITATION,
	KINDS,
	VISIT,
	Clause,
	Contact,
	Ownership,
	ownership_on,
)

ContactsByLead = dict[str, list[Contact]]


def clauses_of(centre: str) -> list[Clause]:
	"""The protection clauses of a centre; without any, its days of protection hold for every kind of contact.

	0 days protect nothing, in a clause as for the whole centre.
	"""
	doc = frappe.get_cached_doc("Sales Centre", centre)
	if doc.protection_clauses:
		return [
			Clause(c.kind, cint(c.days), bool(cint(c.extends)), bool(cint(c.unanswered)))
			for c in doc.protection_clauses
		]
	days = cint(doc.protection_days)
	return [Clause(kind, days) for kind in KINDS] if days else []


def owner_of(leads: Iterable[str], centre: str, day: date) -> Ownership:
	"""Who owns a customer on a day by the centre's clauses and all contacts; several leads count as one customer."""
	contacts = (contact for found in contacts_of(leads).values() for contact in found)
	return ownership_on(contacts, clauses_of(centre), day)


def contacts_of(leads: Iterable[str]) -> ContactsByLead:
	"""lead → its contacts, in five queries however many leads there are."""
	wanted = sorted(set(leads))
	found: ContactsByLead = {lead: [] for lead in wanted}
	if not wanted:
		return found
	_add(found, ALLOCATION, _hand_outs(wanted), "Lead Allocation")
	_add(found, CALL_IN, _rows("Inbound Call", wanted, "recorded_at", "called_at"), "Inbound Call")
	_add(found, FOLLOW_UP, _calls(wanted), "Call Sheet")
	_add(found, INVITATION, _invitations(wanted), "Invitation Register")
	visits = _rows("Visit Confirmation", wanted, "signed_at", signed_at=("is", "set"), docstatus=("<", 2))
	_add(found, VISIT, visits, "Visit Confirmation")
	return found


def _add(found: ContactsByLead, kind: str, rows: Iterable[frappe._dict], doctype: str) -> None:
	for no, row in enumerate(rows):
		if row.agent and row.at:
			answered = bool(row.get("is_valid", True))
			stated = get_datetime(row.stated) if row.get("stated") else None
			document = f"{doctype}/{row.name}"
			contact = Contact(kind, get_datetime(row.at), row.agent, answered, no, document, stated)
			found[row.lead].append(contact)


def _rows(
	doctype: str, leads: list[str], moment: str, stated: str | None = None, **filters: Any
) -> list[frappe._dict]:
	return frappe.get_all(
		doctype,
		{"lead": ("in", leads), **filters},
		["name", "lead", "agent", f"{moment} as at", *([f"{stated} as stated"] if stated else [])],
		order_by=f"{moment}, name",
	)


def _hand_outs(leads: list[str]) -> list[frappe._dict]:
	item, allocation = frappe.qb.DocType("Lead Allocation Item"), frappe.qb.DocType("Lead Allocation")
	query = (
		frappe.qb.from_(item)
		.join(allocation)
		.on(item.parent == allocation.name)
		.select(allocation.name, item.lead, item.agent, item.creation.as_("at"))
		.where(item.lead.isin(leads) & (allocation.action == "Hand Out"))
		.orderby(item.creation, allocation.name)
	)
	return query.run(as_dict=True)


def _calls(leads: list[str]) -> list[frappe._dict]:
	row, sheet = frappe.qb.DocType("Call Sheet Row"), frappe.qb.DocType("Call Sheet")
	calls = (
		frappe.qb.from_(row)
		.join(sheet)
		.on(row.parent == sheet.name)
		.select(sheet.name, row.lead, row.agent, row.recorded_at, row.called_at, row.date, row.is_valid)
		.where(row.lead.isin(leads) & (sheet.docstatus < 2))
		.orderby(row.date, row.idx)
		.run(as_dict=True)
	)
	for call in calls:
		call.at, call.stated = call.recorded_at, call.called_at or get_datetime(call.date)
	return calls


def _invitations(leads: list[str]) -> list[frappe._dict]:
	return frappe.get_all(
		"Invitation",
		{"lead": ("in", leads), "docstatus": 1, "parenttype": "Invitation Register"},
		["parent as name", "lead", "agent", "recorded_at as at"],
		order_by="recorded_at, name",
	)
