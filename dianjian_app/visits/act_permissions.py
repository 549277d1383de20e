"""Whose act each act of a visit is (R17, R18, decision 5). The session's user decides, nothing that was sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import frappe
from frappe import _

from dianjian_app import roles
from dianjian_app.people.authority import stands_over
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.visits import custody_chain

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.visit_confirmation.visit_confirmation import VisitConfirmation


def may_receive(receptionist: str | None, centre: str | None, agent: str | None) -> bool:
	"""Can this person receive the agent's customer: an active sales consultant of the centre, not the agent? (R16)"""
	staff = receptionist and frappe.db.get_value(
		"Sales Staff", receptionist, ["position", "status", "centre"], as_dict=True
	)
	return bool(
		staff
		and receptionist != agent
		and staff.position == roles.CONSULTANT
		and staff.status == "Active"
		and staff.centre == centre
	)


def is_whose(visit: VisitConfirmation, act: str, user: str) -> bool:
	"""Is the act on this visit the user's?"""
	return _WHO[act](visit, user)


def words(act: str) -> str:
	"""Whose act it is, in words; {0} is the visit."""
	return {
		custody_chain.ARRIVE: _(
			"Only the front desk records the arrival on visit {0}, and neither agent nor receptionist does."
		),
		custody_chain.CONTACT: _("Only the agent who invited records the customer's contact on visit {0}."),
		custody_chain.LEAD_IN: _(
			"Only the front desk records the lead-in on visit {0}, and neither agent nor receptionist does."
		),
		custody_chain.SIGN: _(
			"Only the named receptionist signs visit {0}, and nobody signs their own visit."
		),
		custody_chain.CONFIRM: _("Only the leader of the group or the manager confirms visit {0}."),
		custody_chain.NO_SHOW: _(
			"The agent, the leader or the front desk records the no-show on visit {0}; once the customer was there, only the leader or the manager."
		),
		custody_chain.RE_INVITE: _("Only the agent who invited invites again after visit {0}."),
		custody_chain.CANCEL: _("Only the leader of the group or the manager takes back visit {0}."),
	}[act]


def is_agent(visit: VisitConfirmation, user: str) -> bool:
	"""The agent who holds the invitation."""
	return bool(visit.agent) and staff_of_user(user) == visit.agent


def is_above(visit: VisitConfirmation, user: str) -> bool:
	"""Leader of the group or manager of the centre, and not the agent."""
	return stands_over(user, visit.sales_group, visit.centre) and not is_agent(visit, user)


def _is_front_desk(visit: VisitConfirmation, user: str) -> bool:
	staff = staff_of_user(user) if roles.FRONT_DESK in frappe.get_roles(user) else None
	return staff is not None and is_desk_of(visit, staff, frappe.db.get_value("Sales Staff", staff, "centre"))


def is_desk_of(visit: VisitConfirmation, staff: str, centre: str) -> bool:
	"""Is who stands at this centre's front desk neither the visit's agent nor its receptionist?"""
	return staff not in (visit.agent, visit.receptionist) and centre == visit.centre


def _is_receptionist(visit: VisitConfirmation, user: str) -> bool:
	return (
		bool(visit.receptionist)
		and visit.receptionist != visit.agent
		and (staff_of_user(user) == visit.receptionist)
	)


def _may_say_no_show(visit: VisitConfirmation, user: str) -> bool:
	if is_above(visit, user):
		return True
	return not (visit.arrived_at or visit.led_in_at) and (
		is_agent(visit, user) or _is_front_desk(visit, user)
	)


_WHO: dict[str, Callable] = {
	custody_chain.ARRIVE: _is_front_desk,
	custody_chain.CONTACT: is_agent,
	custody_chain.LEAD_IN: _is_front_desk,
	custody_chain.SIGN: _is_receptionist,
	custody_chain.CONFIRM: is_above,
	custody_chain.NO_SHOW: _may_say_no_show,
	custody_chain.RE_INVITE: is_agent,
	custody_chain.CANCEL: is_above,
}
