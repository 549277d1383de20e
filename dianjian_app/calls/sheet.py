"""The events of a call sheet: whose it is, what its rows may say, its totals, and the way to confirmation (R11, R13).

The controller calls these on every path a sheet can be written by; a workflow is a way, not a guard (decision 20).
"""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime

from dianjian_app import roles
from dianjian_app.calls import rows, stages
from dianjian_app.calls.grades import grades_of
from dianjian_app.calls.project import project_leads, refuse_where_asked
from dianjian_app.calls.totals import Totals, total
from dianjian_app.people.staffing import group_on, staff_of_user
from dianjian_app.permissions import check_in_scope

SIGNED = ("handed_in_by", "handed_in_at", "confirmed_by", "confirmed_at")
COMPUTED = ("calls_total", "calls_connected", "customers_connected", "intention_count")


class CallSheetError(frappe.ValidationError):
	"""A sheet that cannot be: wrong day, wrong person, nothing on it."""


class SheetFrozenError(frappe.ValidationError):
	"""A sheet that was handed in or confirmed is not altered."""


class NotTheLeaderError(frappe.PermissionError):
	"""Somebody confirmed, returned or corrected a sheet who may not."""


def validate(sheet) -> None:
	"""Event validate: place, stage, rows, totals."""
	before = sheet.get_doc_before_save()
	_fill_place(sheet, before)
	check_in_scope(sheet)
	_follow_stage(sheet, before)
	_keep_signatures(sheet, before)
	if before and before.stage not in stages.OPEN:
		_refuse_changed_rows(sheet, before)
	_check_rows(sheet, before)
	apply_totals(sheet)
	sheet.live_key = f"{sheet.agent}|{sheet.date}"
	_take_step(sheet, before)


def confirm(sheet) -> None:
	"""Event before_submit: the leader's signature under a sheet that was handed in (R13)."""
	before = sheet.get_doc_before_save()
	if not before or before.stage != stages.HANDED_IN:
		frappe.throw(_("Only a sheet that was handed in can be confirmed."), SheetFrozenError)
	check_may_confirm(sheet)
	sheet.confirmed_by, sheet.confirmed_at = frappe.session.user, now_datetime()
	sheet.handed_in_by, sheet.handed_in_at = before.handed_in_by, before.handed_in_at
	show(sheet, stages.CONFIRMED)


def follow_up(sheet) -> None:
	"""Event on_update: the leads learn what the calls said; refusals hold for the whole site (R8, R10)."""
	before = sheet.get_doc_before_save()
	if before and [_content(r) for r in before.rows] == [_content(r) for r in sheet.rows]:
		return  # a signature changes nothing about the calls
	refuse_where_asked(sheet.rows)
	project_leads({r.lead for r in sheet.rows} | {r.lead for r in (before.rows if before else ())})


def cancel(sheet) -> None:
	"""Event before_cancel: whoever may confirm may correct; the sheet gives up its day."""
	check_may_confirm(sheet)
	show(sheet, stages.CANCELLED)


def let_go(sheet) -> None:
	"""Event on_cancel: the day is free for the correction, and the leads forget the sheet."""
	sheet.db_set("live_key", None, update_modified=False)
	project_leads({r.lead for r in sheet.rows})


def refuse_change(sheet) -> None:
	"""Event before_update_after_submit: a confirmed sheet does not change (R13)."""
	_frozen(sheet)


def refuse_delete(sheet) -> None:
	"""Event on_trash: only an empty sheet in the agent's hand may go."""
	if sheet.stage not in stages.OPEN or sheet.rows or sheet.docstatus:
		frappe.throw(_("{0} holds calls and cannot be deleted.").format(sheet.name), SheetFrozenError)


def check_may_confirm(sheet, user: str | None = None) -> None:
	"""The leader of the sheet's group or the centre's manager, and never the agent. Raises NotTheLeaderError (R13)."""
	user = user or frappe.session.user
	if user == "Administrator":
		return
	me, mine = staff_of_user(user), set(frappe.get_roles(user))
	leads_it = (
		roles.LEADER in mine and me and frappe.db.get_value("Sales Group", sheet.sales_group, "leader") == me
	)
	manages_it = (
		roles.MANAGER in mine and me and frappe.db.get_value("Sales Staff", me, "centre") == sheet.centre
	)
	if me == sheet.agent or not (leads_it or manages_it):
		frappe.throw(
			_("Sheet {0} is confirmed, returned or corrected by the leader of {1}, not by {2}.").format(
				sheet.name, sheet.sales_group, user
			),
			NotTheLeaderError,
			title=_("Not Your Signature"),
		)


def apply_totals(sheet) -> Totals:
	"""Write the computed foot into the sheet (R11)."""
	totals = total(rows.as_call(r) for r in sheet.rows)
	for field, value in zip(
		COMPUTED, (totals.calls, totals.connected, totals.customers, totals.intention), strict=True
	):
		sheet.set(field, value)
	sheet.set("counts", count_rows(totals, place_of(sheet)))
	return totals


def count_rows(totals: Totals, place: dict) -> list[dict]:
	"""The foot's counts as child rows."""
	return [
		{"kind": kind, "key": key, "calls": n, **place}
		for kind, counts in (("Grade", totals.by_grade), ("Product", totals.by_product))
		for key, n in counts
	]


def place_of(sheet) -> dict:
	"""centre, group, agent and date of a sheet, as its rows carry them."""
	return {field: sheet.get(field) for field in rows.PLACE}


