"""Taking rows out of lists and reports: each export is one line of the log, with a limit of rows a day (R47).

Frappe's own exports (overrides/export_gate.py) and the app's workbooks ask `may_take_out`. They carry masks and no numbers; what is counted is how much a person carries off.
"""

from __future__ import annotations

import frappe
from frappe import _
from frappe.query_builder.functions import Sum
from frappe.utils import cint

from dianjian_app.framework_compat import desk_path
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.resources.numbers import limit_alerts
from dianjian_app.resources.numbers.reveal import write_log

APP = "Dianjian App"
DEFAULT_LIMIT = 10_000


def may_take_out(doctype: str, name: str, rows: int, reason: str, place: dict | None = None) -> bool:
	"""Log an export of so many rows, or refuse it past the limit of a day (R47).

	doctype, name: "Report" or "DocType" and which; place: filters that may name centre and sales_group, else the
	reader's own. Refused, the answer to the request is a page that says so: the caller returns nothing else.
	"""
	refusal = refusal_of(doctype, name, rows, reason, place)
	if refusal:
		frappe.respond_as_web_page(
			_("Daily Limit"),
			refusal,
			http_status_code=403,
			primary_action=desk_path(),
			primary_label=_("Back"),
		)
	return not refusal


def refusal_of(doctype: str, name: str, rows: int, reason: str, place: dict | None = None) -> str | None:
	"""Log an export of so many rows; past the limit of a day give the sentence that refuses it, and tell the leader.

	The log keeps the refused export, too. No rows need no log. For the parameters see `may_take_out`.
	"""
	if not rows:
		return None
	limit = limit_alerts.allowed("export_limit_per_day", DEFAULT_LIMIT)
	taken = _taken_today(frappe.session.user)
	doc = _place(place)
	if taken + rows <= limit:
		write_log("Export", doctype, name, rows, reason, doc=doc)
		return None
	limit_alerts.past_the_limit(limit_alerts.EXPORTS, limit)
	write_log("Export", doctype, name, rows, reason, refused=True, doc=doc)
	message = _("You may export {0} rows a day. You have exported {1} today and asked for {2} more.")
	return f"{message.format(limit, taken, rows)} {_('Filter for fewer rows, or ask your leader.')}"


def _place(filters: dict | None):
	"""Where the line belongs: the filters' place, else the reader's own, so that their leader finds it."""
	filters = filters or {}
	if filters.get("centre") or filters.get("sales_group"):
		return frappe._dict(centre=filters.get("centre"), sales_group=filters.get("sales_group"))
	staff = staff_of_user(frappe.session.user)
	return staff and frappe.db.get_value("Sales Staff", staff, ["centre", "sales_group"], as_dict=True)


def _taken_today(user: str) -> int:
	"""Rows this user exported today; the user's row is locked so that two requests count one by one."""
	frappe.db.get_value("User", user, "name", for_update=True)
	log = frappe.qb.DocType("Phone Reveal Log")
	query = frappe.qb.from_(log).for_update().select(Sum(log.row_count))
	mine = (log.user == user) & (log.kind == "Export") & (log.refused == 0)
	return cint(query.where(mine & (log.revealed_at >= limit_alerts.EXPORTS.since())).run()[0][0])
