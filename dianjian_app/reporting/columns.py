"""Columns of a report in the reader's language (R44–R46, R48)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _


@dataclass(frozen=True)
class Column:
	"""A column of a report. label: English; kind: Frappe's field type; options: of a Link or Currency."""

	name: str
	label: str
	kind: str = "Int"
	options: str | None = None
	width: int = 90

	def as_dict(self) -> dict[str, Any]:
		"""The column as a Script Report returns it."""
		return {
			"fieldname": self.name,
			"label": _(self.label),
			"fieldtype": self.kind,
			"options": self.options,
			"width": self.width,
			# the system's three decimals say no more of means and shares
			**({"precision": 2} if self.kind == "Float" else {}),
		}


def report_columns(*columns: Column) -> list[dict[str, Any]]:
	"""The columns as a Script Report returns them.

	A link to a DocType that the reader may not open becomes text: Frappe would refuse the whole report (R46).
	"""
	found = [column.as_dict() for column in columns]
	for column in found:
		if column["fieldtype"] == "Link" and not _may_follow(column["options"]):
			column.update(fieldtype="Data", options=None)
	return found


def _may_follow(doctype: str) -> bool:
	return any(frappe.has_permission(doctype, right) for right in ("read", "select"))


def figure_columns(*figures: tuple[str, ...]) -> list[Column]:
	"""Columns of figures from (name, label) or (name, label, kind)."""
	return [Column(f[0], f[1], f[2] if len(f) > 2 else "Int") for f in figures]
