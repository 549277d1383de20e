"""A report by mail: each recipient gets the rows that they may see, for the days that were fixed at first (R46, R47)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

import frappe
from frappe import _
from frappe.desk import query_report
from frappe.utils import add_days, add_months, escape_html, format_date, get_url_to_report, getdate

from dianjian_app.mailing import deliveries
from dianjian_app.mailing.language import acting_as
from dianjian_app.people.period import Period
from dianjian_app.resources.numbers import export_log
from dianjian_app.workbooks import paper_form, report_workbook

SHOWN_ROWS = 40
SHOWN_COLUMNS = 12
MOVING_DAYS = {
	"Daily": lambda day: add_days(day, -1),
	"Weekly": lambda day: add_days(day, -7),
	"Monthly": lambda day: add_months(day, -1),
	"Quarterly": lambda day: add_months(day, -3),
	"Half Yearly": lambda day: add_months(day, -6),
	"Yearly": lambda day: add_months(day, -12),
}
"""Frappe's choices of a moving period → its first day; the last one is the day of the mail"""


class RecipientError(frappe.ValidationError):
	"""An address that no user of the desk has, or a user who may not open the report."""


@dataclass(frozen=True)
class ReportAnswer:
	"""A report as one reader sees it. note: its message, as HTML."""

	report: str
	report_type: str
	ref_doctype: str
	filters: Mapping[str, Any]
	columns: list[dict[str, Any]]
	rows: list[dict[str, Any]]
	cards: list[dict[str, Any]] = field(default_factory=list)
	note: str = ""

	def workbook(self) -> bytes:
		"""The report as its reader would download it."""
		return paper_form.as_bytes(
			report_workbook.book(self.report, self.columns, self.rows, dict(self.filters))
		)

	def refusal(self) -> str | None:
		"""Log that the rows go out to the session's user; why not, past the limit of a day (R47)."""
		reason = _("Report by mail")
		return export_log.refusal_of("Report", self.report, len(self.rows), reason, dict(self.filters))


