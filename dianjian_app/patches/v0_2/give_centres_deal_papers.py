"""Centres of before get the list of papers that a deal's file holds (R55). By rows of their own: no centre is saved anew."""

from __future__ import annotations

import frappe

from dianjian_app.visits.deal_paper_list import FIRST_LIST


def execute() -> None:
	"""Fill in what lacks it. Idempotent: a centre that has a list keeps its own."""
	for centre in frappe.get_all("Sales Centre", pluck="name", order_by="name"):
		place = {"parent": centre, "parenttype": "Sales Centre", "parentfield": "deal_papers"}
		if frappe.db.exists("Required Deal Paper", place):
			continue
		for idx, row in enumerate(FIRST_LIST, 1):
			frappe.get_doc(doctype="Required Deal Paper", idx=idx, required=1, **place, **row).db_insert()
		frappe.clear_document_cache("Sales Centre", centre)
