"""Names that entries, rules and metrics carry as text are not renamed under them (R31).

A rename follows links, but not the product in a rule's rates, the dimension of a posted entry or a metric's filter: the
next month would take back what was paid for the old name. A name that nothing carries yet may still be corrected.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _

if TYPE_CHECKING:
	from frappe.model.document import Document

AS_TEXT = (("Incentive Outcome", "dimension_value"), ("Incentive Entry", "dimension"))
BY_LINK = {
	"Sales Centre": (("Incentive Entry", "centre"), ("Incentive Settlement", "centre")),
	"Product Type": (("Sales Deal", "product_type"),),
}
"""documents that are evidence themselves, and are not rewritten"""


class NamedInEvidenceError(frappe.ValidationError):
	"""A rename of something whose name stands in rules, metrics or posted entries."""


def refuse_rename(doc: Document, method: str, old: str, new: str, merge: bool = False) -> None:
	"""Event before_rename of what a rule can name. Raises NamedInEvidenceError."""
	users = [
		doctype
		for doctype, field in (*AS_TEXT, *BY_LINK.get(doc.doctype, ()))
		if frappe.db.exists(doctype, {field: old})
	]
	if old in _texts_of_filters():
		users.append("Incentive Metric")
	if users:
		frappe.throw(
			_(
				"{0} stands in {1}, so it keeps its name. Make a new one for what comes, and leave this one for what was."
			).format(old, ", ".join(_(doctype) for doctype in users)),
			NamedInEvidenceError,
			title=_("Name Is Evidence"),
		)


def _texts_of_filters() -> set[str]:
	"""Every value that a metric's filters compare with."""
	found: set[str] = set()
	for filters in frappe.get_all("Incentive Metric", pluck="filters_json", limit=0):
		for condition in frappe.parse_json(filters or "[]") or []:
			value = condition[-1] if isinstance(condition, list) and condition else None
			found.update(str(v) for v in (value if isinstance(value, list) else [value]))
	return found
