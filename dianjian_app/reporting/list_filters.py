"""The filters of a list view as conditions of a query, where the framework would want SQL text for the rest (R8)."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any

import frappe
from frappe import _
from frappe.utils import get_timespan_date_range

from dianjian_app.reporting.filters import refuse

OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
	"=": operator.eq,
	"!=": operator.ne,
	"<": operator.lt,
	"<=": operator.le,
	">": operator.gt,
	">=": operator.ge,
	"like": lambda field, value: field.like(value),
	"not like": lambda field, value: field.not_like(value),
	"in": lambda field, value: field.isin(_values(value)),
	"not in": lambda field, value: field.notin(_values(value)),
	"between": lambda field, value: field[value[0] : value[1]],
	"timespan": lambda field, value: field[slice(*get_timespan_date_range(value))],
	"is": lambda field, value: (field != "") if value == "set" else field.isnull() | (field == ""),
}
STANDARD_FIELDS = ("name", "owner", "creation", "modified", "modified_by", "docstatus")


def where_list_filters(query: Any, table: Any, doctype: str, filters: Sequence[Sequence[Any]]) -> Any:
	"""The query limited by filters of a DocType's own fields, as a list view sends them.

	filters: [[doctype, field, operator, value], …]. Raises ReportFilterError on a field of another DocType, a field that
	the reader may not read, and an operator that a list view does not have.
	"""
	readable = set(STANDARD_FIELDS) | _readable_fields(doctype)
	for chosen in filters:
		of, field, name, value = chosen[:4]
		condition = OPERATORS.get(str(name).lower())
		if of != doctype or field not in readable or condition is None:
			refuse(_("The filter {0} cannot be used here.").format(f"{field} {name}"))
		query = query.where(condition(table[field], value))
	return query


def _readable_fields(doctype: str) -> set[str]:
	meta = frappe.get_meta(doctype)
	levels = meta.get_permlevel_access("read")
	return {
		df.fieldname
		for df in meta.fields
		if df.permlevel in levels and df.fieldname in meta.get_valid_columns()
	}


def _values(value: Any) -> list[Any]:
	return [v.strip() for v in value.split(",")] if isinstance(value, str) else list(value)
