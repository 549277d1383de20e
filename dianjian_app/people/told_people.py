"""Whom the app tells what concerns a person or a centre (R34)."""

from __future__ import annotations

import frappe

from dianjian_app import roles
from dianjian_app.people.authority import decides_for
from dianjian_app.people.staffing import DEPARTED


def users_of(staff: str) -> set[str]:
	"""The login of a person who is still there, if there is one."""
	filters = {"name": staff, "status": ("!=", DEPARTED), "user": ("is", "set")}
	return set(frappe.get_all("Sales Staff", filters=filters, pluck="user"))


def administration_of(centre: str) -> set[str]:
	"""The logins of a centre's Administration."""
	holders = frappe.get_all("Has Role", {"role": roles.ADMINISTRATION, "parenttype": "User"}, pluck="parent")
	return {
		user
		for user in holders
		if user != "Administrator" and decides_for(user, centre, roles.ADMINISTRATION)
	}
