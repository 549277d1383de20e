"""Who is calling: the number of an incoming call, told while it is typed, shows whose customer it is (R5, R47).

Whoever may register an incoming call may ask, and would be told the same by registering it. Shown are the masked number,
the family name and who has the customer; never the number, nothing else of somebody else's customer. Each question is
logged and counts towards the day's limit of searches.
"""

from __future__ import annotations

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
	"""Whose customer a number is in the centre of who answers, for the form of incoming calls (R5).

	number: in any spelling; answered_by: Sales Staff, default the session's own. Gives {"mask": None where it is no number,
	"known", "customer", "agent_name", "refuses", "message": one line to show}. Raises PermissionError.
	"""
	if not frappe.has_permission("Inbound Call", "create"):
		frappe.throw(_("Your role cannot register incoming calls."), frappe.PermissionError)
	own = staff_of_user(frappe.session.user)
	place = frappe.db.get_value(
		"Sales Staff", own or answered_by or "", ["centre", "sales_group"], as_dict=True
	)
	nothing = {"mask": None, "known": False, "customer": None, "agent_name": None, "refuses": False}
	if not place:
		return {**nothing, "message": ""}
	area_code = frappe.db.get_value("Sales Centre", place.centre, "area_code") or ""
	numbers = read_numbers(str(number or "")[:80], area_code).numbers
	if not numbers:
		return {**nothing, "message": _("This is not a phone number yet.")}
	if not _may_ask(numbers[0], place):
		return {**nothing, "mask": mask(numbers[0]), "message": ""}
	return {**nothing, "mask": mask(numbers[0]), **_told(place.centre, numbers)}


def _may_ask(number: str, place) -> bool:
	limit = frappe.db.get_single_value("Telesales Settings", "search_limit_per_day")
	limit = DEFAULT_LIMIT if limit is None else cint(limit)
	refused = searched_today(frappe.session.user) >= limit
	if refused:
		limit_alerts.past_the_limit(limit_alerts.SEARCHES, limit)
	write_log("Search", "Inbound Call", None, 0, mask(number), refused=refused, doc=place)
	return not refused


def _told(centre: str, numbers: tuple[str, ...]) -> dict:
	hashes = vault.hashes_of(numbers)
	refuses = bool(vault.refused(hashes.values()))
	known = lead_with_number(centre, hashes.values())
	if not known:
		message = _("This number refuses calls.") if refuses else _("A new customer.")
		return {"refuses": refuses, "message": message}
	row = frappe.db.get_value(
		"Call Lead", known, ["customer_name", "agent_name", "do_not_call"], as_dict=True
	)
	refuses = refuses or bool(row.do_not_call)
	name = veiled(row.customer_name) or _("No name")
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


def veiled(name: str | None) -> str:
	"""A name of which the first character stays: 王**."""
	name = (name or "").strip()
	return f"{name[0]}**" if name else ""
