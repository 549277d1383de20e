"""Frappe's Auto Email Report for the app's reports: each recipient gets what that person may see (R46, R47).

Frappe runs a report once, as the user that the record names, and mails it to every address. Here it runs once for each
recipient as that recipient, with the workbook that the desk gives too, and a failed one is tried again by itself.
"""

from __future__ import annotations

from urllib.parse import urlencode

import frappe
from frappe import _
from frappe.desk import query_report
from frappe.email.doctype.auto_email_report.auto_email_report import AutoEmailReport
from frappe.utils import add_days, escape_html, format_date, get_url_to_report, getdate, now_datetime

from dianjian_app.mailing import deliveries
from dianjian_app.mailing.language import acting_as
from dianjian_app.people.period import Period
from dianjian_app.workbooks import paper, report_book

SHOWN_ROWS = 40
SHOWN_COLUMNS = 12


class RecipientError(frappe.ValidationError):
	"""An address that no user of the desk has, or a user who may not open the report."""


def is_ours(report: str) -> bool:
	"""Whether a Report belongs to this app."""
	return frappe.db.get_value("Report", report, "module") == report_book.APP


class PersonalReport(AutoEmailReport):
	"""An Auto Email Report; of the app's reports each recipient gets their own rows."""

	def validate(self):
		if is_ours(self.report):
			self.format = "XLSX"
			for address in (self.email_to or "").split():
				user_of(address, self.report)
		super().validate()

	def get_report_content(self):
		"""The workbook as the session's user sees it, for "Download" (R47)."""
		if not is_ours(self.report):
			return super().get_report_content()
		answer = run_for(frappe.session.user, self)
		return workbook(self, answer) if answer["rows"] else None

	def send(self):
		"""Queue one mail for each recipient; by the clock once a day, by hand as often as asked."""
		if not is_ours(self.report):
			return super().send()
		by_hand = bool(getattr(frappe.local, "request", None))
		mark = now_datetime() if by_hand else getdate()
		for address in (self.email_to or "").split():
			line = deliveries.claim(
				"Report",
				deliveries.key_of("report", self.name, address, mark),
				subject=_(self.report),
				recipient=address,
				reference_doctype=self.doctype,
				reference_name=self.name,
			)
			if line:
				deliver(line)


def user_of(address: str, report: str) -> str:
	"""The enabled user of an address who may open the report. Raises RecipientError."""
	user = frappe.db.get_value("User", {"email": address, "enabled": 1}, "name") or frappe.db.get_value(
		"User", {"name": address, "enabled": 1}, "name"
	)
	if not user:
		frappe.throw(
			_("{0} is no user of this desk; a mailed report holds what its reader may see.").format(address),
			RecipientError,
			title=_("Unknown Recipient"),
		)
	with acting_as(user):
		allowed = frappe.get_doc("Report", report).is_permitted()
	if not allowed:
		frappe.throw(
			_("{0} may not open the report {1}.").format(address, _(report)),
			RecipientError,
			title=_("Not for This Reader"),
		)
	return user


def deliver(name: str) -> None:
	"""Try one report mail, first or again; how it ended stands in its line (job)."""
	line = frappe.db.get_value(
		"Delivery Log", name, ["status", "recipient", "reference_name"], as_dict=True, for_update=True
	)
	if not line or line.status not in (deliveries.WAITING, deliveries.FAILED):
		return
	deliveries.attempt(name, lambda: _mail(line.reference_name, line.recipient))


def _mail(auto_email_report: str, address: str) -> str:
	if not deliveries.sends_mail():
		raise frappe.OutgoingEmailError(
			_("This site has no account that sends mail; set one up under Email Account.")
		)
	report = frappe.get_doc("Auto Email Report", auto_email_report)
	user = user_of(address, report.report)
	with acting_as(user):
		answer = run_for(user, report)
		if not answer["rows"] and report.send_if_data:
			return deliveries.NOTHING
		message = _message(report, answer)
		subject = f"{_(report.report)} {format_date(getdate())}"
		attachments = []
		if answer["rows"]:
			attachments = [
				{"fname": f"{_(report.report)} {getdate()}.xlsx", "fcontent": workbook(report, answer)}
			]
	frappe.sendmail(
		recipients=[address],
		sender=report.sender_email if report.sender else "",
		subject=subject,
		message=message,
		attachments=attachments,
		reference_doctype=report.doctype,
		reference_name=report.name,
	)
	return deliveries.QUEUED


