"""Published months keep what people in whatever position were planned by, too (decision 76)."""

from __future__ import annotations

import frappe

from dianjian_app.people.period import Period
from dianjian_app.people.settled_months import DOCTYPE
from dianjian_app.people.settled_plan import encoded
from dianjian_app.people.settled_plans import posts_now


def execute() -> None:
	"""Note the posts of each month that is settled without them, as the set-up says them now. Idempotent."""
	lacking = frappe.get_all(
		DOCTYPE, {"posts": ("is", "not set")}, ["name", "centre", "period_start", "period_end"], limit=0
	)
	for row in lacking:
		month = Period(row.period_start, row.period_end)
		posts = encoded(posts_now(row.centre, month), month)
		frappe.db.set_value(DOCTYPE, row.name, "posts", posts, update_modified=False)
