"""The agenda: promised next steps and due follow-ups as a calendar of Call Lead, for the reader's own rows (R8).

An agent sees each customer; who sees several agents gets one entry an agent, day and kind, until they choose an agent.
"""

from __future__ import annotations

import json
from datetime import date

import frappe
from frappe import _
from frappe.utils import add_days, getdate

from dianjian_app.resources.numbers.phone import hide_numbers
from dianjian_app.resources.pool.allocation import OPEN

PROMISED, DUE = "next_step_date", "due_on"
COLOURS = {PROMISED: "#74b3f0", DUE: "#f8c471"}
LATE = "#f1948a"
MOST = 1000
FIELDS = ("name", "customer_name", "phone_mask", "grade", "follow_up_no", "next_step", "agent", "agent_name")


@frappe.whitelist()
def events(start: str, end: str, filters: str | list | None = None, **_asked) -> list[dict]:
	"""Entries of the calendar between two moments, for the calendar view of Call Lead (R8).

	filters: of the list, as JSON. A customer stands on the day that was promised, else on the day they are due by their
	grade; refused, invalid and bought ones do not. Gives [{"name", "title", "start", "end", "all_day", "color", "tooltip",
	"filters": for the list where the entry counts several; "report": opened by what is late}]. What is late stands on its
	own day, and counted on today. Raises PermissionError.
	"""
	chosen = json.loads(filters) if isinstance(filters, str) and filters else filters or []
	period = (getdate(start), getdate(end))
	counted = {kind: _counted(chosen, kind, period) for kind in (PROMISED, DUE)}
	late = _late(chosen) if period[0] <= getdate() <= period[1] else []
	if len({row.agent for rows in counted.values() for row in rows}) > 1:
		return late + [_of_agent(row, kind) for kind, rows in counted.items() for row in rows]
	return late + [_of_lead(row, kind) for kind in counted for row in _leads(chosen, kind, period)]


def _where(chosen: list, kind: str, period: tuple[date, date]) -> list:
	asked = [
		*chosen,
		["Call Lead", kind, "between", period],
		["Call Lead", "status", "in", OPEN],
		["Call Lead", "do_not_call", "=", 0],
		["Call Lead", "agent", "is", "set"],
	]
	# what was promised goes before the grade's days
	return asked if kind == PROMISED else [*asked, ["Call Lead", PROMISED, "is", "not set"]]


def _counted(chosen: list, kind: str, period: tuple[date, date]) -> list:
	return frappe.get_list(
		"Call Lead",
		filters=_where(chosen, kind, period),
		fields=["agent", "agent_name", f"{kind} as day", "count(name) as leads"],
		group_by=f"agent, agent_name, {kind}",
		order_by=kind,
		limit_page_length=MOST,
	)


def _leads(chosen: list, kind: str, period: tuple[date, date]) -> list:
	return frappe.get_list(
		"Call Lead",
		filters=_where(chosen, kind, period),
		fields=[*FIELDS, f"{kind} as day"],
		order_by=f"{kind}, name",
		limit_page_length=MOST,
	)


def _late(chosen: list) -> list[dict]:
	"""One entry on today, that opens the report of what is late; none where nothing is."""
	long_ago, yesterday = getdate("2000-01-01"), getdate(add_days(getdate(), -1))
	agents, leads = set(), 0
	for kind in (PROMISED, DUE):
		rows = frappe.get_list(
			"Call Lead",
			filters=_where(chosen, kind, (long_ago, yesterday)),
			fields=["agent", "count(name) as leads"],
			group_by="agent",
			order_by="agent",
			limit_page_length=0,
		)
		agents.update(row.agent for row in rows)
		leads += sum(row.leads for row in rows)
	if not leads:
		return []
	said = _("{0} late").format(leads)
	report = {"until": str(yesterday), **({"agent": agents.pop()} if len(agents) == 1 else {})}
	entry = {"name": "late", "title": said, "tooltip": said, "report": report, "color": LATE}
	return [{**entry, "start": str(getdate()), "end": str(getdate()), "all_day": 1, "convert_to_user_tz": 0}]


def _of_lead(row, kind: str) -> dict:
	who = hide_numbers(row.customer_name or "") or row.phone_mask or row.name
	what = hide_numbers(row.next_step or "") if kind == PROMISED else ""
	what = what or (_("promised") if kind == PROMISED else _("due by the grade"))
	grade = f" {row.grade}" if row.grade else ""
	told = _("{0}: {1}. Grade {2}, {3} follow-ups, {4}").format(
		who, what, row.grade or "-", row.follow_up_no or 0, row.agent_name or row.agent
	)
	return {**_entry(row, kind), "name": row.name, "title": f"{who}{grade} · {what}", "tooltip": told}


def _of_agent(row, kind: str) -> dict:
	said = _("{0} promised: {1}") if kind == PROMISED else _("{0} due: {1}")
	said = said.format(row.leads, row.agent_name or row.agent)
	return {
		**_entry(row, kind),
		"name": f"{row.agent}/{row.day}/{kind}",
		"title": said,
		"tooltip": said,
		"filters": {
			"agent": row.agent,
			"status": ["in", OPEN],
			"do_not_call": 0,
			kind: str(row.day),
			**({} if kind == PROMISED else {PROMISED: ["is", "not set"]}),
		},
	}


def _entry(row, kind: str) -> dict:
	colour = LATE if row.day < getdate() else COLOURS[kind]
	day = str(row.day)
	return {"start": day, "end": day, "all_day": 1, "color": colour, "convert_to_user_tz": 0}
