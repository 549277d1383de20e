"""Shows whose customer is calling while the number of an incoming call is typed (R5, R47).

Whoever may register an incoming call may ask, because the registration would tell the same. The answer holds the masked
number, the family name and the holder; never the number, and nothing else of another agent's customer. Each question is
logged and counts towards the daily limit of searches.
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.utils import cint

from dianjian_app.people.staffing import staff_of_user
from dianjian_app.resources.intake.known_numbers import lead_with_number
from dianjian_app.resources.numbers import limit_alerts, vault
from dianjian_app.resources.numbers.finding import DEFAULT_LIMIT, searched_today
from dianjian_app.resources.numbers.phone import mask, read_numbers
from dianjian_app.resources.numbers.reveal import write_log


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
	if not _log_search(numbers[0], place):
		return {**unknown, "mask": mask(numbers[0]), "message": ""}
	return {**unknown, "mask": mask(numbers[0]), **_describe(place.centre, numbers)}


def _log_search(number: str, place: frappe._dict) -> bool:
	"""Log the question; gives whether it is within the daily limit of searches."""
	limit = frappe.db.get_single_value("Telesales Settings", "search_limit_per_day")
	limit = DEFAULT_LIMIT if limit is None else cint(limit)
	refused = searched_today(frappe.session.user) >= limit
	if refused:
		limit_alerts.report_limit_reached(limit_alerts.SEARCHES, limit)
	write_log("Search", "Inbound Call", None, 0, mask(number), refused=refused, place=place)
	return not refused


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
