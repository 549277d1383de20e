"""People change groups and leave; the rooms that must follow are told through hooks (R3, R4, R47).

This room imports no later one. Whoever must follow lists a function in the app's hooks:

dianjian_staff_moved: called with staff, old_group, new_group, day (names, date) when the current group changed.
dianjian_staff_left: called with staff, group, day when the person has departed; group: the last one, may be None.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import formatdate, getdate

from dianjian_app.own_transactions import for_each
from dianjian_app.people import membership, spells
from dianjian_app.people.membership import Membership
from dianjian_app.people.sales_staff_events import (
	StaffMembershipError,
	memberships_of,
	set_memberships,
)
from dianjian_app.people.spells import Spell
from dianjian_app.people.staff_projection import stale_staff
from dianjian_app.people.staff_spells import EmploymentDatesError, set_spells, spells_of
from dianjian_app.people.staffing import DEPARTED

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.sales_staff.sales_staff import SalesStaff

MOVED, LEFT = "dianjian_staff_moved", "dianjian_staff_left"


def announce(staff: SalesStaff) -> None:
	"""Event on_update: tell the other rooms that a person has moved or left."""
	before = staff.get_doc_before_save()
	if not before:
		return
	if staff.status == DEPARTED and before.status != DEPARTED:
		_tell(LEFT, staff=staff.name, group=before.sales_group, day=getdate(staff.leaving_date))
		_warn_of_posts(staff)
	elif (before.sales_group, before.centre) != (staff.sales_group, staff.centre):
		if before.sales_group and before.sales_group != staff.sales_group:
			_tell(
				MOVED,
				staff=staff.name,
				old_group=before.sales_group,
				new_group=staff.sales_group,
				day=getdate(),
			)
		_warn_of_posts(staff)


@frappe.whitelist(methods=["POST"])
def move_to_group(staff: str, group: str, from_date: str) -> None:
	"""Move a person to a group from a day on; the membership before it ends the day before (R4).

	Raises PermissionError without write permission on the staff record, StaffMembershipError when the day is
	the first of the current membership or lies outside the employment.
	"""
	doc = frappe.get_doc("Sales Staff", staff)
	doc.check_permission("write")
	try:
		history = membership.change_group(memberships_of(doc), group, getdate(from_date))
	except membership.ChangeBeforeStart as error:
		frappe.throw(
			_("{0} belongs to {1} only from {2} on. Correct that row of the memberships instead.").format(
				doc.staff_name, error.membership.group, formatdate(error.day)
			),
			StaffMembershipError,
		)
	set_memberships(doc, history)
	doc.save()


@frappe.whitelist(methods=["POST"])
def change_position(staff: str, position: str, from_date: str, group: str | None = None) -> None:
	"""A person has another position from a day on; the days before stay what they were (R3, R4).

	group: for an agent who belongs to none on that day. Dates as YYYY-MM-DD. Raises PermissionError without write
	permission, EmploymentDatesError on a day without employment, StaffMembershipError for an agent without a group.
	"""
	doc = frappe.get_doc("Sales Staff", staff)
	doc.check_permission("write")
	day = getdate(from_date)
	try:
		set_spells(doc, spells.change_position(spells_of(doc), position, day))
	except spells.NotEmployed:
		frappe.throw(
			_("{0} is not employed on {1}. Record the return first, then the position.").format(
				doc.staff_name, formatdate(day)
			),
			EmploymentDatesError,
		)
	if group:
		set_memberships(doc, membership.change_group(memberships_of(doc), group, day))
	doc.save()


@frappe.whitelist(methods=["POST"])
def record_return(
	staff: str,
	from_date: str,
	position: str,
	group: str | None = None,
	probation_until: str | None = None,
) -> None:
	"""Somebody who left is employed again from a day on; the days between ask for nothing (R3, R4).

	probation_until: its last day; without one the centre's choice for those who come back. Dates as YYYY-MM-DD. Raises
	PermissionError without write permission, EmploymentDatesError while the person is employed.
	"""
	doc = frappe.get_doc("Sales Staff", staff)
	doc.check_permission("write")
	day, until = getdate(from_date), getdate(probation_until) if probation_until else None
	before = spells_of(doc)
	if spells.spell_on(before, day) or any(s.start > day for s in before):
		frappe.throw(
			_("{0} is employed on {1} or later already. Record the leaving first.").format(
				doc.staff_name, formatdate(day)
			),
			EmploymentDatesError,
		)
	set_spells(doc, (*before, Spell(position, day, None, until)))
	if group:
		set_memberships(doc, (*memberships_of(doc), Membership(group, day)))
	doc.save()


@frappe.whitelist()
def propose_first_groups(
	centre: str,
	joining_date: str,
	group: str,
	expansion: bool | int | str = True,
	probation_until: str | None = None,
) -> list[dict]:
	"""A newcomer's first memberships, to fill a new record's table with: nothing is written (R3).

	The expansion department during probation, then the group; expansion: false for the group from the first day.
	Dates as YYYY-MM-DD. Raises PermissionError for whoever may not enter staff.
	"""
	frappe.has_permission("Sales Staff", "create", throw=True)
	frappe.get_doc("Sales Centre", centre).check_permission("read")
	department = expansion_department(centre) if frappe.utils.cint(expansion) else None
	rows = membership.first_memberships(
		getdate(joining_date), group, department, getdate(probation_until) if probation_until else None
	)
	return [{"sales_group": m.group, "from_date": m.start, "to_date": m.end} for m in rows]


@frappe.whitelist(methods=["POST"])
def record_leaving(staff: str, leaving_date: str, at_once: bool | int | str = False) -> None:
	"""A person leaves: the last day of employment is entered and, once it is over, access ends (R3, R47).

	at_once: end access now although the last day is today. Raises EmploymentDatesError when access is to end
	before the last day, PermissionError without write permission.
	"""
	doc = frappe.get_doc("Sales Staff", staff)
	doc.check_permission("write")
	doc.leaving_date = getdate(leaving_date)
	if frappe.utils.cint(at_once):
		if doc.leaving_date > getdate():
			frappe.throw(
				_("Access ends after the last day ({0}); it cannot end earlier than the employment.").format(
					formatdate(doc.leaving_date)
				),
				EmploymentDatesError,
			)
		doc.status = DEPARTED
	doc.save()


def expansion_department(centre: str) -> str | None:
	"""The centre's expansion department (拓展部), None where it has none (R3)."""
	return frappe.db.get_value(
		"Sales Group", {"centre": centre, "group_type": "Expansion", "disabled": 0}, "name"
	)


