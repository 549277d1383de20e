"""Events of Inbound Call: the caller becomes a lead, held by the agent who answered or who is next in the rotation (R5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import escape_html, get_datetime, getdate, now_datetime

from dianjian_app import roles
from dianjian_app.desk_notices import put_on_desks
from dianjian_app.in_words import listed
from dianjian_app.people.staffing import group_on, staff_of_user
from dianjian_app.permissions import check_in_scope
from dianjian_app.resources import consent
from dianjian_app.resources.intake.known_numbers import known_numbers
from dianjian_app.resources.intake.lead_series import lock_lead_series
from dianjian_app.resources.numbers import asking, vault
from dianjian_app.resources.numbers.phone import hide_numbers, mask, read_numbers
from dianjian_app.resources.pool import call_rotation, lead_transfer

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.inbound_call.inbound_call import InboundCall

# may register calls that somebody else answered
REGISTER_FOR_OTHERS = (roles.FRONT_DESK, roles.LEADER, roles.ASSISTANT, roles.SERVICE, roles.ADMIN)
FIXED_FIELDS = (
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
	"""The number of an incoming call is missing, or cannot be called back."""


class InboundCallError(frappe.ValidationError):
	"""The call is in the future, nobody answered it, or it is changed after its registration."""


def register(call: InboundCall) -> None:
	"""Event before_insert: fill in who answered, store the number, find or make the customer's lead, assign it (R5).

	Raises InboundNumberError, InboundCallError, OutOfScopeError.
	"""
	_fill_place(call)
	check_in_scope(call)
	numbers = _numbers(call)
	asking.check("Inbound Call", numbers, place=call)
	hashes = vault.store(numbers)
	call.phone_mask, call.phone_hash, call.phone_input = mask(numbers[0]), hashes[numbers[0]], None
	_hide_numbers(call)
	lock_lead_series()
	known = known_numbers(call.centre, hashes)
	lead = next((known[n] for n in numbers if n in known), None)
	call.is_new_lead, call.by_turn = int(lead is None), 0
	call.lead = lead or _new_lead(call, numbers, hashes)
	_assign(call)
	if call.agent:
		# plain: a name decides nothing
		call.agent_name = frappe.db.get_value("Sales Staff", call.agent, "staff_name")


def check_changes(call: InboundCall) -> None:
	"""Event validate: after the registration only the customer's wishes may change. Raises InboundCallError."""
	if call.is_new():
		return
	before = call.get_doc_before_save()
	call.recorded_at = before.recorded_at if before else call.recorded_at  # whatever the form sent
	if call.phone_input:
		frappe.throw(
			_("The number of a registered call cannot be changed. Register another call instead."),
			InboundCallError,
		)
	changed = [f for f in FIXED_FIELDS if call.has_value_changed(f)]
	if changed:
		frappe.throw(
			_("{0} of a registered call cannot be changed.").format(
				listed(_(call.meta.get_label(f)) for f in changed)
			),
			InboundCallError,
		)
	_hide_numbers(call)


def _fill_place(call: InboundCall) -> None:
	"""Fill in the time, who answered, their centre and group, and the agent when an agent answered."""
	call.recorded_at = now_datetime()
	call.called_at = call.called_at or call.recorded_at
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
	if call.answered_by != own and not _may_register_for_others():
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


def _may_register_for_others() -> bool:
	return frappe.session.user == "Administrator" or bool(set(REGISTER_FOR_OTHERS) & set(frappe.get_roles()))


def _numbers(call: InboundCall) -> tuple[str, ...]:
	if not (call.phone_input or "").strip():
		frappe.throw(_("Enter the caller's phone number."), InboundNumberError, title=_("Number Missing"))
	area_code = frappe.db.get_value("Sales Centre", call.centre, "area_code")
	read = read_numbers(call.phone_input, area_code or "")
	if not read.numbers:
		shown = f"{call.phone_input[:2]}…" if len(call.phone_input) > 5 else call.phone_input
		call.phone_input = None  # a number must not get into an error log
		frappe.throw(
			_("{0} is not a phone number that can be called back.").format(escape_html(shown)),
			InboundNumberError,
			title=_("Check the Number"),
		)
	return read.numbers


