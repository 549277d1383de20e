"""The events of a Message Log: what was sent is kept (R14)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.message_log.message_log import MessageLog


def refuse_delete(message: MessageLog) -> None:
	"""Event on_trash. Raises PermissionError."""
	frappe.throw(_("Messages are kept as they were sent."), frappe.PermissionError)
