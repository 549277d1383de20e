"""A list that is too long is cut, and its reader is told: the first N of M (R46)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _
from frappe.query_builder.functions import Count


@dataclass(frozen=True)
class FirstRows:
	"""The first rows of a list. total: how many rows the whole list has."""

	rows: list[frappe._dict]
	total: int

	@property
	def message(self) -> str | None:
		"""What the reader is told; None if the list is complete."""
		return message_of(len(self.rows), self.total) if self.total > len(self.rows) else None


def first_rows(query: Any, limit: int) -> FirstRows:
	"""The query's rows up to the limit; all rows are counted only if there are more."""
	rows = query.limit(limit + 1).run(as_dict=True)
	if len(rows) <= limit:
		return FirstRows(rows, len(rows))
	return FirstRows(rows[:limit], count_of(query))


def count_of(query: Any) -> int:
	"""How many rows a query has."""
	return frappe.qb.from_(query.as_("counted")).select(Count("*")).run()[0][0]


def message_of(shown: int, total: int) -> str:
	"""The sentence for a list that is cut."""
	return _("The first {0} of {1} are shown. Narrow the filters to see the others.").format(shown, total)
