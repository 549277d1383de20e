"""The published months of centres and what they were planned by, kept and read (decision 76)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING

import frappe
from frappe import _

from dianjian_app.people.period import Period
from dianjian_app.people.settled_plan import NOTHING, Planned, Plans, Settled, SettledDay, decoded, encoded

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.settled_month.settled_month import SettledMonth

DOCTYPE = "Settled Month"


class SettledMonthError(frappe.PermissionError):
	"""What a month was settled by is written by the app alone, and stays."""


def read_settled(
	centres: Iterable[str], staff: Iterable[str], within: Period, anew: tuple[str, Period] | None = None
) -> Settled:
	"""What the closed months that touch a period were planned by, in one query.

	anew: a centre and a month that are to be seen by the set-up of today, as if they were not closed.
	"""
	centres = sorted(set(centres))
	if not centres:
		return NOTHING
	names = set(staff)
	months: dict[str, tuple[Period, ...]] = {}
	with_posts: dict[str, tuple[Period, ...]] = {}
	days: dict[tuple[str, date], tuple[str, SettledDay]] = {}
	posts: dict[tuple[str, date], tuple[str, SettledDay]] = {}
	for row in frappe.get_all(
		DOCTYPE,
		filters={
			"centre": ("in", centres),
			"closed": 1,
			"period_start": ("<=", within.end),
			"period_end": (">=", within.start),
		},
		fields=["centre", "period_start", "period_end", "plans", "posts"],
		limit=0,
	):
		month = Period(row.period_start, row.period_end)
		if anew == (row.centre, month):
			continue
		months[row.centre] = (*months.get(row.centre, ()), month)
		_take_in(days, row.centre, decoded(row.plans, month, names))
		if row.posts:
			with_posts[row.centre] = (*with_posts.get(row.centre, ()), month)
			_take_in(posts, row.centre, decoded(row.posts, month, names))
	return Settled(months, days, posts, with_posts)


def _take_in(days: dict[tuple[str, date], tuple[str, SettledDay]], centre: str, plans: Plans) -> None:
	for name, of_day in plans.items():
		for day, settled in of_day.items():
			# a mover stands in the months of two centres; the one that had the person on the day says what it was
			if settled.agent or (name, day) not in days:
				days[name, day] = (centre, settled)


def people_of(centre: str, within: Period) -> set[str]:
	"""Whoever a closed month of a centre that touches a period was settled for."""
	rows = frappe.get_all(
		DOCTYPE,
		filters={
			"centre": centre,
			"closed": 1,
			"period_start": ("<=", within.end),
			"period_end": (">=", within.start),
		},
		fields=["plans", "period_start", "period_end"],
		limit=0,
	)
	return {name for row in rows for name in decoded(row.plans, Period(row.period_start, row.period_end))}


def say_that_they_stay(centres: Iterable[str]) -> None:
	"""Tell whoever changes a set-up that published months keep what they were settled by (decision 76)."""
	centres = sorted(set(centres))
	if centres and frappe.db.exists(DOCTYPE, {"centre": ("in", centres), "closed": 1}):
		frappe.msgprint(
			_(
				"Published months stay as they were settled. A Plan Revision judges one anew, and shows first what it would cost."
			),
			alert=True,
		)


def note(centre: str, month: Period, planned: Planned) -> None:
	"""Keep what a month is planned by as the manager signs it; it closes when the month is published."""
	_write(centre, month, **_texts(planned, month))


def close(centre: str, month: Period, planned: Callable[[], Planned]) -> None:
	"""The month is published: from now on it is judged by what was noted when it was signed (planned: where nothing was)."""
	if frappe.db.exists(DOCTYPE, {"centre": centre, "month": month.month_text}):
		_write(centre, month, closed=1)
	else:
		_write(centre, month, **_texts(planned(), month), closed=1)


def replace(centre: str, month: Period, planned: Planned) -> str:
	"""Somebody has signed that a closed month is judged anew; gives what it was planned by before."""
	before = plans_text(centre, month)
	_write(centre, month, **_texts(planned, month))
	return before


def _texts(planned: Planned, month: Period) -> dict[str, str]:
	return {"plans": encoded(planned.agents, month), "posts": encoded(planned.posts, month)}


def plans_text(centre: str, month: Period) -> str:
	"""What a closed month is planned by, as kept; empty for a month that is not closed."""
	filters = {"centre": centre, "month": month.month_text, "closed": 1}
	return frappe.db.get_value(DOCTYPE, filters, "plans") or ""


def _write(centre: str, month: Period, **values: str | int) -> None:
	name = frappe.db.get_value(DOCTYPE, {"centre": centre, "month": month.month_text})
	doc = frappe.get_doc(DOCTYPE, name, for_update=True) if name else frappe.new_doc(DOCTYPE)
	doc.update({"centre": centre, "month": month.month_text, **values})
	doc.period_start, doc.period_end = month.start, month.end
	doc.flags.written_by_app = True
	doc.save(ignore_permissions=True)  # follows from a settlement or revision that people signed


def validate(doc: SettledMonth) -> None:
	"""Event validate: the app alone writes one. Raises SettledMonthError."""
	if not doc.flags.written_by_app:
		refuse(doc)


def refuse(doc: SettledMonth) -> None:
	"""Event on_trash. Raises SettledMonthError."""
	frappe.throw(
		_("What {0} of {1} was settled by is not written by hand; make a Plan Revision.").format(
			doc.month, doc.centre
		),
		SettledMonthError,
	)
