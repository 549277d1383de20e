"""Print formats as records of the site, made when missing: an administrator may change them (R16)."""

from __future__ import annotations

from pathlib import Path

import frappe

ORDER = 70
TEMPLATES = Path(__file__).parents[1] / "prints"
# name → DocType, template; what all of them share is paper.css
FORMATS = {
	"Invitation Register in Duplicate": ("Invitation Register", "invitation_register.html"),
	"Call Sheet Form": ("Call Sheet", "call_sheet.html"),
	"Visit Confirmation Form": ("Visit Confirmation", "visit_confirmation.html"),
	"Visitor Badge": ("Visitor Entry", "visitor_entry.html"),
	"Settlement for Signature": ("Incentive Settlement", "settlement.html"),
	"Incentive Statement Form": ("Incentive Statement", "incentive_statement.html"),
	"Disciplinary Decision": ("Disciplinary Action", "disciplinary_action.html"),
	"Staff Appraisal Form": ("Staff Appraisal", "staff_appraisal.html"),
	"Training Certificate": ("Training Due", "training_due.html"),
}
LANDSCAPE = ("Invitation Register in Duplicate", "Settlement for Signature")
"""formats of many columns"""


def css_of(name: str) -> str:
	"""The style of a format: complete in itself, so that a PDF looks the same where the desk's style cannot be loaded."""
	files = ("paper.css", "landscape.css") if name in LANDSCAPE else ("paper.css",)
	return "\n".join((TEMPLATES / file).read_text("utf-8") for file in files)


def seed() -> None:
	"""Make the formats that are missing; a new one is the first that its document offers. Idempotent."""
	for name, (doctype, template) in FORMATS.items():
		if frappe.db.exists("Print Format", name) or not frappe.db.exists("DocType", doctype):
			continue
		frappe.get_doc(
			doctype="Print Format",
			name=name,
			doc_type=doctype,
			module="Dianjian App",
			standard="No",
			custom_format=1,
			print_format_type="Jinja",
			html=(TEMPLATES / template).read_text("utf-8"),
			css=css_of(name),
			margin_top=10,
			margin_bottom=10,
			margin_left=10,
			margin_right=10,
		).insert(ignore_permissions=True)  # install: no user acts
		_offer_first(doctype, name)


def _offer_first(doctype: str, name: str) -> None:
	"""Frappe wants the default of a standard DocType as a Property Setter, which Customize Form shows and changes."""
	given = {"doc_type": doctype, "property": "default_print_format"}
	if not frappe.db.exists("Property Setter", given):
		frappe.get_doc(
			doctype="Property Setter",
			doctype_or_field="DocType",
			property_type="Data",
			value=name,
			**given,
		).insert(ignore_permissions=True)  # install: no user acts


def unseed() -> None:
	"""On uninstall: the formats go with the app."""
	for name, (doctype, _template) in FORMATS.items():
		frappe.db.delete("Property Setter", {"doc_type": doctype, "property": "default_print_format"})
		if frappe.db.exists("Print Format", name):
			frappe.delete_doc(
				"Print Format", name, force=True, ignore_permissions=True
			)  # uninstall: no user acts
