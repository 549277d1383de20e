"""A customer's visits and deals as they stand now, the customer held until the end of the transaction.

What several people decide about one customer at once waits here, one after the other: whoever counts a visit, takes
one back or confirms a deal holds the customer first. What is read is as committed now, not as this transaction saw it
when it began. A row that somebody else holds is being worked on by one who waits for the customer: it is taken as
last committed, and not waited for, since both would wait for ever. Rows are locked by their name alone: a range would
lock the gaps that other customers' visits go to.
"""

from __future__ import annotations

import frappe

from dianjian_app.locking import hold
from dianjian_app.value_lists import among

VISIT_FIELDS = (
	*("name", "stage", "docstatus", "agent", "agent_name", "sales_group", "signed_at"),
	*("counted_key", "counted_on"),
)
DEAL_FIELDS = ("name", "docstatus", "visit", "counted_visit", "confirmed_at")


def visits_of(lead: str) -> list:
	"""All visits of a customer, oldest first, cancelled ones too."""
	return _rows_now("Visit Confirmation", VISIT_FIELDS, lead)


def deals_of(lead: str) -> list:
	"""The confirmed deals of a customer."""
	return [deal for deal in _rows_now("Sales Deal", DEAL_FIELDS, lead) if deal.docstatus == 1]


def _rows_now(doctype: str, fields: tuple[str, ...], lead: str) -> list:
	hold("Call Lead", lead)
	# plain: which there are; how they stand is read below
	known = frappe.get_all(doctype, filters={"lead": lead}, fields=list(fields), order_by="creation")
	table = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(table).force_index("PRIMARY").select(*(table[field] for field in fields))
	query = query.where(table.name.isin(among(row.name for row in known)))
	now = {row.name: row for row in query.for_update(skip_locked=True).run(as_dict=True)}
	return [now.get(row.name, row) for row in known]
