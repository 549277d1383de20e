"""Visitors who are no customers: announced, here, in closed areas with permission, breaches, praise, bans, gone (R40).

The front desk writes the entry; a closed area is permitted by somebody of the departments; a ban is a superior's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import cint, format_date, get_datetime, getdate, now_datetime

from dianjian_app import permissions, roles
from dianjian_app.desk_notices import put_on_desks
from dianjian_app.people.authority import check_position
from dianjian_app.people.place_on_day import fill_person
from dianjian_app.people.staffing import DEPARTED, group_on, staff_of_user, user_of_staff
from dianjian_app.resources.numbers.phone import hide_numbers
from dianjian_app.visits import visitor_checks
from dianjian_app.visits.visitor_checks import VisitorError

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.visitor_entry.visitor_entry import VisitorEntry

ANNOUNCED, HERE, GONE = "Announced", "Here", "Gone"
PERMIT = (roles.LEADER, roles.ADMINISTRATION, roles.MANAGER)
BAN = (roles.ADMINISTRATION, roles.MANAGER)
MOST_PERSONS = 1000
TEXTS = (
	*(
		"visitor_name",
		"organisation",
		"companion_names",
		"areas",
		"closed_area",
		"breach",
		"praise",
		"remarks",
	),
)
BY_APP = (
	*("stage", "date", "arrived_at", "left_at", "centre", "permitted_by", "permitted_at", "entered_at"),
	*("banned_until", "ban_reason", "banned_by"),
)
AS_CAME = ("visitor_name", "purpose", "organisation", "companions", "document_kind", "document_tail", "agent")
"""what the register says of who was here; fixed once they have left"""


class BannedError(frappe.ValidationError):
	"""The visitor is banned."""


def validate(entry: VisitorEntry) -> None:
	"""Event validate: place and times are the server's, and no more of a document than kind and tail.

	Raises VisitorError, BannedError, OutOfScopeError.
	"""
	before = entry.get_doc_before_save()
	for field in BY_APP:
		entry.set(field, before.get(field) if before else None)
	for field in TEXTS:
		text = (entry.get(field) or "").strip()
		entry.set(field, hide_numbers(text) if text else None)
	if not before:
		_begin(entry)
	_fill_place(entry, before)
	entry.companions = min(cint(entry.companions), MOST_PERSONS)
	visitor_checks.check(entry)
	_check_area(entry, before)
	if before and before.stage == GONE:
		_refuse_other_visitor(entry, before)
	permissions.check_in_scope(entry)
	if entry.stage != GONE and not (before and before.stage == HERE):
		_refuse_banned(entry)


def _begin(entry: VisitorEntry) -> None:
	now = now_datetime()
	expected = get_datetime(entry.expected_at) if entry.expected_at else None
	if expected and expected > now:
		entry.stage, entry.date = ANNOUNCED, getdate(expected)
	else:
		entry.stage, entry.date, entry.arrived_at = HERE, getdate(now), now


def _fill_place(entry: VisitorEntry, before: VisitorEntry | None) -> None:
	"""The centre is the host's, or of who writes the entry; a host works there."""
	me = staff_of_user(frappe.session.user)
	home = before.centre if before else me and frappe.db.get_value("Sales Staff", me, "centre")
	if entry.agent:
		fill_person(entry, getdate(entry.date))
		if frappe.db.get_value("Sales Staff", entry.agent, "status") == DEPARTED or (
			before and entry.centre != home
		):
			frappe.throw(_("{0} receives nobody here.").format(entry.agent_name), VisitorError)
		return
	if not home:
		frappe.throw(_("Visitors are registered by the staff of a sales centre."), VisitorError)
	entry.agent_name, entry.centre = None, home
	entry.sales_group = before.sales_group if before else me and group_on(me, getdate())


def _check_area(entry: VisitorEntry, before: VisitorEntry | None) -> None:
	"""A permission holds for the area that it was given for."""
	if entry.closed_area and not entry.department:
		frappe.throw(_("Say which department the closed area belongs to."), VisitorError)
	if not entry.closed_area:
		entry.department = None
	area = (entry.closed_area, entry.department)
	if before and area != (before.closed_area, before.department):
		if before.entered_at:
			frappe.throw(_("The closed area has been entered and stays as it is."), VisitorError)
		entry.permitted_by = entry.permitted_at = None


def _refuse_other_visitor(entry: VisitorEntry, before: VisitorEntry) -> None:
	for field in AS_CAME:
		if str(entry.get(field) or "") != str(before.get(field) or ""):
			frappe.throw(
				_("{0} has left; who was here stays as it was written.").format(before.visitor_name),
				VisitorError,
			)


