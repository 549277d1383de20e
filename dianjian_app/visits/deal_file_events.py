"""What must hold for a deal's file: which papers it asks for, what of them is kept, and when it is complete (R55).

Of identity papers the file says that they are there, and of which kind: no number and no picture of one is kept.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import frappe
from frappe import _
from frappe.utils import add_days, cint, getdate

from dianjian_app import permissions, roles
from dianjian_app.people.authority import check_position
from dianjian_app.resources.numbers.phone import hide_numbers
from dianjian_app.visits.deal_paper_list import IDENTITY, DealPaperError, check_names, is_required, list_of

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.deal_file.deal_file import DealFile
	from dianjian_app.dianjian_app.doctype.deal_paper.deal_paper import DealPaper

OPEN, COMPLETE, CANCELLED = "Open", "Complete", "Cancelled"
KEEPERS = (roles.SERVICE, roles.ASSISTANT, roles.MANAGER)
"""who keeps the files: names papers, days and who brings them, and gives the archive number"""
OF_DEAL = (
	*("deal", "lead", "customer_name", "product_type", "deal_date", "consultant", "consultant_name"),
	*("sales_group", "centre", "stage"),
)
OF_APP = ("received_by", "reminded_for", "escalated_for")
OF_KEEPERS = ("paper", "kind", "required", "due_on", "responsible")
LONG_NUMBER = re.compile(r"\d[\d\s\-]{4,}[\dXx]")


def validate(file: DealFile) -> None:
	"""Event validate. Raises DealPaperError, NotYourPartError, OutOfScopeError."""
	before = file.get_doc_before_save()
	if not before and not file.flags.of_deal:
		frappe.throw(_("A file is opened with its deal: confirm the deal first."), DealPaperError)
	if before and not file.flags.of_deal:
		for field in (*OF_DEAL, "completed_on"):
			file.set(field, before.get(field))
		if before.stage == CANCELLED:
			frappe.throw(
				_("The deal of {0} is cancelled; its file stays as it was.").format(file.name), DealPaperError
			)
	check_names(file.papers)
	_keep_what_the_app_wrote(file, before)
	if before and not file.flags.of_deal:
		_check_keeper(file, before)
	_follow_list(file)
	for row in file.papers:
		_check_paper(file, row)
	file.remarks = hide_numbers(file.remarks) if file.remarks else None
	_check_archive_number(file)
	judge(file, before)
	permissions.check_in_scope(file)


def _keep_what_the_app_wrote(file: DealFile, before: DealFile | None) -> None:
	"""Who entered a paper is who saves it; what the clock noted of it stays."""
	stored = {row.name: row for row in before.papers} if before else {}
	for row in file.papers:
		was = stored.get(row.name) or frappe._dict()
		for field in OF_APP:
			row.set(field, was.get(field))
		row.lead = file.lead
		if not row.received_on:
			row.received_by = None
		elif not was.get("received_on"):
			row.received_by = frappe.session.user


def _check_keeper(file: DealFile, before: DealFile) -> None:
	"""What a file asks for, its archive number, and that a paper is out again are said by who keeps the files."""
	there = {row.name: row for row in file.papers}
	out = any(row.received_on and not (there.get(row.name) or row).received_on for row in before.papers)
	asked = [[_said(row, field) for field in OF_KEEPERS] for row in file.papers]
	same = asked == [[_said(row, field) for field in OF_KEEPERS] for row in before.papers]
	if out or not same or (file.archive_number or "").strip() != (before.archive_number or ""):
		check_position(file, *KEEPERS)


def _said(row: DealPaper, field: str) -> Any:
	value = row.get(field)
	if field == "due_on":
		return getdate(value) if value else None
	return cint(value) if field == "required" else value or None


def _follow_list(file: DealFile) -> None:
	"""A file that is not complete asks for what its centre's list asks for now; papers of its own stand beside."""
	if file.stage != OPEN:
		return
	rows = {row.paper: row for row in file.papers}
	for wanted in list_of(file.centre):
		row = rows.get(wanted.paper)
		if not row:
			row = file.append(
				"papers",
				{
					"paper": wanted.paper,
					"due_on": add_days(file.deal_date, cint(wanted.within_days)),
					"responsible": _who_brings(file, wanted.brought_by),
					"lead": file.lead,
				},
			)
		row.kind, row.required = wanted.kind, cint(is_required(wanted))


def _who_brings(file: DealFile, position: str) -> str | None:
	"""The consultant of the deal, or the assistant of its group; nobody by name where Customer Service keeps the files."""
	if position == roles.CONSULTANT:
		return file.consultant
	if position == roles.ASSISTANT and file.sales_group:
		return frappe.db.get_value("Sales Group", file.sales_group, "assistant")
	return None


def _check_paper(file: DealFile, row: DealPaper) -> None:
	if cint(row.required) and not row.due_on:
		row.due_on = file.deal_date
	row.remarks = hide_numbers(row.remarks) if row.remarks else None
	if row.received_on and getdate(row.received_on) > getdate():
		frappe.throw(
			_("Row {0}: {1} lies in the future; enter the day on which the paper came.").format(
				row.idx, frappe.format(row.received_on, "Date")
			),
			DealPaperError,
		)
	if row.responsible and frappe.get_cached_value("Sales Staff", row.responsible, "centre") != file.centre:
		frappe.throw(
			_("Row {0}: {1} belongs to another centre.").format(row.idx, row.responsible), DealPaperError
		)
	if row.kind == IDENTITY and (
		row.number or row.scan or LONG_NUMBER.search(f"{row.paper} | {row.remarks or ''}")
	):
		frappe.throw(
			_(
				"Row {0}: of an identity paper only its kind and that it is there are kept, no number and no scan."
			).format(row.idx),
			DealPaperError,
			title=_("Not Kept"),
		)


def _check_archive_number(file: DealFile) -> None:
	"""A centre gives each archive number once. Raises DealPaperError."""
	file.archive_number = (file.archive_number or "").strip() or None
	if not file.archive_number:
		return
	same = {"centre": file.centre, "archive_number": file.archive_number, "name": ("!=", file.name or "")}
	other = frappe.db.get_value("Deal File", same, "name")
	if other:
		frappe.throw(
			_("{0} has the archive number {1} already.").format(other, file.archive_number), DealPaperError
		)


def judge(file: DealFile, before: DealFile | None) -> None:
	"""Write what is missing, by when, and since when the file is complete."""
	missing = [row for row in file.papers if cint(row.required) and not row.received_on]
	days = [getdate(row.due_on) for row in missing if row.due_on]
	if file.stage == CANCELLED:
		missing, days = [], []
	file.missing, file.due_on = len(missing), min(days, default=None)
	if file.stage == CANCELLED:
		return
	file.stage = OPEN if missing else COMPLETE
	if missing:
		file.completed_on = None
	elif not before or before.stage != COMPLETE:
		file.completed_on = getdate()


def refuse_delete(file: DealFile) -> None:
	"""Event on_trash: a file stays with its deal. Raises DealPaperError."""
	frappe.throw(_("{0} is kept with its deal and cannot be deleted.").format(file.name), DealPaperError)
