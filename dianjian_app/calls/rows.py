"""The rows of a call sheet: checked against leads and grades, and filled with what follows from them (R11, R12)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import frappe
from frappe import _
from frappe.utils import get_datetime, getdate

from dianjian_app.calls.grades import Grade
from dianjian_app.calls.totals import Call

PLACE = ("centre", "sales_group", "agent", "date")


class CallRowError(frappe.ValidationError):
	"""A row that says something impossible; the message names the row."""


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
			*(lead.source, lead.product_need, lead.do_not_call, lead.follow_up_no),
		)
		.where(lead.name.isin(wanted))
	)
	if lock:
		query = query.for_update()
	return {row.name: row for row in query.run(as_dict=True)}


def check(row, lead, grades: Mapping[str, Grade], *, fresh: bool, day, now) -> None:
	"""Refuse what a row may not say. row: Call Sheet Row or the like; lead: from `leads_of`; fresh: the row is new
	on the sheet, so the agent must hold the lead now. Raises CallRowError and its kinds."""
	at = _("Row {0}").format(row.idx or "?")
	if lead is None:
		frappe.throw(
			_("{0}: choose the customer from what was handed out to you.").format(at), NotAllocatedError
		)
	if lead.centre != row.centre or (fresh and lead.agent != row.agent):
		frappe.throw(
			_("{0}: {1} was not handed out to this agent. Ask the leader for it.").format(
				at, lead.customer_name or lead.name
			),
			NotAllocatedError,
			title=_("Not Your Customer"),
		)
	if fresh and lead.do_not_call:
		frappe.throw(
			_("{0}: {1} refuses calls and must not be called.").format(at, lead.customer_name or lead.name),
			DoNotCallError,
			title=_("Do Not Call"),
		)
	if row.connected and not row.grade:
		frappe.throw(
			_("{0}: a connected call needs a grade: {1}.").format(at, ", ".join(grades)), CallRowError
		)
	if row.grade and not row.connected:
		frappe.throw(
			_("{0}: only a connected call has a grade; tick Connected or clear the grade.").format(at),
			CallRowError,
		)
	if row.grade and row.grade not in grades:
		frappe.throw(
			_("{0}: {1} is not a grade of this centre; choose one of {2}.").format(
				at, row.grade, ", ".join(grades)
			),
			CallRowError,
		)
	if row.called_at and (
		get_datetime(row.called_at).date() != getdate(day) or get_datetime(row.called_at) > now
	):
		frappe.throw(
			_("{0}: the call's time {1} is not on {2}, or lies in the future.").format(
				at, row.called_at, frappe.format(day, "Date")
			),
			CallRowError,
		)
	if fresh and row.next_step_date and getdate(row.next_step_date) < getdate(day):
		frappe.throw(_("{0}: the next step lies before the call.").format(at), CallRowError)


def check_products(rows: Iterable) -> None:
	"""Refuse products that there are not; one query for all rows. Raises CallRowError."""
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


def fill(row, lead, grades: Mapping[str, Grade], place: Mapping[str, object], *, fresh: bool) -> None:
	"""Write what follows from lead, grade and sheet into the row, whatever the caller sent."""
	row.update(place)
	grade = grades.get(row.grade or "")
	row.is_intention = int(bool(grade and grade.is_intention))
	if grade and grade.means_do_not_call:
		row.do_not_call = 1
	if fresh and lead is not None:
		row.customer_name = lead.customer_name or row.customer_name
		row.phone_mask, row.phone_hash, row.source = lead.phone_mask, lead.phone_hash, lead.source
		row.product_need = row.product_need or lead.product_need
		row.follow_up_no = (lead.follow_up_no or 0) + (1 if row.connected else 0)


def as_call(row) -> Call:
	"""A row as the totals read it."""
	return Call(
		customer=row.lead or row.phone_hash or row.name,
		connected=bool(row.connected),
		grade=row.grade or None,
		product=row.product_need or None,
		is_intention=bool(row.is_intention),
	)
