"""What visits and deals say about a customer, written onto the lead (R18, R19, decision 7)."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime

from dianjian_app.resources.lead_projection import reset_status, set_next_step, set_status
from dianjian_app.stage_codes import visit_stages
from dianjian_app.visits.customer_history import deals_of, visits_of


def update_lead_from_visits(lead: str) -> None:
	"""How far the customer has come, from what stands now: Deal, Visited, Invited, or none of it."""
	found = visits_of(lead)
	if deals_of(lead):
		set_status(lead, "Deal", step_back=True)
		return
	if any(v.stage in visit_stages.HAPPENED for v in found):
		set_status(lead, "Visited", step_back=True)
	# a visit taken back was invited; one whose register was cancelled was not
	elif any(v.stage != visit_stages.CANCELLED or v.docstatus == 2 for v in found):
		set_status(lead, "Invited", step_back=True)
	else:
		reset_status(lead)


def follow_up_today(lead: str) -> None:
	"""A customer who did not come is in the agent's list again, today (R18)."""
	set_next_step(lead, _("Did not come; invite again"), getdate(now_datetime()))


def followed_up(lead: str) -> None:
	"""The customer is invited again: what was due by today is done."""
	due = frappe.db.get_value("Call Lead", lead, "next_step_date")
	if due and getdate(due) <= getdate(now_datetime()):
		set_next_step(lead, None, None)
