"""Says who took part in what an appeal is about, and so does not decide it (R31)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe

from dianjian_app.incentives.discipline.appeals import ACTION, ENTRY

if TYPE_CHECKING:
	from frappe.model.document import Document


def decided_before(appeal: Document) -> set[str]:
	"""Return the users who took part in what is appealed against, or who decided the first appeal."""
	users: set[str | None] = set()
	if appeal.first_appeal:
		users.add(frappe.db.get_value("Incentive Appeal", appeal.first_appeal, "decided_by"))
	if appeal.kind == ENTRY:
		settlement = frappe.db.get_value("Incentive Entry", appeal.entry, "settlement")
		fields = ["manager_approved_by", "hr_approved_by"]
		users |= set(frappe.db.get_value("Incentive Settlement", settlement, fields) or ())
	elif appeal.kind == ACTION:
		fields = ["manager_decided_by", "hr_decided_by", "heard_by", "proposed_by"]
		users |= set(frappe.db.get_value("Disciplinary Action", appeal.action, fields) or ())
	return {u for u in users if u}
