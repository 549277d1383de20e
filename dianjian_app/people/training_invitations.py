"""Inviting to a training, telling whom it concerns what changes, and calling it off (R37)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import formatdate, get_time, getdate, now_datetime

from dianjian_app import locking
from dianjian_app.desk_notices import put_on_desks
from dianjian_app.people import training_dues
from dianjian_app.people.training_session_events import (
	CALLED_OFF,
	TrainingError,
	refuse_called_off,
)
from dianjian_app.value_lists import among

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.training_session.training_session import TrainingSession


@frappe.whitelist(methods=["POST"])
def invite(session: str) -> int:
	"""Invite everybody listed who is not invited yet: they owe the training, and are told of it. Gives how many.

	Raises PermissionError for who does not keep the training, TrainingError for one that was held, or called off.
	"""
	doc = _held(session)
	if getdate(doc.date) < getdate():
		frappe.throw(_("The day of the training is over; enter another one first."), TrainingError)
	new = [row for row in doc.attendees if not row.invited_at]
	staff = _employed(row.staff for row in new)
	invited = []
	for row in new:
		if row.staff not in staff:
			continue
		row.invited_at = now_datetime()
		_bind(doc, row.staff)
		invited.append(row.staff)
	if invited:
		_save(doc)
		_tell(doc, invited, _("You are invited to the training {0}.").format(_what(doc)))
	return len(invited)


@frappe.whitelist(methods=["POST"])
def call_off(session: str, reason: str) -> None:
	"""A planned training does not take place: who was invited is told, and owes what they owed before.

	Raises PermissionError for who does not keep the training, TrainingError without a reason, or after it was held.
	"""
	doc = _held(session)
	if not (reason or "").strip():
		frappe.throw(_("Say why the training is called off."), TrainingError)
	doc.status, doc.called_off_reason = CALLED_OFF, reason.strip()
	_save(doc)
	invited = [row.staff for row in doc.attendees if row.invited_at]
	_tell(doc, invited, _("The training {0} is called off.").format(_what(doc)))
	training_dues.free(doc.name)


def follow_changes(session: TrainingSession) -> None:
	"""Event on_update: who is no longer expected owes it no more; whoever stays is told of another day, time or place."""
	before = session.get_doc_before_save()
	if not before or session.flags.by_act or session.docstatus != 0:
		return
	invited = {row.staff for row in session.attendees if row.invited_at}
	gone = {row.staff for row in before.attendees if row.invited_at} - invited
	if gone:
		_tell(session, gone, _("You are no longer expected at the training {0}.").format(_what(before)))
		training_dues.free(session.name, gone)
	if invited and _announced(before) != _announced(session):
		for staff in sorted(invited):
			_bind(session, staff)
		_tell(session, invited, _("The training is now: {0}.").format(_what(session)))


def _announced(session: TrainingSession) -> tuple:
	"""What people were told of a session."""
	time = get_time(session.start_time) if session.start_time else None
	return session.topic, session.course, getdate(session.date), time, session.place or ""


def _bind(session: TrainingSession, staff: str) -> None:
	"""The person owes this session: by what they owe already and it would do, or by the invitation."""
	due = training_dues.open_for(session, staff)
	day = getdate(session.date)
	of_session = {"session": session.name, **training_dues.of_time(session), "invited_at": now_datetime()}
	about = training_dues.of_session_fields(session)
	if not due:
		training_dues.make(staff, training_dues.INVITATION, min(day, getdate()), day, **about, **of_session)
	elif due.origin == training_dues.INVITATION:
		training_dues.write(due, due_by=day, **about, **of_session)
	else:
		training_dues.write(due, topic=due.topic or session.topic, **of_session)


def _tell(session: TrainingSession, staff: Iterable[str], subject: str) -> None:
	"""A notice on the desks of people, about what they owe: the training itself is not theirs to open."""
	users = _employed(staff)
	dues = frappe.get_all(
		"Training Due",
		{"session": session.name, "agent": ("in", among(users)), "status": ("!=", training_dues.LIFTED)},
		["name", "agent"],
		order_by="name",
		limit=0,
	)
	for agent, due in {due.agent: due.name for due in dues}.items():
		user = users[agent]
		if user and user != frappe.session.user:
			put_on_desks([user], "Training Due", due, subject)


def _employed(staff: Iterable[str]) -> dict[str, str | None]:
	"""Of the people those who have not left → their login, None without one."""
	rows = frappe.get_all(
		"Sales Staff",
		{"name": ("in", among(staff)), "status": ("!=", "Departed")},
		["name", "user"],
		order_by="name",
		limit=0,
	)
	return {row.name: row.user for row in rows}


def _what(session: TrainingSession) -> str:
	"""Topic, day, hour and place in one line."""
	time = f"{get_time(session.start_time):%H:%M}" if session.start_time else ""
	return " ".join(part for part in (session.topic, formatdate(session.date), time, session.place) if part)


def _held(session: str) -> TrainingSession:
	"""The session, held, of who keeps it; it is still to come. Raises PermissionError, TrainingError."""
	frappe.get_doc("Training Session", session).check_permission("write")
	doc: TrainingSession = locking.document_now("Training Session", session)
	refuse_called_off(doc)
	if doc.docstatus == 1:
		frappe.throw(_("The training {0} was held already.").format(doc.topic), TrainingError)
	return doc


def _save(doc: TrainingSession) -> None:
	doc.flags.by_act = True
	doc.save(ignore_permissions=True)  # the act has asked who keeps it
