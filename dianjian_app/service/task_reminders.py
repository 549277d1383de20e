"""Tasks (Frappe's To Do) that are due: whoever has one is told on its day, and with who gave it the day after (R55)."""

from __future__ import annotations

from datetime import date, timedelta

import frappe
from frappe import _
from frappe.utils import getdate

from dianjian_app.desk_notices import put_on_desks
from dianjian_app.own_transactions import for_each
from dianjian_app.value_lists import among

FIELDS = ("name", "allocated_to", "assigned_by", "owner", "date")
LATE = timedelta(days=1)


def remind_daily(today: date | None = None) -> None:
	"""Daily job: the open tasks of today and of yesterday, among the app's people. Run again on the same day it tells nothing."""
	day = today or getdate()
	people = set(
		frappe.get_all("Sales Staff", {"user": ("is", "set"), "status": ("!=", "Departed")}, pluck="user")
	)
	tasks = frappe.get_all(
		"ToDo", {"status": "Open", "date": ("in", (day, day - LATE))}, list(FIELDS), order_by="name", limit=0
	)
	tasks = [task for task in tasks if task.allocated_to in people]
	told = _told(tasks, day)
	for_each(tasks, lambda task: _tell(task, day, people, told), lambda task: f"Task {task.name}")


def _told(tasks: list[frappe._dict], day: date) -> set[tuple[str, str]]:
	"""(task, user) of what the clock has told since the beginning of the day."""
	wanted = {
		"document_type": "ToDo",
		"document_name": ("in", among(task.name for task in tasks)),
		"type": "Alert",
		"creation": (">=", day),
	}
	rows = frappe.get_all("Notification Log", wanted, ["document_name", "for_user"], limit=0)
	return {(row.document_name, row.for_user) for row in rows}


def _tell(task: frappe._dict, day: date, people: set[str], told: set[tuple[str, str]]) -> None:
	late = task.date < day
	# what a task is about may name a customer: it stands in the task alone, and goes with it
	words = _("Task {0} was due yesterday") if late else _("Task {0} is due today")
	users = {task.allocated_to, (task.assigned_by or task.owner) if late else None} & people
	new = sorted(user for user in users if (task.name, user) not in told)
	put_on_desks(new, "ToDo", task.name, words.format(task.name))
