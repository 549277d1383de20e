"""SMS to the day's intention customers: one batch an agent and day, queued when the sheet is handed in (R14)."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING, Any

import frappe
from frappe.utils import format_date, getdate, now_datetime

from dianjian_app.calls import sms_text
from dianjian_app.resources.numbers import vault
from dianjian_app.resources.numbers.phone import hide_numbers
from dianjian_app.value_lists import among

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.call_sheet.call_sheet import CallSheet
	from dianjian_app.dianjian_app.doctype.call_sheet_row.call_sheet_row import CallSheetRow
	from dianjian_app.dianjian_app.doctype.follow_up_message_template.follow_up_message_template import (
		FollowupMessageTemplate,
	)
	from dianjian_app.dianjian_app.doctype.sales_centre.sales_centre import SalesCentre


QUEUED, SENDING, SENT, DELIVERED = "Queued", "Sending", "Sent", "Delivered"
FAILED, SKIPPED, UNKNOWN = "Failed", "Skipped", "Unknown"


def queue_for(sheet: CallSheet) -> list[str]:
	"""Queue the texts to the intention customers of a sheet that was handed in on its day. Gives the new messages.

	Each number gets one a day, whatever is handed in again; refusals, grades that take no SMS and later days get none.
	Without a provider nothing waits: agents send from phones.
	"""
	centre = frappe.get_cached_doc("Sales Centre", sheet.centre)
	if not centre.sms_follow_up or not centre.sms_template or getdate(sheet.date) != getdate():
		return []
	template = frappe.get_cached_doc("Follow-up Message Template", centre.sms_template)
	if template.disabled or not frappe.get_cached_doc("SMS Settings").sms_gateway_url:
		return []
	accepted = grades_that_take_sms(centre.grade_scheme)
	rows = {
		r.phone_hash: r
		for r in sheet.rows
		if r.is_intention and r.grade in accepted and r.phone_hash and not r.do_not_call
	}
	for refused in vault.refused(rows):
		del rows[refused]
	known = set(
		frappe.get_all(
			"Message Log",
			{"message_key": ("in", among(message_key(h, sheet.date) for h in rows))},
			pluck="message_key",
		)
	)
	made = [
		_queue(sheet, row, template, centre)
		for h, row in rows.items()
		if message_key(h, sheet.date) not in known
	]
	if any(made):
		wake_sender()
	return [m for m in made if m]


def wake_sender() -> None:
	"""Let a job send what is queued, once this transaction is committed."""
	frappe.enqueue(
		"dianjian_app.calls.sms_send.send_due",
		queue="short",
		enqueue_after_commit=True,
		deduplicate=True,
		job_id="dianjian-sms",
	)


def _queue(
	sheet: CallSheet, row: CallSheetRow, template: FollowupMessageTemplate, centre: SalesCentre
) -> str | None:
	text = sms_text.fill(
		template.text,
		{
			"customer_name": row.customer_name,
			"agent_name": sheet.agent_name,
			"centre": centre.centre_name,
			"project": row.project_asked or centre.project_name,
			"company": centre.company_name or centre.centre_name,  # a text without a signature is refused
			"next_step": row.next_step,
			"next_step_date": format_date(row.next_step_date) if row.next_step_date else "",
		},
	)
	return write_message(
		customer_name=row.customer_name,
		phone_mask=row.phone_mask,
		phone_hash=row.phone_hash,
		lead=row.lead,
		text=hide_numbers(text),
		template=template.name,
		call_sheet=sheet.name,
		status=QUEUED,
		try_at=now_datetime(),
		date=sheet.date,
		agent=sheet.agent,
		agent_name=sheet.agent_name,
		sales_group=sheet.sales_group,
		centre=sheet.centre,
	)


def write_message(**values: Any) -> str | None:
	"""Insert the one message of a number's day; gives its name, None where there is one already, made a moment ago or long.

	values: the fields of a Message Log, phone_hash and date among them. The caller has asked for the right.
	"""
	key = message_key(values["phone_hash"], values["date"])
	frappe.db.savepoint("message")
	try:
		message = frappe.get_doc(doctype="Message Log", message_key=key, **values)
		return message.insert(ignore_permissions=True).name  # nobody makes messages by a form
	except (frappe.DuplicateEntryError, frappe.UniqueValidationError):
		frappe.db.rollback(save_point="message")
		frappe.clear_last_message()
		return None


def message_key(phone_hash: str, day: date) -> str:
	"""The key of a number's one message of a day: no second row has it."""
	return hashlib.sha256(f"{phone_hash}|{getdate(day)}".encode()).hexdigest()


def grades_that_take_sms(scheme: str | None) -> set[str]:
	"""The grades of a scheme whose customers accept texts (R12)."""
	if not scheme:
		return set()
	return {g.grade for g in frappe.get_cached_doc("Grade Scheme", scheme).grades if g.accepts_sms}
