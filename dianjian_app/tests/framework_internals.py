"""What only tests need of Frappe's private names: what was sent to the database, and caches of what was rolled back."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import frappe
import frappe.share
import frappe.translate
import sqlparse
from frappe.cache_manager import user_cache_keys
from frappe.model.document import Document
from frappe.model.workflow import get_workflow_name, send_email_alert
from frappe.realtime import clear_realtime_log
from frappe.types.exporter import TypeExporter
from frappe.workflow.doctype.workflow_action import workflow_action
from redis import Redis


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


@contextmanager
def no_limit_of_users() -> Iterator[None]:
	"""Frappe stops at sixty users an hour unless the site's configuration says otherwise."""
	before = frappe.local.conf.copy()
	frappe.local.conf.throttle_user_limit = 1_000_000
	try:
		yield
	finally:
		frappe.local.conf = before


@contextmanager
def column_names_parsed_once() -> Iterator[None]:
	"""Frappe parses the name of each column that it asks for, each time: a twentieth of what a test takes."""
	parse = sqlparse.format
	parsed = functools.lru_cache(maxsize=20_000)(parse)
	sqlparse.format = lambda sql, **options: (parsed if isinstance(sql, str) else parse)(sql, **options)
	try:
		yield
	finally:
		sqlparse.format = parse


@contextmanager
def shares_looked_up_before_they_are_asked() -> Iterator[None]:
	"""At each no, Frappe asks whether the document is shared, with a question that takes it a while to put together.

	Where no document of the DocType is shared at all, the answer is known at once: two thirds of a test that asks for all
	that people may not do.
	"""
	asked = frappe.share.get_shared

	def get_shared(doctype: str, *arguments: object, **options: object) -> list[str]:
		shared = "select 1 from `tabDocShare` where share_doctype = %s limit 1"
		return asked(doctype, *arguments, **options) if frappe.db.sql(shared, doctype) else []

	frappe.share.get_shared = get_shared
	try:
		yield
	finally:
		frappe.share.get_shared = asked


@contextmanager
def translations_unpickled_once() -> Iterator[None]:
	"""Each request unpickles all texts of its language from Redis, a seventh of what it takes; here only other ones.

	What Redis has is read each time and compared: a text that is translated anew is found at once.
	"""
	asked = frappe.translate.get_all_translations
	key = getattr(frappe.translate, "MERGED_TRANSLATION_KEY", None)
	unpickled: dict[str, tuple[bytes, dict[str, str]]] = {}

	def get_all_translations(lang: str) -> dict[str, str]:
		name = frappe.cache.make_key(key)
		of_request = frappe.local.cache.setdefault(name, {})
		if not lang or lang in of_request:
			return asked(lang)
		pickled = Redis.hget(frappe.cache, name, lang)
		before, texts = unpickled.get(lang, (None, {}))
		if pickled and pickled == before:
			of_request[lang] = texts
		texts = asked(lang)
		if pickled:
			unpickled[lang] = pickled, texts
		return texts

	if key:
		frappe.translate.get_all_translations = get_all_translations
	try:
		yield
	finally:
		frappe.translate.get_all_translations = asked


def forget_what_was_to_be_told() -> None:
	"""What is told to browsers after a commit that never comes: each next message is compared with all before it."""
	clear_realtime_log()


@contextmanager
def users_asked_as_in_released_versions() -> Iterator[None]:
	"""After each step of a workflow, Frappe of 2023 asks for every user of the next roles whether the document is theirs.

	The answer is for letters; without letters it only matters whether there is anybody. Released versions do not ask
	where no letter is sent. Here the first who may is enough then, which is a third of what a demo's month takes.
	"""
	everybody = getattr(workflow_action, "filter_allowed_users", None)

	def first_allowed(users: list[str], doc: Document, transition: dict) -> list[str]:
		if send_email_alert(get_workflow_name(doc.doctype)):
			return everybody(users, doc, transition)
		near_first = sorted(users, key=lambda user: user not in (doc.owner, frappe.session.user))
		return next(([user] for user in near_first if everybody([user], doc, transition)), [])

	if everybody:
		workflow_action.filter_allowed_users = first_allowed
	try:
		yield
	finally:
		if everybody:
			workflow_action.filter_allowed_users = everybody


@functools.cache
def forget_users_of_earlier_runs() -> None:
	"""Once a process: nothing that an earlier run had cached about users of the same names is left."""
	for key in user_cache_keys:
		frappe.cache.delete_key(key)
	frappe.cache.delete_keys("user:")


def forget_what_was_read() -> None:
	"""Nothing that was rolled back lives on in a cache of this process."""
	frappe.local.dianjian_places = {}
	frappe.local.document_cache = {}
	frappe.db.value_cache.clear()
	frappe.local.role_permissions = {}
	frappe.local.message_log = []
	forget_what_was_to_be_told()
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
