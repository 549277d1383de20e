"""The facts that rules are judged by: figures by subject, period and dimension, and who was present when. Pure data."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from dianjian_app.incentives.engine.rule import ZERO, Counted, MetricInfo
from dianjian_app.incentives.engine.rule_options import Population, SubjectType
from dianjian_app.people.period import Period

TOTAL = None
"""the dimension that stands for all of them together"""


@dataclass(frozen=True, order=True)
class Subject:
	"""An agent, a group or a centre by name."""

	type: SubjectType
	name: str


@dataclass(frozen=True)
class Event:
	"""One document that a rule looks at by itself. evidence: "DocType/name"."""

	evidence: str
	value: Decimal


@dataclass(frozen=True)
class Figure:
	"""What a metric says of a subject in a period. value None: a mean, least or greatest of nothing.

	evidence: "DocType/name" of what is behind it. events: document by document, where a rule asks so.
	"""

	value: Decimal | None
	evidence: tuple[str, ...] = ()
	events: tuple[Event, ...] = ()


@dataclass(frozen=True)
class FigureKey:
	"""Which figure. dimension None: of all together, "": of documents without one."""

	counted: Counted
	subject: Subject
	period: Period
	dimension: str | None = TOTAL


@dataclass(frozen=True)
class PersonDay:
	"""One agent's day at the centre.

	planned: what the calendar plans, employed or not. presence: planned less time off, 0 outside employment.
	known: the app (or an opening line) knows what happened that day; before that nobody is judged by the day.
	position: what the person was that day, where positions are asked about.
	"""

	planned: Decimal
	presence: Decimal
	roster_day: bool = True
	employed: bool = True
	group: str | None = None
	probation: bool = False
	known: bool = True
	position: str | None = None


@dataclass(frozen=True)
class Person:
	"""A person with the days that rules look at. last_group, last_position: the group and the position outside these days."""

	name: str
	days: Mapping[date, PersonDay] = field(default_factory=lambda: MappingProxyType({}))
	last_group: str | None = None
	last_position: str | None = None

	def within(self, period: Period) -> list[PersonDay]:
		"""Return those days of the period that are known."""
		return [self.days[d] for d in period.days() if d in self.days]

	def employed_in(self, period: Period) -> bool:
		"""Whether the agent is employed at the centre on some day of the period."""
		return any(d.employed for d in self.within(period))

	def group_in(self, period: Period) -> str | None:
		"""The group of the period's last day of employment (R4)."""
		groups = [d.group for d in self.within(period) if d.employed and d.group]
		return groups[-1] if groups else self.last_group

	def in_positions(self, positions: Collection[str]) -> Person:
		"""The person with the days in one of the positions as those of employment."""
		return replace(
			self,
			days={
				day: found
				if found.position in positions
				else replace(found, employed=False, presence=ZERO, probation=False)
				for day, found in self.days.items()
			},
		)

	def has_had(self, positions: Collection[str], period: Period) -> bool:
		"""Whether a person who is not employed in the period was in one of the positions last (decision 6)."""
		return self.last_position in positions and not self.employed_in(period)

	def is_of(self, population: Population, period: Period) -> bool:
		"""Whether a population has the agent in a period (decision 13)."""
		if population is Population.ALL:
			return True
		probation = any(d.employed and d.probation for d in self.within(period))
		return probation == (population is Population.PROBATION)


@dataclass(frozen=True)
class Opening:
	"""What an agent brings along to a rule's family as of the end of a day."""

	as_of: date
	remainder: Decimal = ZERO
	streak: int = 0


Index = tuple[
	dict[tuple[Counted, Subject, Period], dict[str, Figure]], dict[tuple[Counted, Period], set[Subject]]
]


@dataclass(frozen=True)
class Facts:
	"""Everything that rules are judged by.

	month: the open month that is settled. through: last day that is over; what is not over is not judged. closed:
	months settled and published before, still to be corrected. first_month: where counting of periods in a row
	begins at the centre. cumulated: figures from the start (or the opening) through the month's end. people: agents, by
	their days as such; everybody: all people by their days of employment, where a rule names positions.
	"""

	centre: str
	month: Period
	metrics: Mapping[str, MetricInfo]
	figures: Mapping[FigureKey, Figure] = field(default_factory=lambda: MappingProxyType({}))
	cumulated: Mapping[tuple[Counted, Subject], Figure] = field(default_factory=lambda: MappingProxyType({}))
	people: Mapping[str, Person] = field(default_factory=lambda: MappingProxyType({}))
	everybody: Mapping[str, Person] = field(default_factory=lambda: MappingProxyType({}))
	groups: tuple[str, ...] = ()
	targets: Mapping[tuple[str, Subject, Period], Decimal] = field(
		default_factory=lambda: MappingProxyType({})
	)
	openings: Mapping[tuple[str, str], Opening] = field(default_factory=lambda: MappingProxyType({}))
	through: date = date.max
	closed: tuple[Period, ...] = ()
	first_month: Period | None = None

	def figure(self, counted: Counted, subject: Subject, period: Period) -> Figure:
		"""The figure of all dimensions; nothing counted is 0, the mean of nothing is None."""
		found = self.figures.get(FigureKey(counted, subject, period))
		return found or Figure(ZERO if self.metrics[counted.metric].adds_up else None)

	def by_dimension(self, counted: Counted, subject: Subject, period: Period) -> dict[str, Figure]:
		"""The figures by dimension value."""
		return self._index()[0].get((counted, subject, period), {})

	def bound_to(self, positions: tuple[str, ...]) -> Mapping[str, Person]:
		"""The people that a rule can bind, by their days in its positions; no position named: agents."""
		if not positions:
			return self.people
		bound = self.__dict__.get("_bound")
		if bound is None:
			bound = {}
			object.__setattr__(self, "_bound", bound)
		if positions not in bound:
			bound[positions] = {name: p.in_positions(positions) for name, p in self.everybody.items()}
		return bound[positions]

	def opening(self, family: str, subject: Subject) -> Opening | None:
		return self.openings.get((family, subject.name)) if subject.type is SubjectType.AGENT else None

	def subjects_with(self, counted: Counted, subject_type: SubjectType, period: Period) -> list[Subject]:
		"""Return the subjects that have a figure in the period, employed or not."""
		return sorted(s for s in self._index()[1].get((counted, period), ()) if s.type is subject_type)

	def _index(self) -> Index:
		"""Return the figures indexed for lookup; the index is made once."""
		index = self.__dict__.get("_indexed")
		if index is None:
			split: dict[tuple[Counted, Subject, Period], dict[str, Figure]] = {}
			having: dict[tuple[Counted, Period], set[Subject]] = {}
			for key, figure in self.figures.items():
				having.setdefault((key.counted, key.period), set()).add(key.subject)
				if key.dimension is not None:
					split.setdefault((key.counted, key.subject, key.period), {})[key.dimension] = figure
			index = (split, having)
			object.__setattr__(self, "_indexed", index)
		return index
