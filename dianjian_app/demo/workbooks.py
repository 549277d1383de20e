"""Resource workbooks as departments send them: own column orders, messy numbers, repeats. Made up, fixed seed. Pure."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from openpyxl import Workbook

from dianjian_app.demo.plan import SEED, Plan

SAMPLE = Path(__file__).parent / "data" / "来电来访留电汇总.xlsx"
A_MONTH, FEW = 28, 2  # days; how many workbooks a place has that is played for less
SURPLUS = 1.35  # of rows over leads needed: repeats, rejected rows, and a reserve in the pool
MOBILE_PREFIXES = (
	"134",
	"137",
	"138",
	"139",
	"150",
	"152",
	"158",
	"159",
	"176",
	"182",
	"186",
	"187",
	"188",
	"199",
)
LANDLINE_BEGINNINGS = ("2341", "2374", "2432", "2631", "5856", "6622", "8383")
NOT_NUMBERS = ("", "无", "1380220", "400-626-9988", "800-810-6666", "见前台", "12345")
SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何林罗高"
GIVEN = "建国 秀英 伟 芳 娜 强 敏 静 磊 军 洋 勇 艳 杰 涛 明 超 霞 平 文".split()
NEEDS = ("高层", "高层", "高层", "洋房", "别墅", "商铺", "", "")
# some begin with what a spreadsheet takes for a formula
REMARKS = ["", "", "", *"周末有空 在附近上班 想看样板间 =下午联系 -改天再打 @微信联系 关注学区".split()]


@dataclass(frozen=True)
class Resource:
	"""A workbook to import. source: for rows that name none; brought_on: the day on which planning imports it."""

	name: str
	source: str
	brought_on: date
	content: bytes
	evidence: str


@dataclass(frozen=True)
class _Layout:
	"""How one department writes: its title rows, headings, and what stands under them."""

	name: str
	source: str
	day: int
	share: float
	headings: tuple[str, ...]
	cells: Callable[[random.Random, int, object, date], tuple]
	evidence: str
	title: str | None = None
	sheets: int = 1


def _name(dice: random.Random) -> str:
	return dice.choice(SURNAMES) + dice.choice(GIVEN) if dice.random() > 0.04 else ""


def _date(dice: random.Random, first: date, furthest: int) -> date:
	return first - timedelta(days=dice.randint(1, furthest))


_COLLECTED = ("外展点", "派单", "酒店咨询", "圈层活动", "大客户拜访")
_LAYOUTS = (
	_Layout(
		"短信赠送号码8月",
		"短信赠送",
		1,
		0.25,
		("手机号码", "客户称呼", "意向产品"),
		lambda dice, n, phone, first: (phone, _name(dice), dice.choice(NEEDS)),
		"短信平台协议，客户回复同意回访",
	),
	_Layout(
		"车主企业家名录",
		"车主企业家名录",
		1,
		0.2,
		("序号", "姓名", "单位", "联系方式", "备注"),
		lambda dice, n, phone, first: (
			n,
			_name(dice),
			f"天津{dice.choice(GIVEN)}贸易公司",
			phone,
			dice.choice(REMARKS),
		),
		"名录提供方合作协议",
		title="车主、企业家名录（内部）",
		sheets=2,
	),
	_Layout(
		"小组自拓登记",
		"小组自拓",
		7,
		0.2,
		("日期", "渠道", "客户姓名", "电话", "需求", "备注"),
		lambda dice, n, phone, first: (
			_date(dice, first, 20),
			dice.choice(_COLLECTED),
			_name(dice),
			phone,
			dice.choice(NEEDS),
			dice.choice(REMARKS),
		),
		"现场登记表，客户签字",
		title="八里洲项目外展登记汇总",
	),
	_Layout(
		"拓展部拓客名单",
		"拓展部拓客",
		14,
		0.2,
		("备注", "联系电话", "客户"),
		lambda dice, n, phone, first: (dice.choice(REMARKS), phone, _name(dice)),
		"拓展部陌拜登记",
	),
	_Layout(
		"近半年来访客户",
		"近半年来访",
		21,
		0.15,
		("来访时间", "姓名", "产品需求", "手机", "置业目的"),
		lambda dice, n, phone, first: (
			_date(dice, first, 190),
			_name(dice),
			dice.choice(NEEDS),
			phone,
			dice.choice(("刚需", "改善", "投资", "")),
		),
		"案场来访登记表",
		title="近半年来访客户（策划整理）",
	),
)


def resources(plan: Plan) -> tuple[Resource, ...]:
	"""The sample workbook and further ones of its kind: enough customers for the plan's calls, in time for them."""
	needed = sum(sheet.fresh for sheet in plan.sheets)
	if (plan.last_day - plan.first_day).days < A_MONTH:  # all is there on the first day
		first = [replace(layout, day=1, share=1 / FEW) for layout in _LAYOUTS[:FEW]]
		return tuple(_resource(plan, layout, round(needed * SURPLUS * layout.share)) for layout in first)
	sample = Resource(
		SAMPLE.stem, "近半年来电来访", plan.first_day, SAMPLE.read_bytes(), "案场来电来访登记表"
	)
	return (sample, *(_resource(plan, layout, round(needed * SURPLUS * layout.share)) for layout in _LAYOUTS))


