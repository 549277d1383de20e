"""Who may write, hand in, return, confirm and correct a call sheet (R13).

Asked on every path a sheet can be written by: a workflow is a way, not a guard (decision 20). The signer is the
session's user, always.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import now_datetime

from dianjian_app.calls.errors import CallSheetError, NotTheAgentError, NotTheLeaderError, SheetFrozenError
from dianjian_app.in_words import clauses, shortened
from dianjian_app.people.authority import stands_over
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.stage_codes import call_sheet_stages

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.call_sheet.call_sheet import CallSheet


MOST_NAMED = 10
SIGNED = ("handed_in_by", "handed_in_at", "confirmed_by", "confirmed_at")


def may_confirm(sheet: CallSheet, user: str | None = None) -> bool:
	"""The leader of the sheet's group or the centre's manager, and never the sheet's own agent (R13)."""
	user = user or frappe.session.user
	if user == "Administrator":
		return True
	return staff_of_user(user) != sheet.agent and stands_over(user, sheet.sales_group, sheet.centre)


def check_may_confirm(sheet: CallSheet, user: str | None = None) -> None:
	"""Raises NotTheLeaderError unless `may_confirm`."""
	user = user or frappe.session.user
	if not may_confirm(sheet, user):
		frappe.throw(
			_("Sheet {0} is confirmed, returned or corrected by the leader of {1}, not by {2}.").format(
				sheet.name, sheet.sales_group, user
			),
			NotTheLeaderError,
			title=_("Not Your Signature"),
		)


def may_write(sheet: CallSheet, user: str | None = None) -> bool:
	"""The sheet's own agent; on a correction also whoever may confirm it."""
	user = user or frappe.session.user
	if user == "Administrator" or staff_of_user(user) == sheet.agent:
		return True
	return bool(sheet.amended_from) and may_confirm(sheet, user)


def check_may_write(sheet: CallSheet) -> None:
	"""Raises NotTheAgentError unless `may_write`."""
	if not may_write(sheet):
		frappe.throw(
			_("The calls of {0} are written by {0}. A leader can return the sheet with a reason.").format(
				sheet.agent_name or sheet.agent
			),
			NotTheAgentError,
			title=_("Not Your Sheet"),
		)


def keep_signatures(sheet: CallSheet, before: CallSheet | None) -> None:
	"""Who signed and when is written by the app alone, and reasons stay: whatever the caller sent."""
	for field in SIGNED:
		sheet.set(field, before.get(field) if before else None)
	if before and sheet.stage == before.stage:
		sheet.return_reason = before.return_reason
	if not before:
		sheet.return_reason = None
	elif before.amended_from:
		sheet.amendment_reason = before.amendment_reason


def take_step(sheet: CallSheet, was: str) -> None:
	"""What comes with a changed stage: who may take the step, and the signature. was: the stage before."""
	if sheet.stage == was:
		return
	if sheet.stage == call_sheet_stages.HANDED_IN:
		_hand_in(sheet)
	elif sheet.stage == call_sheet_stages.RETURNED:
		_give_back(sheet)
	elif sheet.stage == call_sheet_stages.CONFIRMED and not sheet.docstatus:
		frappe.throw(_("A sheet is confirmed by submitting it."), SheetFrozenError)


def sign(sheet: CallSheet, before: CallSheet | None) -> None:
	"""The leader's signature under a sheet that was handed in. Raises SheetFrozenError, NotTheLeaderError."""
	if not before or before.stage != call_sheet_stages.HANDED_IN:
		frappe.throw(_("Only a sheet that was handed in can be confirmed."), SheetFrozenError)
	check_may_confirm(sheet)
	sheet.confirmed_by, sheet.confirmed_at = frappe.session.user, now_datetime()


def check_cancel(sheet: CallSheet) -> None:
	"""Whoever may confirm may cancel, with a reason. Raises NotTheLeaderError, CallSheetError."""
	check_may_confirm(sheet)
	if not (sheet.flags.reason or "").strip():
		frappe.throw(
			_("Say why sheet {0} is taken back: use Correct, or Cancel with a reason.").format(sheet.name),
			CallSheetError,
			title=_("Reason Needed"),
		)


def _hand_in(sheet: CallSheet) -> None:
	if not may_write(sheet):
		frappe.throw(_("A sheet is handed in by its own agent."), NotTheAgentError, title=_("Not Your Sheet"))
	if not sheet.rows:
		frappe.throw(_("There is no call on the sheet; it cannot be handed in."), CallSheetError)
	_check_needs(sheet)
	sheet.handed_in_by, sheet.handed_in_at = frappe.session.user, now_datetime()
	sheet.return_reason = None


def _check_needs(sheet: CallSheet) -> None:
	"""An intention customer has a product need before the sheet is handed in, where the centre asks for it (R11, R12)."""
	if not frappe.get_cached_value("Sales Centre", sheet.centre, "need_before_hand_in"):
		return
	without = [
		f"{row.idx} {row.customer_name or row.phone_mask or ''}".strip()
		for row in sheet.rows
		if row.is_intention and not row.product_need
	]
	if without:
		frappe.throw(
			_("Say what these intention customers look for before handing in (row, customer): {0}.").format(
				clauses(shortened(without, MOST_NAMED))
			),
			CallSheetError,
			title=_("Product Need Missing"),
		)


def _give_back(sheet: CallSheet) -> None:
	check_may_confirm(sheet)
	if not (sheet.return_reason or "").strip():
		frappe.throw(_("Say why the sheet goes back to the agent."), CallSheetError, title=_("Reason Needed"))
