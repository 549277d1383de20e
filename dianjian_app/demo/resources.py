"""The demo's resources: planning imports workbooks, leaders hand leads out, agents choose whom to call."""

from __future__ import annotations

from datetime import date

import frappe
from frappe.utils.file_manager import save_file

from dianjian_app.demo.plan import Plan, SheetFact
from dianjian_app.demo.workbooks import Resource
from dianjian_app.resources.intake.batch_import import import_batch
from dianjian_app.resources.pool.allocation import hand_out

SPARE = 2  # leads a day that an agent gets beyond what the day's calls need


def bring(plan: Plan, resource: Resource) -> None:
	"""A workbook becomes a batch of the centre's common pool, as the Lead Batch form does it."""
	batch = frappe.get_doc(
		doctype="Lead Batch",
		batch_name=resource.name,
		centre=plan.place.name,
		source=resource.source,
		received_on=resource.brought_on,
		evidence_note=resource.evidence,
		evidence_date=resource.brought_on,
	).insert()
	file = save_file(
		f"{resource.name}.xlsx", resource.content, batch.doctype, batch.name, is_private=1, df="file"
	)
	batch.reload()
	batch.file = file.file_url
	batch.save()
	import_batch(batch.name)


def hand_out_for(plan: Plan, group: str, sheets: list[SheetFact]) -> None:
	"""A leader hands out what the group's agents need for their calls of the day."""
	hand_out(group, {plan.person(s.agent).number: s.fresh + SPARE for s in sheets})


def fresh_leads(agent: str, count: int) -> list[str]:
	"""Leads of an agent that nobody has called yet, the oldest first."""
	if count < 1:
		return []
	return frappe.get_list(
		"Call Lead",
		filters={"agent": agent, "status": "Held", "last_called_at": ("is", "not set")},
		order_by="allocated_on, name",
		limit=count,
		pluck="name",
	)


def follow_ups(agent: str, count: int, day: date, besides: list[str]) -> list[str]:
	"""Leads of an agent to call again: promised for today or earlier, then those not called for longest."""
	if count < 1:
		return []
	lead = frappe.qb.DocType("Call Lead")
	query = (
		frappe.qb.from_(lead)
		.select(lead.name)
		.where((lead.agent == agent) & (lead.status == "Held") & (lead.do_not_call == 0))
		.where(lead.last_called_at < day)
		.orderby(lead.next_step_date.isnull(), lead.next_step_date, lead.last_called_at, lead.name)
		.limit(count)
	)
	if besides:
		query = query.where(lead.name.notin(besides))
	return [row[0] for row in query.run()]
