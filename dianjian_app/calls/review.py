"""The way of a sheet from hand to hand: hand in, look, confirm what shows nothing odd, return, correct (R13)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import get_datetime, getdate

from dianjian_app.calls.act_permissions import check_may_confirm, may_confirm
from dianjian_app.calls.errors import CallSheetError, SheetFrozenError
from dianjian_app.calls.oddities import CallFact, Oddity, SheetFacts, oddities
from dianjian_app.in_words import listed
from dianjian_app.people.period import Period
from dianjian_app.people.staffing import presence_of
from dianjian_app.stage_codes import call_sheet_stages
from dianjian_app.value_lists import among
from dianjian_app.workflow_stages import set_stage

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.call_sheet.call_sheet import CallSheet


def words(oddity: Oddity) -> str:
	"""An oddity in words."""
	return {
		"empty": _("no call on it"),
		"late": _("handed in on a later day"),
		"all_connected": _("every single call connected"),
		"same_customer": _("a customer reached more than once"),
		"same_moment": _("two connected calls at the same moment"),
		"same_minute": _("four or more connected calls within one minute"),
		"no_remarks": _("most connected calls without a remark"),
		"intention_unexplained": _("an intention customer without a remark"),
		"absent": _("the agent was not on duty that day"),
	}[oddity]


@frappe.whitelist()
def odd_points(sheet: str) -> list[str]:
	"""What is odd about a sheet, in words, for whoever confirms it. Raises PermissionError (R13)."""
	doc = frappe.get_doc("Call Sheet", sheet)
	doc.check_permission("read")
	return [words(oddity) for oddity in _oddities([doc])[doc.name]]


def odd_words(sheets: Iterable[str]) -> dict[str, list[str]]:
	"""sheet → what is odd about it, in words; sheets that show nothing odd are left out (R13). Asks no right.

	A fixed number of queries for any number of sheets.
	"""
	found = _oddities(_read_sheets(sheets))
	return {name: [words(oddity) for oddity in odd] for name, odd in found.items() if odd}


def _read_sheets(names: Iterable[str]) -> list[frappe._dict]:
	"""Sheets with their rows, as far as oddities ask."""
	wanted = sorted(set(names))
	chosen = {"parenttype": "Call Sheet", "parent": ("in", among(wanted))}
	fields = [
		"parent",
		"name",
		"lead",
		"phone_hash",
		"connected",
		"called_at",
		"remarks",
		"said",
		"is_intention",
	]
	rows = defaultdict(list)
	for row in frappe.get_all("Call Sheet Row", chosen, fields, order_by="parent, idx", limit=0):
		rows[row.parent].append(row)
	fields = ["name", "agent", "date", "handed_in_at"]
	sheets = frappe.get_all("Call Sheet", {"name": ("in", among(wanted))}, fields, order_by="name", limit=0)
	return [frappe._dict(sheet, rows=rows[sheet.name]) for sheet in sheets]


@frappe.whitelist(methods=["POST"])
def confirm_sheet(sheet: str) -> None:
	"""Confirm one handed-in sheet, odd or not: whoever does has seen what is odd about it (R13).

	Raises NotTheLeaderError, SheetFrozenError (not handed in), PermissionError.
	"""
	doc = _locked(sheet, "submit")
	if doc.stage != call_sheet_stages.HANDED_IN:
		frappe.throw(
			_("Sheet {0} is {1}; only a sheet that was handed in is confirmed.").format(
				doc.name, _(doc.stage)
			),
			SheetFrozenError,
		)
	doc.submit()


@frappe.whitelist(methods=["POST"])
def hand_in(sheet: str) -> None:
	"""Hand a sheet in to the leader; the session's user must be its agent (a correction: also the leader).

	Raises NotTheAgentError, CallSheetError (no call on it), SheetFrozenError (handed in already).
	"""
	doc = _locked(sheet, "write")
	if doc.stage not in call_sheet_stages.OPEN:
		frappe.throw(_("Sheet {0} is {1} already.").format(doc.name, _(doc.stage)), SheetFrozenError)
	set_stage(doc, call_sheet_stages.HANDED_IN)
	doc.save()


@frappe.whitelist(methods=["POST"])
def confirm_all(date: str, sales_group: str | None = None) -> dict:
	"""Confirm the handed-in sheets of a day that show nothing odd and that the user may confirm (R13).

	date: YYYY-MM-DD; sales_group: only that one. Gives {"confirmed": [name], "odd": [{"name", "agent_name",
	"reasons"}]}; a sheet that cannot be confirmed is among the odd, with what its confirmation said.
	Raises PermissionError.
	"""
	if not frappe.has_permission("Call Sheet", "submit"):
		frappe.throw(_("Sheets are confirmed by leaders and managers."), frappe.PermissionError)
	filters = {"date": getdate(date), "stage": call_sheet_stages.HANDED_IN, "docstatus": 0}
	if sales_group:
		filters["sales_group"] = sales_group
	# in one order, the ledger's: whoever confirms the same day at the same moment waits instead of meeting head-on
	names = frappe.get_list("Call Sheet", filters=filters, pluck="name", limit=0, order_by="agent")
	sheets = [frappe.get_doc("Call Sheet", name, for_update=True) for name in names]
	sheets = [s for s in sheets if s.stage == call_sheet_stages.HANDED_IN and may_confirm(s)]
	found = _oddities(sheets)
	confirmed, odd = [], []
	for sheet in sheets:
		reasons = [words(oddity) for oddity in found[sheet.name]] or _confirm(sheet)
		if reasons:
			odd.append({"name": sheet.name, "agent_name": sheet.agent_name, "reasons": listed(reasons)})
		else:
			confirmed.append(sheet.name)
	return {"confirmed": confirmed, "odd": sorted(odd, key=lambda sheet: sheet["agent_name"])}


def _confirm(sheet: CallSheet) -> list[str]:
	"""Confirm one of many; why it could not be, when it could not, and then nothing of it has changed."""
	frappe.db.savepoint("confirm_one")
	try:
		sheet.submit()
	except frappe.ValidationError as refused:
		frappe.db.rollback(save_point="confirm_one")
		frappe.clear_last_message()
		return [str(refused)]
	return []


def _oddities(sheets: list) -> dict[str, tuple[Oddity, ...]]:
	days = sorted({getdate(s.date) for s in sheets})
	if not days:
		return {}
	presence = presence_of({s.agent for s in sheets}, Period(days[0], days[-1]))
	answer = {}
	for sheet in sheets:
		there = presence.get((sheet.agent, getdate(sheet.date)))
		answer[sheet.name] = oddities(_facts(sheet, bool(there and there.presence > 0)))
	return answer


def _facts(sheet: CallSheet, present: bool) -> SheetFacts:
	return SheetFacts(
		day=getdate(sheet.date),
		handed_in_at=get_datetime(sheet.handed_in_at) if sheet.handed_in_at else None,
		present=present,
		calls=[
			CallFact(
				customer=r.lead or r.phone_hash or r.name,
				connected=bool(r.connected),
				at=get_datetime(r.called_at) if r.called_at else None,
				words=r.remarks or r.said or "",
				is_intention=bool(r.is_intention),
			)
			for r in sheet.rows
		],
	)


@frappe.whitelist(methods=["POST"])
def return_sheet(sheet: str, reason: str) -> None:
	"""Give a handed-in sheet back to its agent with a reason.

	Raises NotTheLeaderError, CallSheetError (no reason), SheetFrozenError (not handed in).
	"""
	doc = _locked(sheet, "write")
	if doc.stage != call_sheet_stages.HANDED_IN:
		frappe.throw(
			_("Sheet {0} is {1}; only a sheet that was handed in goes back.").format(doc.name, _(doc.stage)),
			SheetFrozenError,
		)
	doc.return_reason = reason
	set_stage(doc, call_sheet_stages.RETURNED)
	doc.save()
	doc.add_comment("Comment", text=_("Returned: {0}").format(frappe.utils.escape_html(reason)))


@frappe.whitelist(methods=["POST"])
def correct(sheet: str, reason: str) -> str:
	"""One step of correction: cancel a confirmed sheet, make its amendment with the reason, give its name (R13).

	Everything computed from the sheet follows. Raises NotTheLeaderError, CallSheetError (no reason),
	SheetFrozenError (not confirmed, or corrected already).
	"""
	doc = _cancelled(sheet, reason)
	amended = frappe.copy_doc(doc, ignore_no_copy=False)
	amended.update({"amended_from": doc.name, "amendment_reason": reason, "docstatus": 0})
	amended.insert()
	return amended.name


@frappe.whitelist(methods=["POST"])
def cancel_sheet(sheet: str, reason: str) -> None:
	"""Take a confirmed sheet back with a reason, without a correction: the day has no sheet then.

	Raises NotTheLeaderError, CallSheetError (no reason), SheetFrozenError (not confirmed).
	"""
	_cancelled(sheet, reason)


def _cancelled(sheet: str, reason: str) -> CallSheet:
	doc = _locked(sheet, "cancel")
	check_may_confirm(doc)
	if not (reason or "").strip():
		frappe.throw(
			_("Say why sheet {0} is corrected.").format(doc.name), CallSheetError, title=_("Reason Needed")
		)
	if doc.docstatus != 1:
		frappe.throw(
			_("Sheet {0} is {1}; only a confirmed sheet is corrected.").format(doc.name, _(doc.stage)),
			SheetFrozenError,
		)
	doc.flags.reason = reason
	doc.cancel()
	return doc


def _locked(sheet: str, ptype: str) -> CallSheet:
	"""The sheet as it stands now, locked, for whoever may touch it."""
	doc = frappe.get_doc("Call Sheet", sheet, for_update=True)
	doc.check_permission(ptype)
	return doc
