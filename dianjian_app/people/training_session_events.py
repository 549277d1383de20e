"""Training: who was there, and what a rule or a decision made due and is open until attended (R37)."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import getdate

from dianjian_app import permissions
from dianjian_app.people.staffing import group_on
from dianjian_app.value_lists import among

OPEN, ATTENDED, LIFTED = "Open", "Attended", "Lifted"
DUE = "Due from a Rule"


class TrainingError(frappe.ValidationError):
	"""A training that cannot be."""


class TrainingDueError(frappe.ValidationError):
	"""What is due is written by decisions and trainings alone."""


def validate(session) -> None:
	"""Event validate: each attendee once, of the centre, with a result only when there. Raises TrainingError."""
	permissions.check_in_scope(session)
	people = _people(session)
	seen: set[str] = set()
	for row in session.attendees:
		person = people.get(row.staff)
		if row.staff in seen:
			_refuse(row, _("{0} is listed twice.").format(person.staff_name))
		seen.add(row.staff)
		if person.centre != session.centre:
			_refuse(row, _("{0} belongs to {1}.").format(person.staff_name, person.centre))
		if row.result and not row.attended:
			_refuse(row, _("{0} has a result without having attended.").format(person.staff_name))
		row.staff_name, row.agent, row.centre, row.date = (
			person.staff_name,
			row.staff,
			session.centre,
			session.date,
		)
		row.sales_group = group_on(row.staff, getdate(session.date))


def held(session) -> None:
	"""Event on_submit: a training due from a rule is done for who attended. Raises TrainingError."""
	if getdate(session.date) > getdate():
		frappe.throw(_("A training is submitted once it was held."), TrainingError)
	attended = [row.staff for row in session.attendees if row.attended]
	if not attended:
		frappe.throw(_("Tick who attended."), TrainingError, title=_("Nobody Attended"))
	if session.kind != DUE:
		return
	for due in _dues({"agent": ("in", attended), "status": OPEN, "date": ("<=", session.date)}):
		_write(due, ATTENDED, session.name)


def undone(session) -> None:
	"""Event on_cancel: what was done by this training is due again."""
	for due in _dues({"session": session.name}):
		_write(due, OPEN, None)


def make_due(agent: str, reason: str, day, action: str | None = None) -> str:
	"""A training that a person owes from a day on; asked for twice by one action it is owed once. Gives its name."""
	if action:
		name = frappe.db.get_value("Training Due", {"action": action})
		if name:
			return name
	due = frappe.get_doc(
		doctype="Training Due", agent=agent, date=day, reason=reason, action=action, status=OPEN
	)
	due.flags.by_decision = True
	return due.insert(ignore_permissions=True).name  # follows from a decision that two people signed


def lift(action: str) -> None:
	"""Take back what an action made due and nobody has attended yet."""
	for due in _dues({"action": action, "status": OPEN}):
		_write(due, LIFTED, None)


def refuse_by_hand(due) -> None:
	"""Events validate, on_trash of Training Due. Raises TrainingDueError."""
	if not due.flags.by_decision:
		frappe.throw(
			_("What is due comes from a decision and ends with a training; nobody writes it by hand."),
			TrainingDueError,
		)


def _dues(filters: dict) -> list:
	return [
		frappe.get_doc("Training Due", n)
		for n in frappe.get_all("Training Due", filters=filters, pluck="name")
	]


def _write(due, status: str, session: str | None) -> None:
	due.status, due.session = status, session
	due.flags.by_decision = True
	due.save(ignore_permissions=True)  # follows from the training, whose writer may not write what is due


def _people(session) -> dict:
	rows = frappe.get_all(
		"Sales Staff",
		filters={"name": ("in", among(row.staff for row in session.attendees))},
		fields=["name", "staff_name", "centre"],
	)
	return {r.name: r for r in rows}


def _refuse(row, text: str) -> None:
	frappe.throw(_("Attendees, row {0}: {1}").format(row.idx, text), TrainingError, title=_("Attendees"))
