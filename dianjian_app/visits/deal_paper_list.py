"""The papers that a centre wants in the file of each deal: its own list, which a new centre starts with (R55)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import frappe
from frappe import _
from frappe.utils import cint

from dianjian_app import roles

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.required_deal_paper.required_deal_paper import RequiredDealPaper
	from dianjian_app.dianjian_app.doctype.sales_centre.sales_centre import SalesCentre

SUBSCRIPTION, CONTRACT, INVOICE, IDENTITY, OTHER = (
	*("Subscription", "Contract", "Invoice", "Identity", "Other"),
)
FIRST_LIST: tuple[Mapping[str, Any], ...] = (
	{"paper": "认购书", "kind": SUBSCRIPTION, "within_days": 0, "brought_by": roles.CONSULTANT},
	{"paper": "购房人身份证明", "kind": IDENTITY, "within_days": 0, "brought_by": roles.CONSULTANT},
	{"paper": "商品房买卖合同", "kind": CONTRACT, "within_days": 7, "brought_by": roles.CONSULTANT},
	{"paper": "发票", "kind": INVOICE, "within_days": 30, "brought_by": roles.ASSISTANT},
)
"""what a centre starts with; within_days: days after the deal"""


class DealPaperError(frappe.ValidationError):
	"""A list of papers, a file or a paper of it that cannot be so."""


def seed(centre: SalesCentre) -> None:
	"""Event before_insert of Sales Centre: where nobody said otherwise, the list that the app ships."""
	if not centre.deal_papers:
		for row in FIRST_LIST:
			centre.append("deal_papers", {"required": 1, **row})


def check(centre: SalesCentre) -> None:
	"""Event validate of Sales Centre: each paper stands once on the list. Raises DealPaperError."""
	for row in centre.deal_papers:
		row.kind, row.brought_by = row.kind or OTHER, row.brought_by or roles.CONSULTANT
	check_names(centre.deal_papers)


def check_names(rows: list) -> None:
	"""Each paper of a list or a file has a name of its own. Raises DealPaperError."""
	seen: set[str] = set()
	for row in rows:
		row.paper = (row.paper or "").strip()
		if row.paper in seen:
			frappe.throw(
				_("Row {0}: the paper {1} appears twice.").format(row.idx, row.paper), DealPaperError
			)
		seen.add(row.paper)


def list_of(centre: str) -> list[RequiredDealPaper]:
	"""The rows of a centre's list, in its order."""
	return frappe.get_cached_doc("Sales Centre", centre).deal_papers


def is_required(row: RequiredDealPaper) -> bool:
	"""Whether a file without this paper is incomplete."""
	return bool(cint(row.required))
