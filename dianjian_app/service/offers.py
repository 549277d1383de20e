"""Offers and present activities that a customer may be told today: Talk Scripts of those kinds, while they hold (R55)."""

from __future__ import annotations

from datetime import date
from typing import Any

import frappe
from frappe.utils import getdate
from pypika import Criterion, Table

from dianjian_app.permissions import row_condition
from dianjian_app.service.talk_script_events import IN_FORCE, OFFERS
from dianjian_app.visits.visitors_needs import receives

FIELDS = ("name", "title", "kind", "project", "product_type", "script", "valid_from", "valid_until")


@frappe.whitelist()
def offers_to_tell(lead: str | None = None) -> list[dict[str, Any]]:
	"""The offers and activities of the session's centre that hold today, those that end soonest first (R55).

	lead: name of a Call Lead: what is for another project or product than the customer asks for is left out. Gives
	[{…FIELDS, "days_left"}]. Raises PermissionError.
	"""
	frappe.new_doc("Talk Script").check_permission("read")
	project, product = _asked_for(lead) if lead else (None, None)
	today, script = getdate(), frappe.qb.DocType("Talk Script")
	query = (
		frappe.qb.from_(script)
		.select(*(script[field] for field in FIELDS))
		.where((script.stage == IN_FORCE) & script.kind.isin(OFFERS) & held(script, today))
		.orderby(script.valid_until, script.title)
	)
	condition = row_condition("Talk Script", script)
	found = (query if condition is None else query.where(condition)).run(as_dict=True)
	return [
		{**row, "days_left": (row.valid_until - today).days}
		for row in found
		if _fits(row.project, project) and _fits(row.product_type, product)
	]


def held(script: Table, day: date) -> Criterion:
	"""The condition that an offer holds on a day."""
	return (script.valid_from.isnull() | (script.valid_from <= day)) & (script.valid_until >= day)


def _asked_for(lead: str) -> tuple[str | None, str | None]:
	"""Project and product that a customer asks for; for who may read the lead and who receives the customer."""
	doc = frappe.get_doc("Call Lead", lead)
	if not receives(lead):
		doc.check_permission("read")
	return doc.project_asked, doc.product_need


def _fits(of_offer: str | None, asked: str | None) -> bool:
	return not of_offer or not asked or of_offer == asked
