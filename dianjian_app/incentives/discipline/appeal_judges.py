"""Says who took part in what an appeal is about, and so does not decide it (R31)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe

from dianjian_app.incentives.discipline.appeals import ACTION, APPRAISAL, ENTRY
from dianjian_app.people.appeal_course import DECIDERS
from dianjian_app.people.deadlines import deciders
from dianjian_app.people.staff_appraisal_events import who_judged
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.value_lists import among

if TYPE_CHECKING:
	from frappe.model.document import Document


@frappe.whitelist()
def who_decides(appeal: str) -> dict:
	"""Who may decide an appeal, for its form: {"judges": their names, "barred": the session's user decides in the centre,
	and not here}. Raises frappe.PermissionError."""
	doc = frappe.get_doc("Incentive Appeal", appeal)
	doc.check_permission("read")
	all_of_them = set(deciders(doc.centre, *DECIDERS))
	judges = {u for u in all_of_them - decided_before(doc) if staff_of_user(u) != doc.agent}
	people = frappe.get_all("User", {"name": ("in", among(judges))}, pluck="full_name", order_by="full_name")
	return {"judges": people, "barred": frappe.session.user not in judges}


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
		fields = ["manager_decided_by", "hr_decided_by", "heard_by", "proposed_by", "confirmed_by"]
		users |= set(frappe.db.get_value("Disciplinary Action", appeal.action, fields) or ())
	elif appeal.kind == APPRAISAL:
		users |= who_judged(appeal.appraisal)
	return {u for u in users if u}
