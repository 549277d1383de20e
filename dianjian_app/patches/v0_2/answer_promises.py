"""Promises that a visit or a deal has answered leave the agents' lists (R8)."""

from __future__ import annotations

import frappe
from frappe.query_builder.functions import Max

from dianjian_app.calls.lead_from_calls import update_leads_from_calls
from dianjian_app.stage_codes import visit_stages

AT_ONCE = 500


def execute() -> None:
	"""Note when each customer was here last, or bought, and read the calls of those who lead the lists again. Idempotent."""
	lead = frappe.qb.DocType("Call Lead")
	visit, deal = frappe.qb.DocType("Visit Confirmation"), frappe.qb.DocType("Sales Deal")
	for found in (
		frappe.qb.from_(visit)
		.select(visit.lead, Max(visit.signed_at).as_("at"))
		.where(visit.stage.isin(visit_stages.HAPPENED))
		.groupby(visit.lead),
		frappe.qb.from_(deal)
		.select(deal.lead, Max(deal.confirmed_at).as_("at"))
		.where(deal.docstatus == 1)
		.groupby(deal.lead),
	):
		(
			frappe.qb.update(lead)
			.join(found)
			.on(found.lead == lead.name)
			.set(lead.promises_answered_at, found.at)
			.where(lead.promises_answered_at.isnull() | (lead.promises_answered_at < found.at))
			.run()
		)
	promised = (
		frappe.qb.from_(lead)
		.select(lead.name)
		.where(lead.promises_answered_at.isnotnull() & lead.next_step_date.isnotnull())
		.where((lead.next_step_date <= lead.promises_answered_at) | (lead.status == "Deal"))
		.run(pluck=True)
	)
	for begin in range(0, len(promised), AT_ONCE):
		update_leads_from_calls(promised[begin : begin + AT_ONCE])
