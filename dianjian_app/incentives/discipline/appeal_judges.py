"""Says who may decide an appeal: only somebody who took no part in what it is about (R31)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _

from dianjian_app import roles
from dianjian_app.incentives.discipline.appeals import ACTION, ENTRY
from dianjian_app.people.authority import decides_for
from dianjian_app.people.staffing import staff_of_user

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.incentive_appeal.incentive_appeal import IncentiveAppeal

DECIDERS = (roles.HR, roles.MANAGER)


class NotTheJudgeError(frappe.PermissionError):
	"""The user may not act on this appeal."""


def check_judge(appeal: IncentiveAppeal) -> None:
	"""Check that the user is HR or the manager of the centre, is not the appellant, and did not decide this before (R31).

	Raises NotTheJudgeError.
	"""
	user = frappe.session.user
	if staff_of_user(user) == appeal.agent:
		frappe.throw(_("You cannot decide your own appeal."), NotTheJudgeError, title=_("About Yourself"))
	if not any(decides_for(user, appeal.centre, role) for role in DECIDERS):
		frappe.throw(_("Only HR or the department manager can decide an appeal."), NotTheJudgeError)
	if user in decided_before(appeal):
		frappe.throw(
			_(
				"You took part in the decision that this appeal is about. Somebody else must decide the appeal."
			),
			NotTheJudgeError,
			title=_("Not Your Own Decision"),
		)


def decided_before(appeal: IncentiveAppeal) -> set[str]:
	"""Return the users who took part in what is appealed against, or who decided the first appeal."""
	users: set[str | None] = set()
	if appeal.first_appeal:
		users.add(frappe.db.get_value("Incentive Appeal", appeal.first_appeal, "decided_by"))
	if appeal.kind == ENTRY:
		settlement = frappe.db.get_value("Incentive Entry", appeal.entry, "settlement")
		fields = ["manager_approved_by", "hr_approved_by"]
		users |= set(frappe.db.get_value("Incentive Settlement", settlement, fields) or ())
	elif appeal.kind == ACTION:
		fields = ["manager_decided_by", "hr_decided_by", "heard_by"]
		users |= set(frappe.db.get_value("Disciplinary Action", appeal.action, fields) or ())
	return {u for u in users if u}
