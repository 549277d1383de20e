"""Events of Daily Briefing: written by who leads the group, once a day, and given to the group by submitting (R53)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import add_days, formatdate, getdate

from dianjian_app import names_without_series
from dianjian_app.desk_notices import put_on_desks
from dianjian_app.people.authority import NotYourPartError, stands_over
from dianjian_app.people.group_members import members_on
from dianjian_app.permissions import check_in_scope
from dianjian_app.resources.customers_named import refuse_customers

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.daily_briefing.daily_briefing import DailyBriefing

DRAFT, GIVEN, REVIEWED, WITHDRAWN = "Draft", "Given", "Reviewed", "Withdrawn"
LONGEST = 480
"""minutes"""
BY_APP = (
	*("stage", "author", "author_name", "review", "reviewed_by", "reviewed_at"),
	*("result_connected", "result_invited", "result_visits", "result_deals"),
)
FIXED = ("sales_group", "centre", "date")


class BriefingError(frappe.ValidationError):
	"""A briefing that cannot be so."""


def name_of(briefing: DailyBriefing) -> str:
	"""Event autoname: the name says group and day."""
	return names_without_series.of_agents_day(
		"Daily Briefing", "DB", briefing.sales_group or "", briefing.date or getdate()
	)


def validate(briefing: DailyBriefing) -> None:
	"""Event validate: whose briefing it is, once a day, and that it names no customer.

	Raises BriefingError, CustomerNamedError, NotYourPartError, OutOfScopeError.
	"""
	before = briefing.get_doc_before_save()
	for field in (*BY_APP, *(FIXED if before else ())):
		briefing.set(field, before.get(field) if before else None)
	if not before:
		briefing.stage = DRAFT
		briefing.author = frappe.session.user
		briefing.author_name = frappe.utils.get_fullname(briefing.author)
		briefing.centre = frappe.db.get_value("Sales Group", briefing.sales_group, "centre")
	check_leads(briefing)
	_check_day(briefing)
	if (briefing.minutes or 0) > LONGEST:
		frappe.throw(_("A briefing takes at most {0} minutes.").format(LONGEST), BriefingError)
	texts = (briefing.news, briefing.activities, briefing.focus)
	refuse_customers(briefing, [text for text in texts if text])
	check_in_scope(briefing)


def check_leads(briefing: DailyBriefing) -> None:
	"""Only who leads the group or manages its centre writes its briefing. Raises NotYourPartError."""
	if not stands_over(frappe.session.user, briefing.sales_group, briefing.centre):
		frappe.throw(
			_("The briefing of {0} is given by its leader.").format(briefing.sales_group), NotYourPartError
		)


def _check_day(briefing: DailyBriefing) -> None:
	day = getdate(briefing.date)
	if briefing.docstatus == 0 and day < getdate():
		frappe.throw(_("A day that is over gets no briefing."), BriefingError)
	if day > getdate(add_days(getdate(), 7)):
		frappe.throw(_("A briefing is written for the days to come, at most a week ahead."), BriefingError)
	same = {"sales_group": briefing.sales_group, "date": day, "docstatus": ("<", 2)}
	other = frappe.db.get_value("Daily Briefing", {**same, "name": ("!=", briefing.name or "")})
	if other:
		frappe.throw(
			_("{0} has its briefing of {1} already: {2}.").format(
				briefing.sales_group, formatdate(day), other
			),
			BriefingError,
		)


def give(briefing: DailyBriefing) -> None:
	"""Event on_submit: the group is told that there is a briefing."""
	briefing.db_set("stage", GIVEN)
	of_group = (briefing.sales_group, getdate(briefing.date))
	users = {person.user for person in members_on([of_group])[of_group] if person.user} - {
		frappe.session.user
	}
	subject = _("Briefing of {0}: {1}").format(formatdate(briefing.date), (briefing.focus or "")[:80])
	put_on_desks(sorted(users), briefing.doctype, briefing.name, subject)


def withdraw(briefing: DailyBriefing) -> None:
	"""Event on_cancel: what was given by mistake is not shown any more."""
	check_leads(briefing)
	briefing.db_set("stage", WITHDRAWN)
