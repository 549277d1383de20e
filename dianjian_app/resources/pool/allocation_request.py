"""What a leader asks for when leads are handed out, checked: group, day, agents, numbers and filter (R7)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, getdate, today

from dianjian_app import roles
from dianjian_app.in_words import listed
from dianjian_app.permissions import check_in_scope
from dianjian_app.resources.pool.availability import eligible_agents
from dianjian_app.resources.pool.lead_filter import AGES, LeadFilter

MOST_AT_ONCE = 5000
FILTER_FIELDS = ("source", "grade", "age", "batch")


class AllocationError(frappe.ValidationError):
	"""A lead or an agent that cannot take part in a hand-out."""


def check_leader(sales_group: str) -> None:
	"""Raises frappe.PermissionError unless the user leads the group or manages its centre."""
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


def check_agents(sales_group: str, quotas: Mapping[str, int], day: date) -> None:
	"""Raises AllocationError when one of the agents is absent that day, or not of the group."""
	absent = sorted(set(quotas) - set(eligible_agents(sales_group, day)))
	if absent:
		frappe.throw(
			_(
				"{0} cannot get leads on {1}: not in {2}, on a rest day, on leave, suspended or no longer employed."
			).format(listed(absent), frappe.format(day, "Date"), sales_group),
			AllocationError,
			title=_("Agent Absent"),
		)


def read_day(text: str | None) -> date:
	"""The day of a hand-out, default today. Raises AllocationError for a past day."""
	day = getdate(text or today())
	if day < getdate(today()):
		frappe.throw(
			_("Leads cannot be handed out for a past day: {0}.").format(frappe.format(day, "Date")),
			AllocationError,
		)
	return day


def read_quotas(quotas: str | dict) -> dict[str, int]:
	"""Agent → a whole number above 0; agents with 0 are left out. Raises AllocationError."""
	value = _from_json(quotas)
	if not isinstance(value, dict):
		frappe.throw(_("Enter how many leads each agent gets."), AllocationError)
	found: dict[str, int] = {}
	for agent, count in value.items():
		if str(count).strip() in ("", "0", "None"):
			continue
		if isinstance(count, bool) or not str(count).strip().isdecimal():
			frappe.throw(
				_("{0} is not a number of leads. Enter a whole number for {1}.").format(count, agent),
				AllocationError,
			)
		found[agent] = cint(count)
	if not found:
		frappe.throw(_("Enter how many leads each agent gets."), AllocationError)
	_check_total(sum(found.values()))
	return found


def read_leads(leads: str | list) -> list[str]:
	"""The chosen leads, each once. Raises AllocationError for none, too many, or anything but a list of names."""
	value = _from_json(leads)
	if not isinstance(value, list) or not value or not all(isinstance(name, str) for name in value):
		frappe.throw(_("Choose the leads first."), AllocationError)
	_check_total(len(value))
	return sorted(set(value))


def _check_total(count: int) -> None:
	if count > MOST_AT_ONCE:
		frappe.throw(_("At most {0} leads can be handed out at once.").format(MOST_AT_ONCE), AllocationError)


def read_filter(filters: str | dict | None, former: Mapping[str, Any]) -> LeadFilter:
	"""The filter that a leader chose. Raises AllocationError for an unknown source or age.

	filters: {"source", "grade", "age", "batch"}, each optional (JSON text from the desk); former: a request's other
	parameters, because until 0.4 each field may also come as a parameter of its own, as in 0.1.
	"""
	chosen = _from_json(filters or {})
	if not isinstance(chosen, dict):
		frappe.throw(_("Unknown filter: {0}.").format(filters), AllocationError)
	source, grade, age, batch = (chosen.get(f) or former.get(f) or None for f in FILTER_FIELDS)
	if source and not frappe.db.exists("Channel Source", source):
		frappe.throw(_("Source {0} does not exist.").format(source), AllocationError)
	if age and age not in AGES:
		frappe.throw(_("Unknown age of leads: {0}.").format(age), AllocationError)
	return LeadFilter(source, grade, age, batch)


def _from_json(value: Any) -> Any:
	if not isinstance(value, str):
		return value
	try:
		return json.loads(value)
	except ValueError:
		return None
