"""Rest days moved within their week, or swapped between two people, with the leader's consent (R1, R33).

Moves are exceptions to the week's pattern on two dated days of a person, kept as rows (Rest Day Move) and read with the
people (`staffing.read_staffing`): quotas, ledger, leave and attendance follow the same plan. Only days to come are moved: what
has begun, and what was settled, is judged by what was planned when it was worked (decision 76).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import cint, formatdate, getdate, now_datetime

from dianjian_app import roles
from dianjian_app.desk_notices import put_on_desks
from dianjian_app.locking import document_now, hold
from dianjian_app.people import leave_on_days_off
from dianjian_app.people.authority import decides_for, stands_over
from dianjian_app.people.calendar import WorkCalendar
from dianjian_app.people.deadlines import deciders
from dianjian_app.people.period import Period
from dianjian_app.people.staff_record import Staffing
from dianjian_app.people.staffing import read_staffing, staff_of_user

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.rest_day_move.rest_day_move import RestDayMove

MOVE = "Rest Day Move"
APPROVED, REJECTED, WITHDRAWN = "Approved", "Rejected", "Withdrawn"


class RestDayMoveError(frappe.ValidationError):
	"""A rest day that cannot be moved so."""


class NotYourMoveError(frappe.PermissionError):
	"""Somebody moves a rest day, or decides about it, who may not; or writes one by hand."""


@frappe.whitelist(methods=["POST"])
def move_rest_day(
	staff: str, works_on: str, rests_on: str, with_staff: str | None = None, reason: str | None = None
) -> dict[str, str]:
	"""Move a person's rest day to another day of its week; with_staff: who rests on `works_on` instead and works on `rests_on`.

	Who leads the group, manages the centre or is its Administration moves at once, except their own day. Anybody else asks,
	about themselves alone. Gives {"name", "decision"}. Raises RestDayMoveError, NotYourMoveError.
	"""
	day, other_day = getdate(works_on), getdate(rests_on)
	move = frappe.get_doc(
		doctype=MOVE,
		staff=staff,
		works_on=day,
		rests_on=other_day,
		with_staff=with_staff or None,
		reason=reason,
		decision="",
	)
	if frappe.db.exists("Sales Staff", staff):
		_fill_in(move)
	mine = staff_of_user(frappe.session.user) == staff
	if not mine and not _may_decide(move):
		frappe.throw(_("You move your own rest days, and those of people whom you lead."), NotYourMoveError)
	_check(move)
	if _may_decide(move):
		_sign(move, APPROVED)
	_write(move)
	if move.decision:
		_take_effect(move)
	else:
		_ask_next(move)
	return {"name": str(move.name), "decision": move.decision or ""}


@frappe.whitelist(methods=["POST"])
def accept_swap(move: str) -> None:
	"""The person whom a rest day is to be swapped with agrees. Raises NotYourMoveError, RestDayMoveError."""
	doc = _open(move)
	if not doc.with_staff or staff_of_user(frappe.session.user) != doc.with_staff:
		frappe.throw(_("Only the person whom the day is swapped with agrees to it."), NotYourMoveError)
	doc.accepted_at = now_datetime()
	_write(doc)
	_ask_next(doc)


@frappe.whitelist(methods=["POST"])
def decide_move(move: str, approve: int | str = 1) -> None:
	"""The leader, the manager or Administration consents, or does not; nobody about their own. Raises as `move_rest_day`."""
	doc = _open(move)
	if not _may_decide(doc):
		frappe.throw(
			_("Moves of rest days of {0} are decided by the leader, the manager or Administration.").format(
				doc.staff_name
			),
			NotYourMoveError,
		)
	if cint(approve):
		if doc.with_staff and not doc.accepted_at:
			frappe.throw(_("{0} has not agreed to the swap yet.").format(doc.with_name), RestDayMoveError)
		_check(doc)
	_sign(doc, APPROVED if cint(approve) else REJECTED)
	_write(doc)
	if doc.decision == APPROVED:
		_take_effect(doc)
	else:
		_tell(doc, _users(doc), _("Your rest day {0} stays: the move was not approved."))


@frappe.whitelist(methods=["POST"])
def withdraw_move(move: str) -> None:
	"""Who asked takes it back, or who was asked for a swap declines. Raises NotYourMoveError, RestDayMoveError."""
	doc = _open(move)
	me = staff_of_user(frappe.session.user)
	if not me or me not in (doc.staff, doc.with_staff):
		frappe.throw(_("Only those whose days it moves take it back."), NotYourMoveError)
	_sign(doc, WITHDRAWN if me == doc.staff else REJECTED)
	_write(doc)
	if me != doc.staff:
		_tell(doc, _users(doc, doc.staff), _("Your swap of {0} was declined."))


def refuse_by_hand(move: RestDayMove) -> None:
	"""Events validate, on_trash, before_rename: the roster's acts alone write moves. Raises NotYourMoveError."""
	if not move.flags.written_by_app:
		frappe.throw(_("Rest days are moved on the roster, and moves are kept."), NotYourMoveError)


