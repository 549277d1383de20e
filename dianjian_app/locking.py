"""Locks, and what is read under them: a fact that decides is read in a locking query (R10, R31, R47).

A transaction sees the database as it was when it first looked (repeatable read). Whoever waited for a lock and then reads
by a plain query sees what was there before the wait. Each of these functions reads what is committed now, and holds what
it read until the transaction ends. `make lint` (devbench/lint_locks.py) finds plain reads after a lock.

To decide whether something is there already, hold a row first that all such acts hold (`hold`), so that they follow one
another; the reads then wait for nobody who waits for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import frappe
from frappe.model.document import Document


def hold(doctype: str, name: str) -> None:
	"""Hold a document's row until the transaction ends; others who hold it wait. Nothing of it is read."""
	frappe.db.get_value(doctype, name, "name", for_update=True)


def rows_now(doctype: str, filters: Mapping[str, Any], fields: list[str]) -> list[frappe._dict]:
	"""The rows as committed now, held. filters: as for get_all; name fields that an index serves."""
	return frappe.db.get_values(doctype, dict(filters), fields, as_dict=True, for_update=True) or []


def row_now(doctype: str, filters: str | Mapping[str, Any], fields: list[str]) -> frappe._dict | None:
	"""One row as committed now, held; None where there is none."""
	return frappe.db.get_value(doctype, filters, fields, as_dict=True, for_update=True)


def name_now(doctype: str, filters: Mapping[str, Any]) -> str | None:
	"""The name of a document that is there now, held; None where there is none."""
	found = row_now(doctype, filters, ["name"])
	return found.name if found else None


def count_now(doctype: str, filters: Mapping[str, Any]) -> int:
	"""How many there are now, held."""
	return len(rows_now(doctype, filters, ["name"]))


def document_now(doctype: str, name: str) -> Document:
	"""A document with its child rows as committed now, held. Raises DoesNotExistError."""
	return frappe.get_doc(doctype, name, for_update=True)
