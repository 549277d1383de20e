"""Database indexes, columns and triggers beyond what DocType JSON can declare. Idempotent; dropped on uninstall."""

from __future__ import annotations

from typing import Any

import frappe

UNIQUE = (("Call Lead Number", ("centre", "phone_hash")),)
COVERING: tuple[tuple[Any, ...], ...] = (
	("Call Lead", ("centre", "sales_group", "agent", "status")),
	# the agenda counts by day, for whoever sees half a million leads
	(
		"Call Lead",
		("due_on", "status", "do_not_call", "next_step_date", "agent", "centre", "sales_group"),
		"agenda_due",
	),
	(
		"Call Lead",
		("next_step_date", "status", "do_not_call", "agent", "centre", "sales_group"),
		"agenda_promised",
	),
	("Call Sheet Row", ("agent", "date", "connected")),
	("Daily Ledger", ("centre", "date", "agent")),
	("Staff Day Result", ("agent", "date")),
	("Staff Day Result", ("centre", "date", "told_at")),
	("Day Result Appeal", ("agent", "day")),
	("Punch Record", ("agent", "date")),
	("Working Time Request", ("staff", "date")),
	("Visit Confirmation", ("agent", "counted_on")),
	("Sales Deal", ("agent", "date")),
	("Deal File", ("stage", "due_on")),
	("Inbound Call", ("lead",)),
	("Customer Complaint", ("lead",)),
	("Customer Complaint", ("stage", "due_on")),
	("Customer Question", ("stage", "due_on")),
	("Survey Link", ("status", "expires_at")),
	("Staff Suggestion", ("stage", "due_on")),
	("Review Flag", ("centre", "kind")),
	("Visit Confirmation", ("centre", "signed_at")),
	("Questionnaire Form", ("status", "due_on")),
	("Customer Praise", ("visit",)),
	("Visitor Entry", ("centre", "arrived_at")),
)
"""(DocType, fields, name of the index if theirs together is too long for one)"""
# Frappe adds each of these to a table when somebody first tags, likes, assigns or comments: people wait meanwhile
BESIDE = ("_user_tags", "_comments", "_assign", "_liked_by")


def ensure() -> None:
	"""Make the columns, indexes and triggers that are missing."""
	_ensure_columns_beside()
	for doctype, fields in UNIQUE:
		if frappe.db.table_exists(doctype):
			frappe.db.add_unique(doctype, list(fields))
	for doctype, fields, *name in COVERING:
		if frappe.db.table_exists(doctype):
			frappe.db.add_index(doctype, list(fields), *name)
	for path in frappe.get_hooks("dianjian_database_triggers"):
		frappe.get_attr(path)(True)


def _ensure_columns_beside() -> None:
	"""Give each table of the app the columns for what people write beside its documents (R47)."""
	ours = frappe.get_all(
		"DocType",
		filters={"module": "Dianjian App", "istable": 0, "issingle": 0, "is_virtual": 0},
		pluck="name",
	)
	for doctype in ours:
		if not frappe.db.table_exists(doctype):
			continue
		lacking = [c for c in BESIDE if c not in frappe.db.get_table_columns(doctype)]
		if lacking:
			columns = ", ".join(f"ADD COLUMN `{c}` text" for c in lacking)
			frappe.db.sql_ddl(f"ALTER TABLE `tab{doctype}` {columns}")  # names of the code's own, no values
	frappe.cache.delete_key("table_columns")


def drop_triggers() -> None:
	"""Remove triggers so that the tables can be dropped."""
	for path in frappe.get_hooks("dianjian_database_triggers"):
		frappe.get_attr(path)(False)
