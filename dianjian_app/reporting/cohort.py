"""From lead to deal: what became of the resources that came in, by source, batch, group or agent (R9).

A cohort is the leads that came in within a period; each step counts those of them that got that far, whenever. The
lead's own projection says how far calls got, signed registers, counted visits and confirmed deals say the rest, so
that no call row is read.
"""

from __future__ import annotations

from collections.abc import Mapping

import frappe
from frappe import _
from frappe.query_builder.functions import Count, Sum
from pypika import Case

from dianjian_app.people.period import Period
from dianjian_app.reporting.table import readers_rows, where_equal

DIMENSIONS = {
	"Source": "source",
	"Batch": "batch",
	"Sales Group": "sales_group",
	"Telesales Agent": "agent",
	"Centre": "centre",
	"Week": "week",
	"Month": "month",
}
STEPS = ("leads", "called", "connected", "graded_ab", "invited", "visited", "deals")
GRADES = ("a", "b", "c", "d")
FILTERS = ("centre", "sales_group", "agent", "batch")


def read_cohort(period: Period, dimension: str, filters: Mapping) -> list:
	"""One row a value of the dimension: the steps, the grades and the units sold, in four queries.

	period: days on which leads came in; dimension: one of DIMENSIONS. The reader's rows alone. Calls and grades are read
	from the leads; invitations, visits and deals, of which there are few, are read with the leads that they are of.
	"""
	lead = frappe.qb.DocType("Call Lead")
	query = frappe.qb.from_(lead).select(
		Count("*").as_("leads"),
		_count(lead.last_called_at.isnotnull()).as_("called"),
		_count(lead.last_connected_at.isnotnull()).as_("connected"),
		_count(lead.grade.isin(["A", "B"])).as_("graded_ab"),
		*(_count(lead.grade == g.upper()).as_(g) for g in GRADES),
	)
	rows = {r.key: r for r in _by_key(query, lead, period, dimension, filters)}
	for step in ("invited", "visited", "deals"):
		document = documents_of(step)
		query = frappe.qb.from_(document).join(lead).on(lead.name == document.lead)
		query = query.select(Count(document.lead).as_(step))
		if step == "deals":
			query = query.select(Sum(document.units).as_("units"), Sum(document.amount).as_("amount"))
		for found in _by_key(query, lead, period, dimension, filters):
			rows[found.key].update(found)
	for row in rows.values():
		for name in (*STEPS, *GRADES, "units"):
			row[name] = int(row.get(name) or 0)
		row.amount = float(row.get("amount") or 0)
		row.key = "" if row.key is None else str(row.key)
	return list(rows.values())


def _by_key(query, lead, period: Period, dimension: str, filters: Mapping) -> list:
	"""A query about leads by the dimension's value: leads of the period, as filtered, that the reader may see."""
	key = _key(lead, dimension)
	query = query.select(key.as_("key")).where(lead.date[period.start : period.end]).groupby(key).orderby(key)
	query = of_source(where_equal(query, lead, filters, FILTERS), lead, filters.get("source"))
	return readers_rows(query, lead, "Call Lead").run(as_dict=True)


def of_source(query, lead, source: str | None):
	"""The query limited to a source and those below it, where one is given."""
	if not source:
		return query
	place = frappe.db.get_value("Channel Source", source, ["lft", "rgt"], as_dict=True)
	if not place:
		return query.where(lead.source == source)
	within = {"lft": (">=", place.lft), "rgt": ("<=", place.rgt)}
	return query.where(lead.source.isin(frappe.get_all("Channel Source", within, pluck="name")))


def documents_of(step: str):
	"""The leads that have a signed invitation, a counted visit or a confirmed deal, once each; None for other steps."""
	made = {"invited": _invited, "visited": _visited, "deals": _sold}.get(step)
	return made and made()


def _count(criterion) -> Sum:
	return Sum(Case().when(criterion, 1).else_(0))


def _key(lead, dimension: str):
	from pypika import CustomFunction

	if dimension == "Week":
		back = CustomFunction("subdate", ["day", "days"])
		return back(lead.date, CustomFunction("weekday", ["day"])(lead.date))
	if dimension == "Month":
		return CustomFunction("date_format", ["day", "pattern"])(lead.date, "%Y-%m")
	return lead[DIMENSIONS[dimension]]


def _invited():
	row = frappe.qb.DocType("Invitation")
	query = frappe.qb.from_(row).select(row.lead).where((row.docstatus == 1) & row.lead.isnotnull())
	return query.groupby(row.lead).as_("invited")


def _visited():
	visit = frappe.qb.DocType("Visit Confirmation")
	query = frappe.qb.from_(visit).select(visit.lead)
	query = query.where((visit.outcome == "Counted") & (visit.docstatus == 1) & visit.lead.isnotnull())
	return query.groupby(visit.lead).as_("visited")


def _sold():
	deal = frappe.qb.DocType("Sales Deal")
	query = frappe.qb.from_(deal).select(
		deal.lead, Sum(deal.units).as_("units"), Sum(deal.amount).as_("amount")
	)
	return query.where((deal.docstatus == 1) & deal.lead.isnotnull()).groupby(deal.lead).as_("sold")


def added(rows, key: str = "") -> frappe._dict:
	"""The rows added up as one."""
	found = frappe._dict({name: sum(r[name] for r in rows) for name in (*STEPS, *GRADES, "units")})
	found.amount = sum(r.amount for r in rows)
	found.key = key
	return found


def labels_of(rows, dimension: str) -> dict[str, str]:
	"""How the keys of a dimension are shown."""
	from dianjian_app.reporting.table import names_of_groups, names_of_staff

	keys = [r.key for r in rows]
	nobody = {"": _("None")}
	if dimension == "Sales Group":
		return {**names_of_groups(keys), **nobody}
	if dimension == "Telesales Agent":
		return {**names_of_staff(keys), **nobody}
	if dimension == "Batch":
		found = frappe.get_all(
			"Lead Batch", {"name": ("in", keys or [""])}, ["name", "batch_name"], as_list=True
		)
		return {**dict(found), **nobody}
	return {**{k: k for k in keys}, **nobody}
