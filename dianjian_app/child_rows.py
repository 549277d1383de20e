"""Rows of a child table change with their document or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _

if TYPE_CHECKING:
	from frappe.model.document import Document


class RowAloneError(frappe.PermissionError):
	"""A row was saved or deleted past the document that it belongs to."""


def refuse_alone(row: Document) -> None:
	"""Events of child rows: Frappe calls them only where a row is written by itself.

	Its document's checks and what follows from it would not run. Raises RowAloneError.
	"""
	frappe.throw(
		_("Change {0} {1} itself, not a row of it.").format(_(row.parenttype or ""), row.parent or ""),
		RowAloneError,
	)
