"""What waits and stands in no single DocType: whose act is next, what is odd, missing or not made yet (R48).

Each function answers for a reader in a fixed number of queries, within that reader's rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta

import frappe
from frappe import _
from frappe.utils import formatdate, getdate

from dianjian_app.attendance.morning import Whereabouts
from dianjian_app.calls.review import odd_words
from dianjian_app.people.authority import managed_centres
from dianjian_app.people.period import Period
from dianjian_app.reporting.waiting_of_the_day import SHEET, VISIT
from dianjian_app.reporting.waiting_reader import FIRST, MOST, Found, Line, Reader
from dianjian_app.reporting.who_is_here import read_here
from dianjian_app.resources.pool.free_leads import PoolQuery, count_free_leads
from dianjian_app.stage_codes import call_sheet_stages, visit_stages
from dianjian_app.value_lists import among
from dianjian_app.visits import custody_chain

WEEKS, DAYS = 4, 7
"""how far back a hand-in that nobody made is asked for"""
RECORDED_WITHIN = 7
"""days after a visit in which its consultant is asked about a deal"""


def _all(lines: Iterable[Line]) -> Found:
	found = list(lines)
	return Found(found[:FIRST], len(found))


def _visit_lines(reader: Reader, wanted: Callable[[dict], bool], *acts: str) -> Found:
	return _all(
		Line(
			title=visit["customer_name"] or visit["phone_mask"],
			opens=("form", VISIT, visit["name"]),
			told=tuple(text for text in (visit["agent_name"], visit["receptionist_name"]) if text),
			at=visit["planned_at"],
			acts=tuple(act for act in acts if act in visit["acts"]),
		)
		for visit in reader.visits
		if wanted(visit)
	)


def to_lead_in(reader: Reader) -> Found:
	"""Who has come or contacted the agent, and whom nobody has recorded at the front desk (R17)."""
	return _visit_lines(
		reader,
		lambda v: v["stage"] == visit_stages.ARRIVED and custody_chain.LEAD_IN in v["acts"],
		custody_chain.LEAD_IN,
	)


def expected(reader: Reader) -> Found:
	"""Whom the front desk expects today (R17)."""
	return _visit_lines(
		reader,
		lambda v: v["stage"] == visit_stages.EXPECTED and custody_chain.ARRIVE in v["acts"],
		custody_chain.LEAD_IN,
		custody_chain.ARRIVE,
	)


def my_visitors(reader: Reader) -> Found:
	"""The agent's customers of today whose contact is not recorded (R17)."""
	return _visit_lines(reader, lambda v: custody_chain.CONTACT in v["acts"], custody_chain.CONTACT)


def to_receive(reader: Reader) -> Found:
	"""Whom the consultant receives today, and who is not ready to be signed (R16)."""
	return _visit_lines(reader, lambda v: custody_chain.SIGN in v["acts"] and not _may_be_signed(v))


def to_sign(reader: Reader) -> Found:
	"""Whom the consultant has received; contact and lead-in are recorded (R17)."""
	return _visit_lines(
		reader, lambda v: custody_chain.SIGN in v["acts"] and _may_be_signed(v), custody_chain.SIGN
	)


def _may_be_signed(visit: dict) -> bool:
	return visit["stage"] == visit_stages.ARRIVED and not visit["missing"]


def deals_to_record(reader: Reader) -> Found:
	"""The consultant's visits of the last days that nobody has recorded a deal of (R19)."""
	visits = frappe.get_list(
		VISIT,
		filters={
			"receptionist": ("in", among(reader.me)),
			"stage": ("in", visit_stages.HAPPENED),
			"signed_at": (">=", str(reader.today - timedelta(days=RECORDED_WITHIN))),
		},
		fields=["name", "customer_name", "phone_mask", "product_need", "signed_at"],
		order_by="signed_at desc",
		limit=MOST + 1,
	)
	sold = frappe.get_all(
		"Sales Deal",
		{"visit": ("in", among(v.name for v in visits)), "docstatus": ("<", 2)},
		pluck="visit",
		limit=0,
	)
	return _all(
		Line(
			title=visit.customer_name or visit.phone_mask,
			opens=("new", "Sales Deal", {"visit": visit.name}),
			told=(visit.product_need,) if visit.product_need else (),
			at=visit.signed_at,
		)
		for visit in visits
		if visit.name not in sold
	)


def sheets_to_confirm(reader: Reader) -> Found:
	"""Sheets that were handed in to the leader, each with what is odd about it (R13)."""
	sheets = frappe.get_list(
		SHEET,
		filters={
			"stage": call_sheet_stages.HANDED_IN,
			"docstatus": 0,
			"sales_group": ("in", among(g.name for g in reader.groups_led)),
			"agent": ("not in", among(reader.me)),
		},
		fields=["name", "agent_name", "date", "calls_total", "customers_connected", "intention_count"],
		order_by="date asc, agent_name asc",
		limit=MOST + 1,
	)
	odd = odd_words(sheet.name for sheet in sheets[:FIRST])
	lines = [
		Line(
			title=sheet.agent_name,
			opens=("form", SHEET, sheet.name),
			told=(
				_("{0} calls").format(sheet.calls_total),
				_("{0} connected").format(sheet.customers_connected),
				_("{0} with intention").format(sheet.intention_count),
			),
			at=sheet.date,
			acts=("confirm_sheet",),
			odd=tuple(odd.get(sheet.name, ())),
		)
		for sheet in sheets[:FIRST]
	]
	return Found(lines, len(sheets))


