"""Which row is the heading and which column holds what, in any order and wording (R6)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from dianjian_app.resources.intake.headings import (
	NAME,
	PHONE,
	SERIAL,
	fold,
	is_familiar,
	is_other_number,
	looks_like_heading,
	meaning_of,
)
from dianjian_app.resources.numbers.phone import read_numbers

Cells = Sequence[object]
LOOK_AT = 30
SAMPLE = 200
ENOUGH = 3
_TOTAL = re.compile(
	r"(?:本?[页组月周日]?(?:合计|总计|小计|共计|累计|总数)|(?:grand ?)?total|sum|subtotal)(?![a-z])",
	re.IGNORECASE,
)
_INSTRUCTION = re.compile(
	r"[((]?(?:必填|选填|非必填|示例|例如?[::]|请填写|文本|格式|string|text|required|optional)", re.IGNORECASE
)
_FOOT = re.compile(r"[::]$|^第.{1,3}页|^(?:制表|填表|审核|审批|打印|签字|备注|注)(?:人|日期)?[::]?$")
_NOTES = re.compile(r"说明|须知|备注|字典|选项|目录|封面|note|readme|help|instruction", re.IGNORECASE)


@dataclass(frozen=True)
class Layout:
	"""Where a sheet's data stand. header: index of the heading row (-1: none); first: index of the first data row;
	columns: meaning → column indexes (several for phones)."""

	header: int
	first: int
	columns: dict[str, tuple[int, ...]] = field(default_factory=dict)

	@property
	def usable(self) -> bool:
		return bool(self.columns.get(PHONE))


_NONE = Layout(-1, 0)


def guess_layout(
	rows: Sequence[Cells], area_code: str = "", previous: Layout | None = None, sheet_name: str = ""
) -> Layout:
	"""Heading row and columns of a sheet.

	A sheet without headings is read like the sheet before it when its numbers stand in the same column, otherwise by
	what its cells look like. area_code: of the centre; previous: layout of the sheet before; sheet_name: a sheet of
	notes (说明) without headings has no data. Not usable: the sheet holds no numbers.
	"""
	layout = _by_headings(rows, area_code)
	if layout.usable:
		return layout
	others = {i for i, text in enumerate(headings_of(rows, layout)) if is_other_number(text)}
	found = _by_content(rows[layout.first :], area_code, sure=bool(layout.columns), without=others)
	if found is None or (not layout.columns and _NOTES.search(sheet_name)):
		return _NONE
	if layout.columns:  # headings, but none that names the numbers
		return Layout(layout.header, layout.first, {**_without(layout.columns, found), PHONE: (found,)})
	if previous and found in previous.columns.get(PHONE, ()):
		return Layout(-1, 0, previous.columns)
	return Layout(-1, 0, {PHONE: (found,), **_name_by_content(rows, found)})


def competing(rows: Sequence[Cells], layout: Layout) -> dict[str, tuple[int, ...]]:
	"""Meaning → the columns whose headings all claim it: several phones, or of two names the one that was not taken."""
	claims: dict[str, list[int]] = {}
	for index, text in enumerate(headings_of(rows, layout)):
		if meant := meaning_of(text):
			claims.setdefault(meant[0], []).append(index)
	claims[PHONE] = sorted({*claims.get(PHONE, ()), *layout.columns.get(PHONE, ())})
	return {meaning: tuple(where) for meaning, where in claims.items() if len(where) > 1}


def headings_of(rows: Sequence[Cells], layout: Layout) -> list[str]:
	"""The headings as one line: of two lines the lower one, the upper where it is blank."""
	if layout.header < 0:
		return []
	lines = [rows[i] for i in range(layout.header, layout.first) if i < len(rows)]
	width = max(map(len, lines), default=0)
	return [
		next((str(line[i]).strip() for line in reversed(lines) if i < len(line) and not _blank(line[i])), "")
		for i in range(width)
	]


def is_blank(cells: Cells) -> bool:
	"""A row without anything written in it."""
	return all(_blank(cell) for cell in cells)


def is_total(cells: Cells) -> bool:
	"""A total row (合计 …): its first written cell says so. Ask only for rows without a number."""
	first = next((cell for cell in cells if not _blank(cell)), None)
	return isinstance(first, str) and bool(_TOTAL.match(fold(first)))


def is_note(cells: Cells, layout: Layout) -> bool:
	"""A row that is no customer's: only its serial number, one remark across the sheet, a form's instruction, or
	the headings again. Ask only for rows without a number."""
	written = [i for i, cell in enumerate(cells) if not _blank(cell)]
	serial, phones = layout.columns.get(SERIAL, ()), layout.columns[PHONE]
	if not [i for i in written if i not in serial]:
		return True
	if len(written) == 1 and written[0] not in phones:
		return written[0] not in layout.columns.get(NAME, ()) or not _could_be_name(cells[written[0]])
	for at in phones:
		cell = cells[at] if at < len(cells) else None
		if isinstance(cell, str) and (_INSTRUCTION.match(cell.strip()) or _means(cell, PHONE)):
			return True
	return False


def _could_be_name(cell: object) -> bool:
	text = str(cell).strip()
	return len(text) <= (30 if text.isascii() else 8) and not _FOOT.search(text)


def _blank(cell: object) -> bool:
	return cell is None or (isinstance(cell, str) and not cell.strip())


def _means(cell: object, meaning: str) -> bool:
	found = meaning_of(cell)
	return found is not None and found[0] == meaning


def _by_headings(rows: Sequence[Cells], area_code: str) -> Layout:
	"""The row among the first ones that reads most like headings; without a phone column: what else it names."""
	best, best_score = _NONE, 0
	for index, row in enumerate(rows[:LOOK_AT]):
		if not any(isinstance(cell, str) for cell in row):
			continue
		columns, score, first = *_columns(row), index + 1
		while first < len(rows) and _continues(row, rows[first], columns):
			row = _two_lines(row, rows[first])
			columns, score = _columns(row)
			first += 1
		# a title above that happens to say 电 or 项目 adds nothing to the line below it
		alone = (score, columns, first) == (best_score, best.columns, best.first)
		if (score > best_score or alone) and _is_heading(columns, score, rows, first, area_code):
			best, best_score = Layout(index, first, columns), score
		if best.usable and index > best.first + 3:
			break
	if not best.usable:
		return best
	return Layout(best.header, best.first, _with_numbers(best, rows, area_code))


def _columns(row: Cells) -> tuple[dict[str, tuple[int, ...]], int]:
	"""Meaning → columns of a row of headings, and how many of its cells are headings."""
	found: dict[str, list[tuple[int, int]]] = {}
	score = 0
	for index, cell in enumerate(row):
		meant = meaning_of(cell)
		if meant:
			found.setdefault(meant[0], []).append((meant[1], index))
		score += bool(meant) or is_familiar(cell)
	columns = {
		meaning: tuple(i for _rank, i in places) if meaning == PHONE else (min(places)[1],)
		for meaning, places in found.items()
	}
	return columns, score


def _continues(upper: Cells, lower: Cells, columns: dict) -> bool:
	"""Is the lower row a second line of the headings? All it says are headings, below blank or spanning cells."""
	written = [cell for cell in lower if not _blank(cell)]
	if not written or not all(looks_like_heading(cell) for cell in written):
		return False
	if any(_means(lower[i], PHONE) for i in columns.get(PHONE, ()) if i < len(lower)):
		return True
	known = sum(1 for cell in written if meaning_of(cell) or is_familiar(cell))
	return bool(columns) and known * 2 > len(written) and (known > 1 or not _blank_above(upper, lower))


def _blank_above(upper: Cells, lower: Cells) -> bool:
	return any(not _blank(cell) and (i >= len(upper) or _blank(upper[i])) for i, cell in enumerate(lower))


def _two_lines(upper: Cells, lower: Cells) -> list[object]:
	width = max(len(upper), len(lower))
	pick = [[r[i] if i < len(r) else None for i in range(width)] for r in (lower, upper)]
	return [below if not _blank(below) else above for below, above in zip(*pick, strict=True)]


def _is_heading(columns: dict, score: int, rows: Sequence[Cells], first: int, area_code: str) -> bool:
	"""Three headings are beyond doubt, two where none names the phone, fewer when numbers stand below."""
	if score >= (ENOUGH if PHONE in columns else ENOUGH - 1):
		return True
	return any(_any_hit(rows[first : first + SAMPLE], i, area_code) for i in columns.get(PHONE, ()))


def _with_numbers(layout: Layout, rows: Sequence[Cells], area_code: str) -> dict[str, tuple[int, ...]]:
	"""Without phone columns in which no number stands, such as 联系方式 with 微信 in it, when another has some."""
	phones = layout.columns[PHONE]
	below = rows[layout.first :]
	filled = tuple(i for i in phones if _any_hit(below, i, area_code)) if len(phones) > 1 else phones
	return {**layout.columns, PHONE: filled or phones}


def _any_hit(rows: Iterable[Cells], column: int, area_code: str) -> bool:
	return any(column < len(r) and read_numbers(r[column], area_code).numbers for r in rows)


def _hits(rows: Iterable[Cells], column: int, area_code: str) -> int:
	"""How many rows have a number in the column."""
	return sum(1 for r in rows if column < len(r) and read_numbers(r[column], area_code).numbers)


def _by_content(
	rows: Sequence[Cells], area_code: str, *, sure: bool, without: Collection[int] = ()
) -> int | None:
	"""The column most of whose cells are numbers. sure: there were headings, so these rows are data; without: columns
	whose headings say that they hold other numbers."""
	sample = [r for r in rows[:SAMPLE] if not is_blank(r)]
	width = max(map(len, sample), default=0)
	hits = [0 if i in without else _hits(sample, i, area_code) for i in range(width)]
	if not hits:
		return None
	at = max(range(width), key=hits.__getitem__)
	if not hits[at] or hits[at] * 2 < len(sample):
		return None
	return (
		at if sure or hits[at] >= ENOUGH or all(_bare_number(r[at]) for r in sample if at < len(r)) else None
	)


def _bare_number(cell: object) -> bool:
	return _blank(cell) or not re.search(r"[^\d\s+\-()/、,;.]", str(cell))


def _without(columns: dict[str, tuple[int, ...]], index: int) -> dict[str, tuple[int, ...]]:
	return {meaning: where for meaning, where in columns.items() if where != (index,)}


def _name_by_content(rows: Sequence[Cells], phone: int) -> dict[str, tuple[int, ...]]:
	"""The first column of short texts, of two to four characters on the whole, beside the phone column."""
	sample = [r for r in rows[:SAMPLE] if not is_blank(r)]
	for i in range(max(map(len, sample), default=0)):
		texts = [
			str(r[i]).strip() for r in sample if i < len(r) and isinstance(r[i], str) and not _blank(r[i])
		]
		short = bool(texts) and sum(map(len, texts)) <= 5 * len(texts) and not any(map(str.isdigit, texts))
		if i != phone and short and len(texts) * 2 > len(sample):
			return {NAME: (i,)}
	return {}
