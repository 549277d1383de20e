"""The demo's clock and its actors: what is done is done at its time of the month, in the session of who does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

import frappe

from dianjian_app.framework_compat import go_on_as

MoveTo = Callable[[datetime], None]


class ClockMissingError(Exception):
	"""The package that moves the clock is not installed."""


@contextmanager
def clock(start: datetime) -> Iterator[MoveTo]:
	"""Run the block at another time; what it gives moves the clock on. Times are the site's local times.

	Raises ClockMissingError when the optional extra `demo` of the app is not installed.
	"""
	try:
		import time_machine
	except ImportError as error:
		raise ClockMissingError(
			"The demo moves the clock and needs the package time-machine: pip install 'dianjian_app[demo]'"
		) from error
	zone = ZoneInfo(frappe.utils.get_system_timezone())
	# given in UTC, so that only the time is moved and not the process's time zone
	with time_machine.travel(_utc(start, zone)) as traveller:
		yield lambda when: traveller.move_to(_utc(when, zone))


def _utc(when: datetime, zone: ZoneInfo) -> datetime:
	# Frappe takes a document saved on the very second for one that somebody else has changed
	return when.replace(tzinfo=zone, microsecond=when.microsecond or 1000).astimezone(ZoneInfo("UTC"))


@contextmanager
def acting_as(user: str) -> Iterator[None]:
	"""Run the block in the session of a user."""
	before = frappe.session.user
	switch_to(user)
	try:
		yield
	finally:
		switch_to(before)


def switch_to(user: str) -> None:
	"""Go on in the session of another user; a day of the demo has some hundred sessions."""
	if user != frappe.session.user:
		go_on_as(user)
