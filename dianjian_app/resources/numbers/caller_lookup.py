"""Shows whose customer is calling while the number of an incoming call is typed (R5, R47).

Whoever may register an incoming call may ask, because the registration would tell the same. The answer holds the masked
number, and for those who pass calls on the family name and the holder; never the number, and nothing else of another
agent's customer. An agent is told of the own customers alone. Each question is logged and counts (`asking`).
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _

from dianjian_app import roles
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.resources.intake.known_numbers import lead_with_number
from dianjian_app.resources.numbers import asking, vault
from dianjian_app.resources.numbers.phone import mask, read_numbers

TOLD_THE_HOLDER = (roles.FRONT_DESK, roles.LEADER, roles.ASSISTANT, roles.SERVICE, roles.ADMIN)
"""who passes a call on to the agent who holds the customer; others are told of their own customers alone"""


@frappe.whitelist(methods=["POST"])
def recognise(number: str, answered_by: str | None = None) -> dict:
	"""Whose customer a number is in the centre of the person who answers, for the form of incoming calls (R5).

	number: in any spelling; answered_by: Sales Staff, default the user's own. Gives {"mask": None for text that is no
	number, "known", "customer", "agent_name", "refuses", "message": one line to show}. Raises frappe.PermissionError.
	"""
	if not frappe.has_permission("Inbound Call", "create"):
		frappe.throw(_("Your role cannot register incoming calls."), frappe.PermissionError)
	own = staff_of_user(frappe.session.user)
	place = frappe.db.get_value(
		"Sales Staff", own or answered_by or "", ["centre", "sales_group"], as_dict=True
	)
	unknown = {"mask": None, "known": False, "customer": None, "agent_name": None, "refuses": False}
	if not place:
		return {**unknown, "message": ""}
	area_code = frappe.db.get_value("Sales Centre", place.centre, "area_code") or ""
	numbers = read_numbers(str(number or "")[:80], area_code).numbers
	if not numbers:
		return {**unknown, "message": _("This is not a phone number yet.")}
	shown = {**unknown, "mask": mask(numbers[0])}
	if not asking.may_ask("Inbound Call", numbers, place=place, every_time=True):
		return {**shown, "message": asking.limit_message()}
	if not set(TOLD_THE_HOLDER) & set(frappe.get_roles()) and not _is_own(place.centre, numbers, own):
		return {**shown, "message": _("Register the call; who holds the customer hears of it.")}
	return {**shown, **_describe(place.centre, numbers)}


def _is_own(centre: str, numbers: tuple[str, ...], own: str | None) -> bool:
	"""Whether the user holds who has one of the numbers; as many look-ups whether somebody else does, or nobody."""
	lead = lead_with_number(centre, vault.hashes_of(numbers).values())
	agent = frappe.db.get_value("Call Lead", lead or "-", "agent")
	return bool(own) and agent == own


def _describe(centre: str, numbers: tuple[str, ...]) -> dict[str, Any]:
	hashes = vault.hashes_of(numbers)
	refuses = bool(vault.refused(hashes.values()))
	lead = lead_with_number(centre, hashes.values())
	if not lead:
		message = _("This number refuses calls.") if refuses else _("A new customer.")
		return {"refuses": refuses, "message": message}
	row = frappe.db.get_value("Call Lead", lead, ["customer_name", "agent_name", "do_not_call"], as_dict=True)
	refuses = refuses or bool(row.do_not_call)
	name = mask_name(row.customer_name) or _("No name")
	if refuses:
		message = _("Known customer {0}, who refuses calls.").format(name)
	elif row.agent_name:
		message = _("Known customer {0}, held by {1}.").format(name, row.agent_name)
	else:
		message = _("Known customer {0}, not held by any agent.").format(name)
	return {
		"known": True,
		"customer": name,
		"agent_name": row.agent_name,
		"refuses": refuses,
		"message": message,
	}


def mask_name(name: str | None) -> str:
	"""A name of which only the first character is shown: 王**."""
	name = (name or "").strip()
	return f"{name[0]}**" if name else ""
