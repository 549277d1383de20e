"""Evidence that the people of a batch agreed to be called: a document or a statement, with its date (R5).

A centre can require it. Then nobody and nothing hands out a lead whose batch lacks it: no leader, no morning hand-out, no
ruling and no incoming call. Every way of handing out passes `lead_transfer.give_to_agent`, which asks here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import cint, formatdate, getdate
from pypika import Criterion, Table

from dianjian_app.in_words import shortened

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.lead_batch.lead_batch import LeadBatch

SHOWN = 10
"""how many leads without evidence a message names"""


class ConsentError(frappe.ValidationError):
	"""A lead without evidence of its source is handed out, or evidence and its date do not go together."""


def is_required(centre: str) -> bool:
	"""Whether the centre hands out only leads with evidence of their source."""
	return bool(cint(frappe.db.get_value("Sales Centre", centre, "require_consent")))


def batches_with_evidence(centre: str) -> list[str]:
	"""Batches of a centre that have evidence and its date."""
	return frappe.get_all(
		"Lead Batch",
		filters={"centre": centre, "evidence_date": ("is", "set")},
		or_filters={"evidence": ("is", "set"), "evidence_note": ("is", "set")},
		pluck="name",
	)


def has_evidence(lead: Table, centre: str) -> Criterion:
	"""The condition on Call Lead. Leads of incoming calls have no batch and need no evidence: the customer called."""
	without_batch = lead.batch.isnull() | (lead.batch == "")
	batches = batches_with_evidence(centre)
	return without_batch | lead.batch.isin(batches) if batches else without_batch


def check_batch(batch: LeadBatch) -> None:
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


def leads_without_evidence(leads: Iterable[str]) -> dict[str, str]:
	"""lead → its batch, for the leads that may not be handed out for lack of evidence."""
	names = sorted({name for name in leads if name})
	if not names:
		return {}
	lead, centre = frappe.qb.DocType("Call Lead"), frappe.qb.DocType("Sales Centre")
	rows = (
		frappe.qb.from_(lead)
		.join(centre)
		.on(centre.name == lead.centre)
		.select(lead.name, lead.batch, lead.centre)
		.where(lead.name.isin(names) & (centre.require_consent == 1))
		.where(lead.batch.isnotnull() & (lead.batch != ""))
		.orderby(lead.name)
		.run(as_dict=True)
	)
	centres = {row.centre for row in rows}
	with_evidence = {batch for name in centres for batch in batches_with_evidence(name)}
	return {row.name: row.batch for row in rows if row.batch not in with_evidence}


def check_evidence(leads: Iterable[str]) -> None:
	"""Raises ConsentError when one of the leads may not be handed out for lack of evidence."""
	if missing := leads_without_evidence(leads):
		lines = [missing_evidence_message(lead, batch) for lead, batch in missing.items()]
		frappe.throw("<br>".join(shortened(lines, SHOWN)), ConsentError, title=_("Evidence Missing"))


def missing_evidence_message(lead: str, batch: str) -> str:
	"""What people read about a lead whose batch lacks evidence."""
	return _("{0} comes from batch {1}, which has no evidence of its source.").format(lead, batch)
