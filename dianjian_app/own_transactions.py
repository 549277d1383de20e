"""Scheduled work for each of many (groups, centres, people): each in a transaction of its own, tried again (decision 70).

A savepoint is gone after a deadlock, and with it all that the job has done before: only a transaction of its own keeps
one that fails from taking the others along. Jobs of the scheduler alone work so; what people ask for is one transaction,
all of it or nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import TypeVar

import frappe

from dianjian_app.framework_compat import in_test

Each = TypeVar("Each")
Result = TypeVar("Result")
TRIES = 3
PAUSE_SECONDS = 0.3
DEADLOCK = 1213
LOST = 2006


def for_each(
	units: Iterable[Each], act: Callable[[Each], object], words: Callable[[Each], str]
) -> list[Each]:
	"""Do something for each of many, one transaction each; gives those for which it failed.

	A deadlock is tried again. words: how a failure is called in the Error Log. While a test runs, everything happens in
	the test's transaction, and a deadlock is raised.
	"""
	failed = []
	for unit in units:
		for attempt in range(1, TRIES + 1):
			_begin()
			try:
				act(unit)
			except Exception as error:
				again = code_of(error) == DEADLOCK
				if again and in_test():
					raise
				_take_back()
				if again and attempt < TRIES:
					time.sleep(PAUSE_SECONDS * attempt)
					continue
				frappe.log_error(title=words(unit)[:140])
				failed.append(unit)
			_end()
			break
	return failed


def all_or_nothing(
	act: Callable[[], Result],
	record: Callable[[str], object],
	failed: str,
	*,
	about: tuple[str, str],
	after_refusal: Callable[[], object] | None = None,
) -> Result | None:
	"""A job that people asked for, as one transaction: what the act gives; where it fails, nothing is changed but that the
	reason is recorded, and None is given.

	record: writes the reason, in words, where the person looks for it; failed: what is said where the reason is no refusal,
	with {0} for the Error Log; about: DocType and name; after_refusal: what stays although the act was refused.
	"""
	frappe.db.savepoint("all_or_nothing")
	try:
		return act()
	except frappe.ValidationError as refused:
		frappe.db.rollback(save_point="all_or_nothing")
		if after_refusal:
			after_refusal()
		record(str(refused))
	except Exception:
		# a lost connection or a deadlock has removed the savepoint; the job is the unit of work
		frappe.db.rollback()
		title = f"{about[0]} {about[1]}"
		log = frappe.log_error(title=title[:140], reference_doctype=about[0], reference_name=about[1])
		record(failed.format(log.name))
	return None


def code_of(error: BaseException | None) -> int | None:
	"""The database's number of what went wrong, through what was raised around it or after it; None for other errors."""
	while error is not None:
		if isinstance(error, frappe.QueryDeadlockError):
			return DEADLOCK
		first = error.args[0] if error.args else None
		inner = first if isinstance(first, BaseException) else error.__cause__ or error.__context__
		# "this savepoint does not exist" is what comes after a deadlock
		if _is_of_the_driver(error) and not (inner and code_of(inner) == DEADLOCK):
			# a driver that finds its connection closed says 0
			return LOST if first == 0 else first if isinstance(first, int) else None
		error = inner
	return None


def _is_of_the_driver(error: BaseException) -> bool:
	return type(error).__module__.split(".")[0] in ("pymysql", "MySQLdb")


def _begin() -> None:
	"""A transaction that sees what is committed now."""
	if in_test():
		frappe.db.savepoint("own_transaction")
	else:
		frappe.db.commit()  # each unit is a transaction: that is what this module is for


def _take_back() -> None:
	if in_test():
		frappe.db.rollback(save_point="own_transaction")
	else:
		frappe.db.rollback()


def _end() -> None:
	if not in_test():
		frappe.db.commit()  # likewise
