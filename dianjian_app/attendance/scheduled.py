"""Scheduled: days are judged when they turn, people are told of them, what an event could not reach is made right (R33)."""

from __future__ import annotations

from datetime import date, timedelta

import frappe
from frappe import _
from frappe.query_builder.functions import Max, Min
from frappe.utils import getdate

from dianjian_app.attendance import day_results, results_told
from dianjian_app.attendance.day_result import Status
from dianjian_app.own_transactions import for_each
from dianjian_app.people import appeal_course
from dianjian_app.people.period import ONE_DAY, Period
from dianjian_app.people.staffing import names_of_centre

LONGEST_GAP_DAYS = 400
"""what lies further back than this stays as it is"""
LOOK_BACK_DAYS = 2


def judge_days() -> None:
	"""Hourly job: everybody has a line for today, and the days that have turned are judged.

	Where hours or days went by without this job, it goes on from the last day that was done.
	"""
	centres = sorted(set(frappe.get_all("Punching Policy", pluck="centre", limit=0)))
	today = getdate()
	for_each(
		centres,
		lambda centre: day_results.refresh(names_of_centre(centre), since_last_done(centre, today)),
		lambda centre: _("Attendance of {0} could not be judged").format(centre),
	)
	for_each(
		centres,
		results_told.tell,
		lambda centre: _("People of {0} could not be told of their attendance").format(centre),
	)


def escalate_appeals() -> list[str]:
	"""Daily job: mark overdue appeals against days, and tell HR and the manager, once; gives their names (R35)."""
	return appeal_course.escalate("Day Result Appeal")


def since_last_done(centre: str, today: date) -> Period:
	"""From the first open day, or the first one without any line, to today; at least the last days."""
	recent = today - timedelta(days=LOOK_BACK_DAYS)
	earliest = today - timedelta(days=LONGEST_GAP_DAYS)
	result = frappe.qb.DocType("Staff Day Result")
	of_centre = frappe.qb.from_(result).where((result.centre == centre) & (result.date >= earliest))
	[(last,)] = of_centre.select(Max(result.date)).run()
	[(first_open,)] = of_centre.where(result.status == Status.OPEN.value).select(Min(result.date)).run()
	if last is None:
		policy = frappe.qb.DocType("Punching Policy")
		[(begun,)] = (
			frappe.qb.from_(policy).where(policy.centre == centre).select(Min(policy.from_date)).run()
		)
		return Period(min(today, max(begun or today, earliest)), today)
	return Period(min(day for day in (recent, first_open, last + ONE_DAY) if day), today)
