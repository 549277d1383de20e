"""DocShare: rows are seen by place, and nothing of them is shared (R47, decision 22)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _

from dianjian_app.permissions import OutOfScopeError, in_scope
from dianjian_app.row_ownership import NOBODY, ROW_FIELDS

if TYPE_CHECKING:
	from frappe.model.document import Document


def refuse_share(share: Document, method: str | None = None) -> None:
	"""DocShare event validate: rows are seen by place; nothing of them is shared. Raises OutOfScopeError. (R47)

	A share of what its reader sees already would give rights that the role has not, and outlast a move to another
	group. An assignment to somebody within reach needs no share and stays possible.
	"""
	if share.share_doctype in NOBODY:
		frappe.throw(_("Phone numbers cannot be shared."), OutOfScopeError)
	if share.share_doctype not in ROW_FIELDS:
		return
	doc = frappe.get_doc(share.share_doctype, share.share_name)
	if share.user and in_scope(doc, share.user):
		message = _("{0} sees {1} {2} by role and group; it is not shared beside that.")
	else:
		message = _("{0} may not see {1} {2}, so it cannot be shared with or assigned to them.")
	frappe.throw(
		message.format(share.user or _("Everyone"), _(doc.doctype), doc.name),
		OutOfScopeError,
		title=_("Outside Their Work"),
	)
