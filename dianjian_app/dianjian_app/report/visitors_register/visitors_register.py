"""Visitors Register: who came to the sales office on which day, customers and others, with host and times (R40)."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, time
from typing import Any

import frappe
from frappe import _
from frappe.query_builder.functions import Coalesce

from dianjian_app.people.period import ONE_DAY, Period
from dianjian_app.reporting.columns import Column, report_columns
from dianjian_app.reporting.filters import choice_of, where_equal
from dianjian_app.reporting.period import period_of
from dianjian_app.reporting.scope import readers_rows
from dianjian_app.reporting.summary import card
from dianjian_app.visits import visitor_checks

CUSTOMER = "Customer"
WHO = ("Everybody", CUSTOMER, "Partner", "Supplier", "Authority", "Other")
OF_ENTRY = (
	*("name", "visitor_name", "purpose", "organisation", "companions", "agent_name", "arrived_at", "left_at"),
	*("document_kind", "document_tail", "security_check", "areas", "closed_area", "entered_at"),
	*("breach", "breach_outcome"),
)
OF_VISIT = (
	*("name", "customer_name", "phone_mask", "party_size", "agent_name", "receptionist_name", "outcome"),
	*("stage", "left_at", *visitor_checks.FIELDS),
)


def execute(filters: dict[str, Any] | None = None) -> tuple:
	"""Columns, rows, message, chart and cards. Filters: from_date, to_date, centre, purpose (one of WHO).

	Raises ReportFilterError, PermissionError.
	"""
	filters = frappe._dict(filters or {})
	period, who = period_of(filters), choice_of(filters, "purpose", WHO)
	rows = get_rows(period, who, filters)
	return get_columns(), rows, None, None, get_summary(rows)


def get_columns() -> list[dict[str, Any]]:
	return report_columns(
		Column("arrived_at", "Arrived At", "Datetime", width=145),
		Column("left_at", "Gone At", "Datetime", width=145),
		Column("visitor_name", "Visitor", "Data", width=110),
		Column("purpose", "Purpose", "Data", width=80),
		Column("organisation", "Organisation", "Data", width=130),
		Column("persons", "Number of Visitors", "Int", width=70),
		Column("host", "Host", "Data", width=110),
		Column("document", "Identity Document", "Data", width=120),
		Column("security_check", "Security Check", "Data", width=90),
		Column("areas", "Areas Entered", "Data", width=150),
		Column("breach", "Breach", "Data", width=150),
		Column("breach_outcome", "What Followed", "Data", width=90),
		Column("outcome", "Outcome", "Data", width=90),
		Column("document_type", "Document Type", "Link", "DocType", 110),
		Column("document_name", "Document Number", "Dynamic Link", "document_type", 120),
	)


def get_rows(period: Period, who: str, filters: frappe._dict) -> list[frappe._dict]:
	"""The reader's visitors of a period by the time of their arrival."""
	start = datetime.combine(period.start, time.min)
	end = datetime.combine(period.end + ONE_DAY, time.min)
	rows: list[frappe._dict] = []
	if who != CUSTOMER:
		rows += _others(start, end, who, filters)
	if who in (WHO[0], CUSTOMER) and frappe.has_permission("Visit Confirmation"):
		rows += _customers(start, end, filters)
	return sorted(rows, key=lambda row: (row.arrived_at, row.document_name))


def _others(start: datetime, end: datetime, who: str, filters: frappe._dict) -> list[frappe._dict]:
	entry = frappe.qb.DocType("Visitor Entry")
	query = (
		frappe.qb.from_(entry)
		.select(*(entry[f] for f in OF_ENTRY))
		.where((entry.arrived_at >= start) & (entry.arrived_at < end))
	)
	query = where_equal(query, entry, filters, ("centre",))
	if who != WHO[0]:
		query = query.where(entry.purpose == who)
	return [_line_of(row) for row in readers_rows(query, entry, "Visitor Entry").run(as_dict=True)]


def _line_of(row: frappe._dict) -> frappe._dict:
	return frappe._dict(
		**_checks_of(row),
		visitor_name=row.visitor_name,
		purpose=_(row.purpose),
		organisation=row.organisation,
		persons=1 + (row.companions or 0),
		host=row.agent_name,
		document_type="Visitor Entry",
		document_name=row.name,
	)


def _checks_of(row: frappe._dict) -> dict[str, Any]:
	"""The columns that customers and others have alike."""
	closed = [row.closed_area] if row.closed_area and row.entered_at else []
	return {
		"arrived_at": row.arrived_at,
		"left_at": row.left_at,
		"document": f"{_(row.document_kind)} {row.document_tail or ''}".strip()
		if row.document_kind
		else None,
		"security_check": _(row.security_check) if row.security_check else None,
		"areas": _(", ").join([*([row.areas] if row.areas else []), *closed]),
		"breach": row.breach,
		"breach_outcome": _(row.breach_outcome) if row.breach_outcome else None,
	}


def _customers(start: datetime, end: datetime, filters: frappe._dict) -> list[frappe._dict]:
	visit = frappe.qb.DocType("Visit Confirmation")
	came = Coalesce(visit.arrived_at, visit.led_in_at, visit.signed_at)
	query = (
		frappe.qb.from_(visit)
		.select(*(visit[f] for f in OF_VISIT), came.as_("arrived_at"))
		.where((visit.docstatus < 2) & (came >= start) & (came < end))
	)
	query = where_equal(query, visit, filters, ("centre",))
	rows = readers_rows(query, visit, "Visit Confirmation").run(as_dict=True)
	return [
		frappe._dict(
			**_checks_of(row),
			visitor_name=row.customer_name or row.phone_mask,
			purpose=_(CUSTOMER),
			persons=row.party_size or 1,
			host=row.receptionist_name or row.agent_name,
			outcome=_(row.outcome or row.stage),
			document_type="Visit Confirmation",
			document_name=row.name,
		)
		for row in rows
	]


def get_summary(rows: list[frappe._dict]) -> list[dict[str, Any]]:
	by_kind = Counter(row.document_type for row in rows)
	return [
		card("Customers", by_kind["Visit Confirmation"], "Green"),
		card("Other Visitors", by_kind["Visitor Entry"]),
		card("Persons", sum(row.persons for row in rows)),
		card("Breaches", sum(bool(row.breach) for row in rows), "Red"),
	]