def follow_the_calendar(as_of: date | None = None) -> list[str]:
	"""Daily job: current group and status of everybody whose day has come; gives the names that changed.

	Each record is saved on its own, so that one that cannot be saved keeps nobody else back; what failed is in
	the Error Log.
	"""
	changed = []

	def follow(name: str) -> None:
		frappe.get_doc("Sales Staff", name).save(ignore_permissions=True)  # the calendar acts, no user
		changed.append(name)

	for_each(
		stale_staff(as_of or getdate()),
		follow,
		lambda name: _("Sales Staff {0} could not follow the calendar").format(name),
	)
	return changed


def _tell(hook: str, **what: object) -> None:
	for path in frappe.get_hooks(hook):
		frappe.get_attr(path)(**what)


def _warn_of_posts(staff: SalesStaff) -> None:
	"""Say which groups and centres still name somebody who has left them: a leaver signs no more, a mover still does."""
	groups = frappe.get_all(
		"Sales Group",
		or_filters=[["leader", "=", staff.name], ["assistant", "=", staff.name]],
		fields=["name", "group_name", "centre", "leader"],
	)
	centres = frappe.get_all("Sales Centre", filters={"manager": staff.name}, fields=["name", "centre_name"])
	if staff.status != DEPARTED:
		# an assistant may belong to another group of the centre
		groups = [
			g
			for g in groups
			if g.centre != staff.centre or (g.leader == staff.name and g.name != staff.sales_group)
		]
		centres = [c for c in centres if c.name != staff.centre]
	posts = [*(g.group_name for g in groups), *(c.centre_name for c in centres)]
	if posts:
		frappe.msgprint(
			_("{0} still stands as leader, assistant or manager of: {1}. Name somebody else there.").format(
				staff.staff_name, ", ".join(posts)
			)
		)
