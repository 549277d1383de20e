"""What a centre asks of clocking in and out on a day (R33). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dianjian_app.attendance.working_time import DayKind

FROM_HOURS, FROM_ALLOWANCE = "From Working Hours", "From the Allowance"
"""the options of Punching Policy"""


@dataclass(frozen=True)
class OvertimeRates:
	"""What a minute of overtime counts as, by the kind of day (R34)."""

	workday: float = 1.5
	rest_day: float = 2.0
	holiday: float = 3.0

	def of(self, kind: DayKind) -> float:
		"""The rate of a kind of day."""
		if kind is DayKind.REST:
			return self.rest_day
		return self.holiday if kind is DayKind.HOLIDAY else self.workday


@dataclass(frozen=True)
class Policy:
	"""The policy of a centre from a day on.

	day_turn: until when in the next morning a punch belongs to the day before; late_allowance, early_allowance: minutes that
	cost nothing; beyond_only: who is later than that is late by what lies beyond, not by the whole time;
	late_applications_excuse: whether leave that was approved after it had begun lifts an absence; late_overtime_counts:
	whether overtime counts that was asked for after it had begun; corrections_a_month: how many corrections of punches a
	person may ask for, 0: any number.
	"""

	start: date
	day_turn: time = time(4)
	late_allowance: int = 0
	early_allowance: int = 0
	beyond_only: bool = False
	late_applications_excuse: bool = False
	ask_place: bool = False
	rates: OvertimeRates = OvertimeRates()
	late_overtime_counts: bool = False
	corrections_a_month: int = 0

	def day_of(self, moment: datetime) -> date:
		"""The working day that a punch belongs to."""
		return moment.date() - timedelta(days=moment.time() < self.day_turn)

	def beyond(self, minutes: int, allowance: int) -> int:
		"""Minutes of lateness or early leave that count."""
		if minutes <= allowance:
			return 0
		return minutes - allowance if self.beyond_only else minutes


def policy_on(policies: Iterable[Policy], day: date) -> Policy | None:
	"""The policy in force on a day; None before the first one: nobody is judged then."""
	return max((p for p in policies if p.start <= day), key=lambda p: p.start, default=None)
