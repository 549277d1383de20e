"""How many customers asked for each product, beside the figures of the ledger (产品需求数量; R11, R44–R46)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import frappe
from frappe import _
from frappe.query_builder.functions import Sum

from dianjian_app.in_words import told
from dianjian_app.ledger.ledger_line import PRODUCT
from dianjian_app.reporting.totals import total


def fill_needs(rows: Sequence[frappe._dict], query: Any, line: Any, keys: Sequence[str]) -> None:
	"""Write into each row how often each product was asked for, in one query.

	query: the reader's lines of the Daily Ledger, before anything is selected; line: its table; keys: the fields of a line
	that tell the rows apart.
	"""
	fields = {product.name: product.field for product in _products()}
	count = frappe.qb.DocType("Daily Ledger Count")
	query = query.join(count).on((count.parent == line.name) & (count.parenttype == "Daily Ledger"))
	query = query.where(count.kind == PRODUCT).select(*(line[key] for key in keys), count.key.as_("product"))
	query = query.select(Sum(count.calls).as_("calls")).groupby(*(line[key] for key in keys), count.key)
	found: dict[tuple, dict[str, int]] = defaultdict(dict)
	for row in query.run(as_dict=True):
		if row.product in fields:
			found[tuple(row[key] for key in keys)][fields[row.product]] = int(row.calls)
	for row in rows:
		row.update(dict.fromkeys(fields.values(), 0))
		row.update(found.get(tuple(row[key] for key in keys), {}))


def need_figures(rows: Sequence[frappe._dict]) -> list[tuple[str, str, str]]:
	"""(field, label, Frappe's field type) of each product that is on offer, or that somebody of the rows asked for."""
	chinese = (frappe.local.lang or "").startswith("zh")
	return [
		(product.field, told(_("Product Need"), product.product_name if chinese else product.english), "Int")
		for product in _products()
		if not product.disabled or total(rows, product.field)
	]


def sums_of_needs(rows: Sequence[frappe._dict]) -> dict[str, int]:
	"""The needs of several rows added up."""
	return {product.field: total(rows, product.field) for product in _products()}


def _products() -> list[frappe._dict]:
	fields = ["name", "product_name", "english_name", "disabled"]
	products = frappe.get_all("Product Type", fields=fields, order_by="sort_order, name")
	for at, product in enumerate(products, 1):
		product.field = f"need_{at}"
		product.english = product.english_name or product.product_name
	return products
