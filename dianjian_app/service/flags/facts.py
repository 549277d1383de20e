"""The facts that flags are found in, read for one centre and a period, a query for each kind (R17, R20, R33, R42).

Numbers are compared in the job's memory alone: no person asks for them, none is written down, and nothing that comes out
of here holds one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import frappe
from pypika import Criterion, Field

from dianjian_app.people.centre_calendars import read_calendars
from dianjian_app.people.period import Period
from dianjian_app.resources.numbers import vault
from dianjian_app.service.flags.detectors import Connected, Evidence, Finding, Kind, Numbered, Punched, Signed

EXTENSION = ";"
"""customers behind one switchboard, or one privacy number, differ by their extension alone"""
ENTERED = "Entered"


def signed_visits(centre: str, period: Period) -> list[Signed]:
	"""The centre's visits that a consultant signed in the period for an agent."""
	visit = frappe.qb.DocType("Visit Confirmation")
	query = (
		frappe.qb.from_(visit)
		.select(visit.name, visit.agent, visit.receptionist, visit.signed_at)
		.where((visit.centre == centre) & (visit.docstatus < 2) & _within(visit.signed_at, period))
		.where(visit.agent.isnotnull() & visit.receptionist.isnotnull())
		.orderby(visit.signed_at, visit.name)
	)
	return [Signed(*row) for row in query.run()]


def connected_calls(centre: str, period: Period) -> list[Connected]:
	"""The calls of the centre's live sheets that reached somebody, where their time is known."""
	row, sheet = frappe.qb.DocType("Call Sheet Row"), frappe.qb.DocType("Call Sheet")
	query = (
		frappe.qb.from_(sheet)
		.join(row)
		.on(row.parent == sheet.name)
		.select(sheet.name, sheet.agent, row.called_at)
		.where((sheet.centre == centre) & (sheet.docstatus < 2) & sheet.date[period.start : period.end])
		.where((row.connected == 1) & row.called_at.isnotnull())
		.orderby(row.called_at)
	)
	return [Connected(*found) for found in query.run()]


def customers_with_numbers(centre: str, period: Period) -> list[Numbered]:
	"""Whom the centre's agents invited in the period, and whose numbers somebody typed: no batch brought them."""
	visit, lead = frappe.qb.DocType("Visit Confirmation"), frappe.qb.DocType("Call Lead")
	invited = (
		frappe.qb.from_(visit)
		.select(visit.name, visit.agent, visit.lead, visit.phone_hash, visit.creation)
		.where((visit.centre == centre) & (visit.docstatus < 2) & visit.date[period.start : period.end])
		.where(visit.agent.isnotnull() & visit.lead.isnotnull())
	)
	typed = (
		frappe.qb.from_(lead)
		.select(lead.name, lead.agent, lead.name.as_("lead"), lead.phone_hash, lead.creation)
		.where((lead.centre == centre) & lead.agent.isnotnull() & lead.batch.isnull())
		.where(lead.erased_on.isnull() & _within(lead.creation, period))
	)
	rows = [("Visit Confirmation", *row) for row in invited.run()]
	rows += [("Call Lead", *row) for row in typed.run()]
	numbers = vault.numbers_of(row[4] for row in rows)
	return [
		Numbered(doctype, name, agent, customer, numbers[key].removeprefix("+"), at)
		for doctype, name, agent, customer, key, at in rows
		if numbers.get(key) and EXTENSION not in numbers[key]
	]


def punches(centre: str, period: Period) -> list[Punched]:
	"""The centre's punches by clock or at the desk; what somebody entered by hand has no second of its own."""
	punch = frappe.qb.DocType("Punch Record")
	query = (
		frappe.qb.from_(punch)
		.select(punch.name, punch.agent, punch.punched_at, punch.device)
		.where((punch.centre == centre) & punch.date[period.start : period.end])
		.where(punch.agent.isnotnull() & (punch.withdrawn == 0) & (punch.source != ENTERED))
		.orderby(punch.punched_at, punch.name)
	)
	return [Punched(name, agent, at, device or "") for name, agent, at, device in query.run()]


def denied_visits(centre: str, period: Period) -> list[Finding]:
	"""Visits whose customers say that there was none."""
	link, visit = frappe.qb.DocType("Survey Link"), frappe.qb.DocType("Visit Confirmation")
	query = (
		frappe.qb.from_(link)
		.left_join(visit)
		.on(visit.name == link.visit)
		.select(link.name, link.agent, visit.receptionist, link.visit, link.answered_at, visit.signed_at)
		.where((link.centre == centre) & (link.never_visited == 1) & _within(link.answered_at, period))
		.orderby(link.name)
	)
	return [denied(*row) for row in query.run()]


def denied(
	link: str,
	agent: str | None,
	consultant: str | None,
	visit: str | None,
	answered_at: datetime,
	signed_at: datetime | None,
) -> Finding:
	evidence = [Evidence("Survey Link", link, answered_at)]
	if visit:
		evidence.append(Evidence("Visit Confirmation", visit, signed_at or answered_at))
	return Finding(Kind.DENIED, agent, tuple(evidence), consultant, key=link)


def hours_of(centre: str) -> Callable[[datetime], tuple[time, time] | None]:
	"""The centre's opening hours on the day of a moment; None where no season says any."""
	calendar = read_calendars([centre]).get(centre)
	known: dict[date, tuple[time, time] | None] = {}

	def on(moment: datetime) -> tuple[time, time] | None:
		day = moment.date()
		if day not in known:
			season = calendar.season_on(day) if calendar else None
			known[day] = (season.work_start, season.work_end) if season else None
		return known[day]

	return on


def _within(column: Field, period: Period) -> Criterion:
	return (column >= period.start) & (column < period.end + timedelta(days=1))
