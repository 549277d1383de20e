"""Ranks by the first figure, then by tie-breaks. Equals share a place and the next place is skipped (R24, decision 13)."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from decimal import Decimal
from typing import TypeVar

Who = TypeVar("Who", bound=Hashable)


def place_of_each(strength: Mapping[Who, tuple[Decimal | None, ...]]) -> dict[Who, int]:
	"""The place of each, 1 for the greatest figures, in the order of places.

	strength: figures in the order in which they decide; None (no data) comes after every number.
	"""
	ordered = sorted(strength, key=lambda who: _sortable(strength[who]), reverse=True)
	places: dict[Who, int] = {}
	for position, who in enumerate(ordered, 1):
		before = ordered[position - 2] if position > 1 else None
		level = before is not None and strength[before] == strength[who]
		places[who] = places[before] if level and before is not None else position
	return places


def _sortable(figures: tuple[Decimal | None, ...]) -> tuple[tuple[bool, Decimal], ...]:
	return tuple((f is not None, f if f is not None else Decimal(0)) for f in figures)
