"""The foot of a call sheet, computed from its rows and never typed (R11)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Call:
	"""What a row says, as far as totals need it. customer: what tells customers apart (lead or number); connected: the
	call reached somebody; is_valid: it was a valid conversation, too."""

	customer: str
	connected: bool
	grade: str | None = None
	product: str | None = None
	is_intention: bool = False
	is_valid: bool = False


@dataclass(frozen=True)
class Totals:
	"""calls: rows; connected: calls that reached somebody (可拨通); valid: valid conversations (打通有效); customers:
	distinct customers connected, what the daily quota counts (decision 2); by_grade: customers, each by the latest grade on
	the sheet; intention: those of them whose grade is an intention, so that its grades add up to it; by_product: connected calls."""

	calls: int
	connected: int
	valid: int
	customers: int
	intention: int
	by_grade: tuple[tuple[str, int], ...]
	by_product: tuple[tuple[str, int], ...]


def total(calls: Iterable[Call]) -> Totals:
	"""Totals of a sheet's rows. (R11)"""
	rows = list(calls)
	connected = [c for c in rows if c.connected]
	graded = {c.customer: c for c in connected if c.grade}
	return Totals(
		calls=len(rows),
		connected=len(connected),
		valid=sum(c.is_valid for c in connected),
		customers=len({c.customer for c in connected}),
		intention=sum(c.is_intention for c in graded.values()),
		by_grade=_count(c.grade for c in graded.values()),
		by_product=_count(c.product for c in connected),
	)


def _count(values: Iterable[str | None]) -> tuple[tuple[str, int], ...]:
	return tuple(sorted(Counter(v for v in values if v).items()))
