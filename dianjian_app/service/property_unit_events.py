"""What must hold for a unit (房源): one of its building and number at a centre, price and area that agree (R55)."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import flt

from dianjian_app import permissions
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.resources.numbers.phone import hide_numbers
from dianjian_app.service.unit_reading import key_of, rooms_of

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.property_unit.property_unit import PropertyUnit


class UnitError(frappe.ValidationError):
	"""A unit that cannot be so."""


def validate(unit: PropertyUnit) -> None:
	"""Event validate. Raises UnitError, OutOfScopeError."""
	before = unit.get_doc_before_save()
	if not unit.centre:
		me = staff_of_user(frappe.session.user)
		unit.centre = me and frappe.db.get_value("Sales Staff", me, "centre")
	if before and before.centre != unit.centre:
		frappe.throw(_("A unit stays with its centre."), UnitError)
	for field in ("building", "unit_number", "layout", "orientation"):
		unit.set(field, (unit.get(field) or "").strip() or None)
	unit.remarks = hide_numbers(unit.remarks) if unit.remarks else None
	unit.title = f"{unit.building or ''} {unit.unit_number or ''}".strip()[:140]
	known_by = "|".join((unit.centre or "", *key_of(unit.building, unit.unit_number)))
	unit.unit_key = hashlib.sha256(known_by.encode()).hexdigest()
	_agree(unit)
	unit.rooms = unit.rooms or rooms_of(unit.layout) or 0
	_refuse_twice(unit)
	permissions.check_in_scope(unit)


def _agree(unit: PropertyUnit) -> None:
	"""Of price, area and price of a square metre the third follows from two."""
	if flt(unit.price) and flt(unit.area):
		unit.unit_price = flt(flt(unit.price) / flt(unit.area), 2)
	elif flt(unit.unit_price) and flt(unit.area):
		unit.price = flt(flt(unit.unit_price) * flt(unit.area), 2)


def _refuse_twice(unit: PropertyUnit) -> None:
	other = frappe.db.get_value("Property Unit", {"unit_key": unit.unit_key, "name": ("!=", unit.name or "")})
	if other:
		frappe.throw(_("{0} is entered already as {1}.").format(unit.title, other), UnitError)
