"""Reads what close-outs have used up: after one, a remainder starts again from 0 (R32)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import frappe

from dianjian_app.incentives.rules.rule_document import number


def closed_remainders(centre: str, as_of: date | None = None) -> dict[tuple[str, str], Decimal]:
	"""(family, agent) → what was counted, and closed on leaving. as_of: of those who left until then; None: of all."""
	filters: dict = {"centre": centre, "visits": (">", 0)}
	if as_of:
		filters["leaving_date"] = ("<=", as_of)
	closed: dict[tuple[str, str], Decimal] = {}
	for r in frappe.get_all("Leaver Close-Out", filters, ["family", "staff", "visits"], limit=0):
		key = ((r.family or "").strip(), r.staff)
		closed[key] = closed.get(key, Decimal(0)) + number(r.visits)
	return closed
