"""Entrance training (岗前培训): who joins, or takes another position, owes its courses until they are attended (R37, R49)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import frappe
from frappe.utils import cint, getdate

from dianjian_app.people import training_dues
from dianjian_app.people.staff_spells import spells_of
from dianjian_app.people.staffing import DEPARTED
from dianjian_app.value_lists import among

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.sales_staff.sales_staff import SalesStaff
	from dianjian_app.people.spells import Spell

NEW = timedelta(days=31)
"""for how long after the first day somebody is entered as a newcomer, beside those on probation (R3)"""


def follow(staff: SalesStaff) -> None:
	"""Event on_update: what a new record, position or return makes due, and what it ends. Twice is as once.

	Whoever was there before the record of it, with a first day long ago, owes nothing by being entered.
	"""
	before = staff.get_doc_before_save()
	if staff.status == DEPARTED:
		return
	known = {(s.position, s.start) for s in spells_of(before)} if before else set()
	now = spells_of(staff)
	if before and before.status == DEPARTED and known == {(s.position, s.start) for s in now}:
		training_dues.reopen_of_returner(str(staff.name))
	came_back = bool(before and before.status == DEPARTED)
	for at, spell in enumerate(now):
		if (spell.position, spell.start) not in known and _is_new(spell):
			goes_on = at > 0 and now[at - 1].end == spell.start - timedelta(days=1)
			_owe(staff, spell, changed=goes_on and not came_back)
	if before and before.position != staff.position:
		_lift_of_others(staff, {s.position for s in now if not s.end or s.end >= getdate()})


def owe(staff: SalesStaff) -> None:
	"""What somebody who was hired owes, whenever they join."""
	for spell in spells_of(staff):
		_owe(staff, spell, changed=False)


def forget(staff: SalesStaff) -> None:
	"""Event on_trash: a record that was entered by mistake takes along what it made due."""
	owed = {"agent": staff.name, "origin": training_dues.ENTRANCE, "status": training_dues.OPEN}
	for name in frappe.get_all("Training Due", {**owed, "session": ("is", "not set")}, pluck="name"):
		due = frappe.get_doc("Training Due", name)
		due.flags.by_decision = True
		due.delete(ignore_permissions=True)  # goes with the record, whose deletion was asked for rights


def _is_new(spell: Spell) -> bool:
	day = getdate()
	return spell.start >= day - NEW or bool(spell.probation_until and spell.probation_until >= day)


def _owe(staff: SalesStaff, spell: Spell, *, changed: bool) -> None:
	"""changed: the person was there in another position, and owes what is taught for this one alone."""
	owed = {"agent": staff.name, "status": ("!=", training_dues.LIFTED), "course": ("is", "set")}
	there = set(frappe.get_all("Training Due", owed, pluck="course", limit=0))
	for course in _courses(staff.centre, spell.position, common=not changed):
		if course.name not in there:
			by: date = spell.start + timedelta(days=cint(course.due_days))
			training_dues.make(
				str(staff.name),
				training_dues.ENTRANCE,
				spell.start,
				by,
				course=course.name,
				topic=course.course_title,
			)


def _courses(centre: str, position: str, *, common: bool) -> list[frappe._dict]:
	"""The entrance courses of a position at a centre; common: those of every position as well."""
	course = frappe.qb.DocType("Training Course")
	fits = course.position == position
	if common:
		fits = fits | course.position.isnull() | (course.position == "")
	query = (
		frappe.qb.from_(course)
		.select(course.name, course.course_title, course.due_days)
		.where((course.entrance == 1) & (course.disabled == 0) & fits)
		.where(course.centre.isnull() | (course.centre == "") | (course.centre == centre))
		.orderby(course.course_title)
		.orderby(course.name)
	)
	return query.run(as_dict=True)


def _lift_of_others(staff: SalesStaff, positions: set[str]) -> None:
	"""What is taught for a position that the person no longer has is owed no more, unless they are invited to it."""
	owed = {"agent": staff.name, "origin": training_dues.ENTRANCE, "status": training_dues.OPEN}
	dues = frappe.get_all("Training Due", {**owed, "session": ("is", "not set")}, ["name", "course"], limit=0)
	bound = dict(
		frappe.get_all(
			"Training Course",
			{"name": ("in", among(due.course for due in dues)), "position": ("is", "set")},
			["name", "position"],
			as_list=True,
			limit=0,
		)
	)
	for due in dues:
		if due.course in bound and bound[due.course] not in positions:
			training_dues.write(
				frappe.get_doc("Training Due", due.name),
				status=training_dues.LIFTED,
				lifted_for=training_dues.BY_POSITION,
			)
