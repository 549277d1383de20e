"""Units to recommend to a customer, by the needs that are noted (R11, R55)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import frappe
from frappe import _
from frappe.utils import cint, flt

from dianjian_app.service.unit_matching import Match, Offered, Wishes, matches
from dianjian_app.service.unit_reading import FOR_SALE
from dianjian_app.visits.visitors_needs import receives

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.call_lead.call_lead import CallLead

SHOWN = 8
MOST = 5000
FIELDS = ("name", "title", "floor", "product_type", "layout", "rooms", "area", "price", "orientation")


@frappe.whitelist()
def units_that_fit(lead: str) -> dict[str, Any]:
	"""The units for sale at a customer's centre that fit what the customer wants; those that nearly fit come last (R55).

	lead: name of a Call Lead, for who may read it and who receives the customer. Gives {"asked": whether any need is noted,
	"total", "units": the first SHOWN, [{…FIELDS, "fits": bool, "misses": in words}]}. Raises PermissionError.
	"""
	doc = frappe.get_doc("Call Lead", lead)
	if not receives(lead):
		doc.check_permission("read")
	wishes = _wishes(doc)
	if not wishes.any or not frappe.has_permission("Property Unit", "read"):
		return {"asked": wishes.any, "total": 0, "units": []}
	filters = {"centre": doc.centre, "state": FOR_SALE}
	if wishes.product_type:
		filters["product_type"] = ("in", [wishes.product_type, ""])
	rows = {
		row.name: row for row in frappe.get_list("Property Unit", filters, FIELDS, limit_page_length=MOST)
	}
	found = matches((_offered(row) for row in rows.values()), wishes)
	shown = [{**rows[m.unit.name], "fits": m.fits, "misses": _misses(m)} for m in found[:SHOWN]]
	return {"asked": True, "total": len(found), "units": shown}


def _wishes(lead: CallLead) -> Wishes:
	return Wishes(
		budget_from=cint(lead.budget_from),
		budget_to=cint(lead.budget_to),
		area_from=cint(lead.area_from),
		area_to=cint(lead.area_to),
		rooms=cint(lead.rooms),
		product_type=lead.product_need or "",
	)


def _offered(row: frappe._dict) -> Offered:
	return Offered(
		row.name,
		price=Decimal(str(flt(row.price, 2))),
		area=Decimal(str(flt(row.area, 2))),
		rooms=cint(row.rooms),
		product_type=row.product_type or "",
	)


def _misses(match: Match) -> list[str]:
	"""How a unit differs from what is wanted, in words."""
	words = {
		("price", True): _("{0}% above the budget"),
		("price", False): _("{0}% below the budget"),
		("area", True): _("{0}% larger"),
		("area", False): _("{0}% smaller"),
		("rooms", True): _("{0} bedroom more"),
		("rooms", False): _("{0} bedroom fewer"),
	}
	told = []
	for name, miss in match.misses.items():
		size = abs(miss) if name == "rooms" else abs(miss) * 100
		told.append(words[name, miss > 0].format(f"{size:.0f}" if size >= 1 else "<1"))
	return told
