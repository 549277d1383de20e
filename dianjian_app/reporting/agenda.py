"""The agenda: promised next steps and due follow-ups as a calendar of Call Lead, over the reader's own rows (R8).

Who sees one agent gets an entry for each customer. Who sees several gets an entry for each agent, day and kind; who sees
so many that a calendar could not show them gets one for each day and kind.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import frappe
from frappe import _
from frappe.query_builder.functions import Coalesce, Count, Max, Min
from frappe.utils import getdate

from dianjian_app.people.period import Period
from dianjian_app.reporting.cut import first_rows
from dianjian_app.reporting.list_filters import where_list_filters
from dianjian_app.reporting.names import names_of_staff
from dianjian_app.reporting.period import as_of
from dianjian_app.reporting.scope import readers_rows
from dianjian_app.resources.numbers.phone import hide_numbers
from dianjian_app.resources.pool.allocation import OPEN

PROMISED, DUE = "next_step_date", "due_on"
"""the kinds of entries: the fields of Call Lead that hold their day"""
KINDS = (PROMISED, DUE)
COLOURS = {PROMISED: "#74b3f0", DUE: "#f8c471"}
LATE = "#f1948a"
MOST_ENTRIES = 1000
BEGINNING = date(2000, 1, 1)
LEAD_FIELDS = ("name", "customer_name", "phone_mask", "grade", "follow_up_no", "next_step", "agent")


@frappe.whitelist()
def events(start: str, end: str, filters: str | list | None = None, **_asked: object) -> list[dict[str, Any]]:
	"""Entries of the calendar between two moments, for the calendar view of Call Lead (R8).

	filters: of the list, as JSON. A customer stands on the day that was promised, else on the day that the grade says;
	refused, invalid and bought ones do not. Gives [{"name", "title", "start", "end", "all_day", "color", "tooltip",
	"filters": for the list, if the entry counts several; "report": opened by what is late}]. What is late stands on its own
	day, and counted on today. Raises PermissionError, ReportFilterError.
	"""
	chosen = json.loads(filters) if isinstance(filters, str) and filters else filters or []
	agenda = _Agenda(Period(getdate(start), getdate(end)), chosen)
	late = agenda.late() if as_of() in agenda.period else []
	by_agent = agenda.by_agent()
	if by_agent is None:
		return late + agenda.by_day()
	if len({entry["agent"] for entry in by_agent}) > 1:
		return late + by_agent
	return late + agenda.by_customer()


@dataclass(frozen=True)
class _Agenda:
	"""A span of the calendar. chosen: the list's filters."""

	period: Period
	chosen: list

	def _query(self, lead: Any, kind: str, period: Period) -> Any:
		"""The reader's open leads with a day of a kind in a period; what was promised goes before the grade's day."""
		query = frappe.qb.from_(lead).where(lead[kind][period.start : period.end])
		query = query.where(lead.status.isin(OPEN) & (lead.do_not_call == 0) & (lead.agent != ""))
		if kind == DUE:
			# written so that the database does not take the index of promised days for what has none
			query = query.where(Coalesce(lead[PROMISED], BEGINNING) == BEGINNING)
		query = where_list_filters(query, lead, "Call Lead", self.chosen)
		return readers_rows(query, lead, "Call Lead")

	def late(self) -> list[dict[str, Any]]:
		"""One entry on today that opens the report of what is late; none if nothing is."""
		today = as_of()
		yesterday = today - timedelta(days=1)
		lead = frappe.qb.DocType("Call Lead")
		agents, count = set(), 0
		for kind in KINDS:
			query = self._query(lead, kind, Period(BEGINNING, yesterday))
			leads, first, last = query.select(Count("*"), Min(lead.agent), Max(lead.agent)).run()[0]
			agents |= {first, last} - {None}
			count += leads
		if not count:
			return []
		text = _("{0} late").format(count)
		report = {"until": str(yesterday), **({"agent": agents.pop()} if len(agents) == 1 else {})}
		entry = _entry("late", today, text, text, LATE)
		return [{**entry, "report": report}]

	def by_agent(self) -> list[dict[str, Any]] | None:
		"""An entry for each agent, day and kind; None if there are more than MOST_ENTRIES."""
		lead = frappe.qb.DocType("Call Lead")
		found: list[tuple[str, frappe._dict]] = []
		for kind in KINDS:
			query = self._query(lead, kind, self.period).groupby(lead.agent, lead[kind])
			query = query.select(lead.agent, lead[kind].as_("day"), Count("*").as_("leads"))
			rows = query.orderby(lead[kind], lead.agent).limit(MOST_ENTRIES + 1).run(as_dict=True)
			found += [(kind, row) for row in rows]
			if len(found) > MOST_ENTRIES:
				return None
		names = names_of_staff(row.agent for _kind, row in found)
		said = {PROMISED: _("{0} promised: {1}"), DUE: _("{0} due: {1}")}
		entries = []
		for kind, row in found:
			text = said[kind].format(row.leads, names.get(row.agent, row.agent))
			entry = _entry(f"{row.agent}/{row.day}/{kind}", row.day, text, text, _colour(kind, row.day))
			filters = {"agent": row.agent, **_list_filters(kind, row.day)}
			entries.append({**entry, "agent": row.agent, "filters": filters})
		return entries

	def by_day(self) -> list[dict[str, Any]]:
		"""An entry for each day and kind."""
		lead = frappe.qb.DocType("Call Lead")
		said = {PROMISED: _("{0} promised, {1} agents"), DUE: _("{0} due, {1} agents")}
		entries = []
		for kind in KINDS:
			query = self._query(lead, kind, self.period).groupby(lead[kind]).orderby(lead[kind])
			agents = Count(lead.agent).distinct()
			rows = query.select(lead[kind].as_("day"), Count("*").as_("leads"), agents.as_("agents"))
			for row in rows.run(as_dict=True):
				text = said[kind].format(row.leads, row.agents)
				entry = _entry(f"{row.day}/{kind}", row.day, text, text, _colour(kind, row.day))
				entries.append({**entry, "filters": _list_filters(kind, row.day)})
		return entries

	def by_customer(self) -> list[dict[str, Any]]:
		"""An entry for each customer; the first MOST_ENTRIES of a kind, and an entry that says so."""
		lead = frappe.qb.DocType("Call Lead")
		entries = []
		for kind in KINDS:
			query = self._query(lead, kind, self.period).select(lead[kind].as_("day"))
			query = query.select(*(lead[f] for f in LEAD_FIELDS)).orderby(lead[kind], lead.name)
			found = first_rows(query, MOST_ENTRIES)
			names = names_of_staff(row.agent for row in found.rows)
			entries += [_of_customer(row, kind, names.get(row.agent, row.agent)) for row in found.rows]
			if found.message:
				last, end = found.rows[-1].day, self.period.end
				entry = _entry(f"cut/{kind}", last, found.message, found.message, LATE)
				rest = {**_list_filters(kind, last), kind: ["between", [str(last), str(end)]]}
				entries.append({**entry, "filters": rest})
		return entries


