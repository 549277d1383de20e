"""What is taught: a centre's own course, or one of every centre; who joins owes the entrance courses (R37)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import cint

from dianjian_app import permissions, roles
from dianjian_app.people.staffing import staff_of_user

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.training_course.training_course import TrainingCourse

MOST_POINTS = 100


class CourseError(frappe.ValidationError):
	"""A course that cannot be."""


def fill_centre(course: TrainingCourse) -> None:
	"""Event before_insert: what HR or a manager enters is the own centre's, where nobody said otherwise."""
	if not course.centre and not _keeps_common():
		me = staff_of_user(frappe.session.user)
		course.centre = me and frappe.db.get_value("Sales Staff", me, "centre")


def validate(course: TrainingCourse) -> None:
	"""Event validate: whose it is, and a test with a score that can be reached. Raises CourseError, PermissionError."""
	if not course.centre and not _keeps_common():
		frappe.throw(
			_("A course of every centre is the administrator's; enter one of your centre."),
			frappe.PermissionError,
			title=_("Not Your Centre's"),
		)
	permissions.check_in_scope(course)
	if not course.entrance:
		course.position = None
	course.pass_score = check_pass_score(course.tested, course.pass_score, CourseError)


def refuse_delete(course: TrainingCourse) -> None:
	"""Event on_trash: a course that somebody owes or was taught is disabled instead. Raises CourseError."""
	for doctype in ("Training Due", "Training Session"):
		if frappe.db.exists(doctype, {"course": course.name}):
			frappe.throw(
				_("{0} has been taught or is owed; disable it.").format(course.course_title), CourseError
			)


def check_pass_score(tested: int | None, score: int | None, error: type[frappe.ValidationError]) -> int:
	"""The score that passes a test, 0 without a test. Raises the error beyond 0 and MOST_POINTS."""
	if not tested:
		return 0
	if not 0 <= cint(score) <= MOST_POINTS:
		frappe.throw(_("{0} lies between 0 and {1}.").format(_("Score to Pass"), MOST_POINTS), error)
	return cint(score)


def of_centre(course: str, centre: str, error: type[frappe.ValidationError]) -> TrainingCourse:
	"""A course that is taught at a centre. Raises the error for a disabled one, and for another centre's."""
	doc: TrainingCourse = frappe.get_cached_doc("Training Course", course)
	if doc.disabled or (doc.centre and doc.centre != centre):
		frappe.throw(_("{0} is not taught at {1}.").format(doc.course_title, centre), error)
	return doc


def _keeps_common() -> bool:
	user = frappe.session.user
	return bool(frappe.flags.in_install) or user == "Administrator" or roles.ADMIN in frappe.get_roles(user)
