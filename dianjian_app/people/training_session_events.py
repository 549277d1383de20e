"""A training: whose it is, who is expected, who was there and with which score; what is owed follows (R37)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import flt, get_datetime, get_time, getdate, now_datetime

from dianjian_app import permissions, roles
from dianjian_app.people import training_dues
from dianjian_app.people.authority import AboutOneselfError, leads_group
from dianjian_app.people.staffing import group_on, staff_of_user
from dianjian_app.people.training_course_events import MOST_POINTS, check_pass_score, of_centre
from dianjian_app.value_lists import among

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.training_attendee.training_attendee import TrainingAttendee
	from dianjian_app.dianjian_app.doctype.training_session.training_session import TrainingSession

PLANNED, HELD, CALLED_OFF = "Planned", "Held", "Called Off"
PASSED, NOT_PASSED = "Passed", training_dues.NOT_PASSED
EVALUATED_WITHIN = timedelta(days=7)
KEEPERS = (roles.ADMINISTRATION, roles.HR, roles.MANAGER)
"""who keeps the trainings of a whole centre, beside the leaders and trainers"""
OF_ONESELF = ("attended", "score", "result")
LONGEST = 24
"""hours of a session"""


class TrainingError(frappe.ValidationError):
	"""A training that cannot be."""


def fill_in(session: TrainingSession) -> None:
	"""Event before_insert: centre and group of who enters it, where nobody said otherwise."""
	session.status, session.called_off_reason, session.evaluate_until = PLANNED, None, None
	me = staff_of_user(frappe.session.user)
	if not session.centre and me:
		session.centre = frappe.db.get_value("Sales Staff", me, "centre")
	if me and not session.sales_group and not _keeps_all():
		led = frappe.get_all("Sales Group", {"leader": me}, pluck="name", order_by="name", limit=1)
		session.sales_group = led[0] if led else None


def validate(session: TrainingSession) -> None:
	"""Event validate: time, trainer, test, and each attendee once, of the place. Raises TrainingError, PermissionError."""
	before = session.get_doc_before_save()
	if not session.flags.by_act:
		_keep_acts(session, before)
		permissions.check_in_scope(session)
	_follow_course(session, before)
	_check_group(session)
	_check_time(session)
	_name_trainer(session)
	session.pass_score = check_pass_score(session.tested, session.pass_score, TrainingError)
	_fill_rows(session)
	_keep_marks(session, before)
	for row in session.attendees:
		_check_score(session, row)


def hold(session: TrainingSession) -> None:
	"""Event before_submit: it was held, and somebody attended. Raises TrainingError."""
	if starts_at(session) > now_datetime():
		frappe.throw(_("A training is submitted once it was held."), TrainingError)
	if not any(row.attended for row in session.attendees):
		frappe.throw(_("Tick who attended."), TrainingError, title=_("Nobody Attended"))
	session.status, session.evaluate_until = HELD, getdate() + EVALUATED_WITHIN
	for row in session.attendees:
		if session.tested and row.attended:
			row.result = PASSED if flt(row.score) >= session.pass_score else NOT_PASSED


def settle_dues(session: TrainingSession) -> None:
	"""Event on_submit: what is owed is done for who attended, and open for who did not."""
	for row in session.attendees:
		training_dues.settle(session, row)


def mark_called_off(session: TrainingSession) -> None:
	"""Event before_cancel: a training that is cancelled was none."""
	session.status, session.evaluate_until = CALLED_OFF, None


def starts_at(session: TrainingSession) -> datetime:
	"""When a session begins; without a time, with its day."""
	return get_datetime(f"{getdate(session.date)} {session.start_time or '00:00:00'}")


def refuse_called_off(session: TrainingSession) -> None:
	"""Raises TrainingError where there will be no training."""
	if session.status == CALLED_OFF or session.docstatus == 2:
		frappe.throw(
			_("The training {0} is called off.").format(session.topic), TrainingError, title=_("Called Off")
		)


def _keep_acts(session: TrainingSession, before: TrainingSession | None) -> None:
	"""What acts alone write stays, whatever is sent; what was called off changes no more."""
	if before:
		refuse_called_off(before)
		session.status, session.called_off_reason = before.status, before.called_off_reason
		if before.centre != session.centre:
			frappe.throw(_("A training stays with its centre; plan another one."), TrainingError)
	if session.sales_group != (before.sales_group if before else None) or not before:
		_check_whose(session)


def _keeps_all() -> bool:
	"""Whether the session's user keeps the trainings of a whole centre."""
	user = frappe.session.user
	return user == "Administrator" or bool({*KEEPERS} & set(frappe.get_roles(user)))


def _check_whose(session: TrainingSession) -> None:
	"""A training for the whole centre is planned by who keeps the centre's; leaders plan their group's."""
	if not _keeps_all() and not leads_group(frappe.session.user, session.sales_group):
		frappe.throw(
			_(
				"Leaders plan the trainings of their own group; those of the centre are HR's or the manager's."
			),
			permissions.OutOfScopeError,
			title=_("Not Yours"),
		)


