"""Today's calls mended: corrected while the sheet is open, the latest one taken back for a minute (R11)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import cint, now_datetime, sbool

from dianjian_app.calls import rows
from dianjian_app.calls.errors import CallSheetError, NotTheAgentError, SheetFrozenError
from dianjian_app.calls.lead_from_calls import update_leads_from_calls
from dianjian_app.calls.log_call import agent_of_session
from dianjian_app.resources.numbers import refusal
from dianjian_app.stage_codes import call_sheet_stages

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.call_sheet.call_sheet import CallSheet
	from dianjian_app.dianjian_app.doctype.call_sheet_row.call_sheet_row import CallSheetRow

TAKEN_BACK_WITHIN = timedelta(minutes=1)


@frappe.whitelist(methods=["POST"])
def correct_call(
	sheet: str,
	row: str,
	connected: bool | int | str,
	result: str | None = None,
	grade: str | None = None,
	product_need: str | None = None,
	remarks: str | None = None,
	said: str | None = None,
	segment: str | None = None,
	project_asked: str | None = None,
	next_step: str | None = None,
	next_step_date: str | None = None,
	next_step_time: str | None = None,
	next_step_kind: str | None = None,
	do_not_call: bool | int | str = 0,
) -> dict:
	"""Write anew what the session's agent said of a call; the sheet is open still (R11).

	row: one of the sheet's rows; the rest as of `log_call`. Customer and time stay, and so does a refusal: only who may lift it
	takes it away. Gives {"sheet", "row"}. Raises NotTheAgentError, SheetFrozenError, CallRowError.
	"""
	doc, line = _of_the_agent(sheet, row)
	line.update(
		{
			"connected": cint(sbool(connected)),
			"result": result or None,
			"grade": grade or None,
			"product_need": product_need or None,
			"remarks": remarks or None,
			"said": said or None,
			"segment": segment or None,
			"project_asked": project_asked or None,
			"next_step": next_step or None,
			"next_step_date": next_step_date or None,
			"next_step_time": next_step_time or None,
			"next_step_kind": next_step_kind or None,
			"do_not_call": cint(bool(line.do_not_call or cint(sbool(do_not_call)))),
		}
	)
	doc.save()
	rows.check_next_step(line)
	return {"sheet": doc.name, "row": line.name}


@frappe.whitelist(methods=["POST"])
def take_back_call(sheet: str, row: str) -> dict:
	"""Take the session's agent's call off the sheet again, a minute long, and the refusal that it brought (R10, R11).

	Gives {"sheet", "lead"}. Raises NotTheAgentError, SheetFrozenError, CallSheetError (later than a minute).
	"""
	doc, line = _of_the_agent(sheet, row)
	if not line.recorded_at or now_datetime() - line.recorded_at > TAKEN_BACK_WITHIN:
		frappe.throw(
			_("A call can be taken back for a minute; now it can be corrected in the list of today's calls."),
			CallSheetError,
			title=_("Too Late"),
		)
	freed = []
	if line.do_not_call and line.phone_hash:
		freed = refusal.take_back(line.phone_hash, line.recorded_at, line)
	doc.remove(line)
	doc.save()
	update_leads_from_calls({line.lead, *freed})
	return {"sheet": doc.name, "lead": line.lead}


def _of_the_agent(sheet: str, row: str) -> tuple[CallSheet, CallSheetRow]:
	"""The sheet and the line on it, for its own agent while it is open."""
	doc = frappe.get_doc("Call Sheet", sheet)
	doc.check_permission("write")
	if doc.agent != agent_of_session():
		frappe.throw(_("A call is mended by the agent who made it."), NotTheAgentError)
	if doc.docstatus or doc.stage not in call_sheet_stages.OPEN:
		frappe.throw(
			_("Sheet {0} was handed in; the leader can return it.").format(doc.name),
			SheetFrozenError,
			title=_("Sheet Closed"),
		)
	line = next((line for line in doc.rows if line.name == row), None)
	if line is None:
		frappe.throw(_("This call is not on the sheet any more; refresh the page."), CallSheetError)
	return doc, line
