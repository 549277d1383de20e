"""Inviting one's own customers to a viewing event (看房团), by register and by text (R50).

A guest is a row of the agent's invitation register, and comes as every visitor does: whether the visit counts, the four
hands of R17 say.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import format_datetime, get_datetime, getdate, now_datetime

from dianjian_app.calls import sms_text
from dianjian_app.calls.sms_batch import QUEUED, grades_that_take_sms, wake_sender, write_message
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.resources.grades import grades_of
from dianjian_app.resources.numbers import vault
from dianjian_app.resources.numbers.phone import hide_numbers
from dianjian_app.stage_codes import visit_stages
from dianjian_app.value_lists import among
from dianjian_app.visits.draft_register import draft_of_today
from dianjian_app.visits.errors import RegisterError
from dianjian_app.visits.viewing_event_events import CANCELLED, EventError, guests_of

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.follow_up_message_template.follow_up_message_template import (
		FollowupMessageTemplate,
	)
	from dianjian_app.dianjian_app.doctype.viewing_event.viewing_event import ViewingEvent

MOST_AT_ONCE = 100


@frappe.whitelist()
def my_candidates(event: str) -> list[dict]:
	"""The session's customers who can be invited: intention customers in their hands whom nobody expects.

	Gives [{"lead", "customer_name", "phone_mask", "grade", "product_need"}], the best grade first. Raises PermissionError.
	"""
	doc = frappe.get_doc("Viewing Event", event)
	doc.check_permission("read")
	me = staff_of_user(frappe.session.user)
	if not me:
		return []
	intention = [code for code, grade in grades_of(doc.centre).items() if grade.is_intention]
	lead, visit, invitation = (
		frappe.qb.DocType(d) for d in ("Call Lead", "Visit Confirmation", "Invitation")
	)
	expected = frappe.qb.from_(visit).select(visit.lead).where(visit.stage.isin(visit_stages.UNDER_WAY))
	drafted = frappe.qb.from_(invitation).select(invitation.lead)
	drafted = drafted.where((invitation.agent == me) & (invitation.docstatus == 0))
	query = (
		frappe.qb.from_(lead)
		.select(lead.name.as_("lead"), lead.customer_name, lead.phone_mask, lead.grade, lead.product_need)
		.where((lead.agent == me) & (lead.centre == doc.centre) & (lead.do_not_call == 0))
		.where(lead.grade.isin(among(intention)))
		.where(lead.name.notin(expected) & lead.name.notin(drafted))
		.orderby(lead.grade)
		.orderby(lead.name)
		.limit(MOST_AT_ONCE)
	)
	return query.run(as_dict=True)


@frappe.whitelist(methods=["POST"])
def invite(event: str, leads: str | list[str]) -> dict:
	"""Put the session's customers on today's register for an event; the leader names receptionists and signs it (R16).

	leads: names of Call Leads, as a list or JSON. Gives {"register", "invited", "seats_left": None without a limit}.
	Raises PermissionError, EventError, RegisterError (not in one's hands, invited already, no seat left …).
	"""
	doc = frappe.get_doc("Viewing Event", event)
	doc.check_permission("read")
	me = staff_of_user(frappe.session.user) or ""
	if not me:
		frappe.throw(_("Guests are invited by the agent who holds them."), RegisterError)
	if doc.status == CANCELLED or get_datetime(doc.starts_at) < now_datetime():
		frappe.throw(_("{0} is over or cancelled.").format(doc.title), EventError)
	names = json.loads(leads) if isinstance(leads, str) else leads
	wanted = list(dict.fromkeys(str(name) for name in names))[:MOST_AT_ONCE]
	register = draft_of_today(me)
	there = {row.lead for row in register.rows}
	new = [lead for lead in wanted if lead not in there]
	for lead in new:
		register.append("rows", {"lead": lead, "event": doc.name, "planned_at": doc.starts_at})
	register.save()
	left = max(0, doc.seats - guests_of(doc.name)) if doc.seats else None
	return {"register": register.name, "invited": len(new), "seats_left": left}


@frappe.whitelist(methods=["POST"])
def text_guests(event: str) -> dict[str, int]:
	"""Queue the event's invitation text to the session's guests who have not come yet; each gets one message a day.

	Goes the way of every text: not to who refuses, nor where the grade takes no SMS, within the hours (R14). Gives
	{"queued", "left_out"}. Raises PermissionError, EventError without a text or a provider.
	"""
	doc = frappe.get_doc("Viewing Event", event)
	doc.check_permission("read")
	me = staff_of_user(frappe.session.user)
	template = doc.template and frappe.get_cached_doc("Follow-up Message Template", doc.template)
	if not template or template.disabled:
		frappe.throw(_("Choose the text of the invitation first."), EventError)
	if not frappe.get_cached_doc("SMS Settings").sms_gateway_url:
		frappe.throw(
			_("No SMS provider is set up; write from your phone and note it on My Calls."), EventError
		)
	if doc.status == CANCELLED or get_datetime(doc.starts_at) < now_datetime():
		frappe.throw(_("{0} is over or cancelled.").format(doc.title), EventError)
	rows = _guests_to_text(doc.name, me)
	accepted = grades_that_take_sms(frappe.db.get_value("Sales Centre", doc.centre, "grade_scheme"))
	refused = vault.refused(row.phone_hash for row in rows if row.phone_hash)
	queued = 0
	for row in rows:
		fits = row.phone_hash and row.phone_hash not in refused and not row.do_not_call
		if fits and row.grade in accepted and _write(doc, template, row):
			queued += 1
	if queued:
		wake_sender()
	return {"queued": queued, "left_out": len(rows) - queued}


def _guests_to_text(event: str, agent: str | None) -> list[frappe._dict]:
	"""The agent's guests who have not come yet, by the facts of their leads of now."""
	row, lead = frappe.qb.DocType("Invitation"), frappe.qb.DocType("Call Lead")
	query = (
		frappe.qb.from_(row)
		.join(lead)
		.on(row.lead == lead.name)
		.select(lead.name, lead.customer_name, lead.phone_mask, lead.phone_hash, lead.grade, lead.do_not_call)
		.select(lead.agent, lead.agent_name, lead.sales_group, lead.centre)
		.where((row.event == event) & (row.docstatus < 2) & row.visited_at.isnull())
		.where(lead.agent == (agent or ""))
		.orderby(lead.name)
	)
	return query.run(as_dict=True)


def _write(doc: ViewingEvent, template: FollowupMessageTemplate, row: frappe._dict) -> str | None:
	centre = frappe.get_cached_doc("Sales Centre", row.centre)
	text = sms_text.fill(
		template.text,
		{
			"customer_name": row.customer_name,
			"agent_name": row.agent_name,
			"centre": centre.centre_name,
			"project": doc.project or centre.project_name,
			"company": centre.company_name or centre.centre_name,
			"event": doc.title,
			"event_time": format_datetime(doc.starts_at),
			"event_place": doc.meeting_point or doc.place or "",
		},
	)
	return write_message(
		customer_name=row.customer_name,
		phone_mask=row.phone_mask,
		phone_hash=row.phone_hash,
		lead=row.name,
		text=hide_numbers(text),
		template=template.name,
		status=QUEUED,
		try_at=now_datetime(),
		date=getdate(),
		agent=row.agent,
		agent_name=row.agent_name,
		sales_group=row.sales_group,
		centre=row.centre,
	)
