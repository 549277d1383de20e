"""The naming series of Call Lead, whose row is the lock of everybody who makes leads or gives them numbers (R6)."""

from __future__ import annotations

import frappe
from frappe.utils import now_datetime

from dianjian_app.series_blocks import lock_series, reserve_names

SERIES = "CL-{year}-"
DIGITS = 6


def lock_lead_series() -> tuple[str, int]:
	"""Lock the series until the transaction ends; gives its key and its last number.

	Imports and incoming calls take this lock before they look up numbers: they run one after the other, so that two that
	bring the same number see each other and never end in a deadlock.
	"""
	key = _key()
	return key, lock_series(key)


def reserve_lead_names(count: int) -> list[str]:
	"""`count` new names of the series in one step."""
	return reserve_names(_key(), DIGITS, count)


def _key() -> str:
	return SERIES.format(year=now_datetime().year)


def has_grown() -> bool:
	"""Whether another session has made leads since this transaction first read the series.

	To be asked under `lock_lead_series`, whose locking read sees the number as it is committed now.
	"""
	key, last = lock_lead_series()
	series = frappe.qb.DocType("Series")
	seen = frappe.qb.from_(series).where(series.name == key).select(series.current).run()
	return not seen or seen[0][0] != last
