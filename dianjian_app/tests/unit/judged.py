"""Small worlds for tests of the evaluation: agents with their days, figures by day, and rules as the seeds have them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from dianjian_app.incentives.engine.evaluate import evaluate
from dianjian_app.incentives.engine.figures import (
	Event,
	Facts,
	Figure,
	FigureKey,
	Opening,
	Person,
	PersonDay,
	Subject,
)
from dianjian_app.incentives.engine.posted_state import PostedState, after_posting
from dianjian_app.incentives.engine.rule import Counted, MetricInfo, Rule
from dianjian_app.incentives.engine.rule_options import Function, PeriodType, SubjectType
from dianjian_app.incentives.engine.rule_periods import period_of
from dianjian_app.people.period import Period

D = Decimal
SEPTEMBER, OCTOBER = Period.month(2026, 9), Period.month(2026, 10)
ALL_PERIODS = (PeriodType.DAY, PeriodType.WEEK, PeriodType.MONTH, PeriodType.QUARTER, PeriodType.YEAR)


def day(n: int, month: int = 9) -> date:
	"""A day of 2026; the first of September is a Tuesday."""
	return date(2026, month, n)


@dataclass(frozen=True)
class Agent:
	"""An agent. rest: weekday off (0 Monday); off: presence by day where it is not whole; groups: (group, from)."""

	name: str = "A1"
	rest: int | None = None
	joined: date = date(2025, 1, 1)
	left: date | None = None
	probation_until: date | None = None
	off: dict[date, Decimal] = field(default_factory=dict)
	holidays: tuple[date, ...] = ()
	groups: tuple[tuple[str, date], ...] = (("一组", date(2025, 1, 1)),)
	unknown_until: date | None = None

	def person(self, span: Period) -> Person:
		return Person(self.name, {d: self._day(d) for d in span.days()}, self.groups[-1][0])

	def _day(self, d: date) -> PersonDay:
		roster = d.weekday() != self.rest
		planned = D(int(roster and d not in self.holidays))
		employed = self.joined <= d and (self.left is None or d <= self.left)
		return PersonDay(
			planned=planned,
			presence=min(planned, self.off.get(d, D(1))) if employed else D(0),
			roster_day=roster,
			employed=employed,
			group=next((g for g, since in reversed(self.groups) if since <= d), None),
			probation=self.probation_until is not None and d <= self.probation_until,
			known=self.unknown_until is None or d > self.unknown_until,
		)


@dataclass(frozen=True)
class Count:
	"""So much of a metric for a subject on a day."""

	metric: str
	day: date
	value: Decimal
	who: str = "A1"
	dimension: str = ""
	group: str = "一组"


@dataclass(frozen=True)
class World:
	"""Agents and what was counted; `facts` gives what an evaluation of a month sees of it."""

	agents: tuple[Agent, ...] = (Agent(),)
	counts: tuple[Count, ...] = ()
	functions: dict[str, Function] = field(default_factory=dict)
	cancelled: frozenset[int] = frozenset()
	targets: dict = field(default_factory=dict)
	openings: dict[tuple[str, str], Opening] = field(default_factory=dict)
	groups: tuple[str, ...] = ("一组",)
	begins: date = date(2026, 9, 1)

	def facts(
		self, month: Period = SEPTEMBER, through: date | None = None, closed: tuple[Period, ...] = ()
	) -> Facts:
		span = Period(self.begins - timedelta(days=40), month.end)
		return Facts(
			centre="八里洲",
			month=month,
			metrics={
				m: MetricInfo(m, self.functions.get(m, Function.SUM), has_dimension=True)
				for m in {c.metric for c in self.counts}
				| {"接通", "到访", "成交", "满意度", "业绩", "表扬", "失误"}
			},
			figures=self._figures(month.end),
			cumulated=self._cumulated(month.end),
			people={a.name: a.person(span) for a in self.agents},
			groups=self.groups,
			targets=self.targets,
			openings=self.openings,
			through=through or month.end,
			closed=closed,
			first_month=Period.month_of(self.begins),
		)

	def _figures(self, until: date) -> dict[FigureKey, Figure]:
		gathered: dict[FigureKey, list[tuple[str, Decimal]]] = {}
		for number, c in enumerate(self.counts):
			if c.day > until or number in self.cancelled:
				continue
			for subject in (Subject(SubjectType.AGENT, c.who), Subject(SubjectType.GROUP, c.group)):
				for period_type in ALL_PERIODS:
					for dimension in (None, c.dimension):
						key = FigureKey(Counted(c.metric), subject, period_of(period_type, c.day), dimension)
						gathered.setdefault(key, []).append((f"Doc/{number}", c.value))
		return {k: self._figure(k.counted.metric, found) for k, found in gathered.items()}

	def _figure(self, metric: str, found: list[tuple[str, Decimal]]) -> Figure:
		total = sum((v for _, v in found), D(0))
		if self.functions.get(metric) is Function.MEAN:
			total = total / len(found)
		return Figure(total, tuple(n for n, _ in found), tuple(Event(n, v) for n, v in found))

	def _cumulated(self, until: date) -> dict:
		totals: dict = {}
		for number, c in enumerate(self.counts):
			if c.day > until or number in self.cancelled:
				continue
			opened = [o for (_, who), o in self.openings.items() if who == c.who]
			if opened and c.day <= opened[0].as_of:
				continue
			key = (Counted(c.metric), Subject(SubjectType.AGENT, c.who))
			totals[key] = totals.get(key, D(0)) + c.value
		return {key: Figure(total) for key, total in totals.items()}

	def and_(self, *counts: Count) -> World:
		return replace(self, counts=(*self.counts, *counts))


def counted(metric: str, per_day: dict[date, int], who: str = "A1", **more) -> tuple[Count, ...]:
	return tuple(Count(metric, d, D(v), who, **more) for d, v in per_day.items())


def settle(rules: list[Rule], facts: Facts, already: PostedState | None = None):
	"""The lines of a month, and what has happened once they are posted."""
	already = already or PostedState()
	lines = evaluate(rules, facts, already)
	return lines, after_posting(already, lines)


def money(lines) -> Decimal:
	return sum((ln.amount for ln in lines), D(0))


def days_of_leave(lines) -> Decimal:
	return sum((ln.quantity for ln in lines if ln.key.outcome_type.value == "Leave Days"), D(0))


def proposals(lines) -> list[tuple[str, str, Period]]:
	return [(ln.key.subject.name, ln.key.outcome_type.value, ln.key.period) for ln in lines if ln.is_proposal]
