"""Lists what must come before somebody is dismissed for their figures: two assessments, and training or transfer between them.

Always after an elimination (R24); after a missed quota (R21) where the centre keeps the path.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import getdate

from dianjian_app.people import staff_appraisal_events

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.disciplinary_action.disciplinary_action import DisciplinaryAction
	from dianjian_app.dianjian_app.doctype.staff_appraisal.staff_appraisal import StaffAppraisal


ELIMINATION, DISMISSAL = "Elimination", "Dismissal"


def asks_for_path(action: DisciplinaryAction) -> bool:
	"""Whether the action dismisses only by the path: an elimination, or a dismissal that a rule proposed (R21, R24)."""
	if action.action_type == ELIMINATION:
		return True
	keeps = action.action_type == DISMISSAL and action.rule
	return bool(keeps and frappe.db.get_value("Sales Centre", action.centre, "dismissal_needs_path"))


def elimination_steps(action: DisciplinaryAction) -> list[dict]:
	"""Return the steps before the dismissal in order, each with its document: [{"step", "done", "doctype", "name"}]."""
	first = _assessment(action, staff_appraisal_events.FIRST)
	helped = _training_or_transfer(action, getdate(first.date)) if first else None
	second = _assessment(action, staff_appraisal_events.SECOND, helped["day"]) if helped else None
	return [
		_step(_("First assessment: not up to the work"), "Staff Appraisal", first.name if first else None),
		_step(
			_("Training attended, or transfer to another group"),
			helped["doctype"] if helped else None,
			helped["name"] if helped else None,
		),
		_step(_("Second assessment: not up to the work"), "Staff Appraisal", second.name if second else None),
	]


def _step(text: str, doctype: str | None, name: str | None) -> dict:
	return {"step": text, "done": bool(name), "doctype": doctype, "name": name}


def _assessment(action: DisciplinaryAction, kind: str, since: date | None = None) -> StaffAppraisal | None:
	filters = {
		"action": action.name,
		"kind": kind,
		"docstatus": 1,
		"result": staff_appraisal_events.NOT_UP_TO_IT,
	}
	if since:
		filters["date"] = (">=", since)
	return frappe.db.get_value("Staff Appraisal", filters, ["name", "date"], as_dict=True, order_by="date")


def _training_or_transfer(action: DisciplinaryAction, since: date) -> dict | None:
	"""Return the first training attended since a day, else the first change of group: {"doctype", "name", "day"}."""
	session, attendee = frappe.qb.DocType("Training Session"), frappe.qb.DocType("Training Attendee")
	found = (
		frappe.qb.from_(session)
		.join(attendee)
		.on(attendee.parent == session.name)
		.select(session.name, session.date)
		.where((session.docstatus == 1) & (attendee.staff == action.agent) & (attendee.attended == 1))
		.where(session.date >= since)
		.orderby(session.date)
		.limit(1)
		.run(as_dict=True)
	)
	if found:
		return {"doctype": "Training Session", "name": found[0].name, "day": found[0].date}
	moved = frappe.get_all(
		"Sales Group Membership",
		filters={"parent": action.agent, "parenttype": "Sales Staff", "from_date": (">=", since)},
		fields=["from_date"],
		order_by="from_date",
		limit=1,
	)
	return {"doctype": "Sales Staff", "name": action.agent, "day": moved[0].from_date} if moved else None
