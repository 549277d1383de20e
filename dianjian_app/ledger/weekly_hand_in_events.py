"""Events of Weekly Hand-in: whose week it is, and who handed it in when (R45)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe.utils import getdate, now_datetime

from dianjian_app.ledger import weekly_hand_in
from dianjian_app.ledger.reported_day import SUMMED
from dianjian_app.people.period import Period

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.weekly_hand_in.weekly_hand_in import WeeklyHandin

FIXED = ("sales_group", "week_start", "handed_in_by", "handed_in_at")
"""what is set once and never changed"""


def before_validate(hand_in: WeeklyHandin) -> None:
	"""The week is made of its reported days as they stand then (R44); its centre, person and time are set once."""
	before = hand_in.get_doc_before_save()
	if before:
		for field in FIXED:
			hand_in.set(field, before.get(field))
		hand_in.set("days", before.days)
	else:
		hand_in.handed_in_by, hand_in.handed_in_at = frappe.session.user, now_datetime()
	week = Period.week_of(getdate(hand_in.week_start))
	hand_in.week_start = hand_in.date = week.start
	hand_in.centre = frappe.db.get_value("Sales Group", hand_in.sales_group, "centre")
	if not before:
		hand_in.set("days", weekly_hand_in.days_of(hand_in.sales_group, week))
	for figure in SUMMED:
		hand_in.set(figure, sum(day.get(figure) or 0 for day in hand_in.days))