def free_to_hand_out(reader: Reader) -> Found:
	"""The leader's groups whose pool has customers that nobody calls (R7)."""
	lines = []
	for group in reader.groups_led:  # a leader has one group or two
		free = count_free_leads(PoolQuery(group.name, reader.today))
		if free:
			told = (_("{0} customers are free").format(free),)
			lines.append(Line(title=group.group_name, opens=("page", "hand-out"), told=told))
	return _all(lines)


def people_missing(reader: Reader) -> Found:
	"""Who should be there and is not (R33)."""
	if not frappe.has_permission("Staff Day Result"):
		return Found()
	return _all(
		Line(title=frame.agent_name, opens=("report", "Who Is Here"), at=now.start)
		for frame, now in read_here(now=reader.now)
		if now.whereabouts is Whereabouts.MISSING and frame.agent not in reader.me
	)


def weeks_to_hand_in(reader: Reader) -> Found:
	"""The last weeks of the reader's groups that have figures and were not handed in (R45)."""
	this_week = Period.week_of(reader.today).start
	period = Period(this_week - timedelta(weeks=WEEKS), this_week - timedelta(days=1))
	worked = {(group, Period.week_of(day).start) for group, day in _days_worked(reader, period)}
	done = _handed_in(reader, "Weekly Hand-in", "week_start", period)
	return _hand_ins(reader, "Weekly Hand-in", "week_start", worked - done, _("Week from {0}"))


def days_to_report(reader: Reader) -> Found:
	"""The last days of the reader's groups that have figures and were not reported (R44)."""
	period = Period(reader.today - timedelta(days=DAYS), reader.today - timedelta(days=1))
	done = _handed_in(reader, "Daily Hand-in", "date", period)
	return _hand_ins(reader, "Daily Hand-in", "date", _days_worked(reader, period) - done, "{0}")


def _days_worked(reader: Reader, period: Period) -> set[tuple[str, date]]:
	line = frappe.qb.DocType("Daily Ledger")
	query = frappe.qb.from_(line).select(line.sales_group, line.date).distinct()
	query = query.where(line.date[period.start : period.end] & ((line.presence > 0) | (line.calls > 0)))
	query = query.where(line.sales_group.isin(among(g.name for g in reader.groups)))
	return {(group, getdate(day)) for group, day in query.run()}


def _handed_in(reader: Reader, doctype: str, day_field: str, period: Period) -> set[tuple[str, date]]:
	rows = frappe.get_all(
		doctype,
		{
			"sales_group": ("in", among(g.name for g in reader.groups)),
			day_field: ("between", (period.start, period.end)),
		},
		["sales_group", day_field],
		limit=0,
	)
	return {(row.sales_group, getdate(row[day_field])) for row in rows}


def _hand_ins(
	reader: Reader, doctype: str, day_field: str, missing: set[tuple[str, date]], words: str
) -> Found:
	names = {g.name: g.group_name for g in reader.groups}
	return _all(
		Line(
			title=names[group],
			opens=("new", doctype, {"sales_group": group, day_field: str(day)}),
			told=(words.format(formatdate(day)),),
		)
		for group, day in sorted(missing, key=lambda each: (each[1], each[0]))
	)


def months_to_settle(reader: Reader) -> Found:
	"""The manager's centres whose last month has figures and no settlement (R31)."""
	if not frappe.has_permission("Incentive Settlement", "create"):
		return Found()
	last = Period.month_of(Period.month_of(reader.today).start - timedelta(days=1))
	centres = among(managed_centres(reader.user))
	worked = frappe.get_all(
		"Daily Ledger",
		{"centre": ("in", centres), "date": ("between", (last.start, last.end))},
		pluck="centre",
		distinct=True,
		order_by="centre",
		limit=0,
	)
	settled = frappe.get_all(
		"Incentive Settlement",
		{"centre": ("in", centres), "month": last.month_text, "docstatus": ("<", 2)},
		pluck="centre",
		limit=0,
	)
	return _all(
		Line(
			title=centre,
			opens=("new", "Incentive Settlement", {"centre": centre, "month": last.month_text}),
			told=(last.month_text,),
		)
		for centre in worked
		if centre not in settled
	)


FINDERS: dict[str, Callable[[Reader], Found]] = {
	finder.__name__: finder
	for finder in (
		*(to_lead_in, expected, my_visitors, to_receive, to_sign, deals_to_record),
		*(sheets_to_confirm, free_to_hand_out, people_missing),
		*(weeks_to_hand_in, days_to_report, months_to_settle),
	)
}