def _hide_numbers(call: InboundCall) -> None:
	for fieldname in ("customer_name", "remarks"):
		call.set(fieldname, hide_numbers(call.get(fieldname) or ""))


def _new_lead(call: InboundCall, numbers: tuple[str, ...], hashes: dict[str, str]) -> str:
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
	lead.insert(ignore_permissions=True)  # only the app creates leads; the registration does it here
	return lead.name


def _assign(call: InboundCall) -> None:
	"""Assign the customer: a holder keeps them; else the agent who answered gets them, or the next one in the rotation.

	Nobody gets a customer who refuses calls, who is in another group's pool while an agent answered, or whose batch lacks
	the evidence that the centre requires.
	"""
	lead = frappe.db.get_value(
		"Call Lead",
		call.lead,
		["name", "agent", "agent_name", "sales_group", "do_not_call", "status"],
		as_dict=True,
		for_update=True,
	)
	if lead.do_not_call:
		return _show_alert(_("This customer refuses calls. They called us, but must not be called back."))
	if lead.agent:
		return _notify_holder(call, lead)
	if lead.status in ("Out", "Deal"):
		return None
	if consent.leads_without_evidence([lead.name]):
		return _show_alert(
			_(
				"This customer came from a batch without evidence of its source and is not assigned to anybody yet."
			)
		)
	agent = _choose_agent(call, lead)
	if not agent:
		return None
	# given now, whenever the call is said to have been
	group = group_on(agent, getdate()) or call.sales_group
	lead_transfer.give_to_agent(group, agent, [lead.name], getdate(), "Automatic", _("Incoming call"))
	if agent != call.answered_by:
		call.agent, call.by_turn, call.sales_group = agent, 1, group
		_notify(agent, call, _("It is your turn to take an incoming call: {0}"))
		_show_alert(_("It is {0}'s turn. They have been notified.").format(_name_of(agent)), "green")
	return None


def _choose_agent(call: InboundCall, lead: frappe._dict) -> str | None:
	"""The agent who gets a customer whom nobody holds; None: the customer waits in the pool."""
	all_in_turn = frappe.db.get_value("Sales Centre", call.centre, "inbound_to") == IN_TURN
	if call.agent and not all_in_turn:
		return call.agent if lead.sales_group in (None, "", call.sales_group) else None
	agent = call_rotation.next_agent(call.centre, lead.sales_group or call.sales_group, getdate())
	if agent is None:
		_show_alert(_("No agent is available now. The customer waits in the pool."))
	elif agent == call.answered_by:
		call.by_turn = 1
	return agent


def _notify_holder(call: InboundCall, lead: frappe._dict) -> None:
	"""Record the call for the agent who holds the customer, and notify that agent."""
	if lead.agent == call.agent:
		return
	if _may_register_for_others():  # who passes the call on; an agent is not told whose customer it is
		_show_alert(
			_("{0} holds this customer. The call is recorded there.").format(
				escape_html(lead.agent_name or "")
			)
		)
	_notify(lead.agent, call, _("Your customer called: {0}"))
	if not call.agent:
		call.agent, call.sales_group = lead.agent, lead.sales_group or call.sales_group


def _show_alert(text: str, indicator: str = "orange") -> None:
	frappe.msgprint(text, alert=True, indicator=indicator)


def _name_of(staff: str) -> str:
	return escape_html(frappe.db.get_value("Sales Staff", staff, "staff_name") or staff)


def _notify(agent: str, call: InboundCall, subject: str) -> None:
	user = frappe.db.get_value("Sales Staff", agent, "user")
	if not user or user == frappe.session.user:
		return
	put_on_desks([user], "Call Lead", call.lead, subject.format(call.customer_name or call.phone_mask))
