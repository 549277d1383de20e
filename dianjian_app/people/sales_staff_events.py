"""What must hold for a person of the centre: dates, user, groups, suspensions (R2-R4)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import formatdate, getdate

from dianjian_app import permissions, roles
from dianjian_app.in_words import listed
from dianjian_app.people import dated_rows, login_rules, membership, spells, staff_spells
from dianjian_app.people.calendar import HoursReversed
from dianjian_app.people.centre_calendars import plan_day
from dianjian_app.people.membership import Membership
from dianjian_app.people.sales_centre_events import CLOCK
from dianjian_app.people.staff_spells import EmploymentDatesError, StaffError
from dianjian_app.people.staffing import DEPARTED, staff_of_user

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.sales_staff.sales_staff import SalesStaff


ACTIVE, SUSPENDED = "Active", "Suspended"
PART_TIME = "Part Time"
OF_FRAPPE = ("Administrator", "Guest")
NOT_BY_ONESELF = (
	"position",
	"user",
	"joining_date",
	"leaving_date",
	"probation_until",
	"spells",
	"employment",
	"presence_plan",
)


class UserTakenError(StaffError):
	"""The login user belongs to somebody else."""


class StaffMembershipError(StaffError):
	"""Memberships overlap, leave days without a group, or lie outside the employment."""


class PresencePlanError(StaffError):
	"""A presence plan that cannot be, or is missing."""


class OwnRecordError(frappe.PermissionError):
	"""Somebody changes in their own record what gives them rights."""


def validate(staff: SalesStaff, as_of: date | None = None) -> None:
	"""Event validate: refuse what cannot be, close what ends with the employment, bring the projections up to date.

	as_of: the day that status and current group are of; default today (R3, R4).
	"""
	before, as_of = staff.get_doc_before_save(), as_of or getdate()
	_check_user(staff)
	login_rules.check_linked(staff, before)
	_check_dates(staff, before)
	staff_spells.bring_up_to_date(staff, before, as_of)
	_check_own_record(staff, before)
	_follow_spells(staff, before)
	_check_memberships(staff)
	dated_rows.check_order(staff.suspensions, _("Suspensions"))
	dated_rows.check_no_overlap(staff.suspensions, _("Suspensions"))
	dated_rows.check_order(staff.rest_days, _("Rest Days"))
	dated_rows.check_no_overlap(staff.rest_days, _("Rest Days"), same=lambda row: row.weekday)
	_check_presence_plan(staff)
	staff.sales_group = membership.group_on(memberships_of(staff), as_of)
	staff.status = status_on(staff, as_of)
	if not staff.flags.ignore_permissions:
		permissions.check_in_scope(staff)


def _check_presence_plan(staff: SalesStaff) -> None:
	"""Who works part time has a plan, one row for each weekday and time; nobody else has one that goes on (R3)."""
	label, rows = _("Presence Plan"), staff.presence_plan
	if staff.employment == PART_TIME and not rows:
		frappe.throw(
			_("{0} works part time: enter the days and hours in the presence plan.").format(staff.staff_name),
			PresencePlanError,
			title=label,
		)
	if staff.employment != PART_TIME and any(not row.to_date for row in rows):
		frappe.throw(
			_("{0} works full time: end the rows of the presence plan first.").format(staff.staff_name),
			PresencePlanError,
			title=label,
		)
	dated_rows.check_order(rows, label)
	dated_rows.check_no_overlap(rows, label, same=lambda row: row.weekday)
	for row in rows:
		row.work_start, row.work_end = ((value or "").strip() for value in (row.work_start, row.work_end))
		fits = all(CLOCK.fullmatch(value) for value in (row.work_start, row.work_end) if value)
		try:
			fits = fits and bool(plan_day(row))
		except HoursReversed:
			fits = False
		if not fits:
			frappe.throw(
				_("{0}, row {1}: enter both hours as 14:00, the end after the beginning.").format(
					label, row.idx
				),
				PresencePlanError,
				title=label,
			)


def status_on(staff: SalesStaff, day: date) -> str:
	"""Active, Suspended or Departed on a day.

	The last day of employment is worked; whoever was made to depart on it by name stays departed (R47).
	"""
	of_record = staff_spells.spells_of(staff)
	if of_record and of_record[0].start <= day:
		employment = spells.employment_of(of_record, day)
		if not employment.holds(day) or (employment.end == day and staff.status == DEPARTED):
			return DEPARTED
	for row in staff.suspensions:
		if getdate(row.from_date) <= day and (not row.to_date or day <= getdate(row.to_date)):
			return SUSPENDED
	return ACTIVE


def memberships_of(staff: SalesStaff) -> tuple[Membership, ...]:
	"""The record's memberships, in order. Raises MembershipReversed."""
	return membership.in_order(
		Membership(row.sales_group, getdate(row.from_date), row.to_date and getdate(row.to_date))
		for row in staff.memberships
		if row.sales_group and row.from_date
	)


def set_memberships(staff: SalesStaff, memberships: tuple[Membership, ...]) -> None:
	"""Write memberships back into the record's rows."""
	staff.set("memberships", [])
	for m in memberships:
		staff.append("memberships", {"sales_group": m.group, "from_date": m.start, "to_date": m.end})


