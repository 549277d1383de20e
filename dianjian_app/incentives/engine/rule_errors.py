"""What can be wrong with a rule, each with a sentence that says what to change.

Texts are translated where they are shown: `error.text` with `error.args` put in.
"""

from __future__ import annotations

from typing import ClassVar


class RuleError(ValueError):
	"""A rule that contradicts itself. `text` has a place for each of `args`."""

	text: ClassVar[str] = "The rule contradicts itself: {0}"

	def __str__(self) -> str:
		return self.text.format(*self.args)


class NegativeFigure(RuleError):
	text = (
		"{0} is {1}; enter a figure that is not negative. Whether it is given or taken follows from the kind."
	)


class EndBeforeStart(RuleError):
	text = "The rule ends on {1}, before it begins on {0}. Choose a later end."


class NoOutcome(RuleError):
	text = "Nothing follows from the rule. Add an outcome."


class TargetMissing(RuleError):
	text = "The condition “{0}” compares with a target. Choose a target."


class TargetUnused(RuleError):
	text = "The condition “{0}” does not look at a target. Choose “None” as the target, or another condition."


class TargetNotPositive(RuleError):
	text = "The target must be greater than 0."


class TargetOfShortPeriod(RuleError):
	text = "Performance targets are set by month, quarter or year, but the rule's period is “{0}”. Choose one of these, or a fixed target."


class ScalingImpossible(RuleError):
	text = "A target can be scaled by presence for an agent's day, week, month, quarter or year of something counted, not for {0}."


class ConditionValueMissing(RuleError):
	text = "Enter the value of the condition “{0}”: a percentage, a place or a number of at least 1."


class ConditionValueNotWhole(RuleError):
	text = "The value of the condition “{0}” is a whole number, not {1}."


class RankingImpossible(RuleError):
	text = "A ranking compares agents or groups over a day, week, month, quarter or year; it cannot be for “{0}”."


class StreakImpossible(RuleError):
	text = "Periods in a row can be counted for days, weeks, months, quarters or years with a target or a place, not for “{0}”."


class StreakNotPositive(RuleError):
	text = "The number of periods in a row is at least 1, not {0}."


class CumulativeNeedsEveryN(RuleError):
	text = "A cumulative rule grants something for every N and carries the rest. Choose the condition “Every N”, or another period."


class EveryNImpossible(RuleError):
	text = "“Every N” counts things that add up; it cannot be used with {0}."


class PopulationOfGroup(RuleError):
	text = "Only agents are on probation or established. Choose “All” for a rule about a group or centre."


class PositionsOfGroup(RuleError):
	text = "Only people have positions. Name none for a rule about a group or centre."


class PenaltyClassMissing(RuleError):
	text = "Say what kind of penalty this is: loss of an incentive, compensation of a loss, or a fine."


class PenaltyClassUnused(RuleError):
	text = "Only a penalty has a penalty class. Clear it, or choose the kind “Penalty”."


class OutcomeOfOtherKind(RuleError):
	text = "A rule of the kind “{0}” cannot have the outcome “{1}”. Choose another kind or outcome."


class ProposalOfGroup(RuleError):
	text = "“{0}” is for a person. Choose the subject “Agent”."


class BasisImpossible(RuleError):
	text = "“{0}” cannot be the basis of “{1}” here: {2}."


class DimensionImpossible(RuleError):
	text = "An outcome for “{0}” needs a metric with a dimension and a basis that counts, not a ranking or “Every N”."


class TierWithoutPlace(RuleError):
	text = "Places from and to belong to a ranking. Clear them, or choose a condition about places."


class TierReversed(RuleError):
	text = "The tier from place {0} to place {1} is empty."


class TiersOverlap(RuleError):
	text = "Place {0} has two outcomes of “{1}”. End the first tier before the second begins."


class OutcomeTwice(RuleError):
	text = "“{0}” ({1}) for “{2}” stands there twice. Remove one."


class SharesItself(RuleError):
	text = "A rule cannot take a share of itself ({0})."


class CyclicShare(RuleError):
	text = "The rules {0} take shares of each other in a circle. Break it."


class AmountMissing(RuleError):
	text = "Outcome {0} (“{1}”) names no amount yet. Fill it in before the rule is approved, or tick “0 Is Meant”."
