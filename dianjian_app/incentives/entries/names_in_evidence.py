"""Names that entries, rules and metrics carry as text are not renamed under them (R31).

A rename follows links, but not the product in a rule's rates, the dimension of a posted entry or a metric's filter: the
next month would take back what was paid for the old name. A name that nothing carries yet may still be corrected.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _

from dianjian_app.incentives.metrics.metric_check import source_of

if TYPE_CHECKING:
	from frappe.model.document import Document
	from frappe.model.meta import Meta

	from dianjian_app.incentives.engine.metric_source import Filter

AS_TEXT = (("Incentive Outcome", "dimension_value"), ("Incentive Entry", "dimension"))
RATED = ("Product Type", "Channel Source", "Sales Centre")
"""what rules name as text, besides what a metric splits by"""
BY_LINK = {
	"Sales Centre": (("Incentive Settlement", "centre"),),
	"Product Type": (("Sales Deal", "product_type"),),
}
"""documents that are evidence themselves, and are not rewritten"""
ENTRY = "Incentive Entry"


class NamedInEvidenceError(frappe.ValidationError):
	"""A rename of something whose name stands in rules, metrics or posted entries."""


def refuse_rename(doc: Document, method: str, old: str, new: str, merge: bool = False) -> None:
	"""Event before_rename of every document, since administrators may allow renaming where it is off, and Frappe allows it
	for users. Raises NamedInEvidenceError."""
	in_metrics, by_text = _in_metrics(doc.doctype, old)
	places = [*_links_of_entries(doc.doctype), *BY_LINK.get(doc.doctype, ())]
	if by_text or doc.doctype in RATED:
		places += AS_TEXT
	users = dict.fromkeys(doctype for doctype, field in places if frappe.db.exists(doctype, {field: old}))
	if in_metrics:
		users["Incentive Metric"] = None
	if users:
		frappe.throw(
			_(
				"{0} stands in {1}, so it keeps its name. Make a new one for what comes, and leave this one for what was."
			).format(old, ", ".join(_(doctype) for doctype in users)),
			NamedInEvidenceError,
			title=_("Name Is Evidence"),
		)


def _links_of_entries(doctype: str) -> list[tuple[str, str]]:
	"""The fields of entries that hold names of a DocType: a rename would write them, and entries are append-only."""
	fields = [df.fieldname for df in frappe.get_meta(ENTRY).get_link_fields() if df.options == doctype]
	return [(ENTRY, field) for field in (*fields, *(("owner", "modified_by") if doctype == "User" else ()))]


def _in_metrics(doctype: str, name: str) -> tuple[bool, bool]:
	"""(whether a metric's filter compares with the name, whether a metric splits its figures by names of the DocType)."""
	compared = split = False
	fields = ("name", "metric_name", "source_doctype", "function", "dimension_field", "filters_json")
	for metric in frappe.get_all("Incentive Metric", fields=fields, limit=0):
		source = source_of(metric)
		meta = frappe.get_meta(source.doctype)
		split = split or _names(meta, source.dimension_field, doctype)
		compared = compared or any(
			(doctype in RATED or _names(meta, f.field, doctype)) and _compares_with(f, name)
			for f in source.filters
		)
	return compared, split


def _names(meta: Meta, fieldname: str, doctype: str) -> bool:
	field = meta.get_field(fieldname) if fieldname else None
	return bool(field and field.fieldtype == "Link" and field.options == doctype)


def _compares_with(condition: Filter, name: str) -> bool:
	"""Whether a filter's value is the name, holds it in a list, or is a part of it to look for (甲%)."""
	value = condition.value
	if "like" in condition.operator:
		return bool(part := str(value).strip("%")) and part in name
	return name in (map(str, value) if isinstance(value, tuple) else (str(value),))
