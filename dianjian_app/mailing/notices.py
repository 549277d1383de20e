"""What people are told by the clock: sheets and weeks not handed in, visits in an hour, follow-ups due (R13, R45, R16, R8).

The words are Notifications that administrators edit (event "Custom": the clock calls them here); each is told once.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import frappe
from frappe.query_builder.functions import Count
from frappe.utils import getdate, now_datetime

from dianjian_app.ledger import line
from dianjian_app.mailing import deliveries
from dianjian_app.people.centre_calendars import read_calendars
from dianjian_app.people.period import Period
from dianjian_app.visits import stages as visit_stages

SHEET_MISSING, VISIT_SOON, FOLLOW_UPS_DUE = "Sheet Not Handed In", "Visit in an Hour", "Follow-ups Due Today"
WEEK_MISSING = "Week Not Handed In"
GRACE = timedelta(minutes=0)
SOON = timedelta(minutes=70)
MORNING = timedelta(hours=4)
WEDNESDAY = 2


def run() -> None:
	"""Every ten minutes: tell what is due now."""
	now = now_datetime()
	sheets_missing(now)
	visits_soon(now)
	follow_ups_due(now)
	weeks_missing(now)


def tell(notification: str, docs: Iterable, mark: str) -> int:
	"""Send a Notification for each document once (per mark); one that is switched off or gone tells nothing.

	mark: what makes it once, e.g. the day. Gives how many were told.
	"""
	if not frappe.db.get_value("Notification", notification, "enabled"):
		return 0
	words = frappe.get_doc("Notification", notification)
	told = 0
	for doc in docs:
		key = deliveries.key_of("notice", notification, doc.doctype, doc.name, mark)
		name = deliveries.claim(
			"Notice",
			key,
			subject=notification,
			reference_doctype=doc.doctype,
			reference_name=doc.name,
			centre=doc.get("centre"),
			sales_group=doc.get("sales_group"),
		)
		if name:
			told += deliveries.attempt(name, lambda doc=doc: _send(words, doc)) == deliveries.SENT
	return told


def _send(words, doc) -> str:
	words.send(doc)
	return deliveries.SENT


def sheets_missing(now: datetime) -> int:
	"""After closing time: who was there and has not handed in the day's sheet, told with their leader (R13)."""
	today = getdate(now)
	closed = [
		centre
		for centre, (_start, end) in _hours(today).items()
		if datetime.combine(today, end) + GRACE <= now
	]
	if not closed:
		return 0
	names = frappe.get_all(
		"Daily Ledger",
		filters={
			"date": today,
			"centre": ("in", closed),
			"presence": (">", 0),
			"sheet_state": ("in", [line.NO_SHEET, line.NOT_HANDED_IN]),
		},
		pluck="name",
	)
	return tell(SHEET_MISSING, (frappe.get_doc("Daily Ledger", n) for n in names), str(today))


def visits_soon(now: datetime) -> int:
	"""Visits that are expected within the hour: agent and receptionist are told (R16)."""
	names = frappe.get_all(
		"Visit Confirmation",
		filters=[
			["stage", "=", visit_stages.EXPECTED],
			["docstatus", "=", 0],
			["planned_at", ">=", now],
			["planned_at", "<=", now + SOON],
		],
		fields=["name", "planned_at"],
	)
	# moved to another time, it is told again
	return sum(
		tell(VISIT_SOON, [frappe.get_doc("Visit Confirmation", v.name)], str(v.planned_at)) for v in names
	)


def follow_ups_due(now: datetime) -> int:
	"""In the first hours of work: how many customers are promised or due today, to each agent who is there (R8)."""
	today = getdate(now)
	open_now = _in_the_morning(now)
	if not open_now:
		return 0
	lead = frappe.qb.DocType("Call Lead")
	promised = lead.next_step_date.isnotnull() & (lead.next_step_date <= today)
	due = lead.due_on.isnotnull() & (lead.due_on <= today)
	query = (
		frappe.qb.from_(lead)
		.select(lead.agent, Count("*"))
		.where(lead.centre.isin(open_now) & (lead.do_not_call == 0) & (promised | due))
		.where(lead.agent.isnotnull() & (lead.agent != "") & lead.status.isin(["Held", "Invited", "Visited"]))
		.groupby(lead.agent)
	)
	there = set(frappe.get_all("Daily Ledger", {"date": today, "presence": (">", 0)}, pluck="agent"))
	told = 0
	for agent, count in query.run():
		if agent in there:
			doc = frappe.get_doc("Sales Staff", agent)
			doc.follow_ups_due = count
			told += tell(FOLLOW_UPS_DUE, [doc], str(today))
	return told


def weeks_missing(now: datetime) -> int:
	"""On the week's first workday, by Wednesday: groups that have not handed in the week before, to their leaders (R45)."""
	today = getdate(now)
	centres = _in_the_morning(now) if today.weekday() <= WEDNESDAY else []
	if not centres:
		return 0
	week = Period.week_of(today - timedelta(days=7))
	there = {"centre": ("in", centres), "date": ("between", (week.start, week.end)), "presence": (">", 0)}
	worked = set(frappe.get_all("Daily Ledger", there, pluck="sales_group", distinct=True))
	done = set(frappe.get_all("Weekly Hand-in", {"week_start": week.start}, pluck="sales_group"))
	open_groups = {"disabled": 0, "name": ("in", sorted(g for g in worked - done if g) or [""])}
	groups = frappe.get_all("Sales Group", open_groups, pluck="name", order_by="name")
	docs = (_of_week(frappe.get_doc("Sales Group", g), week) for g in groups)
	return tell(WEEK_MISSING, docs, str(week.start))


def _of_week(group, week: Period):
	group.week_start, group.week_end = week.start, week.end
	return group


def _in_the_morning(now: datetime) -> list[str]:
	"""Centres that are in their first hours of work."""
	today = getdate(now)
	return [
		centre
		for centre, (start, _end) in _hours(today).items()
		if datetime.combine(today, start) <= now <= datetime.combine(today, start) + MORNING
	]


def _hours(day) -> dict[str, tuple]:
	"""Centre → (start, end) of work on the day; centres that are closed or keep no hours are left out."""
	centres = frappe.get_all("Sales Centre", {"disabled": 0}, pluck="name")
	hours = {centre: calendar.hours_on(day) for centre, calendar in read_calendars(centres).items()}
	return {centre: h for centre, h in hours.items() if h}
