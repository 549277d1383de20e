"""The punching policies of centres, read in one query (R33)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import time
from typing import TYPE_CHECKING

import frappe

from dianjian_app.attendance.policy import FROM_ALLOWANCE, OvertimeRates, Policy
from dianjian_app.people.centre_calendars import time_of_day
from dianjian_app.value_lists import among

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.punching_policy.punching_policy import PunchingPolicy

FIELDS = (
	*("centre", "from_date", "day_turn", "late_allowance", "early_allowance"),
	*("counted_from", "late_applications_excuse", "ask_place", "late_overtime_counts", "corrections_a_month"),
	*("overtime_rate_workday", "overtime_rate_rest_day", "overtime_rate_holiday"),
)


def read_policies(centres: Iterable[str]) -> dict[str, list[Policy]]:
	"""All policies of centres, by centre; a centre that has none is left out."""
	rows = frappe.get_all(
		"Punching Policy",
		{"centre": ("in", among(sorted(set(centres)))), "day_turn": ("is", "set")},
		list(FIELDS),
		limit=0,
	)
	policies: dict[str, list[Policy]] = defaultdict(list)
	for row in rows:
		policies[row.centre].append(policy_of(row))
	return dict(policies)


def policy_of(row: PunchingPolicy | frappe._dict) -> Policy:
	"""The pure policy of a Punching Policy."""
	return Policy(
		start=frappe.utils.getdate(row.from_date),
		day_turn=time_of_day(row.day_turn),
		late_allowance=row.late_allowance or 0,
		early_allowance=row.early_allowance or 0,
		beyond_only=row.counted_from == FROM_ALLOWANCE,
		late_applications_excuse=bool(row.late_applications_excuse),
		ask_place=bool(row.ask_place),
		rates=OvertimeRates(row.overtime_rate_workday, row.overtime_rate_rest_day, row.overtime_rate_holiday),
		late_overtime_counts=bool(row.late_overtime_counts),
		corrections_a_month=row.corrections_a_month or 0,
	)


def noons(centres: Iterable[str]) -> dict[str, time]:
	"""Where the morning ends at centres that keep no break."""
	rows = frappe.get_all(
		"Sales Centre",
		{"name": ("in", among(sorted(set(centres)))), "half_day_switch": ("is", "set")},
		["name", "half_day_switch"],
		limit=0,
	)
	return {row.name: time_of_day(row.half_day_switch) for row in rows if row.half_day_switch}
