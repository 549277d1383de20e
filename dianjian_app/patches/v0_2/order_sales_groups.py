"""Groups that a site has since before stand in the order of the numbers in their names (R2). Idempotent."""

import frappe

from dianjian_app.people.group_order import order_in_name


def execute() -> None:
	"""Give those that have no order the one of their name."""
	for group in frappe.get_all("Sales Group", {"sort_order": 0}, ["name", "group_name"], limit=0):
		frappe.db.set_value(
			"Sales Group",
			group.name,
			"sort_order",
			order_in_name(group.group_name or ""),
			update_modified=False,
		)
