"""Print formats as records of the site, made when missing: an administrator may change them (R16)."""

from __future__ import annotations

from pathlib import Path

import frappe

ORDER = 70
TEMPLATES = Path(__file__).parents[1] / "prints"
# name → DocType; the template has the same file name
FORMATS = {
	"Invitation Register in Duplicate": ("Invitation Register", "invitation_register.html"),
	"Call Sheet Form": ("Call Sheet", "call_sheet.html"),
	"Visit Confirmation Form": ("Visit Confirmation", "visit_confirmation.html"),
	"Settlement for Signature": ("Incentive Settlement", "settlement.html"),
	"Incentive Statement Form": ("Incentive Statement", "incentive_statement.html"),
	"Disciplinary Decision": ("Disciplinary Action", "disciplinary_action.html"),
}


def seed() -> None:
	"""Make the formats that are missing. Idempotent."""
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
			margin_top=10,
			margin_bottom=10,
			margin_left=10,
			margin_right=10,
		).insert(ignore_permissions=True)  # install: no user acts


def unseed() -> None:
	"""On uninstall: the formats go with the app."""
	for name in FORMATS:
		if frappe.db.exists("Print Format", name):
			frappe.delete_doc(
				"Print Format", name, force=True, ignore_permissions=True
			)  # uninstall: no user acts
