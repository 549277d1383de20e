"""frappe.desk.form.document_follow: one follows for oneself, what one may read, and only as long as one may (R47)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import frappe
from frappe import _
from frappe.desk.form import document_follow

from dianjian_app.overrides.document_access import check_readable, may_read

if TYPE_CHECKING:
	from frappe.model.document import Document


class FollowedForAnotherError(frappe.PermissionError):
	"""Somebody lets another person follow a document."""


@frappe.whitelist(methods=["POST"])
def follow_document(doctype: str, doc_name: str, user: str | None = None) -> Any:
	"""Follow a document oneself. Raises PermissionError. (R47)"""
	_check_own(user)
	check_readable(doctype, doc_name)
	return document_follow.follow_document(doctype, doc_name, frappe.session.user)


@frappe.whitelist(methods=["POST"])
def unfollow_document(doctype: str, doc_name: str, user: str | None = None) -> Any:
	"""Follow a document no longer. Raises PermissionError for another person. (R47)"""
	_check_own(user)
	return document_follow.unfollow_document(doctype, doc_name, frappe.session.user)


@frappe.whitelist(methods=["POST"])
def update_follow(doctype: str, doc_name: str, following: bool) -> Any:
	"""Follow a document or no longer. Raises PermissionError. (R47)"""
	return (follow_document if frappe.utils.sbool(following) else unfollow_document)(doctype, doc_name)


@frappe.whitelist()
def get_follow_users(doctype: str, doc_name: str) -> list[dict]:
	"""Who follows a document that the reader may see. Raises PermissionError. (R47)"""
	check_readable(doctype, doc_name)
	return document_follow.get_follow_users(doctype, doc_name)


def _check_own(user: str | None) -> None:
	if user not in (None, "", frappe.session.user):
		frappe.throw(_("Everybody follows for themselves."), FollowedForAnotherError)


def check_follow(follow: Document, method: str | None = None) -> None:
	"""Document Follow event validate: of what its user may read. Raises PermissionError. (R47)"""
	if getattr(frappe.local, "request", None) and frappe.session.user != "Administrator":
		check_readable(follow.ref_doctype, follow.ref_docname, follow.user)


def forget_what_is_closed() -> None:
	"""Before follows are mailed: forget those of disabled users, and of documents that their user sees no more. (R47)

	Frappe mails a follow without asking anybody; called by `outgoing.before_job` for its three jobs.
	"""
	follows = frappe.get_all("Document Follow", fields=["name", "user", "ref_doctype", "ref_docname"])
	enabled = set(
		frappe.get_all(
			"User", filters={"enabled": 1, "name": ("in", {f.user for f in follows})}, pluck="name"
		)
		if follows
		else []
	)
	closed = [
		f.name for f in follows if f.user not in enabled or not may_read(f.ref_doctype, f.ref_docname, f.user)
	]
	if closed:
		frappe.db.delete("Document Follow", {"name": ("in", closed)})
