"""The month sheet (考勤表): each day of a person as a mark, and the month's totals (R33). Pure.

A planned day is attended, on leave, absent, or not decided yet, in halves; an outing is attended. The four add up to the
planned days. Figures that a closed month got later count in the month in which they are booked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from dianjian_app.attendance.day_result import Figures, Status
from dianjian_app.attendance.working_time import DayKind

OUTING, TRIP = "Outing", "Business Trip"
NO_LEAVE = (OUTING, TRIP, "Overtime")
"""types of applications that are no leave"""
SOME_LEAVE = ""
"""leave whose type the reader is not told"""
WHOLE, HALF = 1.0, 0.5
UNDECIDED = (Status.OPEN.value, Status.HELD.value)

SYMBOLS: dict[str, tuple[str, str]] = {
	"Present": ("√", "√"),
	"Late": ("L", "迟"),
	"Left Early": ("E", "早"),
	"Missing Punch": ("M", "缺"),
	"Absent": ("A", "旷"),
	OUTING: ("O", "外"),
	TRIP: ("T", "差"),
	"Overtime": ("OT", "加"),
	"Rest Day": ("R", "休"),
	"Holiday": ("H", "节"),
	"Suspended": ("S", "停"),
	"To Be Decided": ("?", "？"),
	"Open": ("…", "…"),
	"Paid Half-Day": ("PH", "半"),
	"Time Off in Lieu": ("TL", "调"),
	"Annual Leave": ("AL", "年"),
	"Personal Leave": ("PL", "事"),
	"Sick Leave": ("SL", "病"),
	"Marriage Leave": ("WL", "婚"),
	"Maternity Leave": ("ML", "产"),
	"Bereavement Leave": ("BL", "丧"),
	"Other Leave": ("OL", "假"),
	"Changed Later": ("*", "*"),
}
"""what a day was → its symbol in English and in Chinese, in the order of the legend"""
LEAVE_SYMBOL = "Other Leave"
TONES = {
	"Absent": "danger",
	**dict.fromkeys(("Late", "Left Early", "Missing Punch", "To Be Decided"), "warning"),
	**dict.fromkeys(("Rest Day", "Holiday", "Suspended"), "muted"),
}
"""what a screen shows in a colour"""


@dataclass(frozen=True)
class SheetDay:
	"""A day of a person, from its own result. whole: 1, or 0.5 where half of it is a holiday; applied: the types of the
	applications that made it; changed_later: after its month was closed."""

	day: date
	status: str
	day_kind: str
	figures: Figures
	whole: float = WHOLE
	applied: tuple[str, ...] = ()
	changed_later: bool = False

	@property
	def planned(self) -> float:
		"""Days that were to be worked: 1, 0.5, or 0 on rest days, holidays and while suspended."""
		off = self.day_kind != DayKind.WORKDAY.value or self.status == Status.SUSPENDED.value
		return 0.0 if off else self.whole

	@property
	def leave(self) -> float:
		"""Days of leave."""
		if self.status in UNDECIDED or not self.figures.leave_minutes:
			return 0.0
		return self.whole if not self.figures.planned_minutes else HALF

	@property
	def outing(self) -> float:
		"""Days of outings and business trips."""
		if self.status in UNDECIDED or not self.figures.outing_minutes:
			return 0.0
		only = self.figures.outing_minutes == self.figures.planned_minutes
		return self.planned - self.leave if only else HALF

	@property
	def leave_types(self) -> tuple[str, ...]:
		"""The types of its leave; SOME_LEAVE where none is known."""
		if not self.leave:
			return ()
		return tuple(sorted({t for t in self.applied if t not in NO_LEAVE})) or (SOME_LEAVE,)

	@property
	def undecided(self) -> float:
		"""Planned days about which nothing is said yet."""
		return self.planned if self.status in UNDECIDED else 0.0

	@property
	def attended(self) -> float:
		"""Days at the centre and on outings, late or not."""
		return max(0.0, self.planned - self.undecided - self.leave - self.figures.absent_days)


@dataclass
class Totals:
	"""A person's month. leave: days by type; the minutes and times count what is booked in the month."""

	planned: float = 0.0
	attended: float = 0.0
	outing: float = 0.0
	absent: float = 0.0
	undecided: float = 0.0
	leave: dict[str, float] = field(default_factory=dict)
	late_times: int = 0
	late_minutes: int = 0
	early_times: int = 0
	early_minutes: int = 0
	missing_punches: int = 0
	overtime_minutes: int = 0

	@property
	def leave_days(self) -> float:
		"""Days of leave of all types."""
		return sum(self.leave.values())

	def add(self, other: Totals) -> None:
		"""Count another person's month as well."""
		for name in NUMBERS:
			setattr(self, name, getattr(self, name) + getattr(other, name))
		for kind, days in other.leave.items():
			self.leave[kind] = self.leave.get(kind, 0.0) + days


BOOKED = ("late_times", "late_minutes", "early_times", "early_minutes", "missing_punches", "overtime_minutes")
OF_DAYS = ("planned", "attended", "outing", "undecided")
NUMBERS = (*OF_DAYS, "absent", *BOOKED)


def marks_of(day: SheetDay) -> tuple[str, ...]:
	"""What a day was, as keys of SYMBOLS; a half day of leave or outing beside what the other half was."""
	figures, found = day.figures, []
	if day.status in (Status.PRESENT.value, Status.MISSING_PUNCH.value):
		if day.status == Status.MISSING_PUNCH.value:
			found.append("Missing Punch")
		found += ["Late"] * bool(figures.late_times) + ["Left Early"] * bool(figures.early_times)
		found = found or ["Present"]
	elif day.status not in (Status.LEAVE.value, Status.OUTING.value):
		found.append(day.status)
	found += [kind if kind in SYMBOLS else LEAVE_SYMBOL for kind in day.leave_types]
	if day.outing:
		found += [kind for kind in (OUTING, TRIP) if kind in day.applied] or [OUTING]
	if figures.overtime_minutes > 0:
		found.append("Overtime")
	if day.changed_later:
		found.append("Changed Later")
	return tuple(dict.fromkeys(found))


def tone_of(marks: Iterable[str]) -> str:
	"""How a screen shows the marks of a day: danger, warning, muted, or "" as all else."""
	return next((TONES[mark] for mark in marks if mark in TONES), "")


def text_of(marks: Iterable[str], *, chinese: bool) -> str:
	"""The marks of a day as they stand in its box."""
	return ("" if chinese else "/").join(SYMBOLS[mark][chinese] for mark in marks)


def totals_of(days: Iterable[SheetDay], booked: Sequence[Figures] = ()) -> Totals:
	"""A person's month. booked: differences of closed months that count in this one."""
	found = Totals()
	for day in days:
		for name in OF_DAYS:
			setattr(found, name, getattr(found, name) + getattr(day, name))
		kinds = day.leave_types
		for kind in kinds:
			found.leave[kind] = found.leave.get(kind, 0.0) + day.leave / len(kinds)
		_count(found, day.figures)
	for figures in booked:
		_count(found, figures)
	return found


def _count(found: Totals, figures: Figures) -> None:
	found.absent += figures.absent_days
	for name in BOOKED:
		setattr(found, name, getattr(found, name) + getattr(figures, name))
