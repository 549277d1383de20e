"""Whoever goes past a limit of the gate is reported to who answers for them, once in its span (R47)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import frappe
from frappe import _
from frappe.utils import cint, now_datetime

from dianjian_app import roles
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.value_lists import among


@dataclass(frozen=True)
class Limit:
	"""A limit of the gate: the kind of line it counts, and whether it counts an hour or a calendar day."""

	kind: str
	hourly: bool = False

	def since(self) -> datetime:
		"""From when on this limit counts, now."""
		now = now_datetime()
		return (
			now - timedelta(hours=1)
			if self.hourly
			else now.replace(hour=0, minute=0, second=0, microsecond=0)
		)


REVEALS, EXPORTS, SEARCHES = Limit("Reveal", hourly=True), Limit("Export"), Limit("Search")


def allowed(setting: str, default: int) -> int:
	"""A limit as Telesales Settings have it; the default on a site that was never asked. 0 means none."""
	value = frappe.get_cached_doc("Telesales Settings").get(setting)
	return default if value is None else cint(value)


def past_the_limit(limit: Limit, most: int) -> None:
	"""Report the session's user to their leader, unless this span has a refusal already (R47).

	Called under the lock on the user's row and before the refusal's own line is written: so it is told once. most: the
	limit, for the message. A leader is reported to the centre's manager, who has neither to the administrators.
	"""
	user = frappe.session.user
	told = frappe.db.exists(
		"Phone Reveal Log",
		{"user": user, "kind": limit.kind, "refused": 1, "revealed_at": (">", limit.since())},
	)
	if told:
		return
	subject = {
		REVEALS: _("{0} has revealed {1} numbers within an hour and asks for more"),
		EXPORTS: _("{0} has exported {1} rows today and asks for more"),
		SEARCHES: _("{0} has searched for {1} numbers today and goes on"),
	}[limit]
	name = frappe.utils.get_fullname(user)
	staff = staff_of_user(user)
	for leader in answers_for(user):
		frappe.get_doc(
			doctype="Notification Log",
			for_user=leader,
			from_user=user,
			type="Alert",
			document_type="Sales Staff" if staff else "User",
			document_name=staff or user,
			subject=subject.format(name, most),
		).insert(ignore_permissions=True)  # the gate reports; the person reported has no say in it


def answers_for(user: str) -> list[str]:
	"""Users who answer for a user: the group's leader; above a leader the manager; else the administrators."""
	staff = staff_of_user(user)
	place = staff and frappe.db.get_value("Sales Staff", staff, ["sales_group", "centre"], as_dict=True)
	if place:
		leader = place.sales_group and frappe.db.get_value("Sales Group", place.sales_group, "leader")
		manager = place.centre and frappe.db.get_value("Sales Centre", place.centre, "manager")
		for above in (leader, manager):
			found = above and above != staff and frappe.db.get_value("Sales Staff", above, "user")
			if found and found != user:
				return [found]
	return [u for u in _administrators() if u != user] or ["Administrator"]


def _administrators() -> list[str]:
	holders = frappe.get_all(
		"Has Role", {"role": roles.ADMIN, "parenttype": "User"}, pluck="parent", distinct=True
	)
	return frappe.get_all("User", {"name": ("in", among(holders)), "enabled": 1}, pluck="name")
