"""Trainings that were held before they had a status say so (R37)."""

from __future__ import annotations

import frappe


def execute() -> None:
	"""Submitted ones were held, cancelled ones were none. Idempotent."""
	session = frappe.qb.DocType("Training Session")
	for docstatus, status in ((1, "Held"), (2, "Called Off")):
		frappe.qb.update(session).set(session.status, status).where(session.docstatus == docstatus).run()