def open_moves(sales_group: str, period: Period) -> list[frappe._dict]:
	"""Moves in a group that nobody has decided, of days of a period."""
	move = frappe.qb.DocType(MOVE)
	query = (
		frappe.qb.from_(move)
		.where((move.sales_group == sales_group) & (move.decision.isnull() | (move.decision == "")))
		.where(move.works_on[period.start : period.end] | move.rests_on[period.start : period.end])
		.orderby(move.works_on, move.name)
		.select(
			*("name", "staff", "staff_name", "with_staff", "with_name"),
			*("works_on", "rests_on", "reason", "accepted_at"),
		)
	)
	return query.run(as_dict=True)


def _open(name: str) -> RestDayMove:
	"""A move that nobody has decided, held until this transaction ends."""
	if not frappe.db.exists(MOVE, name):
		frappe.throw(_("You move your own rest days, and those of people whom you lead."), NotYourMoveError)
	doc = document_now(MOVE, name)
	me = staff_of_user(frappe.session.user)
	if not _may_decide(doc) and me not in (doc.staff, doc.with_staff):
		frappe.throw(_("You move your own rest days, and those of people whom you lead."), NotYourMoveError)
	if doc.decision:
		frappe.throw(_("This move is decided already: {0}.").format(_(doc.decision)), RestDayMoveError)
	return doc


def _fill_in(move: RestDayMove) -> None:
	"""Write names, group and centre as of the day that is given up (R4)."""
	staffing = read_staffing(filter(None, (move.staff, move.with_staff)))
	day = getdate(move.works_on)
	person, other = staffing.staff[move.staff], staffing.staff.get(move.with_staff or "")
	move.staff_name, move.with_name = person.staff_name, other.staff_name if other else None
	move.sales_group, move.centre = staffing.group_on(move.staff, day), staffing.centre_on(move.staff, day)


def _may_decide(move: RestDayMove) -> bool:
	"""Whether the session's user consents to moves of this person: above them, and not about oneself."""
	user = frappe.session.user
	me = staff_of_user(user)
	if not move.centre or (me and me in (move.staff, move.with_staff)):
		return False
	return stands_over(user, move.sales_group, move.centre) or decides_for(
		user, move.centre, roles.ADMINISTRATION
	)


def _check(move: RestDayMove) -> None:
	"""Refuse what cannot be, by the people as they are committed now; they are held until this transaction ends."""
	day, other_day = getdate(move.works_on), getdate(move.rests_on)
	names = sorted(filter(None, {move.staff, move.with_staff}))
	for name in names:
		hold("Sales Staff", name)
	staffing = read_staffing(names, locking=True)
	if move.with_staff and move.with_staff == move.staff:
		_refuse(_("A rest day is swapped with somebody else."))
	if min(day, other_day) <= getdate():
		_refuse(_("Only rest days to come are moved; what has begun was planned and stays."))
	if day == other_day or other_day not in Period.week_of(day):
		_refuse(_("A rest day moves to another day of its own week, so that every week keeps one."))
	# before anything is said of the other person's days
	if move.with_staff and (
		move.with_staff not in staffing.staff
		or staffing.group_on(move.with_staff, day) != staffing.group_on(move.staff, day)
	):
		_refuse(_("Rest days are swapped within a group."))
	_check_person(staffing, move.staff, day, other_day)
	if move.with_staff:
		_check_person(staffing, move.with_staff, other_day, day)
	_check_no_other(move, names, day, other_day)


