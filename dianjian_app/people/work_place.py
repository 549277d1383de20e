"""Where a person's work of a day belongs: centre and group as they were (R4)."""

from __future__ import annotations

from datetime import date

import frappe
from frappe import _

from dianjian_app import roles
from dianjian_app.people.staffing import group_on, staff_of_user


class NoPlaceError(frappe.ValidationError):
	"""Nobody's document, no date, or a person without a group on that day."""


def fill_place(doc, day: date | None) -> None:
	"""Write sales_group, centre and agent_name of doc.agent on the day; the agent defaults to the session's.

	Raises NoPlaceError.
	"""
	doc.agent = doc.agent or staff_of_user(frappe.session.user)
	if not doc.agent or not day:
		frappe.throw(_("Say whose {0} it is and of which day.").format(_(doc.doctype)), NoPlaceError)
	doc.sales_group = group_on(doc.agent, day)
	if not doc.sales_group:
		frappe.throw(
			_("{0} belonged to no sales group on {1}.").format(doc.agent, frappe.format(day, "Date")),
			NoPlaceError,
		)
	doc.centre = frappe.get_cached_value("Sales Group", doc.sales_group, "centre")
	doc.agent_name = frappe.get_cached_value("Sales Staff", doc.agent, "staff_name")


def stands_over(user: str, sales_group: str | None, centre: str | None) -> bool:
	"""Is the user the leader of this group, or the manager of this centre? Administrator is. (R2)"""
	if user == "Administrator":
		return True
	me, mine = staff_of_user(user), set(frappe.get_roles(user))
	if not me:
		return False
	if (
		roles.LEADER in mine
		and sales_group
		and frappe.db.get_value("Sales Group", sales_group, "leader") == me
	):
		return True
	return manages(user, centre)


def manages(user: str, centre: str | None) -> bool:
	"""Is the user the department manager of this centre? Administrator is. (R2)"""
	if user == "Administrator":
		return True
	me = staff_of_user(user)
	return bool(
		me
		and roles.MANAGER in frappe.get_roles(user)
		and frappe.db.get_value("Sales Staff", me, "centre") == centre
	)
