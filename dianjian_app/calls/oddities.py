# pure: no frappe
"""What makes a leader look twice before confirming a sheet (R13)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Oddity = Literal["empty", "late", "all_connected", "same_customer", "same_minute", "no_remarks", "absent"]
MANY = 20
BURST = 4
SHARE = 0.5


@dataclass(frozen=True)
class SheetFacts:
	"""A handed-in sheet: its day, when it was handed in, whether the agent was there, and its calls as
	(customer, connected, called_at, remarks)."""

	day: date
	handed_in_at: datetime | None
	present: bool
	calls: Sequence[tuple[str, bool, datetime | None, str]]


def oddities(sheet: SheetFacts) -> tuple[Oddity, ...]:
	"""The oddities of a sheet, in a fixed order; none: it can be confirmed with the others."""
	found: list[Oddity] = []
	calls = sheet.calls
	if not calls:
		found.append("empty")
	if sheet.handed_in_at and sheet.handed_in_at.date() > sheet.day:
		found.append("late")
	if len(calls) >= MANY and all(connected for _, connected, _, _ in calls):
		found.append("all_connected")
	if any(n > 2 for n in Counter(customer for customer, *_ in calls).values()):
		found.append("same_customer")
	minutes = Counter(
		at.replace(second=0, microsecond=0) for _, connected, at, _ in calls if at and connected
	)
	if any(n >= BURST for n in minutes.values()):
		found.append("same_minute")
	connected_calls = [remarks for _, connected, _, remarks in calls if connected]
	if len(connected_calls) >= MANY and sum(not r for r in connected_calls) > SHARE * len(connected_calls):
		found.append("no_remarks")
	if not sheet.present:
		found.append("absent")
	return tuple(found)
