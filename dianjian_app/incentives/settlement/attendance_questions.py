"""What is open about the attendance of a month, before it is approved (R31, R33, R34).

Only where the centre judges attendance (Punching Policy). What is open costs nobody anything: a day that waits has no
figures. Days without any judgement block; the rest is asked about, and the manager's answer stands on the settlement.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

import frappe
from frappe import _
from frappe.utils import formatdate

from dianjian_app.attendance.centre_policies import read_policies
from dianjian_app.attendance.day_facts import Days
from dianjian_app.attendance.day_result import Status
from dianjian_app.incentives.settlement.blockers import Blocker
from dianjian_app.people.period import Period
from dianjian_app.people.staffing import names_of_centre
from dianjian_app.stage_codes.appeal_stages import OPEN

RESULT = "Staff Day Result"
APPLICATIONS = {
	"Time Off Request": ("leave_type", "from_date", "to_date"),
	"Working Time Request": ("kind", "date", "date"),
}
"""what people apply for → the fields of its kind, its first and its last day"""
APPEAL = "Day Result Appeal"
NOT_JUDGED, HELD, NO_PUNCH, UNDECIDED, APPEALED = (
	*("Attendance Not Judged", "Attendance Held", "Missing Punch"),
	*("Application Not Decided", "Appeal Not Decided"),
)


def find_attendance_questions(centre: str, month: Period, through: date) -> list[Blocker]:
	"""What is open about a month's attendance, in a fixed number of queries for any number of people.

	through: the last day that is over. Nothing where no policy of the centre is in force in the month.
	"""
	policies = read_policies([centre]).get(centre)
	first = max(min(p.start for p in policies), month.start) if policies else None
	last = min(month.end, through)
	if first is None or first > last:
		return []
	days = Period(first, last)
	rows = _lines(centre, days)
	of_status: dict[str, list[frappe._dict]] = defaultdict(list)
	for row in rows:
		of_status[row.status].append(row)
	unjudged = [*of_status[Status.OPEN.value], *_without_line(centre, days, rows)]
	return [
		*_by_person(
			NOT_JUDGED,
			_("Attendance of {0} is not judged on {1} days, first on {2}. The hourly job does it."),
			unjudged,
			is_question=False,
		),
		*_by_person(
			HELD,
			_("Attendance of {0} waits for a decision on {1} days, first on {2}. Decide, or answer why not."),
			of_status[Status.HELD.value],
		),
		*_by_person(
			NO_PUNCH,
			_("{0} lacks a punch on {1} days, first on {2}. Enter it with a reason, or answer."),
			of_status[Status.MISSING_PUNCH.value],
		),
		*(blocker for doctype in APPLICATIONS for blocker in _undecided(doctype, centre, days)),
		*_appealed(centre, days),
	]


def _lines(centre: str, days: Period) -> list[frappe._dict]:
	"""Each day's own line."""
	filters = {"centre": centre, "date": ("between", (days.start, days.end)), "difference": 0}
	fields = ["name", "agent", "agent_name", "sales_group", "date", "status"]
	return frappe.get_all(RESULT, filters, fields, order_by="date, agent", limit=0)


def _without_line(centre: str, days: Period, rows: Iterable[frappe._dict]) -> list[frappe._dict]:
	"""Days of employment that nobody has judged at all."""
	there = {(row.agent, row.date) for row in rows}
	return [
		frappe._dict(
			agent=frame.agent, agent_name=frame.agent_name, sales_group=frame.sales_group, date=frame.day
		)
		for frame in Days(names_of_centre(centre), days, days.end).frames
		if frame.centre == centre and (frame.agent, frame.day) not in there
	]


def _by_person(
	kind: str, words: str, rows: Iterable[frappe._dict], *, is_question: bool = True
) -> Iterable[Blocker]:
	"""One line for each person: how many days, and the first of them."""
	of_person: dict[str, list[frappe._dict]] = defaultdict(list)
	for row in rows:
		of_person[row.agent].append(row)
	for agent, found in sorted(of_person.items()):
		first = min(found, key=lambda row: row.date)
		yield Blocker(
			kind,
			words.format(first.agent_name or agent, len(found), formatdate(first.date)),
			RESULT if first.name else "Sales Staff",
			first.name or agent,
			agent,
			first.sales_group,
			first.date,
			is_question,
		)


def _undecided(doctype: str, centre: str, days: Period) -> Iterable[Blocker]:
	"""Applications for days of the month that nobody has decided."""
	kind, first, last = APPLICATIONS[doctype]
	rows = frappe.get_all(
		doctype,
		filters={
			"centre": centre,
			"docstatus": 0,
			"decision": ("is", "not set"),
			**_touching(first, last, days),
		},
		fields=["name", "staff", "staff_name", "sales_group", f"{first} as first", f"{kind} as kind"],
		order_by=f"{first}, name",
		limit=0,
	)
	for row in rows:
		yield Blocker(
			UNDECIDED,
			_("The application of {0} for {1} ({2}) is not decided. Decide it, or answer.").format(
				row.staff_name, formatdate(row.first), _(row.kind)
			),
			doctype,
			row.name,
			row.staff,
			row.sales_group,
			row.first,
			is_question=True,
		)


def _touching(first: str, last: str, days: Period) -> dict[str, tuple]:
	"""The filters of what touches the days; first and last may be one field."""
	if first == last:
		return {first: ("between", (days.start, days.end))}
	return {first: ("<=", days.end), last: (">=", days.start)}


def _appealed(centre: str, days: Period) -> Iterable[Blocker]:
	"""Appeals against days of the month that nobody has decided (R35)."""
	filters = {"centre": centre, "stage": ("in", OPEN), "day": ("between", (days.start, days.end))}
	fields = ["name", "agent", "agent_name", "sales_group", "day"]
	for row in frappe.get_all(APPEAL, filters, fields, order_by="day, name", limit=0):
		yield Blocker(
			APPEALED,
			_("The appeal of {0} against {1} is not decided. Decide it, or answer.").format(
				row.agent_name, formatdate(row.day)
			),
			APPEAL,
			row.name,
			row.agent,
			row.sales_group,
			row.day,
			is_question=True,
		)