def _resource(plan: Plan, layout: _Layout, rows: int) -> Resource:
	first = plan.first_day
	dice = random.Random(f"{SEED}/{plan.place.number}{layout.name}")
	book = Workbook(write_only=True)
	numbers: list[str] = []
	for part in range(layout.sheets):
		sheet = book.create_sheet(f"名单{part + 1}")
		if layout.title:
			sheet.append([layout.title])
			sheet.append([])
		sheet.append(list(layout.headings))
		for n in range(1, rows // layout.sheets + 1):
			sheet.append(layout.cells(dice, n, _cell(dice, _number(dice, numbers)), first))
		sheet.append([f"合计 {rows // layout.sheets} 条"])
	content = io.BytesIO()
	book.save(content)
	name = layout.name.replace("8月", f"{(first - timedelta(days=1)).month}月") + plan.place.number
	brought_on = first + timedelta(days=layout.day - 1)
	return Resource(name, layout.source, brought_on, content.getvalue(), layout.evidence)


def _number(dice: random.Random, before: list[str]) -> str:
	"""A number of a customer; some stand in the file already, some are none."""
	chance = dice.random()
	if chance < 0.04:
		return dice.choice(NOT_NUMBERS)
	if chance < 0.10 and before:
		return dice.choice(before)
	if chance < 0.13:
		number = dice.choice(LANDLINE_BEGINNINGS) + f"{dice.randrange(10_000):04d}"
	else:
		number = dice.choice(MOBILE_PREFIXES) + f"{dice.randrange(100_000_000):08d}"
	before.append(number)
	return number


def _cell(dice: random.Random, number: str) -> object:
	"""The number as somebody wrote it."""
	if len(number) == 8 and number.isdigit():
		return dice.choice((number, f"022-{number}", f"(022){number}", f"022{number}转{dice.randint(1, 9)}"))
	if len(number) != 11 or not number.isdigit():
		return number
	wide = {ord("0") + n: chr(0xFF10 + n) for n in range(10)}
	second = dice.choice(MOBILE_PREFIXES) + f"{dice.randrange(100_000_000):08d}"
	return dice.choice(
		(
			number,
			number,
			number,
			int(number),
			float(number),
			f"+86 {number}",
			f"0086{number}",
			f"{number[:3]} {number[3:7]} {number[7:]}",
			f"{number[:3]}-{number[3:7]}-{number[7:]}",
			number.translate(wide),
			f"{number}/{second}",
		)
	)
