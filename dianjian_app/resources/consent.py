"""Evidence that the people of a batch agreed to be called: a document or a statement, and its date (R5).

Where a centre's setting asks for it, a lead of a batch without it is handed out by nobody and nothing: not by a leader,
the morning's hand-out, a ruling or an incoming call. `pool.record` asks here, so no way leads around.
"""

from __future__ import annotations

from collections.abc import Iterable

import frappe
from frappe import _
from frappe.utils import cint, formatdate, getdate

SHOWN = 10


class ConsentError(frappe.ValidationError):
	"""A lead without evidence of its source is to be handed out, or evidence has no date."""


def is_asked_for(centre: str) -> bool:
	"""Whether the centre hands out only what has evidence of its source."""
	return bool(cint(frappe.db.get_value("Sales Centre", centre, "require_consent")))


def proven_batches(centre: str) -> list[str]:
	"""Batches of a centre that have evidence with its date; [""] where there is none, for queries.

	Leads of incoming calls have no batch and need none: the customer called.
	"""
	found = frappe.get_all(
		"Lead Batch",
		filters={"centre": centre, "evidence_date": ("is", "set")},
		or_filters={"evidence": ("is", "set"), "evidence_note": ("is", "set")},
		pluck="name",
	)
	return found or [""]


def check_batch(batch) -> None:
	"""Event validate of Lead Batch: evidence has a date, which is not in the future. Raises ConsentError."""
	given = batch.evidence or (batch.evidence_note or "").strip()
	if given and not batch.evidence_date:
		frappe.throw(_("Enter the date of the source's evidence."), ConsentError, title=_("Evidence Date"))
	if batch.evidence_date and not given:
		frappe.throw(
			_("Attach the evidence of the source or enter the statement. A date alone is not evidence."),
			ConsentError,
			title=_("Evidence of Source"),
		)
	if batch.evidence_date and getdate(batch.evidence_date) > getdate():
		frappe.throw(
			_("The date of the evidence cannot be in the future: {0}.").format(
				formatdate(batch.evidence_date)
			),
			ConsentError,
			title=_("Evidence Date"),
		)


def unproven(leads: Iterable[str]) -> dict[str, str]:
	"""lead → its batch, for those of the leads that may not be handed out for lack of evidence. One query or two."""
	wanted = sorted({name for name in leads if name})
	lead, centre = frappe.qb.DocType("Call Lead"), frappe.qb.DocType("Sales Centre")
	asked = (
		frappe.qb.from_(lead)
		.join(centre)
		.on(centre.name == lead.centre)
		.select(lead.name, lead.batch, lead.centre)
		.where(lead.name.isin(wanted or [""]) & (centre.require_consent == 1))
		.where(lead.batch.isnotnull() & (lead.batch != ""))
		.orderby(lead.name)
		.run(as_dict=True)
	)
	proven = {name for place in {row.centre for row in asked} for name in proven_batches(place)}
	return {row.name: row.batch for row in asked if row.batch not in proven}


def assert_proven(leads: Iterable[str]) -> None:
	"""Raises ConsentError where one of the leads may not be handed out for lack of evidence."""
	if missing := unproven(leads):
		lines = [no_evidence(lead, batch) for lead, batch in list(missing.items())[:SHOWN]]
		frappe.throw("<br>".join(lines), ConsentError, title=_("Evidence Missing"))


def no_evidence(lead: str, batch: str) -> str:
	"""What is told of such a lead."""
	return _("{0} comes from batch {1}, which has no evidence of its source.").format(lead, batch)
