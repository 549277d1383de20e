"""Tells those who can decide an appeal, once, that its answer is overdue (R35)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import formatdate, getdate, now_datetime

from dianjian_app.incentives.discipline.appeal_judges import DECIDERS
from dianjian_app.people.authority import decides_for
from dianjian_app.stage_codes.appeal_stages import OPEN

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.incentive_appeal.incentive_appeal import IncentiveAppeal


def escalate() -> list[str]:
	"""Daily job: mark overdue appeals and tell HR and the manager, once. Returns their names."""
	late = frappe.get_all(
		"Incentive Appeal",
		filters={"stage": ("in", OPEN), "answer_by": ("<", getdate()), "escalated_at": ("is", "not set")},
		pluck="name",
	)
	for name in late:
		frappe.db.set_value("Incentive Appeal", name, "escalated_at", now_datetime())
		doc = frappe.get_doc("Incentive Appeal", name)
		_tell_overdue(doc)
	return late


def _tell_overdue(appeal: IncentiveAppeal) -> None:
	users = [
		user
		for role in DECIDERS
		for user in frappe.get_all("Has Role", {"role": role, "parenttype": "User"}, pluck="parent")
		if user != "Administrator" and decides_for(user, appeal.centre, role)
	]
	for user in sorted(set(users)):
		frappe.get_doc(
			doctype="Notification Log",
			for_user=user,
			type="Alert",
			document_type=appeal.doctype,
			document_name=appeal.name,
			subject=_("The answer to appeal {0} has been overdue since {1}").format(
				appeal.name, formatdate(appeal.answer_by)
			),
		).insert(ignore_permissions=True)  # told by the clock
