"""What agents and consultants hear of the market: noted in one's own name, read by the centre (R51)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import getdate

from dianjian_app import permissions, roles
from dianjian_app.people.authority import decides_for
from dianjian_app.people.place_on_day import fill_person
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.resources.numbers.phone import hide_numbers

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.market_note.market_note import MarketNote

WHO = ("agent", "agent_name", "sales_group", "centre")
TEXTS = ("title", "text", "source", "project")


class MarketNoteError(frappe.ValidationError):
	"""A note that cannot be so."""


def validate(note: MarketNote) -> None:
	"""Event validate: whose note it is stays; its writer, planning and the manager change it. Raises MarketNoteError,
	PermissionError, OutOfScopeError."""
	before = note.get_doc_before_save()
	if before:
		for field in WHO:
			note.set(field, before.get(field))
		_check_writer(note)
	else:
		note.agent = staff_of_user(frappe.session.user)
		if not note.agent:
			frappe.throw(_("Market notes are written by the staff of a sales centre."), MarketNoteError)
		fill_person(note, getdate())
	if note.noted_on and getdate(note.noted_on) > getdate():
		frappe.throw(_("A note cannot be of a day to come."), MarketNoteError)
	for field in TEXTS:
		note.set(field, hide_numbers((note.get(field) or "").strip()) or None)
	permissions.check_in_scope(note)


def refuse_delete(note: MarketNote) -> None:
	"""Event on_trash: its writer, planning and the manager take a note back. Raises PermissionError."""
	_check_writer(note)


def _check_writer(note: MarketNote) -> None:
	user = frappe.session.user
	if staff_of_user(user) == note.agent or any(
		decides_for(user, str(note.centre), role) for role in (roles.MANAGER, roles.PLANNING)
	):
		return
	frappe.throw(
		_("A note is changed by who wrote it, by Planning or by the manager."), frappe.PermissionError
	)
