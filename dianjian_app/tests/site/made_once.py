"""What the tests of a file begin with: written once for all of them, and as it was at the beginning of each.

Making people and documents is most of what a site test costs. A fixture under `@made_once` writes them when the file's
first test asks for it; every test has a savepoint and is rolled back to it. Each gets a copy of its own of the objects:
whatever it does to them, the next one finds them as they were made.
"""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable

import frappe
import pytest
from frappe.utils import today

SAVEPOINT = "beginning_of_the_test"
CALLBACKS = ("before_commit", "after_commit", "before_rollback", "after_rollback")
NO_SUCH_SAVEPOINT = 1305

_makers: dict[object, Callable] = {}


def made_once(make: Callable):
	"""A fixture whose rows are written once a file. Its parameters are other such fixtures, nothing of one test."""

	def of_file(beginning):
		return beginning.copy_of(make.__name__)

	def of_class(self, beginning):
		return beginning.copy_of(make.__name__)

	given = of_class if "self" in inspect.signature(make).parameters else of_file
	given.__doc__ = make.__doc__
	fixture = pytest.fixture(name=make.__name__)(given)
	_makers[fixture] = make
	return fixture


class Beginning:
	"""What a file's tests begin with. It stands in the transaction, a layer for each fixture, until the file is through.

	A test finds the rows of those fixtures that it asks for and of no others: the layers of others are taken off.
	"""

	def __init__(self):
		self.made: dict[str, object] = {}
		self._day = ""
		self._copies: dict = {}
		self._callbacks: dict[str, object] = {}

	def test_begins(self, request) -> None:
		"""Write what the test asks for and is not there yet; from here on everything is the test's own.

		What was made yesterday is made anew: to the tests it is of today.
		"""
		makers = _of_file(request)
		needed = _with_what_they_need(request.fixturenames, makers)
		if not needed or self._day != today():
			self.file_ends()
		self._take_off(needed)
		self._day = today()
		for name in needed:
			self._make(name, makers[name])
		if self.made:
			self._callbacks = {name: getattr(frappe.db, name) for name in CALLBACKS}
			for name, callbacks in self._callbacks.items():
				setattr(frappe.db, name, type(callbacks)())
			self._copies = {}
			frappe.db.savepoint(SAVEPOINT)

	def test_ends(self) -> None:
		"""Back to the beginning. A test that committed or rolled back by itself has ended it: it is made anew then."""
		if not self.made:
			frappe.db.rollback()
			return
		try:
			frappe.db.before_rollback.run()
			frappe.db.rollback(save_point=SAVEPOINT)
			frappe.db.after_rollback.run()
		except frappe.db.OperationalError as error:
			if error.args[0] != NO_SUCH_SAVEPOINT:
				raise
			self.made.clear()
		for name, callbacks in self._callbacks.items():
			setattr(frappe.db, name, callbacks)
		if not self.made:
			frappe.db.rollback()

	def file_ends(self) -> None:
		"""Nothing of it stays."""
		if self.made:
			self.made.clear()
			frappe.db.rollback()

	def copy_of(self, name: str):
		"""The test's own copy; what two of them share is the same object in both."""
		return copy.deepcopy(self.made[name], self._copies)

	def _take_off(self, needed: list[str]) -> None:
		"""Take off the first layer that is not needed, and all that were laid on it."""
		layers = list(self.made)
		at = next((n for n, name in enumerate(layers) if name not in needed), len(layers))
		if layers[at:]:
			frappe.db.rollback(save_point=f"before_{layers[at]}")
			for name in layers[at:]:
				del self.made[name]

	def _make(self, name: str, make: Callable) -> None:
		if name not in self.made:
			frappe.db.savepoint(f"before_{name}")
			self.made[name] = make(*(self.made.get(p) for p in inspect.signature(make).parameters))
			frappe.set_user("Administrator")


def _of_file(request) -> dict[str, Callable]:
	"""Name → maker of the fixtures under `@made_once` that the test's file and class have, as they stand there."""
	places = [request.module, *reversed(request.cls.__mro__ if request.cls else ())]
	values = [(name, value) for place in places for name, value in vars(place).items()]
	return {name: _makers[value] for name, value in values if _known(value)}


def _with_what_they_need(names: list[str], makers: dict[str, Callable]) -> list[str]:
	"""Those of the names that are makers', each after what it needs."""
	found: list[str] = []

	def add(name: str) -> None:
		for needed in inspect.signature(makers[name]).parameters:
			if needed in makers and needed not in found:
				add(needed)
		if name not in found:
			found.append(name)

	for name in makers:
		if name in names:
			add(name)
	return found


def _known(value) -> bool:
	try:
		return value in _makers
	except TypeError:  # what cannot be hashed is no fixture
		return False
