"""Months that are published keep what they were planned by (decision 76)."""

from __future__ import annotations

from functools import partial

import frappe

from dianjian_app.people import settled_months
from dianjian_app.people.period import Period
from dianjian_app.people.settled_plans import planned_now


def execute() -> None:
	"""Keep the plan of each published month as the set-up says it now, which is what it was judged by. Idempotent."""
	published = frappe.get_all(
		"Incentive Settlement",
		{"published_at": ("is", "set"), "docstatus": 1},
		["centre", "period_start", "period_end"],
		order_by="period_start",
	)
	for row in published:
		month = Period(row.period_start, row.period_end)
		if not settled_months.plans_text(row.centre, month):
			settled_months.close(row.centre, month, partial(planned_now, row.centre, month))