def _follow_course(session: TrainingSession, before: TrainingSession | None) -> None:
	if not session.course:
		return
	changed = not before or before.course != session.course
	if not changed:
		return
	course = of_centre(session.course, session.centre, TrainingError)
	session.topic = session.topic or course.course_title
	session.hours = flt(session.hours) or course.hours
	if course.entrance:
		session.kind = training_dues.OF_ENTRANCE
	if course.tested:
		session.tested, session.pass_score = 1, session.pass_score or course.pass_score


def _check_group(session: TrainingSession) -> None:
	if session.sales_group and (
		frappe.db.get_value("Sales Group", session.sales_group, "centre") != session.centre
	):
		frappe.throw(_("The group belongs to another centre."), TrainingError)


def _check_time(session: TrainingSession) -> None:
	start, end = session.start_time, session.end_time
	if end and not start:
		frappe.throw(_("Enter when the training starts."), TrainingError)
	if start and end:
		day = getdate(session.date)
		length = get_datetime(f"{day} {get_time(end)}") - get_datetime(f"{day} {get_time(start)}")
		if length <= timedelta():
			frappe.throw(_("The training ends after it begins."), TrainingError)
		session.hours = flt(session.hours) or round(length.total_seconds() / 3600, 1)
	if not 0 <= flt(session.hours) <= LONGEST:
		frappe.throw(_("{0} lies between 0 and {1}.").format(_("Hours"), LONGEST), TrainingError)


def _name_trainer(session: TrainingSession) -> None:
	"""The trainer's name; a trainer of the staff is of the centre, and nobody's own pupil."""
	if not session.trainer_staff:
		if not (session.trainer or "").strip():
			frappe.throw(_("Say who trains."), TrainingError)
		return
	person = frappe.db.get_value(
		"Sales Staff", session.trainer_staff, ["staff_name", "centre", "status"], as_dict=True
	)
	if not person:
		return  # Frappe's own link check names it
	if person.centre != session.centre:
		frappe.throw(
			_("{0} belongs to {1}; enter a trainer from elsewhere by name.").format(
				person.staff_name, person.centre
			),
			TrainingError,
		)
	session.trainer = person.staff_name
	for row in session.attendees:
		if row.staff == session.trainer_staff:
			_refuse(row, _("{0} is the trainer.").format(person.staff_name))


def _fill_rows(session: TrainingSession) -> None:
	people, seen = _people(session), set()
	day = getdate(session.date)
	for row in session.attendees:
		if not row.staff or row.staff not in people:
			continue  # Frappe asks for it
		person = people[row.staff]
		if row.staff in seen:
			_refuse(row, _("{0} is listed twice.").format(person.staff_name))
		seen.add(row.staff)
		if person.centre != session.centre:
			_refuse(row, _("{0} belongs to {1}.").format(person.staff_name, person.centre))
		row.staff_name, row.agent, row.centre, row.date = (
			person.staff_name,
			row.staff,
			session.centre,
			session.date,
		)
		row.sales_group = group_on(row.staff, day)
		if session.sales_group and row.sales_group != session.sales_group:
			_refuse(row, _("{0} does not belong to this group on the day.").format(person.staff_name))


def _keep_marks(session: TrainingSession, before: TrainingSession | None) -> None:
	"""Who confirmed and when is the server's to say; nobody ticks or scores themselves. Raises AboutOneselfError."""
	if session.flags.by_act:
		return
	stored = {row.staff: row for row in before.attendees} if before else {}
	me = staff_of_user(frappe.session.user)
	for row in session.attendees:
		was = stored.get(row.staff)
		if row.staff == me and any(_said(row, f) != _said(was, f) for f in OF_ONESELF):
			frappe.throw(
				_(
					"Your own attendance and score are entered by somebody else, or confirmed by you in your trainings."
				),
				AboutOneselfError,
				title=_("About Yourself"),
			)
		row.invited_at = was.invited_at if was else None
		if was and bool(was.attended) == bool(row.attended):
			row.confirmed_at, row.confirmed_by = was.confirmed_at, was.confirmed_by
		else:
			row.confirmed_at = now_datetime() if row.attended else None
			row.confirmed_by = frappe.session.user if row.attended else None


def _said(row: TrainingAttendee | None, field: str) -> object:
	value = row.get(field) if row else None
	return value or "" if field == "result" else flt(value)


def _check_score(session: TrainingSession, row: TrainingAttendee) -> None:
	if (row.result or flt(row.score)) and not row.attended:
		_refuse(row, _("{0} has a result without having attended.").format(row.staff_name))
	if not 0 <= flt(row.score) <= MOST_POINTS:
		_refuse(row, _("{0} lies between 0 and {1}.").format(_("Score"), MOST_POINTS))
	if flt(row.score) and not session.tested:
		_refuse(row, _("There is no test to score; tick that the training ends with one."))
	if session.tested and session.docstatus == 0:
		passed = flt(row.score) >= session.pass_score
		row.result = (PASSED if passed else NOT_PASSED) if flt(row.score) else ""


def _people(session: TrainingSession) -> dict:
	rows = frappe.get_all(
		"Sales Staff",
		filters={"name": ("in", among(row.staff for row in session.attendees))},
		fields=["name", "staff_name", "centre"],
	)
	return {r.name: r for r in rows}


def _refuse(row: TrainingAttendee, text: str) -> None:
	frappe.throw(_("Attendees, row {0}: {1}").format(row.idx, text), TrainingError, title=_("Attendees"))
