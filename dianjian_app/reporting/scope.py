"""Which rows a report's reader may see (R47, decision 22)."""

from __future__ import annotations

from typing import Any

import frappe

from dianjian_app.permissions import row_condition


def readers_rows(query: Any, table: Any, doctype: str) -> Any:
	"""The query limited to the rows that the reader may see. Raises PermissionError.

	table: the DocType's own, or a RenamedFields that has the DocType's place fields.
	"""
	frappe.has_permission(doctype, "read", throw=True)
	condition = row_condition(doctype, table)
	return query if condition is None else query.where(condition)


class RenamedFields:
	"""A table under the field names of another DocType, so that the other's row condition applies to it."""

	def __init__(self, table: Any, **names: str):
		self.table, self.names = table, names

	def __getitem__(self, name: str) -> Any:
		return self.table[self.names.get(name, name)]

	@property
	def name(self) -> Any:
		"""The rows' own names: the condition of a reader who sees nothing uses them."""
		return self.table["name"]
