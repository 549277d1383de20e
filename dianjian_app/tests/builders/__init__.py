"""Small builders of test data: each makes one thing and what it cannot be without."""

import itertools
import time
from collections.abc import Iterator
from contextlib import contextmanager

import frappe

from dianjian_app.framework_compat import go_on_as

_numbers = itertools.count(1)


_last_committed = [0]


def fresh_numbers() -> Iterator[int]:
	"""Numbers for what is committed: no other test has taken them, nor has another run. Quick tests outrun the clock."""
	start = int(time.time() * 10) % 90_000_000 + 1_000_000
	for taken in itertools.count(max(start, _last_committed[0] + 1)):
		_last_committed[0] = taken
		yield taken


@contextmanager
def committed_numbers() -> Iterator[None]:
	"""What is made meanwhile is committed, and meets nothing that another test or another run has left."""
	global _numbers
	before, _numbers = _numbers, fresh_numbers()
	try:
		yield
	finally:
		_numbers = before


def number() -> int:
	"""The next number of this run; makes names unique within a test."""
	return next(_numbers)


@contextmanager
def as_user(user):
	"""Act as a user: a name, or a Sales Staff document whose user is meant."""
	before = frappe.session.user
	go_on_as(getattr(user, "user", None) or user)
	try:
		yield
	finally:
		go_on_as(before)
