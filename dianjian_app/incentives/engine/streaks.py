"""Counts periods in a row (R21, R27, R29). After N of them something follows once, and again only after N more (decision 3)."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass, field

from dianjian_app.incentives.engine.conditions import Judgement, judge
from dianjian_app.incentives.engine.figures import Facts, Subject
from dianjian_app.incentives.engine.needs import Span, streak_periods
from dianjian_app.incentives.engine.rule import Rule, version_on
from dianjian_app.incentives.engine.rule_options import PeriodType, SubjectType
from dianjian_app.people.period import ONE_DAY, Period


@dataclass(frozen=True)
class Streak:
	"""A row of periods that is complete. periods: the findings, the last decides; brought: how many an opening brought."""

	periods: tuple[Judgement, ...]
	brought: int = 0

	@property
	def last(self) -> Judgement:
		return self.periods[-1]


@dataclass
class _Row:
	"""How far one subject has come."""

	brought: int = 0
	periods: list[Judgement] = field(default_factory=list)

	@property
	def count(self) -> int:
		return self.brought + len(self.periods)

	def start_again(self, brought: int = 0) -> None:
		self.brought, self.periods = brought, []


def complete_streaks(
	versions: tuple[Rule, ...],
	period_type: PeriodType,
	facts: Facts,
	month: Period,
	followed: Container[tuple[Subject, Period]],
) -> Iterator[Streak]:
	"""The streaks that become complete in a month.

	followed: (subject, period) whose outcome was posted or proposed in an earlier month; the row starts again after
	it. Each period is judged by the version of its last day; one in which nothing is asked is passed over.
	"""
	closed_before = tuple(m for m in facts.closed if m.end < month.start)
	periods = [
		p
		for p in streak_periods(versions, period_type, Span(month, closed_before, facts.first_month))
		if p.end <= facts.through
	]
	rows = _opened_rows(versions, periods, facts)
	for period in periods:
		rule = version_on(versions, period.end, facts.centre)
		if rule is None or rule.period is not period_type:
			rows.clear()
			continue
		for finding in judge(rule, period, facts):
			row = rows.setdefault(finding.subject, _Row())
			opening = facts.opening(rule.family, finding.subject)
			if opening and period.end <= opening.as_of:
				row.start_again(opening.streak)
			elif finding.holds:
				row.periods.append(finding)
				yield from _after_one_more(row, rule, month, closed_before, followed)
			elif finding.holds is not None:
				row.start_again()


def _after_one_more(
	row: _Row,
	rule: Rule,
	month: Period,
	closed: tuple[Period, ...],
	followed: Container[tuple[Subject, Period]],
) -> Iterator[Streak]:
	"""Yield the streak that one more period completes. In a closed month only what followed then counts."""
	last = row.periods[-1]
	complete = row.count >= rule.consecutive
	if last.period.end < month.start:
		if (last.subject, last.period) in followed:
			row.start_again()
		elif complete and not any(last.period.end in m for m in closed):
			row.start_again()  # long ago, before the months that are looked through again
	elif complete:
		yield Streak(tuple(row.periods), row.brought)
		row.start_again()


def _opened_rows(versions: tuple[Rule, ...], periods: list[Period], facts: Facts) -> dict[Subject, _Row]:
	"""Rows that go on from what openings bring: those as of just before the first period, or before the centre's first."""
	rows: dict[Subject, _Row] = {}
	if not periods or not versions:
		return rows
	first = periods[0]
	nothing_before = facts.first_month is not None and first.start <= facts.first_month.start
	for (family, name), opening in facts.openings.items():
		before = opening.as_of < first.end and (nothing_before or opening.as_of >= first.start - ONE_DAY)
		if family == versions[0].family and before:
			rows[Subject(SubjectType.AGENT, name)] = _Row(opening.streak)
	return rows