def user_of(address: str, report: str) -> str:
	"""The enabled user of an address who may open the report. Raises RecipientError."""
	user = frappe.db.get_value("User", {"email": address, "enabled": 1}, "name") or frappe.db.get_value(
		"User", {"name": address, "enabled": 1}, "name"
	)
	if not user:
		frappe.throw(
			_("{0} is not a user of this desk. A mailed report contains what its reader may see.").format(
				address
			),
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
	"""Try one report mail, first or again; its Delivery Log says how that ended (job)."""
	fields = ["status", "recipient", "reference_name", "date", "report_filters"]
	line = frappe.db.get_value("Delivery Log", name, fields, as_dict=True, for_update=True)
	if line and line.status in (deliveries.WAITING, deliveries.FAILED):
		deliveries.attempt(name, lambda: _mail(line))


def _mail(line: frappe._dict) -> str:
	"""Queue the mail of a delivery for its day, whatever day it is by now."""
	if not deliveries.sends_mail():
		raise frappe.OutgoingEmailError(
			_("This site has no account that sends mail; set one up under Email Account.")
		)
	wanted = frappe.get_doc("Auto Email Report", line.reference_name)
	day = getdate(line.date)
	filters = frappe.parse_json(line.report_filters) if line.report_filters else filters_of(wanted, day)
	user = user_of(line.recipient, wanted.report)
	with acting_as(user):
		answer = run_for(user, wanted, filters)
		if not answer.rows and wanted.send_if_data:
			return deliveries.NOTHING
		refusal = answer.refusal()
		subject = f"{_(wanted.report)} {format_date(day)}"
		message = _message(answer, wanted.description, refusal)
		attachments = []
		if answer.rows and not refusal:
			attachments = [{"fname": f"{_(wanted.report)} {day}.xlsx", "fcontent": answer.workbook()}]
	frappe.sendmail(
		recipients=[line.recipient],
		sender=wanted.sender_email if wanted.sender else "",
		subject=subject,
		message=message,
		attachments=attachments,
		reference_doctype=wanted.doctype,
		reference_name=wanted.name,
	)
	return deliveries.QUEUED


def run_for(user: str, wanted: Any, filters: Mapping[str, Any]) -> ReportAnswer:
	"""An Auto Email Report as a user sees it. Raises PermissionError."""
	with acting_as(user):
		report = frappe.get_doc("Report", wanted.report)
		named = (report.name, report.report_type, report.ref_doctype, filters)
		if report.report_type == "Report Builder":
			columns, rows = report.get_data(
				filters=dict(filters), limit=wanted.no_of_rows or None, user=user, as_dict=True
			)
			return ReportAnswer(*named, columns=list(columns), rows=list(rows))
		answer = query_report.run(
			report.name, dict(filters), ignore_prepared_report=True, are_default_filters=False
		)
	return ReportAnswer(
		*named,
		columns=answer["columns"],
		rows=report_workbook.rows_of(answer),
		cards=answer.get("report_summary") or [],
		note=answer.get("message") or "",
	)


def filters_of(wanted: Any, day: date) -> dict[str, Any]:
	"""The filters of an Auto Email Report with its moving period as of a day: yesterday, last week, last month."""
	filters = dict(frappe.parse_json(wanted.filters or "{}"))
	if wanted.dynamic_date_filters_set():
		filters[wanted.from_date_field] = str(MOVING_DAYS[wanted.dynamic_date_period](day))
		filters[wanted.to_date_field] = str(day)
	if filters.get("month") == "last":
		filters["month"] = Period.month_of(add_days(day.replace(day=1), -1)).month_text
	if filters.get("week") == "last":
		filters["week"] = str(add_days(day, -7))
	named_days = {"yesterday": str(add_days(day, -1)), "today": str(day)}
	for name in ("from_date", "to_date", "until"):
		filters[name] = named_days.get(str(filters.get(name)), filters.get(name))
	return {name: value for name, value in filters.items() if value is not None}


def _message(answer: ReportAnswer, description: str | None, refusal: str | None) -> str:
	"""The mail's text: figures, the first rows, and where to read on."""
	parts = [f"<h3>{escape_html(_(answer.report))}</h3>"]
	if description:
		parts.append(frappe.utils.sanitize_html(description))
	if answer.cards:
		cells = "".join(
			f"<td style='padding:6px 14px;text-align:center'><small>{escape_html(str(c['label']))}</small><br>"
			f"<b style='font-size:18px'>{escape_html(_shown(c['value'], c.get('datatype')))}</b></td>"
			for c in answer.cards
		)
		parts.append(f"<table><tr>{cells}</tr></table>")
	parts.append(answer.note)
	if refusal:
		parts.append(f"<p>{escape_html(refusal)}</p>")
	elif answer.rows:
		parts.append(_table(answer))
	else:
		parts.append(f"<p>{_('There is nothing to report for this period.')}</p>")
	link = escape_html(link_back(answer.report, answer.filters, answer.report_type, answer.ref_doctype))
	parts.append(f"<p><a href='{link}'>{_('Open the report in the desk')}</a></p>")
	return "".join(parts)


def link_back(
	report: str,
	filters: Mapping[str, Any],
	report_type: str = "Script Report",
	ref_doctype: str | None = None,
) -> str:
	"""Address of a report in the desk, with the period and choices that the mail shows."""
	chosen = urlencode({name: value for name, value in filters.items() if value not in (None, "", [])})
	address = get_url_to_report(report, report_type, ref_doctype)
	return f"{address}?{chosen}" if chosen else address


def _table(answer: ReportAnswer) -> str:
	columns = [c for c in answer.columns if not c.get("hidden")]
	shown, border = columns[:SHOWN_COLUMNS], "border:1px solid #ccc;padding:3px"
	head = "".join(f"<th style='{border}'>{escape_html(str(c['label']))}</th>" for c in shown)
	lines = [
		"".join(
			f"<td style='{border}'>{escape_html(_shown(row.get(c['fieldname']), c['fieldtype']))}</td>"
			for c in shown
		)
		for row in answer.rows[:SHOWN_ROWS]
	]
	cut = ""
	if len(answer.rows) > SHOWN_ROWS or len(columns) > SHOWN_COLUMNS:
		text = _(
			"The first {0} of {1} rows and {2} of {3} columns are shown. The attached workbook shows all."
		)
		numbers = (min(len(answer.rows), SHOWN_ROWS), len(answer.rows), len(shown), len(columns))
		cut = f"<p>{text.format(*numbers)}</p>"
	rows = "".join(f"<tr>{line}</tr>" for line in lines)
	return f"<table style='border-collapse:collapse;font-size:12px'><tr>{head}</tr>{rows}</table>{cut}"


def _shown(value: Any, kind: str | None) -> str:
	if value is None or value == "":
		return ""
	if kind in ("Int", "Float", "Currency", "Percent"):
		number = float(value)
		return f"{number:,.0f}" if number == int(number) else f"{number:,.2f}"
	return format_date(value) if kind == "Date" else str(value)
