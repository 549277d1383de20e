"""Frappe's prepared reports, which keep one reader's rows for whoever may open the report (R47).

The app's reports run live, as their reader. Frappe switches a report that once took long to prepared data; here the
switch has no effect, nobody prepares one, and what an earlier version left is shown to its owner alone.
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.core.doctype.prepared_report.prepared_report import PreparedReport
from frappe.core.doctype.report.report import Report

from dianjian_app.overrides.export_gate import is_ours
from dianjian_app.resources.numbers.export_log import APP
from dianjian_app.row_ownership import has_owned_rows, owned_doctypes


class LiveReport(Report):
	"""A Report; those over the app's rows run when they are read."""

	def __init__(self, *args: Any, **kwargs: Any):
		super().__init__(*args, **kwargs)
		if self.get("module") == APP or has_owned_rows(self.get("ref_doctype")):
			self.prepared_report = 0


class OwnPreparedReport(PreparedReport):
	"""A Prepared Report; none is made of the app's rows, and one that exists is read by its owner alone."""

	def before_insert(self) -> None:
		"""Raises PermissionError for a report over the app's rows."""
		if is_ours(self.report_name):
			frappe.throw(
				_("{0} is not prepared beforehand; it shows what its reader may see now.").format(
					_(self.report_name)
				),
				frappe.PermissionError,
			)
		super().before_insert()

	def get_prepared_data(self, with_file_name: bool = False) -> Any:
		"""What was prepared. Raises PermissionError for anybody but its owner."""
		if not has_permission(self):
			frappe.throw(_("No permission for {0}").format(_(self.doctype)), frappe.PermissionError)
		return super().get_prepared_data(with_file_name)


def has_permission(doc: Any, ptype: str | None = None, user: str | None = None) -> bool:
	"""Whether a user may see a Prepared Report, beside Frappe's own conditions: of the app's rows the owner alone."""
	user = user or frappe.session.user
	return user in ("Administrator", doc.owner) or not is_ours(doc.report_name)


def rows_of_prepared_report(user: str | None = None, **_asked: Any) -> str:
	"""The condition of a list of Prepared Reports: of the app's rows one's own."""
	user = user or frappe.session.user
	if user == "Administrator":
		return ""
	prepared, report = frappe.qb.DocType("Prepared Report"), frappe.qb.DocType("Report")
	ours = (report.module == APP) | report.ref_doctype.isin(sorted(owned_doctypes()))
	names = frappe.qb.from_(report).select(report.name).where(ours)
	condition = (prepared.owner == user) | prepared.report_name.notin(names)
	return f"({condition.get_sql(quote_char='`', with_namespace=True)})"
