"""Whoever was told of a proposed measure before it had to be confirmed goes on seeing it (R30)."""

from __future__ import annotations

import frappe


def execute() -> None:
	"""Everybody was told at once until now. Idempotent."""
	action = frappe.qb.DocType("Disciplinary Action")
	frappe.qb.update(action).set(action.told_person, action.agent).where(action.told_person.isnull()).run()
