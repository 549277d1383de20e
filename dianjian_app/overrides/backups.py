"""Backups that restore under any database user: the dump's triggers name nobody (decisions.md, R31).

MariaDB's dump writes a trigger with its DEFINER, and who restores the dump as another user, or as the same from another
host, may not make it: the restore breaks off and leaves half a site. Triggers are therefore left out of Frappe's dump and
written after it without their definer, so that they belong to the user who restores. Commands: `bench backup` and
`bench restore` as they are.

The dump's last lines record its restore at the ends of the chains of entries, and a copy of what was noted of them
outside the database lies beside it (decision 68).
"""

from __future__ import annotations

import functools
import gzip
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import frappe

from dianjian_app.incentives.entries import chain_notes
from dianjian_app.incentives.entries.chain_seal import CHAIN_KEY
from dianjian_app.incentives.entries.entry_chain import ChainHead

if TYPE_CHECKING:
	from frappe.utils.backups import BackupGenerator

HOME = "MYSQL_HOME"
"""where the dump programs of MariaDB and MySQL look for more options"""
WITHOUT_TRIGGERS = "[mysqldump]\nskip-triggers\n[mariadb-dump]\nskip-triggers\n"


def install(**_job: object) -> None:
	"""Hooks before_request and before_job, and the app's commands: Frappe's dump is taken this way, once a process.

	Frappe has no hook for its backups. Sites without the app are dumped as ever.
	"""
	from frappe.utils.backups import BackupGenerator

	original = BackupGenerator.take_dump
	if hasattr(original, "__wrapped__"):
		return

	@functools.wraps(original)
	def take_dump(generator: BackupGenerator) -> Any:
		if generator.db_type != "mariadb" or "dianjian_app" not in frappe.get_installed_apps():
			return original(generator)
		tables = _tables(generator)
		records = list(restore_records(tables))  # of before the dump: it has at least these entries
		with _no_triggers():
			original(generator)
		with gzip.open(generator.backup_path_db, "at", encoding="utf-8") as dump:
			dump.writelines(triggers(tables))
			dump.writelines(records)
		if (notes := chain_notes.path()).exists():
			shutil.copyfile(notes, f"{generator.backup_path_db.removesuffix('.sql.gz')}-{chain_notes.FILE}")

	BackupGenerator.take_dump = take_dump


def triggers(tables: set[str] | None = None) -> Iterator[str]:
	"""The triggers of the site as statements for MariaDB's client, without DEFINER; of all tables, or of some."""
	found = frappe.db.sql(
		"""select trigger_name, action_timing, event_manipulation, event_object_table, action_statement, sql_mode
		from information_schema.triggers where trigger_schema = database()
		order by event_object_table, action_timing, event_manipulation, action_order"""
	)
	found = [row for row in found if tables is None or row[3] in tables]
	if not found:
		return
	yield "\n-- Triggers, without a definer: they belong to the user who restores\n"
	yield "SET NAMES utf8mb4;\nSET @dianjian_sql_mode = @@sql_mode;\nDELIMITER ;;\n"
	for name, timing, event, table, statement, mode in found:
		yield f"SET sql_mode = '{mode}';;\nDROP TRIGGER IF EXISTS `{name}`;;\n"
		yield f"CREATE TRIGGER `{name}` {timing} {event} ON `{table}` FOR EACH ROW {statement};;\n"
	yield "DELIMITER ;\nSET sql_mode = @dianjian_sql_mode;\n"


def restore_records(tables: set[str] | None = None) -> Iterator[str]:
	"""What the dump does when it is restored: it writes into each chain's head when, and of which backup."""
	needed = {"tabIncentive Chain Head", "tabIncentive Entry"}
	if (tables is not None and not needed <= tables) or not frappe.conf.get(CHAIN_KEY):
		return  # a backup succeeds without the key, too
	taken = chain_notes.utc_now()
	heads = frappe.get_all("Incentive Chain Head", fields=["centre", "seq", "head_hash"])
	if heads:
		yield "\n-- The restore is recorded\n"
	for head in heads:
		record = chain_notes.restore_record(ChainHead(head.centre, head.seq or 0, head.head_hash), taken)
		yield (
			"UPDATE `tabIncentive Chain Head` SET `restored_on` = utc_timestamp(6), "  # noqa: S608
			f"`restored_from` = {frappe.db.escape(record, False)} WHERE `centre` = {frappe.db.escape(head.centre, False)};\n"
		)


def _tables(generator: BackupGenerator) -> set[str] | None:
	"""The tables of a partial backup, None for all."""
	if generator.backup_includes:
		return set(generator.backup_includes)
	if generator.backup_excludes:
		return set(frappe.db.get_tables(cached=False)) - set(generator.backup_excludes)
	return None


@contextmanager
def _no_triggers() -> Iterator[None]:
	"""While this holds, programs that are started here dump no triggers. Options that stood there before still hold."""
	before = os.environ.get(HOME)
	with tempfile.TemporaryDirectory() as folder:
		theirs = Path(before or "", "my.cnf")
		kept = f"!include {theirs.resolve()}\n" if before and theirs.exists() else ""
		Path(folder, "my.cnf").write_text(kept + WITHOUT_TRIGGERS)
		os.environ[HOME] = folder
		try:
			yield
		finally:
			if before is None:
				del os.environ[HOME]
			else:
				os.environ[HOME] = before
