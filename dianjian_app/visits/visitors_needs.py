"""A visitor's needs, for the consultant who receives them before and after they come (R11, R16, R47)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe

from dianjian_app.people.staffing import staff_of_user
from dianjian_app.resources.customer_needs import in_words
from dianjian_app.stage_codes import visit_stages

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.visit_confirmation.visit_confirmation import VisitConfirmation


def needs_of_visitor(visit: VisitConfirmation) -> list[list[str]]:
	"""[[label, text]] of the customer's needs: for who may read the lead, and for who receives this visit; none for others."""
	if not visit.lead:
		return []
	lead = frappe.get_doc("Call Lead", visit.lead)
	if frappe.has_permission("Call Lead", "read", doc=lead) or receives(visit.lead):
		return in_words(lead)
	return []


def needs_for_receptionist(lead: str) -> list[list[str]]:
	"""[[label, text]] of a customer's needs for the session's user, if they receive the customer; none otherwise."""
	return in_words(frappe.get_doc("Call Lead", lead)) if receives(lead) else []


def receives(lead: str) -> bool:
	"""Whether the session's user is named as who receives this customer, on a visit that stands."""
	staff = staff_of_user(frappe.session.user)
	if not staff:
		return False
	standing = {"lead": lead, "receptionist": staff, "stage": ("!=", visit_stages.CANCELLED)}
	return bool(frappe.db.exists("Visit Confirmation", {**standing, "docstatus": ("<", 2)}))
