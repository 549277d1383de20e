"""Who is there at a moment of the day, and who should be and is not (R33). Pure.

For the morning it does not matter whether an application was approved in time: who is on leave or out is not looked for.
Where a punch cannot be relied on yet, or a device was down, nobody is called missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from dianjian_app.attendance.day_result import DayFacts, Kind
from dianjian_app.attendance.working_time import DayKind, PlannedDay, plan_day

GRACE = timedelta(minutes=10)
"""how long after the start nobody is looked for"""


class Whereabouts(str, Enum):
	"""Where somebody is, as far as it is known."""

	MISSING = "Not Here Yet"
	EXPECTED = "Not Due Yet"
	HERE = "Here"
	UNKNOWN = "To Be Decided"
	OUTING = "Outing"
	LEAVE = "Leave"
	SUSPENDED = "Suspended"
	REST = "Rest Day"
	HOLIDAY = "Holiday"


@dataclass(frozen=True)
class Now:
	"""Somebody at a moment. start: when the time at the centre begins today; first_in: the first punch."""

	whereabouts: Whereabouts
	start: datetime | None = None
	first_in: datetime | None = None


def whereabouts(facts: DayFacts, now: datetime) -> Now:
	"""Where a person is at a moment of the day that the facts are about."""
	plan = plan_day(
		facts.calendar,
		facts.day,
		half_day_ends=facts.half_day_ends,
		shift=facts.shift,
		leave=[a.part for a in facts.applications if a.kind is Kind.LEAVE],
		outing=[a.part for a in facts.applications if a.kind is Kind.OUTING],
		suspended=facts.suspended,
	)
	start = plan.spans[0].start if plan.spans else None
	seen = min((punch.at for punch in facts.punches), default=None)
	if seen:
		return Now(Whereabouts.HERE, start, seen)
	if not plan.halves:
		return Now(_away(plan, facts.suspended))
	if facts.doubts or facts.excused:
		return Now(Whereabouts.UNKNOWN, start)
	if start is None or now < start + GRACE:
		return Now(Whereabouts.EXPECTED, start)
	return Now(Whereabouts.MISSING, start)


def _away(plan: PlannedDay, suspended: bool) -> Whereabouts:
	if plan.kind is DayKind.REST:
		return Whereabouts.REST
	if plan.kind is DayKind.HOLIDAY:
		return Whereabouts.HOLIDAY
	if suspended:
		return Whereabouts.SUSPENDED
	return Whereabouts.OUTING if plan.outing else Whereabouts.LEAVE
