"""The chain of custody of a visit: contact, lead-in, signature, confirmation (R17, R18, decision 5).

Every act is the session's user's own, at the server's time. The acts are whitelisted functions; the workflow's
buttons end in the same checks, because `visit.validate` calls them whichever way a document is saved.
"""

from __future__ import annotations

import frappe

from dianjian_app.visits import act_permissions, custody_chain
from dianjian_app.visits.draft_register import draft_of_today, moment_to_come
from dianjian_app.visits.lead_from_visits import followed_up
from dianjian_app.visits.visit_confirmation_events import act_on


@frappe.whitelist(methods=["POST"])
def record_arrival(visit: str) -> str:
	"""The front desk records that the customer is here, so that agent and receptionist are told (R17, R40). Gives the stage.

	The arrival proves neither contact nor lead-in. Raises NotYourActError, VisitError (recorded already).
	"""
	return act_on(visit, custody_chain.ARRIVE)


@frappe.whitelist(methods=["POST"])
def record_contact(visit: str) -> str:
	"""The agent records that the customer contacted them on arrival (R17). Gives the stage.

	A contact recorded on an earlier day is recorded again on the day of the arrival: only that one counts.
	Raises NotYourActError (another's visit), VisitError (recorded or signed already).
	"""
	return act_on(visit, custody_chain.CONTACT)


@frappe.whitelist(methods=["POST"])
def record_lead_in(visit: str) -> str:
	"""The front desk records that the agent led the customer in (R17). Gives the stage.

	Raises NotYourActError, VisitError.
	"""
	return act_on(visit, custody_chain.LEAD_IN)


@frappe.whitelist(methods=["POST"])
def sign(visit: str) -> str:
	"""The named receptionist signs (R17). With contact and lead-in the visit is Signed, else it becomes a Walk-in and
	counts for nobody. Gives the stage. Raises NotYourActError, VisitError (signed already)."""
	return act_on(visit, custody_chain.SIGN)


@frappe.whitelist(methods=["POST"])
def confirm(visit: str) -> str:
	"""The leader or manager closes a signed visit: Counted, or Revisit where the customer counted before (R17).

	Gives the outcome. Raises NotYourActError, VisitError.
	"""
	act_on(visit, custody_chain.CONFIRM)
	return frappe.db.get_value("Visit Confirmation", visit, "outcome")


@frappe.whitelist(methods=["POST"])
def no_show(visit: str) -> str:
	"""The customer did not come: the lead comes back as a follow-up of today (R18). Gives the stage.

	By the agent, the leader or the front desk, once the planned time has passed. Raises NotYourActError, VisitError.
	"""
	return act_on(visit, custody_chain.NO_SHOW)


@frappe.whitelist(methods=["POST"])
def re_invite(visit: str, planned_at: str) -> str:
	"""Invite a customer again who did not come: a row in the agent's register of today (R18). Gives the register.

	planned_at: YYYY-MM-DD HH:MM:SS, to come. Raises NotYourActError, VisitError, RegisterError.
	"""
	planned = moment_to_come(planned_at)
	act_on(visit, custody_chain.RE_INVITE, invited_again=True)
	missed = frappe.get_doc("Visit Confirmation", visit)
	register = draft_of_today(missed.agent)
	receives = act_permissions.may_receive(missed.receptionist, missed.centre, missed.agent)
	register.append(
		"rows",
		{
			"lead": missed.lead,
			"planned_at": planned,
			"product_need": missed.product_need,
			"receptionist": missed.receptionist if receives else None,
		},
	)
	register.save()
	followed_up(missed.lead)
	return register.name


@frappe.whitelist(methods=["POST"])
def cancel_visit(visit: str, reason: str) -> None:
	"""Take back a confirmed visit or walk-in with a reason; a later visit may then count. Leader or manager.

	Raises NotYourActError, VisitError (no reason, or a deal stands on it).
	"""
	doc = frappe.get_doc("Visit Confirmation", visit, for_update=True)
	doc.check_permission("cancel")
	doc.flags.cancel_reason = reason
	doc.cancel()
