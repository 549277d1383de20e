"""Centres of before get the list of call results, and calls of before count as they did: connected ones are valid (R11, R20).

By sets and by rows of their own: no document is saved anew, so what is frozen stays as it was written.
"""

from __future__ import annotations

import frappe

from dianjian_app.packs import centre_seeds


def execute() -> None:
	"""Fill in what lacks it; a centre that has results keeps its own. Idempotent: what has results is left alone."""
	row, sheet = frappe.qb.DocType("Call Sheet Row"), frappe.qb.DocType("Call Sheet")
	line = frappe.qb.DocType("Daily Ledger")
	without = row.result.isnull() | (row.result == "")
	by_result = (
		frappe.qb.from_(row).select(row.parent).where((row.parenttype == "Call Sheet") & without.negate())
	)
	frappe.qb.update(row).set(row.is_valid, row.connected).where((row.connected == 1) & without).run()
	query = frappe.qb.update(sheet).set(sheet.calls_valid, sheet.calls_connected)
	query.where((sheet.calls_connected > 0) & (sheet.calls_valid == 0) & sheet.name.notin(by_result)).run()
	query = frappe.qb.update(line).set(line.valid_calls, line.connected_calls)
	query = query.where((line.connected_calls > 0) & (line.valid_calls == 0))
	query.where(line.call_sheet.isnull() | line.call_sheet.notin(by_result)).run()
	for centre in frappe.get_all("Sales Centre", pluck="name", order_by="name"):
		if frappe.db.exists("Call Result", {"parent": centre}):
			continue
		place = {"parent": centre, "parenttype": "Sales Centre", "parentfield": "call_results"}
		for idx, row in enumerate(centre_seeds.call_results(), 1):
			frappe.get_doc(doctype="Call Result", idx=idx, **place, **row).db_insert()
		frappe.clear_document_cache("Sales Centre", centre)
