"""Scheduled: the day's lines appear by themselves, and what an event could not reach is made right (R44)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import frappe
from frappe import _
from frappe.utils import getdate

from dianjian_app.ledger import store
from dianjian_app.ledger.build import rebuild
from dianjian_app.own_transactions import for_each
from dianjian_app.people.period import Period

LOOK_BACK_DAYS = 7
LONGEST_GAP_DAYS = 400
"""what lies further back than this stays as it is"""


def make_todays_lines() -> None:
	"""Hourly job: every agent has a line for today; who was entered in the course of the day, too."""
	today = Period.day(getdate())
	_rebuild_all(lambda _centre: today)


def bring_the_month_up_to_date() -> None:
	"""Daily job: the running month's lines, and those of the last week, are what the documents say.

	Where days went by without this job, it goes on from the last day that was done.
	"""
	today = getdate()
	_rebuild_all(lambda centre: since_last_done(centre, today))


def since_last_done(centre: str, today: date) -> Period:
	"""From the first day on which nobody of the centre has a line, where that is earlier than `recent`, to today."""
	days = recent(today)
	gap = store.first_day_without_lines(centre, Period(today - timedelta(days=LONGEST_GAP_DAYS), today))
	return Period(min(days.start, gap), today) if gap else days


def recent(today: date) -> Period:
	"""From the first of the month, or a week back where that is earlier, to today."""
	return Period(min(Period.month_of(today).start, today - timedelta(days=LOOK_BACK_DAYS)), today)


def _rebuild_all(period_of: Callable[[str], Period]) -> None:
	"""Each centre on its own, so that one that fails keeps no other back; what failed is in the Error Log."""
	for_each(
		frappe.get_all("Sales Centre", filters={"disabled": 0}, pluck="name"),
		lambda centre: rebuild(centre, period_of(centre)),
		lambda centre: _("Daily ledger of {0} could not be made").format(centre),
	)
