"""What is still to be posted: recomputed less posted (decision 11), and corrections of closed months (decision 12)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal

from dianjian_app.incentives.engine.line import Explanation, Key, Line, as_data, explanation_of
from dianjian_app.incentives.engine.posted_state import Posted, PostedState
from dianjian_app.incentives.engine.rule import ZERO, Rule
from dianjian_app.incentives.engine.rule_options import ENTERED, LineState, OutcomeType
from dianjian_app.incentives.engine.working import Term, Working, plain
from dianjian_app.people.period import Period

WOULD_FOLLOW = "As the facts are now, {0} would follow. The month is closed: decide whether to act."
WOULD_NOT_FOLLOW = (
	"As the facts are now, this would not follow any more. The month is closed: decide whether to act."
)


def lines_to_post(
	should: Iterable[Line],
	posted_state: PostedState,
	of: Iterable[Key],
	rule_of: Callable[[Key], Rule | None],
	group_of: Callable[[Key], str | None],
) -> list[Line]:
	"""The lines that make the entries say what the rules say: each key's recomputed less posted, where not 0.

	should: what the rules say now. of: posted keys that are looked through. rule_of: key → the rule (version) by which
	it is judged, None when that is nobody's business any more. group_of: key → the group it belongs to, for what is
	taken back whole and was posted without one.
	"""
	lines, seen = [], set()
	for line in should:
		seen.add(line.key)
		if line.key in posted_state.settled:
			continue
		if not line.is_entry:
			lines.append(line)
			continue
		difference = _difference(line, posted_state.sum_of(line.key))
		if difference is not None:
			lines.append(difference)
	for key in of:
		if key in posted_state.settled:
			continue
		posted = posted_state.sum_of(key)
		rule = rule_of(key) if key not in seen and (posted.amount or posted.quantity) else None
		if rule is not None:
			lines.append(_reversal(key, posted, rule, posted.group or group_of(key)))
	return lines


def _difference(line: Line, posted: Posted) -> Line | None:
	if not posted.entries:
		return line
	amount, quantity = line.amount - posted.amount, line.quantity - posted.quantity
	if not amount and not quantity:
		return None
	money = line.key.outcome_type is OutcomeType.MONEY
	return replace(
		line,
		amount=amount,
		quantity=quantity,
		consumed=line.consumed - posted.consumed,
		group=posted.group or line.group,
		correction_no=posted.entries,
		explanation=_less_posted(line.explanation or {}, posted.amount if money else posted.quantity),
	)


def _less_posted(explanation: Explanation, posted: Decimal) -> Explanation:
	"""Add a last step to the working: less what was posted before."""
	steps = explanation["steps"]
	last = len(steps) - 1
	working = Working()
	working.do("subtract", Term(Decimal(steps[last]["result"]), f"#{last}"), posted, label="less posted")
	return {**explanation, "steps": [*steps, *map(as_data, working.steps)]}


def _reversal(key: Key, posted: Posted, rule: Rule, group: str | None) -> Line:
	"""Return the line that takes back whole what no rule supports any more, in the group that had it."""
	working = Working()
	money = key.outcome_type is OutcomeType.MONEY
	working.do("subtract", ZERO, posted.amount if money else posted.quantity, label="less posted")
	return Line(
		rule=rule.name,
		version=rule.version,
		key=key,
		amount=-posted.amount,
		quantity=-posted.quantity,
		consumed=-posted.consumed,
		value=ZERO,
		group=group,
		correction_no=posted.entries,
		explanation=explanation_of(rule, key, working.steps, {"value": "0"}, ()),
	)


def notices(
	should: Iterable[Line],
	posted_state: PostedState,
	keys: Iterable[Key],
	month: Period,
	group_of: Callable[[Key], str | None],
) -> list[Line]:
	"""Return notices of how places and streaks of a closed month would differ now.

	Nothing is run again: people decide (decision 12). A notice that was given before is not repeated. group_of: as of
	`lines_to_post`.
	"""
	found: list[Line] = []
	now = {line.key: line for line in should if line.state is LineState.NORMAL}
	for key, line in now.items():
		posted = posted_state.sum_of(key)
		worth = posted.amount if key.outcome_type is OutcomeType.MONEY else posted.quantity
		happened = worth == line.worth if key.outcome_type in ENTERED else key in posted_state.proposed
		if not happened:
			found.append(line.as_notice(WOULD_FOLLOW, plain(line.worth), corrects=month))
	for key in keys:
		if key not in now:
			line = Line(rule="", version=0, key=key, group=posted_state.sum_of(key).group or group_of(key))
			found.append(line.as_notice(WOULD_NOT_FOLLOW, corrects=month))
	return [n for n in found if (n.key, n.worth) not in posted_state.noticed]