def _of_customer(row: frappe._dict, kind: str, agent_name: str) -> dict[str, Any]:
	who = hide_numbers(row.customer_name or "") or row.phone_mask or row.name
	what = hide_numbers(row.next_step or "") if kind == PROMISED else ""
	what = what or (_("promised") if kind == PROMISED else _("due by the grade"))
	grade = f" {row.grade}" if row.grade else ""
	tooltip = _("{0}: {1}. Grade {2}, {3} follow-ups, {4}").format(
		who, what, row.grade or "-", row.follow_up_no or 0, agent_name
	)
	return _entry(row.name, row.day, f"{who}{grade} · {what}", tooltip, _colour(kind, row.day))


def _list_filters(kind: str, day: date) -> dict[str, Any]:
	"""The filters of the list that shows the leads behind an entry."""
	filters = {"status": ["in", OPEN], "do_not_call": 0, kind: str(day)}
	return filters if kind == PROMISED else {**filters, PROMISED: ["is", "not set"]}


def _colour(kind: str, day: date) -> str:
	return LATE if day < as_of() else COLOURS[kind]


def _entry(name: str, day: date, title: str, tooltip: str, colour: str) -> dict[str, Any]:
	return {
		"name": name,
		"title": title,
		"tooltip": tooltip,
		"start": str(day),
		"end": str(day),
		"all_day": 1,
		"color": colour,
		"convert_to_user_tz": 0,
	}
