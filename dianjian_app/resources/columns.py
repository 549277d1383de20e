# pure: no frappe
"""Which row is the heading and which column holds what, in any order and wording (R6)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from dianjian_app.resources.phone import read_numbers

PHONE, NAME, SOURCE, NEED, REMARKS, DATE, SEGMENT, PROJECT = (
	"phone",
	"name",
	"source",
	"need",
	"remarks",
	"date",
	"segment",
	"project",
)
MEANINGS = (PHONE, NAME, SOURCE, NEED, REMARKS, DATE, SEGMENT, PROJECT)
LOOK_AT = 30

# heading words by meaning, the more telling first; matched on the folded heading
_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
	(
		PHONE,
		(
			"联系电话",
			"手机",
			"电话",
			"联系方式",
			"号码",
			"座机",
			"固话",
			"移动",
			"phone",
			"mobile",
			"tel",
			"contact",
		),
	),
	(DATE, ("日期", "时间", "date", "time")),
	(SOURCE, ("来源", "渠道", "途径", "媒体", "认知", "source", "channel")),
	(NEED, ("需求", "意向产品", "产品", "户型", "物业类型", "业态", "need", "product")),
	(SEGMENT, ("客户类型", "置业目的", "购房目的", "segment")),
	(PROJECT, ("项目", "楼盘", "project")),
	(REMARKS, ("备注", "说明", "情况", "内容", "描述", "跟进", "remark", "note", "comment")),
	(NAME, ("姓名", "客户名称", "客户", "称呼", "名字", "联系人", "业主", "name", "customer")),
)
_NOT = {
	NAME: ("编号", "等级", "类型", "性别", "来源", "经理", "地址"),
	PHONE: ("数", "量", "时间", "日期", "次"),
	SOURCE: ("日期", "时间"),
}
_STAFF = ("顾问", "销售", "接待", "经办", "登记人", "填表", "电开", "call客")
_TOTAL = re.compile(r"^(合计|总计|小计|共计|累计|总数|total|sum)", re.IGNORECASE)


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


def fold(cell: object) -> str:
	"""A heading without blanks, brackets' content and case: what the words are looked up in."""
	text = unicodedata.normalize("NFKC", "" if cell is None else str(cell))
	return re.sub(r"\(.*?\)|[\s::*]", "", text).lower()


def meaning_of(heading: str) -> str | None:
	"""The meaning of a folded heading, or None."""
	if not heading or len(heading) > 20 or any(word in heading for word in _STAFF):
		return None
	for meaning, words in _WORDS:
		if any(word in heading for word in words) and not any(w in heading for w in _NOT.get(meaning, ())):
			return meaning
	return None


def guess_layout(rows: Sequence[Sequence[object]], area_code: str = "") -> Layout:
	"""Heading row and columns of a sheet; a sheet without headings is read by what its cells look like."""
	best = Layout(-1, 0)
	for index, row in enumerate(rows[:LOOK_AT]):
		columns = _columns(row)
		first = index + 1
		if index + 1 < len(rows) and columns and PHONE not in columns:
			joined = _columns(_two_lines(row, rows[index + 1]))
			if PHONE in joined:
				columns, first = joined, index + 2
		if PHONE in columns and len(columns) > len(best.columns):
			best = Layout(index, first, columns)
		if best.usable and index > best.header + 3:
			break
	return best if best.usable else _by_content(rows, area_code)


def _columns(row: Sequence[object]) -> dict[str, tuple[int, ...]]:
	found: dict[str, tuple[int, ...]] = {}
	for index, cell in enumerate(row):
		if not isinstance(cell, str):
			continue
		meaning = meaning_of(fold(cell))
		if meaning == PHONE:
			found[PHONE] = (*found.get(PHONE, ()), index)
		elif meaning and meaning not in found:
			found[meaning] = (index,)
	return found


def _two_lines(upper: Sequence[object], lower: Sequence[object]) -> list[str]:
	width = max(len(upper), len(lower))
	pick = [(r[i] if i < len(r) and r[i] is not None else "") for r in (upper, lower) for i in range(width)]
	return [str(pick[width + i] or pick[i]) for i in range(width)]


def _by_content(rows: Sequence[Sequence[object]], area_code: str) -> Layout:
	"""No heading: the column most of whose cells are numbers is the phone; the first short text beside it the name."""
	sample = [r for r in rows[:200] if not is_blank(r)]
	if not sample:
		return Layout(-1, 0)
	width = max(len(r) for r in sample)
	hits = [
		sum(1 for r in sample if i < len(r) and read_numbers(r[i], area_code).numbers) for i in range(width)
	]
	phone = max(range(width), key=lambda i: hits[i])
	if hits[phone] * 2 < len(sample):
		return Layout(-1, 0)
	columns: dict[str, tuple[int, ...]] = {PHONE: (phone,)}
	for i in range(width):
		texts = [str(r[i]).strip() for r in sample if i < len(r) and isinstance(r[i], str) and r[i].strip()]
		if i != phone and len(texts) * 2 > len(sample) and sum(map(len, texts)) <= 5 * len(texts):
			columns[NAME] = (i,)
			break
	return Layout(-1, 0, columns)


def is_blank(row: Sequence[object]) -> bool:
	"""A row without anything written in it."""
	return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in row)


def is_total(row: Sequence[object]) -> bool:
	"""A total row (合计 …): its first written cell says so."""
	for cell in row:
		if cell is None or (isinstance(cell, str) and not cell.strip()):
			continue
		return isinstance(cell, str) and bool(_TOTAL.match(fold(cell)))
	return False
