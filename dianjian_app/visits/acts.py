"""The acts in a visit's chain of custody: who may do which, when, and what it writes (R17, R18, decision 5)."""

from __future__ import annotations

from collections.abc import Callable

import frappe
from frappe import _
from frappe.utils import get_datetime, getdate, now_datetime

from dianjian_app import roles
from dianjian_app.people.place import stands_over
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.stages import show
from dianjian_app.visits import stages


class VisitError(frappe.ValidationError):
	"""An act that does not fit the visit's stage."""


class VisitFrozenError(frappe.ValidationError):
	"""What has been signed or closed is not altered."""


class NotYourActError(frappe.PermissionError):
	"""An act in the chain of custody by somebody whose act it is not."""


def may(visit, act: str, user: str | None = None) -> bool:
	"""May the user do this act on the visit now? The same rules as the act itself, without the message."""
	user = user or frappe.session.user
	if visit.stage not in _FROM[act]:
		return False
	if act in ("contact", "lead_in") and visit.get(_BY[act]):
		return False
	if act in ("contact", "lead_in", "sign", "confirm") and user in _actors(visit, act):
		return False
	if act == "no_show" and get_datetime(visit.planned_at) > now_datetime():
		return False
	return _WHO[act](visit, user)


def do(visit, act: str, was: str) -> None:
	"""Do an act within a save of the visit: check it again and write it. was: the stage before."""
	user = frappe.session.user
	visit.stage = was
	refuse(visit, act, user)
	_ACTS[act](visit, user, now_datetime())


def refuse(visit, act: str, user: str) -> None:
	"""Raise when the user may not do this act on the visit now: VisitError, NotYourActError."""
	if visit.stage not in _FROM[act] or (act in ("contact", "lead_in") and visit.get(_BY[act])):
		frappe.throw(
			_("Visit {0} is {1}: this was done already, or cannot be done any more.").format(
				visit.name, _(visit.outcome or visit.stage)
			),
			VisitError,
		)
	if not _WHO[act](visit, user):
		frappe.throw(who_words(act).format(visit.name), NotYourActError, title=_("Not Your Act"))
	if user in _actors(visit, act):
		frappe.throw(
			_(
				"Contact, lead-in, signature and confirmation of a visit are acts of different people; {0} has done one."
			).format(user),
			NotYourActError,
			title=_("Not Your Act"),
		)
	if act == "no_show" and get_datetime(visit.planned_at) > now_datetime():
		frappe.throw(
			_("The customer is expected at {0}; wait until then.").format(
				frappe.format(visit.planned_at, "Datetime")
			),
			VisitError,
		)


def _actors(visit, act: str) -> set[str]:
	"""Users who did another act of the chain; the leader who confirms may be anyone but agent and signer."""
	fields = [f for a, f in _BY.items() if a != act]
	return {visit.get(f) for f in fields if visit.get(f)}


def who_words(act: str) -> str:
	"""Whose act it is, in words; {0} is the visit."""
	return {
		"contact": _("Only the agent who invited records the customer's contact on visit {0}."),
		"lead_in": _("Only the front desk records the lead-in on visit {0}."),
		"sign": _("Only the named receptionist signs visit {0}, and nobody signs their own visit."),
		"confirm": _("Only the leader of the group or the manager confirms visit {0}."),
		"no_show": _("The agent, the leader or the front desk records the no-show on visit {0}."),
		"re_invite": _("Only the agent who invited invites again after visit {0}."),
		"cancel": _("Only the leader of the group or the manager takes back visit {0}."),
	}[act]


def _is_agent(visit, user: str) -> bool:
	return bool(visit.agent) and staff_of_user(user) == visit.agent


def _is_front_desk(visit, user: str) -> bool:
	staff = staff_of_user(user)
	return bool(
		staff
		and roles.FRONT_DESK in frappe.get_roles(user)
		and frappe.db.get_value("Sales Staff", staff, "centre") == visit.centre
	)


def _is_receptionist(visit, user: str) -> bool:
	return (
		bool(visit.receptionist)
		and visit.receptionist != visit.agent
		and staff_of_user(user) == visit.receptionist
	)


def is_above(visit, user: str) -> bool:
	"""Leader of the group or manager of the centre, and not the agent."""
	return stands_over(user, visit.sales_group, visit.centre) and staff_of_user(user) != visit.agent


def _contact(visit, user, now) -> None:
	visit.contacted_by, visit.contacted_at = user, now
	show(visit, stages.ARRIVED)


def _lead_in(visit, user, now) -> None:
	visit.led_in_by, visit.led_in_at = user, now
	show(visit, stages.ARRIVED)


def _sign(visit, user, now) -> None:
	visit.signed_by, visit.signed_at = user, now
	if custody_complete(visit):
		if visit.docstatus:
			frappe.throw(
				_("Visit {0} is signed first and confirmed by the leader then.").format(visit.name),
				VisitError,
			)
		show(visit, stages.SIGNED)
	else:
		if not visit.docstatus:
			frappe.throw(
				_(
					"The customer's contact or the lead-in is missing on visit {0}; sign it with the button Sign, which makes it a walk-in."
				).format(visit.name),
				VisitError,
			)
		visit.outcome = stages.WALK_IN
		show(visit, stages.WALK_IN)


def _confirm(visit, user, now) -> None:
	if not visit.docstatus:
		frappe.throw(_("A visit is confirmed by submitting it."), VisitError)
	visit.confirmed_by, visit.confirmed_at = user, now
	# two confirmations of one customer wait for each other here; the unique key guards beside it
	frappe.db.get_value("Call Lead", visit.lead, "name", for_update=True)
	counted = frappe.db.get_value("Visit Confirmation", {"counted_key": visit.lead}, "name", for_update=True)
	if counted:
		visit.outcome = stages.REVISIT
	else:
		visit.outcome, visit.counted_key = stages.COUNTED, visit.lead
		visit.counted_on = getdate(visit.signed_at)
	show(visit, stages.CONFIRMED)


def _no_show(visit, user, now) -> None:
	visit.no_show_by, visit.no_show_at, visit.outcome = user, now, stages.NO_SHOW
	show(visit, stages.NO_SHOW)


def _re_invite(visit, user, now) -> None:
	show(visit, stages.RE_INVITED)


def custody_complete(visit) -> bool:
	"""Are contact and lead-in recorded? (R17)"""
	return bool(visit.contacted_by and visit.led_in_by)


_OPEN = (stages.EXPECTED, stages.ARRIVED)
_FROM: dict[str, tuple[str, ...]] = {
	"contact": _OPEN,
	"lead_in": _OPEN,
	"sign": _OPEN,
	"confirm": (stages.SIGNED,),
	"no_show": _OPEN,
	"re_invite": (stages.NO_SHOW,),
	"cancel": (stages.CONFIRMED, stages.WALK_IN),
}
_BY = {"contact": "contacted_by", "lead_in": "led_in_by", "sign": "signed_by", "confirm": "confirmed_by"}
_WHO: dict[str, Callable] = {
	"contact": _is_agent,
	"lead_in": _is_front_desk,
	"sign": _is_receptionist,
	"confirm": is_above,
	"no_show": lambda v, u: _is_agent(v, u) or _is_front_desk(v, u) or is_above(v, u),
	"re_invite": _is_agent,
	"cancel": is_above,
}
_ACTS: dict[str, Callable] = {
	"contact": _contact,
	"lead_in": _lead_in,
	"sign": _sign,
	"confirm": _confirm,
	"no_show": _no_show,
	"re_invite": _re_invite,
}
