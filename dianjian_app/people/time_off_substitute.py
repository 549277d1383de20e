"""Whoever stands in during leave: named with the request, changed by who decides (R34).

A later room gives them the customers due (`visits/standing_in.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import frappe
from frappe import _
from frappe.utils import getdate

from dianjian_app import roles
from dianjian_app.desk_notices import put_on_desks
from dianjian_app.people import approval
from dianjian_app.people.approval import CLOSED, RequestError
from dianjian_app.people.staffing import DEPARTED, part_of, person_on, user_of_staff

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.time_off_request.time_off_request import TimeOffRequest


class SubstituteError(RequestError):
	"""Somebody is named who cannot stand in."""


def check(request: TimeOffRequest) -> None:
	"""The substitute is a colleague of the centre, for an agent one of the group, and there. Raises SubstituteError."""
	if not request.substitute:
		request.substitute = None
		return
	if request.substitute == request.staff:
		_refuse(_("Nobody stands in for themselves; name a colleague as substitute."))
	name = frappe.db.get_value("Sales Staff", request.substitute, "staff_name") or request.substitute
	for day in (getdate(request.from_date), getdate(request.to_date)):
		mine, other = person_on(request.staff, day), person_on(request.substitute, day)
		if not other or not other.position or other.centre != request.centre:
			_refuse(_("{0} does not work at {1} then; name another substitute.").format(name, request.centre))
		agent = mine and mine.position == roles.AGENT
		if mine and agent and (other.position, other.group) != (roles.AGENT, mine.group):
			_refuse(_("{0} is no agent of {1} then; name another substitute.").format(name, mine.group))
	_check_there(request, name)


def choice(request: TimeOffRequest) -> dict[str, object]:
	"""Filters of those who can be named as substitute, for the form; `check` decides again."""
	day = getdate(request.from_date)
	mine = person_on(request.staff, day)
	group = {"sales_group": mine.group} if mine and mine.position == roles.AGENT and mine.group else {}
	return {
		"name": ("!=", request.staff),
		"status": ("!=", DEPARTED),
		"centre": request.centre,
		**group,
		**({"position": roles.AGENT} if group else {}),
	}


def _check_there(request: TimeOffRequest, name: str) -> None:
	rows = frappe.get_all(
		"Time Off Request",
		{
			"staff": request.substitute,
			"docstatus": ("<", 2),
			"from_date": ("<=", request.to_date),
			"to_date": (">=", request.from_date),
		},
		["from_date", "to_date", "half_day", "half_day_part", "decision"],
		limit=0,
	)
	for row in rows:
		if row.decision not in CLOSED and part_of(row).halves & part_of(request).halves:
			_refuse(
				_("{0} is away from {1} to {2}; name another substitute.").format(
					name, row.from_date, row.to_date
				)
			)


def check_change(request: TimeOffRequest) -> None:
	"""Event before_update_after_submit: of approved leave the substitute is changed by who decides, while it lasts.

	Raises NotTheApproverError, SubstituteError.
	"""
	before = request.get_doc_before_save()
	if (request.substitute or None) == (before.substitute or None):
		return
	approval.check_may_decide(request)
	if getdate(request.to_date) < getdate():
		_refuse(_("The leave is over; its substitute stays who it was."))
	check(request)


def tell(request: TimeOffRequest) -> None:
	"""Once it holds: whoever stands in learns of it."""
	user = request.substitute and user_of_staff(request.substitute)
	if user and user != frappe.session.user:
		subject = _("You stand in for {0} from {1} to {2}.").format(
			request.staff_name, request.from_date, request.to_date
		)
		put_on_desks([user], "Sales Staff", request.substitute, subject, from_user=frappe.session.user)


def _refuse(message: str) -> NoReturn:
	frappe.throw(message, SubstituteError, title=_("Substitute"))
	raise SubstituteError(message)  # frappe.throw has raised; its signature does not say so
