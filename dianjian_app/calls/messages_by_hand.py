"""A message that an agent sent from a phone: noted with one click, so that nobody is written to twice (R14)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import format_time, getdate, now_datetime

from dianjian_app.calls.errors import NotTheAgentError
from dianjian_app.calls.rows import DoNotCallError
from dianjian_app.calls.sms_batch import (
	DELIVERED,
	FAILED,
	QUEUED,
	SENT,
	SKIPPED,
	UNKNOWN,
	message_key,
	write_message,
)
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.resources.numbers import vault

if TYPE_CHECKING:
	from datetime import datetime

	from dianjian_app.dianjian_app.doctype.call_lead.call_lead import CallLead

BY_PHONE, BY_WECHAT = "Text from a Phone", "WeChat"
NOT_SENT = (QUEUED, FAILED, SKIPPED, UNKNOWN)
"""what the provider has not sent for certain, so that the agent's own message takes its place"""


class MessageError(frappe.ValidationError):
	"""A message that cannot be noted."""


@frappe.whitelist(methods=["POST"])
def note_message(lead: str, channel: str) -> dict:
	"""Note that the session's agent has just sent today's message to a customer of theirs from a phone (R14).

	lead: a Call Lead that the agent holds; channel: Text from a Phone, or WeChat. A text that waits for the provider is
	not sent any more. Safe to repeat: the second time it is the same message. Gives {"message", "channel", "sent_at"}.
	Raises PermissionError (not to be read), NotTheAgentError (another's customer), DoNotCallError, MessageError (no
	such channel, no number, or a message of today was sent already).
	"""
	if channel not in (BY_PHONE, BY_WECHAT):
		frappe.throw(_("A message is noted as {0} or {1}.").format(_(BY_PHONE), _(BY_WECHAT)), MessageError)
	customer = frappe.get_doc("Call Lead", lead)
	customer.check_permission("read")
	agent = staff_of_user(frappe.session.user)
	if not agent or customer.agent != agent:
		frappe.throw(_("Messages are noted by the agent who holds the customer."), NotTheAgentError)
	if not customer.phone_hash:
		frappe.throw(_("This customer has no number."), MessageError)
	if customer.do_not_call or vault.refused([customer.phone_hash]):
		frappe.throw(_("The customer refuses calls and texts."), DoNotCallError)
	return _note(customer, channel, now_datetime())


def _note(customer: CallLead, channel: str, now: datetime) -> dict:
	made = write_message(
		customer_name=customer.customer_name,
		phone_mask=customer.phone_mask,
		phone_hash=customer.phone_hash,
		lead=customer.name,
		channel=channel,
		status=SENT,
		sent_at=now,
		date=getdate(now),
		agent=customer.agent,
		agent_name=customer.agent_name,
		sales_group=customer.sales_group,
		centre=customer.centre,
	)
	if made:
		return {"message": made, "channel": channel, "sent_at": str(now)}
	key = message_key(customer.phone_hash, getdate(now))
	fields = ["name", "status", "channel", "sent_at", "agent"]
	known = frappe.db.get_value("Message Log", {"message_key": key}, fields, as_dict=True, for_update=True)
	mine = known.agent == customer.agent
	if mine and known.status == SENT and known.channel == channel:
		return {"message": known.name, "channel": channel, "sent_at": str(known.sent_at)}
	if not mine or known.status not in NOT_SENT:
		when = format_time(known.sent_at) if known.sent_at else _(known.status)
		frappe.throw(
			_("This customer has had today's message already: {0}, {1}.").format(_(known.channel), when),
			MessageError,
			title=_("Sent Already"),
		)
	values = {"channel": channel, "status": SENT, "sent_at": now, "error": None}
	frappe.db.set_value("Message Log", known.name, values)
	return {"message": known.name, "channel": channel, "sent_at": str(now)}


def noted_today(agent: str) -> dict[str, str]:
	"""Call Lead → how the agent's message of today to that customer was sent; those that are on their way are left out."""
	rows = frappe.get_all(
		"Message Log",
		{"agent": agent, "date": getdate(), "status": ("in", (SENT, DELIVERED)), "lead": ("is", "set")},
		["lead", "channel"],
	)
	return {row.lead: row.channel for row in rows}
