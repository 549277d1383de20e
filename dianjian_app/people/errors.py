"""What centres, groups and work calendars refuse (R1, R2)."""

from __future__ import annotations

import frappe


class PlaceError(frappe.ValidationError):
	"""A centre, group or calendar that cannot be."""


class SeasonError(PlaceError):
	"""A season starts on no day, on the day of another, or with its hours reversed."""


class CalendarDayError(PlaceError):
	"""A date stands twice in a work calendar."""


class LeaderError(PlaceError):
	"""A group's leader or assistant, or a centre's manager, is not who may be."""
