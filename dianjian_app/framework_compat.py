"""Every use of a name of Frappe that is private or differs between its versions; `make lint` finds one elsewhere.

The app runs on Frappe 15 (as of August 2023 and as released) and on 16. What a version names or does differently is
asked here, each in one function, and tested in `tests/site/test_framework_compat.py`.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar
from urllib.parse import quote

import frappe
from frappe.model.document import Document
from frappe.utils import get_absolute_url
from frappe.utils.response import build_response
from werkzeug.wrappers import Response


def desk_path(*parts: str) -> str:
	"""Path of a page of the desk, each part quoted: `/app/call-sheet/CS-1`, on version 16 `/desk/call-sheet/CS-1`.

	parts: of the route, e.g. "query-report", "Sales Funnel"; none for the desk's own page. Needs no site.
	"""
	prefix = get_absolute_url("DocType", "x").split("/")[1]
	return "/" + "/".join([prefix, *(quote(part, safe="") for part in parts)])


def apps_screen_path(workspace: str) -> str:
	"""Where the app's tile on the screen of apps leads. workspace: slug of one that all its users may open.

	Version 15 sends people there after logging in, and its desk finds each one's first workspace by itself. Version 16's
	desk begins with a page of tiles, so there the tile names the workspace.
	"""
	return desk_path(workspace) if desk_path() == "/desk" else desk_path()


def begins_with_tiles() -> bool:
	"""Whether this user would be sent to the desk's page of tiles after logging in: on version 16, with no page chosen."""
	from frappe.website.utils import get_home_page  # hooks.py imports this module early

	return get_home_page().strip("/") == "desk"


def land_on(path: str) -> None:
	"""Let this request's login lead to a path of the desk. Version 16 reads it when the session has been made."""
	frappe.local.flags.home_page = path


def has_sidebars() -> bool:
	"""Whether side bars are records of the site, as from version 16 on; version 15 lists the workspaces there."""
	return bool(frappe.db.exists("DocType", "Workspace Sidebar"))


def sidebars_of_boot(bootinfo: Any) -> dict[str, dict]:
	"""The side bars that the boot information carries, by their title in small letters; none on version 15."""
	return bootinfo.get("workspace_sidebar_item") or {}


def in_test() -> bool:
	"""Whether a test runs: jobs then run at once, in the test's transaction. Version 16 keeps it beside the flags."""
	return bool(frappe.flags.in_test or getattr(frappe, "in_test", False))


def rows_affected() -> int:
	"""How many rows the latest statement of this connection changed. Both database drivers keep it at their cursor."""
	return frappe.db._cursor.rowcount


def reconnect_with_local_infile() -> None:
	"""Let frappe.db connect anew as a client that may send files by LOAD DATA LOCAL; what was not committed is lost.

	Released versions switch that off in the settings of each connection, whatever the site's configuration says. The rest
	of the settings stays Frappe's, and so does the object: a later connection of it may send files, too.
	"""
	database = frappe.local.db
	settings_of_frappe = database.get_connection_settings
	database.get_connection_settings = lambda: {**settings_of_frappe(), "local_infile": True}
	database.close()


def app_of_module(module: str) -> str | None:
	"""Name of the installed app that a module belongs to, e.g. "frappe"; None for a module that no app has."""
	return frappe.local.module_app.get(frappe.scrub(module))


def go_on_as(user: str) -> None:
	"""Make a user the session's, as frappe.set_user does; what the process has read of DocTypes and rights stays.

	The keys of both caches name the user where a value is a user's own. Emptying them, as Frappe does, makes a process
	that acts as many people one after the other read the same again and again.
	"""
	read = frappe.local.cache, frappe.local.role_permissions
	frappe.set_user(user)
	frappe.local.cache, frappe.local.role_permissions = read


def forget_sessions(sids: Iterable[str]) -> None:
	"""Drop sessions from the cache in which each request looks first. Frappe's own delete_session commits."""
	for sid in sids:
		frappe.cache.hdel("session", sid)
		frappe.cache.hdel("last_db_session_update", sid)


def check_as_saving_does(doc: Document) -> None:
	"""What saving a document does to what was typed, for one that goes into the database by `db_insert`.

	Options are checked, texts are held to their lengths and freed of dangerous HTML. Raises frappe.ValidationError.
	"""
	doc._validate_selects()
	doc._validate_length()
	doc._sanitize_content()


