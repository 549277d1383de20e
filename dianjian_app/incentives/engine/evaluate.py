"""Evaluates rules over facts: which lines a month brings, and what is still to be posted (R20-R30, decisions 9-15).

Pure: rules, facts and what has happened come in as plain data; lines with their explanations go out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from dianjian_app.incentives.engine.conditions import Judgement, is_bound, judge, meets
from dianjian_app.incentives.engine.differences import lines_to_post, notices
from dianjian_app.incentives.engine.figures import Facts, Figure, Subject
from dianjian_app.incentives.engine.line import Key, Line
from dianjian_app.incentives.engine.outcomes import Ground, ShareBase, group_of, lines_of, no_target
from dianjian_app.incentives.engine.posted_state import PostedState
from dianjian_app.incentives.engine.rule import ONE, ZERO, Rule, families, version_on
from dianjian_app.incentives.engine.rule_check import share_order
from dianjian_app.incentives.engine.rule_options import (
	Condition,
	LineState,
	OutcomeType,
	PeriodType,
	SubjectType,
)
from dianjian_app.incentives.engine.rule_periods import periods_in
from dianjian_app.incentives.engine.streaks import Streak, complete_streaks
from dianjian_app.incentives.engine.targets import Asked, Excuse
from dianjian_app.incentives.engine.working import Working, plain
from dianjian_app.people.period import Period


def evaluate(rules: Iterable[Rule], facts: Facts, posted_state: PostedState) -> list[Line]:
	"""Return the lines to post for the open month, and the corrections of closed months. Once they are posted, the next call returns none.

	rules: versions of any number of families. Raises CyclicShare when they take shares of each other in a circle.
	"""
	rules = [r for r in rules if r.centre in (None, facts.centre)]
	by_family = families(rules)
	lines: list[Line] = []
	for month in sorted(facts.closed):
		lines += _corrections(rules, by_family, facts, posted_state, month)
	should = expected_lines(rules, facts, posted_state, facts.month)
	keys = [k for k in posted_state.posted if k.family in by_family and k.period.end in facts.month]
	lines += lines_to_post(
		should,
		posted_state,
		keys,
		lambda key: _rule_for(by_family[key.family], key, facts),
		lambda key: group_of(key.subject, key.period, facts),
	)
	return lines


def expected_lines(
	rules: Iterable[Rule], facts: Facts, posted_state: PostedState, month: Period
) -> list[Line]:
	"""Return the lines that the periods of a month bring, regardless of what was posted for them."""
	rules = list(rules)
	by_family = families(rules)
	lines: list[Line] = []

	def share_base(shared: Iterable[str], subject: Subject, period: Period) -> Decimal:
		wanted = frozenset(shared)
		here = (
			ln.amount
			for ln in lines
			if ln.is_entry
			and ln.key.family in wanted
			and ln.key.subject == subject
			and ln.key.period.end in period
		)
		before = (
			posted.amount
			for key, posted in posted_state.posted.items()
			if key.family in wanted
			and key.subject == subject
			and key.outcome_type is OutcomeType.MONEY
			and key.period.end in period
			and key.period.end not in month
		)
		return sum((*here, *before), ZERO)

	for family in share_order(rules):
		lines += _family_lines(by_family[family], facts, posted_state, month, share_base)
	return lines


def _family_lines(
	versions: tuple[Rule, ...], facts: Facts, posted_state: PostedState, month: Period, share_base: ShareBase
) -> list[Line]:
	lines: list[Line] = []
	for period_type in dict.fromkeys(r.period for r in versions):
		for period in periods_in(period_type, month):
			rule = version_on(versions, period.end, facts.centre)
			if rule is None or rule.period is not period_type or rule.is_streak:
				continue
			if period_type is PeriodType.CUMULATIVE:
				grounds = _cumulated(rule, period, facts, posted_state)
			elif period.end > facts.through:
				continue
			elif period_type is PeriodType.EVENT:
				grounds = _events(rule, period, facts)
			else:
				findings = judge(rule, period, facts)
				lines += [no_target(j, facts) for j in findings if j.asked.excuse is Excuse.NO_TARGET]
				grounds = [g for j in findings if j.holds for g in _grounds(j, facts)]
			for ground in grounds:
				lines += lines_of(ground, facts, share_base)
		if any(r.is_streak for r in versions):
			followed = posted_state.followed(versions[0].family, month)
			for streak in complete_streaks(versions, period_type, facts, month, followed):
				if streak.last.rule.is_streak:
					lines += lines_of(_streak_ground(streak), facts, share_base)
	return lines


def _grounds(judgement: Judgement, facts: Facts) -> list[Ground]:
	"""Return the figures that outcomes are computed from: the whole, one for each dimension value, or by every N."""
	rule, working = judgement.rule, judgement.working
	once = Working.number(ONE)
	if rule.by_dimension:
		split = facts.by_dimension(rule.counted, judgement.subject, judgement.period)
		return [
			Ground(judgement, Working.number(f.value or ZERO), once, working, f.evidence, dimension)
			for dimension, f in sorted(split.items())
		]
	value = Working.number(judgement.value)
	times = once
	if rule.condition is Condition.EVERY_N:
		working = working.copy()
		times = working.do("divide_down", value, rule.condition_value, label="times")
	return [Ground(judgement, value, times, working, judgement.figure.evidence)]


def _events(rule: Rule, period: Period, facts: Facts) -> list[Ground]:
	"""Judge each document of a day by itself and add up, for each dimension, those that meet the condition (R28, R23)."""
	grounds = []
	for subject in facts.subjects_with(rule.counted, rule.subject, period):
		if not is_bound(rule, subject, period, facts):
			continue
		whole = facts.figure(rule.counted, subject, period)
		split: dict[str, Figure] = (
			facts.by_dimension(rule.counted, subject, period) if rule.by_dimension else {"": whole}
		)
		target = None if not rule.target else Working.number(rule.target)
		for dimension, figure in sorted(split.items()):
			working = Working()
			good = [e for e in figure.events if meets(rule, e.value, target, Working())[0]]
			if not good:
				continue
			value = working.do("add", *(e.value for e in good), label="value") if len(good) > 1 else None
			judgement = Judgement(rule, subject, period, True, whole, Asked(target), working)
			grounds.append(
				Ground(
					judgement,
					value or Working.number(good[0].value),
					Working.number(len(good)),
					working,
					tuple(e.evidence for e in good),
					dimension,
				)
			)
	return grounds


def _cumulated(rule: Rule, period: Period, facts: Facts, posted_state: PostedState) -> list[Ground]:
	"""⌊(brought along + counted so far − used up by earlier grants) ÷ N⌋; the rest stays (R22, decision 4)."""
	subjects = {s for m, s in facts.cumulated if m == rule.counted and s.type is rule.subject}
	subjects |= {
		Subject(SubjectType.AGENT, name)
		for family, name in facts.openings
		if family == rule.family and rule.subject is SubjectType.AGENT
	}
	grounds = []
	for subject in sorted(subjects):
		if not is_bound(rule, subject, period, facts):
			continue
		figure = facts.cumulated.get((rule.counted, subject), Figure(ZERO))
		opening = facts.opening(rule.family, subject)
		working = Working()
		free = Working.number(figure.value or ZERO)
		if opening and opening.remainder:
			free = working.do("add", opening.remainder, free, label="with opening")
		used = posted_state.consumed_before(rule.family, subject, period)
		if used:
			free = working.do("subtract", free, used, label="not yet rewarded")
		closed = min(posted_state.closed_out.get((rule.family, subject.name), ZERO), max(free.value, ZERO))
		if closed:
			free = working.do("subtract", free, closed, label="closed out on leaving")
		times = working.do("divide_down", free, rule.condition_value, label="times")
		judgement = Judgement(rule, subject, period, True, figure, Asked(), working)
		more = (("remainder", plain(free.value - times.value * rule.condition_value)),)
		ground = Ground(judgement, Working.number(figure.value or ZERO), times, working, figure.evidence)
		grounds.append(replace(ground, consumed=times.value * rule.condition_value, more=more))
	return grounds


def _streak_ground(streak: Streak) -> Ground:
	"""Return the ground of a streak's outcome: the last period's figures, with the evidence of all periods."""
	last = streak.last
	evidence = tuple(dict.fromkeys(e for j in streak.periods for e in j.figure.evidence))
	row = "; ".join(
		f"{j.period}: {plain(j.value)}" + (f" / {plain(j.asked.target.value)}" if j.asked.target else "")
		for j in streak.periods
	)
	more = [("row", row), ("in_a_row", str(streak.brought + len(streak.periods)))]
	if streak.brought:
		more.append(("brought", str(streak.brought)))
	return Ground(
		last, Working.number(last.value), Working.number(ONE), last.working, evidence, more=tuple(more)
	)


def _corrections(
	rules: list[Rule],
	by_family: dict[str, tuple[Rule, ...]],
	facts: Facts,
	posted_state: PostedState,
	month: Period,
) -> list[Line]:
	"""Return the corrections of a closed month: differences, but notices for places and streaks. Cumulative rules are left to the open month."""
	should = expected_lines(rules, facts, posted_state, month)

	def by_people(key: Key) -> bool:
		rule = _rule_for(by_family[key.family], key, facts)
		return rule is not None and (rule.is_ranking or rule.is_streak)

	def cumulative(key: Key) -> bool:
		return any(r.period is PeriodType.CUMULATIVE for r in by_family[key.family])

	happened = [
		k
		for k in (*posted_state.posted, *posted_state.proposed)
		if k.family in by_family and k.period.end in month
	]
	posted = [k for k in posted_state.posted if k.family in by_family and k.period.end in month]
	plain_lines = [
		ln for ln in should if not by_people(ln.key) and not cumulative(ln.key) and not ln.is_proposal
	]
	lines = lines_to_post(
		[ln for ln in plain_lines if ln.is_entry],
		posted_state,
		[k for k in posted if not by_people(k) and not cumulative(k)],
		lambda key: _rule_for(by_family[key.family], key, facts),
		lambda key: group_of(key.subject, key.period, facts),
	)
	judged = [ln for ln in should if by_people(ln.key) or ln.is_proposal]
	asked = [k for k in happened if by_people(k) or k in posted_state.proposed]
	without_rate = [ln for ln in plain_lines if ln.state is LineState.NO_RATE]
	noticed = notices(
		judged, posted_state, asked, month, lambda key: group_of(key.subject, key.period, facts)
	)
	return [*(replace(ln, corrects=month) for ln in (*lines, *without_rate)), *noticed]


def _rule_for(versions: tuple[Rule, ...], key: Key, facts: Facts) -> Rule | None:
	"""Return the version that judges a posted key now; where none is in force any more, the family's last."""
	found = version_on(versions, key.period.end, facts.centre)
	return found or max(versions, key=lambda r: (r.valid_from, r.version), default=None)
