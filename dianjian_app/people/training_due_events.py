"""The events of a Training Due: whose it is, and that joining, decisions and trainings alone write it (R37)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import getdate

from dianjian_app.people.place_on_day import fill_person
from dianjian_app.people.training_dues import OPEN

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.training_due.training_due import TrainingDue


class TrainingDueError(frappe.ValidationError):
	"""What is due is written by decisions and trainings alone."""


def validate(due: TrainingDue) -> None:
	"""Event validate: an open one is where the person is now. Raises TrainingDueError, NoPlaceError."""
	refuse_by_hand(due)
	first = getdate(due.date)
	fill_person(due, max(first, getdate()) if due.status == OPEN else getdate(due.session_on or first))


def refuse_by_hand(due: TrainingDue) -> None:
	"""Event on_trash. Raises TrainingDueError."""
	if not due.flags.by_decision:
		frappe.throw(
			_("What is due comes from a decision and ends with a training; nobody writes it by hand."),
			TrainingDueError,
		)
