"""The events of a call sheet: whose it is, what its rows may say, its totals, and what follows from it (R11, R13).

The controller calls these on every path a sheet can be written by (decision 20); `act_permissions` knows who may do what.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime

from dianjian_app import arrival
from dianjian_app.calls import act_permissions, limits, rows, sms_batch
from dianjian_app.calls.errors import CallSheetError, SheetFrozenError
from dianjian_app.calls.lead_from_calls import refuse_where_asked, update_leads_from_calls
from dianjian_app.calls.totals import Totals, total
from dianjian_app.people.place_on_day import fill_agent
from dianjian_app.people.staffing import read_staffing
from dianjian_app.permissions import check_in_scope
from dianjian_app.resources.call_results import results_of
from dianjian_app.resources.grades import grades_of
from dianjian_app.stage_codes import call_sheet_stages
from dianjian_app.workflow_stages import set_stage, sync_stage_from_workflow

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.call_sheet.call_sheet import CallSheet


COMPUTED = ("calls_total", "calls_connected", "calls_valid", "customers_connected", "intention_count")


def validate(sheet: CallSheet) -> None:
	"""Event validate: place, stage, rows, totals, signature."""
	before = sheet.get_doc_before_save()
	_keep_place(sheet, before)
	check_in_scope(sheet)
	was = sync_stage_from_workflow(sheet, before, call_sheet_stages.STEPS, call_sheet_stages.DRAFT)
	act_permissions.keep_signatures(sheet, before)
	if was in call_sheet_stages.OPEN:
		_write_rows(sheet, before)
	else:
		_keep_rows(sheet, before)
	apply_totals(sheet)
	sheet.live_key = live_key(sheet.agent, sheet.date)
	act_permissions.take_step(sheet, was)


def confirm(sheet: CallSheet) -> None:
	"""Event before_submit: the leader's signature under a sheet that was handed in (R13)."""
	act_permissions.sign(sheet, sheet.get_doc_before_save())
	set_stage(sheet, call_sheet_stages.CONFIRMED)


def update_leads_and_queue_texts(sheet: CallSheet) -> None:
	"""Event on_update: the leads of changed rows learn what the calls said; refusals hold for the whole site (R8, R10)."""
	before = sheet.get_doc_before_save()
	old = {rows.said_by(r): r for r in before.rows} if before else {}
	new = {rows.said_by(r): r for r in sheet.rows}
	written = [r for said, r in new.items() if said not in old]
	gone = [r for said, r in old.items() if said not in new]
	refuse_where_asked(written)
	update_leads_from_calls({r.lead for r in (*written, *gone)})
	if sheet.stage == call_sheet_stages.HANDED_IN and (
		not before or before.stage != call_sheet_stages.HANDED_IN
	):
		sms_batch.queue_for(sheet)


def cancel(sheet: CallSheet) -> None:
	"""Event before_cancel: whoever may confirm may take back, with a reason."""
	act_permissions.check_cancel(sheet)
	set_stage(sheet, call_sheet_stages.CANCELLED)


def release_day_and_leads(sheet: CallSheet) -> None:
	"""Event on_cancel: the day is free for the correction, and the leads forget the sheet."""
	sheet.db_set("live_key", None, update_modified=False)
	sheet.add_comment(
		"Comment", text=_("Taken back: {0}").format(frappe.utils.escape_html(sheet.flags.reason))
	)
	update_leads_from_calls({r.lead for r in sheet.rows})


def refuse_change(sheet: CallSheet) -> None:
	"""Event before_update_after_submit: a confirmed sheet does not change (R13)."""
	_frozen(sheet)


def refuse_delete(sheet: CallSheet) -> None:
	"""Event on_trash: sheets are kept; a wrong one is taken back with a reason."""
	frappe.throw(
		_("Sheet {0} is kept and cannot be deleted.").format(sheet.name),
		SheetFrozenError,
		title=_("Sheet Closed"),
	)


def live_key(agent: str, day: date | str) -> str:
	"""What is unique among the sheets that are not cancelled: one an agent a day (R11)."""
	return f"{agent}|{getdate(day)}"


def apply_totals(sheet: CallSheet) -> Totals:
	"""Write the computed foot into the sheet (R11)."""
	totals = total(rows.as_call(r) for r in sheet.rows)
	sheet.update(computed(totals))
	_set_counts(sheet, count_rows(totals, place_of(sheet)))
	return totals


def _set_counts(sheet: CallSheet, wanted: list[dict]) -> None:
	"""Make the counts what they should be; a row that is there stays, so that confirming a sheet writes no new ones.

	Rows that are put in anew while neighbours save theirs meet in the index of parents and deadlock.
	"""
	there = {(row.kind, row.key): row for row in sheet.counts}
	rows = [there.get((values["kind"], values["key"])) or sheet.append("counts", {}) for values in wanted]
	for idx, (row, values) in enumerate(zip(rows, wanted, strict=True), 1):
		row.update({**values, "idx": idx})
	sheet.counts = rows


def computed(totals: Totals) -> dict[str, int]:
	"""The totals as fields of the sheet."""
	values = (totals.calls, totals.connected, totals.valid, totals.customers, totals.intention)
	return dict(zip(COMPUTED, values, strict=True))


def count_rows(totals: Totals, place: dict) -> list[dict]:
	"""The foot's counts as child rows."""
	return [
		{"kind": kind, "key": key, "calls": n, **place}
		for kind, counts in (("Grade", totals.by_grade), ("Product", totals.by_product))
		for key, n in counts
	]


