"""When and how often a customer may be called: hours of the day, tries a week (R10). Off until a centre sets them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import frappe
from frappe import _
from frappe.query_builder.functions import Count
from frappe.utils import cint, get_datetime, get_time, getdate

WEEK = timedelta(days=7)


class CallHoursError(frappe.ValidationError):
	"""A call outside the hours in which customers may be called."""


class TooManyTriesError(frappe.ValidationError):
	"""A customer who was called as often as may be within a week."""


@dataclass(frozen=True)
class Limits:
	"""A centre's limits. start, end: hours of the day, None: any; tries: calls a week, 0: any number."""

	start: time | None = None
	end: time | None = None
	tries: int = 0

	def allows(self, moment: datetime) -> bool:
		"""Whether customers may be called at that moment."""
		clock = moment.time()
		return (self.start is None or clock >= self.start) and (self.end is None or clock <= self.end)

	def hours(self) -> str:
		"""The hours in words, e.g. 09:00–20:00."""
		return f"{self.start or time(0):%H:%M}–{self.end or time(23, 59):%H:%M}"


def limits_of(centre: str) -> Limits:
	"""The limits of a centre."""
	said = frappe.get_cached_value("Sales Centre", centre, ["call_from", "call_until", "tries_per_week"])
	if not said:
		return Limits()
	start, end, tries = said
	return Limits(get_time(start) if start else None, get_time(end) if end else None, cint(tries))


def tries_of(leads: Iterable[str], day: date, *, without: str | None = None) -> Counter[str]:
	"""How often each lead was called in the seven days that end on a day, in one query. without: a sheet left out."""
	wanted = sorted({lead for lead in leads if lead})
	if not wanted:
		return Counter()
	row, sheet = frappe.qb.DocType("Call Sheet Row"), frappe.qb.DocType("Call Sheet")
	query = (
		frappe.qb.from_(row)
		.join(sheet)
		.on(row.parent == sheet.name)
		.select(row.lead, Count("*"))
		.where(row.lead.isin(wanted) & (row.date > day - WEEK) & (row.date <= day) & (sheet.docstatus < 2))
		.where(sheet.name != (without or ""))
		.groupby(row.lead)
	)
	return Counter(dict(query.run()))


def check(centre: str, rows: Iterable, sheet: str | None = None) -> None:
	"""Refuse calls that may not be: rows that are new on a sheet, each by the time of its call, if it says one.

	rows: Call Sheet Rows with lead, date, called_at; sheet: theirs, whose own rows are counted from `rows`. Raises
	CallHoursError, TooManyTriesError.
	"""
	limits = limits_of(centre)
	rows = list(rows)
	for row in rows:
		moment = get_datetime(row.called_at) if row.called_at else None
		if moment and not limits.allows(moment):
			frappe.throw(
				_("Row {0}: customers are called between {1}, not at {2}.").format(
					row.idx or "?", limits.hours(), f"{moment:%H:%M}"
				),
				CallHoursError,
				title=_("Outside Calling Hours"),
			)
	if not limits.tries or not rows:
		return
	made = tries_of([r.lead for r in rows], getdate(rows[0].date), without=sheet)
	for row in rows:
		made[row.lead] += 1
		if made[row.lead] > limits.tries:
			frappe.throw(
				_("Row {0}: {1} was called {2} times within a week, which is the limit.").format(
					row.idx or "?", row.customer_name or row.lead, limits.tries
				),
				TooManyTriesError,
				title=_("Called Often Enough"),
			)


def on_the_list(centre: str, leads: list[dict], now: datetime) -> dict:
	"""What the agent is told before dialling: {"allowed", "hours"}; leads called often enough get "blocked" (R10)."""
	limits = limits_of(centre)
	if limits.tries:
		made = tries_of([lead["name"] for lead in leads], now.date())
		for lead in leads:
			if made[lead["name"]] >= limits.tries:
				lead["blocked"] = _("called {0} times this week").format(made[lead["name"]])
	return {"allowed": limits.allows(now), "hours": limits.hours() if limits.start or limits.end else ""}
