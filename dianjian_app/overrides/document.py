"""What Frappe's own document lets through for the app's DocTypes, stopped here on every way that writes one (R47).

A caller may name a document (`__newname`) and send numbers of any size. Version 16 can discard a draft, which cancels it
past every check: discarding writes "cancelled" into the database and runs neither the checks of saving nor those of cancelling. A sheet, a
visit or a proposed dismissal would be gone from every list and figure by one call of whoever may write it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _

from dianjian_app import number_bounds

if TYPE_CHECKING:
	from frappe.model.document import Document

MODULE = "Dianjian App"


class OutOfBoundsError(frappe.ValidationError):
	"""A number that is none, too large, or below zero where that means nothing."""


def forget_chosen_name(doc: Document, method: str | None = None) -> None:
	"""Event before_insert of every DocType: the app's documents are named by the app, not by what a request says."""
	if doc.meta.module == MODULE and (doc.meta.autoname or "").lower() != "prompt":
		doc.__dict__.pop("__newname", None)


def check_numbers(doc: Document, method: str | None = None) -> None:
	"""Event before_validate of every DocType: numbers within bounds (`number_bounds`). Raises OutOfBoundsError."""
	if doc.meta.module != MODULE:
		return
	for part in (doc, *doc.get_all_children()):
		for field in part.meta.get("fields", {"fieldtype": ("in", list(number_bounds.LARGEST))}):
			told = {"computed": bool(field.read_only)}
			why = number_bounds.excess(
				part.doctype, field.fieldname, field.fieldtype, part.get(field.fieldname), **told
			)
			if why:
				_refuse_number(part, field, why, **told)


def _refuse_number(part: Document, field: Document, why: str, *, computed: bool) -> None:
	label = _(field.label)
	row = _("Row {0}").format(part.idx) + ", " if part.get("parentfield") and part.idx else ""
	largest = number_bounds.largest(part.doctype, field.fieldname, field.fieldtype, computed=computed)
	words = {
		"no number": _("{0} is not a number.").format(row + label),
		"below": _("{0} cannot be below 0.").format(row + label),
		"above": _("{0} cannot be beyond {1}.").format(row + label, f"{largest:,.0f}"),
	}
	frappe.throw(words[why], OutOfBoundsError, title=_("Not a Possible Number"))


def refuse_discard(doc: Document, method: str | None = None) -> None:
	"""Event before_discard of every DocType: the app's drafts are not discarded. Raises frappe.PermissionError."""
	if doc.meta.module == MODULE:
		frappe.throw(
			_("{0} {1} cannot be discarded. Its stages lead on from here.").format(_(doc.doctype), doc.name),
			frappe.PermissionError,
		)
