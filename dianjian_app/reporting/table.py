"""What all reports share: columns in the reader's language, periods, cards, links to the next level (R44-R46)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import frappe
from frappe import _
from frappe.utils import getdate

from dianjian_app.people.period import InvalidMonth, Period
from dianjian_app.permissions import row_condition

LONGEST_DAYS = 800


class ReportFilterError(frappe.ValidationError):
	"""A filter that cannot be."""


@dataclass(frozen=True)
class Column:
	"""A column of a report. label: English; kind: Frappe's field type; options: of a Link or Currency."""

	name: str
	label: str
	kind: str = "Int"
	options: str | None = None
	width: int = 90

	def as_dict(self) -> dict:
		"""As a Script Report gives it."""
		return {
			"fieldname": self.name,
			"label": _(self.label),
			"fieldtype": self.kind,
			"options": self.options,
			"width": self.width,
		}


def columns(*made: Column) -> list[dict]:
	"""The columns as a Script Report gives them. A link that the reader may not follow is text: Frappe refuses
	the whole report for it (R46)."""
	given = [c.as_dict() for c in made]
	for column in given:
		if column["fieldtype"] == "Link" and not _followed(column["options"]):
			column.update(fieldtype="Data", options=None)
	return given


def _followed(doctype: str) -> bool:
	return any(frappe.has_permission(doctype, right) for right in ("read", "select"))


def figures(*named: tuple[str, str] | tuple[str, str, str]) -> list[Column]:
	"""Columns of figures from (name, label) or (name, label, kind)."""
	return [Column(f[0], f[1], f[2] if len(f) > 2 else "Int") for f in named]


def period_of(filters: Mapping, *, longest: int = LONGEST_DAYS) -> Period:
	"""From-date and to-date of the filters. Raises ReportFilterError."""
	if not filters.get("from_date") or not filters.get("to_date"):
		frappe.throw(_("Choose from which day to which."), ReportFilterError)
	try:
		start, end = getdate(filters["from_date"]), getdate(filters["to_date"])
	except ValueError:
		frappe.throw(_("Choose from which day to which."), ReportFilterError)
	if end < start:
		frappe.throw(_("The last day lies before the first."), ReportFilterError)
	if (end - start).days >= longest:
		frappe.throw(_("Choose at most {0} days.").format(longest), ReportFilterError)
	return Period(start, end)


def month_of(filters: Mapping, field: str = "month") -> Period:
	"""A month written YYYY-MM. Raises ReportFilterError."""
	try:
		return Period.parse_month(str(filters.get(field) or ""))
	except InvalidMonth:
		frappe.throw(
			_("{0} is no month; write it as YYYY-MM, e.g. 2026-11.").format(filters.get(field) or "-"),
			ReportFilterError,
		)


def one_of(filters: Mapping, field: str, allowed: Sequence[str]) -> str:
	"""A choice of a filter; the first where none is given. Raises ReportFilterError."""
	value = filters.get(field) or allowed[0]
	if value not in allowed:
		frappe.throw(
			_("{0} is not one of: {1}.").format(value, ", ".join(map(_, allowed))), ReportFilterError
		)
	return value


def readers_rows(query, table, doctype: str):
	"""The query limited to the rows that the reader may see (R47, decision 22). Raises PermissionError.

	table: the DocType's, or a Renamed one that carries the DocType's place fields.
	"""
	frappe.has_permission(doctype, "read", throw=True)
	mine = row_condition(doctype, table)
	return query if mine is None else query.where(mine)


class Renamed:
	"""A table read under the field names of another DocType, so that the other's row condition can be asked of it."""

	def __init__(self, table, **names: str):
		self.table, self.names = table, names

	def __getitem__(self, name: str):
		return self.table[self.names.get(name, name)]

	@property
	def name(self):
		"""The rows' own names, which the condition of nobody asks for."""
		return self.table["name"]


def where_equal(query, table, filters: Mapping, names: Iterable[str]):
	"""The query limited by the filters that are set, by equality."""
	for name in names:
		if filters.get(name):
			query = query.where(table[name] == filters[name])
	return query


def card(label: str, value, indicator: str = "Blue", datatype: str = "Int") -> dict:
	"""A summary card above a report; label in English."""
	return {"label": _(label), "value": value, "datatype": datatype, "indicator": indicator}


def total(rows: Iterable[Mapping], name: str):
	"""Sum of a figure over rows; None counts as 0."""
	return sum(row.get(name) or 0 for row in rows)


def total_row(summed: Mapping, label: str, text: str = "Totals") -> frappe._dict:
	"""The line of totals under a report's rows. summed: its figures; label: the column that says what it is."""
	return frappe._dict({**summed, label: _(text), "is_sum": 1, "bold": 1})


def chart(labels: Sequence[str], kind: str = "bar", **datasets: Sequence) -> dict | None:
	"""A chart of named series (names in English, _ for blanks); None where there is nothing to draw."""
	if not labels:
		return None
	sets = [{"name": _(name.replace("_", " ")), "values": list(v)} for name, v in datasets.items()]
	return {"data": {"labels": list(labels), "datasets": sets}, "type": kind}


def percent(part, whole) -> float | None:
	"""Part of a whole in per cent with one decimal; None of nothing."""
	return round(100.0 * float(part or 0) / float(whole), 1) if whole else None


def names_of_groups(groups: Iterable[str | None]) -> dict[str, str]:
	"""Sales Group → its short name, in one query."""
	wanted = sorted({g for g in groups if g})
	rows = frappe.get_all(
		"Sales Group", {"name": ("in", wanted or [""])}, ["name", "group_name"], as_list=True
	)
	return dict(rows)


def names_of_staff(staff: Iterable[str | None]) -> dict[str, str]:
	"""Sales Staff → name, in one query."""
	wanted = sorted({s for s in staff if s})
	rows = frappe.get_all(
		"Sales Staff", {"name": ("in", wanted or [""])}, ["name", "staff_name"], as_list=True
	)
	return dict(rows)


def today() -> date:
	"""The site's today."""
	return getdate()
