"""In whose language something is said: the clock's jobs speak English, the people who are told may not (R48)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import frappe


def language_of(user: str | None = None) -> str:
	"""A user's language, else the site's. user: name of a User, or None for everybody (a group's chat)."""
	chosen = frappe.db.get_value("User", user, "language") if user else None
	return chosen or frappe.db.get_default("lang") or frappe.local.lang or "en"


@contextmanager
def speaking(language: str) -> Iterator[None]:
	"""Translate into a language, and come back whatever happens."""
	before = frappe.local.lang
	frappe.local.lang = language
	try:
		yield
	finally:
		frappe.local.lang = before


@contextmanager
def acting_as(user: str) -> Iterator[None]:
	"""Act as another user with that user's language, and come back whatever happens."""
	before = frappe.session.user
	with speaking(language_of(user) if user != before else frappe.local.lang):
		try:
			if user != before:
				frappe.set_user(user)
			yield
		finally:
			if frappe.session.user != before:
				frappe.set_user(before)
