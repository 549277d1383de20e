"""Which column of a device's file holds what, in any order and wording, with headings or without (R33). Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from dianjian_app.attendance.punch_times import has_day, times_of
from dianjian_app.resources.intake.columns import Cells, is_blank
from dianjian_app.resources.intake.headings import first_word

NUMBER, NAME, DATE, TIME, IN, OUT, DIRECTION = "number", "name", "date", "time", "in", "out", "direction"
LOOK_AT = 30
SAMPLE = 200

# in the order in which they are tried
_WORDS: tuple[tuple[str, str, str], ...] = (
	(
		NUMBER,
		"工号 员工编号 员工号 人员编号 考勤号码 考勤号 考勤编号 登记号码 登记号 用户编号 用户号 职工号 职员编号 卡号 编号 "
		"employee badge userid enroll enrollment pin staffid empno id",
		"姓名 部门 机 设备 日期 时间 name device department date time",
	),
	(NAME, "姓名 名字 员工 人员 name", "部门 设备 department device"),
	(IN, "上班 签到 到岗 进门 in checkin clockin arrival", "状态 类型 类别 地点 次数 type status"),
	(OUT, "下班 签退 离岗 出门 out checkout clockout departure", "状态 类型 类别 地点 次数 type status"),
	(
		DIRECTION,
		"进出 方向 签到类型 打卡类型 考勤状态 状态 类型 direction type status state inout",
		"时间 日期 time date",
	),
	(
		TIME,
		"打卡时间 刷卡时间 考勤时间 签卡时间 日期时间 时间 打卡记录 刷卡记录 时刻 datetime timestamp time punch",
		"应 标准 班次 迟到 早退 工作时间 时段 时长 加班 planned",
	),
	(DATE, "打卡日期 刷卡日期 考勤日期 日期 date day", "入职 生日 离职 birth joined"),
)


@dataclass(frozen=True)
class PunchLayout:
	"""Where a sheet's punches stand. header: index of the heading row, -1 without one; first: of the first row of data;
	columns: meaning → column indexes; times may stand in several."""

	header: int
	first: int
	columns: dict[str, tuple[int, ...]] = field(default_factory=dict)

	@property
	def usable(self) -> bool:
		"""Whether somebody and a time are named."""
		return NUMBER in self.columns and any(meaning in self.columns for meaning in (TIME, IN, OUT))

	def one(self, meaning: str) -> int | None:
		"""The one column of a meaning."""
		return self.columns[meaning][0] if meaning in self.columns else None


def guess_layout(rows: Sequence[Cells]) -> PunchLayout:
	"""Heading row and columns of a sheet; without headings, by what the cells look like. Not usable: no punches."""
	best = PunchLayout(-1, 0)
	for index, row in enumerate(rows[:LOOK_AT]):
		layout = PunchLayout(index, index + 1, _columns(row))
		if layout.usable and len(layout.columns) > len(best.columns):
			best = layout
	return best if best.usable else _by_content(rows)


def _columns(row: Cells) -> dict[str, tuple[int, ...]]:
	"""Meaning → columns of a row of headings: several for times, the most telling wording for the others."""
	found: dict[str, list[tuple[int, int]]] = {}
	for at, cell in enumerate(row):
		for meaning, words, unless in _WORDS:
			rank = first_word(cell, words.split(), unless.split())
			if rank is not None:
				found.setdefault(meaning, []).append((rank, at))
				break
	return {
		meaning: tuple(at for _rank, at in places) if meaning in (TIME, IN, OUT) else (min(places)[1],)
		for meaning, places in found.items()
	}


def _by_content(rows: Sequence[Cells]) -> PunchLayout:
	"""A device's own file: a number, then a day with a time, or a day and a time beside it."""
	sample = [row for row in rows[:SAMPLE] if not is_blank(row)]
	width = max(map(len, sample), default=0)
	columns = [[row[at] for row in sample if at < len(row)] for at in range(width)]
	whole = [
		at for at, cells in enumerate(columns) if _most(cells, lambda c: has_day(c) and bool(times_of(c)))
	]
	days = [at for at, cells in enumerate(columns) if _most(cells, has_day)]
	times = [at for at, cells in enumerate(columns) if _most(cells, lambda c: bool(times_of(c)))]
	taken = {*whole[:1], *(() if whole else (*days[:1], *times))}
	numbers = [at for at, cells in enumerate(columns) if at not in taken and _most(cells, _is_number)]
	if not numbers or not (whole or (days and times)):
		return PunchLayout(-1, 0)
	if whole:
		return PunchLayout(-1, 0, {NUMBER: (numbers[0],), TIME: (whole[0],)})
	return PunchLayout(-1, 0, {NUMBER: (numbers[0],), DATE: (days[0],), TIME: tuple(times)})


def _most(cells: Sequence[object], says: Callable[[object], bool]) -> bool:
	return bool(cells) and sum(1 for cell in cells if says(cell)) * 10 >= len(cells) * 9


def _is_number(cell: object) -> bool:
	return cell is not None and any(ch.isdigit() for ch in str(cell)) and not has_day(cell)
