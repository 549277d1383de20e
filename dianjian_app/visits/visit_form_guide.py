"""What a visit's form tells its reader: what is missing, who is next, and what they may do themselves (R17)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime

from dianjian_app.stage_codes import visit_stages
from dianjian_app.visits import custody_chain, tours, visit_acts
from dianjian_app.visits.sales_deal_events import may_record
from dianjian_app.visits.visitors_needs import needs_of_visitor

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.visit_confirmation.visit_confirmation import VisitConfirmation


@frappe.whitelist()
def guide(visit: str) -> dict:
	"""For the session's user: {"acts": acts they may do now, "missing": what a signature now would lack, in words,
	"next": whose act is next, in words, "may_record_deal": bool, "needs": the customer's, [[label, text]],
	"may_note_units": bool}. Raises
	PermissionError when they may not read it."""
	doc = frappe.get_doc("Visit Confirmation", visit)
	doc.check_permission("read")
	today = getdate(now_datetime())
	state = visit_acts.chain_of(doc)
	is_open = state.stage in custody_chain.OPEN and not state.walk_in
	return {
		"acts": [act for act in custody_chain.ACTS if visit_acts.may(doc, act)],
		"missing": [_missing(act, state) for act in state.missing(today)] if is_open else [],
		"next": [next_in_words(act, doc) for act in state.next_acts(today)],
		"may_record_deal": doc.stage in visit_stages.HAPPENED
		and frappe.has_permission("Sales Deal", "create")
		and may_record(doc),
		"needs": needs_of_visitor(doc),
		"may_note_units": tours.may_note(doc),
	}


def _missing(act: str, state: custody_chain.Chain) -> str:
	if act == custody_chain.LEAD_IN:
		return _("the lead-in")
	if state.contacted_at:
		return _("the customer's contact on the day of the arrival (recorded: {0})").format(
			frappe.format(state.contacted_at, "Datetime")
		)
	return _("the customer's contact")


def next_in_words(act: str, visit: VisitConfirmation) -> str:
	"""Whose hands an act needs, as a clause."""
	return {
		custody_chain.CONTACT: _("{0} records that the customer has made contact").format(visit.agent_name),
		custody_chain.LEAD_IN: _("the front desk records that the agent led the customer in"),
		custody_chain.SIGN: _("{0} signs").format(visit.receptionist_name),
		custody_chain.CONFIRM: _("the leader of the group or the manager confirms"),
		custody_chain.RE_INVITE: _("{0} invites the customer again").format(visit.agent_name),
	}[act]
