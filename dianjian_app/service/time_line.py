"""Everything that happened with one customer, as lines of one time line (R43, R47).

Each kind is one list of the reader's: Frappe asks for the role's right and the row conditions, so that a reader gets
the rows that they may open anyway, and no others. Free texts have their numbers masked once more on the way out.
"""

from __future__ import annotations

from datetime import date, datetime

import frappe
from frappe import _
from frappe.utils import get_datetime

from dianjian_app.resources.numbers.phone import hide_numbers
from dianjian_app.resources.numbers.reveal import WITH_NUMBER
from dianjian_app.service.time_line_kinds import KINDS, PRAISE, REVEALS, Kind, Row
from dianjian_app.value_lists import among

MOST_OF_A_KIND = 500


def lines_of(lead: str) -> list[dict]:
	"""The lines that the session's user may see, newest first: one query a kind, and one for people's names.

	Gives [{"kind", "at" (datetime), "title", "details": [[label, text]], "who", "doctype", "name"}].
	"""
	found = [line for kind in KINDS for line in _of(kind, [lead])]
	visits = [line["name"] for line in found if line["kind"] == "Visits"]
	found += _of(PRAISE, visits)
	documents = {line["name"] for line in found if line["doctype"] in WITH_NUMBER}
	found += _of(REVEALS, [lead, *sorted(documents)])
	_name_users(found)
	return sorted(found, key=lambda line: (line["at"], line["name"]), reverse=True)


def _of(kind: Kind, keys: list[str]) -> list[dict]:
	if not keys or not frappe.has_permission(kind.doctype):
		return []
	doctype, _dot, fieldname = kind.by.rpartition(".")
	filters: list[list] = [[doctype or kind.doctype, fieldname, "in", keys]]
	filters += [[f[0], f[1], *f[2]] for f in kind.filters]
	rows = frappe.get_list(  # a list of the reader's: role and row conditions hold
		kind.doctype,
		fields=list(kind.fields),
		filters=filters,
		order_by=f"`tab{kind.doctype}`.creation desc",
		limit_page_length=MOST_OF_A_KIND + 1,
	)
	lines = [_line(kind, row) for row in rows[:MOST_OF_A_KIND]]
	if len(rows) > MOST_OF_A_KIND:
		all_rows = frappe.get_list(kind.doctype, filters=filters, pluck="name", limit_page_length=0)
		text = _("The first {0} of {1} are shown.").format(MOST_OF_A_KIND, len(all_rows))
		lines.append({**lines[-1], "title": text, "details": [], "who": "", "users": []})
	return lines


def _line(kind: Kind, row: Row) -> dict:
	title, details = kind.read(row)
	at = next((row[f] for f in kind.at if row.get(f)), None)
	field, _colon, doctype = kind.links_to.partition(":")
	users = [
		row.get(f)
		for f in ("arrived_by", "contacted_by", "led_in_by", "signed_by", "confirmed_by", "no_show_by")
	]
	return {
		"kind": kind.key,
		"at": _moment(at),
		"has_time": isinstance(at, datetime),
		"title": title,
		"details": [[label, hide_numbers(str(text))] for label, text in details if text not in (None, "")],
		"who": row.get("who") or row.get("by_user") or "",
		"doctype": doctype or kind.doctype,
		"name": row[field] if field else row.name,
		"users": [u for u in (*users, row.get("by_user")) if u],
	}


def _moment(at: datetime | date | None) -> datetime:
	return get_datetime(at) if at else datetime.min


def _name_users(lines: list[dict]) -> None:
	"""Names of people in place of their logins, read at once."""
	wanted = sorted({u for line in lines for u in line["users"]})
	names = dict(frappe.get_all("User", {"name": ("in", among(wanted))}, ["name", "full_name"], as_list=True))
	for line in lines:
		line["who"] = names.get(line["who"], line["who"])
		for user in line.pop("users"):
			if user in names:
				line["details"] = [[a, text.replace(user, names[user])] for a, text in line["details"]]
