"""Contacts of before have the time of their row as their arrival: rulings rest on it (R10, decision 72)."""

from __future__ import annotations

import frappe

WHERE = ("Inbound Call", "Call Sheet Row", "Invitation")


def execute() -> None:
	"""Fill in what lacks it. Idempotent."""
	for doctype in WHERE:
		table = frappe.qb.DocType(doctype)
		frappe.qb.update(table).set(table.recorded_at, table.creation).where(table.recorded_at.isnull()).run()
