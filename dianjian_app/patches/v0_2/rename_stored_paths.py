"""What a site keeps by path follows the move of 0.2: Scheduled Job Types with their log, Number Cards, the Patch Log."""

from __future__ import annotations

import frappe

from dianjian_app.moved_paths import APP, JOBS, METHODS, PATCHES

# Frappe names a Scheduled Job Type by the last two parts of its method.
PARTS_OF_NAME = 2


def execute() -> None:
	"""Rename before the framework syncs its jobs, so that one that was stopped stays stopped. Idempotent.

	The patches of 0.1 are not run again under their new names: they ran, and what they made may have been edited.
	"""
	for old, new in {**JOBS, **METHODS}.items():
		_rename_job(APP + old, APP + new)
		frappe.db.set_value("Number Card", {"method": APP + old}, "method", APP + new, update_modified=False)
	for old, new in PATCHES.items():
		frappe.db.set_value("Patch Log", {"patch": APP + old}, "patch", APP + new, update_modified=False)


def _rename_job(old: str, new: str) -> None:
	name = frappe.db.get_value("Scheduled Job Type", {"method": old})
	if not name:
		return
	frappe.db.set_value("Scheduled Job Type", name, "method", new)
	wanted = ".".join(new.split(".")[-PARTS_OF_NAME:])
	if name != wanted and not frappe.db.exists("Scheduled Job Type", wanted):
		frappe.rename_doc("Scheduled Job Type", name, wanted, force=True, show_alert=False)