def _fill_place(sheet, before) -> None:
	if before and (before.agent != sheet.agent or getdate(before.date) != getdate(sheet.date)):
		frappe.throw(_("Agent and date of a sheet stay as they are; make another sheet."), CallSheetError)
	sheet.agent = sheet.agent or staff_of_user(frappe.session.user)
	if not sheet.agent or not sheet.date:
		frappe.throw(_("Say whose sheet it is and of which day."), CallSheetError)
	day = getdate(sheet.date)
	if day > getdate(now_datetime()):
		frappe.throw(_("A sheet cannot be of a day to come: {0}.").format(sheet.date), CallSheetError)
	sheet.sales_group = group_on(sheet.agent, day)
	if not sheet.sales_group:
		frappe.throw(
			_("{0} belonged to no sales group on {1}.").format(sheet.agent, frappe.format(day, "Date")),
			CallSheetError,
		)
	sheet.centre = frappe.get_cached_value("Sales Group", sheet.sales_group, "centre")
	sheet.agent_name = frappe.get_cached_value("Sales Staff", sheet.agent, "staff_name")
	if sheet.amended_from and not (sheet.amendment_reason or "").strip():
		frappe.throw(_("Say why sheet {0} is corrected.").format(sheet.amended_from), CallSheetError)
	other = not before and frappe.db.get_value("Call Sheet", {"live_key": f"{sheet.agent}|{sheet.date}"})
	if other:
		frappe.throw(
			_("{0} has a sheet of {1} already: {2}.").format(sheet.agent_name, sheet.date, other),
			frappe.DuplicateEntryError,
			title=_("One Sheet a Day"),
		)


def _follow_stage(sheet, before) -> None:
	"""The stage follows the workflow's state, or stays what it was: nobody types it."""
	was = before.stage if before else stages.DRAFT
	if not before:
		sheet.stage = stages.DRAFT
	elif sheet.workflow_state != before.workflow_state:
		sheet.stage = next((s.update_value for s in _states(sheet) if s.state == sheet.workflow_state), was)
	elif sheet.stage != was:
		show(sheet, sheet.stage)
	if sheet.stage != was and sheet.stage not in stages.STEPS[was]:
		frappe.throw(
			_("Sheet {0} is {1} and cannot become {2}.").format(sheet.name, _(was), _(sheet.stage)),
			SheetFrozenError,
		)


def _take_step(sheet, before) -> None:
	was = before.stage if before else stages.DRAFT
	if sheet.stage == was:
		return
	if sheet.stage == stages.HANDED_IN:
		_check_may_hand_in(sheet)
		if not sheet.rows:
			frappe.throw(_("There is no call on the sheet; it cannot be handed in."), CallSheetError)
		sheet.handed_in_by, sheet.handed_in_at = frappe.session.user, now_datetime()
		sheet.return_reason = None
	elif sheet.stage == stages.RETURNED:
		check_may_confirm(sheet)
		if not (sheet.return_reason or "").strip():
			frappe.throw(
				_("Say why the sheet goes back to the agent."), CallSheetError, title=_("Reason Needed")
			)
	elif sheet.stage == stages.CONFIRMED and not sheet.docstatus:
		frappe.throw(_("A sheet is confirmed by submitting it."), SheetFrozenError)


def _check_may_hand_in(sheet) -> None:
	user = frappe.session.user
	if user == "Administrator" or staff_of_user(user) == sheet.agent:
		return
	if sheet.amended_from:
		check_may_confirm(sheet)
		return
	frappe.throw(_("A sheet is handed in by its own agent."), NotTheLeaderError)


def _keep_signatures(sheet, before) -> None:
	"""Who signed and when is written by the app alone, whatever the caller sent."""
	for field in SIGNED:
		sheet.set(field, before.get(field) if before else None)
	if before and sheet.stage == before.stage:
		sheet.return_reason = before.return_reason
	if before and before.amended_from:
		sheet.amendment_reason = before.amendment_reason


def _refuse_changed_rows(sheet, before) -> None:
	if [_content(r) for r in sheet.rows] != [_content(r) for r in before.rows]:
		_frozen(sheet)


def _content(row) -> tuple:
	fields = (
		"lead",
		"connected",
		"grade",
		"product_need",
		"remarks",
		"called_at",
		"said",
		"segment",
		"project_asked",
	)
	more = ("next_step", "next_step_date", "do_not_call")
	return (row.name, *(str(row.get(f) or "") for f in (*fields, *more)))


def _frozen(sheet) -> None:
	frappe.throw(
		_(
			"Sheet {0} was handed in and cannot be altered. The leader can return it, or correct it with a reason."
		).format(sheet.name),
		SheetFrozenError,
		title=_("Sheet Closed"),
	)


def _check_rows(sheet, before) -> None:
	known = {r.name: r.lead for r in before.rows} if before else {}
	carried = _leads_of_the_corrected(sheet)
	grades, leads, now = grades_of(sheet.centre), rows.leads_of(r.lead for r in sheet.rows), now_datetime()
	place = place_of(sheet)
	rows.check_products(sheet.rows)
	for row in sheet.rows:
		row.update(place)
		fresh = known.get(row.name) != row.lead and row.lead not in carried
		rows.check(row, leads.get(row.lead), grades, fresh=fresh, day=sheet.date, now=now)
		rows.fill(row, leads.get(row.lead), grades, place, fresh=fresh or row.lead in carried)


def _leads_of_the_corrected(sheet) -> set[str]:
	if not sheet.amended_from:
		return set()
	return set(frappe.get_all("Call Sheet Row", filters={"parent": sheet.amended_from}, pluck="lead"))


def _states(sheet) -> list:
	workflow = sheet.meta.get_workflow()
	return frappe.get_cached_doc("Workflow", workflow).states if workflow else []


def show(sheet, stage: str) -> None:
	"""Set the stage and the workflow state that stands for it."""
	sheet.stage = stage
	for state in _states(sheet):
		if state.update_value == stage:
			sheet.workflow_state = state.state
			return
