"""Other sessions, in processes of their own: what several people do at the very same moment."""

from __future__ import annotations

import functools
import multiprocessing
import os
import sys
import time
from dataclasses import dataclass, field
from multiprocessing.context import BaseContext

from dianjian_app.tests.conftest import SITE, SITES_PATH

PATIENCE = 90
TO_IMPORT = "DIANJIAN_SESSIONS_IMPORT"
"""where the process that sessions are forked from finds the names of what it imports first"""


@functools.cache
def _sessions() -> BaseContext:
	"""Where sessions come from: a process that has imported Frappe and the app, has asked no database, and is forked.

	Importing them takes a session a second of processor time. Modules of Frappe come with those of the app that use them;
	others are left out: some need a site, or end the process that imports them.
	"""
	ours = (name for name in sys.modules if name.split(".")[0] == "dianjian_app")
	os.environ[TO_IMPORT] = ",".join(["pytest", *sorted(name for name in ours if ".tests." not in name)])
	context = multiprocessing.get_context("forkserver")
	context.set_forkserver_preload(["dianjian_app.tests.imported_first"])
	return context


@dataclass(frozen=True)
class Act:
	"""What one session does: a function by its dotted name, the user who calls it, its arguments."""

	function: str
	user: str = "Administrator"
	arguments: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
	"""What came of it: the value, or the name of the error's class and its text."""

	value: object = None
	error: str | None = None
	text: str = ""


def at_once(*acts: Act) -> list[Answer]:
	"""Run the acts at the same moment, each in its own process and transaction, and commit what succeeds.

	Every session has looked at the database before the first one acts, as sessions do.
	"""
	context = _sessions()
	barrier, answers = context.Barrier(len(acts)), context.Queue()
	processes = [
		context.Process(target=_session, args=(at, act, barrier, answers), daemon=True)
		for at, act in enumerate(acts)
	]
	for process in processes:
		process.start()
	found = dict(answers.get(timeout=PATIENCE) for _ in acts)
	for process in processes:
		process.join(PATIENCE)
	return [found[at] for at in range(len(acts))]


def _session(at: int, act: Act, barrier, answers) -> None:
	import frappe

	os.chdir(SITES_PATH)
	frappe.init(site=SITE, sites_path=SITES_PATH)
	frappe.connect()
	frappe.set_user(act.user)
	frappe.flags.in_test = True
	frappe.db.get_value("Call Lead", {}, "name")  # from here on the session sees the past
	try:
		barrier.wait(PATIENCE)
		value = frappe.get_attr(act.function)(**act.arguments)
		frappe.db.commit()
		answers.put((at, Answer(value)))
	except Exception as error:
		frappe.db.rollback()
		answers.put((at, Answer(error=type(error).__name__, text=str(error))))
	finally:
		frappe.destroy()


class Killed:
	"""An act in a process of its own that has come to a place, waits there, and is killed."""

	def __init__(self, function: str, arguments: dict, *, at: str):
		"""Start it; gives back when it is about to call the function `at`."""
		context = _sessions()
		reached, self._connection = context.Event(), context.Value("Q", 0)
		told = (function, arguments, at, reached, self._connection)
		self._process = context.Process(target=_until, args=told, daemon=True)
		self._process.start()
		assert reached.wait(PATIENCE), "the act never came there"

	def kill(self) -> None:
		"""SIGKILL, and wait until the database has noticed."""
		import frappe

		self._process.kill()
		self._process.join(PATIENCE)
		lives = "select 1 from information_schema.processlist where id = %s"
		until = time.monotonic() + PATIENCE
		while frappe.db.sql(lives, self._connection.value):
			assert time.monotonic() < until, "the database still works for who was killed"
			time.sleep(0.1)
		time.sleep(1)  # an import may have had a connection of its own beside it


def _until(function: str, arguments: dict, at: str, reached, connection) -> None:
	import importlib

	import frappe

	os.chdir(SITES_PATH)
	frappe.init(site=SITE, sites_path=SITES_PATH)
	frappe.connect()
	frappe.flags.in_test = True
	connection.value = frappe.db.sql("select connection_id()")[0][0]
	module, name = at.rsplit(".", 1)

	def wait(*_arguments, **_options):
		reached.set()
		time.sleep(PATIENCE)

	setattr(importlib.import_module(module), name, wait)
	frappe.get_attr(function)(**arguments)
