"""What must hold for a viewing event: its time, its guide, and who is told when it changes (R50)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import cint, format_datetime, get_datetime

from dianjian_app import locking, permissions
from dianjian_app.desk_notices import put_on_desks
from dianjian_app.people.staffing import staff_of_user, user_of_staff
from dianjian_app.value_lists import among
from dianjian_app.visits.errors import RegisterError

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.invitation_register.invitation_register import InvitationRegister
	from dianjian_app.dianjian_app.doctype.viewing_event.viewing_event import ViewingEvent

PLANNED, CANCELLED = "Planned", "Cancelled"


class EventError(frappe.ValidationError):
	"""A viewing event that cannot be so."""


def validate(event: ViewingEvent) -> None:
	"""Event validate. Raises EventError, OutOfScopeError."""
	if not event.centre:
		me = staff_of_user(frappe.session.user)
		event.centre = me and frappe.db.get_value("Sales Staff", me, "centre")
	if event.ends_at and get_datetime(event.ends_at) <= get_datetime(event.starts_at):
		frappe.throw(_("The event ends after it begins."), EventError)
	if event.guide and frappe.db.get_value("Sales Staff", event.guide, "centre") != event.centre:
		frappe.throw(_("The guide belongs to another centre."), EventError)
	before = event.get_doc_before_save()
	if before and before.centre != event.centre:
		frappe.throw(_("An event stays with its centre; make another one."), EventError)
	taken = guests_of(event.name) if before else 0
	if cint(event.seats) and cint(event.seats) < taken:
		frappe.throw(_("{0} guests are invited already.").format(taken), EventError)
	permissions.check_in_scope(event)


def tell_people(event: ViewingEvent) -> None:
	"""Event on_update: the guide, and on another time, place or the end of it the agents who have guests."""
	before, me = event.get_doc_before_save(), frappe.session.user
	when = format_datetime(event.starts_at)
	if event.guide and event.status == PLANNED and (not before or before.guide != event.guide):
		user = user_of_staff(event.guide)
		if user and user != me:
			put_on_desks(
				[user], event.doctype, event.name, _("You guide {0}, {1}.").format(event.title, when)
			)
	if not before:
		return
	moved = get_datetime(before.starts_at) != get_datetime(event.starts_at) or before.place != event.place
	if event.status == CANCELLED and before.status != CANCELLED:
		subject = _("{0} is cancelled: tell your guests.").format(event.title)
	elif moved:
		subject = _("{0} is now on {1}, {2}: tell your guests.").format(event.title, when, event.place or "-")
	else:
		return
	agents = frappe.get_all(
		"Invitation", {"event": event.name, "docstatus": ("<", 2)}, pluck="agent", distinct=True
	)
	users = frappe.get_all(
		"Sales Staff",
		{"name": ("in", among(agents)), "status": ("!=", "Departed"), "user": ("is", "set")},
		pluck="user",
	)
	put_on_desks([user for user in users if user != me], event.doctype, event.name, subject)


def refuse_delete(event: ViewingEvent) -> None:
	"""Event on_trash: an event with guests is cancelled instead. Raises EventError."""
	if guests_of(event.name):
		frappe.throw(_("{0} has guests; cancel it instead.").format(event.title), EventError)


def guests_of(event: str) -> int:
	"""How many guests are invited to an event, those of drafts included."""
	return frappe.db.count("Invitation", {"event": event, "docstatus": ("<", 2)})


def check_guests(register: InvitationRegister) -> None:
	"""The rows of a register that invite to events: of its centre, planned, on its day, and with a seat left.

	The event's row is held, so that two registers do not take the last seat. Raises RegisterError.
	"""
	wanted = sorted({row.event for row in register.rows if row.event})
	for name in wanted:
		event = locking.row_now("Viewing Event", name, ["title", "centre", "status", "starts_at", "seats"])
		event = event or frappe._dict()
		rows = [row for row in register.rows if row.event == name]
		if event.centre != register.centre:
			frappe.throw(_("Row {0}: the event is none of this centre.").format(rows[0].idx), RegisterError)
		if event.status == CANCELLED:
			frappe.throw(_("Row {0}: {1} is cancelled.").format(rows[0].idx, event.title), RegisterError)
		for row in rows:
			row.planned_at = row.planned_at or event.starts_at
			if get_datetime(row.planned_at).date() != get_datetime(event.starts_at).date():
				frappe.throw(
					_("Row {0}: {1} is on {2}.").format(
						row.idx, event.title, format_datetime(event.starts_at)
					),
					RegisterError,
				)
		others = {"event": name, "docstatus": ("<", 2), "parent": ("!=", register.name or "")}
		taken = locking.count_now("Invitation", others)
		if event.seats and taken + len(rows) > event.seats:
			frappe.throw(
				_("{0} has {1} seats, of which {2} are taken.").format(event.title, event.seats, taken),
				RegisterError,
				title=_("No Seat Left"),
			)
