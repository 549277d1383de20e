"""Answers what others ask about appeals: which entries one holds, and until when an entry may be appealed against (R31, R35)."""

from __future__ import annotations

from collections.abc import Iterable

import frappe
from frappe.utils import getdate

from dianjian_app.people.appeal_course import last_day_to_appeal
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.stage_codes.appeal_stages import OPEN, WITHDRAWN

ENTRY, ACTION, MISSING = "An Entry", "A Disciplinary Action", "Something Missing"
APPRAISAL = "An Appraisal"
"""what an appeal can be about"""


def entries_under_appeal(entries: Iterable[str]) -> set[str]:
	"""Return those of the entries that an open appeal holds, with one query. Only these wait; the others go on (R31)."""
	names = list(entries)
	if not names:
		return set()
	filters = {"entry": ("in", names), "stage": ("in", OPEN)}
	return set(frappe.get_all("Incentive Appeal", filters, pluck="entry"))


@frappe.whitelist()
def appeals_of_entry(entry: str) -> dict:
	"""Return what an entry's form says about appeals. Raises PermissionError.

	Gives {"held", "open": the appeal, for whoever may see it, "may_appeal", "until": the last day of appeal}.
	"""
	doc = frappe.get_doc("Incentive Entry", entry)
	doc.check_permission("read")
	me = staff_of_user(frappe.session.user)
	mine = me and me == doc.agent
	found = frappe.db.get_value("Incentive Appeal", {"entry": entry, "stage": ("in", OPEN)}, "name")
	sees = found and frappe.has_permission("Incentive Appeal", doc=frappe.get_doc("Incentive Appeal", found))
	last = last_day_to_appeal(doc.centre, getdate(doc.posted_on))
	known = frappe.db.exists(
		"Incentive Appeal", {"entry": entry, "agent": doc.agent, "stage": ("!=", WITHDRAWN)}
	)
	return {
		"held": bool(found),
		"open": found if sees else None,
		"may_appeal": bool(mine and not known and not doc.reverses and getdate() <= last),
		"until": str(last),
	}
