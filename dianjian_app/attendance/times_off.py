"""Leave, outings and suspensions of people over a period, as they were approved (R30, R34, R36)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import frappe

from dianjian_app.attendance.month_sheet import NO_LEAVE
from dianjian_app.people.centre_calendars import dated_rows
from dianjian_app.people.period import Period
from dianjian_app.people.presence import DayPart, OffTime
from dianjian_app.people.staffing import part_of
from dianjian_app.people.time_off_types import read_types
from dianjian_app.value_lists import among

REQUEST = "Time Off Request"


@dataclass
class TimesOff:
	"""Half days for which leave or an outing was approved, and suspension, by person and day."""

	leave: dict[tuple[str, date], list[DayPart]] = field(default_factory=lambda: defaultdict(list))
	outing: dict[tuple[str, date], list[DayPart]] = field(default_factory=lambda: defaultdict(list))
	suspended: set[tuple[str, date]] = field(default_factory=set)


def read_off(names: Iterable[str], period: Period) -> TimesOff:
	"""Approved applications and suspensions of people, in three queries."""
	off, wanted = TimesOff(), sorted(names)
	if not wanted:
		return off
	outings = {name for name, rules in read_types().items() if rules.outing}
	table = frappe.qb.DocType(REQUEST)
	query = (
		frappe.qb.from_(table)
		.where(table.staff.isin(among(wanted)) & (table.docstatus == 1))
		.where((table.from_date <= period.end) & (table.to_date >= period.start))
		.select("staff", "from_date", "to_date", "half_day", "half_day_part", "leave_type")
	)
	for row in query.run(as_dict=True):
		outing = row.leave_type in outings
		if not outing and row.leave_type in NO_LEAVE:
			continue
		kind = off.outing if outing else off.leave
		for day in _span(row.from_date, row.to_date, period):
			kind[(row.staff, day)].append(part_of(row))
	for staff, rows in dated_rows("Staff Suspension", wanted, []).items():
		off.suspended |= {(staff, d) for row in rows for d in _span(row.from_date, row.to_date, period)}
	return off


def _span(start: date, end: date | None, period: Period) -> Iterable[date]:
	days = OffTime(start, end).within(period)
	return days.days() if days else ()
