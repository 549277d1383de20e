"""Erases a customer from the JSON of Frappe's Version and Deleted Document (R47). Needs no site."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Set

from dianjian_app.privacy.holdings import ERASED


def blank_version_data(
	data: str,
	fields: Collection[str],
	children: Mapping[str, Collection[str]],
	leads: Collection[str],
	rows: Collection[str] | None,
) -> str | None:
	"""A Version's data with the customer erased; None where nothing changes.

	data: JSON; fields: the document's own fields to erase (none for a document of several customers); children: table
	field → fields of its rows to erase; leads, rows: a row is the customer's when its `lead` is one of leads or its name
	one of rows (None: all rows are the customer's). Unreadable JSON is replaced by an empty object.
	"""
	try:
		entry = json.loads(data or "{}")
	except ValueError:
		return "{}"
	before = json.dumps(entry, sort_keys=True)
	for change in entry.get("changed") or []:
		if change[0] in fields:
			change[1:] = [_erased(value) for value in change[1:]]
	for side in ("added", "removed"):
		for table, row in entry.get(side) or []:
			if table in children and (rows is None or row.get("lead") in leads or row.get("name") in rows):
				row.update({f: _erased(row[f]) for f in children[table] if f in row})
	for table, _at, name, changes in entry.get("row_changed") or []:
		if table in children and (rows is None or name in rows):
			for change in changes:
				if change[0] in children[table]:
					change[1:] = [_erased(value) for value in change[1:]]
	return None if json.dumps(entry, sort_keys=True) == before else json.dumps(entry, separators=(",", ":"))


def blank_document_data(
	data: str, fields: Collection[str], children: Mapping[str, Collection[str]], about: Set[str]
) -> str | None:
	"""A Deleted Document's data with the customer erased; None where nothing changes.

	about: names of the customer's leads, visits and other documents.
	"""
	try:
		doc = json.loads(data or "{}")
	except ValueError:
		return None
	before = json.dumps(doc, sort_keys=True)
	if not about.isdisjoint({doc.get("lead"), doc.get("name"), doc.get("visit")}):
		doc.update({f: _erased(doc[f]) for f in fields if f in doc})
	for table, texts in children.items():
		for row in doc.get(table) or []:
			if row.get("lead") in about or doc.get("name") in about:
				row.update({f: _erased(row[f]) for f in texts if f in row})
	return None if json.dumps(doc, sort_keys=True) == before else json.dumps(doc, ensure_ascii=False)


def _erased(value: object) -> object:
	return value if value in (None, "") else ERASED
