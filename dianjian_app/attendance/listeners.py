"""Document events that attendance subscribes to in hooks.py, so that no earlier room knows of it (R33)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dianjian_app.attendance import punch_store

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.sales_staff.sales_staff import SalesStaff

MEMBER = ("centre", "joining_date")


def staff_changed(staff: SalesStaff, method: str | None = None) -> None:
	"""Sales Staff entered, or moved: punches of a number that was nobody's may be this person's."""
	if staff.get_doc_before_save() is None or any(staff.has_value_changed(field) for field in MEMBER):
		punch_store.answer_numbers([staff.name])
