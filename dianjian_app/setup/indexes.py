"""Database indexes and guards beyond what DocType JSON can declare. Idempotent; dropped on uninstall."""

from __future__ import annotations

import frappe

UNIQUE = (("Call Lead Number", ("centre", "phone_hash")),)
COVERING = (
	("Call Lead", ("centre", "sales_group", "agent", "status")),
	("Call Sheet Row", ("agent", "date", "connected")),
	("Daily Ledger", ("centre", "date", "agent")),
	("Visit Confirmation", ("agent", "counted_on")),
	("Sales Deal", ("agent", "date")),
	("Inbound Call", ("lead",)),
	("Customer Complaint", ("lead",)),
	("Customer Praise", ("visit",)),
)


def ensure() -> None:
	"""Make the indexes and guards that are missing."""
	for doctype, fields in UNIQUE:
		if frappe.db.table_exists(doctype):
			frappe.db.add_unique(doctype, list(fields))
	for doctype, fields in COVERING:
		if frappe.db.table_exists(doctype):
			frappe.db.add_index(doctype, list(fields))
	for path in frappe.get_hooks("dianjian_database_guards"):
		frappe.get_attr(path)(True)


def drop_guards() -> None:
	"""Remove triggers so that the tables can be dropped."""
	for path in frappe.get_hooks("dianjian_database_guards"):
		frappe.get_attr(path)(False)
