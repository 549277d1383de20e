"""A call that came in becomes a lead of its source (R5)."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import get_datetime, now_datetime

from dianjian_app import roles
from dianjian_app.people.staffing import group_on, staff_of_user
from dianjian_app.resources import vault
from dianjian_app.resources.phone import mask, read_numbers


class InboundNumberError(frappe.ValidationError):
	"""The number of an incoming call is missing or not one that can be called back."""


def place(doc) -> None:
	"""Fill who answered, whose day it is, and the agent where an agent answered."""
	doc.called_at = doc.called_at or now_datetime()
	doc.date = get_datetime(doc.called_at).date()
	if get_datetime(doc.called_at) > now_datetime():
		frappe.throw(_("The call lies in the future: {0}.").format(doc.called_at))
	doc.answered_by = doc.answered_by or staff_of_user(frappe.session.user)
	if not doc.answered_by:
		frappe.throw(_("Say who answered the call: you are not on the list of staff."))
	staff = frappe.get_doc("Sales Staff", doc.answered_by)
	doc.centre = staff.centre
	doc.sales_group = group_on(staff.name, doc.date)
	doc.agent = staff.name if staff.position == roles.AGENT else None


def take_number(doc) -> None:
	"""Read the number, put it into the vault, keep mask and hash alone. Raises InboundNumberError."""
	if not doc.phone_input:
		if not doc.phone_hash:
			frappe.throw(_("Enter the caller's phone number."), InboundNumberError)
		return
	area_code = frappe.db.get_value("Sales Centre", doc.centre, "area_code")
	read = read_numbers(doc.phone_input, area_code or "")
	if not read.numbers:
		frappe.throw(
			_("{0} is not a phone number that can be called back.").format(mask_text(doc.phone_input)),
			InboundNumberError,
			title=_("Check the Number"),
		)
	number = read.numbers[0]
	doc.phone_hash = vault.store([number])[number]
	doc.phone_mask = mask(number)
	doc.phone_input = None


def mask_text(text: str) -> str:
	"""What was typed, without its middle, for error messages that may be logged."""
	return text if len(text) < 6 else f"{text[:2]}…{text[-2:]}"


def make_lead(doc) -> None:
	"""The caller's lead: the one the centre has for this number, or a new one held by the agent who answered."""
	known = frappe.get_all(
		"Call Lead Number", filters={"centre": doc.centre, "phone_hash": doc.phone_hash}, pluck="parent"
	)
	if known:
		doc.lead, doc.is_new_lead = known[0], 0
		return
	lead = frappe.get_doc(
		doctype="Call Lead",
		customer_name=doc.customer_name,
		phone_mask=doc.phone_mask,
		phone_hash=doc.phone_hash,
		status="Held" if doc.agent else "Pool",
		source=doc.source,
		centre=doc.centre,
		sales_group=doc.sales_group,
		agent=doc.agent,
		date=doc.date,
		allocated_on=doc.date if doc.agent else None,
		product_need=doc.product_need,
		segment=doc.segment,
		remarks=doc.remarks,
		numbers=[
			{
				"phone_mask": doc.phone_mask,
				"phone_hash": doc.phone_hash,
				"is_primary": 1,
				"centre": doc.centre,
			}
		],
	)
	lead.flags.by_stage = True
	lead.insert(ignore_permissions=True)  # nobody makes leads by hand; the caller's registration does
	doc.lead, doc.is_new_lead = lead.name, 1
