"""Taking a customer's identity out of Frappe's log of changes, which holds old and new values as JSON (R47). Pure."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Set

from dianjian_app.privacy.holdings import ERASED


def blanked(
	data: str,
	fields: Collection[str],
	children: Mapping[str, Collection[str]],
	leads: Collection[str],
	rows: Collection[str] | None,
) -> str | None:
	"""The log entry without the identity; None where it holds nothing of it.

	data: JSON of a Version; fields: the document's own fields that go (none for a document of several customers);
	children: table field → fields of its rows that go; a row is concerned when its `lead` is one of leads or its name one
	of rows; all are (None) where the document is about this one customer. Unreadable JSON is given up whole.
	"""
	try:
		entry = json.loads(data or "{}")
	except ValueError:
		return "{}"
	before = json.dumps(entry, sort_keys=True)
	for change in entry.get("changed") or []:
		if change[0] in fields:
			change[1:] = [_gone(value) for value in change[1:]]
	for side in ("added", "removed"):
		for table, row in entry.get(side) or []:
			if table in children and (rows is None or row.get("lead") in leads or row.get("name") in rows):
				row.update({f: _gone(row[f]) for f in children[table] if f in row})
	for table, _at, name, changes in entry.get("row_changed") or []:
		if table in children and (rows is None or name in rows):
			for change in changes:
				if change[0] in children[table]:
					change[1:] = [_gone(value) for value in change[1:]]
	return None if json.dumps(entry, sort_keys=True) == before else json.dumps(entry, separators=(",", ":"))


def blanked_document(
	data: str, fields: Collection[str], children: Mapping[str, Collection[str]], about: Set[str]
) -> str | None:
	"""The same for a whole document as JSON (Deleted Document): None where it is not about one customer.

	about: names of the customer's leads, visits and other documents.
	"""
	try:
		doc = json.loads(data or "{}")
	except ValueError:
		return None
	before = json.dumps(doc, sort_keys=True)
	if not about.isdisjoint({doc.get("lead"), doc.get("name"), doc.get("visit")}):
		doc.update({f: _gone(doc[f]) for f in fields if f in doc})
	for table, texts in children.items():
		for row in doc.get(table) or []:
			if row.get("lead") in about or doc.get("name") in about:
				row.update({f: _gone(row[f]) for f in texts if f in row})
	return None if json.dumps(doc, sort_keys=True) == before else json.dumps(doc, ensure_ascii=False)


def _gone(value: object) -> object:
	return value if value in (None, "") else ERASED
