"""Scheduled: the day's lines appear by themselves, and what an event could not reach is made right (R44)."""

from __future__ import annotations

from datetime import date, timedelta

import frappe
from frappe import _
from frappe.utils import getdate

from dianjian_app.ledger.build import rebuild
from dianjian_app.own_transactions import for_each
from dianjian_app.people.period import Period

LOOK_BACK_DAYS = 7


def make_todays_lines() -> None:
	"""Hourly job: every agent has a line for today; who was entered in the course of the day, too."""
	_rebuild_all(Period.day(getdate()))


def bring_the_month_up_to_date() -> None:
	"""Daily job: the running month's lines, and those of the last week, are what the documents say."""
	_rebuild_all(recent(getdate()))


def recent(today: date) -> Period:
	"""From the first of the month, or a week back where that is earlier, to today."""
	return Period(min(Period.month_of(today).start, today - timedelta(days=LOOK_BACK_DAYS)), today)


def _rebuild_all(period: Period) -> None:
	"""Each centre on its own, so that one that fails keeps no other back; what failed is in the Error Log."""
	for_each(
		frappe.get_all("Sales Centre", filters={"disabled": 0}, pluck="name"),
		lambda centre: rebuild(centre, period),
		lambda centre: _("Daily ledger of {0} could not be made").format(centre),
	)
