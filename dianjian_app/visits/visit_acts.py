"""The acts in a visit's chain of custody: when they are refused, and what they write (R17, R18, decision 5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import get_datetime, getdate, now_datetime

from dianjian_app.people.staffing import group_on
from dianjian_app.stage_codes import visit_stages
from dianjian_app.visits import act_permissions, custody_chain
from dianjian_app.visits.custody_chain import Chain
from dianjian_app.visits.customer_history import visits_of
from dianjian_app.visits.errors import NotYourActError, VisitError
from dianjian_app.workflow_stages import set_stage

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.visit_confirmation.visit_confirmation import VisitConfirmation


_BY = {
	custody_chain.CONTACT: "contacted_by",
	custody_chain.LEAD_IN: "led_in_by",
	custody_chain.SIGN: "signed_by",
	custody_chain.CONFIRM: "confirmed_by",
}


@dataclass(frozen=True)
class Refusal:
	"""Why an act is refused: the error, in words that say what to do."""

	error: type[Exception]
	words: str
	title: str | None = None


def chain_of(visit: VisitConfirmation) -> Chain:
	"""The visit's chain as plain data."""
	return Chain(
		stage=visit.stage,
		contacted_at=get_datetime(visit.contacted_at) if visit.contacted_at else None,
		led_in_at=get_datetime(visit.led_in_at) if visit.led_in_at else None,
		arrived_at=get_datetime(visit.arrived_at) if visit.arrived_at else None,
		walk_in=bool(visit.walk_in),
		lead_in_needed=needs_lead_in(visit.centre),
	)


def needs_lead_in(centre: str | None) -> bool:
	"""Whether the front desk's login records the lead-in at the centre, or the agent's own record suffices (R17)."""
	return not centre or bool(frappe.get_cached_value("Sales Centre", centre, "lead_in_by_front_desk"))


def is_complete(visit: VisitConfirmation) -> bool:
	"""Are contact and lead-in of the arrival recorded? (R17)"""
	return not chain_of(visit).missing(getdate(now_datetime()))


def may(visit: VisitConfirmation, act: str, user: str | None = None) -> bool:
	"""May the user do this act on the visit now?"""
	return refusal(visit, act, user or frappe.session.user) is None


def refuse(visit: VisitConfirmation, act: str, user: str) -> None:
	"""Raise when the user may not do this act on the visit now: VisitError, NotYourActError."""
	why = refusal(visit, act, user)
	if why:
		frappe.throw(why.words, why.error, title=why.title)


def refusal(visit: VisitConfirmation, act: str, user: str) -> Refusal | None:
	"""Why the user may not do this act on the visit now; None when they may."""
	now = now_datetime()
	if not chain_of(visit).fits(act, getdate(now)):
		state = _(visit.outcome or visit.stage)
		words = _("Visit {0} is {1}: this was done already, or cannot be done any more.")
		return Refusal(VisitError, words.format(visit.name, state))
	if not act_permissions.is_whose(visit, act, user):
		return Refusal(NotYourActError, act_permissions.words(act).format(visit.name), _("Not Your Act"))
	if act in _BY and user in _hands(visit, besides=act):
		words = _(
			"Contact, lead-in, signature and confirmation of a visit are acts of different people; {0} has done one."
		)
		return Refusal(NotYourActError, words.format(user), _("Not Your Act"))
	if act == custody_chain.NO_SHOW and get_datetime(visit.planned_at) > now:
		planned = frappe.format(visit.planned_at, "Datetime")
		return Refusal(VisitError, _("The customer is expected at {0}; wait until then.").format(planned))
	return None


def perform_act(visit: VisitConfirmation, act: str, was: str) -> None:
	"""Do an act within a save of the visit: check it again and write it. was: the stage before."""
	user = frappe.session.user
	visit.stage = was
	refuse(visit, act, user)
	_WRITE[act](visit, user, now_datetime())


def _hands(visit: VisitConfirmation, besides: str) -> set[str]:
	"""Users who did another act of the chain."""
	return {visit.get(field) for act, field in _BY.items() if act != besides and visit.get(field)}


def _arrive(visit: VisitConfirmation, user: str, now: datetime) -> None:
	visit.arrived_by, visit.arrived_at = user, now
	set_stage(visit, visit_stages.ARRIVED)


def _contact(visit: VisitConfirmation, user: str, now: datetime) -> None:
	visit.contacted_by, visit.contacted_at = user, now
	set_stage(visit, visit_stages.ARRIVED)


def _lead_in(visit: VisitConfirmation, user: str, now: datetime) -> None:
	visit.led_in_by, visit.led_in_at = user, now
	set_stage(visit, visit_stages.ARRIVED)


def _sign(visit: VisitConfirmation, user: str, now: datetime) -> None:
	if is_complete(visit):
		if visit.docstatus:
			frappe.throw(
				_("Visit {0} is signed first and confirmed by the leader then.").format(visit.name),
				VisitError,
			)
		set_stage(visit, visit_stages.SIGNED)
	else:
		if not visit.docstatus:
			frappe.throw(
				_(
					"The customer's contact or the lead-in is missing on visit {0}; sign it with the button Sign, which makes it a walk-in."
				).format(visit.name),
				VisitError,
			)
		visit.outcome = visit_stages.WALK_IN
		set_stage(visit, visit_stages.WALK_IN)
	visit.signed_by, visit.signed_at = user, now
	_stand_in_group_of_day(visit, now)


def _stand_in_group_of_day(visit: VisitConfirmation, now: datetime) -> None:
	"""The visit's figures belong to the group of the agent on the day of the signature (R4)."""
	group = visit.agent and group_on(visit.agent, getdate(now))
	if group and frappe.db.get_value("Sales Group", group, "centre") == visit.centre:
		visit.sales_group = group


def _confirm(visit: VisitConfirmation, user: str, now: datetime) -> None:
	if not visit.docstatus:
		frappe.throw(_("A visit is confirmed by submitting it."), VisitError)
	visit.confirmed_by, visit.confirmed_at = user, now
	if any(v.counted_key for v in visits_of(visit.lead)):
		visit.outcome = visit_stages.REVISIT
	else:
		visit.outcome, visit.counted_key = visit_stages.COUNTED, visit.lead
		visit.counted_on = getdate(visit.signed_at)
	set_stage(visit, visit_stages.CONFIRMED)


def _no_show(visit: VisitConfirmation, user: str, now: datetime) -> None:
	visit.no_show_by, visit.no_show_at, visit.outcome = user, now, visit_stages.NO_SHOW
	set_stage(visit, visit_stages.NO_SHOW)


def _re_invite(visit: VisitConfirmation, user: str, now: datetime) -> None:
	if not visit.flags.invited_again:
		frappe.throw(
			_("Say when the customer is expected: use the button Invite Again of visit {0}.").format(
				visit.name
			),
			VisitError,
		)
	set_stage(visit, visit_stages.RE_INVITED)


_WRITE: dict[str, Callable] = {
	custody_chain.ARRIVE: _arrive,
	custody_chain.CONTACT: _contact,
	custody_chain.LEAD_IN: _lead_in,
	custody_chain.SIGN: _sign,
	custody_chain.CONFIRM: _confirm,
	custody_chain.NO_SHOW: _no_show,
	custody_chain.RE_INVITE: _re_invite,
}
