"""What may be written on a lead by hand: the customer's name, wishes and remarks, never what follows from the stages."""

from __future__ import annotations

import frappe
from frappe import _

from dianjian_app.resources.lead_projection import PROJECTED
from dianjian_app.resources.numbers.phone import hide_numbers

FREE_TEXT = ("customer_name", "remarks", "project_asked")
_OF_A_NUMBER = ("name", "phone_mask", "phone_hash", "is_primary", "whose")


class ProjectedFieldError(frappe.ValidationError):
	"""Somebody typed what follows from calls, visits and allocations."""


class NotMadeByHandError(frappe.PermissionError):
	"""Leads come from batches and incoming calls alone, and stay."""


def check_origin(lead) -> None:
	"""Event before_insert: made by a stage, not by hand or through the API. Raises NotMadeByHandError."""
	if not lead.flags.by_stage:
		frappe.throw(
			_("Leads are created from batches and incoming calls. Register the call instead."),
			NotMadeByHandError,
		)


def check_changes(lead) -> None:
	"""Event validate: status, grade, holder, numbers and the like follow from other documents (decision 7).

	Free text has its phone numbers masked (R47). Raises ProjectedFieldError.
	"""
	for fieldname in FREE_TEXT:
		if lead.get(fieldname):
			lead.set(fieldname, hide_numbers(lead.get(fieldname)))
	before = lead.get_doc_before_save()
	if lead.flags.by_stage or not before:
		return
	changed = [f for f in (*PROJECTED, "agent_name") if lead.has_value_changed(f)]
	if _numbers(before) != _numbers(lead):
		changed.append("numbers")
	if changed:
		frappe.throw(
			_("{0} is derived from calls, visits and allocations and cannot be edited.").format(
				", ".join(_(lead.meta.get_label(f)) for f in changed)
			),
			ProjectedFieldError,
		)


def _numbers(lead) -> list[tuple]:
	return [tuple(row.get(f) for f in _OF_A_NUMBER) for row in lead.numbers]


def refuse_trash(lead) -> None:
	"""Event on_trash: a lead is never deleted. Raises NotMadeByHandError."""
	frappe.throw(_("Leads cannot be deleted. Mark the lead as do-not-call instead."), NotMadeByHandError)
