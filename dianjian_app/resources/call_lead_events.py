"""Events of Call Lead: people may edit the customer's name, wishes and remarks, and nothing that is derived."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _

from dianjian_app.in_words import listed
from dianjian_app.resources import customer_needs
from dianjian_app.resources.lead_projection import PROJECTED
from dianjian_app.resources.numbers.phone import hide_numbers

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.call_lead.call_lead import CallLead

FREE_TEXT = ("customer_name", "remarks", "project_asked")
_NUMBER_FIELDS = ("name", "phone_mask", "phone_hash", "is_primary", "whose")


class ProjectedFieldError(frappe.ValidationError):
	"""Somebody edited a field that is derived from calls, visits or allocations."""


class NotMadeByHandError(frappe.PermissionError):
	"""Somebody creates a lead by hand, or deletes one."""


def check_origin(lead: CallLead) -> None:
	"""Event before_insert: only the app creates leads. Raises NotMadeByHandError."""
	if not lead.flags.by_stage:
		frappe.throw(
			_("Leads are created from batches and incoming calls. Register the call instead."),
			NotMadeByHandError,
		)


def check_changes(lead: CallLead) -> None:
	"""Event validate: refuse changes of derived fields (decision 7), and mask phone numbers in free text (R47).

	Raises ProjectedFieldError, NeedsError.
	"""
	for fieldname in FREE_TEXT:
		if lead.get(fieldname):
			lead.set(fieldname, hide_numbers(lead.get(fieldname)))
	before = lead.get_doc_before_save()
	customer_needs.check(lead, before)
	if lead.flags.by_stage or not before:
		return
	changed = [f for f in (*PROJECTED, "agent_name") if lead.has_value_changed(f)]
	if _numbers(before) != _numbers(lead):
		changed.append("numbers")
	if changed:
		frappe.throw(
			_("{0} is derived from calls, visits and allocations and cannot be edited.").format(
				listed(_(lead.meta.get_label(f)) for f in changed)
			),
			ProjectedFieldError,
		)


def _numbers(lead: CallLead) -> list[tuple]:
	return [tuple(row.get(f) for f in _NUMBER_FIELDS) for row in lead.numbers]


def refuse_trash(lead: CallLead) -> None:
	"""Event on_trash: leads cannot be deleted. Raises NotMadeByHandError."""
	frappe.throw(_("Leads cannot be deleted. Mark the lead as do-not-call instead."), NotMadeByHandError)
