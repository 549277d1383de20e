"""Many rows in few statements, for intake, ledger and incentives: a batch may hold a hundred thousand (R6, R31, R44).

Values never become part of a statement; doctype and field names are the code's own. The framework's own bulk insert
builds its statement value by value and takes twenty times as long. Where the connection may load files (`may_load`),
large sets go by LOAD DATA, about twice as fast again.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from contextvars import copy_context
from itertools import islice
from typing import IO

import frappe
from frappe import _
from frappe.utils import now_datetime

from dianjian_app.framework_compat import in_test, rows_affected

ROWS_A_STATEMENT = 1000
ROWS_A_FILE = 10_000
# the server or the connection does not allow LOAD DATA LOCAL, or the file cannot be opened
_REFUSED = (1017, 1148, 2068, 3948, 4166)
_SPECIAL = re.compile(r"[\\\t\n\0]")
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\0": "\\0"})


class RowsLostError(frappe.ValidationError):
	"""The database took fewer rows than it was given, or changed some."""


def open_for_loading() -> None:
	"""Connect anew, so that this process may load files; for a job or command that has not written anything yet.

	Requests never connect so: what the database server asks for would be read from this machine.
	"""
	if in_test() or frappe.conf.local_infile:
		return
	frappe.conf.local_infile = 1
	frappe.db.close()


def insert_rows(
	doctype: str,
	fields: Sequence[str],
	rows: Iterable[Sequence[object]],
	same: Mapping[str, object] | None = None,
	*,
	skip_known: bool = False,
	writer: BackgroundWriter | None = None,
) -> None:
	"""Insert rows into a DocType's table, past documents and their events: the caller keeps the rules.

	fields: what each row gives, `name` among them; same: fields that have one value in all rows (owner and times are
	added unless a field gives them); skip_known: leave a row alone whose name is there already; writer: goes on writing
	after this function has returned. Raises the database's IntegrityError, or RowsLostError where LOAD DATA skipped a row.
	"""
	with nullcontext(writer) if writer else BackgroundWriter() as background:
		common = _common(background.stamp, same, fields)
		left = iter(rows)
		while some := list(islice(left, ROWS_A_FILE if _may_load() else ROWS_A_STATEMENT)):
			if len(some) > ROWS_A_STATEMENT:
				background.run(_load, doctype, fields, some, _as_file(some), common, skip_known)
			else:
				background.run(_insert, doctype, fields, some, common, skip_known)


def insert_dicts(doctype: str, rows: Sequence[Mapping[str, object]]) -> None:
	"""`insert_rows` for rows that are dicts with the same keys."""
	if rows:
		fields = tuple(rows[0])
		insert_rows(doctype, fields, ([row[field] for field in fields] for row in rows))


def upsert_rows(
	doctype: str,
	fields: Sequence[str],
	rows: Iterable[Sequence[object]],
	same: Mapping[str, object] | None = None,
) -> None:
	"""Write rows by their names: a row that is there gets the fields' values, another one is inserted.

	fields: what each row gives, `name` among them; same: as in `insert_rows`. Who locks the rows beforehand changes rows
	only. The owner and the creation time of a row that is there stay.
	"""
	common = _common(_stamp(), same, fields)
	changed = [name for name in (*fields, *common) if name not in ("name", "owner", "creation")]
	changes = ", ".join(f"`{name}` = values(`{name}`)" for name in changed)
	_insert(doctype, fields, rows, common, otherwise=f"on duplicate key update {changes}")


def _stamp() -> dict[str, object]:
	"""Who writes, and when."""
	user, now = frappe.session.user, now_datetime()
	return {"owner": user, "modified_by": user, "creation": now, "modified": now}


def _common(
	stamp: Mapping[str, object], same: Mapping[str, object] | None, fields: Sequence[str]
) -> dict[str, object]:
	"""Fields that have one value in all rows, without those that each row gives itself."""
	return {name: value for name, value in {**stamp, **(same or {})}.items() if name not in fields}


class BackgroundWriter:
	"""One act at a time in a thread: the database writes some rows while the next ones are worked out.

	The thread shares the caller's connection: within `with` the caller asks the database nothing but after `wait`. Where
	the connection may not load files, each act is done at once.
	"""

	def __enter__(self) -> BackgroundWriter:
		self.stamp = _stamp()
		self._acts: Future | None = None
		self._pool = ThreadPoolExecutor(1) if _may_load() else None
		return self

	def run(self, act: Callable[..., None], *arguments: object) -> None:
		"""Start an act as soon as the one before has ended. Raises what that one raised."""
		self.wait()
		if self._pool:
			self._acts = self._pool.submit(copy_context().run, act, *arguments)
		else:
			act(*arguments)

	def wait(self) -> None:
		"""Wait for the act that runs, so that the database may be asked again. Raises what it raised."""
		acts, self._acts = self._acts, None
		if acts:
			acts.result()

	def __exit__(self, kind, *_error) -> None:
		try:
			if kind is None:
				self.wait()
		finally:
			if self._pool:
				self._pool.shutdown()


def _may_load() -> bool:
	allowed = frappe.conf.local_infile and frappe.db.db_type == "mariadb"
	return bool(allowed) and not frappe.flags.dianjian_loading_refused


def _as_file(rows: Sequence[Sequence[object]]) -> IO[str]:
	"""The rows as LOAD DATA reads them, in a file that has no name, so that nothing of it stays behind."""
	file = tempfile.TemporaryFile("w", encoding="utf-8", newline="")
	# column by column, in loops that run inside the interpreter: a third of the time of row by row
	columns = map(_texts, zip(*rows, strict=True))
	file.write("\n".join(map("\t".join, zip(*columns, strict=True))))
	file.write("\n")
	file.flush()
	return file


def _texts(column: Sequence[object]) -> Sequence[str]:
	if set(map(type, column)) != {str}:
		text_of = {value: _text(value) for value in set(column)}
		return [text_of[value] for value in column]
	return [_text(v) for v in column] if _SPECIAL.search("".join(column)) else column


def _text(value: object) -> str:
	if value is None:
		return "\\N"
	if isinstance(value, str):
		return value.translate(_ESCAPES) if _SPECIAL.search(value) else value
	return str(int(value)) if isinstance(value, bool) else str(value)


def _load(
	doctype: str, fields: Sequence[str], rows: list, file: IO[str], common: Mapping, skip_known: bool
) -> None:
	"""Load the rows from their file; where that is not allowed, insert them."""
	columns = ", ".join(f"`{name}`" for name in fields)
	sets = ", ".join(f"`{name}` = %s" for name in common)
	with file:
		try:
			frappe.db.sql(
				f"load data local infile %s ignore into table `tab{doctype}` character set utf8mb4"
				f" fields terminated by '\\t' escaped by '\\\\' lines terminated by '\\n' ({columns}) set {sets}",
				(f"/dev/fd/{file.fileno()}", *common.values()),
			)
		except Exception as error:
			if not error.args or error.args[0] not in _REFUSED:
				raise
			frappe.flags.dianjian_loading_refused = True
			_insert(doctype, fields, rows, common, skip_known)
			return
	if not skip_known:
		_all_taken(doctype, len(rows))


def _all_taken(doctype: str, count: int) -> None:
	"""LOAD DATA LOCAL passes over rows that cannot stand and cuts values that are too long: neither may happen here."""
	taken = rows_affected()
	warnings = frappe.db.sql("show warnings limit 1")
	if taken != count or warnings:
		why = warnings[0][2] if warnings else ""
		frappe.throw(
			_("Only {0} of {1} rows of {2} could be written. Nothing was changed. {3}").format(
				taken, count, _(doctype), why
			),
			RowsLostError,
		)


def _insert(
	doctype: str,
	fields: Sequence[str],
	rows: Iterable[Sequence[object]],
	common: Mapping[str, object],
	skip_known: bool = False,
	otherwise: str = "",
) -> None:
	"""Insert rows, some in each statement. otherwise: what happens with a row whose key is there, as SQL."""
	columns = ", ".join(f"`{name}`" for name in (*fields, *common))
	verb = "insert ignore" if skip_known else "insert"
	line = f"({', '.join([*['%s'] * len(fields), *map(_literal, common.values())])})"
	for chunk in _chunks(rows):
		frappe.db.sql(
			f"{verb} into `tab{doctype}` ({columns}) values {', '.join([line] * len(chunk))} {otherwise}",
			tuple(value for row in chunk for value in row),
		)


def _chunks(rows: Iterable[Sequence[object]]) -> Iterator[list[Sequence[object]]]:
	source = iter(rows)
	while chunk := list(islice(source, ROWS_A_STATEMENT)):
		yield chunk


def _literal(value: object) -> str:
	"""A value that all rows share, escaped once; a per cent sign doubled, because parameters follow."""
	if value is None:
		return "null"
	return frappe.db.escape(str(int(value) if isinstance(value, bool) else value), percent=True)
