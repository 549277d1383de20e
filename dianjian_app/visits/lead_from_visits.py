"""What visits and deals say about a customer, written onto the lead (R18, R19, decision 7)."""

from __future__ import annotations

from datetime import datetime

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime

from dianjian_app.calls.lead_from_calls import update_leads_from_calls
from dianjian_app.resources.lead_projection import answer_promises, reset_status, set_next_step, set_status
from dianjian_app.stage_codes import visit_stages
from dianjian_app.visits.customer_history import deals_of, visits_of


def update_lead_from_visits(lead: str) -> None:
	"""How far the customer has come, from what stands now: Deal, Visited, Invited, or none of it."""
	found, deals = visits_of(lead), deals_of(lead)
	_set_status(lead, found, deals)
	_take_back_answers(lead, found, deals)


def _set_status(lead: str, visits: list, deals: list) -> None:
	if deals:
		set_status(lead, "Deal", step_back=True)
	elif any(v.stage in visit_stages.HAPPENED for v in visits):
		set_status(lead, "Visited", step_back=True)
	# a visit taken back was invited; one whose register was cancelled was not
	elif any(v.stage != visit_stages.CANCELLED or v.docstatus == 2 for v in visits):
		set_status(lead, "Invited", step_back=True)
	else:
		reset_status(lead)


def _take_back_answers(lead: str, visits: list, deals: list) -> None:
	"""What a visit or deal answered that was taken back is promised again, as the calls say."""
	stands = [v.signed_at for v in visits if v.stage in visit_stages.HAPPENED and v.signed_at]
	stands += [d.confirmed_at for d in deals if d.confirmed_at]
	values = ("promises_answered_at", "next_step_date", "do_not_call")
	known = frappe.db.get_value("Call Lead", lead, values, as_dict=True)
	latest = max(stands, default=None)
	if not known or known.do_not_call or known.promises_answered_at == latest:
		return
	frappe.db.set_value("Call Lead", lead, "promises_answered_at", latest, update_modified=False)
	if not known.next_step_date:
		update_leads_from_calls([lead])


def visited(lead: str, at: datetime) -> None:
	"""The customer was here: what was promised for the day or before is answered."""
	set_status(lead, "Visited")
	answer_promises(lead, at)


def bought(lead: str, at: datetime) -> None:
	"""The customer has bought: whatever was promised is answered."""
	set_status(lead, "Deal")
	answer_promises(lead, at, every=True)


def follow_up_today(lead: str) -> None:
	"""A customer who did not come is in the agent's list again, today (R18)."""
	set_next_step(lead, _("Did not come; invite again"), getdate(now_datetime()))


def followed_up(lead: str) -> None:
	"""The customer is invited again: what was due by today is done."""
	due = frappe.db.get_value("Call Lead", lead, "next_step_date")
	if due and getdate(due) <= getdate(now_datetime()):
		set_next_step(lead, None, None)
