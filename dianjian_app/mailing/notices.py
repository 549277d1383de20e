"""What people are told by the clock: sheets and weeks not handed in, visits in an hour, follow-ups due, months open, who
has not come (R13, R45, R16, R8, R31, R33).

The words are Notifications that administrators edit (event "Custom": the clock calls them here); each is told once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial

import frappe
from frappe.model.document import Document
from frappe.query_builder.functions import Count
from frappe.utils import getdate, now_datetime

from dianjian_app.attendance.here_now import here_now
from dianjian_app.attendance.morning import Whereabouts
from dianjian_app.attendance.punch_store import names_of_centre
from dianjian_app.calls.todays_list import call_back_of
from dianjian_app.ledger import ledger_line
from dianjian_app.mailing import deliveries
from dianjian_app.own_transactions import for_each
from dianjian_app.people.centre_calendars import read_calendars
from dianjian_app.people.next_calendar import years_asked_for
from dianjian_app.people.period import Period
from dianjian_app.stage_codes import incentive_stages, visit_stages
from dianjian_app.value_lists import among

SHEET_MISSING, VISIT_SOON, FOLLOW_UPS_DUE = "Sheet Not Handed In", "Visit in an Hour", "Follow-ups Due Today"
VISIT_TOMORROW = "Visit Tomorrow"
CALL_BACK = "Call Back Now"
CALENDAR_MISSING = "Calendar Missing"
WEEK_MISSING, MONTH_OPEN = "Week Not Handed In", "Month Not Published"
NOT_HERE = "People Not Here Yet"
Reader = Callable[[str], Document]
"""name of a document → the document with what is told beside what is stored"""

GRACE = timedelta(minutes=0)
SOON = timedelta(minutes=70)
AFTERNOON = time(15)
"""from when on it is time to make sure of tomorrow's appointments"""
JUST_BEFORE, CALLED_BACK = timedelta(minutes=5), timedelta(minutes=60)
"""from when until when it is news that somebody waits for a call"""
MORNING = timedelta(hours=4)
LATEST = timedelta(hours=2)
"""how long after the start it is still news that somebody has not come"""
WEDNESDAY = 2
SETTLED_BY = 3


class NoticeError(frappe.ValidationError):
	"""A Notification that could not be sent, with its reason."""


def run() -> None:
	"""Every ten minutes: tell what is due now. One kind that fails does not keep the others back."""
	now = now_datetime()
	kinds = (
		*(
			sheets_missing,
			visits_soon,
			visits_tomorrow,
			call_backs_due,
			follow_ups_due,
			weeks_missing,
			months_open,
			calendars_missing,
		),
		not_here_yet,
	)
	for_each(kinds, lambda due: due(now), lambda due: f"Notices: {due.__name__}")


def tell(notification: str, doctype: str, marks: dict[str, str], read: Reader | None = None) -> int:
	"""Send a Notification for each document once (per mark); one that is switched off or gone tells nothing.

	marks: name of the document → what makes it once, e.g. the day. read: gives the document by its name, where more
	than what is stored is told. What failed is tried again at a later run, while it is still due. Gives how many were told.
	"""
	if not marks or not frappe.db.get_value("Notification", notification, "enabled"):
		return 0
	words = frappe.get_doc("Notification", notification)
	keys = {
		name: deliveries.key_of("notice", notification, doctype, name, mark) for name, mark in marks.items()
	}
	closed = deliveries.closed(keys.values())
	told = 0
	for name, key in keys.items():
		if key in closed:
			continue
		doc = read(name) if read else frappe.get_doc(doctype, name)
		doc.flags.told_for = marks[name]
		centre, group = deliveries.place_of(doc)
		line = deliveries.claim(
			"Notice",
			key,
			subject=notification,
			reference_doctype=doctype,
			reference_name=name,
			centre=centre,
			sales_group=group,
		) or deliveries.failed_before(key)
		if line:
			told += deliveries.attempt(line, partial(_send, words, doc)) == deliveries.SENT
	return told


def _send(words: Document, doc: Document) -> str:
	words.send(doc)
	if words.flags.failure:
		raise NoticeError(str(words.flags.failure)) from words.flags.failure
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
			"sheet_state": ("in", [ledger_line.NO_SHEET, ledger_line.NOT_HANDED_IN]),
		},
		pluck="name",
	)
	return tell(SHEET_MISSING, "Daily Ledger", dict.fromkeys(names, str(today)))


