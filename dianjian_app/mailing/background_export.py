"""Exports in the background: the rules of every export hold, and the file is its asker's alone (R6, R47).

Frappe 15.101 and 16 write such a file themselves and attach it to the Report, so that everybody who may open the report may
fetch it. Here the request counts against the limit before anything is written; a job then makes the file as the asker,
without formulas, under a name that nobody can guess; a notice and a mail hold its address.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_to_date, get_url, now_datetime

from dianjian_app.file_rights import EXPORTS
from dianjian_app.mailing import deliveries
from dianjian_app.mailing.language import acting_as
from dianjian_app.reporting.period import of_any_length
from dianjian_app.workbooks import report_workbook

KEPT_HOURS = 48
JOB = "dianjian_app.mailing.background_export.write"


@frappe.whitelist(methods=["POST"])
def report_later(report: str, filters: str | dict | None = None) -> None:
	"""Have a report of the app made as a workbook in the background; its period may have any length (R44–R46).

	filters: as the report takes them, JSON from the desk. Raises FormError, PermissionError.
	"""
	report_workbook.check_is_ours(report)
	doc = frappe.get_doc("Report", report)
	if not doc.is_permitted() or not frappe.has_permission(doc.ref_doctype, "report"):
		frappe.throw(_("You may not open the report {0}.").format(_(report)), frappe.PermissionError)
	wanted = frappe.parse_json(filters) if isinstance(filters, str) else (filters or {})
	maker = "dianjian_app.mailing.background_export.make_report"
	queue(maker, _(report), report=report, filters=dict(wanted))


def make_report(report: str, filters: dict[str, Any]) -> None:
	"""A report's workbook for a job, logged and limited as one that is downloaded. Raises what the report refuses."""
	with of_any_length():
		report_workbook.download(report, filters)


def is_asked_for(form: frappe._dict) -> bool:
	"""Whether a request wants its file later; the mark is taken off the form, so that Frappe answers with the file."""
	return frappe.utils.sbool(form.pop("export_in_background", 0)) in (True, 1)


def queue(maker: str, title: str, **asked: Any) -> None:
	"""Have a file made for the session's user after this request, and say so.

	maker: dotted path of a function that takes `asked` and leaves the file in frappe.response, as a download does.
	"""
	frappe.enqueue(
		JOB,
		queue="long",
		enqueue_after_commit=True,
		maker=maker,
		title=title,
		user=frappe.session.user,
		asked=asked,
	)
	frappe.msgprint(
		_("{0} is being made. You will be notified when the file is ready.").format(title),
		indicator="blue",
		alert=True,
	)


def write(maker: str, title: str, user: str, asked: dict[str, Any]) -> None:
	"""Make the file as its asker and tell them where it is, or why there is none (job)."""
	with acting_as(user):
		frappe.db.savepoint("export")
		try:
			filename, content, refusal = _made_by(frappe.get_attr(maker), asked)
		except Exception as failure:
			frappe.db.rollback(save_point="export")
			frappe.log_error(title=f"Export in the background: {title}")
			filename, content, refusal = "", b"", str(failure)
		if refusal:
			_notify(user, _("{0} was not made").format(title), refusal)
		else:
			_tell(user, title, keep(filename, content))


def _made_by(make: Callable[..., None], asked: dict[str, Any]) -> tuple[str, bytes, str]:
	"""What a download leaves in frappe.response: name and content of a file, or a page that refuses it."""
	before, frappe.local.response = frappe.local.response, frappe._dict(docs=[])
	try:
		make(**asked)
		answer = frappe.local.response
	finally:
		frappe.local.response = before
	if answer.get("type") == "page":
		return "", b"", frappe.utils.strip_html(frappe.local.message or "")
	content = answer.get("filecontent") or answer.get("result") or ""
	filename = answer.get("filename") or f"{answer.get('doctype') or 'export'}.csv"
	return filename, content.encode() if isinstance(content, str) else content, ""


def keep(filename: str, content: bytes) -> Document:
	"""Write a private File of the session's user."""
	_make_folder()
	file = frappe.get_doc(
		doctype="File",
		file_name=f"{frappe.generate_hash(length=24)}-{filename.replace('/', '-')}",
		folder=EXPORTS,
		is_private=1,
		content=content,
	)
	return file.insert(ignore_permissions=True)  # who may not upload files still gets their own


def _make_folder() -> None:
	parent, name = EXPORTS.split("/")
	if frappe.db.exists("File", EXPORTS):
		return
	folder = frappe.get_doc(doctype="File", file_name=name, folder=parent, is_folder=1, is_private=1)
	folder.insert(ignore_permissions=True, ignore_if_duplicate=True)  # the app's own place for files


def _tell(user: str, title: str, file: Document) -> None:
	"""Notify the asker that the file is there, in the desk and by mail."""
	link = f"<a href='{get_url(file.file_url)}'>{_('Download')}</a>"
	message = _("The file is kept for {0} hours: {1}").format(KEPT_HOURS, link)
	_notify(user, _("{0} is ready").format(title), message, file)


def _notify(user: str, subject: str, message: str, file: Document | None = None) -> None:
	"""Tell the asker in the desk, and by mail where the site sends any."""
	notice = frappe.get_doc(
		doctype="Notification Log", subject=subject, email_content=message, for_user=user, type="Alert"
	)
	if file:
		# version 15 of 2023 opens the document, later ones the link
		notice.update({"document_type": "File", "document_name": file.name, "link": file.file_url})
	notice.insert(ignore_permissions=True)  # nobody writes notices by hand
	if deliveries.sends_mail():
		address = frappe.db.get_value("User", user, "email")
		frappe.sendmail(recipients=[address], subject=subject, message=message)


def delete_old_files() -> None:
	"""Nightly: delete the files that are older than KEPT_HOURS."""
	before = add_to_date(now_datetime(), hours=-KEPT_HOURS)
	old = {"folder": EXPORTS, "is_folder": 0, "creation": ("<", before)}
	for name in frappe.get_all("File", old, pluck="name", limit=0):
		frappe.delete_doc("File", name, ignore_permissions=True)  # the clock acts for the app
