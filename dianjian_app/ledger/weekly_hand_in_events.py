"""Events of Weekly Hand-in: whose week it is, and who handed it in when (R45)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe.utils import getdate, now_datetime

from dianjian_app.people.period import Period

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.weekly_hand_in.weekly_hand_in import WeeklyHandin

FIXED = ("sales_group", "week_start", "handed_in_by", "handed_in_at")
"""what is set once and never changed"""


def before_validate(hand_in: WeeklyHandin) -> None:
	"""The week starts on its Monday, the centre is the group's, and person and time are the session's and the site's."""
	before = hand_in.get_doc_before_save()
	if before:
		for field in FIXED:
			hand_in.set(field, before.get(field))
	else:
		hand_in.handed_in_by, hand_in.handed_in_at = frappe.session.user, now_datetime()
	hand_in.week_start = Period.week_of(getdate(hand_in.week_start)).start
	hand_in.date = hand_in.week_start
	hand_in.centre = frappe.db.get_value("Sales Group", hand_in.sales_group, "centre")
