"""What can be chosen in a rule, a metric and a line: enums equal to the DocTypes' options (decision 15)."""

from __future__ import annotations

from enum import Enum


class Kind(str, Enum):
	"""What a rule is for: it gives, takes, or asks people to decide."""

	REWARD = "Reward"
	PENALTY = "Penalty"
	PROPOSAL = "Proposal"


class PenaltyClass(str, Enum):
	"""What the law sees in a penalty (decision 17)."""

	NONE = ""
	LOSS_OF_INCENTIVE = "Loss of Incentive"
	COMPENSATION_OF_LOSS = "Compensation of Loss"
	FINE = "Fine"


class SubjectType(str, Enum):
	"""Whose figures a rule looks at."""

	AGENT = "Agent"
	GROUP = "Group"
	CENTRE = "Centre"


class Population(str, Enum):
	"""Which agents a rule binds. Established: no day of probation in the period (decision 13)."""

	ALL = "All"
	ESTABLISHED = "Established"
	PROBATION = "Probation"


class PeriodType(str, Enum):
	"""How often a rule is asked. Event: each document; Cumulative: the whole time, granted month by month."""

	EVENT = "Event"
	DAY = "Day"
	WEEK = "Week"
	MONTH = "Month"
	QUARTER = "Quarter"
	YEAR = "Year"
	CUMULATIVE = "Cumulative"


class TargetType(str, Enum):
	"""Where the target comes from."""

	NONE = "None"
	FIXED = "Fixed"
	PERFORMANCE = "Performance Target"


class Condition(str, Enum):
	"""When the outcomes follow."""

	ALWAYS = "Always"
	BELOW = "Below"
	MEETS = "Meets"
	FROM_PERCENT = "From Percent of Target"
	PLACE_WITHIN = "Place Within"
	PLACE_OUTSIDE = "Place Outside"
	EVERY_N = "Every N"


class OutcomeType(str, Enum):
	"""What follows."""

	MONEY = "Money"
	LEAVE_DAYS = "Leave Days"
	TRAINING = "Training"
	WARNING = "Warning"
	DEMERIT = "Demerit"
	SUSPENSION = "Suspension"
	DISMISSAL = "Dismissal"
	ELIMINATION = "Elimination"
	AWARD = "Award"


class Basis(str, Enum):
	"""What an outcome's amount is multiplied with."""

	FIXED = "Fixed"
	PER_UNIT = "Per Unit"
	PER_UNIT_SHORT = "Per Unit Short"
	PER_N = "Per N"
	PERCENT_OF_EXCESS = "Percent of Excess"
	SHARE_OF_RULE = "Share of Rule"


class ExcessFrom(str, Enum):
	"""Where the excess begins (decision 14)."""

	UNSET = ""
	TARGET = "Target"
	THRESHOLD = "Threshold"


class Function(str, Enum):
	"""How a metric counts."""

	COUNT = "Count"
	DISTINCT_COUNT = "Distinct Count"
	SUM = "Sum"
	MEAN = "Mean"
	MIN = "Min"
	MAX = "Max"


class LineState(str, Enum):
	"""What a settlement line is: counted, without a rate, a notice for people, or of a version that the person has not acknowledged."""

	NORMAL = "Normal"
	NO_RATE = "No Rate"
	NOTICE = "Notice"
	NOT_IN_FORCE = "Not in Force"


class Cancelled(str, Enum):
	"""What becomes of figures whose document was cancelled (decision 6)."""

	TAKE_BACK = "Take Back"
	KEEP_NOT_AT_FAULT = "Keep When Not at Fault"
	KEEP = "Keep"


PLACES = frozenset((Condition.PLACE_WITHIN, Condition.PLACE_OUTSIDE))
OF_TARGET = frozenset((Condition.BELOW, Condition.MEETS, Condition.FROM_PERCENT))
ADDING_UP = frozenset((Function.COUNT, Function.DISTINCT_COUNT, Function.SUM))
ENTERED = frozenset((OutcomeType.MONEY, OutcomeType.LEAVE_DAYS, OutcomeType.AWARD))
"""outcomes that are posted as entries; the others are proposals that people decide (decision 19)"""
