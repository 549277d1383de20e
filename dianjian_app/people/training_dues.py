"""Trainings that people owe: made due by joining, by a decision or an invitation, done by attending (R25, R27, R37).

Nobody writes what is due by hand. Who is invited to a training owes it, and what came of it stands here: so a person's own
trainings are the rows of this DocType.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import frappe
from frappe.utils import getdate

from dianjian_app.value_lists import among

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.training_attendee.training_attendee import TrainingAttendee
	from dianjian_app.dianjian_app.doctype.training_due.training_due import TrainingDue
	from dianjian_app.dianjian_app.doctype.training_session.training_session import TrainingSession

OPEN, ATTENDED, MISSED, LIFTED = "Open", "Attended", "Missed", "Lifted"
ENTRANCE, MEASURE, INVITATION = "Entrance", "Measure", "Invitation"
BY_DECISION, BY_LEAVING, BY_POSITION, CALLED_OFF = "Decision", "Leaving", "Position", "Called Off"
OF_ENTRANCE, OF_RULE = "Entrance", "Due from a Rule"
"""the kinds of a session that do what is owed without a course"""
NOT_PASSED = "Not Passed"
TERM = timedelta(days=30)
"""within how long a training that a decision made due is to be attended"""
_NO_SESSION: dict[str, Any] = {
	**{"session": None, "session_on": None, "session_time": None, "place": None, "invited_at": None},
	**{"confirmed_at": None, "evaluate_until": None, "hours": 0, "tested": 0, "score": 0, "result": ""},
}


def make_due(agent: str, reason: str, day: date | str, action: str | None = None) -> str:
	"""A training that a person owes from a day on; asked for twice by one action it is owed once. Gives its name."""
	if action:
		name = frappe.db.get_value("Training Due", {"action": action})
		if name:
			return name
	first = getdate(day)
	return make(agent, MEASURE, first, first + TERM, reason=reason, action=action).name


def make(agent: str, origin: str, day: date, due_by: date, **more: Any) -> TrainingDue:
	"""A row of what a person owes. origin: ENTRANCE, MEASURE or INVITATION; more: other fields of Training Due."""
	due: TrainingDue = frappe.get_doc(
		doctype="Training Due",
		agent=agent,
		origin=origin,
		date=day,
		due_by=due_by,
		**{"status": OPEN, **more},
	)
	due.flags.by_decision = True
	return due.insert(ignore_permissions=True)  # follows from joining, a decision or a training


def lift(action: str) -> None:
	"""Take back what an action made due and nobody has attended yet."""
	for due in _dues({"action": action, "status": OPEN}):
		write(due, status=LIFTED, lifted_for=BY_DECISION, session=None)


def lift_of_leaver(staff: str, group: str | None = None, day: date | None = None) -> None:
	"""Hook dianjian_staff_left: who has left owes no training any more."""
	for due in _dues({"agent": staff, "status": OPEN}):
		write(due, status=LIFTED, lifted_for=BY_LEAVING)


def reopen_of_returner(staff: str) -> None:
	"""What was lifted by a leaving that did not come to be is owed again."""
	for due in _dues({"agent": staff, "status": LIFTED, "lifted_for": BY_LEAVING}):
		write(due, status=OPEN, lifted_for="")


def follow_mover(staff: str, **_moved: Any) -> None:
	"""Hook dianjian_staff_moved: what is still owed is in the sight of the new group's leader."""
	for due in _dues({"agent": staff, "status": OPEN}):
		write(due)


def settle(session: TrainingSession, row: TrainingAttendee) -> None:
	"""What a person owes follows from their row of a session: done, missed, or open as before."""
	held = session.docstatus == 1
	of_session = _dues({"agent": row.staff, "session": session.name, "status": ("!=", LIFTED)})
	done = bool(row.attended) and row.result != NOT_PASSED and (held or not session.tested)
	of_row = {
		"session": session.name,
		**of_time(session),
		"confirmed_at": row.confirmed_at,
		"evaluate_until": session.evaluate_until,
		"tested": session.tested,
		"hours": session.hours if row.attended else 0,
		"score": row.score or 0,
		"result": row.result or "",
	}
	if done:
		names = {due.name for due in of_session}
		dues = [*of_session, *(due for due in _matching(session, row.staff) if due.name not in names)]
		for due in dues:
			write(due, status=ATTENDED, **of_row)
		if not dues:
			day = getdate(session.date)
			make(
				row.staff,
				INVITATION,
				day,
				day,
				**{"status": ATTENDED, **of_session_fields(session), **of_row},
			)
		return
	for due in of_session:
		missed = held and due.origin == INVITATION and not row.attended
		write(due, status=MISSED if missed else OPEN, **of_row)


def free(session: str, agents: Iterable[str] | None = None) -> list[str]:
	"""A session that is called off, or no longer expects somebody, leaves open what they owe. Gives whom it concerns."""
	filters: dict[str, Any] = {"session": session, "status": ("!=", LIFTED)}
	if agents is not None:
		filters["agent"] = ("in", among(agents))
	concerned = []
	for due in _dues(filters):
		concerned.append(due.agent)
		if due.origin == INVITATION:
			write(due, status=LIFTED, lifted_for=CALLED_OFF, confirmed_at=None, hours=0, result="")
		else:
			write(due, status=OPEN, **_NO_SESSION)
	return concerned


def of_time(session: TrainingSession) -> dict[str, Any]:
	"""When and where a session is, in the fields of Training Due."""
	return {"session_on": session.date, "session_time": session.start_time, "place": session.place}


def of_session_fields(session: TrainingSession) -> dict[str, Any]:
	"""What a session is about, in the fields of Training Due."""
	return {"topic": session.topic, "course": session.course}


def open_for(session: TrainingSession, agent: str) -> TrainingDue | None:
	"""What a person owes already and this session would do, the oldest first."""
	found = _dues({"agent": agent, "session": session.name, "status": OPEN}) or _matching(session, agent)
	return found[0] if found else None


def write(due: TrainingDue, **values: Any) -> None:
	"""Write what follows from joining, a decision or a training."""
	due.update(values)
	due.flags.by_decision = True
	due.save(ignore_permissions=True)  # its cause is asked for rights; nobody may write what is due


def _matching(session: TrainingSession, agent: str) -> list[TrainingDue]:
	"""The open dues of a person, owed by the day of the session, that attending it does."""
	owed = _dues({"agent": agent, "status": OPEN, "date": ("<=", getdate(session.date))})
	return [due for due in owed if _does(session, due)]


def _does(session: TrainingSession, due: TrainingDue) -> bool:
	if due.origin == INVITATION and due.session and due.session != session.name:
		if frappe.db.get_value("Training Session", due.session, "docstatus") == 0:
			return False  # expected there, and not here
	if session.course and due.course:
		return session.course == due.course
	if due.origin == INVITATION and not session.course and not due.course:
		return session.topic == due.topic  # what was not passed is taught again
	if session.kind == OF_RULE:
		return due.origin in (None, "", MEASURE)
	return session.kind == OF_ENTRANCE and not session.course and due.origin == ENTRANCE


def _dues(filters: Mapping[str, Any]) -> list[TrainingDue]:
	names = frappe.get_all("Training Due", dict(filters), pluck="name", order_by="date, name", limit=0)
	return [frappe.get_doc("Training Due", name) for name in names]
