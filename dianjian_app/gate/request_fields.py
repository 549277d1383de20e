"""What the fields, filters and order of a request reach: columns of the asked DocType, or further (R47).

Frappe lets a request join other DocTypes by a dotted field (`agent.user`) and put functions around columns. The names are
taken apart here; `entry.py` asks for the right to each. Nothing here needs a site.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

JSON_ARGUMENTS = ("filters", "or_filters", "fields", "fieldname", "current_filters", "export_filters")
COLUMN_ARGUMENTS = (
	"fields",
	"fieldname",
	"order_by",
	"group_by",
	"pluck",
	"field",
	"sort_field",
	"filter_fields",
)
FILTER_ARGUMENTS = ("filters", "or_filters", "current_filters", "export_filters")
MOST_LENGTH = 100_000

_TEXT = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
_NAME = re.compile(
	r"(?:`(?P<table>tab[^`]+)`\s*\.\s*|(?P<link>[A-Za-z_]\w*)\s*\.\s*)?(?:`(?P<quoted>[^`]+)`|(?P<plain>[A-Za-z_]\w*|\*))"
)
_ALIAS = re.compile(r"\s+as\s+[`\"']?\w+[`\"']?\s*$", re.IGNORECASE)
_WORDS = frozenset("asc desc distinct as and or null is not".split())
_SUBQUERY = re.compile(r"\(\s*select\b|\bunion\b|\binto\s+outfile\b|--|/\*|;", re.IGNORECASE)


class UnreadableArgumentError(ValueError):
	"""An argument that cannot be read; its text says which and why."""


@dataclass(frozen=True)
class Named:
	"""A column that a request names. table: DocType it is said to be of, link: Link field it is reached by; or neither."""

	column: str
	table: str = ""
	link: str = ""


def parsed(form: Mapping[str, object]) -> dict[str, object]:
	"""The form with its JSON arguments read. Raises UnreadableArgumentError for what is no JSON or too long."""
	found = dict(form)
	for name in JSON_ARGUMENTS:
		value = found.get(name)
		if isinstance(value, str) and value.strip()[:1] in ("[", "{", '"'):
			if len(value) > MOST_LENGTH:
				raise UnreadableArgumentError(f"{name}: too long")
			try:
				found[name] = json.loads(value)
			except ValueError:
				raise UnreadableArgumentError(name) from None
	return found


def columns(form: Mapping[str, object]) -> Iterator[Named]:
	"""Every column that the form names as field, filter, order or group. Raises UnreadableArgumentError."""
	values = parsed(form)
	for name in COLUMN_ARGUMENTS:
		yield from _columns_of(name, values.get(name))
	for name in FILTER_ARGUMENTS:
		yield from _filtered(name, values.get(name))


def _columns_of(name: str, value: object) -> Iterator[Named]:
	if value is None or value == "":
		return
	if isinstance(value, str):
		for part in _split(value):
			yield from _names_in(part)
	elif isinstance(value, Mapping):
		for inner in (*value.keys(), *value.values()):
			yield from _columns_of(name, inner)
	elif isinstance(value, list | tuple):
		for inner in value:
			yield from _columns_of(name, inner)
	elif not isinstance(value, bool | int | float):
		raise UnreadableArgumentError(name)


def _split(text: str) -> list[str]:
	"""A list of columns at its commas, but for those within brackets."""
	parts, depth, start = [], 0, 0
	for at, sign in enumerate(text):
		depth += {"(": 1, ")": -1}.get(sign, 0)
		if sign == "," and depth == 0:
			parts.append(text[start:at])
			start = at + 1
	return [*parts, text[start:]]


def _names_in(text: str) -> Iterator[Named]:
	bare = _ALIAS.sub("", _TEXT.sub("''", text))
	if _SUBQUERY.search(bare):
		raise UnreadableArgumentError(text[:40])
	for found in _NAME.finditer(bare):
		column = found["quoted"] or found["plain"]
		called = bare[found.end() :].lstrip()[:1] == "("
		if called or column.lower() in _WORDS:
			continue
		yield Named(column, (found["table"] or "").removeprefix("tab"), found["link"] or "")


def _filtered(name: str, value: object) -> Iterator[Named]:
	if value in (None, "") or isinstance(value, str | int | float):
		return  # the name of a document
	if isinstance(value, Mapping):
		for column in value:
			yield from _names_in(str(column))
	elif isinstance(value, list | tuple):
		for one in value:
			yield from _filter(name, one)
	else:
		raise UnreadableArgumentError(name)


def _filter(name: str, one: object) -> Iterator[Named]:
	"""A filter as [DocType, column, operator, value, …] or [column, operator, value]."""
	if isinstance(one, Mapping):
		for column in one:
			yield from _names_in(str(column))
	elif isinstance(one, list | tuple):
		if any(isinstance(part, list | tuple | Mapping) for part in one[:2]):
			raise UnreadableArgumentError(name)
		if len(one) > 3 and isinstance(one[0], str) and isinstance(one[1], str):
			for found in _names_in(one[1]):
				yield Named(found.column, found.table or one[0], found.link)
		elif one and isinstance(one[0], str):
			yield from _names_in(one[0])
		elif one:
			raise UnreadableArgumentError(name)
	elif not isinstance(one, str):
		raise UnreadableArgumentError(name)
