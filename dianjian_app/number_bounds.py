"""How large the numbers in the app's documents may be, and which may lie below zero (R19, R47).

One place for every Int, Float, Currency and Percent field, so that a new one has bounds by itself. What the app computes
has only the bounds of the database; what people and other programs send has narrower ones.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

LARGEST: Mapping[str, float] = {
	"Int": 1_000_000,
	"Float": 1_000_000_000,
	"Currency": 10_000_000_000,
	"Percent": 1_000,
}
"""by type of field; amounts in yuan"""
COMPUTED = 999_999_999_999
"""what a column of the database takes"""
NARROWER: Mapping[tuple[str, str], float] = {
	("Sales Deal", "units"): 1_000,
	("Visit Confirmation", "party_size"): 1_000,
	("Invitation", "party_size"): 1_000,
	("Deduction Policy", "share_cap_percent"): 100,
	("Opening Balance", "leave_days"): 1_000,
	("Leave Balance Entry", "days"): 1_000,
	("Working Time Request", "hours"): 24,
	("Punching Policy", "overtime_rate_workday"): 10,
	("Punching Policy", "overtime_rate_rest_day"): 10,
	("Punching Policy", "overtime_rate_holiday"): 10,
	("Punching Policy", "corrections_a_month"): 100,
}
BELOW_ZERO = frozenset(
	(
		("Device Outage", "minutes"),
		("Incentive Appeal", "corrected_amount"),
		("Leave Balance Entry", "days"),
		("Opening Rule Balance", "value"),
		("Product Type", "sort_order"),
		("Incentive Rule", "condition_value"),
	)
)
"""what may be negative: a correction, days that are taken, what is owed, a clock that was slow"""


def excess(doctype: str, fieldname: str, fieldtype: str, value: object, *, computed: bool) -> str | None:
	"""Why a number cannot be: "no number", "below", "above"; None where it can. Texts and empty values pass."""
	if value in (None, "") or isinstance(value, bool) or fieldtype not in LARGEST:
		return None
	try:
		number = float(value)  # type: ignore[arg-type]
	except (TypeError, ValueError, OverflowError):
		return None if isinstance(value, str) else "no number"
	if not math.isfinite(number):
		return "no number"
	if abs(number) > largest(doctype, fieldname, fieldtype, computed=computed):
		return "above"
	if number < 0 and not computed and (doctype, fieldname) not in BELOW_ZERO:
		return "below"
	return None


def largest(doctype: str, fieldname: str, fieldtype: str, *, computed: bool) -> float:
	"""The largest number that a field takes."""
	if computed:
		return COMPUTED if fieldtype != "Int" else 2_147_483_647
	return NARROWER.get((doctype, fieldname), LARGEST[fieldtype])
