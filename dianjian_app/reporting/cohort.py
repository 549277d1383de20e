"""From lead to deal: what became of the leads that arrived in a period, by source, batch, group or agent (R9).

A cohort is the leads that arrived within a period; each step counts those of them that got that far, whenever. The
lead's own projection says how far calls got; signed registers, counted visits and confirmed deals say the rest. No
call row is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import frappe
from frappe import _
from frappe.query_builder.functions import Count, Sum
from pypika import Case, CustomFunction

from dianjian_app.ledger.ledger_line import OWN_COLUMNS
from dianjian_app.people.period import Period
from dianjian_app.reporting.filters import where_equal
from dianjian_app.reporting.grade_columns import has_grade, is_intention
from dianjian_app.reporting.names import names_of_batches, names_of_groups, names_of_staff
from dianjian_app.reporting.scope import readers_rows

DIMENSIONS = {
	"Source": "source",
	"Batch": "batch",
	"Sales Group": "sales_group",
	"Telesales Agent": "agent",
	"Centre": "centre",
	"Week": "week",
	"Month": "month",
}
STEPS = ("leads", "called", "connected", "intention", "invited", "visited", "deals")
NUMBERS = {"empty": "Empty", "wrong": "Wrong"}
"""name → the state of a number, as the last call found it"""
COUNTS = (*STEPS, *OWN_COLUMNS, *NUMBERS, "units")
FILTERS = ("centre", "sales_group", "agent", "batch")


def read_cohort(period: Period, dimension: str, filters: Mapping[str, Any]) -> list[frappe._dict]:
	"""A row for each value of the dimension: the steps, the grades and the units sold, in four queries.

	period: the days on which the leads arrived; dimension: one of DIMENSIONS. The reader's rows alone. Calls and grades
	are read from the leads; invitations, visits and deals, of which there are few, are read with the leads they are of.
	"""
	lead = frappe.qb.DocType("Call Lead")
	query = frappe.qb.from_(lead).select(
		Count("*").as_("leads"),
		_count(lead.last_called_at.isnotnull()).as_("called"),
		_count(lead.last_connected_at.isnotnull()).as_("connected"),
		_count(is_intention(lead)).as_("intention"),
		*(_count(has_grade(lead, column)).as_(column) for column in OWN_COLUMNS),
		*(_count(lead.number_state == state).as_(name) for name, state in NUMBERS.items()),
	)
	rows = {row.key: row for row in _by_key(query, lead, period, dimension, filters)}
	for step, (doctype, signed) in DOCUMENTS.items():
		document = frappe.qb.DocType(doctype)
		query = frappe.qb.from_(document).join(lead).on(lead.name == document.lead).where(signed(document))
		query = query.select(Count(document.lead).distinct().as_(step))
		if step == "deals":
			query = query.select(Sum(document.units).as_("units"), Sum(document.amount).as_("amount"))
		for found in _by_key(query, lead, period, dimension, filters):
			rows[found.key].update(found)
	for row in rows.values():
		row.update({name: int(row.get(name) or 0) for name in COUNTS})
		row.amount = float(row.get("amount") or 0)
		row.key = "" if row.key is None else str(row.key)
	return list(rows.values())


def _by_key(
	query: Any, lead: Any, period: Period, dimension: str, filters: Mapping[str, Any]
) -> list[frappe._dict]:
	"""A query about the period's leads, as filtered, that the reader may see, by the dimension's value."""
	key = _key(lead, dimension)
	query = query.select(key.as_("key")).where(lead.date[period.start : period.end]).groupby(key).orderby(key)
	query = of_source(where_equal(query, lead, filters, FILTERS), lead, filters.get("source"))
	return readers_rows(query, lead, "Call Lead").run(as_dict=True)


def _count(condition: Any) -> Any:
	"""In how many rows a condition holds, whatever names it compares with.

	Not Sum: inside an aggregate the query builder writes values into the query unescaped, names of centres among them.
	"""
	return CustomFunction("sum", ["one"])(Case().when(condition, 1).else_(0))


def _key(lead: Any, dimension: str) -> Any:
	if dimension == "Week":
		weekday = CustomFunction("weekday", ["day"])(lead.date)
		return CustomFunction("subdate", ["day", "days"])(lead.date, weekday)
	if dimension == "Month":
		return CustomFunction("date_format", ["day", "pattern"])(lead.date, "%Y-%m")
	return lead[DIMENSIONS[dimension]]


def of_source(query: Any, lead: Any, source: str | None) -> Any:
	"""The query limited to a source and those below it, if one is given."""
	if not source:
		return query
	place = frappe.db.get_value("Channel Source", source, ["lft", "rgt"], as_dict=True)
	if not place:
		return query.where(lead.source == source)
	within = {"lft": (">=", place.lft), "rgt": ("<=", place.rgt)}
	return query.where(lead.source.isin(frappe.get_all("Channel Source", within, pluck="name", limit=0)))


DOCUMENTS: dict[str, tuple[str, Callable[[Any], Any]]] = {
	"invited": ("Invitation", lambda row: row.docstatus == 1),
	"visited": ("Visit Confirmation", lambda visit: (visit.docstatus == 1) & (visit.outcome == "Counted")),
	"deals": ("Sales Deal", lambda deal: deal.docstatus == 1),
}
"""step → the DocType whose documents say that a lead got there, and which of them count"""


def leads_at(step: str) -> Any:
	"""The leads that got to a step of DOCUMENTS, as a query."""
	doctype, signed = DOCUMENTS[step]
	document = frappe.qb.DocType(doctype)
	return frappe.qb.from_(document).select(document.lead).where(signed(document) & document.lead.isnotnull())


def sum_of(rows: Iterable[frappe._dict], key: str = "") -> frappe._dict:
	"""The rows added up as one."""
	added = list(rows)
	found = frappe._dict({name: sum(row[name] for row in added) for name in COUNTS})
	found.amount = sum(row.amount for row in added)
	found.key = key
	return found


def labels_of(rows: Sequence[frappe._dict], dimension: str) -> dict[str, str]:
	"""Key of a row → how it is shown."""
	names = {"Sales Group": names_of_groups, "Telesales Agent": names_of_staff, "Batch": names_of_batches}
	keys = [row.key for row in rows]
	found = names[dimension](keys) if dimension in names else dict(zip(keys, keys, strict=True))
	return {**found, "": _("None")}
