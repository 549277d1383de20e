"""The chain of custody of a visit: contact, lead-in, signature, confirmation (R17, R18, decision 5).

Every act is the session's user's own, at the server's time. The acts are whitelisted functions; the workflow's
buttons end in the same checks, because `visit.validate` calls them whichever way a document is saved.
"""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import get_datetime, now_datetime, today

from dianjian_app.resources.projection import set_next_step
from dianjian_app.visits.acts import VisitError, may
from dianjian_app.visits.visit import act_on


@frappe.whitelist(methods=["POST"])
def record_contact(visit: str) -> str:
	"""The agent records that the customer contacted them on arrival (R17). Gives the stage.

	Raises NotYourActError (another's visit), VisitError (recorded or signed already).
	"""
	return act_on(visit, "contact")


@frappe.whitelist(methods=["POST"])
def record_lead_in(visit: str) -> str:
	"""The front desk records that the agent led the customer in (R17). Gives the stage.

	Raises NotYourActError, VisitError.
	"""
	return act_on(visit, "lead_in")


@frappe.whitelist(methods=["POST"])
def sign(visit: str) -> str:
	"""The named receptionist signs (R17). With contact and lead-in the visit is Signed, else it becomes a Walk-in and
	counts for nobody. Gives the stage. Raises NotYourActError, VisitError (signed already)."""
	return act_on(visit, "sign")


@frappe.whitelist(methods=["POST"])
def confirm(visit: str) -> str:
	"""The leader or manager closes a signed visit: Counted, or Revisit where the customer counted before (R17).

	Gives the outcome. Raises NotYourActError, VisitError.
	"""
	act_on(visit, "confirm")
	return frappe.db.get_value("Visit Confirmation", visit, "outcome")


@frappe.whitelist(methods=["POST"])
def no_show(visit: str) -> str:
	"""The customer did not come: the lead comes back as a follow-up of today (R18). Gives the stage.

	By the agent, the leader or the front desk, once the planned time has passed. Raises NotYourActError, VisitError.
	"""
	stage = act_on(visit, "no_show")
	lead = frappe.db.get_value("Visit Confirmation", visit, "lead")
	set_next_step(lead, _("Did not come; invite again"), today())
	return stage


@frappe.whitelist(methods=["POST"])
def re_invite(visit: str, planned_at: str) -> str:
	"""Invite a customer again who did not come: a row in the agent's register of today (R18). Gives the register.

	planned_at: YYYY-MM-DD HH:MM:SS. Raises NotYourActError, VisitError, RegisterError.
	"""
	missed = frappe.get_doc("Visit Confirmation", visit)
	missed.check_permission("write")
	if get_datetime(planned_at) < now_datetime():
		frappe.throw(_("The planned visit lies in the past: {0}.").format(planned_at), VisitError)
	act_on(visit, "re_invite")
	draft = frappe.db.get_value(
		"Invitation Register", {"agent": missed.agent, "date": today(), "docstatus": 0}, "name"
	)
	register = (
		frappe.get_doc("Invitation Register", draft)
		if draft
		else frappe.get_doc(doctype="Invitation Register", agent=missed.agent, date=today())
	)
	register.append(
		"rows",
		{
			"lead": missed.lead,
			"planned_at": planned_at,
			"product_need": missed.product_need,
			"receptionist": missed.receptionist,
			"previous_visit": missed.name,
		},
	)
	register.save()
	return register.name


@frappe.whitelist(methods=["POST"])
def cancel_visit(visit: str, reason: str) -> None:
	"""Take back a confirmed visit or walk-in with a reason; a later visit may then count. Leader or manager.

	Raises NotYourActError, VisitError (no reason).
	"""
	doc = frappe.get_doc("Visit Confirmation", visit)
	doc.check_permission("cancel")
	doc.flags.cancel_reason = reason
	doc.cancel()


@frappe.whitelist()
def possible_acts(visit: str) -> list[str]:
	"""The acts that the session's user may do on a visit now, for the form's buttons. Raises PermissionError."""
	doc = frappe.get_doc("Visit Confirmation", visit)
	doc.check_permission("read")
	return [
		act
		for act in ("contact", "lead_in", "sign", "confirm", "no_show", "re_invite", "cancel")
		if may(doc, act)
	]
