"""frappe.desk.form.utils: comments stand on documents that their writer may read, in the writer's own name (R47)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import frappe
from frappe import _
from frappe.desk.form import utils
from frappe.utils import get_fullname

from dianjian_app.overrides.document_access import check_readable, check_writes_beside

if TYPE_CHECKING:
	from frappe.model.document import Document


class AnothersNameError(frappe.PermissionError):
	"""A comment in somebody else's name."""


@frappe.whitelist(methods=["POST"])
def add_comment(
	reference_doctype: str,
	reference_name: str,
	content: str,
	comment_email: str | None = None,
	comment_by: str | None = None,
) -> Any:
	"""Comment on a document as the session's user, whoever the request names. Raises PermissionError. (R47)"""
	check_writes_beside(reference_doctype, reference_name)
	user = frappe.session.user
	return utils.add_comment(reference_doctype, reference_name, content, user, get_fullname(user))


@frappe.whitelist(methods=["POST"])
def update_comment(name: str, content: str) -> None:
	"""Change one's own comment while one may still read its document. Raises PermissionError. (R47)"""
	_check_own(name)
	utils.update_comment(name, content)


@frappe.whitelist(methods=["POST"])
def update_comment_publicity(name: str, publish: bool) -> None:
	"""Show one's own comment on the document's web page, or hide it. Raises PermissionError. (R47)"""
	_check_own(name)
	frappe.db.set_value("Comment", name, "published", int(frappe.utils.sbool(publish)))


def _check_own(name: str) -> None:
	comment = frappe.db.get_value(
		"Comment", name, ["owner", "reference_doctype", "reference_name"], as_dict=True
	)
	if not comment or comment.owner != frappe.session.user:
		frappe.throw(_("Only who wrote a comment changes it."), AnothersNameError)
	if comment.reference_doctype and comment.reference_name:
		check_writes_beside(comment.reference_doctype, comment.reference_name)


def check_comment(comment: Document, method: str | None = None) -> None:
	"""Comment event validate: on a readable document and in the writer's own name, on whatever way. (R47)

	Comments that Frappe or the app makes of an act (a workflow's step, an assignment, a change) stand in the name of
	who acted already. Raises PermissionError.
	"""
	if comment.comment_type != "Comment" or not getattr(frappe.local, "request", None):
		return
	if frappe.session.user == "Administrator":
		return
	if comment.comment_email not in (None, "", frappe.session.user):
		frappe.throw(_("A comment stands in the name of who writes it."), AnothersNameError)
	if comment.reference_doctype and comment.reference_name:
		check_readable(comment.reference_doctype, comment.reference_name)
