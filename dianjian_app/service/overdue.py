"""What is to be answered by a day: who works on it is reminded once, the manager is told once it is overdue (R41)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import frappe
from frappe.model.document import Document
from frappe.utils import add_days, formatdate, getdate, now_datetime

from dianjian_app import roles
from dianjian_app.desk_notices import put_on_desks
from dianjian_app.people.deadlines import deciders


@dataclass(frozen=True)
class Watched:
	"""A DocType with `stage`, `due_on`, `reminded_on`, `escalated_at`, `centre`, `agent`.

	works_on_it: roles that are reminded; due, overdue: the notices, from the document's name and the day in words.
	spare_agent: the person whom the document is about is told nothing.
	"""

	doctype: str
	open_stages: tuple[str, ...]
	works_on_it: tuple[str, ...]
	due: Callable[[str, str], str]
	overdue: Callable[[str, str], str]
	spare_agent: bool = False


def watch(watched: Watched) -> dict[str, list[str]]:
	"""Tell who works on what is due by tomorrow, and the manager of what is overdue, each once.

	Gives {"reminded", "escalated"}: names of documents. Run again on the same day it does nothing.
	"""
	today = getdate()
	due = _open_until(watched, getdate(add_days(today, 1)), today, "reminded_on")
	late = _open_until(watched, getdate(add_days(today, -1)), None, "escalated_at")
	for name in due:
		frappe.db.set_value(watched.doctype, name, "reminded_on", today, update_modified=False)
		_tell(watched, name, watched.due, *watched.works_on_it)
	for name in late:
		frappe.db.set_value(watched.doctype, name, "escalated_at", now_datetime(), update_modified=False)
		_tell(watched, name, watched.overdue, roles.MANAGER, *watched.works_on_it)
	return {"reminded": due, "escalated": late}


def _open_until(watched: Watched, last: date, first: date | None, unset: str) -> list[str]:
	"""Open documents due by a day, and from another on, of which nobody has been told yet."""
	days = ("between", (first, last)) if first else ("<=", last)
	filters = {"stage": ("in", watched.open_stages), "due_on": days, unset: ("is", "not set")}
	return frappe.get_all(watched.doctype, filters, pluck="name", order_by="due_on, name")


def _tell(watched: Watched, name: str, words: Callable[[str, str], str], *wanted: str) -> None:
	doc: Document = frappe.get_doc(watched.doctype, name)
	spared = watched.spare_agent and doc.agent and frappe.db.get_value("Sales Staff", doc.agent, "user")
	users = [user for user in deciders(doc.centre, *wanted) if user != spared]
	put_on_desks(users, doc.doctype, name, words(name, formatdate(doc.due_on)))
