"""Trainings whose day is over: the person and the leader are told once (R37)."""

from __future__ import annotations

from datetime import date

import frappe
from frappe import _
from frappe.utils import formatdate, getdate

from dianjian_app import roles
from dianjian_app.desk_notices import put_on_desks
from dianjian_app.own_transactions import for_each
from dianjian_app.people.deadlines import deciders
from dianjian_app.people.staffing import user_of_staff
from dianjian_app.people.training_dues import OPEN

MOST = 500
"""how many a day; the rest follow the next day"""


def remind_daily(today: date | None = None) -> list[str]:
	"""Daily job: tell of what is overdue, each once for its day. Gives the names."""
	day = today or getdate()
	due = frappe.get_all(
		"Training Due",
		{"status": OPEN, "due_by": ("<", day), "told_overdue": ("is", "not set")},
		["name", "agent", "agent_name", "topic", "due_by", "centre", "sales_group"],
		order_by="due_by, name",
		limit=MOST,
	)
	told: list[str] = []

	def tell(row: frappe._dict) -> None:
		_tell(row, day)
		told.append(row.name)

	for_each(due, tell, lambda row: f"Training overdue: {row.name}")
	return told


def _tell(row: frappe._dict, day: date) -> None:
	what = row.topic or _("Training")
	own, leader = user_of_staff(row.agent), _leader(row.sales_group)
	if own:
		subject = _("Your training {0} was due on {1}.").format(what, formatdate(row.due_by))
		put_on_desks([own], "Training Due", row.name, subject)
	users = ({leader} if leader else {*deciders(row.centre, roles.HR)}) - {own, None}
	subject = _("The training {0} of {1} was due on {2}.").format(
		what, row.agent_name, formatdate(row.due_by)
	)
	put_on_desks(sorted(users), "Training Due", row.name, subject)
	frappe.db.set_value("Training Due", row.name, "told_overdue", day, update_modified=False)


def _leader(group: str | None) -> str | None:
	leader = group and frappe.db.get_value("Sales Group", group, "leader")
	return user_of_staff(leader) if leader else None
