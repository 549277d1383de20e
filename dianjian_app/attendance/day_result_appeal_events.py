"""The events of a Day Result Appeal: filed by the person in time, decided by others, and carried out (R35).

An upheld appeal is the document that corrects the day: it excuses what the day costs, or enters the punches that were
missing. Raw punches stay; the day is judged anew from both, and money follows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import format_datetime, formatdate, getdate, now_datetime

from dianjian_app.attendance import day_results, punch_record_events
from dianjian_app.attendance.appeals import NOT_JUDGED, RESULT, key_of, last_day, took_part
from dianjian_app.attendance.centre_policies import read_policies
from dianjian_app.attendance.day_facts import EXCUSE
from dianjian_app.attendance.policy import policy_on
from dianjian_app.attendance.punch import Direction, key_of_minute
from dianjian_app.attendance.punch_store import moment_of
from dianjian_app.attendance.result_store import lines_within
from dianjian_app.attendance.results_told import note
from dianjian_app.people.appeal_course import (
	AppealError,
	Course,
	answer_due,
	check_appellant,
	check_in_time,
	check_once,
	follow,
)
from dianjian_app.people.period import Period
from dianjian_app.resources.numbers.phone import hide_numbers
from dianjian_app.stage_codes.appeal_stages import UPHELD

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.day_result_appeal.day_result_appeal import DayResultAppeal
	from dianjian_app.dianjian_app.doctype.staff_day_result.staff_day_result import StaffDayResult

PUNCHES = "Enter Punches"
RIGHT_TIMES: tuple[tuple[str, Direction], ...] = (("right_in", "Clock In"), ("right_out", "Clock Out"))
AS_JUDGED = ("status", "late_minutes", "early_minutes", "missing_punches", "absent_days")
COURSE = Course(
	by_app=(
		*("agent", "agent_name", "sales_group", "centre", "day", "date", "answer_by", "escalated_at"),
		*("decided_by", "decided_at", "live_key", *AS_JUDGED),
	),
	written=("result",),
	of_decision={"remedy": None, "right_in": None, "right_out": None, "decision_reason": None},
	took_part=took_part,
	clean=hide_numbers,
)


def file_appeal(appeal: DayResultAppeal) -> None:
	"""Event before_insert: check that the person concerned files it, in time, and once; keep what the day was then.

	Raises AppealError, NotTheJudgeError.
	"""
	for field in COURSE.by_app:
		appeal.set(field, None)
	result = _judged(appeal.result)
	appeal.agent, appeal.date, appeal.day = check_appellant(result.agent), getdate(), getdate(result.date)
	appeal.update({f: result.get(f) for f in ("agent_name", "sales_group", "centre", *AS_JUDGED)})
	check_in_time(appeal.date, last_day(result))
	if not result.told_at:  # whoever appeals knows
		result.told_at = now_datetime()
		note([result.name], result.told_at)
	check_once(appeal, key_of(result))
	appeal.answer_by = answer_due(appeal.centre, appeal.date)


def _judged(name: str | None) -> StaffDayResult:
	result = frappe.get_doc(RESULT, name) if name and frappe.db.exists(RESULT, name) else None
	if result is None or result.status in NOT_JUDGED:
		message = _("Say which result the appeal is about; a day that is open or held costs nobody anything.")
		frappe.throw(message, AppealError)
		raise AppealError(message)  # frappe.throw has raised; its signature does not say so
	return result


def validate(appeal: DayResultAppeal) -> None:
	"""Event validate: its course, and what puts the day right. Raises AppealError, NotTheJudgeError."""
	if follow(appeal, COURSE) == UPHELD:
		_check_remedy(appeal)


def _check_remedy(appeal: DayResultAppeal) -> None:
	if appeal.remedy != PUNCHES:
		appeal.right_in = appeal.right_out = None
	times = [moment_of(appeal.get(field)) for field, _in in RIGHT_TIMES if appeal.get(field)]
	if appeal.remedy not in (EXCUSE, PUNCHES) or (appeal.remedy == PUNCHES and not times):
		frappe.throw(
			_("Say what puts the day right: that it is excused, or when the person came and left."),
			AppealError,
			title=_("Remedy Needed"),
		)
	policy = policy_on(read_policies([appeal.centre]).get(appeal.centre, ()), getdate(appeal.day))
	for at in times:
		if policy is None or policy.day_of(at) != getdate(appeal.day):
			frappe.throw(
				_("{0} does not belong to {1}.").format(format_datetime(at), formatdate(appeal.day)),
				AppealError,
			)
	if times != sorted(set(times)):
		frappe.throw(_("The person left after coming."), AppealError)


def carry_out(appeal: DayResultAppeal) -> None:
	"""Event on_update: an appeal that has just been upheld puts the day right. Raises AppealError where it changes nothing."""
	before = appeal.get_doc_before_save()
	if appeal.stage != UPHELD or not before or before.stage == UPHELD:
		return
	was = _charge(appeal)
	if appeal.remedy == PUNCHES:
		_enter_punches(appeal)
	day_results.refresh([appeal.agent], Period.day(getdate(appeal.day)))
	if _charge(appeal) == was:
		frappe.throw(
			_("This changes nothing of the day; correct it otherwise, or dismiss the appeal."), AppealError
		)


def _charge(appeal: DayResultAppeal) -> tuple:
	"""What the day costs as it stands, with what has changed since its month was closed."""
	lines = [s.line for s in lines_within([appeal.agent], Period.day(getdate(appeal.day))).values()]
	sums = tuple(map(sum, zip(*(line.figures.charge for line in lines), strict=True)))
	return sums, sum(line.figures.overtime_minutes for line in lines)


def _enter_punches(appeal: DayResultAppeal) -> None:
	for field, direction in RIGHT_TIMES:
		if not appeal.get(field):
			continue
		at = moment_of(appeal.get(field))
		name = key_of_minute(punch_record_events.ENTERED, appeal.agent, at, direction)
		if frappe.db.exists("Punch Record", name):
			continue
		punch = frappe.get_doc(
			doctype="Punch Record",
			agent=appeal.agent,
			punched_at=at,
			direction=direction,
			reason=_("Appeal {0} was upheld: {1}").format(appeal.name, appeal.decision_reason),
		)
		punch.flags.appeal = appeal.name
		punch.insert(
			ignore_permissions=True
		)  # who decides an appeal was checked; HR enters no punches otherwise
