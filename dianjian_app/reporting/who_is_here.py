"""Who of the reader's people is there now, and who should be (R33)."""

from __future__ import annotations

from datetime import datetime

import frappe
from frappe.utils import now_datetime

from dianjian_app.attendance.day_facts import Frame
from dianjian_app.attendance.here_now import here_now
from dianjian_app.attendance.morning import Now, Whereabouts
from dianjian_app.people.staffing import DEPARTED
from dianjian_app.reporting.filters import where_equal
from dianjian_app.reporting.scope import RenamedFields, readers_rows

RESULT = "Staff Day Result"


def read_here(
	centre: str | None = None, sales_group: str | None = None, now: datetime | None = None
) -> list[tuple[Frame, Now]]:
	"""The reader's people, who is missing first. Raises PermissionError."""
	staff = frappe.qb.DocType("Sales Staff")
	query = frappe.qb.from_(staff).where(staff.status != DEPARTED).select(staff.name)
	query = where_equal(
		query, staff, {"centre": centre, "sales_group": sales_group}, ("centre", "sales_group")
	)
	query = readers_rows(query, RenamedFields(staff, agent="name"), RESULT)
	order = list(Whereabouts)
	found = here_now(query.run(pluck=True), now or now_datetime())
	return sorted(found, key=lambda each: (order.index(each[1].whereabouts), each[0].agent))


def how_many_missing() -> int:
	"""How many of the reader's people should be there and are not."""
	return sum(now.whereabouts is Whereabouts.MISSING for _frame, now in read_here())