def visits_soon(now: datetime) -> int:
	"""Visits that are expected within the hour: agent and receptionist are told (R16)."""
	visits = frappe.get_all(
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
	return tell(VISIT_SOON, "Visit Confirmation", {v.name: str(v.planned_at) for v in visits})


def visits_tomorrow(now: datetime) -> int:
	"""In the afternoon: visits that are expected on the next day: agent and receptionist are told (R16, R55)."""
	if now.time() < AFTERNOON:
		return 0
	tomorrow = datetime.combine(getdate(now) + timedelta(days=1), time.min)
	visits = frappe.get_all(
		"Visit Confirmation",
		filters=[
			["stage", "=", visit_stages.EXPECTED],
			["docstatus", "=", 0],
			["planned_at", ">=", tomorrow],
			["planned_at", "<", tomorrow + timedelta(days=1)],
		],
		fields=["name", "planned_at"],
	)
	return tell(VISIT_TOMORROW, "Visit Confirmation", {v.name: str(v.planned_at) for v in visits})


def call_backs_due(now: datetime) -> int:
	"""Customers who asked to be called at this time, to whoever has them, once for each time that was promised (R8)."""
	lead = frappe.qb.DocType("Call Lead")
	call_back, at = call_back_of(lead)
	query = (
		frappe.qb.from_(lead)
		.select(lead.name, at)
		.where((lead.next_step_date == getdate(now)) & call_back)
		.where((at > now - CALLED_BACK) & (at <= now + JUST_BEFORE))
		.where(lead.last_called_at.isnull() | (lead.last_called_at < at))
		.where(lead.agent.isnotnull() & (lead.agent != "") & (lead.do_not_call == 0) & (lead.status != "Out"))
	)
	return tell(CALL_BACK, "Call Lead", {name: str(moment) for name, moment in query.run()})


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
	counts = {agent: count for agent, count in query.run() if agent in there}

	def read(agent: str) -> Document:
		return _with(frappe.get_doc("Sales Staff", agent), follow_ups_due=counts[agent])

	return tell(FOLLOW_UPS_DUE, "Sales Staff", dict.fromkeys(counts, str(today)), read)


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
	open_groups = {"disabled": 0, "name": ("in", among(sorted(g for g in worked - done if g)))}
	groups = frappe.get_all("Sales Group", open_groups, pluck="name", order_by="name")

	def read(group: str) -> Document:
		return _with(frappe.get_doc("Sales Group", group), week_start=week.start, week_end=week.end)

	return tell(WEEK_MISSING, "Sales Group", dict.fromkeys(groups, str(week.start)), read)


def months_open(now: datetime) -> int:
	"""From the month's third day on, in the morning: centres whose last month is not published, to manager and HR, once (R31)."""
	today = getdate(now)
	centres = _in_the_morning(now) if today.day >= SETTLED_BY else []
	if not centres:
		return 0
	month = Period.month_of(today.replace(day=1) - timedelta(days=1))
	worked = {"centre": ("in", centres), "date": ("between", (month.start, month.end)), "presence": (">", 0)}
	published = {"month": month.month_text, "docstatus": 1, "stage": incentive_stages.PUBLISHED}
	done = set(frappe.get_all("Incentive Settlement", published, pluck="centre"))
	found = sorted(set(frappe.get_all("Daily Ledger", worked, pluck="centre", distinct=True)) - done)

	def read(centre: str) -> Document:
		return _with(frappe.get_doc("Sales Centre", centre), month=month.month_text)

	return tell(MONTH_OPEN, "Sales Centre", dict.fromkeys(found, month.month_text), read)


def calendars_missing(now: datetime) -> int:
	"""Each week, in the morning: centres without a calendar for this year, from November on for the next, to Administration (R1)."""
	today = getdate(now)
	centres = _in_the_morning(now)
	if not centres:
		return 0
	until = date(years_asked_for(today)[-1], 12, 31)
	calendars = read_calendars(centres)
	missing = {c: calendars[c].uncovered(Period(today, until)) for c in centres}
	found = {centre: spans[0] for centre, spans in missing.items() if spans}

	def read(centre: str) -> Document:
		return _with(
			frappe.get_doc("Sales Centre", centre),
			missing_from=found[centre].start,
			missing_until=found[centre].end,
		)

	week = str(Period.week_of(today).start)
	return tell(CALENDAR_MISSING, "Sales Centre", dict.fromkeys(sorted(found), week), read)


def not_here_yet(now: datetime) -> int:
	"""Ten minutes after the start: who has not clocked in and is neither out, on leave nor resting, to the leader, once for
	a group and starting time (R33)."""
	today = getdate(now)
	open_now = [c for c, (start, end) in _hours(today).items() if start <= now.time() <= end]
	judging = {"centre": ("in", among(open_now))}
	people: set[str] = set()
	for centre in sorted(set(frappe.get_all("Punching Policy", judging, pluck="centre", limit=0))):
		people.update(names_of_centre(centre))
	missing: dict[datetime, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
	for frame, found in here_now(people, now):
		if found.whereabouts is Whereabouts.MISSING and found.start and now <= found.start + LATEST:
			missing[found.start][frame.sales_group or ""].append(frame.agent_name)
	told = 0
	for start, of_group in sorted(missing.items()):
		of_group.pop("", None)  # who has no group stands in the report alone

		def read(group: str, start: datetime = start, of_group: dict[str, list[str]] = of_group) -> Document:
			names = sorted(of_group[group])
			doc = frappe.get_doc("Sales Group", group)
			return _with(doc, not_here=len(names), not_here_names="  ".join(names), since=f"{start:%H:%M}")

		told += tell(NOT_HERE, "Sales Group", dict.fromkeys(sorted(of_group), f"{start:%F %H:%M}"), read)
	return told


def _with(doc: Document, **told: object) -> Document:
	"""The document with what its Notification tells beside what is stored."""
	for name, value in told.items():
		setattr(doc, name, value)
	return doc


def _in_the_morning(now: datetime) -> list[str]:
	"""Centres that are in their first hours of work."""
	today = getdate(now)
	return [
		centre
		for centre, (start, _end) in _hours(today).items()
		if datetime.combine(today, start) <= now <= datetime.combine(today, start) + MORNING
	]


def _hours(day: date) -> dict[str, tuple[time, time]]:
	"""Centre → (start, end) of work on the day; centres that are closed or keep no hours are left out."""
	centres = frappe.get_all("Sales Centre", {"disabled": 0}, pluck="name")
	hours = {centre: calendar.hours_on(day) for centre, calendar in read_calendars(centres).items()}
	return {centre: h for centre, h in hours.items() if h}
