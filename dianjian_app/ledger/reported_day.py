"""What of a reported day is no longer so: pure comparison of the lines of then and now (R44)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

FIGURES = ("sheet_state", "calls", "connected", "intention", "invited", "visits", "deals")


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
