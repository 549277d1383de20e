"""Appeals say "A Disciplinary Action" where they said "A Measure": the word that the DocType itself has (R31)."""

from __future__ import annotations

import frappe
from pypika.functions import Replace

OLD, NEW = "A Measure", "A Disciplinary Action"


def execute() -> None:
	"""Rename the kind, also inside the key that keeps a second appeal out. Idempotent."""
	appeal = frappe.qb.DocType("Incentive Appeal")
	key = Replace(appeal.live_key, f"|{OLD}|", f"|{NEW}|")
	frappe.qb.update(appeal).set(appeal.kind, NEW).set(appeal.live_key, key).where(appeal.kind == OLD).run()
