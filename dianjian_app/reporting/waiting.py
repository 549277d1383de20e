"""The reader's first list: what waits for this person, a line a thing, each one click from its act (R48).

Kinds and roles are data (`waiting_kinds`); the reader's own row conditions decide which rows each kind finds.
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _

from dianjian_app import roles
from dianjian_app.in_words import told as in_words
from dianjian_app.reporting.day_board import read_day_board
from dianjian_app.reporting.waiting_found import FINDERS
from dianjian_app.reporting.waiting_kinds import BY_KEY, keys_for, starts_for
from dianjian_app.reporting.waiting_parts import Kind, filters_on
from dianjian_app.reporting.waiting_reader import FIRST, MOST, Found, Line, Reader, read_reader

SHORT = 80
"""so much of a text is told"""
NUMBERS = ("Int", "Float", "Currency")


@frappe.whitelist()
def what_waits() -> dict[str, Any]:
	"""What waits for the session's person, in a fixed number of queries for each kind.

	Gives {"kinds": [{"key", "label", "total", "more": whether there are more than that, "list": {"doctype", "filters"} or
	None, "lines": [{"title", "opens", "told", "at", "acts", "odd"}]}], "nothing": labels of what was looked for and not
	found, "starts": [{"label", "opens", "to"}], "board": the leader's people today, or None}.
	"""
	reader = read_reader(frappe.session.user)
	found = [(kind, _find(kind, reader)) for kind in (BY_KEY[key] for key in keys_for(reader.roles))]
	return {
		"kinds": [_shown(kind, each, reader) for kind, each in found if each and each.total],
		"nothing": [_(kind.label) for kind, each in found if each and not each.total],
		"starts": [
			{"label": _(start.label), "opens": start.opens, "to": start.to}
			for start in starts_for(reader.roles)
		],
		"board": read_day_board(reader.today)
		if {roles.LEADER, roles.ASSISTANT} & reader.roles and reader.groups
		else None,
	}


def _find(kind: Kind, reader: Reader) -> Found | None:
	"""None where the reader may not read what the kind is about."""
	if not kind.doctype:
		return FINDERS[kind.key](reader)
	if not frappe.has_permission(kind.doctype):
		return None
	title = _title_field(kind)
	fields = dict.fromkeys(("name", title, kind.at, *kind.told))
	rows = frappe.get_list(
		kind.doctype,
		filters=_filters(kind, reader),
		fields=list(fields),
		order_by=f"{kind.at} asc",
		limit=MOST + 1,
	)
	return Found([_line(kind, row, title) for row in rows[:FIRST]], len(rows))


def _title_field(kind: Kind) -> str:
	return kind.title or frappe.get_meta(kind.doctype).get_title_field()


def _filters(kind: Kind, reader: Reader) -> list[list]:
	return filters_on(kind, reader.today, reader.me, (g.name for g in reader.groups_led) if kind.led else ())


def _line(kind: Kind, row: frappe._dict, title: str) -> Line:
	meta = frappe.get_meta(kind.doctype)
	told = [
		_in_words(meta.get_field(field), row.get(field))
		for field in kind.told
		if row.get(field) not in (None, "")
	]
	return Line(
		title=_in_words(meta.get_field(title), row.get(title)) if row.get(title) else row.name,
		opens=("page", kind.page) if kind.page else ("form", kind.doctype, row.name),
		told=tuple(told),
		at=row.get(kind.at),
	)


def _in_words(field: Any, value: Any) -> str:
	"""A value as a line tells it; field: None for the name."""
	if field and field.fieldtype in NUMBERS:
		return in_words(_(field.label), f"{value:.10g}")
	text = str(value)
	if field and field.fieldtype in ("Select", "Link"):
		return _(text)
	return text if len(text) <= SHORT else text[: SHORT - 1] + "…"


def _shown(kind: Kind, found: Found, reader: Reader) -> dict[str, Any]:
	return {
		"key": kind.key,
		"label": _(kind.label),
		"total": min(found.total, MOST),
		"more": found.total > MOST,
		"list": {"doctype": kind.doctype, "filters": _filters(kind, reader)} if kind.doctype else None,
		"lines": [
			{
				"title": line.title,
				"opens": line.opens,
				"told": line.told,
				"at": str(line.at) if line.at else "",
				"acts": line.acts,
				"odd": line.odd,
			}
			for line in found.lines
		],
	}
