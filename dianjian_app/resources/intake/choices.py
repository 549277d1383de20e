"""What a person chose in the preview of a batch: columns, encoding, order of days, what is left out (R6)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dianjian_app.resources.intake.columns import Layout
from dianjian_app.resources.intake.dates import Order
from dianjian_app.resources.intake.prepared import SheetChoice

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.lead_batch.lead_batch import LeadBatch


@dataclass(frozen=True)
class Choices:
	"""A batch's choices. encoding: of a text file, None: what it shows; layouts, sheets: by sheet name."""

	encoding: str | None = None
	layouts: Mapping[str, Layout] = field(default_factory=dict)
	sheets: Mapping[str, SheetChoice] = field(default_factory=dict)

	@classmethod
	def of(cls, batch: LeadBatch) -> Choices:
		"""The choices that a batch stores."""
		stored = json.loads(batch.reading_choices or "{}")
		return cls(
			stored.get("encoding"),
			{
				sheet: Layout(
					at["header"],
					at["first"],
					{meaning: tuple(where) for meaning, where in at["columns"].items()},
				)
				for sheet, at in json.loads(batch.column_mapping or "{}").items()
			},
			{sheet: SheetChoice.of(chosen) for sheet, chosen in (stored.get("sheets") or {}).items()},
		)

	@property
	def date_orders(self) -> dict[str, Order | None]:
		"""Sheet name → the order of day and month that was chosen."""
		return {sheet: choice.date_order for sheet, choice in self.sheets.items()}
