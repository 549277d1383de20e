"""Describes a rule in a sentence: "每天接通电话少于 100 组，每少 1 组扣 1 元", and the same in English."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from dianjian_app.incentives.engine.rule import MetricInfo, Outcome, Rule
from dianjian_app.incentives.engine.rule_options import (
	ENTERED,
	Basis,
	Condition,
	ExcessFrom,
	Kind,
	OutcomeType,
	PeriodType,
	Population,
	SubjectType,
	TargetType,
)
from dianjian_app.incentives.engine.rule_sentence_words import DESCRIBING
from dianjian_app.incentives.engine.working import plain


def describe(rule: Rule, lang: str = "zh", metrics: Mapping[str, MetricInfo] | None = None) -> str:
	"""What a rule will do, in words. lang: "zh" or "en". metrics: by name, for units and English names."""
	return _Describer(rule, "zh" if lang.lower().startswith("zh") else "en", metrics or {}).sentence()


class _Describer:
	"""Puts one rule into one language."""

	def __init__(self, rule: Rule, lang: str, metrics: Mapping[str, MetricInfo]) -> None:
		self.rule, self.lang, self.metrics = rule, lang, metrics
		self.words = DESCRIBING[lang]

	def say(self, which: str, **values: object) -> str:
		return self.words[which].format(**values)

	def sentence(self) -> str:
		rule = self.rule
		head = self.say(
			"head",
			who=self.words[f"who {self._who()}"],
			period=self.words[f"period {rule.period.value}"],
			what=self._condition(),
		)
		comma, stop = self.words["comma"], self.words["stop"]
		parts = [head]
		if rule.is_streak:
			parts.append(self.say("streak", n=rule.consecutive, unit=self.words[f"unit {rule.period.value}"]))
		parts.append(self.words["and"].join(self._outcome(o) for o in rule.outcomes) or self.words["nothing"])
		text = comma.join(parts)
		notes = self._notes()
		return text + (stop + stop.join(notes) if notes else "")

	def _who(self) -> str:
		if self.rule.subject is not SubjectType.AGENT:
			return self.rule.subject.value
		return "" if self.rule.population is Population.ALL else self.rule.population.value

	def metric(self, name: str) -> str:
		info = self.metrics.get(name)
		return info.label if info and info.label and self.lang == "en" else name

	@property
	def unit(self) -> str:
		info = self.metrics.get(self.rule.metric)
		if self.lang == "en":
			return (info and info.unit_en) or "of them"
		return (info and info.unit) or "个"

	def _condition(self) -> str:
		rule = self.rule
		target = (
			self.words["set target"]
			if rule.target_type is TargetType.PERFORMANCE
			else self.say("target", value=plain(rule.target), unit=self.unit).rstrip()
		)
		info = self.metrics.get(rule.metric)
		condition = rule.condition
		which = f"if {condition.value}"
		if condition is Condition.BELOW and (
			rule.target_type is TargetType.PERFORMANCE or (info and not info.adds_up)
		):
			which = "if Below, of a mean"
		text = self.say(
			which,
			metric=self.metric(rule.metric),
			target=target,
			value=plain(rule.condition_value),
			unit=self.unit,
		)
		if rule.is_ranking and rule.tie_breaks:
			text += self.say("ties", metrics=self.words["list"].join(self.metric(m) for m in rule.tie_breaks))
		return text

	def _outcome(self, o: Outcome) -> str:
		before = ""
		if o.place_from or o.place_to:
			which = "tier one" if o.place_from == o.place_to else "tier"
			before = self.say(which, first=o.place_from or 1, last=o.place_to or "…")
		if o.dimension:
			before += self.say("for", dimension=o.dimension)
		text = before + self._gives(o)
		if o.label:
			text += self.say("label", label=o.label)
		if o.cap:
			text += self.say("cap", cap=plain(o.cap))
		return text

	def _gives(self, o: Outcome) -> str:
		if o.outcome_type not in ENTERED:
			return self.say("propose", what=self.words[f"outcome {o.outcome_type.value}"])
		if o.outcome_type is OutcomeType.AWARD:
			return self.words["award"]
		taken = self.rule.kind is Kind.PENALTY
		verb = self.words["takes" if taken else "gives"]
		share = o.basis in (Basis.PERCENT_OF_EXCESS, Basis.SHARE_OF_RULE)
		amount = self._amount(o.percent if share else o.amount, o, share)
		return self.say(
			f"basis {o.basis.value}",
			verb=verb,
			amount=amount,
			unit=self.unit,
			n=o.n or plain(self.rule.condition_value),
			base=self.words["from threshold" if o.excess_from is ExcessFrom.THRESHOLD else "from target"],
			codes=self.words["list"].join(o.share_of),
		)

	def _amount(self, value: Decimal, o: Outcome, share: bool) -> str:
		if not value and not o.zero_is_meant:
			return self.words["amount open"]
		if share:
			return f"{plain(value)}%"
		return self.say("days" if o.outcome_type is OutcomeType.LEAVE_DAYS else "yuan", value=plain(value))

	def _notes(self) -> list[str]:
		rule, notes = self.rule, []
		if rule.positions:
			named = self.words["list"].join(self.words[f"position {p}"] for p in rule.positions)
			notes.append(self.say("positions", positions=named))
		if rule.scaled:
			notes.append(self.words["scaled"])
		if rule.period is PeriodType.CUMULATIVE:
			notes.append(self.words["carried"])
		if not rule.take_back:
			notes.append(self.words["kept"])
		elif not rule.take_back_not_at_fault:
			notes.append(self.words["kept without fault"])
		return notes
