"""Evidence that the people of a batch agreed to be called: a document or a statement, with its date (R5).

A source can require evidence of its own: numbers taken from callers of other projects (短信截流) raise another question
than numbers that planning was given, so what was signed for another source says nothing about them. A centre can require
evidence of every batch. Then nobody and nothing hands out a lead whose batch lacks it: no leader, no morning hand-out, no
ruling and no incoming call. Every way of handing out passes `lead_transfer.give_to_agent`, which asks here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import cint, formatdate, getdate
from pypika import Criterion, Table
from pypika.terms import EmptyCriterion

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


def sources_with_own_evidence() -> list[str]:
	"""Sources whose leads need evidence that was given for this very source."""
	return frappe.get_all("Channel Source", filters={"evidence_required": 1}, pluck="name")


def is_asked_for(centre: str) -> bool:
	"""Whether a lead of the centre may lack evidence that it needs: the centre requires it, or one of the sources."""
	return is_required(centre) or bool(sources_with_own_evidence())


def batches_with_evidence(centre: str) -> dict[str, str]:
	"""batch → its source, of a centre's batches that have evidence and its date."""
	found = frappe.get_all(
		"Lead Batch",
		filters={"centre": centre, "evidence_date": ("is", "set")},
		or_filters={"evidence": ("is", "set"), "evidence_note": ("is", "set")},
		fields=["name", "source"],
		limit_page_length=0,
	)
	return {batch.name: batch.source for batch in found}


def has_evidence(lead: Table, centre: str) -> Criterion:
	"""The condition on Call Lead. Leads of incoming calls have no batch and need no evidence: the customer called.

	A lead of a source that needs evidence of its own comes from a batch of that source.
	"""
	proven, strict = batches_with_evidence(centre), sources_with_own_evidence()
	common = Criterion.all([])
	if is_required(centre):
		without_batch = lead.batch.isnull() | (lead.batch == "")
		common = without_batch | lead.batch.isin(list(proven)) if proven else without_batch
	if not strict:
		return common
	free = lead.source.isnull() | lead.source.notin(strict)
	allowed = [free & common if not isinstance(common, EmptyCriterion) else free]
	for source in strict:
		if of_source := [batch for batch, given_for in proven.items() if given_for == source]:
			allowed.append((lead.source == source) & lead.batch.isin(of_source))
	return Criterion.any(allowed)


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
	"""lead → its batch ("" for none), for the leads that may not be handed out for lack of evidence."""
	names = sorted({name for name in leads if name})
	if not names:
		return {}
	lead, centre = frappe.qb.DocType("Call Lead"), frappe.qb.DocType("Sales Centre")
	strict = sources_with_own_evidence()
	needs = (centre.require_consent == 1) & lead.batch.isnotnull() & (lead.batch != "")
	rows = (
		frappe.qb.from_(lead)
		.join(centre)
		.on(centre.name == lead.centre)
		.select(lead.name, lead.batch, lead.centre, lead.source)
		.where(lead.name.isin(names) & (needs | lead.source.isin(strict) if strict else needs))
		.orderby(lead.name)
		.run(as_dict=True)
	)
	proven = {
		b: source
		for name in {row.centre for row in rows}
		for b, source in batches_with_evidence(name).items()
	}
	return {
		row.name: row.batch or ""
		for row in rows
		if row.batch not in proven or (row.source in strict and proven[row.batch] != row.source)
	}


def check_evidence(leads: Iterable[str]) -> None:
	"""Raises ConsentError when one of the leads may not be handed out for lack of evidence."""
	if missing := leads_without_evidence(leads):
		lines = [missing_evidence_message(lead, batch) for lead, batch in missing.items()]
		frappe.throw("<br>".join(shortened(lines, SHOWN)), ConsentError, title=_("Evidence Missing"))


def missing_evidence_message(lead: str, batch: str) -> str:
	"""What people read about a lead whose batch lacks evidence."""
	if not batch:
		return _(
			"{0} comes from a source that needs evidence of its own, and from no batch that has it."
		).format(lead)
	return _("{0} comes from batch {1}, which has no evidence of its source.").format(lead, batch)
