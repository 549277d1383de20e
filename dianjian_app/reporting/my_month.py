"""The reader's own month of attendance: what each day was, and why, in words (R33, R34, R35)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, cast

import frappe
from frappe import _
from frappe.utils import formatdate, getdate

from dianjian_app.attendance import appeals
from dianjian_app.attendance.day_result import Status
from dianjian_app.attendance.month_sheet import tone_of
from dianjian_app.attendance.result_store import FIGURES
from dianjian_app.in_words import listed, told
from dianjian_app.people.leave_balance import balance
from dianjian_app.people.period import Period
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.people.time_off_types import from_balance
from dianjian_app.reporting.month_sheet import read_sheet
from dianjian_app.reporting.month_sheet_columns import figure_columns, figures_shown, leave_types
from dianjian_app.reporting.period import month_of
from dianjian_app.value_lists import among

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.staff_day_result.staff_day_result import StaffDayResult

RESULT = "Staff Day Result"
FIELDS = ("name", "date", "booked_on", "difference", "centre", "status", "day_kind", "evidence", "told_at")
REQUESTS = {"Time Off Request": "leave_type", "Working Time Request": "kind"}
HOUR = 60


@frappe.whitelist()
def my_month(month: str = "") -> dict[str, Any]:
	"""The month of the session's own person: what each day was and why, totals, balances, what waits (R33, R34, R35).

	month: YYYY-MM, default this one; of days, until when they may be appealed against. Gives {"month", "staff": None for who is nobody's staff, "days", "totals",
	"balances", "waiting"}. Raises ReportFilterError.
	"""
	period = month_of({"month": month or str(getdate())[:7]})
	me = staff_of_user(frappe.session.user)
	if not me:
		return {
			"month": period.month_text,
			"staff": None,
			"days": [],
			"totals": [],
			"balances": [],
			"waiting": [],
		}
	rows = read_sheet(period, {"agent": me})
	marks = {day: (row.text_on(day), tone_of(row.marks_on(day))) for row in rows for day in row.days}
	lines = _lines(me, period)
	types = leave_types(rows)
	totals: dict[str, float] = {}
	for row in rows:
		for name, value in figures_shown(row.totals, types).items():
			totals[name] = totals.get(name, 0) + value
	return {
		"month": period.month_text,
		"staff": me,
		"days": _days(lines, marks),
		"totals": [
			{"label": label, "value": totals.get(name, 0)}
			for name, label, _kind in figure_columns(types)
			if totals.get(name) or name in ("planned", "attended")
		],
		"balances": [{"label": _(kind), "days": float(balance(me, kind))} for kind in from_balance()],
		"waiting": _waiting(me),
	}


def _lines(me: str, period: Period) -> list[frappe._dict]:
	"""The person's lines of the days, differences behind the day's own."""
	filters = {"agent": me, "date": ("between", (period.start, period.end))}
	fields = [*FIELDS, *FIGURES]
	return frappe.get_all(RESULT, filters, fields, order_by="date desc, difference", limit=0)


def _days(lines: Iterable[frappe._dict], marks: Mapping[date, tuple[str, str]]) -> list[dict[str, Any]]:
	own = [line for line in lines if not line.difference]
	later: dict[date, list[frappe._dict]] = {}
	for line in lines:
		if line.difference:
			later.setdefault(line.date, []).append(line)
	evidence = {line.name: json.loads(line.evidence or "{}") for line in own}
	known = _Known(evidence.values())
	until = _Appealable(own)
	return [
		{
			"date": str(line.date),
			"result": line.name,
			"mark": marks.get(line.date, ("", ""))[0],
			"tone": marks.get(line.date, ("", ""))[1],
			"status": _(line.status),
			"why": [
				*_reasons(line, evidence[line.name], known),
				*(
					_("Changed after its month was closed; the difference counts on {0}.").format(
						formatdate(each.booked_on)
					)
					for each in later.get(line.date, ())
				),
			],
			"appeal_until": until.of(line),
		}
		for line in own
	]


def _reasons(line: frappe._dict, evidence: Mapping[str, list[str]], known: _Known) -> Iterable[str]:
	"""Why a day is what it is, a sentence each: plan, punches, applications, what was counted."""
	yield _planned(line)
	if punches := [known.punches[name] for name in evidence.get("punches", ()) if name in known.punches]:
		yield told(_("Clocked"), listed(punches))
	elif line.status == Status.ABSENT.value:
		yield _("No punch, and nothing that was approved in time.")
	for key, label in (
		("applications", _("Applications")),
		("late_applications", _("Asked for or approved too late, so it does not count")),
	):
		if names := [known.requests.get(name, name) for name in evidence.get(key, ())]:
			yield told(label, listed(names))
	if evidence.get("appeals"):
		yield _("Excused by an appeal.")
	if line.status == Status.HELD.value:
		yield _("Waits until somebody decides about a punch or a device; until then it costs nothing.")
	for text, value in (
		(_("{0} minutes late"), line.late_minutes),
		(_("left {0} minutes early"), line.early_minutes),
		(_("{0} punches missing"), line.missing_punches),
		(_("{0} days absent"), line.absent_days),
		(_("{0} minutes of overtime"), line.overtime_minutes),
	):
		if value:
			yield text.format(f"{value:g}")


def _planned(line: frappe._dict) -> str:
	if not line.planned_minutes:
		return told(_("Plan"), _(line.day_kind))
	hours = f"{line.planned_minutes / HOUR:g}"
	return told(_("Plan"), _("{0} hours").format(hours))


class _Known:
	"""Punches and requests that made days, in words, in three queries for the whole month."""

	def __init__(self, evidences: Iterable[Mapping[str, list[str]]]):
		found = list(evidences)
		punches = sorted({name for each in found for name in each.get("punches", ())})
		self.punches = {
			row.name: " ".join(
				filter(None, [f"{row.punched_at:%H:%M}", _(row.direction or ""), f"({_(row.source)})"])
			)
			for row in frappe.get_all(
				"Punch Record",
				{"name": ("in", among(punches))},
				["name", "punched_at", "direction", "source"],
				limit=0,
			)
		}
		wanted = sorted(
			{n for e in found for key in ("applications", "late_applications") for n in e.get(key, ())}
		)
		self.requests: dict[str, str] = {}
		for doctype, kind in REQUESTS.items():
			rows = frappe.get_all(
				doctype, {"name": ("in", among(wanted))}, ["name", kind], as_list=True, limit=0
			)
			self.requests.update({name: f"{_(value)} {name}" for name, value in rows})


class _Appealable:
	"""Until when days may be appealed against; what costs nothing, waits or is appealed against already may not."""

	def __init__(self, lines: Iterable[frappe._dict]):
		keys = [appeals.key_of(cast("StaffDayResult", line)) for line in lines if _costs(line)]
		filters = {"live_key": ("in", among(keys))}
		self._known = set(frappe.get_all(appeals.APPEAL, filters, pluck="live_key", limit=0))
		self._last: dict[tuple, date] = {}

	def of(self, line: frappe._dict) -> str | None:
		"""The last day, as YYYY-MM-DD; None where there is nothing to appeal against."""
		result = cast("StaffDayResult", line)
		if not _costs(line) or line.status in appeals.NOT_JUDGED or appeals.key_of(result) in self._known:
			return None
		since = (line.centre, line.told_at and getdate(line.told_at))
		if since not in self._last:
			self._last[since] = appeals.last_day(result)
		last = self._last[since]
		return str(last) if getdate() <= last else None


def _costs(line: frappe._dict) -> bool:
	return bool(line.late_times or line.early_times or line.missing_punches or line.absent_days)


def _waiting(me: str) -> list[dict[str, str]]:
	"""The person's requests that nobody has decided."""
	found = []
	for doctype, kind in REQUESTS.items():
		day = "from_date" if doctype == "Time Off Request" else "date"
		filters = {"staff": me, "docstatus": 0, "decision": ("is", "not set")}
		for row in frappe.get_all(
			doctype, filters, ["name", f"{kind} as kind", f"{day} as day"], order_by=day
		):
			found.append(
				{"doctype": doctype, "name": row.name, "text": f"{_(row.kind)} {formatdate(row.day)}"}
			)
	return found
