"""What decides a person's day, and what the day was: the terms in which days are judged (R33, R34). Pure.

`judging.py` makes the one from the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time
from enum import Enum

from dianjian_app.attendance.policy import Policy
from dianjian_app.attendance.punch import Direction
from dianjian_app.attendance.working_time import DayKind, Hours
from dianjian_app.people.calendar import WorkCalendar
from dianjian_app.people.presence import DayPart


class Status(str, Enum):
	"""What a day was; the values are the options of Staff Day Result."""

	OPEN = "Open"
	PRESENT = "Present"
	MISSING_PUNCH = "Missing Punch"
	ABSENT = "Absent"
	OUTING = "Outing"
	LEAVE = "Leave"
	REST = "Rest Day"
	HOLIDAY = "Holiday"
	SUSPENDED = "Suspended"
	HELD = "To Be Decided"


class Kind(str, Enum):
	"""What was applied for."""

	LEAVE = "Leave"
	OUTING = "Outing"
	OVERTIME = "Overtime"


@dataclass(frozen=True)
class SeenPunch:
	"""A punch that counts. name: of its record."""

	name: str
	at: datetime
	direction: Direction = ""


@dataclass(frozen=True)
class Application:
	"""An approved application for a day.

	Of overtime, starts and minutes say which time was approved; lieu: it is to become time off; late: it was asked for
	after it had begun.
	"""

	name: str
	kind: Kind
	part: DayPart
	approved_at: datetime
	starts: datetime | None = None
	minutes: int = 0
	lieu: bool = False
	late: bool = False


@dataclass(frozen=True)
class DayFacts:
	"""All that decides a person's day.

	punches: of the day by the policy's turn, without those in doubt; doubts: names of those, and of outages of devices, that
	hold the day; excused: a device was down and somebody with the right has decided that it costs nobody; appeals: upheld ones
	that excuse the day; shift: the person's hours where they are not the season's.
	"""

	day: date
	calendar: WorkCalendar
	policy: Policy
	half_day_ends: time = time(12)
	shift: Hours | None = None
	punches: tuple[SeenPunch, ...] = ()
	applications: tuple[Application, ...] = ()
	suspended: bool = False
	doubts: tuple[str, ...] = ()
	excused: bool = False
	appeals: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figures:
	"""What is counted of a day; a closed month changes by the difference of these alone."""

	planned_minutes: int = 0
	worked_minutes: int = 0
	late_times: int = 0
	late_minutes: int = 0
	early_times: int = 0
	early_minutes: int = 0
	missing_punches: int = 0
	absent_days: float = 0.0
	absent_minutes: int = 0
	leave_minutes: int = 0
	outing_minutes: int = 0
	overtime_minutes: int = 0
	overtime_weighted_minutes: float = 0.0
	lieu_minutes: int = 0

	def less(self, others: Iterable[Figures]) -> Figures:
		"""These figures without what the others hold already."""
		counted = list(others)
		return Figures(
			**{
				f.name: getattr(self, f.name) - sum(getattr(other, f.name) for other in counted)
				for f in fields(Figures)
			}
		)

	@property
	def charge(self) -> tuple[float, ...]:
		"""Those that somebody may have to answer for."""
		lateness = (self.late_times, self.late_minutes, self.early_times, self.early_minutes)
		return (*lateness, self.missing_punches, self.absent_days, self.absent_minutes)

	@property
	def nothing(self) -> bool:
		"""Whether all of them are 0."""
		return self == Figures()


@dataclass(frozen=True)
class DayResult:
	"""The result of a day. punches, applications: which made it; late_applications: asked for or approved too late, so that
	they count for nothing; appeals: upheld ones that excuse the day; doubts: what holds it."""

	status: Status
	day_kind: DayKind
	figures: Figures = Figures()
	first_in: datetime | None = None
	last_out: datetime | None = None
	punches: tuple[str, ...] = ()
	applications: tuple[str, ...] = ()
	late_applications: tuple[str, ...] = ()
	appeals: tuple[str, ...] = ()
	doubts: tuple[str, ...] = field(default=())
