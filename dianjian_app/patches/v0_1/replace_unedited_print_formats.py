"""Sites of before the print formats were drawn anew get the new ones, where nobody has changed theirs (R16)."""

import frappe

from dianjian_app.setup.seeds import prints


def execute() -> None:
	"""Delete each format of the app that stands as it was made, then make what is missing. Idempotent."""
	for name, creation, modified in frappe.get_all(
		"Print Format",
		{"name": ("in", list(prints.FORMATS))},
		["name", "creation", "modified"],
		as_list=True,
	):
		if creation == modified:
			frappe.delete_doc("Print Format", name, force=True)
	prints.seed()
