"""The rows of a call sheet: checked against leads and grades, and filled with what follows from them (R11, R12)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.query_builder.functions import Count
from frappe.utils import cint, get_datetime, getdate

from dianjian_app.calls.totals import Call
from dianjian_app.resources.call_results import CallResult
from dianjian_app.resources.grades import Grade
from dianjian_app.resources.numbers.phone import hide_numbers

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.call_sheet_row.call_sheet_row import CallSheetRow


PLACE = ("centre", "sales_group", "agent", "date")
TEXTS = ("remarks", "said", "project_asked", "next_step")
WRITTEN = (
	*("lead", "connected", "result", "grade", "product_need", "remarks", "called_at", "said", "segment"),
	*("project_asked", "next_step", "next_step_date", "next_step_time", "next_step_kind", "do_not_call"),
)
"""what a person writes into a row; everything else follows from it"""
SHORTEST_NUMBER = 7
CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?")


class CallRowError(frappe.ValidationError):
	"""A row that says something impossible; the message names the row."""


class NextStepMissingError(CallRowError):
	"""An intention customer without a next step."""


class NotAllocatedError(CallRowError):
	"""The customer of a row was not handed to this agent."""


class DoNotCallError(CallRowError):
	"""The customer of a row refuses calls."""


def leads_of(names: Iterable[str], *, lock: bool = False) -> dict[str, frappe._dict]:
	"""What rows need to know of their leads, in one query; lock: hold them until the end of the transaction."""
	wanted = sorted({n for n in names if n})
	if not wanted:
		return {}
	lead = frappe.qb.DocType("Call Lead")
	query = (
		frappe.qb.from_(lead)
		.select(
			*(lead.name, lead.agent, lead.centre, lead.customer_name, lead.phone_mask, lead.phone_hash),
			*(lead.source, lead.product_need, lead.do_not_call),
		)
		.where(lead.name.isin(wanted))
		.orderby(lead.name)
	)
	if lock:
		query = query.for_update()
	return {row.name: row for row in query.run(as_dict=True)}


def contacts_before(leads: Iterable[str], day: date, sheet: str | None, made: datetime) -> Counter[str]:
	"""How often each lead was spoken with before this sheet, on live sheets: what follow-ups are counted from (R8).

	sheet: its name, None while it has none; made: when it was made, which orders the sheets of one day.
	"""
	wanted = sorted({n for n in leads if n})
	if not wanted:
		return Counter()
	row, parent = frappe.qb.DocType("Call Sheet Row"), frappe.qb.DocType("Call Sheet")
	earlier = (row.date < day) | ((row.date == day) & (parent.creation < made))
	query = (
		frappe.qb.from_(row)
		.join(parent)
		.on(row.parent == parent.name)
		.select(row.lead, Count("*"))
		.where(row.lead.isin(wanted) & (row.is_valid == 1) & (parent.docstatus < 2) & earlier)
		.where(parent.name != (sheet or ""))
		.groupby(row.lead)
	)
	return Counter(dict(query.run()))


def number_follow_ups(rows: Iterable, contacts: Counter[str]) -> None:
	"""Write into each row which contact with its lead it is; a call that was no conversation keeps the number (R8)."""
	spoken = Counter(contacts)
	for row in rows:
		spoken[row.lead] += bool(cint(row.is_valid))
		row.follow_up_no = spoken[row.lead]


def take_result(row: CallSheetRow, results: Mapping[str, CallResult]) -> None:
	"""Write what a row's result counts as, whatever the caller sent: reached or not, a valid conversation or not (R11).

	Without a result the caller says whether the call was connected, and a connected one is a valid conversation. Raises
	CallRowError.
	"""
	row.result = (row.result or "").strip() or None
	if not row.result:
		row.connected = row.is_valid = int(bool(cint(row.connected)))
		return
	if row.result not in results:
		frappe.throw(
			_("Row {0}: {1} is not a call result of this centre; choose one of {2}.").format(
				row.idx or "?", row.result, ", ".join(results)
			),
			CallRowError,
		)
	result = results[row.result]
	row.connected, row.is_valid = int(result.reached), int(result.is_valid)


def check(
	row: CallSheetRow, lead: frappe._dict | None, grades: Mapping[str, Grade], *, fresh: bool, now: datetime
) -> None:
	"""Refuse what a row may not say. row: Call Sheet Row with place and result taken; lead: from `leads_of`; fresh: the
	row is new on the sheet, so the agent must hold the lead now. Raises CallRowError and its kinds."""
	at = _("Row {0}").format(row.idx or "?")
	_check_customer(row, lead, at, fresh)
	_check_grade(row, grades, at)
	called_at, next_step_date = _moment(row.called_at, at), _moment(row.next_step_date, at)
	if called_at and (called_at.date() != getdate(row.date) or called_at > now):
		frappe.throw(
			_("{0}: the call's time {1} is not on {2}, or lies in the future.").format(
				at, frappe.format(called_at, "Datetime"), frappe.format(row.date, "Date")
			),
			CallRowError,
		)
	if next_step_date and next_step_date.date() < getdate(row.date):
		frappe.throw(_("{0}: the next step is before the call.").format(at), CallRowError)
	_clock(row.next_step_time, at)


def _check_customer(row: CallSheetRow, lead: frappe._dict | None, at: str, fresh: bool) -> None:
	if not lead:
		frappe.throw(
			_("{0}: choose the customer from what was handed out to you.").format(at), NotAllocatedError
		)
		return
	who = lead.customer_name or lead.name
	if fresh and (lead.centre != row.centre or lead.agent != row.agent):
		frappe.throw(
			_("{0}: {1} was not handed out to this agent. Ask the leader for it.").format(at, who),
			NotAllocatedError,
			title=_("Not Your Customer"),
		)
	if fresh and lead.do_not_call:
		frappe.throw(
			_("{0}: {1} refuses calls and must not be called.").format(at, who),
			DoNotCallError,
			title=_("Do Not Call"),
		)


def _check_grade(row: CallSheetRow, grades: Mapping[str, Grade], at: str) -> None:
	codes = ", ".join(grades)
	if row.is_valid and not row.grade:
		frappe.throw(_("{0}: a connected call needs a grade: {1}.").format(at, codes), CallRowError)
	if row.grade and not cint(row.connected):
		frappe.throw(
			_("{0}: only a connected call has a grade; tick Connected or clear the grade.").format(at),
			CallRowError,
		)
	if row.grade and row.grade not in grades:
		frappe.throw(
			_("{0}: {1} is not a grade of this centre; choose one of {2}.").format(at, row.grade, codes),
			CallRowError,
		)


def _moment(value: object, at: str) -> datetime | None:
	try:
		return get_datetime(value) if value else None
	except ValueError:
		frappe.throw(_("{0}: {1} is no date.").format(at, value), CallRowError)
		return None


def _clock(value: str | None, at: str) -> str | None:
	"""A time of day as HH:MM. Raises CallRowError."""
	if not value:
		return None
	clock = CLOCK.fullmatch(str(value).strip())
	if not clock:
		frappe.throw(_("{0}: {1} is no time of day.").format(at, value), CallRowError)
		return None
	return f"{int(clock[1]):02d}:{clock[2]}"


def check_next_step(row: CallSheetRow) -> None:
	"""Refuse an intention customer of whom it is open what comes next (R8). Raises NextStepMissingError."""
	if row.is_intention and not row.do_not_call and not row.next_step_date:
		frappe.throw(
			_("Row {0}: say what comes next with {1}, and when: a call, a text or an invitation.").format(
				row.idx or "?", row.customer_name or row.lead
			),
			NextStepMissingError,
			title=_("Next Step Missing"),
		)


def check_products(rows: Iterable) -> None:
	"""Refuse products that there are not; one query for all rows. Raises CallRowError."""
	rows = list(rows)
	wanted = {row.product_need for row in rows if row.product_need}
	known = set(
		frappe.get_all("Product Type", filters={"name": ("in", list(wanted))}, pluck="name") if wanted else ()
	)
	for row in rows:
		if row.product_need and row.product_need not in known:
			frappe.throw(
				_("Row {0}: {1} is not a product type.").format(row.idx or "?", row.product_need),
				CallRowError,
			)


def fill(row: CallSheetRow, lead: frappe._dict, grades: Mapping[str, Grade], *, fresh: bool) -> None:
	"""Write what follows from lead and grade into the row, whatever the caller sent, and mask numbers in its texts."""
	grade = grades.get(row.grade or "")
	row.is_intention = int(bool(grade and grade.is_intention))
	row.do_not_call = int(bool(cint(row.do_not_call) or (grade and grade.means_do_not_call)))
	row.called_at = get_datetime(row.called_at) if row.called_at else None
	row.next_step_date = getdate(row.next_step_date) if row.next_step_date else None
	row.next_step_time = _clock(row.next_step_time, "") if row.next_step_date else None
	row.customer_name = lead.customer_name or _without_numbers(row.customer_name)
	row.phone_mask, row.phone_hash, row.source = lead.phone_mask, lead.phone_hash, lead.source
	if fresh:
		row.product_need = row.product_need or lead.product_need
	for field in TEXTS:
		row.set(field, _without_numbers(row.get(field)))


def _without_numbers(text: str | None) -> str | None:
	"""Free text with phone numbers masked (R47); most texts hold too few digits for one and are not searched."""
	if not text or sum(c.isdigit() for c in text) < SHORTEST_NUMBER:
		return text
	return hide_numbers(text)


def said_by(row: CallSheetRow) -> tuple:
	"""What a person wrote into a row, comparable between what a form sent and what the database gave."""
	values = []
	for field in WRITTEN:
		value = row.get(field)
		if field in ("connected", "do_not_call"):
			value = cint(value)
		elif field == "called_at":
			value = get_datetime(value) if value else None
		elif field == "next_step_date":
			value = getdate(value) if value else None
		values.append(value or None)
	return (row.name, *values)


def as_call(row: CallSheetRow) -> Call:
	"""A row as the totals read it."""
	return Call(
		customer=row.lead or row.phone_hash or row.name,
		connected=bool(row.connected),
		grade=row.grade or None,
		product=row.product_need or None,
		is_intention=bool(row.is_intention),
		is_valid=bool(row.is_valid),
	)