def answer_first(answer: Callable[[Exception], Response | None]) -> None:
	"""Let a function answer what a request ended with, before Frappe does; None: Frappe answers. Once a process."""
	app = importlib.import_module("frappe.app")
	of_frappe = app.handle_exception
	if hasattr(of_frappe, "of_frappe"):
		return

	def handle_exception(error: Exception) -> Response:
		return answer(error) or of_frappe(error)

	handle_exception.of_frappe = of_frappe  # type: ignore[attr-defined]
	setattr(app, "handle_exception", handle_exception)  # noqa: B010 the name is no attribute that mypy knows


def answer_of_frappe(error: Exception) -> Response:
	"""What Frappe itself answers to an exception of a request."""
	handle = importlib.import_module("frappe.app").handle_exception
	return getattr(handle, "of_frappe", handle)(error)


def call_again(method: str, form: dict) -> Response:
	"""Run the request's method once more as if nothing had been done yet, and end it as Frappe ends a request that went well.

	Raises what the method raises.
	"""
	from frappe import handler  # version 16 opens a log file for it, and hooks.py imports this module early

	frappe.db.rollback()
	frappe.local.response = frappe._dict({"docs": []})
	frappe.local.message_log, frappe.local.debug_log, frappe.local.error_log = [], [], []
	frappe.local.form_dict = frappe._dict(form, cmd=method)
	for read in ("request_cache", "document_cache"):
		if hasattr(frappe.local, read):
			getattr(frappe.local, read).clear()
	response = handler.handle()
	# later versions leave it to their caller to build the answer
	response = response if isinstance(response, Response) else build_response("json")
	importlib.import_module("frappe.app").sync_database(True)
	return response


def forget_database() -> None:
	"""Let go of a connection that is gone: Frappe would roll back on it at the end of the request and fail again."""
	frappe.local.db = None


def workspaces_of_boot(bootinfo: Any) -> list[dict]:
	"""The workspaces that the reader may open, as the boot information lists them; version 16 lists them deeper."""
	listed = bootinfo.get("allowed_workspaces")
	if listed is None:
		listed = (bootinfo.get("workspaces") or {}).get("pages")
	return listed or []


class ComputedTables(Document):
	"""A document with child tables whose rows the app writes as sets, past documents.

	Loading it by name gives the rows; saving it neither reads, checks nor writes them: they stay in the database as
	they are. A month of a large centre has thousands of rows, and saving them with each signature takes minutes.
	computed_tables: fieldnames of all its child tables.
	"""

	computed_tables: ClassVar[tuple[str, ...]] = ()

	def insert(self, *args: Any, **kwargs: Any) -> Any:
		with self._rows_aside():
			return super().insert(*args, **kwargs)

	def _save(self, *args: Any, **kwargs: Any) -> Any:
		with self._rows_aside():
			return super()._save(*args, **kwargs)

	def load_doc_before_save(self, *args: Any, **kwargs: Any) -> None:
		"""The document as stored, its tables empty instead of not read."""
		super().load_doc_before_save(*args, **kwargs)
		before = self.get_doc_before_save()
		for table in self.computed_tables if before else ():
			before.set(table, [])

	def load_children_from_db(self) -> Any:
		"""Version 16 loads the rows here."""
		return self if self._is_aside() else super().load_children_from_db()

	def _get_table_fields(self, *args: Any, **kwargs: Any) -> Any:
		"""Version 15 asks here which rows to load."""
		return () if self._is_aside() else super()._get_table_fields(*args, **kwargs)

	def update_child_table(self, *args: Any, **kwargs: Any) -> None:
		"""Saving writes no row."""

	def _is_aside(self) -> bool:
		return self.doctype in (frappe.flags.tables_aside or ())

	@contextmanager
	def _rows_aside(self) -> Iterator[None]:
		kept = {table: self.get(table) for table in self.computed_tables}
		before = frappe.flags.tables_aside
		frappe.flags.tables_aside = {*(before or ()), self.doctype}
		for table in self.computed_tables:
			self.set(table, [])
		try:
			yield
		finally:
			frappe.flags.tables_aside = before
			for table, rows in kept.items():
				self.set(table, rows)
