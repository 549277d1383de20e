"""A workbook of units (房源): which column holds what, and what each row says; what cannot be read is named by its cell (R55).

Pure: sheets of rows come in, units and errors go out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from dianjian_app.resources.intake.columns import is_blank, is_total
from dianjian_app.resources.intake.headings import fold
from dianjian_app.resources.intake.reading import Sheet

FOR_SALE, RESERVED, SOLD, HELD_BACK = "For Sale", "Reserved", "Sold", "Held Back"
LOOK_AT = 20
"""rows among which the headings are looked for"""
LONGEST = 140
MOST = {
	"area": Decimal(100_000),
	"price": Decimal(10) ** 11,
	"unit_price": Decimal(10) ** 8,
	"floor": Decimal(300),
	"rooms": Decimal(50),
}

_HEADINGS: Mapping[str, str] = {
	"building": "楼栋 楼号 栋号 楼座 幢号 栋 幢 楼栋号 building block tower",
	"entrance": "单元 单元号 entrance",
	"unit_number": "房号 室号 房间号 房间 单元房号 户号 unit unitnumber unitno room roomnumber number",
	"floor": "楼层 层 层数 所在楼层 floor level",
	"product_type": "产品 产品类型 业态 物业类型 product producttype",
	"layout": "户型 房型 layout",
	"rooms": "居室 卧室 卧室数 房间数 几居 室 bedrooms rooms",
	"area": "面积 建筑面积 建面 area areasqm",
	"price": "总价 价格 房价 房屋总价 price totalprice",
	"unit_price": "单价 均价 unitprice priceofasquaremetre pricepersqm",
	"state": "状态 销售状态 房态 state status",
	"orientation": "朝向 orientation",
	"remarks": "备注 说明 remarks remark notes",
}
_MEANING = {word: meaning for meaning, words in _HEADINGS.items() for word in words.split()}
_STATES = {
	word: state
	for state, words in {
		FOR_SALE: "在售 可售 待售 未售 forsale available",
		RESERVED: "预留 已定 认购 已认购 预订 预定 小订 reserved",
		SOLD: "已售 售出 成交 已成交 签约 已签约 sold",
		HELD_BACK: "保留 销控 不售 暂不售 heldback",
	}.items()
	for word in words.split()
}
_ROOMS = re.compile(r"([0-9一二两三四五六七八九])\s*[室房居]")
_CHINESE = {
	word: n
	for n, words in enumerate(("", "一", "二两", "三", "四", "五", "六", "七", "八", "九"))
	for word in words
}
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_UNITS = re.compile(
	r"(?:元/(?:平方米|㎡|m2|平)|平方米|平米|㎡|m2|sqm|元|rmb|cny|¥|层|楼|f|室|房|居)$", re.IGNORECASE
)
NUMBERS, WHOLE = ("area", "price", "unit_price", "floor", "rooms"), ("floor", "rooms")
NO_COLUMNS, MISSING, NOT_A_NUMBER, TOO_LARGE, UNKNOWN_STATE, TWICE, TOO_LONG = (
	*("no_columns", "missing", "not_a_number", "too_large", "unknown_state", "twice", "too_long"),
)


@dataclass(frozen=True)
class ReadUnit:
	"""A unit as a row says it. values: field → value, None where the row says nothing; fields without a column are left out."""

	sheet: str
	row: int
	values: Mapping[str, object]

	@property
	def key(self) -> tuple[str, str]:
		"""What tells one unit of a centre from another."""
		return key_of(self.values["building"], self.values["unit_number"])


@dataclass(frozen=True)
class CellError:
	"""A cell that cannot be read. row: as Excel shows it, 0 for the whole sheet; heading: of its column; code: what is wrong."""

	sheet: str
	row: int
	heading: str
	code: str
	value: str


@dataclass
class Reading:
	"""What a workbook says."""

	units: list[ReadUnit] = field(default_factory=list)
	errors: list[CellError] = field(default_factory=list)
	columns: dict[str, dict[str, str]] = field(default_factory=dict)
	"""sheet → field → heading, for whoever looks before bringing in"""


def key_of(building: object, unit_number: object) -> tuple[str, str]:
	"""Building and number without differences of width, case and blanks."""
	return _bare(building), _bare(unit_number)


def read_units(sheets: Sequence[Sheet]) -> Reading:
	"""All units of the sheets; hidden sheets and sheets without headings for building and number are passed over."""
	found = Reading()
	for sheet in sheets:
		header, columns = _layout(sheet)
		if columns and not sheet.hidden:
			heads = sheet.rows[header]
			found.columns[sheet.name] = {meaning: _text(heads[at]) for meaning, at in columns.items()}
			_read_sheet(sheet, header, columns, found)
	if not found.columns:
		found.errors.append(CellError(sheets[0].name if sheets else "", 0, "", NO_COLUMNS, ""))
	_find_twice(found)
	return found


def _layout(sheet: Sheet) -> tuple[int, dict[str, int]]:
	"""Row of the headings and meaning → column; nothing without building and number."""
	for index, row in enumerate(sheet.rows[:LOOK_AT]):
		columns: dict[str, int] = {}
		for at, cell in enumerate(row):
			meaning = _MEANING.get(fold(cell)) if isinstance(cell, str) else None
			if meaning and meaning not in columns:
				columns[meaning] = at
		if "building" in columns and "unit_number" in columns:
			return index, columns
	return -1, {}


def _read_sheet(sheet: Sheet, header: int, columns: Mapping[str, int], found: Reading) -> None:
	heads = {meaning: _text(sheet.rows[header][at]) for meaning, at in columns.items()}
	for index in range(header + 1, len(sheet.rows)):
		row = sheet.rows[index]
		cells = {meaning: row[at] if at < len(row) else None for meaning, at in columns.items()}
		named = _text(cells["building"]) and _text(cells["unit_number"])
		if is_blank(row) or (not named and is_total(row)):
			continue
		values: dict[str, object] = {}
		for meaning, cell in cells.items():
			for error in _put(values, meaning, cell, heads[meaning]):
				found.errors.append(CellError(sheet.name, index + 1, heads[meaning], error, _text(cell)[:40]))
		entrance = values.pop("entrance", None)
		if entrance:
			values["building"] = f"{values.get('building') or ''} {entrance}".strip()
		if "layout" in values and not values.get("rooms"):
			values["rooms"] = rooms_of(values["layout"])
		if values.get("building") and values.get("unit_number"):
			found.units.append(ReadUnit(sheet.name, index + 1, values))


def _put(values: dict[str, object], meaning: str, cell: object, heading: str) -> Iterator[str]:
	"""Write what a cell says; gives what is wrong with it."""
	text = _text(cell)
	if not text:
		values[meaning] = None
		if meaning in ("building", "unit_number"):
			yield MISSING
	elif meaning in NUMBERS:
		number = _number(text, heading)
		values[meaning] = None
		if (
			number is None
			or (meaning in WHOLE and number != int(number))
			or (meaning != "floor" and number < 0)
		):
			yield NOT_A_NUMBER
		elif abs(number) > MOST[meaning]:
			yield TOO_LARGE
		else:
			values[meaning] = int(number) if meaning in WHOLE else number
	elif meaning == "state":
		values[meaning] = _STATES.get(fold(text))
		if not values[meaning]:
			yield UNKNOWN_STATE
	elif len(text) > LONGEST and meaning != "remarks":
		yield TOO_LONG
	else:
		values[meaning] = text


def _number(text: str, heading: str) -> Decimal | None:
	"""A number as people write it: 1,280,000, 128万, 120㎡; 万 in the heading holds for the column."""
	bare = _UNITS.sub("", _bare(text).replace(",", "").lstrip("¥"))
	times = 10_000 if bare.endswith("万") or (bare.isascii() and "万" in heading) else 1
	bare = bare.removesuffix("万")
	if not _NUMBER.fullmatch(bare):
		return None
	try:
		return Decimal(bare) * times
	except InvalidOperation:
		return None


def rooms_of(layout: object) -> int | None:
	"""How many bedrooms a layout names: 3室2厅, 三房; None where it names none."""
	found = _ROOMS.search(unicodedata.normalize("NFKC", str(layout or "")))
	if not found:
		return None
	return int(found[1]) if found[1].isdigit() else _CHINESE[found[1]]


def _find_twice(found: Reading) -> None:
	first: dict[tuple[str, str], ReadUnit] = {}
	for unit in found.units:
		if unit.key in first:
			earlier = first[unit.key]
			heading = found.columns[unit.sheet]["unit_number"]
			said = f"{unit.values['building']} {unit.values['unit_number']} ({earlier.sheet} #{earlier.row})"
			found.errors.append(CellError(unit.sheet, unit.row, heading, TWICE, said))
		else:
			first[unit.key] = unit


def _text(cell: object) -> str:
	"""A cell as text: 12.0 is 12."""
	if isinstance(cell, float) and cell.is_integer():
		cell = int(cell)
	return re.sub(r"\s+", " ", "" if cell is None else str(cell)).strip()


def _bare(text: object) -> str:
	return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(text or ""))).casefold()
