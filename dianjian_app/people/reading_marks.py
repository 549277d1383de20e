"""Marks that people leave on papers: has read a version, an answer in it helped; never changed (R39, R53)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime

from dianjian_app.people.place_on_day import fill_person
from dianjian_app.people.staffing import staff_of_user

if TYPE_CHECKING:
	from frappe.model.document import Document

	from dianjian_app.dianjian_app.doctype.reading_mark.reading_mark import ReadingMark

READ, HELPED = "Read", "Helped"
PAPERS = ("Talk Script", "Daily Briefing")
"""what people confirm having read"""


class ReadingMarkError(frappe.ValidationError):
	"""What cannot be marked, or a mark that cannot be changed."""


@frappe.whitelist(methods=["POST"])
def mark_read(doctype: str, name: str) -> bool:
	"""The session's person says that they have read a paper; saying it twice changes nothing. Gives whether it is new.

	doctype: one of PAPERS; name: a submitted document. Raises ReadingMarkError, PermissionError (no staff, not theirs to read).
	"""
	if doctype not in PAPERS:
		frappe.throw(_("Reading {0} is not confirmed.").format(_(doctype)), frappe.PermissionError)
	doc = frappe.get_doc(doctype, name)
	doc.check_permission("read")
	if doc.docstatus != 1:
		frappe.throw(_("{0} is not in force; there is nothing to confirm.").format(name), ReadingMarkError)
	return leave_mark(READ, doctype, name)


def leave_mark(kind: str, paper_type: str, paper: str, answer_key: str | None = None) -> bool:
	"""A mark of the session's person, once for each paper, of help once for each answer and day. Gives whether it is new.

	Raises PermissionError when the user is nobody of the staff.
	"""
	person = staff_of_user(frappe.session.user)
	if not person:
		frappe.throw(_("Only the staff of a sales centre confirm what they read."), frappe.PermissionError)
	mark = frappe.get_doc(
		doctype="Reading Mark",
		kind=kind,
		paper_type=paper_type,
		paper=paper,
		answer_key=answer_key,
		agent=person,
		date=getdate(),
	)
	if frappe.db.exists("Reading Mark", name_of(mark)):
		return False
	frappe.db.savepoint("leave_mark")
	try:
		mark.insert(ignore_permissions=True)  # the act writes its record; nobody may write it by hand
	except frappe.DuplicateEntryError:
		frappe.db.rollback(save_point="leave_mark")
		frappe.clear_last_message()
		return False
	return True


def read_by(person: str | None, doctype: str) -> set[str]:
	"""Names of the papers of a kind that a person has read; none of nobody's."""
	if not person:
		return set()
	filters = {"agent": person, "kind": READ, "paper_type": doctype}
	return set(frappe.get_all("Reading Mark", filters, pluck="paper", limit=0))


def has_read(paper: Document) -> bool:
	"""Whether the session's person has read a paper."""
	return paper.name in read_by(staff_of_user(frappe.session.user), paper.doctype)


def name_of(mark: ReadingMark) -> str:
	"""The name that makes a second mark of the same meaning impossible."""
	if mark.kind == READ:
		return f"{mark.paper}-{mark.agent}"
	return f"{mark.answer_key}-{mark.agent}-{getdate(mark.date):%Y%m%d}"


def fill_in(mark: ReadingMark) -> None:
	"""Event before_insert: fill in whose it is, and the server's time."""
	mark.marked_at = now_datetime()
	mark.date = mark.marked_at.date()
	fill_person(mark, mark.date)


def refuse_change(mark: ReadingMark) -> None:
	"""Events validate of a stored mark, and on_trash. Raises ReadingMarkError."""
	frappe.throw(_("What somebody confirmed cannot be changed or deleted."), ReadingMarkError)
