"""The parts of the first list, as data: a kind of thing that waits, and the button where a role's work begins (R48). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dianjian_app.value_lists import among


@dataclass(frozen=True)
class Day:
	"""A day that is so many days after today."""

	ahead: int = 0


Filter = tuple[str, str, Any]


@dataclass(frozen=True)
class Kind:
	"""One kind of thing that waits.

	label: its heading, in English; doctype: "" where a function finds it; filters: (field, operator, value), where a Day
	stands for a date; at: the field that orders it, oldest first, and is shown; told: fields that say more, of
	them the translated ones are Select; mine: the field that must name the reader, not_mine: the one that must not; led:
	only of groups that the reader leads; title: the field that names a line, by default the DocType's title; page: where
	one acts, where that is not the document's own form.
	"""

	key: str
	label: str
	doctype: str = ""
	filters: tuple[Filter, ...] = ()
	at: str = "date"
	told: tuple[str, ...] = ()
	mine: str = ""
	not_mine: str = ""
	led: bool = False
	title: str = ""
	page: str = ""


@dataclass(frozen=True)
class Start:
	"""A button above the list: where a role's work begins. opens: "page", "new" (a document) or "list"."""

	label: str
	opens: str
	to: str


def filters_on(kind: Kind, today: date, me: Iterable[str], groups_led: Iterable[str]) -> list[list]:
	"""A kind's filters as Frappe takes them, for a reader who is these staff records and leads these groups."""
	own = sorted(me)
	filters = [[field, operator, _value(value, today)] for field, operator, value in kind.filters]
	if kind.mine:
		filters.append([kind.mine, "in", among(own)])
	if kind.not_mine and own:
		filters.append([kind.not_mine, "not in", own])
	if kind.led:
		filters.append(["sales_group", "in", among(sorted(groups_led))])
	return filters


def _value(value: Any, today: date) -> Any:
	if isinstance(value, Day):
		return str(today + timedelta(days=value.ahead))
	return list(value) if isinstance(value, tuple) else value
