"""A user who reaches a limit on phone numbers is reported to their superior, once in the limit's period (R47)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import frappe
from frappe import _
from frappe.utils import cint, now_datetime

from dianjian_app import roles
from dianjian_app.desk_notices import put_on_desks
from dianjian_app.people.staffing import staff_of_user


@dataclass(frozen=True)
class Limit:
	"""A limit: which kind of log line it counts, and whether within the last hour or on the calendar day."""

	kind: str
	hourly: bool = False

	def start(self) -> datetime:
		"""When the current period began."""
		now = now_datetime()
		return (
			now - timedelta(hours=1)
			if self.hourly
			else now.replace(hour=0, minute=0, second=0, microsecond=0)
		)


REVEALS, EXPORTS, SEARCHES = Limit("Reveal", hourly=True), Limit("Export"), Limit("Search")


def limit_of(setting: str, default: int) -> int:
	"""A limit of Telesales Settings; the default where the field was never set. 0 allows nothing."""
	value = frappe.get_cached_doc("Telesales Settings").get(setting)
	return default if value is None else cint(value)


def report_limit_reached(limit: Limit, most: int) -> None:
	"""Report the user to their superiors, unless this period has a refusal already (R47).

	To be called under the lock on the user's row and before the refusal is logged, so that it is reported once. most: the
	limit, for the message.
	"""
	user = frappe.session.user
	reported = frappe.db.exists(
		"Phone Reveal Log",
		{"user": user, "kind": limit.kind, "refused": 1, "revealed_at": (">", limit.start())},
	)
	if reported:
		return
	subject = {
		REVEALS: _("{0} has revealed {1} numbers within an hour and asks for more"),
		EXPORTS: _("{0} has exported {1} rows today and asks for more"),
		SEARCHES: _("{0} has searched for {1} numbers today and goes on"),
	}[limit]
	name = frappe.utils.get_fullname(user)
	staff = staff_of_user(user)
	kind = "Sales Staff" if staff else "User"
	put_on_desks(superiors_of(user), kind, staff or user, subject.format(name, most), from_user=user)


def superiors_of(user: str) -> list[str]:
	"""The user's group leader; of a leader, the centre's manager; of anybody else, the administrators."""
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
	return frappe.get_all("User", {"name": ("in", holders), "enabled": 1}, pluck="name") if holders else []
