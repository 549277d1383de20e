"""Imports what `fixtures/made_when_missing` holds: roles, workflow states and actions that are this app's alone (R52).

The files are Frappe's own export. They lie one folder deeper than those that Frappe's `sync_fixtures` reads, because
that import deletes each record and makes it anew at every migrate: an administrator's two-factor login, landing page,
colour or name of a state would be lost each time. Here a record is made once, and only where it is missing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import frappe

FOLDER = Path(__file__).parents[1] / "fixtures" / "made_when_missing"
DOCTYPES = ("Role", "Workflow State", "Workflow Action Master")


@cache
def names_of(doctype: str) -> tuple[str, ...]:
	"""Names of the app's own records of a DocType, in the order of the file."""
	return tuple(row["name"] for row in _rows(doctype))


def make_missing(doctype: str, names: Iterable[str] | None = None) -> None:
	"""Insert those of the app's own records that the site lacks.

	names: only these of them; names that are not in the file are passed over. Idempotent.
	"""
	wanted = set(names_of(doctype) if names is None else names)
	for row in _rows(doctype):
		if row["name"] in wanted and not frappe.db.exists(doctype, row["name"]):
			frappe.get_doc(row).insert(ignore_permissions=True)  # install: no user acts


def _rows(doctype: str) -> list[dict]:
	return json.loads((FOLDER / f"{frappe.scrub(doctype)}.json").read_text("utf-8"))
