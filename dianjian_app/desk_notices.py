"""Notices on people's desks, written by the app: by the clock, or by what somebody else did (R31, R47).

Whether the person may see what a notice is about is asked as it is sent (`overrides/outgoing.py`).
"""

from __future__ import annotations

from collections.abc import Iterable

import frappe


def put_on_desks(
	users: Iterable[str], doctype: str, name: str, subject: str, *, from_user: str | None = None
) -> None:
	"""Put a notice about a document on the desks of users. subject: one line, in words; from_user: who is behind it."""
	for user in users:
		frappe.get_doc(
			doctype="Notification Log",
			for_user=user,
			from_user=from_user,
			type="Alert",
			document_type=doctype,
			document_name=name,
			subject=subject,
		).insert(ignore_permissions=True)  # the app tells; whose act it was has no right to others' desks
