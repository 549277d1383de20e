"""A group's day as it stands: each of the reader's agents with calls, customers, invitations and visits (R20, R44)."""

from __future__ import annotations

from datetime import date
from typing import Any

import frappe
from frappe.query_builder.functions import Sum

from dianjian_app.reporting.scope import readers_rows
from dianjian_app.reporting.shortfall import read_shortfall


def read_day_board(day: date) -> list[dict[str, Any]]:
	"""The reader's agents who are there on a day, most missing first, in a fixed number of queries.

	Gives [{"agent_name", "calls", "connected", "target": None where no rule asks, "intention", "invited", "visits",
	"state": of the sheet, in words}]. Raises PermissionError.
	"""
	people = read_shortfall(day)
	ledger = _ledger_of(day)
	return [
		{
			**{f: row[f] for f in ("agent_name", "calls", "connected", "target", "intention", "state")},
			"invited": ledger.get(row.agent, (0, 0))[0],
			"visits": ledger.get(row.agent, (0, 0))[1],
		}
		for row in people
	]


def _ledger_of(day: date) -> dict[str, tuple[int, int]]:
	line = frappe.qb.DocType("Daily Ledger")
	query = frappe.qb.from_(line).where(line.date == day).groupby(line.agent)
	query = query.select(line.agent, Sum(line.invited), Sum(line.visits))
	return {
		agent: (int(invited or 0), int(visits or 0))
		for agent, invited, visits in readers_rows(query, line, "Daily Ledger").run()
	}