def _check_person(staffing: Staffing, name: str, works_on: date, rests_on: date) -> None:
	roster = staffing.employment_roster(name, staffing.centre_on(name, works_on))
	who, calendar = staffing.staff[name].staff_name, roster.calendar
	if not (roster.employed(works_on) and roster.employed(rests_on)):
		_refuse(_("{0} is not employed on both days.").format(who))
	if not calendar.is_rest_day(works_on):
		_refuse(_("{0} does not rest on {1}.").format(who, formatdate(works_on)))
	if not calendar.planned(rests_on):
		_refuse(_("{0} does not work on {1} anyway.").format(who, formatdate(rests_on)))
	if not _worked_after(calendar, works_on):
		_refuse(_("{0} is a holiday: nothing would be worked on it.").format(formatdate(works_on)))


def _worked_after(calendar: WorkCalendar, works_on: date) -> bool:
	"""Whether work is planned on a rest day once it is given up."""
	return bool(calendar.with_moved({works_on: False}).planned(works_on))


def _check_no_other(move: RestDayMove, names: Iterable[str], *days: date) -> None:
	"""Refuse a second open move of the same people and days."""
	table = frappe.qb.DocType(MOVE)
	query = (
		frappe.qb.from_(table)
		.where((table.decision.isnull() | (table.decision == "")) & (table.name != (move.name or "")))
		.where(table.staff.isin(list(names)) | table.with_staff.isin(list(names)))
		.where(table.works_on.isin(list(days)) | table.rests_on.isin(list(days)))
		.select(table.name)
	)
	if query.run():
		_refuse(_("Another move of these days waits for its decision; decide or withdraw it first."))


def _refuse(message: str) -> None:
	frappe.throw(message, RestDayMoveError, title=_("Rest Day"))


def _sign(move: RestDayMove, decision: str) -> None:
	move.decision, move.decided_by, move.decided_at = decision, frappe.session.user, now_datetime()


def _write(move: RestDayMove) -> None:
	move.flags.written_by_app = True
	move.save(
		ignore_permissions=True
	)  # who may do what was asked in the act; nobody writes the document by hand


def _take_effect(move: RestDayMove) -> None:
	"""Leave on the days is counted anew, and both people are told."""
	leave_on_days_off.rest_days_moved(sorted(filter(None, {move.staff, move.with_staff})))
	_tell(move, _users(move), _("Rest day moved: {0}."))


def _ask_next(move: RestDayMove) -> None:
	"""Tell whoever is to act now: the other person, then the leader; about the leader's own day the manager."""
	if move.with_staff and not move.accepted_at:
		_tell(move, _users(move, move.with_staff), _("You are asked to swap a rest day: {0}."))
		return
	leader = move.sales_group and frappe.db.get_value("Sales Group", move.sales_group, "leader")
	above = _users(move, leader) if leader and leader not in (move.staff, move.with_staff) else []
	_tell(
		move,
		above or deciders(move.centre or "", roles.MANAGER, roles.ADMINISTRATION),
		_("A move of a rest day waits for your consent: {0}."),
	)


def _users(move: RestDayMove, *staff: str | None) -> list[str]:
	"""The users of people; of nobody in particular: of both whose days it moves."""
	names = [name for name in staff or (move.staff, move.with_staff) if name]
	found = frappe.get_all("Sales Staff", {"name": ("in", names), "user": ("is", "set")}, pluck="user")
	return sorted(user for user in found if user != frappe.session.user)


def _tell(move: RestDayMove, users: Iterable[str], words: str) -> None:
	days = _("{0}, {1} → {2}").format(move.staff_name, formatdate(move.works_on), formatdate(move.rests_on))
	put_on_desks(users, MOVE, str(move.name), words.format(days))
