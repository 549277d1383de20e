"""Writes many rows in few statements, for intake, ledger and incentives: a batch may hold a hundred thousand (R6, R31, R44).

Rows travel as one parameter, a JSON text that the database reads as a table; no value becomes part of a statement, and a
statement is as large as a packet allows. A job whose connection may send files (`connect_for_loading`) sends large sets by
LOAD DATA, which the database takes in about a tenth less time. The framework's own bulk insert builds each statement value
by value and takes twenty times as long.

DocType and field names are the code's own. JSON_TABLE needs MariaDB 10.6, as Frappe does.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from itertools import islice
from types import TracebackType
from typing import IO, Any

import frappe
from frappe import _
from frappe.utils import now_datetime

from dianjian_app import clean_text
from dianjian_app.framework_compat import reconnect_with_local_infile, rows_affected

Row = Sequence[object]

ROWS_A_STATEMENT = 10_000
ROWS_WORTH_A_FILE = 1000
LARGEST_STATEMENT = 8_000_000
"""bytes; a larger set goes in several statements, and so does one larger than the server's packet"""
SMALL_STATEMENT = 500_000
"""bytes that fit into the packet of any server"""
# the server or the connection does not allow LOAD DATA LOCAL, or the file cannot be opened
_REFUSED = (1017, 1148, 2068, 3948, 4166)
_SPECIAL = re.compile(r"[\\\t\n\0]")
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\0": "\\0"})


class RowsLostError(frappe.ValidationError):
	"""The database took fewer rows than it was given, or changed some."""


def connect_for_loading() -> None:
	"""Connect anew so that this job or command may send files by LOAD DATA; where the server refuses files, do nothing.

	Call it before anything is written: the old connection is closed. Requests never connect so, because the database
	server could ask them for any file of this machine.
	"""
	if frappe.db.db_type == "mariadb" and frappe.db.sql("select @@local_infile")[0][0]:
		reconnect_with_local_infile()
		frappe.flags.dianjian_may_load = True


