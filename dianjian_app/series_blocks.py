"""Several numbers of a naming series at once, for rows that are written as a set."""

from __future__ import annotations

import frappe


def lock_series(key: str) -> int:
	"""Lock a series until the transaction ends; gives its last number. key: e.g. "CL-2026-"."""
	series = frappe.qb.DocType("Series")
	# not "insert ignore", which shares the row's lock: two that share it and then want it alone would deadlock
	start = frappe.qb.into(series).columns(series.name, series.current).insert(key, 0)
	start.on_duplicate_key_update(series.current, series.current).run()
	query = frappe.qb.from_(series).where(series.name == key).for_update().select(series.current)
	return query.run()[0][0] or 0


def reserve_names(key: str, digits: int, count: int) -> list[str]:
	"""`count` new names of a series in one step."""
	if not count:
		return []
	last = lock_series(key)
	series = frappe.qb.DocType("Series")
	frappe.qb.update(series).set(series.current, last + count).where(series.name == key).run()
	return [f"{key}{n:0{digits}d}" for n in range(last + 1, last + count + 1)]
