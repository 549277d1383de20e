"""What the front desk notes of a customer who has come: document, security, areas, breaches, and that they left (R40)."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import cint, flt, now_datetime

from dianjian_app.visits import act_permissions, custody_chain, visitor_checks
from dianjian_app.visits.errors import NotYourActError, VisitError


@frappe.whitelist(methods=["POST"])
def record_checks(
	visit: str,
	document_kind: str = "",
	document_tail: str = "",
	security_check: str = "",
	areas: str = "",
	breach: str = "",
	breach_outcome: str = "",
	fine: float | int | str = 0,
	has_left: bool | int | str = 0,
) -> None:
	"""The front desk notes what it checked of a customer who is here, and when they left. It proves nothing of the custody.

	What is given replaces what was noted; has_left: 1 notes the time, once. Raises NotYourActError, VisitError (not here
	yet), VisitorError (more of a document than kind and tail, or too little of a breach).
	"""
	doc = frappe.get_doc("Visit Confirmation", visit, for_update=True)
	doc.check_permission("write")
	if not act_permissions.is_whose(doc, custody_chain.ARRIVE, frappe.session.user):
		frappe.throw(_("Only the front desk notes its checks."), NotYourActError, title=_("Not Your Act"))
	if not (doc.arrived_at or doc.led_in_at or doc.signed_at):
		frappe.throw(_("The customer of visit {0} is not here yet.").format(doc.name), VisitError)
	given = (
		document_kind,
		document_tail,
		security_check,
		areas[:500],
		breach[:500],
		breach_outcome,
		flt(fine),
	)
	doc.update(dict(zip(visitor_checks.FIELDS, given, strict=True)))
	visitor_checks.check(doc)
	values = {field: doc.get(field) for field in visitor_checks.FIELDS}
	if cint(has_left) and not doc.left_at:
		values["left_at"] = now_datetime()
	doc.db_set(values, notify=True)
