"""Finds a customer by the full phone number, which is never shown: the search uses the keyed hash (R47, decision 23).

The user has the number from elsewhere, such as a telephone's display or a letter. Only rows that the user may see are
found, and "not found" tells nothing about other customers. A daily limit keeps users from guessing masked digits.
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.utils import format_date

from dianjian_app.people.staffing import staff_of_user
from dianjian_app.resources.numbers import asking, vault
from dianjian_app.resources.numbers.phone import mask, read_numbers
from dianjian_app.value_lists import among

MOST = 20
# DocType → (field with its state or source, field with its date, fields by which it is found)
WHERE = {
	"Call Lead": ("status", "date", ("name",)),
	"Visit Confirmation": ("stage", "planned_at", ("lead", "phone_hash")),
	"Inbound Call": ("source", "called_at", ("lead", "phone_hash")),
	"Sales Deal": ("stage", "date", ("lead",)),
}


class NotANumberError(frappe.ValidationError):
	"""The text is not exactly one full phone number."""


@frappe.whitelist(methods=["POST"])
def find_by_number(number: str) -> dict:
	"""The customers, calls, visits and deals with a number that the user may see (R47).

	number: in any spelling, e.g. "138 1234 5678", "+86-13812345678", "022-68172959"; a landline without area code gets that
	of the user's centre. Gives {"found": [{"doctype", "name", "customer_name", "phone_mask", "what", "on"}], "message":
	text or None} with the first MOST; beyond the daily limit nothing is found and the message says so. Raises NotANumberError.
	"""
	staff = staff_of_user(frappe.session.user)
	place = staff and frappe.db.get_value("Sales Staff", staff, ["centre", "sales_group"], as_dict=True)
	area_code = place and frappe.db.get_value("Sales Centre", place.centre, "area_code")
	numbers = read_numbers(str(number or "")[:80], area_code or "").numbers
	if len(numbers) != 1:
		frappe.throw(
			_("Enter one full phone number, with the area code if it is a landline."),
			NotANumberError,
			title=_("Find by Number"),
		)
	if not asking.may_ask("Call Lead", numbers, place=place or None, every_time=True):
		return {"found": [], "message": asking.limit_message()}
	found = _find_rows(vault.hash_of(numbers[0]))
	if found:
		asking.note_found(found[0]["doctype"], found[0]["name"])
	message = None
	if not found:
		message = _("None of your customers has the number {0}.").format(mask(numbers[0]))
	elif len(found) > MOST:
		message = _("The first {0} of {1} are shown.").format(MOST, len(found))
	return {"found": found[:MOST], "message": message}


def _find_rows(phone_hash: str) -> list[dict[str, Any]]:
	with_number = {"phone_hash": phone_hash, "parenttype": "Call Lead"}
	leads = frappe.get_all("Call Lead Number", with_number, pluck="parent", limit_page_length=0)
	# asked with no lead too: a number of nobody's is answered by as many look-ups
	conditions: dict[str, tuple] = {
		"phone_hash": ("=", phone_hash),
		"name": ("in", among(leads)),
		"lead": ("in", among(leads)),
	}
	found: list[dict[str, Any]] = []
	for doctype, (what, on, by) in WHERE.items():
		conditions_here = [[doctype, field, *conditions[field]] for field in by if field in conditions]
		if not conditions_here or not frappe.has_permission(doctype):
			continue
		names = frappe.get_all(doctype, or_filters=conditions_here, pluck="name", limit_page_length=0)
		rows = frappe.get_list(  # with the user's row conditions
			doctype,
			filters={"name": ("in", among(names))},
			fields=["name", "customer_name", "phone_mask", what, on],
			limit_page_length=0,
			order_by=f"`tab{doctype}`.creation desc",
		)
		found += [
			{
				"doctype": doctype,
				"name": row.name,
				"customer_name": row.customer_name or row.name,
				"phone_mask": row.phone_mask,
				"what": _(row[what] or ""),
				"on": format_date(row[on]) if row[on] else "",
			}
			for row in rows
		]
	return found
