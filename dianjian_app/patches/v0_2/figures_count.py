"""The workspaces' figures show on released Frappe as what they are: counts, to whoever reads the ledger (R48)."""

from __future__ import annotations

import frappe

from dianjian_app.setup.role_workspaces import MISSING_WEEK
from dianjian_app.setup.seeds.workspace import SPACES, count_without_currency


def execute() -> None:
	"""Take off the currency that Frappe gave to them, and name the figure's DocType that had none. Idempotent.

	Figures that somebody has edited stay as they are.
	"""
	for figure in (figure for space in SPACES for figure in space.figures):
		made = frappe.db.get_value("Number Card", figure.label, ("creation", "modified"), as_dict=True)
		if made and made.creation == made.modified:
			count_without_currency(figure.label)
	unnamed = {"name": MISSING_WEEK.label, "document_type": ("is", "not set")}
	for name in frappe.get_all("Number Card", unnamed, pluck="name"):
		frappe.db.set_value("Number Card", name, "document_type", MISSING_WEEK.doctype, update_modified=False)