def place_of(sheet: CallSheet) -> dict:
	"""centre, group, agent and date of a sheet, as its rows carry them."""
	return {field: sheet.get(field) for field in rows.PLACE}


def _keep_place(sheet: CallSheet, before: CallSheet | None) -> None:
	day = sheet.date and getdate(sheet.date)
	if before and (before.agent != sheet.agent or getdate(before.date) != day):
		frappe.throw(_("Agent and date of a sheet stay as they are; make another sheet."), CallSheetError)
	if day and day > getdate(now_datetime()):
		frappe.throw(
			_("A sheet cannot be of a day to come: {0}.").format(frappe.format(day, "Date")), CallSheetError
		)
	fill_agent(sheet, day)
	if before:
		sheet.amended_from = before.amended_from
		return
	_check_is_agent(sheet, day)
	_check_correction(sheet)
	if other := frappe.db.get_value("Call Sheet", {"live_key": live_key(sheet.agent, day)}):
		frappe.throw(
			_("{0} has a sheet of {1} already: {2}.").format(
				sheet.agent_name, frappe.format(day, "Date"), other
			),
			frappe.DuplicateEntryError,
			title=_("One Sheet a Day"),
		)


def _check_is_agent(sheet: CallSheet, day: date) -> None:
	if not read_staffing([sheet.agent]).staff[sheet.agent].agent_on(day):
		frappe.throw(
			_("{0} was no telesales agent on {1}, so there is no call sheet.").format(
				sheet.agent_name, frappe.format(day, "Date")
			),
			CallSheetError,
		)


def _check_correction(sheet: CallSheet) -> None:
	"""A correction follows a cancelled sheet of the same agent and day, has a reason, and is made by the leader."""
	if not sheet.amended_from:
		sheet.amendment_reason = None
		return
	act_permissions.check_may_confirm(sheet)
	original = frappe.db.get_value(
		"Call Sheet", sheet.amended_from, ["agent", "date", "docstatus"], as_dict=True
	)
	same_day = original and original.agent == sheet.agent and getdate(original.date) == getdate(sheet.date)
	if not same_day or original.docstatus != 2:
		frappe.throw(
			_("{0} is no cancelled sheet of {1} on {2}; use Correct on the confirmed sheet.").format(
				sheet.amended_from, sheet.agent_name, frappe.format(sheet.date, "Date")
			),
			CallSheetError,
		)
	if not (sheet.amendment_reason or "").strip():
		frappe.throw(
			_("Say why sheet {0} is corrected.").format(sheet.amended_from),
			CallSheetError,
			title=_("Reason Needed"),
		)


def _write_rows(sheet: CallSheet, before: CallSheet | None) -> None:
	"""Rows of an open sheet: who may write them, what they may say, and what follows from lead and grade."""
	if not before or _said(sheet) != _said(before):
		act_permissions.check_may_write(sheet)
	known = {r.name: r.lead for r in before.rows} if before else {}
	corrected = _rows_of_the_corrected(sheet)
	carried, stored = set(corrected), {r.name: r for r in before.rows} if before else {}
	fresh = {id(r): known.get(r.name) != r.lead and r.lead not in carried for r in sheet.rows}
	leads = rows.leads_of((r.lead for r in sheet.rows), lock=any(fresh.values()))
	grades, results = grades_of(sheet.centre), results_of(sheet.centre)
	now, place = now_datetime(), place_of(sheet)
	rows.check_products(sheet.rows)
	for row in sheet.rows:
		row.update(place)
		rows.take_result(row, results)
		rows.check(row, leads.get(row.lead), grades, fresh=fresh[id(row)], now=now)
		rows.fill(row, leads[row.lead], grades, fresh=fresh[id(row)])
		arrival.stamp(row, stored.get(row.name) or corrected.get(row.lead), now)
	limits.check(sheet.centre, (r for r in sheet.rows if fresh[id(r)]), sheet.name if before else None)
	made = before.creation if before else now
	contacts = rows.contacts_before(leads, getdate(sheet.date), sheet.name if before else None, made)
	rows.number_follow_ups(sheet.rows, contacts)


def _keep_rows(sheet: CallSheet, before: CallSheet) -> None:
	"""Rows of a sheet that left the agent's hand: what a person wrote is refused, what follows is kept as it was."""
	if _said(sheet) != _said(before):
		_frozen(sheet)
	fields = [df.fieldname for df in frappe.get_meta("Call Sheet Row").fields]
	for row, kept in zip(sheet.rows, before.rows, strict=True):
		row.update({field: kept.get(field) for field in fields})


def _said(sheet: CallSheet) -> list[tuple]:
	return [rows.said_by(r) for r in sheet.rows]


def _frozen(sheet: CallSheet) -> None:
	frappe.throw(
		_(
			"Sheet {0} was handed in and cannot be altered. The leader can return it, or correct it with a reason."
		).format(sheet.name),
		SheetFrozenError,
		title=_("Sheet Closed"),
	)


def _rows_of_the_corrected(sheet: CallSheet) -> dict[str, frappe._dict]:
	"""lead → its first row on the sheet that this one corrects."""
	if not sheet.amended_from:
		return {}
	fields = ["lead", "connected", "recorded_at"]
	found = frappe.get_all("Call Sheet Row", {"parent": sheet.amended_from}, fields, order_by="idx desc")
	return {row.lead: row for row in found}
