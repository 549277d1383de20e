"""What a new centre starts with, read from the pack that a new site is seeded from (R11, R52)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dianjian_app.packs import shipped_packs

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.sales_centre.sales_centre import SalesCentre


def call_results() -> list[Mapping[str, Any]]:
	"""The call results that a new centre gets."""
	return list(shipped_packs.packs()[shipped_packs.SOURCE]["sections"]["centre"]["call_results"])


def seed_call_results(centre: SalesCentre) -> None:
	"""Event before_insert of Sales Centre: where nobody said otherwise, the results that the app ships (R11)."""
	if not centre.call_results:
		for row in call_results():
			centre.append("call_results", dict(row))
