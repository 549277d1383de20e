"""Units from a workbook: looked at first, then brought in as a whole or not at all; the same file again changes nothing (R55).

A unit is known by centre, building and number. What a workbook has no column for stays as it is; units that it does not
name stay as well.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import frappe
from frappe import _
from frappe.utils import flt

from dianjian_app.in_words import clauses, listed
from dianjian_app.locking import document_now, hold, rows_now
from dianjian_app.resources.intake import reading, unreadable
from dianjian_app.service.property_unit_events import UnitError
from dianjian_app.service.unit_reading import (
	MISSING,
	NO_COLUMNS,
	NOT_A_NUMBER,
	TOO_LARGE,
	TOO_LONG,
	TWICE,
	UNKNOWN_STATE,
	CellError,
	Reading,
	ReadUnit,
	key_of,
	read_units,
)

MOST_BYTES, MOST_UNITS, SHOWN = 5 * 1024 * 1024, 5000, 30
FIELDS = (
	*("building", "unit_number", "floor", "product_type", "layout", "rooms", "area", "price", "unit_price"),
	*("state", "orientation", "remarks"),
)
DERIVED = ("rooms", "price", "unit_price")
"""what follows from other fields where a row does not say it"""


@dataclass
class Plan:
	"""What bringing a workbook in would do. new: values of units to make; changed: name of a unit → what changes."""

	new: list[dict[str, Any]] = field(default_factory=list)
	changed: dict[str, dict[str, Any]] = field(default_factory=dict)
	unchanged: int = 0
	not_named: int = 0
	errors: list[str] = field(default_factory=list)
	columns: dict[str, dict[str, str]] = field(default_factory=dict)


@frappe.whitelist(methods=["POST"])
def preview(centre: str, filename: str, content: str) -> dict[str, Any]:
	"""What bringing in a workbook of units would do; nothing is written (R55).

	content: the file in base64. Gives {"new", "changed", "unchanged", "not_named": units of the centre that the file does not
	name, "columns": {sheet: {field: heading}}, "error_count", "errors": the first SHOWN, in words}. Raises UnitError for what
	is no workbook, PermissionError.
	"""
	_check_may(centre)
	return _told(_plan(centre, _read(filename, content)))


@frappe.whitelist(methods=["POST"])
def bring_in(centre: str, filename: str, content: str) -> dict[str, Any]:
	"""Bring in a workbook of units, whole or not at all; again it changes nothing (R55).

	Gives what `preview` gives. Raises UnitError with every cell that is wrong, PermissionError; then nothing is changed.
	"""
	_check_may(centre)
	found = _read(filename, content)
	hold("Sales Centre", centre)
	plan = _plan(centre, found, rows_now)
	if plan.errors:
		frappe.throw(
			"<br>".join(frappe.utils.escape_html(words) for words in plan.errors[:SHOWN]),
			UnitError,
			title=_("Nothing Was Changed"),
		)
	for values in plan.new:
		frappe.get_doc(doctype="Property Unit", centre=centre, **values).insert()
	for name, values in plan.changed.items():
		document_now("Property Unit", name).update(values).save()
	return _told(plan)


def _check_may(centre: str) -> None:
	frappe.new_doc("Property Unit").check_permission("create")
	frappe.get_doc("Sales Centre", centre).check_permission("read")


def _told(plan: Plan) -> dict[str, Any]:
	return {
		"new": len(plan.new),
		"changed": len(plan.changed),
		"unchanged": plan.unchanged,
		"not_named": plan.not_named,
		"columns": plan.columns,
		"error_count": len(plan.errors),
		"errors": plan.errors[:SHOWN],
	}


def _read(filename: str, content: str) -> Reading:
	"""Raises UnitError for what is no workbook."""
	name = filename or _("The file")
	try:
		data = base64.b64decode(content or "", validate=True)
	except (binascii.Error, ValueError):
		data = b"\0"
	if len(data) > MOST_BYTES:
		frappe.throw(_("{0} is larger than {1} MB.").format(name, MOST_BYTES // 1024**2), UnitError)
	try:
		return read_units(reading.read_sheets(data, filename))
	except unreadable.EncryptedError:
		message = _("{0} is locked by a password; save it without one.")
	except unreadable.EmptyFileError:
		message = _("{0} is empty.")
	except unreadable.ReadingError:
		message = _("{0} cannot be read; save it in Excel as .xlsx.")
	frappe.throw(message.format(name), UnitError, title=_("No Workbook"))
	raise UnitError(message)  # frappe.throw has raised; its signature does not say so


def _plan(centre: str, found: Reading, read: Callable[..., list] = frappe.get_all) -> Plan:
	plan = Plan(errors=[_in_words(error) for error in found.errors], columns=found.columns)
	if len(found.units) > MOST_UNITS:
		plan.errors.append(_("More than {0} units; divide the file.").format(MOST_UNITS))
	plan.errors += _unknown_products(found)
	if plan.errors:
		return plan
	there = {
		key_of(row.building, row.unit_number): row
		for row in read("Property Unit", {"centre": centre}, ["name", *FIELDS])
	}
	for unit in found.units:
		row = there.pop(unit.key, None)
		values = _values_of(unit)
		if row is None:
			plan.new.append(values)
		elif changed := _changes(row, values):
			plan.changed[row.name] = changed
		else:
			plan.unchanged += 1
	plan.not_named = len(there)
	return plan


def _values_of(unit: ReadUnit) -> dict[str, Any]:
	"""What a row says, as a document takes it; an empty cell of what follows from others says nothing."""
	values = {}
	for name, value in unit.values.items():
		if value is None and name in (*DERIVED, "state"):
			continue
		values[name] = float(value) if isinstance(value, Decimal) else value
	if values.get("price") and values.get("area"):
		values.pop("unit_price", None)
	return values


def _changes(row: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
	"""What differs; building and number are written as they were first."""
	return {
		name: value
		for name, value in values.items()
		if name not in ("building", "unit_number") and _same(row.get(name)) != _same(value)
	}


def _same(value: Any) -> Any:
	return (
		flt(value, 2) if isinstance(value, int | float | Decimal) else value or (0.0 if value == 0 else None)
	)


def _unknown_products(found: Reading) -> list[str]:
	named = {str(unit.values["product_type"]) for unit in found.units if unit.values.get("product_type")}
	known = set(frappe.get_all("Product Type", {"disabled": 0}, pluck="name"))
	return [
		_("{0} is no product of the app; its products are: {1}.").format(name, listed(sorted(known)))
		for name in sorted(named - known)
	]


def _in_words(error: CellError) -> str:
	said = {
		NO_COLUMNS: _("No sheet has headings for building (楼栋) and unit number (房号)."),
		MISSING: _("empty"),
		NOT_A_NUMBER: _("{0} is no number that can be here"),
		TOO_LARGE: _("{0} is too large"),
		UNKNOWN_STATE: _("{0} is none of: 在售, 预留, 已售, 保留"),
		TWICE: _("{0} stands twice"),
		TOO_LONG: _("{0} is too long"),
	}[error.code].format(error.value)
	if not error.row:
		return said
	return clauses([_("{0}, row {1}, {2}").format(error.sheet, error.row, error.heading), said])
