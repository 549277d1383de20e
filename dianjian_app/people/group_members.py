"""Who belongs to a group on a day, whatever the position (R4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

import frappe
from frappe.utils import getdate

from dianjian_app.people.staffing import DEPARTED
from dianjian_app.value_lists import among


def members_on(days: Iterable[tuple[str, date]]) -> dict[tuple[str, date], list[frappe._dict]]:
	"""(group, day) → its people of that day who have not left since: name, staff_name, user; two queries for any number."""
	wanted = sorted(set(days))
	rows = frappe.get_all(
		"Sales Group Membership",
		{
			"parenttype": "Sales Staff",
			"sales_group": ("in", among(sorted({group for group, _day in wanted}))),
		},
		["parent", "sales_group", "from_date", "to_date"],
		limit=0,
	)
	names = {"name": ("in", among(sorted({row.parent for row in rows}))), "status": ("!=", DEPARTED)}
	people = {
		person.name: person
		for person in frappe.get_all("Sales Staff", names, ["name", "staff_name", "user"], limit=0)
	}
	found: dict[tuple[str, date], list[frappe._dict]] = defaultdict(list)
	for group, day in wanted:
		for row in rows:
			inside = getdate(row.from_date) <= day and (not row.to_date or day <= getdate(row.to_date))
			if row.sales_group == group and inside and row.parent in people:
				found[group, day].append(people[row.parent])
	return found
