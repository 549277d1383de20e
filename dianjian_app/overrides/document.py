"""What Frappe's own document does: version 16 can discard a draft, which cancels it past every check (R47).

Discarding writes "cancelled" into the database and runs neither the checks of saving nor those of cancelling. A sheet, a
visit or a proposed dismissal would be gone from every list and figure by one call of whoever may write it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _

if TYPE_CHECKING:
	from frappe.model.document import Document

MODULE = "Dianjian App"


def refuse_discard(doc: Document, method: str | None = None) -> None:
	"""Event before_discard of every DocType: the app's drafts are not discarded. Raises frappe.PermissionError."""
	if doc.meta.module == MODULE:
		frappe.throw(
			_("{0} {1} cannot be discarded. Its stages lead on from here.").format(_(doc.doctype), doc.name),
			frappe.PermissionError,
		)
