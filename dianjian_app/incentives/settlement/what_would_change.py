"""Two sets of lines of one month compared: what the one brings beyond the other. Needs no site."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from dianjian_app.incentives.engine.line import Key, Line
from dianjian_app.incentives.engine.rule_options import SubjectType


@dataclass(frozen=True)
class Change:
	"""What would be posted beyond what is posted anyway. amount in yuan, quantity in days or proposals."""

	key: Key
	amount: Decimal
	quantity: Decimal

	@property
	def agent(self) -> str | None:
		"""The number of the person whom it concerns; None where it concerns a group or centre."""
		return self.key.subject.name if self.key.subject.type is SubjectType.AGENT else None


def changes_between(then: Iterable[Line], now: Iterable[Line], centre: str) -> list[Change]:
	"""Return each key whose entries would have another amount or quantity, in the order of the keys' texts (R31)."""
	before, after = _worth(then), _worth(now)
	changes = []
	for key in sorted(before.keys() | after.keys(), key=lambda key: key.text(centre, 0)):
		amount, quantity = (b - a for a, b in zip(before[key], after[key], strict=True))
		if amount or quantity:
			changes.append(Change(key, amount, quantity))
	return changes


def _worth(lines: Iterable[Line]) -> dict[Key, tuple[Decimal, Decimal]]:
	found: dict[Key, tuple[Decimal, Decimal]] = defaultdict(lambda: (Decimal(0), Decimal(0)))
	for line in lines:
		if line.is_entry:
			amount, quantity = found[line.key]
			found[line.key] = (amount + line.amount, quantity + line.quantity)
	return found
