"""The events of a Punch Device, and its token (R33)."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import frappe
from frappe import _

from dianjian_app import permissions

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.punch_device.punch_device import PunchDevice

WRITTEN_BY_PUSH = ("last_push_at", "last_count", "clock_off")


class DeviceUsedError(frappe.ValidationError):
	"""Somebody deletes or renames a device that punches name."""


def validate(device: PunchDevice) -> None:
	"""Event validate: what the pushes write stays theirs, and the centre stays. Raises OutOfScopeError."""
	before = device.get_doc_before_save()
	if before:
		permissions.check_in_scope(before)  # the stored one: the request may name another centre
	for field in WRITTEN_BY_PUSH:
		device.set(field, before.get(field) if before else None)


def refuse_used(device: PunchDevice) -> None:
	"""Events on_trash and before_rename: punches name it. Raises DeviceUsedError."""
	if frappe.db.exists("Punch Record", {"device": device.name}) or frappe.db.exists(
		"Punch File", {"device": device.name}
	):
		frappe.throw(
			_("Punches name {0}; disable it instead.").format(device.name), DeviceUsedError, title=_("In Use")
		)


@frappe.whitelist(methods=["POST"])
def make_token(device: str) -> str:
	"""Give a device a new token and show it this once; the one before is void.

	Raises PermissionError for whoever may not write the device.
	"""
	doc = frappe.get_doc("Punch Device", device)
	doc.check_permission("write")
	token = secrets.token_urlsafe(32)
	doc.token = token
	doc.save()
	return token
