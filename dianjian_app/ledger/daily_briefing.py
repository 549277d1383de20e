"""The morning's briefing on the call page, and the evening's result from the ledger beside its targets (R53)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import frappe
from frappe import _
from frappe.query_builder.functions import Sum
from frappe.utils import add_days, getdate, now_datetime

from dianjian_app.ledger.daily_briefing_events import (
	GIVEN,
	REVIEWED,
	BriefingError,
	check_leads,
)
from dianjian_app.people.reading_marks import read_by
from dianjian_app.people.staffing import group_on, staff_of_user
from dianjian_app.resources.customers_named import refuse_customers

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.daily_briefing.daily_briefing import DailyBriefing

FIGURES = {
	"connected": "Customers Connected",
	"invited": "Invitations",
	"visits": "Counted Visits",
	"deals": "Deals",
}
SHOWN = ("name", "date", "author_name", "news", "activities", "focus", *(f"target_{f}" for f in FIGURES))
COPIED = ("news", "activities", "focus", "minutes", *(f"target_{f}" for f in FIGURES))
DAYS_BACK = 14
"""how long a missed briefing is shown to who was away"""


@frappe.whitelist()
def briefings_for_me() -> list[dict[str, Any]]:
	"""Today's briefing of the session's person, after those of the last days that they have not read yet.

	Who was away hears them on the next day. Gives [{…SHOWN, "is_read", "is_today"}], the oldest first; none for who is in no group.
	"""
	person = staff_of_user(frappe.session.user)
	if not person:
		return []
	today = getdate()
	rows = frappe.get_list(
		"Daily Briefing",
		{
			"stage": ("in", (GIVEN, REVIEWED)),
			"date": ("between", (getdate(add_days(today, -DAYS_BACK)), today)),
			"sales_group": ("in", _groups_of(person) or ["-"]),
		},
		[*SHOWN, "sales_group"],
		order_by="date",
		limit_page_length=0,
	)
	read = read_by(person, "Daily Briefing")
	shown = []
	for row in rows:
		row.is_read, row.is_today = row.name in read, row.date == today
		if (row.is_today or not row.is_read) and group_on(person, row.date) == row.pop("sales_group"):
			shown.append(row)
	return shown


def _groups_of(person: str) -> list[str]:
	filters = {"parent": person, "parenttype": "Sales Staff"}
	return sorted(set(frappe.get_all("Sales Group Membership", filters, pluck="sales_group", limit=0)))


@frappe.whitelist()
def start_from(sales_group: str) -> dict[str, Any]:
	"""What the group's last briefing said, as a start for the next one: {field: value of COPIED}; empty before the first.

	Raises PermissionError.
	"""
	doc = frappe.get_doc("Sales Group", sales_group)
	doc.check_permission("read")
	frappe.new_doc("Daily Briefing").check_permission("create")
	rows = frappe.get_list(
		"Daily Briefing",
		{"sales_group": sales_group, "stage": ("in", (GIVEN, REVIEWED))},
		list(COPIED),
		order_by="date desc",
		limit_page_length=1,
	)
	return rows[0] if rows else {}


@frappe.whitelist(methods=["POST"])
def review(briefing: str, words: str = "") -> dict[str, int]:
	"""In the evening the leader closes the day: the result is filled from the ledger, with a word on it. Gives the figures.

	briefing: name of a given Daily Briefing. Done again, it takes the ledger's figures anew. Raises BriefingError,
	CustomerNamedError, NotYourPartError, PermissionError.
	"""
	doc = frappe.get_doc("Daily Briefing", briefing)
	doc.check_permission("submit")
	check_leads(doc)
	if doc.docstatus != 1:
		frappe.throw(_("{0} was not given; there is nothing to review.").format(briefing), BriefingError)
	if getdate(doc.date) > getdate():
		frappe.throw(_("The day of {0} is still to come.").format(briefing), BriefingError)
	words = (words or "").strip()
	refuse_customers(doc, [words])
	figures = results_of(doc.sales_group, getdate(doc.date))
	doc.db_set(
		{
			**{f"result_{name}": value for name, value in figures.items()},
			"stage": REVIEWED,
			"review": words or doc.review,
			"reviewed_by": frappe.session.user,
			"reviewed_at": now_datetime(),
		},
		notify=True,
	)
	return figures


def results_of(sales_group: str, day: date) -> dict[str, int]:
	"""The group's figures of a day as the ledger has them: figure → sum."""
	line = frappe.qb.DocType("Daily Ledger")
	query = (
		frappe.qb.from_(line)
		.where((line.sales_group == sales_group) & (line.date == day))
		.select(*(Sum(line[name]).as_(name) for name in FIGURES))
	)
	[row] = query.run(as_dict=True)
	return {name: int(row[name] or 0) for name in FIGURES}


def plan_and_result(briefing: DailyBriefing) -> list[dict[str, Any]]:
	"""Targets beside what the ledger says now, for the form: [{"label", "target", "result"}]."""
	if briefing.docstatus != 1:
		return []
	figures = results_of(briefing.sales_group, getdate(briefing.date))
	return [
		{"label": _(label), "target": briefing.get(f"target_{name}") or 0, "result": figures[name]}
		for name, label in FIGURES.items()
	]