def insert_rows(
	doctype: str,
	fields: Sequence[str],
	rows: Iterable[Row],
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
	common = _common_values(same, fields)
	run = writer.run if writer else _run_now
	for chunk in _chunks(rows):
		chunk = _without_markup(doctype, fields, chunk, writer)
		if len(chunk) > ROWS_WORTH_A_FILE and frappe.flags.dianjian_may_load:
			run(_load, doctype, fields, chunk, _as_file(chunk), common, skip_known)
		else:
			run(_insert, doctype, fields, chunk, _as_json(chunk), common, _verb(skip_known))


def insert_dicts(doctype: str, rows: Sequence[Mapping[str, object]]) -> None:
	"""`insert_rows` for rows that are dicts with the same keys."""
	if rows:
		fields = tuple(rows[0])
		insert_rows(doctype, fields, ([row[field] for field in fields] for row in rows))


def upsert_rows(
	doctype: str,
	fields: Sequence[str],
	rows: Iterable[Row],
	same: Mapping[str, object] | None = None,
	*,
	only_missing: bool = False,
) -> None:
	"""Write rows by their names: a row that is there gets the fields' values, another one is inserted.

	fields: what each row gives, `name` among them; same: as in `insert_rows`; only_missing: a row that is there is locked
	and stays as it is ("insert ignore" would share its lock, and two that share it and then want it alone deadlock). A
	caller who has locked all the rows changes rows only. The owner and the creation time of a row that is there stay.
	"""
	common = _common_values(same, fields)
	changed = [name for name in (*fields, *common) if name not in ("name", "owner", "creation")]
	changed = ["name"] if only_missing else changed
	changes = ", ".join(f"`{name}` = values(`{name}`)" for name in changed)
	for chunk in _chunks(rows):
		chunk = _without_markup(doctype, fields, chunk)
		_insert(
			doctype, fields, chunk, _as_json(chunk), common, "insert", f"on duplicate key update {changes}"
		)


def _common_values(same: Mapping[str, object] | None, fields: Sequence[str]) -> dict[str, object]:
	"""Fields with one value in all rows: those of the caller, who writes and when; without those of each row."""
	user, now = frappe.session.user, now_datetime()
	stamp = {"owner": user, "modified_by": user, "creation": now, "modified": now}
	return {name: value for name, value in {**stamp, **(same or {})}.items() if name not in fields}


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
	source = iter(rows)
	while chunk := list(islice(source, ROWS_A_STATEMENT)):
		yield chunk


def _without_markup(
	doctype: str, fields: Sequence[str], rows: list[Row], writer: BackgroundWriter | None = None
) -> list[Row]:
	"""The rows with their texts cleaned as a document's; almost always the same rows."""
	if not clean_text.dirty(rows, len(fields)):
		return rows
	if writer:
		writer.wait()  # what the DocType's fields are may have to be read
	return clean_text.clean_rows(doctype, fields, rows)


class BackgroundWriter:
	"""Runs one act at a time in a thread: the database writes some rows while the next ones are worked out.

	The thread uses the caller's connection: within `with` the caller asks the database only after `wait`.
	"""

	def __enter__(self) -> BackgroundWriter:
		self._act: Future[None] | None = None
		self._pool = ThreadPoolExecutor(1)
		return self

	def run(self, act: Callable[..., None], *arguments: object) -> None:
		"""Start an act as soon as the one before has ended. Raises what that one raised."""
		self.wait()
		self._act = self._pool.submit(copy_context().run, act, *arguments)

	def wait(self) -> None:
		"""Wait for the act that runs, so that the database may be asked again. Raises what it raised."""
		act, self._act = self._act, None
		if act:
			act.result()

	def __exit__(
		self,
		error_type: type[BaseException] | None,
		error: BaseException | None,
		traceback: TracebackType | None,
	) -> None:
		try:
			if error_type is None:
				self.wait()
		finally:
			self._pool.shutdown()


def _run_now(act: Callable[..., None], *arguments: object) -> None:
	act(*arguments)


def _verb(skip_known: bool) -> str:
	return "insert ignore" if skip_known else "insert"


def _as_json(rows: Sequence[Row]) -> str:
	"""The rows as a JSON array of arrays."""
	columns = map(_with_numbers_for_booleans, zip(*rows, strict=True))
	return json.dumps(list(zip(*columns, strict=True)), ensure_ascii=False, default=str)


def _with_numbers_for_booleans(column: Sequence[object]) -> Sequence[object]:
	if bool in set(map(type, column)):
		return [int(value) if isinstance(value, bool) else value for value in column]
	return column


def _fits_packet(text: str) -> bool:
	"""Whether a parameter fits into one packet even when each of its bytes is escaped."""
	most = 2 * len(text.encode(errors="surrogatepass"))
	if most > LARGEST_STATEMENT:
		return False
	return most <= SMALL_STATEMENT or most < frappe.db.sql("select @@max_allowed_packet")[0][0] - 100_000


def _insert(
	doctype: str,
	fields: Sequence[str],
	rows: Sequence[Row],
	text: str,
	common: Mapping[str, object],
	verb: str,
	otherwise: str = "",
) -> None:
	"""Insert rows from their JSON text; half of them at a time where the text does not fit into a packet.

	otherwise: what happens to a row whose key is there, as SQL.
	"""
	if len(rows) > 1 and not _fits_packet(text):
		half = len(rows) // 2
		for part in (rows[:half], rows[half:]):
			_insert(doctype, fields, part, _as_json(part), common, verb, otherwise)
		return
	columns = ", ".join(f"`{name}`" for name in (*fields, *common))
	values = ", ".join([*(f"t.`{name}`" for name in fields), *["%s"] * len(common)])
	places = ", ".join(f"`{name}` longtext path '$[{at}]' error on error" for at, name in enumerate(fields))
	frappe.db.sql(  # names of columns are the code's own, values are parameters
		f"{verb} into `tab{doctype}` ({columns}) select {values}"  # noqa: S608
		f" from json_table(%s, '$[*]' columns ({places})) t {otherwise}",
		(*common.values(), text),
	)


def _as_file(rows: Sequence[Row]) -> IO[str]:
	"""The rows as LOAD DATA reads them, in a file that has no name, so that nothing of it stays behind."""
	file = tempfile.TemporaryFile("w", encoding="utf-8", newline="")
	# column by column, in loops that run inside the interpreter: a third of the time of row by row
	columns = map(_texts, zip(*rows, strict=True))
	file.write("\n".join(map("\t".join, zip(*columns, strict=True))))
	file.write("\n")
	file.flush()
	return file


def _texts(column: Sequence[Any]) -> Sequence[str]:
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
	doctype: str,
	fields: Sequence[str],
	rows: Sequence[Row],
	file: IO[str],
	common: Mapping[str, object],
	skip_known: bool,
) -> None:
	"""Load the rows from their file; where that is refused, insert them, and load nothing any more."""
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
			frappe.flags.dianjian_may_load = False
			_insert(doctype, fields, rows, _as_json(rows), common, _verb(skip_known))
			return
	if not skip_known:
		_check_all_loaded(doctype, len(rows))


def _check_all_loaded(doctype: str, count: int) -> None:
	"""Raises RowsLostError. LOAD DATA LOCAL skips rows that cannot stand and cuts values that are too long."""
	loaded = rows_affected()
	warnings = frappe.db.sql("show warnings limit 1")
	if loaded != count or warnings:
		reason = warnings[0][2] if warnings else ""
		frappe.throw(
			_("Only {0} of {1} rows of {2} could be written. Nothing was changed. {3}").format(
				loaded, count, _(doctype), reason
			),
			RowsLostError,
		)
