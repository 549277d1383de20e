"""What the documents say about people's days, one grouped query for each kind of document (R44)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING

import frappe
from frappe.query_builder.functions import Coalesce, Count, Sum
from pypika import CustomFunction

from dianjian_app.ledger.ledger_line import (
	CONFIRMED,
	HANDED_IN,
	NOT_HANDED_IN,
	Counts,
	Deals,
	Facts,
	OldLine,
	Sheet,
	Visits,
)
from dianjian_app.people.period import Period
from dianjian_app.stage_codes import call_sheet_stages

if TYPE_CHECKING:
	from pypika.queries import QueryBuilder


Key = tuple[str, date]
"""(agent, day)"""

COUNTED, REVISIT, WALK_IN, NO_SHOW = "Counted", "Revisit", "Walk-in", "No Show"
FIELD_OF_OUTCOME = {COUNTED: "visits", REVISIT: "revisits", WALK_IN: "walk_ins", NO_SHOW: "no_shows"}
DayOf = CustomFunction("DATE", ["moment"])


def read_facts(agents: Iterable[str], period: Period, *, locking: bool = False) -> dict[Key, Facts]:
	"""The facts of agents and days by (agent, day), days without any left out.

	locking: read what is committed now instead of what this transaction saw when it began.
	"""
	wanted = sorted(set(agents))
	if not wanted:
		return {}
	sheets, visits = _sheets(wanted, period, locking), _visits(wanted, period, locking)
	invited, deals = _invited(wanted, period, locking), _deals(wanted, period, locking)
	old = _old_lines(wanted, period, locking)
	keys = {*sheets, *visits, *invited, *deals, *old}
	return {
		key: Facts(
			sheet=sheets.get(key),
			invited=invited.get(key, 0),
			visits=visits.get(key, Visits()),
			deals=deals.get(key, Deals()),
			old=old.get(key),
		)
		for key in keys
	}


def _sheets(agents: list[str], period: Period, locking: bool) -> dict[Key, Sheet]:
	sheet = frappe.qb.DocType("Call Sheet")
	query = (
		frappe.qb.from_(sheet)
		.where(sheet.agent.isin(agents) & sheet.date[period.start : period.end] & (sheet.docstatus < 2))
		.select(
			sheet.name,
			sheet.agent,
			sheet.date,
			sheet.docstatus,
			sheet.stage,
			sheet.calls_total,
			sheet.calls_connected,
			sheet.calls_valid,
			sheet.customers_connected,
			sheet.intention_count,
		)
	)
	rows = _run(query, locking)
	counts = _counts([r.name for r in rows if r.docstatus == 1], locking)
	return {
		(r.agent, r.date): Sheet(
			name=r.name,
			state=_state(r),
			calls=r.calls_total or 0,
			connected_calls=r.calls_connected or 0,
			valid_calls=r.calls_valid or 0,
			connected=r.customers_connected or 0,
			intention=r.intention_count or 0,
			counts=MappingProxyType(counts.get(r.name, {})),
		)
		for r in rows
	}


def _state(row: frappe._dict) -> str:
	if row.docstatus == 1:
		return CONFIRMED
	return HANDED_IN if row.stage == call_sheet_stages.HANDED_IN else NOT_HANDED_IN


def _counts(sheets: list[str], locking: bool) -> Mapping[str, Counts]:
	if not sheets:
		return {}
	row = frappe.qb.DocType("Call Sheet Count")
	query = (
		frappe.qb.from_(row)
		.where((row.parenttype == "Call Sheet") & row.parent.isin(sheets))
		.select(row.parent, row.kind, row.key, row.calls)
	)
	counts: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
	for r in _run(query, locking):
		if r.calls:
			counts[r.parent][(r.kind, r.key)] = r.calls
	return counts


def _invited(agents: list[str], period: Period, locking: bool) -> dict[Key, int]:
	"""Invitations of signed registers, on the register's day."""
	row = frappe.qb.DocType("Invitation")
	query = (
		frappe.qb.from_(row)
		.where(row.agent.isin(agents) & row.date[period.start : period.end])
		.where((row.docstatus == 1) & (row.parenttype == "Invitation Register"))
		.groupby(row.agent, row.date)
		.select(row.agent, row.date, Count("*").as_("invited"))
	)
	return {(r.agent, r.date): r.invited for r in _run(query, locking)}


def _visits(agents: list[str], period: Period, locking: bool) -> dict[Key, Visits]:
	"""Confirmed visits on the day of the signature, no-shows on the day they were planned for (decision 5)."""
	visit = frappe.qb.DocType("Visit Confirmation")
	day = Coalesce(visit.counted_on, DayOf(visit.signed_at), visit.date)
	query = (
		frappe.qb.from_(visit)
		.where(visit.agent.isin(agents) & day[period.start : period.end])
		.where(
			((visit.docstatus == 1) & visit.outcome.isin([COUNTED, REVISIT, WALK_IN]))
			| ((visit.docstatus < 2) & (visit.outcome == NO_SHOW))
		)
		.groupby(visit.agent, day, visit.outcome)
		.select(visit.agent, day.as_("day"), visit.outcome, Count("*").as_("parties"))
	)
	by_key: dict[Key, dict[str, int]] = defaultdict(dict)
	for r in _run(query, locking):
		by_key[(r.agent, r.day)][FIELD_OF_OUTCOME[r.outcome]] = r.parties
	return {key: Visits(**parties) for key, parties in by_key.items()}


def _deals(agents: list[str], period: Period, locking: bool) -> dict[Key, Deals]:
	deal = frappe.qb.DocType("Sales Deal")
	query = (
		frappe.qb.from_(deal)
		.where(deal.agent.isin(agents) & deal.date[period.start : period.end] & (deal.docstatus == 1))
		.groupby(deal.agent, deal.date)
		.select(
			deal.agent,
			deal.date,
			Count("*").as_("deals"),
			Sum(deal.units).as_("units"),
			Sum(deal.amount).as_("amount"),
		)
	)
	return {
		(r.agent, r.date): Deals(r.deals, int(r.units or 0), _money(r.amount)) for r in _run(query, locking)
	}


def _old_lines(agents: list[str], period: Period, locking: bool) -> dict[Key, OldLine]:
	row = frappe.qb.DocType("Opening Ledger Line")
	query = (
		frappe.qb.from_(row)
		.where(row.agent.isin(agents) & row.date[period.start : period.end] & (row.docstatus == 1))
		.select(
			row.agent, row.date, row.presence, row.calls, row.connected, row.intention, row.visits, row.deals
		)
	)
	return {
		(r.agent, r.date): OldLine(
			presence=Decimal(str(r.presence or 0)),
			calls=r.calls or 0,
			connected=r.connected or 0,
			intention=r.intention or 0,
			visits=r.visits or 0,
			deals=r.deals or 0,
		)
		for r in _run(query, locking)
	}


def _run(query: QueryBuilder, locking: bool) -> list:
	return (query.for_update() if locking else query).run(as_dict=True)


def _money(value: float | Decimal | None) -> Decimal:
	return Decimal(str(value or 0)).quantize(Decimal("0.01"))
