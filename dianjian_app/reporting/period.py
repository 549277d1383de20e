"""Which days a report is about, on the site's clock.

A report without a day of its own is about today: `as_of` is the only definition of that day. Nothing here reads the
server's clock.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any

from frappe import _
from frappe.utils import getdate

from dianjian_app.people.month_text import month_from_text
from dianjian_app.people.period import Period
from dianjian_app.reporting.filters import ReportFilterError, refuse

LONGEST_DAYS = 800
"""the longest period that a report covers while its reader waits"""

_unlimited: ContextVar[bool] = ContextVar("unlimited", default=False)


def as_of(filters: Mapping[str, Any] | None = None, field: str = "until") -> date:
	"""The day that a report is about: the filter's, or the site's today. Raises ReportFilterError."""
	return _day((filters or {}).get(field)) or getdate()


def period_of(filters: Mapping[str, Any]) -> Period:
	"""The period from from_date to to_date. Raises ReportFilterError."""
	start, end = _day(filters.get("from_date")), _day(filters.get("to_date"))
	if not start or not end:
		refuse(_("Choose the first and the last day."))
	if end < start:
		refuse(_("The last day is before the first day."))
	if (end - start).days >= LONGEST_DAYS and not _unlimited.get():
		refuse(
			_("The period has {0} days; at most {1} days are shown here.").format(
				(end - start).days + 1, LONGEST_DAYS
			)
		)
	return Period(start, end)


def month_of(filters: Mapping[str, Any], field: str = "month") -> Period:
	"""The month that a filter names as YYYY-MM. Raises ReportFilterError."""
	return month_from_text(filters.get(field), ReportFilterError)


def week_of(filters: Mapping[str, Any], field: str = "week") -> Period:
	"""The Monday-to-Sunday week of the filter's day, or of today. Raises ReportFilterError."""
	return Period.week_of(as_of(filters, field))


@contextmanager
def of_any_length() -> Iterator[None]:
	"""Let a report cover more than LONGEST_DAYS: for jobs in the background, where nobody waits."""
	token = _unlimited.set(True)
	try:
		yield
	finally:
		_unlimited.reset(token)


def _day(value: Any) -> date | None:
	"""A filter's value as a day: a date, or YYYY-MM-DD with or without a time; None if it is empty."""
	if not value:
		return None
	try:
		return getdate(value) if isinstance(value, date) else date.fromisoformat(str(value)[:10])
	except ValueError:
		refuse(_("{0} is not a day; write it as YYYY-MM-DD, for example 2026-11-30.").format(value))