def run_for(user: str, report) -> dict:
	"""The report as a user sees it: {"columns", "rows", "cards", "filters", "note"}. Raises PermissionError."""
	filters = _filters(report)
	with acting_as(user):
		answer = query_report.run(report.report, filters, ignore_prepared_report=True)
	rows = report_book.rows_of(answer)
	return {
		"columns": answer["columns"],
		"rows": rows,
		"cards": answer.get("report_summary") or [],
		"note": answer.get("message") or "",
		"filters": filters,
	}


def _filters(report) -> dict:
	"""The record's filters with its moving period: yesterday, last week, last month as the report asks for them."""
	filters = (
		frappe.parse_json(report.filters) if isinstance(report.filters, str) else dict(report.filters or {})
	)
	filters = dict(filters or {})
	if report.dynamic_date_filters_set():
		report.filters = dict(filters)
		report.prepare_dynamic_filters()
		filters = dict(report.filters)
	yesterday = add_days(getdate(), -1)
	if filters.get("month") == "last":
		filters["month"] = Period.month_of(add_days(getdate().replace(day=1), -1)).month_text
	if filters.get("week") == "last":
		filters["week"] = str(add_days(getdate(), -7))
	for field in ("from_date", "to_date", "until"):
		if filters.get(field) == "yesterday":
			filters[field] = str(yesterday)
		elif filters.get(field) == "today":
			filters[field] = str(getdate())
	return filters


def workbook(report, answer: dict) -> bytes:
	"""The attachment: the report as its reader would download it."""
	return paper.as_bytes(
		report_book.book(report.report, answer["columns"], answer["rows"], answer["filters"])
	)


def _message(report, answer: dict) -> str:
	"""The mail's text: figures on top, the first rows, where to read on."""
	parts = [f"<h3>{escape_html(_(report.report))}</h3>"]
	if report.description:
		parts.append(frappe.utils.sanitize_html(report.description))
	if answer["cards"]:
		cells = "".join(
			f"<td style='padding:6px 14px;text-align:center'><small>{escape_html(str(c['label']))}</small><br>"
			f"<b style='font-size:18px'>{escape_html(_shown(c['value'], c.get('datatype')))}</b></td>"
			for c in answer["cards"]
		)
		parts.append(f"<table><tr>{cells}</tr></table>")
	parts.append(answer["note"])
	parts.append(
		_table(answer) if answer["rows"] else f"<p>{_('There is nothing to report for this period.')}</p>"
	)
	link = escape_html(link_back(report.report, answer["filters"]))
	parts.append(f"<p><a href='{link}'>{_('Open the report in the desk')}</a></p>")
	return "".join(parts)


def link_back(report: str, filters: dict) -> str:
	"""Address of the report in the desk, with the period and choices that the mail shows."""
	chosen = urlencode({name: value for name, value in filters.items() if value not in (None, "", [])})
	address = get_url_to_report(report, "Script Report")
	return f"{address}?{chosen}" if chosen else address


def _table(answer: dict) -> str:
	columns = [c for c in answer["columns"] if not c.get("hidden")][:SHOWN_COLUMNS]
	head = "".join(f"<th style='border:1px solid #ccc;padding:3px'>{c['label']}</th>" for c in columns)
	lines = []
	for row in answer["rows"][:SHOWN_ROWS]:
		cells = "".join(
			f"<td style='border:1px solid #ccc;padding:3px'>{escape_html(_shown(row.get(c['fieldname']), c['fieldtype']))}</td>"
			for c in columns
		)
		lines.append(f"<tr>{cells}</tr>")
	more = ""
	if len(answer["rows"]) > SHOWN_ROWS:
		more = f"<p>{_('{0} rows in all; the attached workbook has them.').format(len(answer['rows']))}</p>"
	return f"<table style='border-collapse:collapse;font-size:12px'><tr>{head}</tr>{''.join(lines)}</table>{more}"


def _shown(value, kind: str | None) -> str:
	if value is None or value == "":
		return ""
	if kind in ("Int", "Float", "Currency", "Percent"):
		number = float(value)
		return f"{number:,.0f}" if number == int(number) else f"{number:,.2f}"
	return format_date(value) if kind == "Date" else str(value)
