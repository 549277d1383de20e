"""Two ways of doing the same work, timed in turn in one process; what is printed is their ratio."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
	"""Seconds per unit of two ways, as (min, median, max), and the median ratio other / ours, pair by pair."""

	what: str
	unit: str
	ours: tuple[float, float, float]
	other: tuple[float, float, float]
	ratio: float
	wanted: str

	def line(self) -> str:
		"""One printed line: rates, ratio and what is wanted."""
		rates = " / ".join(f"{1 / s:,.0f}" for s in (self.ours[1], self.other[1]))
		ratio = f"×{self.ratio:,.1f}" if self.ratio >= 1 else f"×{self.ratio:.2f}"
		return f"{self.what:<58} {rates:>22} {self.unit}/s   {ratio}   {self.wanted}"


def pair(
	what: str,
	unit: str,
	ours: Callable[[], int],
	other: Callable[[], int],
	*,
	rounds: int = 3,
	wanted: str = "",
	clean: Callable[[], None] = lambda: None,
) -> Measured:
	"""Time ours and other in turn, after one warm-up each. Each call does its work and gives how many units it did;
	`clean` undoes the work between calls and is not timed."""
	seconds: dict[str, list[float]] = {"ours": [], "other": []}
	for turn in range(rounds + 1):
		for name, act in (("ours", ours), ("other", other)):
			start = time.perf_counter()
			units = act()
			taken = (time.perf_counter() - start) / units
			clean()
			if turn:
				seconds[name].append(taken)
	ratios = [b / a for a, b in zip(seconds["ours"], seconds["other"], strict=True)]
	return Measured(
		what, unit, _spread(seconds["ours"]), _spread(seconds["other"]), statistics.median(ratios), wanted
	)


def _spread(values: list[float]) -> tuple[float, float, float]:
	return min(values), statistics.median(values), max(values)
