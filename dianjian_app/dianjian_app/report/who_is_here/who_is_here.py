"""Who Is Here: who of the reader's people has come, who should have, who is out, on leave or resting (R33)."""

from __future__ import annotations

from typing import Any

from frappe import _

from dianjian_app.attendance.day_facts import Frame
from dianjian_app.attendance.morning import Now, Whereabouts
from dianjian_app.reporting.columns import Column, report_columns
from dianjian_app.reporting.names import names_of_groups
from dianjian_app.reporting.summary import card
from dianjian_app.reporting.who_is_here import read_here


def execute(filters: dict[str, Any] | None = None) -> tuple:
	"""Columns, rows, no message, no chart, cards. Filters: centre, sales_group. Always of this moment. Raises
	PermissionError."""
	filters = filters or {}
	found = read_here(filters.get("centre"), filters.get("sales_group"))
	groups = names_of_groups(frame.sales_group for frame, _now in found)
	rows = [_row(frame, now, groups) for frame, now in found]
	return get_columns(), rows, None, None, get_summary(found)


def get_columns() -> list[dict[str, Any]]:
	return report_columns(
		Column("group_name", "Sales Group", "Data", width=120),
		Column("agent", "Sales Staff", "Link", "Sales Staff", 110),
		Column("agent_name", "Staff Name", "Data", width=100),
		Column("shown", "Where", "Data", width=110),
		Column("start", "Starts At", "Data", width=90),
		Column("first_in", "First In", "Data", width=90),
	)


def _row(frame: Frame, now: Now, groups: dict[str, str]) -> dict[str, Any]:
	return {
		"group_name": groups.get(frame.sales_group or "", _("No Group")),
		"agent": frame.agent,
		"agent_name": frame.agent_name,
		"whereabouts": now.whereabouts.value,
		"shown": _(now.whereabouts.value),
		"start": f"{now.start:%H:%M}" if now.start else "",
		"first_in": f"{now.first_in:%H:%M}" if now.first_in else "",
	}


def get_summary(found: list[tuple[Frame, Now]]) -> list[dict[str, Any]]:
	def count(*wanted: Whereabouts) -> int:
		return sum(now.whereabouts in wanted for _frame, now in found)

	missing = count(Whereabouts.MISSING)
	return [
		card("Not Here Yet", missing, "Red" if missing else "Green"),
		card("Here", count(Whereabouts.HERE), "Green"),
		card("Out or on Leave", count(Whereabouts.OUTING, Whereabouts.LEAVE)),
	]
