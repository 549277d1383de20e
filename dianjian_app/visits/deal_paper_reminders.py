"""Papers that a deal's file waits for: who brings one is told the day before, the manager once it is overdue (R55)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

import frappe
from frappe import _
from frappe.utils import formatdate, getdate

from dianjian_app import roles
from dianjian_app.desk_notices import put_on_desks
from dianjian_app.in_words import listed
from dianjian_app.own_transactions import for_each
from dianjian_app.people.deadlines import deciders
from dianjian_app.value_lists import among
from dianjian_app.visits.deal_file_events import OPEN

AHEAD = timedelta(days=1)


def remind_daily(today: date | None = None) -> None:
	"""Daily job: each paper is told of once when it is nearly due, and once when it is overdue; again for another day."""
	day = today or getdate()
	waiting = _waiting(day)
	users = _users_of({row.responsible for row in waiting if row.responsible})
	of_file: dict[str, list[frappe._dict]] = defaultdict(list)
	for row in waiting:
		of_file[row.parent].append(row)
	for_each(sorted(of_file), lambda file: _tell(of_file[file], users, day), lambda file: f"Deal file {file}")


def _waiting(day: date) -> list[frappe._dict]:
	"""Required papers of open files that are due by tomorrow, of which not everything has been told."""
	row, file = frappe.qb.DocType("Deal Paper"), frappe.qb.DocType("Deal File")
	query = (
		frappe.qb.from_(row)
		.join(file)
		.on((row.parent == file.name) & (row.parenttype == "Deal File"))
		.select(row.name, row.parent, row.paper, row.due_on, row.responsible)
		.select(row.reminded_for, row.escalated_for, file.centre, file.customer_name)
		.where((file.stage == OPEN) & (row.required == 1) & row.received_on.isnull())
		.where(row.due_on <= day + AHEAD)
		.orderby(row.parent, row.idx)
	)
	return [
		found
		for found in query.run(as_dict=True)
		if found.reminded_for != found.due_on or (found.due_on < day and found.escalated_for != found.due_on)
	]


def _tell(rows: list[frappe._dict], users: dict[str, str], day: date) -> None:
	"""One notice for each person and file."""
	late = [row for row in rows if row.due_on < day]
	soon = [row for row in rows if row.due_on >= day]
	if late:
		_put(
			late,
			users,
			{*deciders(late[0].centre, roles.MANAGER)},
			_("{0}: {1} should be in the file since {2}."),
		)
		_mark(late, ("reminded_for", "escalated_for"))
	if soon:
		_put(soon, users, set(), _("{0}: {1} is to be in the file by {2}."))
		_mark(soon, ("reminded_for",))


def _put(rows: list[frappe._dict], users: dict[str, str], told: set[str], words: str) -> None:
	first = rows[0]
	to_tell = {*told, *(users.get(row.responsible or "") or "" for row in rows)} - {""}
	if not all(users.get(row.responsible or "") for row in rows):
		to_tell |= {*deciders(first.centre, roles.SERVICE, roles.ASSISTANT)}
	since = min(row.due_on for row in rows)
	subject = words.format(
		first.customer_name or first.parent, listed(row.paper for row in rows), formatdate(since)
	)
	put_on_desks(sorted(to_tell), "Deal File", first.parent, subject[:140])


def _mark(rows: list[frappe._dict], fields: tuple[str, ...]) -> None:
	for row in rows:
		frappe.db.set_value("Deal Paper", row.name, dict.fromkeys(fields, row.due_on), update_modified=False)


def _users_of(staff: set[str]) -> dict[str, str]:
	"""person → login, of those who are here."""
	rows = frappe.get_all(
		"Sales Staff",
		{"name": ("in", among(staff)), "status": ("!=", "Departed"), "user": ("is", "set")},
		["name", "user"],
		limit=0,
	)
	return {row.name: row.user for row in rows}
