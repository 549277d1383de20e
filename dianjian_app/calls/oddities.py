"""What makes a leader look twice before confirming a sheet (R13)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Oddity = Literal[
	"empty",
	"late",
	"all_connected",
	"same_customer",
	"same_moment",
	"same_minute",
	"no_remarks",
	"intention_unexplained",
	"absent",
]
MANY = 20
"""from so many calls on a share says something"""
BURST = 4
"""nobody reaches so many customers within one minute"""
SHARE = 0.5


@dataclass(frozen=True)
class CallFact:
	"""One call as the leader sees it. customer: lead or number; words: remarks or what was said."""

	customer: str
	connected: bool
	at: datetime | None = None
	words: str = ""
	is_intention: bool = False


@dataclass(frozen=True)
class SheetFacts:
	"""A handed-in sheet: its day, when it was handed in, whether the agent was on duty, and its calls."""

	day: date
	handed_in_at: datetime | None
	present: bool
	calls: Sequence[CallFact]


def oddities(sheet: SheetFacts) -> tuple[Oddity, ...]:
	"""The oddities of a sheet, in a fixed order; none: it can be confirmed with the others."""
	connected = [c for c in sheet.calls if c.connected]
	customers = Counter(c.customer for c in connected)
	moments = Counter(c.at for c in connected if c.at)
	minutes = Counter(c.at.replace(second=0, microsecond=0) for c in connected if c.at)
	wordless = sum(not c.words.strip() for c in connected)
	found: dict[Oddity, bool] = {
		"empty": not sheet.calls,
		"late": bool(sheet.handed_in_at and sheet.handed_in_at.date() > sheet.day),
		"all_connected": len(sheet.calls) >= MANY and len(connected) == len(sheet.calls),
		"same_customer": any(n > 1 for n in customers.values()),
		"same_moment": any(n > 1 for n in moments.values()),
		"same_minute": any(n >= BURST for n in minutes.values()),
		"no_remarks": len(connected) >= MANY and wordless > SHARE * len(connected),
		"intention_unexplained": any(c.is_intention and not c.words.strip() for c in connected),
		"absent": not sheet.present,
	}
	return tuple(oddity for oddity, holds in found.items() if holds)
