"""Who is there on a day and may get leads: nobody on leave, resting, suspended or gone (R7)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import frappe

from dianjian_app.people.period import Period
from dianjian_app.people.staffing import agents_of, presence_of


def eligible_agents(sales_group: str, day: date) -> dict[str, Decimal]:
	"""Agents of the group who are there that day, with their presence (1: all day); on leave, resting or suspended: absent."""
	return present_of(agents_of(group=sales_group, period=Period(day, day)), day)


def present_of(agents: Iterable[str], day: date) -> dict[str, Decimal]:
	"""Those of the agents who work and are there that day, with their presence."""
	wanted = list(agents)
	presence = presence_of(wanted, Period(day, day))
	active = frappe.get_all(
		"Sales Staff", filters={"name": ("in", wanted or [""]), "status": "Active"}, pluck="name"
	)
	there = {a: presence[(a, day)].presence for a in active if (a, day) in presence}
	return {a: days for a, days in there.items() if days > 0}
