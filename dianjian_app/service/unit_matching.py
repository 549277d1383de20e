"""Which units fit what a customer wants: first those that fit whole, then those that nearly do (R55). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

NEAR = Decimal("0.10")
"""how far outside a wish a unit may lie, as a share of the wish"""
TEN_THOUSAND = 10_000


@dataclass(frozen=True)
class Wishes:
	"""What a customer wants. budget in units of 10,000 yuan, area in square metres; 0 and "": no wish."""

	budget_from: int = 0
	budget_to: int = 0
	area_from: int = 0
	area_to: int = 0
	rooms: int = 0
	product_type: str = ""

	@property
	def any(self) -> bool:
		"""Whether there is a wish at all."""
		return bool(
			self.budget_from
			or self.budget_to
			or self.area_from
			or self.area_to
			or self.rooms
			or self.product_type
		)


@dataclass(frozen=True)
class Offered:
	"""A unit that is for sale. price in yuan, area in square metres; 0 and "": not known."""

	name: str
	price: Decimal = Decimal(0)
	area: Decimal = Decimal(0)
	rooms: int = 0
	product_type: str = ""


@dataclass(frozen=True)
class Match:
	"""A unit and how it fits. misses: field → share by which it lies outside, above 0 over and below 0 under the wish;
	of rooms how many more or fewer."""

	unit: Offered
	misses: dict[str, Decimal]

	@property
	def fits(self) -> bool:
		return not self.misses


def matches(units: Iterable[Offered], wishes: Wishes) -> list[Match]:
	"""The units that fit, the dearest first, then those that nearly fit, the nearest first."""
	found = [match for unit in units if (match := match_of(unit, wishes)) is not None]
	return sorted(
		found,
		key=lambda m: (
			sum((abs(miss) for miss in m.misses.values()), Decimal(0)),
			-m.unit.price,
			m.unit.name,
		),
	)


def match_of(unit: Offered, wishes: Wishes) -> Match | None:
	"""How a unit fits; None where it is another product or too far from a wish. What is not known of a unit is no miss."""
	if wishes.product_type and unit.product_type and wishes.product_type != unit.product_type:
		return None
	misses: dict[str, Decimal] = {}
	spans = (
		("price", unit.price, wishes.budget_from * TEN_THOUSAND, wishes.budget_to * TEN_THOUSAND),
		("area", unit.area, wishes.area_from, wishes.area_to),
	)
	for name, value, low, high in spans:
		miss = _outside(value, Decimal(low), Decimal(high)) if value else Decimal(0)
		if abs(miss) > NEAR:
			return None
		if miss:
			misses[name] = miss
	if wishes.rooms and unit.rooms and wishes.rooms != unit.rooms:
		if abs(unit.rooms - wishes.rooms) > 1:
			return None
		misses["rooms"] = Decimal(unit.rooms - wishes.rooms)
	return Match(unit, misses)


def _outside(value: Decimal, low: Decimal, high: Decimal) -> Decimal:
	if high and value > high:
		return (value - high) / high
	if low and value < low:
		return (value - low) / low
	return Decimal(0)
