"""Plans what loading a pack would add, change, leave alone or announce for later, as plain data (R52). Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from dianjian_app.packs.parts import FIELDS, KEYS, PLACE_OF_SOURCE, ROWS, SCHEMA, SECTIONS, SINGLE

ADD, CHANGE, KEEP, LATER = "add", "change", "keep", "later"
AS_NEW = {
	"rules": "as a draft",
	"scripts": "as a draft",
	"survey_templates": "switched off until somebody switches it on",
	"grounds": "for this centre",
}
"""section → how a row that is not there comes in"""


class PackError(ValueError):
	"""The pack cannot be read. The text says why; args fill its places."""


@dataclass(frozen=True)
class Item:
	"""One thing of a pack and what becomes of it. changes: (field, old, new)."""

	section: str
	key: str
	action: str
	values: Mapping[str, Any] = field(default_factory=dict)
	changes: tuple[tuple[str, Any, Any], ...] = ()
	why: str = ""
	pack: str = ""


def check(content: Any) -> dict:
	"""Check the content of a pack: its sections and fields are known, and each row has its key. Raises PackError."""
	if not isinstance(content, dict) or content.get("schema") != SCHEMA:
		raise PackError("This is not a policy pack of this version.")
	sections = content.get("sections")
	if not isinstance(sections, dict) or not str(content.get("title") or "").strip():
		raise PackError("The pack has no title or no sections.")
	for section, rows in sections.items():
		if section not in SECTIONS:
			raise PackError("The pack has an unknown part: {0}.", section)
		for row in [rows] if section in SINGLE else _list(section, rows):
			_check_row(section, row)
	return content


def _check_row(section: str, row: Any) -> None:
	if not isinstance(row, dict):
		raise PackError("A line of {0} is not a set of fields.", section)
	_check_fields(section, row, FIELDS[section])
	for name in row.keys() & ROWS.keys():
		for inner in _list(name, row[name] or []):
			if not isinstance(inner, dict):
				raise PackError("A line of {0} is not a set of fields.", name)
			_check_fields(name, inner, ROWS[name])
	key = "part" if section == "later" else KEYS.get(section)
	if key and not str(row.get(key) or "").strip():
		raise PackError("A line of {0} lacks its {1}.", section, key)


def _list(where: str, rows: Any) -> list:
	if not isinstance(rows, list):
		raise PackError("{0} is not a list of lines.", where)
	return rows


def _check_fields(where: str, row: Mapping, known: Sequence[str]) -> None:
	if unknown := set(row) - set(known):
		raise PackError("{0} has the unknown field {1}.", where, sorted(unknown)[0])
	for name, value in row.items():
		if name not in ROWS and isinstance(value, (list, dict)):
			raise PackError("{1} of {0} has to be a text or a number.", where, name)


def plan(contents: Sequence[Mapping], state: Mapping[str, Mapping[str, Mapping]]) -> list[Item]:
	"""Return what loading packs in their order does to a site. state: section → key → values as the site has them.

	A later pack wins over an earlier one; what equals the site is left alone; so is what an administrator may have
	changed, except rules, of which a changed one becomes a draft version, grounds, of which the centre gets its own, the
	centre's settings, and where a source stands: these are shown old → new.
	"""
	items: dict[tuple[str, str], Item] = {}
	for content in contents:
		title = content["title"]
		for section in SECTIONS:
			rows = content["sections"].get(section) or []
			for row in cast(list[Mapping], [rows] if section in SINGLE and rows else rows):
				for item in _items(section, row, state.get(section) or {}, title):
					before = items.get((section, item.key))
					if before and before.values != item.values and section != "later":
						item = _over(item, before)
					items[(section, item.key)] = item
	return list(items.values())


def _over(item: Item, before: Item) -> Item:
	return Item(
		item.section, item.key, item.action, item.values, item.changes, f"instead of {before.pack}", item.pack
	)


def _items(section: str, row: Mapping, there: Mapping[str, Mapping], pack: str) -> list[Item]:
	if section == "later":
		return [Item(section, row["part"], LATER, row, why=row.get("text", ""), pack=pack)]
	if section == "attendance":
		return [_policy(row, there, pack)]
	if section == "centre":
		return [_setting(name, value, there, pack) for name, value in row.items()]
	key = str(row[KEYS[section]])
	now = there.get(key)
	if now is None:
		return [Item(section, key, ADD, row, why=AS_NEW.get(section, ""), pack=pack)]
	changes = tuple((f, now.get(f), v) for f, v in row.items() if not same(now.get(f), v))
	if not changes:
		return [Item(section, key, KEEP, row, why="the same", pack=pack)]
	if section == "rules":
		return [Item(section, key, CHANGE, row, changes, "as a draft version", pack)]
	if section == "grounds" and not now.get("centre"):
		return [Item(section, key, CHANGE, row, changes, "for this centre", pack)]
	if section == "sources" and (placed := tuple(c for c in changes if c[0] in PLACE_OF_SOURCE)):
		values = {KEYS[section]: key, **{f: v for f, v in row.items() if f in PLACE_OF_SOURCE}}
		return [Item(section, key, CHANGE, values, placed, "stands there in this pack", pack)]
	return [Item(section, key, KEEP, row, changes, "differs here and is kept", pack)]


def _setting(name: str, value: Any, there: Mapping[str, Mapping], pack: str) -> Item:
	now = (there.get("centre") or {}).get(name)
	if same(now, value):
		return Item("centre", name, KEEP, {name: value}, why="the same", pack=pack)
	return Item("centre", name, CHANGE, {name: value}, ((name, now, value),), pack=pack)


def _policy(row: Mapping, there: Mapping[str, Mapping], pack: str) -> Item:
	"""The punching policy of the centre: what days are judged by from tomorrow on."""
	now = there.get("attendance")
	changes = tuple((f, (now or {}).get(f), v) for f, v in row.items() if not same((now or {}).get(f), v))
	if now is not None and not changes:
		return Item("attendance", "Punching Policy", KEEP, row, why="the same", pack=pack)
	action = CHANGE if now else ADD
	return Item(
		"attendance", "Punching Policy", action, row, changes if now else (), "from tomorrow on", pack
	)


def same(a: Any, b: Any) -> bool:
	"""Whether two values say the same: empty is empty, 1 is 1.0, rows are compared by the fields of the pack."""
	if isinstance(b, (list, tuple)):
		rows = list(a or [])
		return len(rows) == len(b) and all(
			all(same(x.get(f), v) for f, v in y.items()) for x, y in zip(rows, b, strict=True)
		)
	if a in (None, "", 0, 0.0, False) and b in (None, "", 0, 0.0, False):
		return True
	try:
		return float(a) == float(b)
	except (TypeError, ValueError):
		return str(a) == str(b)
