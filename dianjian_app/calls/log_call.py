"""Logging one call: one row under a lock on the sheet, the parent never saved whole (decision 24)."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import cint, getdate, now_datetime, sbool

from dianjian_app.calls import day_sheet, limits, rows
from dianjian_app.calls.call_sheet_events import place_of
from dianjian_app.calls.errors import CallSheetError, SheetFrozenError
from dianjian_app.calls.lead_from_calls import refuse_where_asked, update_leads_from_calls
from dianjian_app.calls.totals import total
from dianjian_app.framework_compat import check_as_saving_does
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.resources.call_results import results_of
from dianjian_app.resources.grades import grades_of
from dianjian_app.stage_codes import call_sheet_stages

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.call_sheet_row.call_sheet_row import CallSheetRow


LONGEST_WAIT = 7 * 24 * 3600
"""seconds that a browser may have kept a call"""


@dataclass(frozen=True)
class LoggedCall:
	"""What an agent says of one call, field by field as a Call Sheet Row keeps it (`rows.WRITTEN`)."""

	lead: str
	connected: bool
	result: str | None = None
	grade: str | None = None
	product_need: str | None = None
	remarks: str | None = None
	called_at: str | None = None
	said: str | None = None
	segment: str | None = None
	project_asked: str | None = None
	next_step: str | None = None
	next_step_date: str | None = None
	next_step_time: str | None = None
	next_step_kind: str | None = None
	do_not_call: bool = False


@frappe.whitelist(methods=["POST"])
def log_call(
	lead: str,
	connected: bool | int | str,
	request_key: str,
	grade: str | None = None,
	product_need: str | None = None,
	remarks: str | None = None,
	called_at: str | None = None,
	said: str | None = None,
	segment: str | None = None,
	project_asked: str | None = None,
	next_step: str | None = None,
	next_step_date: str | None = None,
	next_step_time: str | None = None,
	next_step_kind: str | None = None,
	do_not_call: bool | int | str = 0,
	result: str | None = None,
	waited_seconds: int | str = 0,
) -> dict:
	"""Append one call of the session's agent to today's sheet, which is made when it is the first (R11).

	lead: a Call Lead that the agent holds; connected: 0 or 1; result: one of the centre's, which then says whether the
	call was connected; request_key: made by the caller for one call, so that
	sending it twice writes one row; called_at: YYYY-MM-DD HH:MM:SS of today, server time when left out;
	waited_seconds: how long the browser had kept the call while there was no connection: it belongs to the sheet of its own day;
	next_step_date: YYYY-MM-DD, needed with an intention customer; next_step_time: HH:MM; next_step_kind: Call Again,
	Send Message or Invite. Gives {"sheet", "row", "customers_connected", "calls_total"}.
	Raises PermissionError (no agent), CallSheetError (no key), SheetFrozenError (handed in already), CallRowError, NextStepMissingError,
	NotAllocatedError, DoNotCallError, CallHoursError, TooManyTriesError; then nothing has changed.
	"""
	now = now_datetime()
	made = now - timedelta(seconds=min(max(cint(waited_seconds), 0), LONGEST_WAIT))
	call = LoggedCall(
		lead=lead,
		connected=_is_true(connected),
		result=result or None,
		grade=grade or None,
		product_need=product_need or None,
		remarks=remarks or None,
		called_at=called_at or (str(made) if made < now else None),
		said=said or None,
		segment=segment or None,
		project_asked=project_asked or None,
		next_step=next_step or None,
		next_step_date=next_step_date or None,
		next_step_time=next_step_time or None,
		next_step_kind=next_step_kind or None,
		do_not_call=_is_true(do_not_call),
	)
	agent = agent_of_session()
	key = _key(agent, request_key)
	sheet = day_sheet.lock(agent, getdate(made))
	if done := sheet.logged(key):
		return _answer(done.parent, done.name, sheet.totals_of(done.parent))
	if sheet.values.stage not in call_sheet_stages.OPEN:
		frappe.throw(
			_("Today's sheet {0} was handed in; no call can be added.").format(sheet.name),
			SheetFrozenError,
			title=_("Sheet Closed"),
		)
	before = sheet.rows()
	row = _new_row(sheet, call, key, before)
	row.db_insert()
	refuse_where_asked([row])
	totals = day_sheet.write_totals(sheet, total(rows.as_call(r) for r in (*before, row)))
	update_leads_from_calls([row.lead], as_committed=sheet.behind)
	return _answer(sheet.name, row.name, totals)


def agent_of_session() -> str:
	"""The session's agent. Raises PermissionError where it is none."""
	agent = staff_of_user(frappe.session.user) or ""
	if not agent or not frappe.has_permission("Call Sheet", "write"):
		frappe.throw(
			_("Calls are logged by telesales agents; you are none."),
			frappe.PermissionError,
		)
	return agent


def _key(agent: str, request_key: str) -> str:
	"""The stored form of a request's key: no agent meets another's."""
	if not (request_key or "").strip():
		frappe.throw(_("The request has no key of its own; reload the page."), CallSheetError)
	return hashlib.sha256(f"{agent}|{request_key}".encode()).hexdigest()


def _is_true(sent: bool | int | str) -> bool:
	"""A check as the web sends it: 1, "1", true, "true"."""
	return bool(cint(sbool(sent)))


def _new_row(sheet: day_sheet.DaySheet, call: LoggedCall, key: str, before: list) -> CallSheetRow:
	"""The row as it goes into the database: filled, checked, its texts within their lengths and free of HTML."""
	row = frappe.new_doc("Call Sheet Row")
	row.update(asdict(call))
	row.update(place_of(sheet.values))
	row.called_at = row.called_at or now_datetime()
	row.update({"parent": sheet.name, "parenttype": "Call Sheet", "parentfield": "rows", "docstatus": 0})
	row.idx = max((r.idx for r in before), default=0) + 1
	row.request_key = key
	lead = rows.leads_of([row.lead], lock=True).get(row.lead)
	grades, now = grades_of(sheet.values.centre), now_datetime()
	rows.take_result(row, results_of(sheet.values.centre))
	rows.check(row, lead, grades, fresh=True, now=now)
	rows.fill(row, lead, grades, fresh=True)
	rows.check_next_step(row)
	limits.check(sheet.values.centre, [row])
	rows.check_products([row])
	contacts = rows.contacts_before([row.lead], sheet.values.date, sheet.name, sheet.values.creation)
	contacts.update(r.lead for r in before if r.is_valid)
	rows.number_follow_ups([row], contacts)
	check_as_saving_does(row)
	row.name = frappe.generate_hash(length=10)
	row.owner = row.modified_by = frappe.session.user
	row.creation = row.modified = row.recorded_at = now
	return row


def _answer(sheet: str, row: str, totals: dict) -> dict:
	return {"sheet": sheet, "row": row, **{f: totals[f] for f in ("customers_connected", "calls_total")}}
