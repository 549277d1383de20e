"""Somebody whom others count on goes on leave: who decides is asked to name somebody else (R17, R34).

A receptionist is named by the visit's leader, and signs; so the app moves no visit to another one, also where a substitute is
named. The same for whoever stands in for a colleague on those days.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import formatdate, get_datetime, getdate

from dianjian_app import roles
from dianjian_app.desk_notices import put_on_desks
from dianjian_app.people.deadlines import deciders
from dianjian_app.people.presence import DayPart
from dianjian_app.people.staffing import part_of, user_of_staff
from dianjian_app.visits.leavers_customers import WAITING

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.time_off_request.time_off_request import TimeOffRequest

REQUEST, VISIT = "Time Off Request", "Visit Confirmation"


def leave_approved(request: TimeOffRequest, method: str | None = None) -> None:
	"""Event on_submit: tell who names receptionists and substitutes what the leave leaves open."""
	of_group: dict[tuple[str, str], list[str]] = defaultdict(list)
	for visit in _to_receive(request):
		of_group[visit.sales_group, visit.centre].append(visit.name)
	for (group, centre), names in sorted(of_group.items()):
		subject = _(
			"{0} is away and was to receive {1} customers from {2} to {3}; name another receptionist."
		)
		_ask(
			request,
			group,
			centre,
			VISIT,
			names[0],
			subject.format(request.staff_name, len(names), *_span(request)),
		)
	for other in _stands_in_for(request):
		subject = _("{0} is away from {1} to {2} and stands in for {3}; name another substitute.")
		words = subject.format(request.staff_name, *_span(request), other.staff_name)
		_ask(request, other.sales_group, other.centre, REQUEST, other.name, words)


def _to_receive(request: TimeOffRequest) -> list[frappe._dict]:
	"""Expected visits of the days and halves that name the person as receptionist."""
	days = f"{request.from_date} 00:00:00", f"{request.to_date} 23:59:59"
	rows = frappe.get_all(
		VISIT,
		{
			"receptionist": request.staff,
			"docstatus": 0,
			"stage": ("in", WAITING),
			"planned_at": ("between", days),
		},
		["name", "sales_group", "centre", "planned_at"],
		order_by="planned_at, name",
		limit=0,
	)
	noon = frappe.db.get_value("Sales Centre", request.centre, "half_day_switch") or "12:00:00"
	halves = part_of(request).halves

	def half_of(row: frappe._dict) -> DayPart:
		at = get_datetime(row.planned_at)
		return DayPart.MORNING if at < get_datetime(f"{at.date()} {noon}") else DayPart.AFTERNOON

	return [row for row in rows if half_of(row) in halves]


def _stands_in_for(request: TimeOffRequest) -> list[frappe._dict]:
	"""Approved leave of others on the same half days that names the person as substitute."""
	rows = frappe.get_all(
		REQUEST,
		{
			"substitute": request.staff,
			"docstatus": 1,
			"from_date": ("<=", request.to_date),
			"to_date": (">=", max(getdate(request.from_date), getdate())),
		},
		["name", "staff_name", "sales_group", "centre", "half_day", "half_day_part"],
		order_by="name",
		limit=0,
	)
	return [row for row in rows if part_of(row).halves & part_of(request).halves]


def _span(request: TimeOffRequest) -> tuple[str, str]:
	return formatdate(request.from_date), formatdate(request.to_date)


def _ask(
	request: TimeOffRequest, group: str | None, centre: str, doctype: str, name: str, subject: str
) -> None:
	"""On the desk of the group's leader; of the managers where that is the person, or nobody."""
	leader = group and frappe.db.get_value("Sales Group", group, "leader")
	user = leader and leader != request.staff and user_of_staff(leader)
	put_on_desks([user] if user else deciders(centre, roles.MANAGER), doctype, name, subject)
