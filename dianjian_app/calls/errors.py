"""What a call sheet refuses (R11, R13)."""

import frappe


class CallSheetError(frappe.ValidationError):
	"""A sheet that cannot be: wrong day, wrong person, nothing on it, no reason given."""


class SheetFrozenError(frappe.ValidationError):
	"""A sheet that was handed in or confirmed is not altered."""


class NotTheAgentError(frappe.PermissionError):
	"""Somebody wrote on a sheet, or handed one in, that is not theirs."""


class NotTheLeaderError(frappe.PermissionError):
	"""Somebody confirmed, returned or corrected a sheet who may not."""
