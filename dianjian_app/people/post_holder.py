"""Who may be named as manager of a centre, leader or assistant of a group (R2)."""

from __future__ import annotations

import frappe
from frappe import _

from dianjian_app.people.errors import LeaderError
from dianjian_app.people.staffing import DEPARTED


def check_post_holder(staff: str, centre: str, position: str, post: str) -> None:
	"""The person works at the centre in the position. post: its name for the message. Raises LeaderError."""
	person = frappe.db.get_value(
		"Sales Staff", staff, ["staff_name", "centre", "position", "status"], as_dict=True
	)
	if not person:
		return  # Frappe's own link check names it
	if person.status == DEPARTED:
		frappe.throw(_("{0} has left and cannot be {1}.").format(person.staff_name, post), LeaderError)
	if person.centre != centre:
		frappe.throw(
			_("{0} belongs to {1} and cannot be {2} of {3}.").format(
				person.staff_name, person.centre, post, centre
			),
			LeaderError,
		)
	if person.position != position:
		frappe.throw(
			_("{0} is {1}; {2} must have that position.").format(person.staff_name, _(person.position), post),
			LeaderError,
		)
