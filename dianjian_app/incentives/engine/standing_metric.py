"""A metric that only names a figure, e.g. 业绩, and stands at each centre for the one that the centre has chosen (R25, R26)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dianjian_app.incentives.engine.rule import Rule
from dianjian_app.people.period import ONE_DAY


@dataclass(frozen=True)
class MetricChoice:
	"""What a naming metric stands for at a centre from a day on."""

	named: str
	metric: str
	since: date


def metric_on(named: str, day: date, stands_for: Mapping[str, str], choices: Iterable[MetricChoice]) -> str:
	"""Return the metric that is counted on a day: the centre's last choice, else what the naming metric stands for.

	stands_for: naming metric → metric. A metric that names none is itself.
	"""
	made = [c for c in choices if c.named == named and c.since <= day]
	if made:
		return max(made, key=lambda c: c.since).metric
	return stands_for.get(named, named)


def with_chosen_metrics(
	rules: Iterable[Rule], stands_for: Mapping[str, str], choices: Sequence[MetricChoice]
) -> list[Rule]:
	"""The rules with the metrics that they count. A version under which the centre chose anew is several, one after another.

	So the past keeps the choice of its time, as it keeps the versions of its time (decision 9).
	"""
	return [part for rule in rules for part in _parts_of(rule, stands_for, choices)]


def _parts_of(rule: Rule, stands_for: Mapping[str, str], choices: Sequence[MetricChoice]) -> list[Rule]:
	named = {m for m in (rule.metric, *rule.tie_breaks) if m in stands_for}
	if not named:
		return [rule]
	turns = sorted({c.since for c in choices if c.named in named and _within(c.since, rule)})
	begins = [rule.valid_from, *turns]
	ends = [*(day - ONE_DAY for day in turns), rule.valid_to]
	return [
		replace(
			rule,
			valid_from=begin,
			valid_to=end,
			metric=metric_on(rule.metric, begin, stands_for, choices),
			tie_breaks=tuple(metric_on(m, begin, stands_for, choices) for m in rule.tie_breaks),
		)
		for begin, end in zip(begins, ends, strict=True)
	]


def _within(day: date, rule: Rule) -> bool:
	"""Whether a version that has begun still holds on a day."""
	return rule.valid_from < day and (rule.valid_to is None or day <= rule.valid_to)
