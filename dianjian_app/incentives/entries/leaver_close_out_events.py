"""The events of a Leaver Close-Out: the act writes it, nobody else, and it stays (R32)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.leaver_close_out.leaver_close_out import LeaverCloseOut


class CloseOutFixedError(frappe.ValidationError):
	"""Somebody tried to write, change or delete the record of a close-out."""


def refuse_change(record: LeaverCloseOut) -> None:
	"""Events validate, on_trash and before_rename, on every path. Raises CloseOutFixedError."""
	if not (record.flags.by_close_out and record.is_new()):
		frappe.throw(
			_("A close-out is recorded by closing the account and cannot be changed or deleted."),
			CloseOutFixedError,
		)
