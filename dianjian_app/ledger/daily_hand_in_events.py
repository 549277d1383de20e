"""Events of Daily Hand-in: the day is reported once, with its lines as they stand, and the leader is told (R44)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import formatdate, getdate, now_datetime

from dianjian_app.desk_notices import put_on_desks
from dianjian_app.ledger import daily_hand_in
from dianjian_app.permissions import check_in_scope
from dianjian_app.resources.numbers.phone import hide_numbers

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.daily_hand_in.daily_hand_in import DailyHandin

FIXED = ("sales_group", "centre", "date", "reported_by", "reported_by_name", "reported_at", "odd_points")


class DailyHandInError(frappe.ValidationError):
	"""A day that cannot be reported so."""


def validate(hand_in: DailyHandin) -> None:
	"""Event validate: a new one takes the ledger's lines; of a stored one only the remarks change.

	Raises DailyHandInError (a day to come, no line), OutOfScopeError.
	"""
	hand_in.remarks = hide_numbers(hand_in.remarks) if hand_in.remarks else None
	before = hand_in.get_doc_before_save()
	if before:
		for field in FIXED:
			hand_in.set(field, before.get(field))
		hand_in.set("lines", before.lines)
		return
	day = getdate(hand_in.date)
	if day > getdate():
		frappe.throw(_("A day to come cannot be reported."), DailyHandInError)
	hand_in.centre = frappe.db.get_value("Sales Group", hand_in.sales_group, "centre")
	check_in_scope(hand_in)
	lines = daily_hand_in.lines_of(hand_in.sales_group, day)
	if not lines:
		frappe.throw(
			_("The ledger has no line of {0} on {1}; rebuild it from the sales centre's form.").format(
				hand_in.sales_group, formatdate(day)
			),
			DailyHandInError,
			title=_("Nothing to Report"),
		)
	hand_in.reported_by, hand_in.reported_at = frappe.session.user, now_datetime()
	hand_in.reported_by_name = frappe.utils.get_fullname(frappe.session.user)
	hand_in.odd_points = daily_hand_in.odd_points(lines)
	hand_in.set("lines", [daily_hand_in.as_reported(line) for line in lines])


def tell_leader(hand_in: DailyHandin) -> None:
	"""Event after_insert: a notice on the leader's desk, unless the leader reported it."""
	leader = frappe.db.get_value("Sales Group", hand_in.sales_group, "leader")
	user = leader and frappe.db.get_value("Sales Staff", leader, "user")
	if user and user != frappe.session.user:
		words = _("{0} reported the day {1} of {2}")
		subject = words.format(hand_in.reported_by_name, formatdate(hand_in.date), hand_in.sales_group)
		put_on_desks([user], hand_in.doctype, hand_in.name, subject)


def refuse_delete(hand_in: DailyHandin) -> None:
	"""Event on_trash: what was reported is kept. Raises DailyHandInError."""
	frappe.throw(_("What was reported is kept: {0}.").format(hand_in.name), DailyHandInError)
