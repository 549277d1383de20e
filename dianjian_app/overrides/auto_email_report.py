"""Frappe's Auto Email Report for reports over the app's rows: each recipient gets what that person may see (R46, R47).

Frappe runs a report once, as the user that the record names, and mails it to every address. Here it runs once for each
recipient as that recipient, with the workbook that the desk gives too; a mail that failed is tried again by itself.
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.email.doctype.auto_email_report.auto_email_report import AutoEmailReport
from frappe.utils import getdate, now_datetime

from dianjian_app.mailing import deliveries, report_mail
from dianjian_app.overrides.export_gate import is_ours


class PersonalReport(AutoEmailReport):
	"""An Auto Email Report; of the app's rows each recipient gets their own."""

	def validate(self) -> None:
		"""Raises RecipientError for an address that no user has, or whose user may not open the report."""
		if is_ours(self.report):
			self.format = "XLSX"
			for address in (self.email_to or "").split():
				report_mail.user_of(address, self.report)
		super().validate()

	def get_report_content(self) -> Any:
		"""The workbook as the session's user sees it, for "Download"; that is logged and limited (R47)."""
		if not is_ours(self.report):
			return super().get_report_content()
		answer = report_mail.run_for(frappe.session.user, self, report_mail.filters_of(self, getdate()))
		if refusal := answer.refusal():
			frappe.throw(refusal, frappe.PermissionError, title=_("Daily Limit"))
		return answer.workbook() if answer.rows else None

	def send(self) -> Any:
		"""Queue one mail for each recipient: by the clock once a day, by hand as often as asked.

		Which days it is about is fixed now, and stays when the mail is tried again after midnight.
		"""
		if not is_ours(self.report):
			return super().send()
		by_hand = bool(getattr(frappe.local, "request", None))
		mark = now_datetime() if by_hand else getdate()
		filters = frappe.as_json(report_mail.filters_of(self, getdate()), indent=None)
		for address in (self.email_to or "").split():
			line = deliveries.claim(
				"Report",
				deliveries.key_of("report", self.name, address, mark),
				subject=_(self.report),
				recipient=address,
				reference_doctype=self.doctype,
				reference_name=self.name,
				report_filters=filters,
			)
			if line:
				report_mail.deliver(line)
		return None
