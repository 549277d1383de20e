"""A call that came in becomes a lead of its source, held by the agent who answered or whose turn it is (R5)."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import escape_html, get_datetime, now_datetime

from dianjian_app import roles
from dianjian_app.people.staffing import group_on, staff_of_user
from dianjian_app.permissions import check_in_scope
from dianjian_app.resources import consent
from dianjian_app.resources.intake.known_numbers import known_numbers
from dianjian_app.resources.intake.lead_series import lock_lead_series
from dianjian_app.resources.numbers import vault
from dianjian_app.resources.numbers.phone import hide_numbers, mask, read_numbers
from dianjian_app.resources.pool import call_rotation, lead_transfer

# who writes down calls that somebody else answered
FOR_OTHERS = (roles.FRONT_DESK, roles.LEADER, roles.ASSISTANT, roles.SERVICE, roles.ADMIN)
OF_THE_CALL = (
	"phone_mask",
	"phone_hash",
	"lead",
	"is_new_lead",
	"agent",
	"sales_group",
	"centre",
	"answered_by",
	"by_turn",
)
IN_TURN = "In Turn"


class InboundNumberError(frappe.ValidationError):
	"""The number of an incoming call is missing or not one that can be called back."""


class InboundCallError(frappe.ValidationError):
	"""A registered call that cannot be: in the future, by nobody, or changed afterwards."""


def register(call) -> None:
	"""Event before_insert: who answered, whose day it is, the number into the vault, the customer's lead (R5).

	Raises InboundNumberError, InboundCallError, OutOfScopeError.
	"""
	_place(call)
	check_in_scope(call)
	numbers = _numbers(call)
	hashes = vault.store(numbers)
	call.phone_mask, call.phone_hash, call.phone_input = mask(numbers[0]), hashes[numbers[0]], None
	_hide_numbers(call)
	lock_lead_series()
	known = known_numbers(call.centre, hashes)
	lead = next((known[n] for n in numbers if n in known), None)
	call.is_new_lead, call.by_turn = int(lead is None), 0
	call.lead = lead or _new_lead(call, numbers, hashes)
	_hold(call)
	if call.agent:
		call.agent_name = frappe.db.get_value("Sales Staff", call.agent, "staff_name")


def check_changes(call) -> None:
	"""Event validate: afterwards only the customer's wishes may be written down. Raises InboundCallError."""
	if call.is_new():
		return
	if call.phone_input:
		frappe.throw(
			_("The number of a registered call cannot be changed. Register another call instead."),
			InboundCallError,
		)
	changed = [f for f in OF_THE_CALL if call.has_value_changed(f)]
	if changed:
		frappe.throw(
			_("{0} of a registered call cannot be changed.").format(
				", ".join(_(call.meta.get_label(f)) for f in changed)
			),
			InboundCallError,
		)
	_hide_numbers(call)


def _place(call) -> None:
	"""Fill who answered, whose day it is, and the agent where an agent answered."""
	call.called_at = call.called_at or now_datetime()
	if get_datetime(call.called_at) > now_datetime():
		frappe.throw(
			_("The time of the call is in the future: {0}.").format(call.called_at), InboundCallError
		)
	call.date = get_datetime(call.called_at).date()
	own = staff_of_user(frappe.session.user)
	call.answered_by = call.answered_by or own
	if not call.answered_by:
		frappe.throw(
			_("Enter who answered the call. You are not on the list of staff yourself."), InboundCallError
		)
	if call.answered_by != own and not _may_write_for_others():
		frappe.throw(
			_(
				"You can register only calls that you answered yourself. {0} registers their own calls."
			).format(call.answered_by),
			frappe.PermissionError,
		)
	staff = frappe.get_doc("Sales Staff", call.answered_by)
	if staff.status != "Active":
		frappe.throw(
			_("{0} is not active and cannot answer calls.").format(staff.staff_name), InboundCallError
		)
	call.centre, call.sales_group = staff.centre, group_on(staff.name, call.date)
	call.agent = staff.name if staff.position == roles.AGENT else None


def _may_write_for_others() -> bool:
	return frappe.session.user == "Administrator" or bool(set(FOR_OTHERS) & set(frappe.get_roles()))


def _numbers(call) -> tuple[str, ...]:
	if not (call.phone_input or "").strip():
		frappe.throw(_("Enter the caller's phone number."), InboundNumberError, title=_("Number Missing"))
	area_code = frappe.db.get_value("Sales Centre", call.centre, "area_code")
	read = read_numbers(call.phone_input, area_code or "")
	if not read.numbers:
		shown = f"{call.phone_input[:2]}…" if len(call.phone_input) > 5 else call.phone_input
		call.phone_input = None  # what failed must not stand in an error log
		frappe.throw(
			_("{0} is not a phone number that can be called back.").format(escape_html(shown)),
			InboundNumberError,
			title=_("Check the Number"),
		)
	return read.numbers


