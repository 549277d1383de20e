"""Answers what forms ask about appeals against a day, and who took part in what it was (R35)."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import frappe
from frappe.utils import getdate

from dianjian_app.attendance.day_result import Status
from dianjian_app.people.appeal_course import last_day_to_appeal
from dianjian_app.people.period import ONE_DAY
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.stage_codes.appeal_stages import OPEN
from dianjian_app.value_lists import among

if TYPE_CHECKING:
	from frappe.model.document import Document

	from dianjian_app.dianjian_app.doctype.staff_day_result.staff_day_result import StaffDayResult

APPEAL, RESULT = "Day Result Appeal", "Staff Day Result"
NOT_JUDGED = (Status.OPEN.value, Status.HELD.value)


def key_of(result: StaffDayResult) -> str:
	"""What an appeal against a day is about: the result as the person was told of it; a changed one is another."""
	return f"{result.name}|{result.told_at or ''}"


def last_day(result: StaffDayResult) -> date:
	"""The last day to appeal: counted from when the person was told (R35).

	Of what costs nothing nobody is told: its days run from the one after. What may cost and was not told yet runs from today.
	"""
	if result.told_at:
		since = getdate(result.told_at)
	elif result.late_times or result.early_times or result.missing_punches or result.absent_days:
		since = getdate()
	else:
		since = getdate(result.date) + ONE_DAY
	return last_day_to_appeal(result.centre, since)


@frappe.whitelist()
def appeals_of_result(result: str) -> dict:
	"""What the form of a day's result says of appeals. Raises PermissionError.

	Gives {"open": the open appeal, for whoever may see it, "may_appeal", "until": the last day to appeal}.
	"""
	doc = frappe.get_doc(RESULT, result)
	doc.check_permission("read")
	last = last_day(doc)
	found = frappe.db.get_value(APPEAL, {"result": doc.name, "stage": ("in", OPEN)}, "name")
	sees = found and frappe.has_permission(APPEAL, doc=frappe.get_doc(APPEAL, found))
	mine = staff_of_user(frappe.session.user) == doc.agent
	known = frappe.db.exists(APPEAL, {"live_key": key_of(doc)})
	return {
		"open": found if sees else None,
		"may_appeal": bool(mine and not known and doc.status not in NOT_JUDGED and getdate() <= last),
		"until": str(last),
	}


def took_part(appeal: Document) -> set[str]:
	"""The users who entered a punch of the day by hand, or decided about an outage of its devices."""
	evidence = json.loads(frappe.db.get_value(RESULT, appeal.result, "evidence") or "{}")
	punches = {"name": ("in", among(evidence.get("punches", ()))), "source": "Entered"}
	outages = {
		"centre": appeal.centre,
		"from_time": ("<", getdate(appeal.day) + ONE_DAY),
		"until_time": (">=", getdate(appeal.day)),
	}
	entered = frappe.get_all("Punch Record", punches, pluck="entered_by", limit=0)
	decided = frappe.get_all("Device Outage", outages, pluck="decided_by", limit=0)
	return {user for user in (*entered, *decided) if user}
