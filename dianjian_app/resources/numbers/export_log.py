"""Exports of lists and reports: each is one line of the log and counts towards a daily limit of rows (R47).

Frappe's own exports (overrides/export_gate.py) and the app's workbooks ask `allow_export`. Their rows carry masked
numbers; the limit is about how much a person takes away.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import frappe
from frappe import _
from frappe.query_builder.functions import Sum
from frappe.utils import cint

from dianjian_app.framework_compat import desk_path
from dianjian_app.locking import hold
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.resources.numbers import limit_alerts
from dianjian_app.resources.numbers.reveal import write_log

APP = "Dianjian App"
DEFAULT_LIMIT = 10_000
HEADED: Mapping[str, str] = {
	"centre": "Sales Centre",
	"sales_group": "Sales Group",
	"agent": "Sales Staff",
	"staff": "Sales Staff",
}
"""filters that stand at the head of what is given out, or in its log → whose names they are"""


class NotOursToNameError(frappe.PermissionError):
	"""Something to carry off would be headed with a centre, group or person that its reader may not see."""


def allow_export(
	doctype: str, name: str, rows: int, reason: str, filters: Mapping[str, Any] | None = None
) -> bool:
	"""Log an export, or refuse it when it goes beyond the daily limit (R47).

	doctype, name: "Report" or "DocType" and which; rows: how many are exported; filters: may name centre and sales_group
	of the line, default the user's own. When it gives False, the response is a page that says why, and the caller gives
	nothing else. Raises NotOursToNameError where a filter names a place or person that the user may not see.
	"""
	refusal = refusal_of(doctype, name, rows, reason, filters)
	if refusal:
		frappe.respond_as_web_page(
			_("Daily Limit"),
			refusal,
			http_status_code=403,
			primary_action=desk_path(),
			primary_label=_("Back"),
		)
	return not refusal


def refusal_of(
	doctype: str, name: str, rows: int, reason: str, filters: Mapping[str, Any] | None = None
) -> str | None:
	"""Log an export; beyond the daily limit log and report the refusal, and give its message.

	An export of no rows is not logged. Parameters and errors as in `allow_export`.
	"""
	_check_named(filters or {})
	if not rows:
		return None
	limit = limit_alerts.limit_of("export_limit_per_day", DEFAULT_LIMIT)
	exported = _exported_today(frappe.session.user)
	place = _place_of(filters or {})
	if exported + rows <= limit:
		write_log("Export", doctype, name, rows, reason, place=place)
		return None
	limit_alerts.report_limit_reached(limit_alerts.EXPORTS, limit)
	write_log("Export", doctype, name, rows, reason, refused=True, place=place)
	message = _("You may export {0} rows a day. You have exported {1} today and asked for {2} more.")
	return f"{message.format(limit, exported, rows)} {_('Filter for fewer rows, or ask your leader.')}"


def _check_named(filters: Mapping[str, Any]) -> None:
	for field, doctype in HEADED.items():
		name = filters.get(field)
		if not isinstance(name, str) or not name:
			continue
		if not frappe.db.exists(doctype, name) or not frappe.has_permission(doctype, "read", doc=name):
			frappe.throw(
				_("You may not see {0} {1}, or it does not exist.").format(_(doctype), name),
				NotOursToNameError,
			)


def _place_of(filters: Mapping[str, Any]) -> frappe._dict | None:
	"""Centre and group of the log's line, by which a leader finds it: of the filters, else of the user."""
	if filters.get("centre") or filters.get("sales_group"):
		return frappe._dict(centre=filters.get("centre"), sales_group=filters.get("sales_group"))
	staff = staff_of_user(frappe.session.user)
	return staff and frappe.db.get_value("Sales Staff", staff, ["centre", "sales_group"], as_dict=True)


def _exported_today(user: str) -> int:
	"""Rows that the user exported today. The user's row is locked, so that two requests are counted one by one."""
	hold("User", user)
	log = frappe.qb.DocType("Phone Reveal Log")
	query = frappe.qb.from_(log).for_update().select(Sum(log.row_count))
	own = (log.user == user) & (log.kind == "Export") & (log.refused == 0)
	return cint(query.where(own & (log.revealed_at >= limit_alerts.EXPORTS.start())).run()[0][0])
