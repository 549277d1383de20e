"""Clocking in and out at the desk or on the phone, by the server's clock (R33)."""

from __future__ import annotations

from datetime import date
from typing import cast

import frappe
from frappe import _
from frappe.utils import now_datetime

from dianjian_app.attendance import punch_store
from dianjian_app.attendance.centre_policies import read_policies
from dianjian_app.attendance.policy import policy_on
from dianjian_app.attendance.punch import Direction, key_of_minute
from dianjian_app.clean_text import clean
from dianjian_app.people.staffing import read_staffing, staff_of_user

DIRECTIONS: tuple[Direction, ...] = ("", "Clock In", "Clock Out")
LONGEST_PLACE = 140


class NoStaffError(frappe.ValidationError):
	"""The session's user is nobody of a centre's staff, or not employed today."""


class NoSuchDirectionError(frappe.ValidationError):
	"""A punch is in or out."""


class PlaceMissingError(frappe.ValidationError):
	"""The centre asks where its people clock in."""


@frappe.whitelist(methods=["POST"])
def punch(direction: str = "", place: str = "") -> dict:
	"""Clock the session's own person in or out, now; a second time within the minute adds nothing (R33).

	direction: Clock In, Clock Out, or "" as the time says; place: where, kept only where the centre's policy asks for it. Gives
	{"punched_at": "YYYY-MM-DD HH:MM:SS", "new": bool}. Raises NoStaffError, NoSuchDirectionError, PlaceMissingError.
	"""
	if direction not in DIRECTIONS:
		frappe.throw(_("A punch is in or out."), NoSuchDirectionError)
	now = now_datetime().replace(microsecond=0)
	me = staff_of_user(frappe.session.user) or ""
	staffing = read_staffing([me] if me else [])
	if not me or not staffing.employment_roster(me).employed(now.date()):
		frappe.throw(_("Only who is employed today clocks in."), NoStaffError)
	centre, person = staffing.centre_on(me, now.date()), staffing.staff[me]
	name = key_of_minute("Desk", me, now, cast("Direction", direction))
	new = not punch_store.known_names([name])
	if new:
		row = (
			*(name, me, person.staff_name, me, now.date(), now, direction),
			*(centre, person.group_on(now.date()), ""),
		)
		said = {"source": "Desk", "received_at": now, "place": _place(centre, now.date(), place)}
		punch_store.put_down_one(row, said)
	return {"punched_at": str(now), "new": new}


@frappe.whitelist()
def asks_place() -> bool:
	"""For the page: whether the centre of the session's person asks where its people clock in."""
	me = staff_of_user(frappe.session.user)
	return bool(me) and _asks(frappe.db.get_value("Sales Staff", me, "centre"), now_datetime().date())


def _place(centre: str, day: date, place: str) -> str | None:
	if not _asks(centre, day):
		return None
	said = clean(str(place).strip()[:LONGEST_PLACE], LONGEST_PLACE)
	if not said:
		frappe.throw(
			_("Your centre asks where you clock in: allow the page to see your place."), PlaceMissingError
		)
	return said


def _asks(centre: str, day: date) -> bool:
	policy = policy_on(read_policies([centre]).get(centre, []), day)
	return bool(policy and policy.ask_place)
