"""Whoever stands in during leave gets the customers due and the visits expected, and gives them back (R34, R17).

A lead or a visit that is with a substitute names whose it is (`stands_in_for`). What is lent follows from the leave that
holds today, so that asking again changes nothing, and cancelled leave takes back what it gave.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import get_datetime, getdate

from dianjian_app.desk_notices import put_on_desks
from dianjian_app.locking import hold
from dianjian_app.own_transactions import for_each
from dianjian_app.people import time_off_substitute
from dianjian_app.people.presence import BOTH_HALVES, DayPart
from dianjian_app.people.staffing import DEPARTED, group_on, part_of, user_of_staff
from dianjian_app.resources import consent
from dianjian_app.resources.pool import lead_transfer
from dianjian_app.resources.pool.availability import present_agents
from dianjian_app.value_lists import among
from dianjian_app.visits.leavers_customers import WAITING

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.time_off_request.time_off_request import TimeOffRequest
	from dianjian_app.dianjian_app.doctype.visit_confirmation.visit_confirmation import VisitConfirmation

WORKED = ("Held", "Invited", "Visited", "Deal")
VISIT = "Visit Confirmation"


@dataclass(frozen=True)
class StandIn:
	"""Leave that holds today, and who stands in. halves: of each of its days."""

	substitute: str
	group: str
	start: date
	end: date
	halves: frozenset[DayPart]
	noon: datetime

	def covers(self, at: datetime) -> bool:
		"""Whether somebody expected at a moment comes while the person is away."""
		half = DayPart.MORNING if at.time() < self.noon.time() else DayPart.AFTERNOON
		return self.start <= at.date() <= self.end and half in self.halves


def leave_changed(request: TimeOffRequest, method: str | None = None) -> None:
	"""Events on_submit, on_cancel, on_update_after_submit: customers follow at once where the leave has begun."""
	before = request.get_doc_before_save()
	if method == "on_submit" or (
		before and before.substitute != request.substitute and request.docstatus == 1
	):
		time_off_substitute.tell(request)
	if request.substitute or (before and before.substitute):
		settle(request.staff, getdate())


def settle_daily(day: date | None = None) -> list[str]:
	"""Scheduled in the morning: leave that begins lends, leave that is over gives back; gives for whom it failed."""
	today = day or getdate()
	away = frappe.get_all(
		"Time Off Request",
		{
			"docstatus": 1,
			"substitute": ("is", "set"),
			"from_date": ("<=", today),
			"to_date": (">=", today),
		},
		pluck="staff",
	)
	lent = [
		*frappe.get_all("Call Lead", {"stands_in_for": ("is", "set")}, pluck="stands_in_for", distinct=True),
		*frappe.get_all(
			VISIT,
			{"stands_in_for": ("is", "set"), "stage": ("in", WAITING)},
			pluck="stands_in_for",
			distinct=True,
		),
	]
	return for_each(
		sorted({*away, *lent}), lambda staff: settle(staff, today), lambda staff: f"Substitute of {staff}"
	)


def staff_changed(staff: str, day: date, **_place: str | None) -> None:
	"""Hooks of a move and of a leaving: what the person lent comes back, and what others lent to them goes back."""
	others = [
		*frappe.get_all("Call Lead", {"agent": staff, "stands_in_for": ("is", "set")}, pluck="stands_in_for"),
		*frappe.get_all(
			VISIT,
			{"agent": staff, "stands_in_for": ("is", "set"), "stage": ("in", WAITING)},
			pluck="stands_in_for",
		),
	]
	for owner in sorted({staff, *others}):
		settle(owner, getdate())


def settle(staff: str, day: date) -> None:
	"""Give back what a person lent and no leave of the day lends any more, and lend what is due on it."""
	hold("Sales Staff", staff)
	leave = _leave_of(staff, day)
	_give_back(staff, leave, day)
	for stand_in in leave:
		_lend(staff, stand_in, day)


def _leave_of(staff: str, day: date) -> list[StandIn]:
	requests = frappe.get_all(
		"Time Off Request",
		{
			"staff": staff,
			"docstatus": 1,
			"substitute": ("is", "set"),
			"from_date": ("<=", day),
			"to_date": (">=", day),
		},
		["substitute", "centre", "from_date", "to_date", "half_day", "half_day_part"],
		order_by="from_date, half_day_part",
	)
	group = group_on(staff, day)
	if not requests or not group:
		return []
	names = sorted({staff, *(row.substitute for row in requests)})
	there = set(
		frappe.get_all("Sales Staff", {"name": ("in", names), "status": ("!=", DEPARTED)}, pluck="name")
	)
	return [
		StandIn(
			row.substitute,
			group,
			getdate(row.from_date),
			getdate(row.to_date),
			part_of(row).halves,
			get_datetime(f"{day} {_noon(row.centre)}"),
		)
		for row in requests
		if {staff, row.substitute} <= there and group_on(row.substitute, day) == group
	]


def _noon(centre: str) -> str:
	return str(frappe.db.get_value("Sales Centre", centre, "half_day_switch") or "12:00:00")


def _lend(staff: str, stand_in: StandIn, day: date) -> None:
	if stand_in.substitute not in present_agents([stand_in.substitute], day):
		return  # nobody gets customers on a day off; they get them when they work again
	# who is away for half a day calls in the other half
	leads = _due(staff, day) if stand_in.halves >= BOTH_HALVES else []
	visits = [
		visit
		for visit in _expected(staff)
		if stand_in.covers(get_datetime(visit.planned_at)) and visit.receptionist != stand_in.substitute
	]
	if leads:
		reason = _("Stands in for {0} until {1}").format(_name(staff), stand_in.end)
		lead_transfer.lend(stand_in.group, stand_in.substitute, leads, day, reason, stands_in_for=staff)
	for visit in visits:
		_hand(visit.name, stand_in.substitute, staff)
	if leads or visits:
		_tell(
			stand_in.substitute,
			_("{0} customers due and {1} expected visits of {2} are with you until {3}.").format(
				len(leads), len(visits), _name(staff), stand_in.end
			),
		)


def _due(staff: str, day: date) -> list[str]:
	"""Leads of a person with a promise or a follow-up due by the day, held; without those that may not change hands."""
	lead = frappe.qb.DocType("Call Lead")
	query = (
		frappe.qb.from_(lead)
		.select(lead.name)
		.where((lead.agent == staff) & (lead.do_not_call == 0) & lead.status.isin(WORKED))
		.where(lead.stands_in_for.isnull())
		.where((lead.next_step_date <= day) | (lead.due_on <= day))
		.orderby(lead.name)
		.for_update()
	)
	names = [row[0] for row in query.run()]
	barred = consent.leads_without_evidence(names) if names else {}
	return [name for name in names if name not in barred]


def _expected(staff: str) -> list[frappe._dict]:
	return frappe.get_all(
		VISIT,
		{
			"agent": staff,
			"docstatus": 0,
			"stage": ("in", WAITING),
			"contacted_by": ("is", "not set"),
			"stands_in_for": ("is", "not set"),
			"planned_at": ("is", "set"),
		},
		["name", "planned_at", "receptionist"],
		order_by="name",
		limit=0,
	)


def _give_back(staff: str, leave: list[StandIn], day: date) -> None:
	"""What is with somebody who stands in no longer."""
	whole = {stand_in.substitute for stand_in in leave if stand_in.halves >= BOTH_HALVES}
	some = {stand_in.substitute for stand_in in leave}
	lead = frappe.qb.DocType("Call Lead")
	query = (
		frappe.qb.from_(lead)
		.select(lead.name, lead.agent, lead.sales_group)
		.where((lead.stands_in_for == staff) & lead.agent.isnotnull())
		.orderby(lead.name)
		.for_update()
	)
	by_holder: dict[tuple[str, str], list[str]] = {}
	for name, agent, group in query.run():
		if agent not in whole:
			by_holder.setdefault((agent, group), []).append(name)
	back: Counter[str] = Counter()
	for (agent, group), names in by_holder.items():
		reason = _("Back from {0}, who stood in").format(_name(agent))
		lead_transfer.lend(group, staff, names, day, reason, stands_in_for=None)
		back[agent] += len(names)
	visits: Counter[str] = Counter()
	rows = frappe.get_all(
		VISIT,
		{
			"stands_in_for": staff,
			"docstatus": 0,
			"stage": ("in", WAITING),
			"contacted_by": ("is", "not set"),
			"agent": ("not in", among(sorted(some))),
		},
		["name", "agent"],
		order_by="name",
		limit=0,
	)
	for row in rows:
		_hand(row.name, staff, None)
		visits[row.agent] += 1
	for agent in sorted({*back, *visits}):
		_tell(
			staff,
			_("{0} customers and {1} expected visits came back to you from {2}.").format(
				back[agent], visits[agent], _name(agent)
			),
		)


def _hand(name: str, agent: str, stands_in_for: str | None) -> None:
	visit = frappe.get_doc(VISIT, name, for_update=True)
	if visit.stage not in WAITING or visit.docstatus or visit.contacted_by:
		return  # somebody acted meanwhile
	visit.flags.stand_in = (agent, stands_in_for)
	visit.save(ignore_permissions=True)  # approved leave acts, whoever approved it


def change_hands(visit: VisitConfirmation) -> None:
	"""Within a save of a visit that leave lends or gives back: who records the customer's contact, and for whom."""
	visit.agent, visit.stands_in_for = visit.flags.stand_in
	visit.agent_name = _name(visit.agent)
	visit.flags.stand_in = None


def _name(staff: str) -> str:
	return frappe.db.get_value("Sales Staff", staff, "staff_name") or staff


def _tell(staff: str, subject: str) -> None:
	if user := user_of_staff(staff):
		put_on_desks([user], "Sales Staff", staff, subject)
