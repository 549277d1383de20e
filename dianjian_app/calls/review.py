"""The leader's part: confirm what shows nothing odd, return, correct (R13)."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import get_datetime, getdate

from dianjian_app.calls import stages
from dianjian_app.calls.oddities import SheetFacts, oddities
from dianjian_app.calls.sheet import CallSheetError, check_may_confirm, show
from dianjian_app.people.period import Period
from dianjian_app.people.staffing import presence_of


def words(code: str) -> str:
	"""An oddity in words."""
	return {
		"empty": _("no call on it"),
		"late": _("handed in on a later day"),
		"all_connected": _("every single call connected"),
		"same_customer": _("one customer called more than twice"),
		"same_minute": _("four or more connected calls within one minute"),
		"no_remarks": _("most connected calls without a remark"),
		"absent": _("the agent was not on duty that day"),
	}[code]


@frappe.whitelist(methods=["POST"])
def confirm_all(date: str, sales_group: str | None = None) -> dict:
	"""Confirm the handed-in sheets of a day that show nothing odd and that the user may confirm (R13).

	Gives {"confirmed": [name], "odd": [{"name", "agent_name", "reasons"}]}. Raises PermissionError.
	"""
	filters = {"date": getdate(date), "stage": stages.HANDED_IN, "docstatus": 0}
	if sales_group:
		filters["sales_group"] = sales_group
	names = frappe.get_list("Call Sheet", filters=filters, pluck="name", limit=0, order_by="agent_name")
	sheets = [frappe.get_doc("Call Sheet", n) for n in names]
	presence = presence_of([s.agent for s in sheets], Period(getdate(date), getdate(date)))
	confirmed, odd = [], []
	for sheet in sheets:
		check_may_confirm(sheet)
		there = presence.get((sheet.agent, getdate(date)))
		found = oddities(_facts(sheet, bool(there and there.presence > 0)))
		if found:
			odd.append(
				{
					"name": sheet.name,
					"agent_name": sheet.agent_name,
					"reasons": ", ".join(words(c) for c in found),
				}
			)
			continue
		sheet.submit()
		confirmed.append(sheet.name)
	return {"confirmed": confirmed, "odd": odd}


def _facts(sheet, present: bool) -> SheetFacts:
	return SheetFacts(
		day=getdate(sheet.date),
		handed_in_at=sheet.handed_in_at and get_datetime(sheet.handed_in_at),
		present=present,
		calls=[
			(
				r.lead or "",
				bool(r.connected),
				r.called_at and get_datetime(r.called_at),
				r.remarks or r.said or "",
			)
			for r in sheet.rows
		],
	)


@frappe.whitelist(methods=["POST"])
def hand_in(sheet: str) -> None:
	"""Hand a sheet in to the leader; the session's user must be its agent. Raises NotTheLeaderError, CallSheetError."""
	doc = frappe.get_doc("Call Sheet", sheet)
	doc.check_permission("write")
	show(doc, stages.HANDED_IN)
	doc.save()


@frappe.whitelist(methods=["POST"])
def return_sheet(sheet: str, reason: str) -> None:
	"""Give a handed-in sheet back to its agent with a reason. Raises NotTheLeaderError, CallSheetError."""
	doc = frappe.get_doc("Call Sheet", sheet)
	doc.check_permission("write")
	doc.return_reason = reason
	show(doc, stages.RETURNED)
	doc.save()
	doc.add_comment("Comment", text=_("Returned: {0}").format(frappe.utils.escape_html(reason)))


@frappe.whitelist(methods=["POST"])
def correct(sheet: str, reason: str) -> str:
	"""One step of correction: cancel a confirmed sheet, make its amendment with the reason, give its name (R13).

	Everything computed from the sheet follows. Raises NotTheLeaderError, CallSheetError (no reason).
	"""
	doc = frappe.get_doc("Call Sheet", sheet)
	doc.check_permission("cancel")
	check_may_confirm(doc)
	if not (reason or "").strip():
		frappe.throw(_("Say why the sheet is corrected."), CallSheetError, title=_("Reason Needed"))
	doc.cancel()
	amended = frappe.copy_doc(doc, ignore_no_copy=False)
	amended.update({"amended_from": doc.name, "amendment_reason": reason, "docstatus": 0})
	amended.insert()
	return amended.name
