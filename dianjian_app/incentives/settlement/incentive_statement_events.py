"""The events of an Incentive Statement, its lines for the form, and its receipt (R32)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import now_datetime

from dianjian_app.incentives.settlement.statements import statement_rows
from dianjian_app.people.staffing import staff_of_user

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.incentive_statement.incentive_statement import IncentiveStatement


class StatementError(frappe.ValidationError):
	"""Only publishing a month creates a statement."""


@frappe.whitelist()
def statement_lines(statement: str) -> list[dict]:
	"""The rows of a statement for its form. Raises PermissionError."""
	doc = frappe.get_doc("Incentive Statement", statement)
	doc.check_permission("read")
	return statement_rows(doc)


@frappe.whitelist(methods=["POST"])
def confirm_receipt(statement: str) -> None:
	"""Confirm, as the person concerned, that the statement was received; once, with its time. Raises PermissionError."""
	doc = frappe.get_doc("Incentive Statement", statement)
	doc.check_permission("read")
	if staff_of_user(frappe.session.user) != doc.agent:
		frappe.throw(_("Only the person themselves can confirm this statement."), frappe.PermissionError)
	if not doc.acknowledged_at:
		frappe.db.set_value("Incentive Statement", statement, "acknowledged_at", now_datetime())


def refuse_change(statement: IncentiveStatement) -> None:
	"""Event validate: refuse a statement that publishing did not write. Raises StatementError."""
	if not statement.flags.by_publishing:
		frappe.throw(
			_("A statement is created when its month is published and cannot be changed."), StatementError
		)


def refuse_delete(statement: IncentiveStatement) -> None:
	"""Event on_trash. Raises StatementError."""
	frappe.throw(
		_("A statement is created when its month is published and cannot be changed."), StatementError
	)
