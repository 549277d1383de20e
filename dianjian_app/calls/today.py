"""The agent's list for today: promised next steps, due follow-ups, then what was handed out (R7, R8)."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime
from pypika import Case, Order

from dianjian_app.calls import stages
from dianjian_app.calls.grades import grade_options
from dianjian_app.people.staffing import staff_of_user

LIMIT = 300
WORKED = ("Held", "Invited", "Visited", "Deal")


@frappe.whitelist()
def today_list() -> dict:
	"""What the session's agent has to call today, most urgent first, and how far the day has come.

	Gives {"agent", "sheet", "stage", "customers_connected", "calls_total", "leads": [{"name", "customer_name",
	"phone_mask", "reason" (promised | due | new), "grade", …}], "grades", "products"}. Leads called today are left
	out. Raises PermissionError when the user is no agent.
	"""
	agent = staff_of_user(frappe.session.user)
	if not agent:
		frappe.throw(_("This list is for telesales agents."), frappe.PermissionError)
	day = getdate(now_datetime())
	staff = frappe.db.get_value("Sales Staff", agent, ["staff_name", "centre"], as_dict=True)
	sheet = frappe.db.get_value(
		"Call Sheet",
		{"live_key": f"{agent}|{day}"},
		["name", "stage", "customers_connected", "calls_total", "return_reason"],
		as_dict=True,
	)
	return {
		"agent": agent,
		"agent_name": staff.staff_name,
		"date": str(day),
		"sheet": sheet.name if sheet else None,
		"stage": sheet.stage if sheet else stages.DRAFT,
		"return_reason": sheet.return_reason if sheet else None,
		"customers_connected": sheet.customers_connected if sheet else 0,
		"calls_total": sheet.calls_total if sheet else 0,
		"leads": _leads(agent, day, sheet.name if sheet else ""),
		"grades": grade_options(staff.centre),
		"products": frappe.get_all(
			"Product Type", filters={"disabled": 0}, order_by="sort_order, name", pluck="name"
		),
	}


def _leads(agent: str, day, sheet: str) -> list[dict]:
	lead, row = frappe.qb.DocType("Call Lead"), frappe.qb.DocType("Call Sheet Row")
	called = frappe.qb.from_(row).select(row.lead).where(row.parent == sheet)
	promised = lead.next_step_date.notnull() & (lead.next_step_date <= day)
	due = lead.due_on.notnull() & (lead.due_on <= day)
	new = lead.last_called_at.isnull() | (lead.last_connected_at.isnull())
	urgency = Case().when(promised, 1).when(due, 2).else_(3)
	query = (
		frappe.qb.from_(lead)
		.select(
			*(lead.name, lead.customer_name, lead.phone_mask, lead.grade, lead.source, lead.product_need),
			*(lead.follow_up_no, lead.next_step, lead.next_step_date, lead.due_on, lead.last_called_at),
			*(lead.remarks, lead.segment, lead.status),
			urgency.as_("urgency"),
		)
		.where((lead.agent == agent) & (lead.do_not_call == 0) & lead.status.isin(WORKED))
		.where(promised | due | new)
		.where(lead.name.notin(called))
		.orderby(urgency)
		.orderby(lead.next_step_date, lead.due_on, lead.last_called_at, lead.name, order=Order.asc)
		.limit(LIMIT)
	)
	reasons = {1: "promised", 2: "due", 3: "new"}
	return [{**r, "reason": reasons[r.urgency]} for r in query.run(as_dict=True)]
