"""Reads what the rules need to see of a centre's month, each figure once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dianjian_app.incentives.engine.figures import Facts, Subject
from dianjian_app.incentives.engine.needs import Span, days_needed, needs
from dianjian_app.incentives.engine.outcomes import group_of
from dianjian_app.incentives.engine.posted_state import PostedState
from dianjian_app.incentives.engine.rule import Rule
from dianjian_app.incentives.engine.rule_options import SubjectType
from dianjian_app.incentives.entries.posted_state import read_posted_state
from dianjian_app.incentives.metrics.month_facts import read_facts, span_of
from dianjian_app.people.period import Period


@dataclass(frozen=True)
class MonthReading:
	"""A month as the rules see it. span: it and the closed months that may be corrected; posted_state: what has happened."""

	span: Span
	facts: Facts
	posted_state: PostedState

	def group_of(self, agent: str) -> str | None:
		"""The group of an agent at the month's end; a leaver's is the last one (R4)."""
		return group_of(Subject(SubjectType.AGENT, agent), self.span.month, self.facts)


def read_month(
	centre: str,
	month: Period,
	rules: Sequence[Rule],
	today: date,
	*,
	leave_out: str | None = None,
	anew: tuple[str, Period] | None = None,
) -> MonthReading:
	"""Read a centre's month: the rules say which figures and days are needed, then each is read once.

	leave_out: a settlement whose own proposals and notices are not counted, since it is computed anew. The number of
	queries does not grow with the people. anew: a centre and a published month to be seen by the set-up of today.
	"""
	span = span_of(centre, month)
	asked = needs(rules, centre, span)
	days = days_needed(asked, span)
	facts = read_facts(centre, span, rules, asked, days, today, anew)
	return MonthReading(span, facts, read_posted_state(centre, days.start, leave_out=leave_out))
