"""Document events that the ledger subscribes to: when a document changes, the lines of its days follow (R44).

Subscribed in hooks.py, so that no earlier room knows of the ledger. Each function takes (doc, method) as Frappe calls it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from frappe.utils import getdate

from dianjian_app import roles
from dianjian_app.ledger import store
from dianjian_app.ledger.build import frames_of, refresh, update_for
from dianjian_app.ledger.ledger_line import FRAME_COLUMNS, Frame, Line
from dianjian_app.people.centre_calendars import centres_following
from dianjian_app.people.period import Period
from dianjian_app.people.settled_months import say_that_they_stay
from dianjian_app.people.staffing import agent_names, read_staffing

if TYPE_CHECKING:
	from frappe.model.document import Document

	from dianjian_app.dianjian_app.doctype.call_sheet.call_sheet import CallSheet
	from dianjian_app.dianjian_app.doctype.invitation_register.invitation_register import InvitationRegister
	from dianjian_app.dianjian_app.doctype.opening_balance.opening_balance import OpeningBalance
	from dianjian_app.dianjian_app.doctype.sales_centre.sales_centre import SalesCentre
	from dianjian_app.dianjian_app.doctype.sales_deal.sales_deal import SalesDeal
	from dianjian_app.dianjian_app.doctype.sales_staff.sales_staff import SalesStaff
	from dianjian_app.dianjian_app.doctype.time_off_request.time_off_request import TimeOffRequest
	from dianjian_app.dianjian_app.doctype.visit_confirmation.visit_confirmation import VisitConfirmation
	from dianjian_app.dianjian_app.doctype.work_calendar.work_calendar import WorkCalendar


SHEET_FIELDS = ("agent", "date", "docstatus", "stage")
STAFF_FIELDS = (
	"staff_name",
	"centre",
)
STAFF_TABLES = {
	"spells": ("position", "from_date", "to_date", "probation_until"),
	"memberships": ("sales_group", "from_date", "to_date"),
	"rest_days": ("weekday", "from_date", "to_date"),
	"presence_plan": ("weekday", "part", "from_date", "to_date"),
	"suspensions": ("from_date", "to_date"),
}
CENTRE_TABLES = {
	"rest_days": ("weekday", "from_date", "to_date", "as_own"),
	"calendars": ("work_calendar", "from_date", "to_date"),
}


def sheet_changed(sheet: CallSheet, method: str | None = None) -> None:
	"""Call Sheet saved, confirmed, cancelled, deleted: figures come from a confirmed one, the state from any."""
	before = sheet.get_doc_before_save()
	if method == "on_update" and before and all(_same(sheet, before, f) for f in SHEET_FIELDS):
		return
	_update({(doc.agent, getdate(doc.date)) for doc in (sheet, before) if doc and doc.agent})


def sheet_made(sheet: CallSheet, method: str | None = None) -> None:
	"""The first call of an agent's day: the day's line says that there is a sheet, and nothing else of it changes."""
	if not store.note_sheet(sheet.agent, getdate(sheet.date), sheet.name):
		update_for(sheet.agent, getdate(sheet.date))


def register_changed(register: InvitationRegister, method: str | None = None) -> None:
	"""Invitation Register signed or cancelled."""
	_update({(register.agent, getdate(register.date))})


def visit_changed(visit: VisitConfirmation, method: str | None = None) -> None:
	"""Visit Confirmation: signed, confirmed, no-show, cancelled; the days before and after the change."""
	docs = [doc for doc in (visit, visit.get_doc_before_save()) if doc and doc.agent]
	_update({(doc.agent, day) for doc in docs for day in _days_of_visit(doc) if doc.outcome})


def deal_changed(deal: SalesDeal, method: str | None = None) -> None:
	"""Sales Deal confirmed or cancelled."""
	docs = [doc for doc in (deal, deal.get_doc_before_save()) if doc and doc.agent]
	_update({(doc.agent, getdate(doc.date)) for doc in docs})


def time_off_changed(request: TimeOffRequest, method: str | None = None) -> None:
	"""Time Off Request approved or cancelled: its days up to today."""
	if request.staff in _agents_among([request.staff]):
		refresh([request.staff], Period(getdate(request.from_date), getdate(request.to_date)))


def opening_changed(opening: OpeningBalance, method: str | None = None) -> None:
	"""Opening Balance submitted or cancelled: the old lines that it brings."""
	days = [getdate(row.date) for row in opening.ledger_lines]
	if days:
		refresh([opening.staff], Period(min(days), max(days)))


def staff_changed(staff: SalesStaff, method: str | None = None) -> None:
	"""Sales Staff: the lines whose plan, group or centre is no longer what stands in them."""
	before = staff.get_doc_before_save()
	if not before or not _plan_changed(staff, before):
		return
	if any(row.position == roles.AGENT for row in (*staff.spells, *before.spells)):
		_refresh_where_plan_differs([staff.name])
		say_that_they_stay([staff.centre])


def calendar_changed(calendar: WorkCalendar, method: str | None = None) -> None:
	"""Work Calendar: the lines of the centres that keep it, on the dates that changed."""
	before = calendar.get_doc_before_save()
	days = _days_of(calendar) ^ (_days_of(before) if before else set())
	past = sorted(day for day, _ in days if day <= getdate())
	if not past:
		return
	say_that_they_stay(centres_following(calendar.name))
	for centre in centres_following(calendar.name):
		_refresh_where_plan_differs(agent_names(centre), Period(past[0], past[-1]))


def centre_changed(centre: SalesCentre, method: str | None = None) -> None:
	"""Sales Centre: its rest days, its calendars, the probation of those who come back, or the day it opened."""
	before = centre.get_doc_before_save()
	if not before:
		return
	if _rows(centre, CENTRE_TABLES) == _rows(before, CENTRE_TABLES) and all(
		_same(centre, before, f) for f in ("returner_probation", "opened_on")
	):
		return
	say_that_they_stay([centre.name])
	_refresh_where_plan_differs(agent_names(centre.name), whole=not _same(centre, before, "opened_on"))


def _update(keys: Iterable[tuple[str, date]]) -> None:
	for agent, day in sorted(keys):
		update_for(agent, day)


def _days_of_visit(visit: VisitConfirmation) -> set[date]:
	"""Every day on which the visit can stand in the ledger."""
	moments = (visit.counted_on, visit.signed_at, visit.date)
	return {getdate(m) if not isinstance(m, datetime) else m.date() for m in moments if m}


def _refresh_where_plan_differs(
	agents: Iterable[str], period: Period | None = None, whole: bool = False
) -> None:
	"""Refresh from the first to the last stored line whose plan is out of date (whole: every stored line's days)."""
	agents = sorted(set(agents))
	first = store.first_day(agents)
	if not first:
		return
	stored_days = Period(first, max(first, getdate()))
	days = stored_days.overlap(period) if period else stored_days
	if not days:
		return
	stored = store.lines_within(agents, days)
	if whole:
		refresh(agents, days)
		return
	staffing = read_staffing(agents, days)
	plans = {
		(frame.agent, frame.date): frame
		for name in staffing.staff
		for frame in frames_of(staffing, name, days)
	}
	wrong = [
		s.line.date for s in stored.values() if _plan_differs(s.line, plans.get((s.line.agent, s.line.date)))
	]
	if wrong:
		refresh(agents, Period(min(wrong), max(wrong)))


def _plan_differs(line: Line, frame: Frame | None) -> bool:
	return (
		frame is None
		or not frame.employed
		or any(getattr(line, column) != getattr(frame, column) for column in FRAME_COLUMNS)
	)


def _plan_changed(staff: SalesStaff, before: SalesStaff) -> bool:
	return any(not _same(staff, before, f) for f in STAFF_FIELDS) or _rows(staff, STAFF_TABLES) != _rows(
		before, STAFF_TABLES
	)


def _rows(doc: Document, tables: Mapping[str, tuple[str, ...]]) -> list[set[tuple[str, ...]]]:
	return [{tuple(str(r.get(f) or "") for f in fields) for r in doc.get(t)} for t, fields in tables.items()]


def _same(doc: Document, before: Document, field: str) -> bool:
	return str(doc.get(field) or "") == str(before.get(field) or "")


def _days_of(calendar: WorkCalendar) -> set[tuple[date, str]]:
	return {(getdate(row.date), row.day_type) for row in calendar.days}


def _agents_among(names: list[str]) -> set[str]:
	staffing = read_staffing(names)
	return {name for name, person in staffing.staff.items() if person.was_agent}
