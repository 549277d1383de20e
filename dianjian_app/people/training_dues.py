"""Trainings that people owe: made due by a decision, done by attending, lifted with the decision (R25, R27, R37)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

import frappe

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.training_due.training_due import TrainingDue

OPEN, ATTENDED, LIFTED = "Open", "Attended", "Lifted"


def make_due(agent: str, reason: str, day: date, action: str | None = None) -> str:
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


def complete(session: str, attended: Iterable[str], day: date) -> None:
	"""What people who attended a training on a day owed until then is done."""
	for due in _dues({"agent": ("in", list(attended)), "status": OPEN, "date": ("<=", day)}):
		_write(due, ATTENDED, session)


def reopen(session: str) -> None:
	"""What was done by a training is due again."""
	for due in _dues({"session": session}):
		_write(due, OPEN, None)


def _dues(filters: dict) -> list[TrainingDue]:
	return [
		frappe.get_doc("Training Due", n)
		for n in frappe.get_all("Training Due", filters=filters, pluck="name")
	]


def _write(due: TrainingDue, status: str, session: str | None) -> None:
	due.status, due.session = status, session
	due.flags.by_decision = True
	due.save(ignore_permissions=True)  # follows from the training, whose writer may not write what is due
