"""What a report's filters may say, and how they limit a query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NoReturn

import frappe
from frappe import _

from dianjian_app.in_words import listed


class ReportFilterError(frappe.ValidationError):
	"""A filter has a value that the report cannot use."""


def refuse(message: str) -> NoReturn:
	"""Tell the reader what is wrong with the filters. Raises ReportFilterError."""
	frappe.throw(message, ReportFilterError)
	raise ReportFilterError(message)  # frappe.throw has raised; its signature does not say so


def choice_of(filters: Mapping[str, Any], field: str, allowed: Sequence[str]) -> str:
	"""The option that a filter chooses; the first one if it is empty. Raises ReportFilterError."""
	value = filters.get(field) or allowed[0]
	if value not in allowed:
		refuse(_("{0} is not one of: {1}.").format(value, listed(map(_, allowed))))
	return value


def where_equal(query: Any, table: Any, filters: Mapping[str, Any], names: Iterable[str]) -> Any:
	"""The query limited to rows that equal each of the named filters that is set."""
	for name in names:
		if filters.get(name):
			query = query.where(table[name] == filters[name])
	return query
