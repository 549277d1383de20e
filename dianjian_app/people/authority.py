"""Who stands over whom: leaders over their group, managers over their centre, and nobody over themselves (R2).

Whoever asks about a manager asks here: what one sees (`permissions.py`), signs and decides follows from the same answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _

from dianjian_app import roles
from dianjian_app.in_words import listed
from dianjian_app.people.staffing import staff_of_user

if TYPE_CHECKING:
	from frappe.model.document import Document


class AboutOneselfError(frappe.PermissionError):
	"""Somebody writes about themselves what others have to say."""


class NotYourPartError(frappe.PermissionError):
	"""Somebody without the position acts."""


def managed_centres(user: str) -> frozenset[str]:
	"""The centres that a department manager manages: the one of the staff record, and those that name the manager or deputy.

	A centre may have several managers, because nobody decides about themselves. Whoever a centre names goes on managing
	it after a move to another centre, until it names somebody else: it is never without anybody who signs. (R2)
	"""
	me = staff_of_user(user)
	if not me or roles.MANAGER not in frappe.get_roles(user):
		return frozenset()
	own = frappe.db.get_value("Sales Staff", me, "centre")
	named = frappe.get_all(
		"Sales Centre", or_filters={"manager": me, "deputy_manager": me}, pluck="name", order_by="name"
	)
	return frozenset([own, *named])


def manages_centre(user: str, centre: str | None) -> bool:
	"""Whether the user manages this centre; Administrator does. (R2)"""
	return user == "Administrator" or (centre is not None and centre in managed_centres(user))


def leads_group(user: str, sales_group: str | None) -> bool:
	"""Whether this group names the user as its leader; Administrator leads every group. (R2)"""
	if user == "Administrator":
		return True
	me = sales_group and roles.LEADER in frappe.get_roles(user) and staff_of_user(user)
	return bool(me) and frappe.db.get_value("Sales Group", sales_group, "leader") == me


def stands_over(user: str, sales_group: str | None, centre: str | None) -> bool:
	"""Whether the user leads this group or manages this centre. (R2)"""
	return leads_group(user, sales_group) or manages_centre(user, centre)


def decides_for(user: str, centre: str, role: str) -> bool:
	"""Whether the user decides in a role for a centre: as its manager, or in another role from a staff record there.

	Administrator decides. (R2)
	"""
	if role == roles.MANAGER or user == "Administrator":
		return manages_centre(user, centre)
	me = staff_of_user(user)
	return bool(
		me and role in frappe.get_roles(user) and frappe.db.get_value("Sales Staff", me, "centre") == centre
	)


def check_position(doc: Document, *wanted: str) -> None:
	"""The session's user has one of the roles; Administrator has all. Raises NotYourPartError."""
	user = frappe.session.user
	if user != "Administrator" and not {*wanted} & set(frappe.get_roles(user)):
		frappe.throw(
			_("This step of {0} is for: {1}.").format(_(doc.doctype), listed(_(r) for r in wanted)),
			NotYourPartError,
			title=_("Not Your Part"),
		)


def refuse_about_oneself(doc: Document, staff: str | None = None) -> None:
	"""Nobody writes or signs a document about themselves; staff: whom it is about, default its agent.

	Raises AboutOneselfError.
	"""
	staff = staff or doc.get("agent")
	if staff and staff_of_user(frappe.session.user) == staff:
		frappe.throw(
			_("{0} about yourself is recorded by somebody else.").format(_(doc.doctype)),
			AboutOneselfError,
			title=_("About Yourself"),
		)
