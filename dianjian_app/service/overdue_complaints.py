"""Reminds of complaints that are due and gives those that are overdue to the manager, by the clock (R41)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import add_days, formatdate, getdate, now_datetime

from dianjian_app import roles
from dianjian_app.desk_notices import put_on_desks
from dianjian_app.people.deadlines import deciders
from dianjian_app.service.customer_complaint_events import IN_PROGRESS, RECEIVED

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.customer_complaint.customer_complaint import CustomerComplaint

OPEN = (RECEIVED, IN_PROGRESS)


def remind_and_escalate() -> dict[str, list[str]]:
	"""Daily job: tell who works on complaints of those due by tomorrow, and the manager of those overdue, each once.

	Gives {"reminded", "escalated"}: names of Customer Complaints. Run again on the same day it does nothing.
	"""
	today = getdate()
	due = _open_until(getdate(add_days(today, 1)), today, "reminded_on")
	late = _open_until(getdate(add_days(today, -1)), None, "escalated_at")
	for name in due:
		_remind(name, today)
	for name in late:
		_escalate(name)
	return {"reminded": due, "escalated": late}


def _open_until(last: date, first: date | None, unset: str) -> list[str]:
	"""Open complaints due by a day, and from another on, of which nobody has been told yet."""
	days = ("between", (first, last)) if first else ("<=", last)
	filters = {"stage": ("in", OPEN), "due_on": days, unset: ("is", "not set")}
	return frappe.get_all("Customer Complaint", filters, pluck="name", order_by="due_on, name")


def _remind(name: str, today: date) -> None:
	frappe.db.set_value("Customer Complaint", name, "reminded_on", today, update_modified=False)
	complaint = frappe.get_doc("Customer Complaint", name)
	words = _("Complaint {0} is to be answered by {1}").format(name, formatdate(complaint.due_on))
	put_on_desks(_others(complaint, roles.SERVICE), complaint.doctype, name, words)


def _escalate(name: str) -> None:
	frappe.db.set_value("Customer Complaint", name, "escalated_at", now_datetime(), update_modified=False)
	complaint = frappe.get_doc("Customer Complaint", name)
	words = _("The answer to complaint {0} has been overdue since {1}")
	words = words.format(name, formatdate(complaint.due_on))
	put_on_desks(_others(complaint, roles.MANAGER, roles.SERVICE), complaint.doctype, name, words)


def _others(complaint: CustomerComplaint, *wanted: str) -> list[str]:
	"""The users in these roles but the person whom the complaint is about."""
	concerned = complaint.agent and frappe.db.get_value("Sales Staff", complaint.agent, "user")
	return [user for user in deciders(complaint.centre, *wanted) if user != concerned]
