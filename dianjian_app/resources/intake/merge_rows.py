"""What the rows of one customer say together, before any of it is written (R6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from dianjian_app.resources.intake import matching
from dianjian_app.resources.intake.catalogue import Catalogue

SEGMENTS = {"刚需": "First Home", "改善": "Upgrade", "投资": "Investment"}


@dataclass
class Gathered:
	"""What the rows of one lead say together: the first that says something is heard; notes and sources add up."""

	first: matching.Row
	name: str = ""
	need: str | None = None
	segment: str = ""
	project: str = ""
	notes: dict[str, None] = field(default_factory=dict)
	sources: dict[str, None] = field(default_factory=dict)

	def hear(self, row: matching.Row, default_source: str, catalogue: Catalogue) -> None:
		"""Add what a row says. What the catalogue does not know is kept as a note."""
		need, source = catalogue.product(row.need), catalogue.source(row.source)
		self.name = self.name or row.name[:140]
		self.need = self.need or need
		self.segment = self.segment or SEGMENTS.get(row.segment, "")
		self.project = self.project or row.project[:140]
		unknown = (row.need if not need else "", row.source if not source else "")
		self.notes.update(dict.fromkeys(note for note in (row.remarks, *unknown) if note))
		self.sources[source or default_source] = None


def gather(results: Iterable[matching.Result], batch, catalogue: Catalogue) -> dict[str, Gathered]:
	"""Rows by the lead they made or joined."""
	gathered: dict[str, Gathered] = {}
	for r in results:
		if r.lead:
			lead = gathered.setdefault(r.lead, Gathered(r.row))
			lead.hear(r.row, batch.source, catalogue)
	return gathered