def _refuse_banned(entry: VisitorEntry) -> None:
	"""The same name, unless both showed documents that end differently."""
	filters = {
		"centre": entry.centre,
		"visitor_name": entry.visitor_name,
		"banned_until": (">=", getdate()),
		"name": ("!=", entry.name or ""),
	}
	bans = frappe.get_all("Visitor Entry", filters, ["banned_until", "ban_reason", "document_tail"])
	tail = entry.document_tail
	for ban in bans:
		if not (tail and ban.document_tail and tail != ban.document_tail):
			frappe.throw(
				_("{0} is banned until {1}: {2}").format(
					entry.visitor_name, format_date(ban.banned_until), ban.ban_reason
				),
				BannedError,
				title=_("Banned"),
			)


def tell_host(entry: VisitorEntry) -> None:
	"""Event on_update: the host hears that the visitor is here."""
	before = entry.get_doc_before_save()
	if entry.stage == HERE and entry.agent and not (before and before.stage == HERE):
		_tell(entry)


def _tell(entry: VisitorEntry) -> None:
	user = user_of_staff(entry.agent)
	if user and user != frappe.session.user:
		put_on_desks(
			[user], entry.doctype, entry.name, _("Your visitor is here: {0}").format(entry.visitor_name)
		)


@frappe.whitelist(methods=["POST"])
def arrive(entry: str) -> None:
	"""The front desk records that an announced visitor is here. Raises VisitorError, BannedError, PermissionError."""
	doc = _open(entry, (roles.FRONT_DESK,), ANNOUNCED)
	_refuse_banned(doc)
	now = now_datetime()
	doc.db_set({"stage": HERE, "arrived_at": now, "date": getdate(now)}, notify=True)
	if doc.agent:
		_tell(doc)


@frappe.whitelist(methods=["POST"])
def leave(entry: str) -> None:
	"""The front desk records that the visitor has left. Raises VisitorError, PermissionError."""
	doc = _open(entry, (roles.FRONT_DESK,), HERE)
	doc.db_set({"stage": GONE, "left_at": now_datetime()}, notify=True)


@frappe.whitelist(methods=["POST"])
def permit(entry: str) -> None:
	"""Leader, Administration or manager permit the closed area for its department. Raises VisitorError, PermissionError."""
	doc = _open(entry, PERMIT, ANNOUNCED, HERE)
	if not doc.closed_area:
		frappe.throw(_("{0} asks for no closed area.").format(doc.name), VisitorError)
	if not doc.permitted_at:
		doc.db_set({"permitted_by": frappe.session.user, "permitted_at": now_datetime()}, notify=True)


@frappe.whitelist(methods=["POST"])
def enter_closed_area(entry: str) -> None:
	"""The front desk lets the visitor into the closed area, once it is permitted. Raises VisitorError, PermissionError."""
	doc = _open(entry, (roles.FRONT_DESK,), HERE)
	if not (doc.closed_area and doc.permitted_at):
		frappe.throw(
			_("A closed area is entered with the permission of its department: {0}.").format(
				doc.department or "-"
			),
			VisitorError,
			title=_("Closed Area"),
		)
	if not doc.entered_at:
		doc.db_set("entered_at", now_datetime(), notify=True)


@frappe.whitelist(methods=["POST"])
def ban(entry: str, until: str, reason: str) -> None:
	"""Administration or manager ban a visitor from the centre until a day. until: YYYY-MM-DD, to come.

	Raises VisitorError, PermissionError.
	"""
	doc = _open(entry, BAN, HERE, GONE)
	try:
		last = getdate(until)
	except ValueError:
		last = None
	if not last or last <= getdate() or not (reason or "").strip():
		frappe.throw(_("Say until which day to come, and why."), VisitorError, title=_("Ban"))
	values = {
		"banned_until": last,
		"ban_reason": hide_numbers(str(reason).strip()[:500]),
		"banned_by": frappe.session.user,
	}
	doc.db_set(values, notify=True)


@frappe.whitelist(methods=["POST"])
def lift_ban(entry: str) -> None:
	"""Administration or manager lift a ban. Doing it twice changes nothing. Raises PermissionError."""
	doc = _open(entry, BAN, HERE, GONE)
	if doc.banned_until:
		doc.db_set({"banned_until": None, "ban_reason": None, "banned_by": None}, notify=True)


def _open(name: str, positions: tuple[str, ...], *stages: str) -> VisitorEntry:
	"""The entry, its row locked, where the user may write it and has a position, and it stands at one of the stages."""
	doc = frappe.get_doc("Visitor Entry", name, for_update=True)
	doc.check_permission("write")
	check_position(doc, *positions)
	if doc.stage not in stages:
		frappe.throw(_("{0} is {1}.").format(doc.visitor_name, _(doc.stage)), VisitorError)
	return doc


def refuse_delete(entry: VisitorEntry) -> None:
	"""Event on_trash: the register is kept. Raises VisitorError."""
	frappe.throw(_("The register of visitors is kept: {0}.").format(entry.name), VisitorError)
