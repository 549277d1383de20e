"""A list of people in Excel to plain lines: who, in which position and group, from when (R2, R3, R52). Pure.

Columns are found by their headings, in any order and language; a heading that nobody knows is left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dianjian_app import roles
from dianjian_app.resources.intake.dates import DateReading, read_day, reading_of

MOST_LINES = 300
HEADINGS_WITHIN = 15
"""lines from the top in which the headings are looked for: above them may stand a title"""
COLUMNS: Mapping[str, tuple[str, ...]] = {
	"number": ("工号", "员工编号", "员工工号", "编号", "employee number", "number", "no", "staff no"),
	"name": ("姓名", "员工姓名", "名字", "name", "staff name", "full name"),
	"position": ("岗位", "职位", "职务", "position", "job title"),
	"group": ("组别", "小组", "销售小组", "所在小组", "组", "group", "sales group", "team"),
	"joined": ("入职日期", "入职时间", "入职", "到岗日期", "joining date", "joined", "start date"),
	"email": ("登录邮箱", "邮箱", "电子邮箱", "登录账号", "email", "e-mail", "login"),
	"phone": ("电话", "手机", "手机号", "联系电话", "phone", "mobile"),
	"probation_until": ("试用期至", "试用期止", "转正日期", "probation until", "probation"),
}
NEEDED = ("number", "name", "position")
DAYS = ("joined", "probation_until")
# as centres write them, beside the app's own names of the positions
POSITIONS: Mapping[str, tuple[str, ...]] = {
	roles.AGENT: ("电开", "电销", "电话销售", "call客", "call客人员", "电开专员", "telesales", "agent"),
	roles.CONSULTANT: ("置业顾问", "顾问", "案场顾问", "consultant"),
	roles.LEADER: ("组长", "销售主管", "电开组长", "主管", "leader", "group leader"),
	roles.ASSISTANT: ("助理", "assistant"),
	roles.FRONT_DESK: ("前台接待", "接待", "咨客", "reception", "receptionist"),
	roles.SERVICE: ("客服专员", "客服人员", "service"),
	roles.PLANNING: ("策划专员", "策划师", "planner"),
	roles.ADMINISTRATION: ("行政专员", "行政人员", "admin staff"),
	roles.MANAGER: ("经理", "销售经理", "案场经理", "manager"),
	roles.HR: ("人事", "人力", "人力资源", "hr"),
}


@dataclass(frozen=True)
class StaffLine:
	"""A person as the list has them. line: as Excel counts; position: one of roles.POSITIONS, "" where unknown;
	wrong: codes of what is wrong with the line, with the text that is meant."""

	line: int
	number: str
	name: str
	position: str
	group: str = ""
	joined: date | None = None
	email: str = ""
	phone: str = ""
	probation_until: date | None = None
	wrong: tuple[tuple[str, str], ...] = ()


class StaffListError(ValueError):
	"""The sheet is no list of people. args: a code and what fills its message."""


def lines_of(rows: Sequence[Sequence[object]]) -> list[dict[str, str]]:
	"""The lines of a sheet as texts by column, each with its `line` as Excel counts; days of Excel as YYYY-MM-DD.

	rows: cells as read, the first one Excel's first. Raises StaffListError: "headings" where name, number and position
	have no column, "empty" without a person, "long" with more than MOST_LINES.
	"""
	at, columns = _headings(rows)
	lines = []
	for number, row in enumerate(rows[at + 1 :], at + 2):
		texts = {key: _text(row[place]) for key, place in columns.items() if place < len(row)}
		if any(texts.values()):
			lines.append({**dict.fromkeys(COLUMNS, ""), **texts, "line": str(number)})
	if not lines:
		raise StaffListError("empty")
	if len(lines) > MOST_LINES:
		raise StaffListError("long", len(lines))
	return lines


def read_staff(lines: Sequence[Mapping[str, str]], words: Mapping[str, str]) -> list[StaffLine]:
	"""The people of lines as `lines_of` gives them. words: what positions are called → position, beside what is known."""
	known = _positions(words)
	readings = {key: reading_of((line[key] for line in lines), DateReading()) for key in DAYS}
	return _without_doubles([_person(line, known, readings) for line in lines])


def _headings(rows: Sequence[Sequence[object]]) -> tuple[int, dict[str, int]]:
	meant = {heading: key for key, headings in COLUMNS.items() for heading in headings}
	missing: Iterable[str] = NEEDED
	for at, row in enumerate(rows[:HEADINGS_WITHIN]):
		columns: dict[str, int] = {}
		for place, cell in enumerate(row):
			key = meant.get(_plain(cell))
			if key and key not in columns:
				columns[key] = place
		if all(key in columns for key in NEEDED):
			return at, columns
		if len(columns) > 1:
			missing = [key for key in NEEDED if key not in columns]
	raise StaffListError("headings", *missing)


def _positions(words: Mapping[str, str]) -> dict[str, str]:
	known = {_plain(word): position for position, usual in POSITIONS.items() for word in usual}
	known |= {_plain(position): position for position in roles.POSITIONS}
	return known | {_plain(word): position for word, position in words.items()}


def _person(
	line: Mapping[str, str], known: Mapping[str, str], readings: Mapping[str, DateReading]
) -> StaffLine:
	wrong = [(f"no_{key}", "") for key in NEEDED if not line[key]]
	position = known.get(_plain(line["position"]), "")
	if line["position"] and not position:
		wrong.append(("position", line["position"]))
	days = {key: read_day(line[key], readings[key]) for key in DAYS}
	wrong += [("day", line[key]) for key in DAYS if line[key] and not days[key]]
	return StaffLine(
		line=int(line["line"]),
		number=line["number"],
		name=line["name"],
		position=position,
		group=line["group"],
		email=line["email"].lower(),
		phone=line["phone"],
		wrong=tuple(wrong),
		**days,
	)


def _without_doubles(people: list[StaffLine]) -> list[StaffLine]:
	"""A number or a login that stands in two lines is wrong in the later ones."""
	checked: list[StaffLine] = []
	seen: Counter[tuple[str, str]] = Counter()
	for person in people:
		twice = []
		for code, value in (("number_twice", person.number.casefold()), ("email_twice", person.email)):
			seen[(code, value)] += bool(value)
			if seen[(code, value)] > 1:
				twice.append((code, value))
		checked.append(
			StaffLine(**{**person.__dict__, "wrong": (*person.wrong, *twice)}) if twice else person
		)
	return checked


def _text(cell: object) -> str:
	if isinstance(cell, datetime):
		cell = cell.date()
	if isinstance(cell, float) and cell.is_integer():
		cell = int(cell)
	return "" if cell is None else " ".join(str(cell).split())


def _plain(cell: object) -> str:
	return re.sub(r"[\s*:：()（）]+", " ", _text(cell)).strip().casefold()
