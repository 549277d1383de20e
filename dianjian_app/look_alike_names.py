"""Names that the database takes for one: 🔥组 and 💧组, A组 and a组. Whoever gives the second one is told why (R2)."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document

NAMED_BY_PEOPLE = (
	*("Channel Source", "Deduction Policy", "Follow-up Message Template", "Grade Scheme", "Group Robot"),
	*("Incentive Metric", "Policy Pack", "Product Type", "Sales Centre", "Sales Group", "Sales Staff"),
	*(
		"Appraisal Scheme",
		"Complaint Category",
		"Measure Ground",
		"Survey Template",
		"Punch Device",
		"Punch File",
		"Responsible Department",
		"Time Off Type",
		"Work Calendar",
	),
)
"""DocTypes whose documents are named by a text that somebody types"""


class LookAlikeNameError(frappe.DuplicateEntryError):
	"""A new name differs from another one only by what the database does not distinguish."""


def refuse(doc: Document, method: str | None = None) -> None:
	"""Doc event validate of NAMED_BY_PEOPLE: refuse a name that the database takes for another. Raises LookAlikeNameError."""
	if not doc.is_new():
		return
	there = frappe.db.get_value(doc.doctype, doc.name, "name")
	if there and there != doc.name:
		frappe.throw(
			_(
				"The name {0} is too similar to {1}, which exists already: emoji, capital letters and accents make no difference here. Choose another name."
			).format(doc.name, there),
			LookAlikeNameError,
			title=_("Similar Name"),
		)
