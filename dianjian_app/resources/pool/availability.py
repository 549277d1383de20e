"""Which agents work on a day and may get leads: nobody who is on leave, on a rest day, suspended or gone (R7)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import frappe

from dianjian_app.people.period import Period
from dianjian_app.people.staffing import agents_of, presence_of


def eligible_agents(sales_group: str, day: date) -> dict[str, Decimal]:
	"""Agents of the group who work on a day → their presence (1: the whole day)."""
	return present_agents(agents_of(group=sales_group, period=Period(day, day)), day)


def present_agents(agents: Iterable[str], day: date) -> dict[str, Decimal]:
	"""Those of the agents who are employed and work on a day → their presence (1: the whole day)."""
	return _present(list(agents), day)


def present_staff(staff: Iterable[str], day: date) -> dict[str, Decimal]:
	"""The same for people of whatever position: consultants, the front desk."""
	return _present(list(staff), day, in_any_position=True)


def _present(names: list[str], day: date, *, in_any_position: bool = False) -> dict[str, Decimal]:
	if not names:
		return {}
	presence = presence_of(names, Period(day, day), in_any_position=in_any_position)
	active = frappe.get_all("Sales Staff", {"name": ("in", names), "status": "Active"}, pluck="name")
	found = {name: presence[(name, day)].presence for name in active if (name, day) in presence}
	return {name: days for name, days in found.items() if days > 0}
