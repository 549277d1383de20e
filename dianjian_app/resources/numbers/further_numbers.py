"""Adds a further number to a customer, the customer's own or a relative's, by which the customer is found (R6, R10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _

from dianjian_app import roles
from dianjian_app.people.authority import stands_over
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.resources.intake.known_numbers import known_numbers
from dianjian_app.resources.intake.lead_series import lock_lead_series
from dianjian_app.resources.numbers import asking, refusal, vault
from dianjian_app.resources.numbers.phone import mask, read_numbers

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.call_lead.call_lead import CallLead

KIN = ("Spouse", "Parent", "Child", "Other Kin")
FIRST, OWN, OWN_AND_KIN = "First Number", "Own Numbers", "Own Numbers and Kin"
MOST = 20


class NumberError(frappe.ValidationError):
	"""A number that cannot be added to a customer."""


def protected_numbers(centre: str) -> str:
	"""Which numbers of a customer the centre's clauses protect: FIRST, OWN or OWN_AND_KIN (R10)."""
	return frappe.get_cached_value("Sales Centre", centre, "protected_numbers") or OWN


@frappe.whitelist(methods=["POST"])
def add_number(lead: str, number: str, whose: str = "") -> str:
	"""Add a number to a customer, so that imports, incoming calls and claims find the customer by it; gives it masked.

	Gives "" and says so where it cannot be added, or the day's limit is passed (`asking`).

	number: one, in any spelling; whose: "" for the customer's own, or one of KIN where the centre's clauses protect
	relatives' numbers. Only the holder, the holder's superiors and administrators may add numbers. With a number that
	refuses calls the customer refuses calls. Adding a number again changes nothing. Raises NumberError,
	frappe.PermissionError.
	"""
	doc = frappe.get_doc("Call Lead", lead)
	doc.check_permission("read")
	_check_may_add(doc)
	if whose and whose not in KIN:
		frappe.throw(_("Unknown relation: {0}.").format(whose), NumberError)
	if whose and protected_numbers(doc.centre) != OWN_AND_KIN:
		frappe.throw(
			_("In {0}, relatives are customers of their own. Register them as such.").format(doc.centre),
			NumberError,
		)
	if doc.get("erased_on") or len(doc.numbers) >= MOST:
		frappe.throw(_("No number can be added to this customer."), NumberError)
	area_code = frappe.db.get_value("Sales Centre", doc.centre, "area_code") or ""
	numbers = read_numbers(str(number or "")[:80], area_code).numbers
	if len(numbers) != 1:
		frappe.throw(_("Enter one phone number."), NumberError, title=_("Check the Number"))
	if not asking.may_ask("Call Lead", numbers, name=doc.name, place=doc):
		frappe.msgprint(asking.limit_message(), indicator="orange")
		return ""
	# locked in the order of whoever brings numbers: vault, names of leads, then the lead
	hashes = vault.store(numbers)
	[(read, phone_hash)] = hashes.items()
	lock_lead_series()
	doc = frappe.get_doc("Call Lead", lead, for_update=True)
	known = known_numbers(doc.centre, hashes).get(read)
	if known and known != doc.name:
		# an answer and no error, so that what was asked stays logged
		frappe.msgprint(_("This number cannot be added to this customer."), indicator="orange")
		return ""
	if not known:
		row = {"phone_mask": mask(read), "phone_hash": phone_hash, "centre": doc.centre, "whose": whose}
		if not doc.numbers:  # a walk-in who gave none at the front desk (R40)
			row["is_primary"] = 1
			doc.update({"phone_mask": row["phone_mask"], "phone_hash": phone_hash})
		doc.append("numbers", row)
		doc.flags.by_stage = True
		doc.save(ignore_permissions=True)  # who holds the customer, or stands over them, was asked above
		if doc.do_not_call or vault.refused([phone_hash]):
			refusal.refuse(
				[n.phone_hash for n in doc.numbers], _("One of the numbers refuses calls"), "Other", doc
			)
	return mask(read)


def _check_may_add(lead: CallLead) -> None:
	user = frappe.session.user
	holds = lead.agent and lead.agent == staff_of_user(user)
	if (
		not holds
		and roles.ADMIN not in frappe.get_roles(user)
		and not stands_over(user, lead.sales_group, lead.centre)
	):
		frappe.throw(
			_("Only the agent who holds the customer or the group's leader can add a number."),
			frappe.PermissionError,
		)
