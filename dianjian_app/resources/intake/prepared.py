"""Sheets as they are imported: merged cells filled, and without what a person left out (R6). Needs no site."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dianjian_app.resources.intake.dates import ORDERS, Order
from dianjian_app.resources.intake.reading import Sheet
from dianjian_app.resources.intake.unreadable import MAX_CELLS, TooLargeError


@dataclass(frozen=True)
class SheetChoice:
	"""What a person chose for a sheet. date_order: None: undecided; leave_out: the sheet; without_hidden_rows,
	without_hidden_columns: what is hidden in it is not imported."""

	date_order: Order | None = None
	leave_out: bool = False
	without_hidden_rows: bool = False
	without_hidden_columns: bool = False

	@classmethod
	def of(cls, stored: Mapping[str, object]) -> SheetChoice:
		"""A choice from JSON; what is not known is not chosen."""
		order = stored.get("date_order")
		return cls(
			next((known for known in ORDERS if known == order), None),
			*(bool(stored.get(f)) for f in ("leave_out", "without_hidden_rows", "without_hidden_columns")),
		)


def prepare(sheets: Iterable[Sheet], choices: Mapping[str, SheetChoice]) -> list[Sheet]:
	"""The sheets with their merged cells filled, blank where a person left something out. Raises TooLargeError."""
	prepared = []
	for sheet in sheets:
		choice = choices.get(sheet.name, SheetChoice())
		rows = [] if choice.leave_out else _without(_filled(sheet), sheet, choice)
		prepared.append(replace(sheet, rows=rows))
	return prepared


def _filled(sheet: Sheet) -> Sequence[Sequence[object]]:
	"""The rows with the value of a merged range in every row that it covers.

	Only down its first column: a title across the sheet stays one. A row in which nothing else stands stays blank.
	"""
	down = [(top, bottom, left) for (top, left), (bottom, _right) in sheet.merged if bottom > top]
	if not down:
		return sheet.rows
	if sum(min(bottom, len(sheet.rows)) - top for top, bottom, _left in down) > MAX_CELLS:
		raise TooLargeError
	rows = [list(row) for row in sheet.rows]
	own = [any(cell not in ("", None) for cell in row) for row in rows]
	for top, bottom, left in down:
		value = rows[top][left] if top < len(rows) and left < len(rows[top]) else ""
		for at in range(top + 1, min(bottom + 1, len(rows))):
			if own[at] and left < len(rows[at]) and rows[at][left] in ("", None):
				rows[at][left] = value
	return rows


def _without(
	rows: Sequence[Sequence[object]], sheet: Sheet, choice: SheetChoice
) -> Sequence[Sequence[object]]:
	"""The rows without what is hidden, as far as that was chosen; every row and column keeps its place."""
	if choice.without_hidden_rows and sheet.hidden_rows:
		rows = [() if at in sheet.hidden_rows else row for at, row in enumerate(rows)]
	if choice.without_hidden_columns and sheet.hidden_columns:
		rows = [["" if at in sheet.hidden_columns else cell for at, cell in enumerate(row)] for row in rows]
	return rows
