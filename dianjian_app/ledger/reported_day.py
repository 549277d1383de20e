"""What of a reported day is no longer so: pure comparison of the lines of then and now (R44)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

FIGURES = ("sheet_state", "calls", "connected", "intention", "invited", "visits", "deals")
SUMMED = FIGURES[1:]


@dataclass(frozen=True)
class Change:
	"""A figure of a person that changed after the day was reported; None: the person had, or has, no line."""

	agent: str
	figure: str
	reported: str | int | None
	now: str | int | None


def changes(reported: Mapping[str, Mapping], now: Mapping[str, Mapping]) -> list[Change]:
	"""The changes by person and figure. reported, now: agent → figures."""
	return [
		Change(agent, figure, was, became)
		for agent in sorted({*reported, *now})
		for figure in FIGURES
		for was, became in [(_figure(reported.get(agent), figure), _figure(now.get(agent), figure))]
		if was != became
	]


def _figure(line: Mapping | None, figure: str) -> str | int | None:
	return None if line is None else line[figure]


@dataclass(frozen=True)
class DayChange:
	"""A sum of a day that changed after the week was handed in; None: the day was, or is, not there."""

	day: date
	figure: str
	reported: int | None
	now: int | None


def summed(lines: Iterable[Mapping]) -> dict[str, int]:
	"""The sums of a group's lines of one day."""
	lines = list(lines)
	return {figure: sum(line[figure] or 0 for line in lines) for figure in SUMMED}


def sums_changed(
	reported: Mapping[date, Mapping[str, int]], now: Mapping[date, Mapping[str, int]]
) -> list[DayChange]:
	"""The changes by day and figure. reported, now: day → sums."""
	return [
		DayChange(day, figure, was, became)
		for day in sorted({*reported, *now})
		for figure in SUMMED
		for was, became in [
			(reported[day][figure] if day in reported else None, now[day][figure] if day in now else None)
		]
		if was != became
	]
