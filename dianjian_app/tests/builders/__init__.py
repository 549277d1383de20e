"""Small builders of test data: each makes one thing and what it cannot be without."""

import itertools
from contextlib import contextmanager

import frappe

_numbers = itertools.count(1)


def number() -> int:
	"""The next number of this run; makes names unique within a test."""
	return next(_numbers)


@contextmanager
def as_user(user):
	"""Act as a user: a name, or a Sales Staff document whose user is meant."""
	before = frappe.session.user
	_become(getattr(user, "user", None) or user)
	try:
		yield
	finally:
		_become(before)


def _become(user: str) -> None:
	"""frappe.set_user, and what this process has read from Redis stays read: keys there name their user."""
	read = frappe.local.cache
	frappe.set_user(user)
	frappe.local.cache = read