def _hide_numbers(call) -> None:
	for fieldname in ("customer_name", "remarks"):
		call.set(fieldname, hide_numbers(call.get(fieldname) or ""))


def _new_lead(call, numbers: tuple[str, ...], hashes: dict[str, str]) -> str:
	refused = vault.refused(hashes.values())
	lead = frappe.get_doc(
		doctype="Call Lead",
		customer_name=call.customer_name,
		phone_mask=call.phone_mask,
		phone_hash=call.phone_hash,
		status="Out" if refused else "Pool",
		do_not_call=int(bool(refused)),
		source=call.source,
		centre=call.centre,
		sales_group=call.sales_group,
		date=call.date,
		product_need=call.product_need,
		segment=call.segment,
		remarks=call.remarks,
		numbers=[
			{
				"phone_mask": mask(n),
				"phone_hash": hashes[n],
				"is_primary": int(n == numbers[0]),
				"centre": call.centre,
			}
			for n in numbers
		],
	)
	lead.flags.by_stage = True
	lead.insert(ignore_permissions=True)  # nobody makes leads by hand; the caller's registration does
	return lead.name


def _hold(call) -> None:
	"""Whoever holds the customer keeps them; else the agent who answered, or whose turn it is, gets them.

	Nobody gets a customer who refuses calls, lies in another group's pool while an agent answered, or lacks the evidence
	that the centre asks for.
	"""
	lead = frappe.db.get_value(
		"Call Lead",
		call.lead,
		["name", "agent", "agent_name", "sales_group", "do_not_call", "status"],
		as_dict=True,
		for_update=True,
	)
	if lead.do_not_call:
		return _say(_("This customer refuses calls. They called us, but must not be called back."))
	if lead.agent:
		return _noted_with(call, lead)
	if lead.status in ("Out", "Deal"):
		return None
	if consent.leads_without_evidence([lead.name]):
		return _say(
			_(
				"This customer came from a batch without evidence of its source and is not assigned to anybody yet."
			)
		)
	agent = _keeper(call, lead)
	if not agent:
		return None
	group = group_on(agent, call.date) or call.sales_group
	lead_transfer.give_to_agent(group, agent, [lead.name], call.date, "Automatic", _("Incoming call"))
	if agent != call.answered_by:
		call.agent, call.by_turn, call.sales_group = agent, 1, group
		_tell(agent, call, _("It is your turn to take an incoming call: {0}"))
		_say(_("It is {0}'s turn. They have been notified.").format(_name_of(agent)), "green")
	return None


def _keeper(call, lead) -> str | None:
	"""Who gets a customer whom nobody holds; None: they wait in the pool."""
	all_in_turn = frappe.db.get_value("Sales Centre", call.centre, "inbound_to") == IN_TURN
	if call.agent and not all_in_turn:
		return call.agent if lead.sales_group in (None, "", call.sales_group) else None
	agent = call_rotation.next_agent(call.centre, lead.sales_group or call.sales_group, call.date)
	if agent is None:
		_say(_("No agent is available now. The customer waits in the pool."))
	elif agent == call.answered_by:
		call.by_turn = 1
	return agent


def _noted_with(call, lead) -> None:
	"""Another agent has the customer: the call is noted there and the agent told."""
	if lead.agent == call.agent:
		return
	_say(_("{0} holds this customer. The call is recorded there.").format(escape_html(lead.agent_name or "")))
	_tell(lead.agent, call, _("Your customer called: {0}"))
	if not call.agent:
		call.agent, call.sales_group = lead.agent, lead.sales_group or call.sales_group


def _say(text: str, indicator: str = "orange") -> None:
	frappe.msgprint(text, alert=True, indicator=indicator)


def _name_of(staff: str) -> str:
	return escape_html(frappe.db.get_value("Sales Staff", staff, "staff_name") or staff)


def _tell(agent: str, call, subject: str) -> None:
	user = frappe.db.get_value("Sales Staff", agent, "user")
	if not user or user == frappe.session.user:
		return
	frappe.get_doc(
		doctype="Notification Log",
		for_user=user,
		type="Alert",
		document_type="Call Lead",
		document_name=call.lead,
		subject=subject.format(call.customer_name or call.phone_mask),
	).insert(ignore_permissions=True)  # the registration tells; who answered has no right to it
