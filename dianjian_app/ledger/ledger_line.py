"""A line of the daily ledger: what a person's day was planned to be, and what it brought (R44)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from types import MappingProxyType

NO_SHEET, NOT_HANDED_IN, HANDED_IN, CONFIRMED, OPENING = (
	"No Sheet",
	"Not Handed In",
	"Handed In",
	"Confirmed",
	"Opening",
)
SHEET_STATES = (NO_SHEET, NOT_HANDED_IN, HANDED_IN, CONFIRMED, OPENING)
GRADE, PRODUCT = "Grade", "Product"
OWN_COLUMNS = ("grade_a", "grade_b", "grade_c", "grade_d")
"""columns of the first four grades of a centre's scheme, in its order; all grades stand among the counts"""
ZERO = Decimal(0)

Counts = Mapping[tuple[str, str], int]
"""(kind, item) → number of calls; kind is GRADE or PRODUCT"""


@dataclass(frozen=True)
class Frame:
	"""A person's day before anything happened on it. planned, presence: days of work."""

	agent: str
	agent_name: str
	date: dt.date
	centre: str
	sales_group: str | None
	week_start: dt.date
	on_probation: bool
	planned: Decimal
	presence: Decimal
	roster_day: bool
	employed: bool = field(compare=False, default=True)


@dataclass(frozen=True)
class Sheet:
	"""The live call sheet of a day; its figures are the sheet's own totals."""

	name: str
	state: str
	calls: int = 0
	connected_calls: int = 0
	valid_calls: int = 0
	connected: int = 0
	intention: int = 0
	counts: Counts = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Visits:
	"""Visits of a day by their outcome, in parties (组)."""

	visits: int = 0
	revisits: int = 0
	walk_ins: int = 0
	no_shows: int = 0


@dataclass(frozen=True)
class Deals:
	"""Deals of a day: documents, units, yuan."""

	deals: int = 0
	deal_units: int = 0
	deal_amount: Decimal = ZERO


@dataclass(frozen=True)
class OldLine:
	"""A day from before the app was used, as an Opening Balance brings it along."""

	presence: Decimal
	calls: int
	connected: int
	intention: int
	visits: int
	deals: int


@dataclass(frozen=True)
class Facts:
	"""All that the documents say about one person's day."""

	sheet: Sheet | None = None
	invited: int = 0
	visits: Visits = Visits()
	deals: Deals = Deals()
	old: OldLine | None = None

	@property
	def any(self) -> bool:
		"""Whether anything happened at all."""
		return self != Facts()


@dataclass(frozen=True)
class Line:
	"""One line of the ledger, field by field as the Daily Ledger keeps it; counts stand in its child table."""

	date: dt.date
	agent: str
	agent_name: str
	sales_group: str | None
	centre: str
	week_start: dt.date
	on_probation: int
	planned: Decimal
	presence: Decimal
	roster_day: int
	call_sheet: str | None = None
	sheet_state: str = NO_SHEET
	calls: int = 0
	connected_calls: int = 0
	valid_calls: int = 0
	connected: int = 0
	intention: int = 0
	grade_a: int = 0
	grade_b: int = 0
	grade_c: int = 0
	grade_d: int = 0
	invited: int = 0
	visits: int = 0
	revisits: int = 0
	walk_ins: int = 0
	no_shows: int = 0
	deals: int = 0
	deal_units: int = 0
	deal_amount: Decimal = ZERO
	counts: Counts = field(default_factory=lambda: MappingProxyType({}))

	@property
	def name(self) -> str:
		"""The document's name: one line an agent a day."""
		return line_name(self.agent, self.date)


def line_name(agent: str, day: dt.date) -> str:
	"""The name of an agent's line of a day."""
	return f"{agent}-{day}"


COLUMNS = tuple(f.name for f in fields(Line) if f.name != "counts")
FRAME_COLUMNS = tuple(f.name for f in fields(Frame) if f.name != "employed")


def line_of(frame: Frame, facts: Facts, grades: Sequence[str]) -> Line:
	"""The line that a day's plan and its facts make (R44).

	grades: codes of the centre's grade scheme, in its order. Call figures come from a confirmed sheet alone; another sheet shows by its state. A day that an Opening
	Balance brings along is as it says: what happened that day is in it already.
	"""
	plan = _plan(frame)
	if facts.old:
		return _old_line(plan, facts.old)
	sheet = facts.sheet
	confirmed = sheet if sheet and sheet.state == CONFIRMED else Sheet("", NO_SHEET)
	own = [confirmed.counts.get((GRADE, grade), 0) for grade in grades[: len(OWN_COLUMNS)]]
	a, b, c, d = (*own, *[0] * (len(OWN_COLUMNS) - len(own)))
	return replace(
		plan,
		grade_a=a,
		grade_b=b,
		grade_c=c,
		grade_d=d,
		call_sheet=sheet.name if sheet else None,
		sheet_state=sheet.state if sheet else NO_SHEET,
		calls=confirmed.calls,
		connected_calls=confirmed.connected_calls,
		valid_calls=confirmed.valid_calls,
		connected=confirmed.connected,
		intention=confirmed.intention,
		invited=facts.invited,
		visits=facts.visits.visits,
		revisits=facts.visits.revisits,
		walk_ins=facts.visits.walk_ins,
		no_shows=facts.visits.no_shows,
		deals=facts.deals.deals,
		deal_units=facts.deals.deal_units,
		deal_amount=facts.deals.deal_amount,
		counts=confirmed.counts,
	)


def _plan(frame: Frame) -> Line:
	return Line(
		date=frame.date,
		agent=frame.agent,
		agent_name=frame.agent_name,
		sales_group=frame.sales_group,
		centre=frame.centre,
		week_start=frame.week_start,
		on_probation=int(frame.on_probation),
		planned=frame.planned,
		presence=frame.presence,
		roster_day=int(frame.roster_day),
	)


def _old_line(plan: Line, old: OldLine) -> Line:
	return replace(
		plan,
		presence=old.presence,
		sheet_state=OPENING,
		calls=old.calls,
		connected_calls=old.connected,
		valid_calls=old.connected,
		connected=old.connected,
		intention=old.intention,
		visits=old.visits,
		deals=old.deals,
	)


def belongs(frame: Frame, facts: Facts, opened_on: dt.date | None, as_of: dt.date) -> bool:
	"""Whether the day has a line.

	Each day of employment up to `as_of` from the day on that the app is used; earlier days only where an Opening
	Balance brings them along. A deal of somebody who has left keeps its line, so that the ledger adds up.
	"""
	if frame.date > as_of:
		return False
	if facts.old:
		return True
	if opened_on and frame.date < opened_on:
		return False
	return frame.employed or facts.any
