"""Keeps the log of numbers that were asked for in a request that failed: an error would take it back, and guesses with it.

Who makes the act fail on purpose, by a field that cannot be, is counted all the same (R47).
"""

from __future__ import annotations

import frappe
from frappe.model.document import Document
from werkzeug.wrappers import Request, Response

from dianjian_app.resources.numbers import limit_alerts

DEFAULT_LIMIT = 100
"""numbers that a person may ask for in a day"""


def remember(line: Document) -> None:
	"""Note a line of the log, until the request's end."""
	if not frappe.flags.dianjian_asked:
		frappe.flags.dianjian_asked = []
	frappe.flags.dianjian_asked.append(line)


def keep(response: Response | None = None, request: Request | None = None) -> None:
	"""Hook after_request: write what the request has logged and then lost, in a transaction of its own.

	The framework has committed or rolled back before.
	"""
	if write_again():
		frappe.db.commit()  # after the request, whose transaction has ended


def write_again() -> int:
	"""Write what has been logged and then taken back, in the transaction that goes on; gives how many lines."""
	lines = frappe.flags.dianjian_asked or []
	# by its key, not its name: a request that was tried again has logged it anew
	unlogged = {line.number_key: line for line in lines if not _is_logged(line)}
	lost = list(unlogged.values())
	frappe.flags.dianjian_asked = None
	if any(line.refused for line in lost):
		limit_alerts.report_limit_reached(
			limit_alerts.SEARCHES, limit_alerts.limit_of("search_limit_per_day", DEFAULT_LIMIT)
		)
	for line in lost:
		again = frappe.get_doc({**line.as_dict(), "name": None, "reference_name": None})
		again.insert(ignore_permissions=True)  # the app writes its log
	return len(lost)


def _is_logged(line: Document) -> bool:
	same = {"user": line.user, "number_key": line.number_key, "refused": line.refused}
	return bool(frappe.db.exists("Phone Reveal Log", line.name) or frappe.db.exists("Phone Reveal Log", same))
