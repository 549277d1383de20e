"""What a leader asks for when resources are handed out, checked: group, day, agents, counts, kind of lead (R7)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

import frappe
from frappe import _
from frappe.utils import cint, getdate, today

from dianjian_app import roles
from dianjian_app.permissions import check_in_scope
from dianjian_app.resources.pool.availability import eligible_agents
from dianjian_app.resources.pool.free_leads import AGES, Wanted

MOST_AT_ONCE = 5000


class AllocationError(frappe.ValidationError):
	"""A lead or an agent that cannot take part in a hand-out."""


def check_leader(sales_group: str) -> None:
	"""Leader of this group or manager of its centre, or nobody."""
	if not sales_group or not frappe.db.exists("Sales Group", sales_group):
		frappe.throw(_("Choose the sales group."), AllocationError)
	if frappe.session.user == "Administrator":
		return
	if not {roles.LEADER, roles.MANAGER} & set(frappe.get_roles()):
		frappe.throw(_("Only the group's leader can hand out resources."), frappe.PermissionError)
	check_in_scope(
		frappe.get_doc(
			doctype="Lead Allocation",
			sales_group=sales_group,
			centre=frappe.db.get_value("Sales Group", sales_group, "centre"),
		)
	)


def check_agents(sales_group: str, wanted: Mapping[str, int], day: date) -> None:
	"""Raises AllocationError where one of the agents is not there that day, or not of the group."""
	absent = sorted(set(wanted) - set(eligible_agents(sales_group, day)))
	if absent:
		frappe.throw(
			_(
				"{0} cannot get leads on {1}: not in {2}, on a rest day, on leave, suspended or no longer employed."
			).format(", ".join(absent), frappe.format(day, "Date"), sales_group),
			AllocationError,
			title=_("Agent Absent"),
		)


def day_of(text: str | None) -> date:
	"""The day of a hand-out, default today. Raises AllocationError for one that is over."""
	day = getdate(text or today())
	if day < getdate(today()):
		frappe.throw(
			_("Leads cannot be handed out for a past day: {0}.").format(frappe.format(day, "Date")),
			AllocationError,
		)
	return day


def counts_of(quotas: str | dict) -> dict[str, int]:
	"""Agent → whole number above 0; those with 0 are left out. Raises AllocationError."""
	value = _from_json(quotas)
	if not isinstance(value, dict):
		frappe.throw(_("Enter how many leads each agent gets."), AllocationError)
	wanted = {}
	for agent, count in value.items():
		if str(count).strip() in ("", "0", "None"):
			continue
		if isinstance(count, bool) or not str(count).strip().isdecimal():
			frappe.throw(
				_("{0} is not a number of leads. Enter a whole number for {1}.").format(count, agent),
				AllocationError,
			)
		wanted[agent] = cint(count)
	if not wanted:
		frappe.throw(_("Enter how many leads each agent gets."), AllocationError)
	if sum(wanted.values()) > MOST_AT_ONCE:
		frappe.throw(_("At most {0} leads can be handed out at once.").format(MOST_AT_ONCE), AllocationError)
	return wanted


def names_of(leads: str | list) -> list[str]:
	"""The chosen leads, each once. Raises AllocationError for none, too many, or what is no list of names."""
	value = _from_json(leads)
	if not isinstance(value, list) or not value or not all(isinstance(n, str) for n in value):
		frappe.throw(_("Choose the leads first."), AllocationError)
	if len(value) > MOST_AT_ONCE:
		frappe.throw(_("At most {0} leads can be handed out at once.").format(MOST_AT_ONCE), AllocationError)
	return sorted(set(value))


def wanted_of(
	sales_group: str,
	day: date,
	source: str | None = None,
	grade: str | None = None,
	batch: str | None = None,
	age: str | None = None,
) -> Wanted:
	"""Which leads a leader asks for, checked. Raises AllocationError for a source or an age that there is not."""
	if source and not frappe.db.exists("Channel Source", source):
		frappe.throw(_("Source {0} does not exist.").format(source), AllocationError)
	if age and age not in AGES:
		frappe.throw(_("Unknown age of leads: {0}.").format(age), AllocationError)
	return Wanted(sales_group, day, source or None, grade or None, batch or None, age or None)


def _from_json(value: object) -> object:
	if not isinstance(value, str):
		return value
	try:
		return json.loads(value)
	except ValueError:
		return None
