"""frappe.utils.global_search: the search box finds what its asker may read (R47).

Frappe searches one index for everybody and asks no right, on version 15 and on 16.
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe.utils import cint
from frappe.utils import global_search as frappes

from dianjian_app.overrides.document_access import may_read

PAGES = 5
"""so often further results are looked up where those of others were left out"""
MOST = 100


@frappe.whitelist()
def search(text: str, start: int = 0, limit: int = 20, doctype: str = "") -> list[dict[str, Any]]:
	"""What the index holds of a text, of documents that the asker may read.

	text: words, & between alternatives; start: how many results of the index to leave out; limit: at most so many, up to
	100; doctype: of one DocType alone. Result: rows of the index (doctype, name, content, rank). (R47)
	"""
	first, wanted = max(cint(start), 0), min(max(cint(limit), 1), MOST)
	found: list[dict[str, Any]] = []
	for page in range(PAGES):
		rows = frappes.search(text, start=first + page * wanted, limit=wanted, doctype=doctype)
		found += [row for row in rows if may_read(row["doctype"], row["name"], frappe.session.user)]
		if len(found) >= wanted or len(rows) < wanted:
			break
	return found[:wanted]
