"""Tells those who can decide an appeal, once, that its answer is overdue (R35)."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import formatdate, getdate, now_datetime

from dianjian_app.desk_notices import put_on_desks
from dianjian_app.incentives.discipline.appeal_judges import DECIDERS
from dianjian_app.people.deadlines import deciders
from dianjian_app.stage_codes.appeal_stages import OPEN


def escalate() -> list[str]:
	"""Daily job: mark overdue appeals and tell HR and the manager, once. Returns their names."""
	late = frappe.get_all(
		"Incentive Appeal",
		filters={"stage": ("in", OPEN), "answer_by": ("<", getdate()), "escalated_at": ("is", "not set")},
		pluck="name",
	)
	for name in late:
		frappe.db.set_value("Incentive Appeal", name, "escalated_at", now_datetime())
		appeal = frappe.get_doc("Incentive Appeal", name)
		words = _("The answer to appeal {0} has been overdue since {1}")
		subject = words.format(name, formatdate(appeal.answer_by))
		put_on_desks(deciders(appeal.centre, *DECIDERS), "Incentive Appeal", name, subject)
	return late
