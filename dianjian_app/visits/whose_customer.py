"""Whose customer somebody at the door is (判客): a full number is answered with owner and date, and nothing else (R10, R47).

The person at the front desk has the number from the customer. Each look is logged and counts against the one limit.
"""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import format_date, getdate, now_datetime

from dianjian_app import roles
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.resources.intake.known_numbers import lead_with_number
from dianjian_app.resources.numbers import asking, vault
from dianjian_app.resources.numbers.finding import NotANumberError
from dianjian_app.resources.numbers.phone import read_numbers
from dianjian_app.resources.pool.contacts import owner_of


@frappe.whitelist(methods=["POST"])
def whose_customer(number: str) -> dict:
	"""Whose customer a number is in the centre of the front desk that asks, for the front desk alone (R10, R47).

	number: one full number in any spelling. Gives {"protected": bool, "answer": "张敏's, protected until …" or a new
	visitor}; beyond the daily limit {"protected": None, "answer": what the limit says}. A number of nobody's and one whose
	protection has passed are answered alike. Raises PermissionError, NotANumberError.
	"""
	place = desk_at_work()
	area_code = frappe.db.get_value("Sales Centre", place.centre, "area_code")
	numbers = read_numbers(str(number or "")[:80], area_code or "").numbers
	if len(numbers) != 1:
		frappe.throw(
			_("Enter one full phone number, with the area code if it is a landline."),
			NotANumberError,
			title=_("Whose Customer"),
		)
	if not asking.may_ask("Call Lead", numbers, place=place, every_time=True):
		return {"protected": None, "answer": asking.limit_message()}
	lead = lead_with_number(place.centre, [vault.hash_of(numbers[0])])
	owner = owner_of([lead or "-"], place.centre, getdate(now_datetime()))
	if lead and owner.agent:
		asking.note_found("Call Lead", lead)
		name = frappe.db.get_value("Sales Staff", owner.agent, "staff_name")
		until = format_date(owner.until)
		return {"protected": True, "answer": _("{0}'s, protected until {1}").format(name, until)}
	return {"protected": False, "answer": _("A new visitor")}


def desk_at_work() -> frappe._dict:
	"""`desk_of` the session's user. Raises PermissionError where they are at no front desk."""
	desk = desk_of(frappe.session.user)
	if desk is None:
		raise frappe.PermissionError(_("Only somebody at a sales centre's front desk does this."))
	return desk


def desk_of(user: str) -> frappe._dict | None:
	"""Name, centre and group of the user's staff record, where the user is at a front desk."""
	staff = roles.FRONT_DESK in frappe.get_roles(user) and staff_of_user(user)
	return (
		frappe.db.get_value("Sales Staff", staff, ["name", "centre", "sales_group"], as_dict=True)
		if staff
		else None
	)
