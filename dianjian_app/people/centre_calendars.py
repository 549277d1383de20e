"""The work calendars of centres, read from the site in a fixed number of queries (R1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import frappe

from dianjian_app.people.calendar import (
	DayType,
	Link,
	PlanDay,
	RestDay,
	Season,
	WorkCalendar,
	chained,
	special_days,
)
from dianjian_app.people.period import Period
from dianjian_app.value_lists import among

if TYPE_CHECKING:
	from pypika.queries import QueryBuilder

	from dianjian_app.dianjian_app.doctype.presence_plan_day.presence_plan_day import PresencePlanDay
	from dianjian_app.dianjian_app.doctype.sales_centre_season.sales_centre_season import SalesCentreSeason
	from dianjian_app.dianjian_app.doctype.weekly_rest_day.weekly_rest_day import WeeklyRestDay


PLAN_FIELDS = ("weekday", "part", "work_start", "work_end")
WHOLE_DAY = "Whole Day"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def read_calendars(centres: Iterable[str]) -> dict[str, WorkCalendar]:
	"""The work calendars of centres, by centre (R1)."""
	wanted = sorted(set(centres))
	if not wanted:
		return {}
	existing = frappe.get_all("Sales Centre", filters={"name": ("in", wanted)}, pluck="name")
	links = dated_rows("Centre Calendar", wanted, ["work_calendar"], "Sales Centre")
	rest_days = dated_rows("Weekly Rest Day", wanted, ["weekday", "as_own"], "Sales Centre")
	seasons = child_rows(
		"Sales Centre Season",
		wanted,
		"Sales Centre",
		["season_name", "from_month", "from_day", "work_start", "work_end", "break_from", "break_until"],
	)
	days = child_rows(
		"Work Calendar Day",
		sorted({link.work_calendar for rows in links.values() for link in rows}),
		"Work Calendar",
		["date", "day_type"],
	)
	of_calendar = {
		name: special_days((r.date, DayType(r.day_type)) for r in rows) for name, rows in days.items()
	}
	return {
		centre: WorkCalendar(
			rest_days=tuple(rest_day(r) for r in rest_days[centre]),
			special=chained(
				Link(Period(r.from_date, r.to_date), of_calendar.get(r.work_calendar, {}))
				for r in links[centre]
			),
			seasons=tuple(season(r) for r in seasons[centre]),
			covered=tuple(Period(r.from_date, r.to_date) for r in links[centre]),
		)
		for centre in existing
	}


def centres_following(calendar: str) -> list[str]:
	"""The centres that follow a Work Calendar at some time (R1)."""
	filters = {"work_calendar": calendar, "parenttype": "Sales Centre"}
	return sorted(set(frappe.get_all("Centre Calendar", filters=filters, pluck="parent")))


def rest_day(row: WeeklyRestDay | frappe._dict) -> RestDay:
	"""The pure rest day of a Weekly Rest Day row; raises ValueError for a weekday that is none."""
	weekday = WEEKDAYS.index(row.weekday)
	return RestDay(weekday, row.from_date or None, row.to_date or None, bool(row.get("as_own")))


def plan_day(row: PresencePlanDay | frappe._dict) -> PlanDay:
	"""The pure day of a Presence Plan Day row (R3). Raises HoursReversed for hours that cannot be."""
	start, end = (time_of_day(value) if value else None for value in (row.work_start, row.work_end))
	first, last = (frappe.utils.getdate(value) if value else None for value in (row.from_date, row.to_date))
	part = "" if row.part == WHOLE_DAY else row.part
	return PlanDay(WEEKDAYS.index(row.weekday), part, start, end, first, last)


def season(row: SalesCentreSeason | frappe._dict) -> Season:
	"""The pure season of a Sales Centre Season row. Raises NoSuchDay, HoursReversed, BreakOutsideHours."""
	start, end = (time_of_day(value) for value in (row.work_start, row.work_end))
	pause = [time_of_day(value) if value else None for value in (row.break_from, row.break_until)]
	return Season(row.season_name, row.from_month, row.from_day, start, end, *pause)


def time_of_day(value: timedelta | time | str) -> time:
	"""A Time field's value as a time of the day; raises ValueError for what is none."""
	if isinstance(value, time):
		return value
	delta = value if isinstance(value, timedelta) else frappe.utils.to_timedelta(str(value))
	if not timedelta(0) <= delta < timedelta(days=1):
		raise ValueError(f"{value} is not a time of the day")
	return (datetime.min + delta).time()


def dated_rows(
	doctype: str,
	parents: list[str],
	fields: list[str],
	parenttype: str = "Sales Staff",
	*,
	locking: bool = False,
) -> dict[str, list[frappe._dict]]:
	"""Rows with from_date and to_date by parent."""
	return child_rows(doctype, parents, parenttype, ["from_date", "to_date", *fields], locking=locking)


def child_rows(
	doctype: str, parents: list[str], parenttype: str, fields: list[str], *, locking: bool = False
) -> dict[str, list[frappe._dict]]:
	"""Rows of a child table by parent, in their order. locking: as committed now, and held."""
	table = frappe.qb.DocType(doctype)
	query = (
		frappe.qb.from_(table)
		.where(table.parent.isin(among(parents)) & (table.parenttype == parenttype))
		.orderby(table.parent, table.idx)
		.select("parent", *fields)
	)
	by_parent: dict = defaultdict(list)
	for r in run(query, locking):
		by_parent[r.parent].append(r)
	return by_parent


def run(query: QueryBuilder, locking: bool = False) -> list:
	"""Rows of a query. locking: as committed now, not as this transaction saw them when it began, and held."""
	return (query.for_update() if locking else query).run(as_dict=True)
