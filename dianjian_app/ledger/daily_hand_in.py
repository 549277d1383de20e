"""A group's day of the ledger as it can be reported, and what changed after it was (R44)."""

from __future__ import annotations

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from dianjian_app.calls.review import odd_words
from dianjian_app.in_words import listed
from dianjian_app.ledger.ledger_line import CONFIRMED, NO_SHEET, OPENING
from dianjian_app.ledger.reported_day import FIGURES
from dianjian_app.ledger.reported_day import changes as compared
from dianjian_app.permissions import check_in_scope

LABELS = {
	"sheet_state": "Sheet",
	"calls": "Calls Made",
	"connected": "Customers Connected",
	"intention": "Intention Customers",
	"invited": "Invitations",
	"visits": "Counted Visits",
	"deals": "Deals",
}


def lines_of(sales_group: str, day: date) -> list[frappe._dict]:
	"""The group's lines of a day as the ledger has them, by name of the person."""
	filters = {"sales_group": sales_group, "date": day}
	fields = ["agent", "agent_name", "presence", "call_sheet", *FIGURES]
	return frappe.get_all("Daily Ledger", filters, fields, order_by="agent_name, agent", limit=0)


def odd_points(lines: list[frappe._dict]) -> str:
	"""What is odd about the lines, a line of text for each person."""
	words = odd_words([line.call_sheet for line in lines if line.call_sheet])
	found = []
	for line in lines:
		odd = list(words.get(line.call_sheet, ()))
		if line.sheet_state == NO_SHEET and line.presence > 0:
			odd.insert(0, _("no sheet, though on duty"))
		elif line.sheet_state not in (NO_SHEET, CONFIRMED, OPENING):
			odd.insert(0, _("the sheet is {0}").format(_(line.sheet_state)))
		if odd:
			found.append(_("{0}: {1}").format(line.agent_name, listed(odd)))
	return "\n".join(found)


@frappe.whitelist()
def preview(sales_group: str, date: str) -> dict[str, Any]:
	"""What would be reported now. date: YYYY-MM-DD. Gives {"lines", "odd_points"}; raises PermissionError."""
	centre = frappe.db.get_value("Sales Group", sales_group, "centre")
	report = frappe.get_doc(doctype="Daily Hand-in", sales_group=sales_group, centre=centre, date=date)
	report.check_permission("create")
	check_in_scope(report)
	lines = lines_of(sales_group, getdate(date))
	return {"lines": [as_reported(line) for line in lines], "odd_points": odd_points(lines)}


def as_reported(line: frappe._dict) -> dict[str, Any]:
	"""A line of the ledger as a report keeps it."""
	return {field: line[field] for field in ("agent", "agent_name", *FIGURES)}


@frappe.whitelist()
def changes(hand_in: str) -> list[dict[str, Any]]:
	"""What the ledger says now where it was reported otherwise, by person and figure. Raises PermissionError (R44).

	Gives [{"agent", "agent_name", "label", "reported", "now"}], figures in words; "–" where there was, or is, no line.
	"""
	doc = frappe.get_doc("Daily Hand-in", hand_in)
	doc.check_permission("read")
	now = {line.agent: line for line in lines_of(doc.sales_group, getdate(doc.date))}
	then = {line.agent: line.as_dict() for line in doc.lines}
	names = {agent: line["agent_name"] for agent, line in {**then, **now}.items()}
	return [
		{
			"agent": change.agent,
			"agent_name": names[change.agent],
			"label": _(LABELS[change.figure]),
			"reported": _shown(change.reported),
			"now": _shown(change.now),
		}
		for change in compared(then, now)
	]


def _shown(value: str | int | None) -> str | int:
	return "–" if value is None else _(value) if isinstance(value, str) else value
