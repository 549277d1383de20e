"""Training: who was there, and what a rule or a decision made due and is open until attended (R37)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import getdate

from dianjian_app import permissions
from dianjian_app.people import training_dues
from dianjian_app.people.staffing import group_on
from dianjian_app.value_lists import among

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.training_attendee.training_attendee import TrainingAttendee
	from dianjian_app.dianjian_app.doctype.training_session.training_session import TrainingSession

DUE = "Due from a Rule"


class TrainingError(frappe.ValidationError):
	"""A training that cannot be."""


def validate(session: TrainingSession) -> None:
	"""Event validate: each attendee once, of the centre, with a result only when there. Raises TrainingError."""
	permissions.check_in_scope(session)
	people = _people(session)
	seen: set[str] = set()
	for row in session.attendees:
		if not row.staff:
			continue  # Frappe asks for it
		person = people[row.staff]
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


def complete_dues(session: TrainingSession) -> None:
	"""Event on_submit: a training due from a rule is done for who attended. Raises TrainingError."""
	if getdate(session.date) > getdate():
		frappe.throw(_("A training is submitted once it was held."), TrainingError)
	attended = [row.staff for row in session.attendees if row.attended]
	if not attended:
		frappe.throw(_("Tick who attended."), TrainingError, title=_("Nobody Attended"))
	if session.kind != DUE:
		return
	training_dues.complete(session.name, attended, getdate(session.date))


def reopen_dues(session: TrainingSession) -> None:
	"""Event on_cancel: what was done by this training is due again."""
	training_dues.reopen(session.name)


def _people(session: TrainingSession) -> dict:
	rows = frappe.get_all(
		"Sales Staff",
		filters={"name": ("in", among(row.staff for row in session.attendees))},
		fields=["name", "staff_name", "centre"],
	)
	return {r.name: r for r in rows}


def _refuse(row: TrainingAttendee, text: str) -> None:
	frappe.throw(_("Attendees, row {0}: {1}").format(row.idx, text), TrainingError, title=_("Attendees"))
