"""How leads are divided among agents: in proportion to weights, and one by one (R7). Needs no site."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from decimal import ROUND_DOWN, Decimal


def divide(total: int, weights: Mapping[str, Decimal]) -> dict[str, int]:
	"""Whole numbers that add up to the total, in proportion to the weights.

	The largest remainders get what rounding leaves over; among equal remainders the names decide, so that the same figures
	give the same shares. Without any weight above 0 all get the same.
	"""
	if total <= 0 or not weights:
		return dict.fromkeys(weights, 0)
	whole = sum(weights.values(), Decimal(0))
	if whole <= 0:
		weights, whole = dict.fromkeys(weights, Decimal(1)), Decimal(len(weights))
	exact = {agent: Decimal(total) * weight / whole for agent, weight in weights.items()}
	shares = {agent: int(value.to_integral_value(ROUND_DOWN)) for agent, value in exact.items()}
	rest = total - sum(shares.values())
	by_remainder = sorted(exact, key=lambda agent: (shares[agent] - exact[agent], agent))
	for agent in by_remainder[:rest]:
		shares[agent] += 1
	return shares


def deal_out(leads: Sequence[str], quotas: Mapping[str, int]) -> dict[str, list[str]]:
	"""Agent → leads. The agents get one lead each in turn until each has reached their quota or no lead is left."""
	shares: dict[str, list[str]] = {agent: [] for agent in quotas}
	queue = deque(leads)
	while queue and any(len(shares[agent]) < quota for agent, quota in quotas.items()):
		for agent, quota in quotas.items():
			if queue and len(shares[agent]) < quota:
				shares[agent].append(queue.popleft())
	return shares


def points_per_day(connected: Decimal, intention: Decimal, visits: Decimal, presence: Decimal) -> Decimal:
	"""What an agent achieved per day of work: 1 for an intention customer, 5 for a counted visit, 0.01 for a connected call.

	presence: days worked; without any the points are 0, and the caller decides what a new agent counts.
	"""
	if presence <= 0:
		return Decimal(0)
	return (intention + 5 * visits + connected / 100) / presence
