"""What only tests need of Frappe's private names: what was sent to the database, and caches of what was rolled back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import frappe
from frappe.types.exporter import TypeExporter


def statements_of(act: Callable[[], object]) -> list[str]:
	"""What an act sends to the database, with its values filled in."""
	sent = []
	cursor = frappe.db._cursor
	execute = cursor.execute

	def listening(query, values=None):
		sent.append(cursor.mogrify(query, values))
		return execute(query, values)

	cursor.execute = listening
	try:
		act()
	finally:
		del cursor.execute
	return sent


@contextmanager
def caches_kept() -> Iterator[None]:
	"""Inserting a User writes a default (of mail passwords, none) and with it drops every cache of the site: 1.5 s."""
	drop = frappe.defaults._clear_cache
	frappe.defaults._clear_cache = lambda parent: None
	try:
		yield
	finally:
		frappe.defaults._clear_cache = drop


def forget_what_was_read() -> None:
	"""Nothing that was rolled back lives on in a cache of this process."""
	frappe.local.dianjian_places = {}
	frappe.local.document_cache = {}
	frappe.db.value_cache.clear()
	frappe.local.role_permissions = {}
	frappe.local.message_log = []
	for key in ("document_cache::*", "roles", "user_permissions", "bootinfo", "link_titles"):
		frappe.cache.delete_keys(key)


def exported_types(doctype: str) -> tuple[str, str]:
	"""A controller's code, and the types block that Frappe writes into it when the DocType is saved in developer mode.

	A virtual field that the controller computes is left out, as released versions do: the class has it as a property.
	"""
	doc = frappe.get_doc("DocType", doctype)
	doc.set("fields", [f for f in doc.fields if not (f.is_virtual and not f.options)])
	exporter = TypeExporter(doc)
	return exporter.controller_path.read_text("utf-8"), exporter._generate_code()
