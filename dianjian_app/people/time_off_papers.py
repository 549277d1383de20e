"""Papers that a type of leave asks for: before it is approved, or filed by a day that is reminded of (R34).

Whether they are there is read from the files that are attached to the request; nobody ticks it.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import add_days, formatdate, getdate

from dianjian_app import roles
from dianjian_app.desk_notices import put_on_desks
from dianjian_app.own_transactions import for_each
from dianjian_app.people.approval import RequestError
from dianjian_app.people.deadlines import deciders
from dianjian_app.people.staffing import user_of_staff

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.time_off_request.time_off_request import TimeOffRequest
	from dianjian_app.people.time_off_types import Rules

REQUEST = "Time Off Request"
REMIND_DAYS = 1
LOOK_BACK_DAYS = 30
"""what was due longer ago is reminded of no more"""


class PapersMissingError(RequestError):
	"""Leave is to be approved, and the papers that it needs are not there."""


def fill(request: TimeOffRequest, rules: Rules) -> None:
	"""Write which papers are needed and by when; without days to file them they are due before approval, with no date."""
	request.papers = rules.papers or None
	later = rules.papers and rules.papers_days
	request.papers_due = add_days(getdate(request.to_date), rules.papers_days) if later else None


def check_there(request: TimeOffRequest) -> None:
	"""Event before_submit: papers that cannot be filed later are attached. Raises PapersMissingError."""
	if request.papers and not request.papers_due and request.name not in _with_files([request.name]):
		frappe.throw(
			_("{0} of {1} needs {2}: attach it before it is approved.").format(
				_(request.leave_type), request.staff_name, request.papers
			),
			PapersMissingError,
			title=_("Papers Missing"),
		)


def remind_and_tell(as_of: date | None = None) -> list[str]:
	"""Daily job: remind once before papers are due, and tell once when they are overdue, those who decide, too.

	Gives the names that it told of.
	"""
	today = as_of or getdate()
	rows = frappe.get_all(
		REQUEST,
		{
			"docstatus": 1,
			"papers_due": ("between", (today - timedelta(LOOK_BACK_DAYS), today + timedelta(REMIND_DAYS))),
			"papers_overdue": 0,
		},
		["name", "staff", "staff_name", "centre", "papers", "papers_due", "papers_reminded"],
		order_by="name",
		limit=0,
	)
	filed = _with_files([row.name for row in rows])
	told: list[str] = []

	def tell(row: frappe._dict) -> None:
		if row.papers_due < today:
			_say(row, "papers_overdue", _overdue(row), [*_person(row), *_who_decides(row)])
		elif not row.papers_reminded:
			_say(row, "papers_reminded", _reminder(row), _person(row))
		else:
			return
		told.append(row.name)

	for_each((row for row in rows if row.name not in filed), tell, lambda row: f"Papers of {row.name}")
	return told


def _say(row: frappe._dict, mark: str, subject: str, users: list[str]) -> None:
	frappe.db.set_value(REQUEST, row.name, mark, 1, update_modified=False)
	put_on_desks(sorted(set(users)), REQUEST, row.name, subject)


def _reminder(row: frappe._dict) -> str:
	return _("Attach {0} to {1} by {2}.").format(row.papers, row.name, formatdate(row.papers_due))


def _overdue(row: frappe._dict) -> str:
	return _("{0} of {1} for {2} was due on {3} and is missing.").format(
		row.papers, row.staff_name, row.name, formatdate(row.papers_due)
	)


def _person(row: frappe._dict) -> list[str]:
	user = user_of_staff(row.staff)
	return [user] if user else []


def _who_decides(row: frappe._dict) -> list[str]:
	return deciders(row.centre, roles.MANAGER, roles.ADMINISTRATION)


def _with_files(names: list[str]) -> set[str]:
	"""Those of the requests to which a file is attached."""
	if not names:
		return set()
	return set(
		frappe.get_all(
			"File",
			{"attached_to_doctype": REQUEST, "attached_to_name": ("in", names), "is_folder": 0},
			pluck="attached_to_name",
		)
	)
