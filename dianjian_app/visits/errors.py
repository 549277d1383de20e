"""What registers, visits and deals refuse."""

from __future__ import annotations

import frappe


class RegisterError(frappe.ValidationError):
	"""A register or a row of it that cannot be; the message names the row."""


class RegisterFrozenError(frappe.ValidationError):
	"""A signed register is not altered."""


class NotTheSignerError(frappe.PermissionError):
	"""Somebody signed a register who may not."""


class VisitError(frappe.ValidationError):
	"""An act that does not fit the visit's stage."""


class VisitFrozenError(frappe.ValidationError):
	"""What has been signed or closed is not altered."""


class NotYourActError(frappe.PermissionError):
	"""An act in the chain of custody by somebody whose act it is not."""


class DealError(frappe.ValidationError):
	"""A deal that cannot be."""


class DealFrozenError(frappe.ValidationError):
	"""A confirmed deal changes by cancellation and correction alone."""


class NotTheManagerError(frappe.PermissionError):
	"""Somebody recorded, confirmed or cancelled a deal who may not."""
