"""Many rows in few statements, for intake and the ledger: a batch may hold a hundred thousand (R6, R44).

Values always travel as parameters; doctype and field names are the code's own. The framework's own bulk insert
builds its statement value by value and takes twenty times as long.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

import frappe
from frappe.utils import now_datetime

ROWS_A_STATEMENT = 1000


def insert_rows(
	doctype: str,
	fields: Sequence[str],
	rows: Iterable[Sequence[object]],
	same: Mapping[str, object] | None = None,
	*,
	skip_known: bool = False,
) -> None:
	"""Insert rows into a DocType's table, passing over documents and their events: the caller keeps the rules.

	fields: what each row gives, `name` among them; same: fields with one value in all rows (owner and times are
	added); skip_known: leave a row alone whose name is there already. Raises the database's IntegrityError.
	"""
	user, now = frappe.session.user, now_datetime()
	common = {"owner": user, "modified_by": user, "creation": now, "modified": now, **(same or {})}
	columns = ", ".join(f"`{name}`" for name in (*fields, *common))
	verb = "insert ignore" if skip_known else "insert"
	line = f"({', '.join([*['%s'] * len(fields), *map(_literal, common.values())])})"
	for chunk in _chunks(rows):
		frappe.db.sql(
			f"{verb} into `tab{doctype}` ({columns}) values {', '.join([line] * len(chunk))}",
			tuple(value for row in chunk for value in row),
		)


def update_rows(doctype: str, fields: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
	"""Set fields of existing rows, each row with values of its own: (name, *values of fields)."""
	columns = ", ".join(f"`{name}`" for name in ("name", *fields, "modified"))
	line = f"({', '.join(['%s'] * (len(fields) + 1))}, {_literal(now_datetime())})"
	changes = ", ".join(f"`{name}` = values(`{name}`)" for name in (*fields, "modified"))
	for chunk in _chunks(rows):
		frappe.db.sql(
			f"insert into `tab{doctype}` ({columns}) values {', '.join([line] * len(chunk))} "
			f"on duplicate key update {changes}",
			tuple(value for row in chunk for value in row),
		)


def _chunks(rows: Iterable[Sequence[object]]) -> Iterator[list[Sequence[object]]]:
	source = iter(rows)
	while chunk := list(islice(source, ROWS_A_STATEMENT)):
		yield chunk


def _literal(value: object) -> str:
	"""A value that all rows share, escaped once; a per cent sign doubled, because parameters follow."""
	return "null" if value is None else frappe.db.escape(str(value), percent=True)