def _check_own_record(staff: SalesStaff, before: SalesStaff | None) -> None:
	"""Nobody gives rights to themselves."""
	user = frappe.session.user
	theirs = user in (staff.user, before and before.user)
	if not theirs or staff_of_user(user) not in (None, staff.name):
		return
	changed = [f for f in NOT_BY_ONESELF if not before or _told(before, f) != _told(staff, f)]
	if changed:
		frappe.throw(
			_("{0} of your own record is changed by somebody else.").format(
				listed(_(staff.meta.get_label(f)) for f in changed)
			),
			OwnRecordError,
			title=_("Your Own Record"),
		)


def _told(staff: SalesStaff, field: str) -> object:
	if field == "presence_plan":
		return [plan_day(row) for row in staff.presence_plan]
	return staff_spells.spells_of(staff) if field == "spells" else str(staff.get(field) or "")


def _check_dates(staff: SalesStaff, before: SalesStaff | None) -> None:
	joining = getdate(staff.joining_date)
	for field in ("leaving_date", "probation_until"):
		value = staff.get(field)
		changed = not before or str(before.get(field) or "") != str(value or "")
		if value and changed and getdate(value) < joining:
			frappe.throw(
				_("{0} ({1}) lies before the joining date {2}.").format(
					_(staff.meta.get_label(field)), formatdate(value), formatdate(joining)
				),
				EmploymentDatesError,
				title=_("Dates Reversed"),
			)
	made_to_depart = staff.status == DEPARTED and (not before or before.status != DEPARTED)
	if made_to_depart and not staff.leaving_date:
		frappe.throw(_("Enter the leaving date of {0}.").format(staff.staff_name), EmploymentDatesError)


def _check_user(staff: SalesStaff) -> None:
	if not staff.user:
		return
	if staff.user in OF_FRAPPE:
		frappe.throw(_("{0} is no person; choose a user of their own.").format(staff.user), UserTakenError)
	other = frappe.db.get_value(
		"Sales Staff",
		{"user": staff.user, "name": ("!=", staff.name or "")},
		["name", "staff_name"],
		as_dict=True,
	)
	if other:
		frappe.throw(
			_("User {0} already belongs to {1} ({2}). Each person logs in as themselves.").format(
				staff.user, other.staff_name, other.name
			),
			UserTakenError,
			title=_("User in Use"),
		)


def _follow_spells(staff: SalesStaff, before: SalesStaff | None) -> None:
	"""Memberships end with their employment, and go on when the leaving is put off or withdrawn."""
	now = staff_spells.spells_of(staff)
	then = staff_spells.spells_of(before) if before else ()
	history = _well_formed(staff)
	followed = spells.end_with_employment(history, then, now)
	if followed != history:
		set_memberships(staff, followed)


def _well_formed(staff: SalesStaff) -> tuple[Membership, ...]:
	dated_rows.check_order(staff.memberships, _("Group Memberships"))
	return memberships_of(staff)


def _check_memberships(staff: SalesStaff) -> None:
	history = _well_formed(staff)
	try:
		spells.check_memberships(history, staff_spells.spells_of(staff), roles.AGENT)
	except membership.MembershipError as error:
		frappe.throw(_explain(staff, error), StaffMembershipError, title=_("Group Memberships"))
	_check_groups(staff, history)


def _explain(staff: SalesStaff, error: membership.MembershipError) -> str:
	if isinstance(error, membership.MembershipOverlap):
		return _("{0} belongs to {1} and to {2} on {3}; end the first the day before.").format(
			staff.staff_name, error.first.group, error.second.group, formatdate(error.second.start)
		)
	if isinstance(error, membership.OutsideEmployment):
		return _("{0} belongs to {1} from {2} on, but is employed from {3} to {4}.").format(
			staff.staff_name,
			error.membership.group,
			formatdate(error.membership.start),
			formatdate(staff.joining_date),
			formatdate(staff.leaving_date) if staff.leaving_date else "…",
		)
	if not isinstance(error, membership.MembershipGap):
		raise error
	gap = error.gaps[0]
	return _("{0} belongs to no group from {1} to {2}; an agent needs one on each day of employment.").format(
		staff.staff_name, formatdate(gap.start), formatdate(gap.end) if gap.end < date.max else "…"
	)


def _check_groups(staff: SalesStaff, history: tuple[Membership, ...]) -> None:
	"""The last membership is in the staff record's centre, and in a group that is in use."""
	if not history:
		return
	last = history[-1]
	group = frappe.db.get_value("Sales Group", last.group, ["group_name", "centre", "disabled"], as_dict=True)
	if not group:
		return  # Frappe's own link check names it
	if group.centre != staff.centre:
		frappe.throw(
			_("{0} belongs to {1}, but the person to {2}. Choose a group of the centre.").format(
				group.group_name, group.centre, staff.centre
			),
			StaffMembershipError,
		)
	if group.disabled and not last.end:
		frappe.throw(_("Group {0} is disabled.").format(group.group_name), StaffMembershipError)


def refuse_delete(staff: SalesStaff) -> None:
	"""Event on_trash: a person with figures or a login is not deleted, they leave. Raises StaffError (R47)."""
	if staff.user or frappe.db.exists("Daily Ledger", {"agent": staff.name}):
		frappe.throw(
			_("{0} has a login or figures and cannot be deleted. Record the leaving instead.").format(
				staff.staff_name
			),
			StaffError,
		)
