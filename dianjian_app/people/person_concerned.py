"""The person that a document is about, whatever their position: name, group and centre as on the day (R4)."""

from __future__ import annotations

from datetime import date

import frappe
from frappe import _

from dianjian_app import roles
from dianjian_app.people.staffing import group_on, staff_of_user


class ConcernedError(frappe.ValidationError):
	"""The person or the day is missing."""


class AboutOneselfError(frappe.PermissionError):
	"""Somebody writes about themselves what others have to say."""


class NotYourPartError(frappe.PermissionError):
	"""Somebody without the position acts."""


def fill_person(doc, day: date | None) -> None:
	"""Write agent_name, sales_group and centre of doc.agent on the day. Raises ConcernedError."""
	person = doc.agent and frappe.db.get_value(
		"Sales Staff", doc.agent, ["staff_name", "centre"], as_dict=True
	)
	if not person or not day:
		frappe.throw(_("Say whose {0} it is and of which day.").format(_(doc.doctype)), ConcernedError)
	doc.agent_name, doc.sales_group = person.staff_name, group_on(doc.agent, day)
	doc.centre = (
		frappe.get_cached_value("Sales Group", doc.sales_group, "centre") if doc.sales_group else None
	) or person.centre


def refuse_about_oneself(doc, staff: str | None = None) -> None:
	"""Nobody writes or signs a document about themselves. Raises AboutOneselfError."""
	staff = staff or doc.agent
	if staff and staff_of_user(frappe.session.user) == staff:
		frappe.throw(
			_("{0} about yourself is recorded by somebody else.").format(_(doc.doctype)),
			AboutOneselfError,
			title=_("About Yourself"),
		)


def check_position(doc, *wanted: str) -> None:
	"""The session's user has one of the roles; Administrator has all. Raises NotYourPartError."""
	user = frappe.session.user
	if user != "Administrator" and not {*wanted} & set(frappe.get_roles(user)):
		frappe.throw(
			_("This step of {0} is for: {1}.").format(_(doc.doctype), ", ".join(_(r) for r in wanted)),
			NotYourPartError,
			title=_("Not Your Part"),
		)


def decides_for(user: str, centre: str, role: str) -> bool:
	"""Has the user the role, and a staff record in the centre? Administrator has. (R2)

	HR may look after several centres: theirs is every centre that they manage or belong to.
	"""
	if user == "Administrator":
		return True
	me = staff_of_user(user)
	if not me or role not in frappe.get_roles(user):
		return False
	mine = frappe.db.get_value("Sales Staff", me, "centre")
	return mine == centre or (
		role == roles.MANAGER and frappe.db.get_value("Sales Centre", centre, "manager") == me
	)
