"""Several rows of a workbook about one customer become one lead's fields, before anything is written (R6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from dianjian_app.resources.intake import matching
from dianjian_app.resources.intake.catalogue import Catalogue

SEGMENTS = {"刚需": "First Home", "改善": "Upgrade", "投资": "Investment"}


@dataclass
class MergedRows:
	"""What the rows of one lead say together: of each field the first value given; names, notes and sources add up.

	date: the first day that was read; unread_date: a day is written, and none was read.
	"""

	first: matching.Row
	names: dict[str, None] = field(default_factory=dict)
	date: date | None = None
	unread_date: bool = False
	need: str | None = None
	segment: str = ""
	project: str = ""
	notes: dict[str, None] = field(default_factory=dict)
	sources: dict[str, None] = field(default_factory=dict)

	def add(self, row: matching.Row, default_source: str, catalogue: Catalogue) -> None:
		"""Add a row's values. A need or source that the catalogue does not know is kept as a note."""
		need, source = catalogue.product(row.need), catalogue.source(row.source)
		if row.name:
			self.names[row.name[:140]] = None
		self.date = self.date or row.date
		self.unread_date = self.unread_date or bool(row.unread_date)
		self.need = self.need or need
		self.segment = self.segment or SEGMENTS.get(row.segment, "")
		self.project = self.project or row.project[:140]
		unknown = (row.need if not need else "", row.source if not source else "")
		self.notes.update(dict.fromkeys(note for note in (row.remarks, *unknown) if note))
		self.sources[source or default_source] = None


def merge_rows(
	results: Iterable[matching.Result], default_source: str, catalogue: Catalogue
) -> dict[str, MergedRows]:
	"""Key of the lead → its rows merged. default_source: of rows that name none."""
	merged: dict[str, MergedRows] = {}
	for result in results:
		if result.lead:
			rows = merged.setdefault(result.lead, MergedRows(result.row))
			rows.add(result.row, default_source, catalogue)
	return merged
