"""Says which periods an evaluation looks at and which figures it needs, so that each is read once. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dianjian_app.incentives.engine.rule import Counted, Rule, families, version_on
from dianjian_app.incentives.engine.rule_options import PeriodType, SubjectType
from dianjian_app.incentives.engine.rule_periods import period_of, periods_in
from dianjian_app.people.period import ONE_DAY, Period

LOOKBACK = 4
"""how many times the length of a streak is looked back for its beginning; periods without presence don't count"""


@dataclass(frozen=True)
class Span:
	"""The months that an evaluation is about. closed: published before; first_month: the centre's first."""

	month: Period
	closed: tuple[Period, ...] = ()
	first_month: Period | None = None

	@property
	def months(self) -> tuple[Period, ...]:
		return (*sorted(self.closed), self.month)


@dataclass(frozen=True)
class Need:
	"""Figures to be read with one query: what is counted, by subject and period, over a span of days.

	events: document by document. split: by dimension, too. cumulated: from `span.start` (or the opening) on, in one.
	"""

	counted: Counted
	subject: SubjectType
	period: PeriodType
	span: Period
	split: bool = False
	events: bool = False
	cumulated: bool = False


def streak_periods(versions: Iterable[Rule], period_type: PeriodType, span: Span) -> tuple[Period, ...]:
	"""The periods in which a family's streaks are counted, in order, the open month's last.

	They go back LOOKBACK lengths of the streak, but not before the centre's first month: what was before is
	brought along as an opening.
	"""
	consecutive = max((r.consecutive for r in versions if r.period is period_type), default=1)
	begin = (span.first_month or span.months[0]).start
	last = [p for month in span.months for p in periods_in(period_type, month)]
	if not last:
		return ()
	periods = set(last)
	first = min(last)
	for _ in range(LOOKBACK * consecutive):
		first = period_of(period_type, first.start - ONE_DAY)
		if first.end < begin:
			break
		periods.add(first)
	between = period_of(period_type, min(periods).end)
	while between.end < max(last).end:
		periods.add(between)
		between = period_of(period_type, between.end + ONE_DAY)
	return tuple(sorted(periods))


def needs(rules: Iterable[Rule], centre: str, span: Span) -> tuple[Need, ...]:
	"""Return what an evaluation must read, each figure once. The number does not grow with the number of people."""
	asked: dict[tuple, list[Need]] = {}
	for versions in families(rules).values():
		for need in _needs_of(versions, centre, span):
			key = (need.counted, need.subject, need.period, need.events, need.cumulated)
			asked.setdefault(key, []).append(need)
	return tuple(_merged(alike) for alike in asked.values())


def _merged(alike: list[Need]) -> Need:
	one = alike[0]
	span = Period(min(n.span.start for n in alike), max(n.span.end for n in alike))
	return Need(
		one.counted, one.subject, one.period, span, any(n.split for n in alike), one.events, one.cumulated
	)


def _needs_of(versions: tuple[Rule, ...], centre: str, span: Span) -> Iterable[Need]:
	begins = min(r.valid_from for r in versions)
	for period_type in dict.fromkeys(r.period for r in versions):
		periods = [p for month in span.months for p in periods_in(period_type, month)]
		if any(r.is_streak for r in versions if r.period is period_type):
			periods = list(streak_periods(versions, period_type, span))
		for period in periods:
			rule = version_on(versions, period.end, centre)
			if rule is None or rule.period is not period_type:
				continue
			cumulated = period_type is PeriodType.CUMULATIVE
			for counted in rule.all_counted:
				yield Need(
					counted=counted,
					subject=rule.subject,
					period=period_type,
					span=Period(min(begins, period.start), period.end) if cumulated else period,
					split=rule.by_dimension,
					events=period_type is PeriodType.EVENT,
					cumulated=cumulated,
				)


def days_needed(asked: Iterable[Need], span: Span) -> Period:
	"""The days on which people's presence and groups are asked for."""
	periods = [span.months[0], span.month, *(n.span for n in asked if not n.cumulated)]
	return Period(min(p.start for p in periods), max(p.end for p in periods))


def last_day_over(today: date) -> date:
	"""The last day that is over: what is still running is not judged."""
	return today - ONE_DAY
