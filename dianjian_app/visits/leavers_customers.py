"""Customers of somebody who has left are handed on: visits expected, promises made, leads in hand (R3, R17, R18)."""

from __future__ import annotations

from datetime import date

import frappe
from frappe import _
from frappe.utils import getdate

from dianjian_app.desk_notices import put_on_desks
from dianjian_app.people.staffing import DEPARTED, group_on, user_of_staff
from dianjian_app.resources.pool import allocation, allocation_request
from dianjian_app.stage_codes import visit_stages
from dianjian_app.value_lists import among
from dianjian_app.visits.errors import NotYourActError, VisitError

WAITING = (visit_stages.EXPECTED, visit_stages.ARRIVED)


def staff_left(staff: str, group: str | None, day: date) -> None:
	"""Hook dianjian_staff_left: the group's leader, or the centre's manager, learns what waits to be handed on."""
	if not group:
		return
	visits = frappe.db.count("Visit Confirmation", {"agent": staff, "stage": ("in", WAITING)})
	returned = returned_leads(staff, day)
	promises = (
		frappe.db.count("Call Lead", {"name": ("in", among(returned)), "next_step_date": ("is", "set")})
		if returned
		else 0
	)
	if not visits and not returned:
		return
	name = frappe.db.get_value("Sales Staff", staff, "staff_name")
	subject = _(
		"{0} has left: {1} expected visits, {2} promises and {3} customers wait to be handed on. Open “Customers of Leavers”."
	).format(name, visits, promises, len(returned))
	put_on_desks(_who_hands_on(group), "Sales Staff", staff, subject)


def _who_hands_on(group: str) -> list[str]:
	place = frappe.db.get_value("Sales Group", group, ["leader", "centre"], as_dict=True)
	manager = frappe.db.get_value("Sales Centre", place.centre, "manager")
	for person in (place.leader, manager):
		found = person and user_of_staff(person)
		if found:
			return [found]
	return []


def returned_leads(staff: str, since: date) -> list[str]:
	"""The leads that came back to the pool when the person left, or later, and that nobody has got since."""
	allocation_table, item = frappe.qb.DocType("Lead Allocation"), frappe.qb.DocType("Lead Allocation Item")
	lead = frappe.qb.DocType("Call Lead")
	query = (
		frappe.qb.from_(allocation_table)
		.join(item)
		.on(item.parent == allocation_table.name)
		.join(lead)
		.on(lead.name == item.lead)
		.select(lead.name)
		.distinct()
		.where((allocation_table.agent == staff) & (allocation_table.action == "Return"))
		.where((allocation_table.date >= since) & (lead.do_not_call == 0))
		.where(lead.agent.isnull() & lead.status.notin(("Out", "Deal")))
	)
	return [row[0] for row in query.run()]


@frappe.whitelist(methods=["POST"])
def hand_on(
	sales_group: str, agent: str, visits: str | list | None = None, leads: str | list | None = None
) -> dict[str, int]:
	"""Hand customers of people who have left to an agent of the group, with the visits that are expected of them.

	visits, leads: names (JSON from the desk). Who takes over records the customer's contact on arrival, and the visit
	counts for them. All or none; sent again it changes nothing. Returns {"visits", "leads"} that changed hands.
	Raises PermissionError (only the group's leader and the manager), AllocationError, VisitError.
	"""
	allocation_request.check_leader(sales_group)
	chosen = sorted({str(name) for name in _listed(visits)})
	wanted = {str(name) for name in _listed(leads)}
	allocation_request.check_agents(sales_group, {agent: len(chosen) + len(wanted)}, getdate())
	moved = 0
	for name in chosen:
		visit = frappe.get_doc("Visit Confirmation", name, for_update=True)
		if visit.sales_group != sales_group:
			frappe.throw(
				_("Visit {0} is not one of {1}.").format(visit.name, sales_group), frappe.PermissionError
			)
		wanted.add(visit.lead)
		if visit.agent == agent:
			continue
		visit.flags.taken_over_by = agent
		visit.save(ignore_permissions=True)  # the group's leader was asked for above
		moved += 1
	wanted -= {lead for lead in _of_others(wanted)}
	given = allocation.hand_over(sales_group, sorted(wanted), agent) if wanted else []
	return {"visits": moved, "leads": sum(row["lead_count"] for row in given)}


def _listed(names: str | list | None) -> list:
	found = frappe.parse_json(names) if isinstance(names, str) and names else names or []
	if not isinstance(found, list) or any(not isinstance(name, str) for name in found):
		frappe.throw(_("Choose customers from the list."), VisitError)
	return found


def _of_others(leads: set[str]) -> set[str]:
	"""Customers who refuse calls or have bought: their visit changes hands, the lead stays where it is."""
	filters = {"name": ("in", among(leads))}
	rows = frappe.get_all("Call Lead", filters, ["name", "do_not_call", "status"], limit=0)
	return {row.name for row in rows if row.do_not_call or row.status in ("Out", "Deal")}


def take_over(visit: frappe._dict) -> None:
	"""Within a save of a visit: the agent who takes it over stands there instead of the one who left.

	Raises VisitError where its agent is still there, or the customer has been led in or signed for.
	"""
	agent = visit.flags.taken_over_by
	if visit.stage not in WAITING or visit.docstatus or visit.contacted_by:
		frappe.throw(
			_("Visit {0} is {1} and is not handed on any more.").format(visit.name, _(visit.stage)),
			VisitError,
		)
	if frappe.db.get_value("Sales Staff", visit.agent, "status") != DEPARTED:
		frappe.throw(
			_("{0} is still employed; only visits of people who have left are handed on.").format(
				visit.agent_name
			),
			NotYourActError,
		)
	if agent == visit.receptionist:
		frappe.throw(_("Who receives the customer does not take the visit over."), VisitError)
	visit.taken_over_from = visit.taken_over_from or visit.agent
	visit.agent = agent
	visit.agent_name = frappe.db.get_value("Sales Staff", agent, "staff_name")
	visit.sales_group = group_on(agent, getdate()) or visit.sales_group
	visit.flags.taken_over_by = None
