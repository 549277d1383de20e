"""What the lists of customers share: the reader's leads, their columns, and where a list is cut (R8, R12, R18)."""

from __future__ import annotations

from typing import Any

import frappe

from dianjian_app.reporting.columns import Column
from dianjian_app.reporting.filters import where_equal
from dianjian_app.reporting.scope import readers_rows

MOST_ROWS = 5000
PLACE = ("centre", "sales_group", "agent", "source")
CUSTOMER_FIELDS = (
	*("name", "customer_name", "phone_mask", "source", "sales_group", "agent", "agent_name", "grade"),
)
CUSTOMER_COLUMNS = (
	Column("customer_name", "Customer Name", "Data", width=100),
	Column("phone_mask", "Phone", "Data", width=110),
	Column("source", "Channel Source", "Link", "Channel Source", 120),
	Column("sales_group", "Sales Group", "Link", "Sales Group", 110),
	Column("agent_name", "Telesales Agent", "Data", width=90),
)
LEAD_COLUMNS = (
	Column("name", "Call Lead", "Link", "Call Lead", 130),
	*CUSTOMER_COLUMNS,
	Column("grade", "Grade", "Data", width=60),
)
NEXT_STEP_FIELDS = ("follow_up_no", "last_called_at", "next_step", "next_step_date")


def leads_query(lead: Any, filters: frappe._dict, *fields: str) -> Any:
	"""The reader's leads of the filters' place, source and grade, with the customer's fields and the named ones.

	lead: the table of Call Lead.
	"""
	query = frappe.qb.from_(lead).select(*(lead[f] for f in (*CUSTOMER_FIELDS, *fields)))
	query = where_equal(query, lead, filters, (*PLACE, "grade"))
	return readers_rows(query, lead, "Call Lead")
