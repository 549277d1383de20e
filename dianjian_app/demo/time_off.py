"""Leave of the demo's agents: asked for by them, decided by their leaders."""

from __future__ import annotations

import frappe
from frappe.model.workflow import apply_workflow

from dianjian_app.demo.plan import TimeOffFact


def ask(agent: str, off: TimeOffFact) -> None:
	"""The agent's request for leave."""
	frappe.get_doc(
		doctype="Time Off Request",
		staff=agent,
		leave_type=off.leave_type,
		from_date=off.day,
		to_date=off.day,
		half_day=int(bool(off.part)),
		half_day_part=off.part,
		reason=off.reason,
	).insert()


def approve(agent: str, off: TimeOffFact) -> None:
	"""The leader's decision."""
	request = frappe.get_doc("Time Off Request", {"staff": agent, "from_date": off.day, "docstatus": 0})
	apply_workflow(request, "Approve")
