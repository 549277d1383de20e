"""The events of an Incentive Entry and of the head of its chain. Nobody writes, changes or deletes one (decision 11)."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document

FRAMEWORK_COLUMNS = ("_comments", "_seen", "_liked_by", "_assign", "_user_tags")
"""the framework's own columns, which hold no figure and may change"""


class EntryFixedError(frappe.ValidationError):
	"""Somebody tried to change, delete or write an entry."""


def refuse_change(entry: Document) -> None:
	"""Events validate, on_trash and before_rename, on every path. Raises EntryFixedError."""
	frappe.throw(
		_("An entry cannot be changed or deleted. A settlement posts it, and a correction is a new entry."),
		EntryFixedError,
		title=_("Entries Stay"),
	)
