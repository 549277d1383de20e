"""To-dos, events and notes that people send by themselves, past the methods that the desk calls for them (R47).

Whoever writes one stands in it by the own name, writes beside documents that are open to them, and publishes nothing to
people of other centres. What Frappe and the app write of an act passes: it asks no permission.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _

from dianjian_app import roles
from dianjian_app.beside_conditions import bound
from dianjian_app.overrides.document_access import ReadsOnlyError, check_readable, check_writes_beside
from dianjian_app.row_ownership import has_owned_rows

if TYPE_CHECKING:
	from frappe.model.document import Document


class PublishedToAllError(frappe.PermissionError):
	"""An event or note for everybody, by somebody whose people are those of a centre."""


def check_todo(todo: Document, method: str | None = None) -> None:
	"""ToDo event validate: assigned in the own name, about what both may see. Raises PermissionError. (R47)"""
	if not _sent_by_one_of_ours(todo):
		return
	before = todo.get_doc_before_save()
	todo.assigned_by = before.assigned_by if before else frappe.session.user
	todo.sender = before.sender if before else None
	about, name = todo.reference_type, todo.reference_name
	same = before and (before.reference_type, before.reference_name) == (about, name)
	if about and name and has_owned_rows(about):
		if not same:
			check_writes_beside(about, name)
		if todo.allocated_to and not (same and before and before.allocated_to == todo.allocated_to):
			check_readable(about, name, todo.allocated_to)
	elif not before and todo.allocated_to not in (None, "", frappe.session.user):
		_refuse_auditors()


def check_event(event: Document, method: str | None = None) -> None:
	"""Event event validate: private, or the site's; its participants may be seen. Raises PermissionError. (R47)"""
	if not _sent_by_one_of_ours(event):
		return
	before = event.get_doc_before_save()
	if event.event_type == "Public" and not (before and before.event_type == "Public"):
		_refuse_publishing()
	known = (
		{(p.reference_doctype, p.reference_docname) for p in before.event_participants} if before else set()
	)
	for one in event.event_participants:
		named = (one.reference_doctype, one.reference_docname)
		if all(named) and named not in known and has_owned_rows(named[0]):
			check_writes_beside(*named)


def check_note(note: Document, method: str | None = None) -> None:
	"""Note event validate: a note for everybody is the site's. Raises PermissionError. (R47)"""
	if not _sent_by_one_of_ours(note):
		return
	before = note.get_doc_before_save()
	if note.public and not (before and before.public):
		_refuse_publishing()


def _sent_by_one_of_ours(doc: Document) -> bool:
	asked = not doc.flags.ignore_permissions and bool(getattr(frappe.local, "request", None))
	return asked and bound(frappe.session.user)


def _refuse_publishing() -> None:
	if roles.ADMIN in frappe.get_roles():
		return
	frappe.throw(
		_("What everybody reads, people of other centres too, is written by an administrator."),
		PublishedToAllError,
		title=_("For Everybody"),
	)


def _refuse_auditors() -> None:
	if set(frappe.get_roles()) & set(roles.ALL) == {roles.AUDITOR}:
		frappe.throw(_("An auditor reads and writes nothing."), ReadsOnlyError, title=_("Reading Only"))
