"""The retention periods of a new site: all kinds with safe times, none of them on (R47)."""

from __future__ import annotations

import frappe

from dianjian_app.privacy.retention_kinds import RETENTION_KINDS

ORDER = 75


def seed() -> None:
	"""Make the periods that are missing. Idempotent: an administrator's times stay."""
	if not frappe.db.exists("DocType", "Retention Period"):
		return
	for kind, what in RETENTION_KINDS.items():
		if not frappe.db.exists("Retention Period", kind):
			frappe.get_doc(doctype="Retention Period", kind=kind, keep_days=what.days, enabled=0).insert(
				ignore_permissions=True  # install: no user acts
			)
