"""Where people are at a moment, read in a fixed number of queries for any number of them (R33)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from dianjian_app.attendance.day_facts import Days, Frame
from dianjian_app.attendance.morning import Now, whereabouts
from dianjian_app.people.period import Period


def here_now(people: Iterable[str], now: datetime) -> list[tuple[Frame, Now]]:
	"""Each person whom attendance judges today, with where they are."""
	today = now.date()
	days = Days(people, Period.day(today), today)
	return [(frame, whereabouts(facts, now)) for frame, facts in days.facts()]
