"""What a centre's people are reminded of by the clock: certificates that end, wages to be reviewed, and care for staff (R3).

Each is told once: what it was told for stands with it. Birthdays are told without the year.
"""

from __future__ import annotations

from datetime import date, timedelta

import frappe
from frappe import _
from frappe.utils import formatdate, getdate

from dianjian_app import roles
from dianjian_app.desk_notices import put_on_desks
from dianjian_app.own_transactions import for_each
from dianjian_app.people.deadlines import deciders
from dianjian_app.value_lists import among

CERTIFICATE_AHEAD, WAGE_AHEAD, CARE_AHEAD = timedelta(days=30), timedelta(days=7), timedelta(days=2)
LATE = timedelta(days=7)
"""for how long after its day a care is still told, where the job did not run"""


def remind_daily(today: date | None = None) -> None:
	"""Daily job. One kind that fails does not keep the others back."""
	day = today or getdate()
	kinds = (certificates, wage_reviews, care)
	for_each(kinds, lambda kind: kind(day), lambda kind: f"Staff reminders: {kind.__name__}")


def certificates(today: date) -> list[str]:
	"""The person and HR are told of a certificate that ends within a month, or has ended. Gives the names."""
	due = frappe.get_all(
		"Staff Certificate",
		{"expires_on": ("<=", today + CERTIFICATE_AHEAD)},
		["name", "staff", "staff_name", "certificate", "expires_on", "reminded_for", "centre"],
		order_by="name",
		limit=0,
	)
	employed = _employed({row.staff for row in due})
	told = [row for row in due if row.reminded_for != row.expires_on and row.staff in employed]
	for row in told:
		subject = _("{0} of {1} ends on {2}.").format(
			row.certificate, row.staff_name, formatdate(row.expires_on)
		)
		users = {*deciders(row.centre, roles.HR), employed[row.staff].user or ""} - {""}
		put_on_desks(sorted(users), "Staff Certificate", row.name, subject)
		frappe.db.set_value(
			"Staff Certificate", row.name, "reminded_for", row.expires_on, update_modified=False
		)
	return [row.name for row in told]


def wage_reviews(today: date) -> list[str]:
	"""HR is told of wages that are to be reviewed within a week, never the person concerned. Gives the names."""
	due = frappe.get_all(
		"Staff Wage",
		{"review_on": ("<=", today + WAGE_AHEAD)},
		["name", "staff", "review_on", "reminded_for", "centre"],
		order_by="name",
		limit=0,
	)
	employed = _employed({row.staff for row in due})
	told = [row for row in due if row.reminded_for != row.review_on and row.staff in employed]
	for row in told:
		subject = _("The wage of {0} is to be reviewed on {1}.").format(
			employed[row.staff].staff_name, formatdate(row.review_on)
		)
		users = {*deciders(row.centre, roles.HR)} - {employed[row.staff].user}
		put_on_desks(sorted(users), "Staff Wage", row.name, subject)
		frappe.db.set_value("Staff Wage", row.name, "reminded_for", row.review_on, update_modified=False)
	return [row.name for row in told]


def care(today: date) -> list[str]:
	"""The leader, without one the manager, is told of birthdays, anniversaries of joining and talks that are due."""
	people = frappe.get_all(
		"Sales Staff",
		{"status": ("!=", "Departed")},
		[
			*("name", "staff_name", "user", "centre", "sales_group", "joining_date"),
			*("birthday", "next_talk_on", "birthday_told", "anniversary_told", "talk_told"),
		],
		order_by="name",
		limit=0,
	)
	leaders = _leaders({p.sales_group for p in people if p.sales_group})
	told = []
	for person in people:
		for field, day, words in _cares(person, today):
			users = {leaders.get(person.sales_group) or ""} - {"", person.user}
			users = users or ({*deciders(person.centre, roles.MANAGER)} - {person.user})
			put_on_desks(sorted(users), "Sales Staff", person.name, words)
			frappe.db.set_value("Sales Staff", person.name, field, day, update_modified=False)
			told.append(person.name)
	return told


def _cares(person: frappe._dict, today: date) -> list[tuple[str, date, str]]:
	"""What is due about a person: (field that keeps for which day it was told, that day, the words)."""
	found = []
	birthday = _next(person.birthday, today)
	if birthday and person.birthday_told != birthday:
		words = _("{0} has a birthday on {1}.").format(person.staff_name, formatdate(birthday, "MM-dd"))
		found.append(("birthday_told", birthday, words))
	joined = _next(person.joining_date, today)
	if joined and joined.year > person.joining_date.year and person.anniversary_told != joined:
		words = _("On {1} {0} has been here for {2} years.").format(
			person.staff_name, formatdate(joined), joined.year - person.joining_date.year
		)
		found.append(("anniversary_told", joined, words))
	talk = person.next_talk_on
	if talk and talk <= today + CARE_AHEAD and person.talk_told != talk:
		words = _("A talk with {0} is due on {1}.").format(person.staff_name, formatdate(talk))
		found.append(("talk_told", talk, words))
	return found


def _next(day: date | None, today: date) -> date | None:
	"""The day of this or the coming year that is due now; 29 February comes on the 28th where there is none."""
	if not day:
		return None
	for year in (today.year - 1, today.year, today.year + 1):
		try:
			of_year = day.replace(year=year)
		except ValueError:
			of_year = day.replace(year=year, day=28)
		if today - LATE <= of_year <= today + CARE_AHEAD:
			return of_year
	return None


def _employed(names: set[str]) -> dict[str, frappe._dict]:
	rows = frappe.get_all(
		"Sales Staff",
		{"name": ("in", among(names)), "status": ("!=", "Departed")},
		["name", "staff_name", "user"],
		limit=0,
	)
	return {row.name: row for row in rows}


def _leaders(groups: set[str]) -> dict[str, str | None]:
	"""group → the login of its leader."""
	rows = frappe.get_all(
		"Sales Group",
		{"name": ("in", among(groups)), "leader": ("is", "set")},
		["name", "leader"],
		limit=0,
	)
	staff = _employed({row.leader for row in rows})
	return {row.name: staff[row.leader].user for row in rows if row.leader in staff}
