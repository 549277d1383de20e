"""What a sales centre still needs before people work in it: hours, calendar, people, logins, sources, a first workbook (R1–R5).

Each thing says where it is done. Nothing here writes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import frappe
from frappe import _
from frappe.utils import getdate

from dianjian_app import roles
from dianjian_app.framework_compat import desk_path
from dianjian_app.in_words import listed
from dianjian_app.people import next_calendar
from dianjian_app.people.staffing import DEPARTED

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.sales_centre.sales_centre import SalesCentre

ASKING = (roles.ADMIN, roles.MANAGER, roles.HR)
NAMED = 3
"""how many names are said of what is missing"""


@frappe.whitelist(methods=["GET"])
def readiness(centre: str) -> list[dict[str, Any]]:
	"""What a centre needs, in the order in which one does it: [{"key", "label", "done", "optional", "says", "route"}].

	says: what is missing, in words; route: where it is done. Raises PermissionError for others than administrators,
	managers and HR, and for a centre that the session may not read.
	"""
	user = frappe.session.user
	if user != "Administrator" and not set(ASKING) & set(frappe.get_roles(user)):
		frappe.throw(
			_("Managers, HR and administrators set a centre up."),
			frappe.PermissionError,
		)
	doc: SalesCentre = frappe.get_doc("Sales Centre", centre)
	doc.check_permission("read")
	return [*_times(doc), *_people(doc), *_work(doc)]


def _item(
	key: str, label: str, done: object, says: str = "", route: str = "", optional: bool = False
) -> dict:
	return {
		"key": key,
		"label": label,
		"done": bool(done),
		"says": "" if done else says,
		"route": route,
		"optional": optional,
	}


def _of_centre(route: str, centre: str) -> str:
	return f"{desk_path(route)}?centre={quote(centre)}"


def _times(doc: SalesCentre) -> Iterator[dict]:
	form = desk_path("sales-centre", str(doc.name))
	years = next_calendar.missing_years(str(doc.name))
	yield _item("hours", _("Working hours and rest days"), doc.seasons and doc.rest_days, route=form)
	yield _item("calendar", _("Work calendar"), not years, listed(map(str, years)), form)
	yield _item("grades", _("Grade scheme"), doc.grade_scheme, route=form)


def _people(doc: SalesCentre) -> Iterator[dict]:
	centre = str(doc.name)
	people = frappe.get_all(
		"Sales Staff",
		{"centre": centre, "status": ("!=", DEPARTED)},
		["name", "staff_name", "position", "sales_group", "user"],
		order_by="staff_name",
		limit=0,
	)
	groups = frappe.get_all(
		"Sales Group",
		{"centre": centre, "disabled": 0, "group_type": "Sales"},
		["name", "group_name", "leader"],
		order_by="group_name",
		limit=0,
	)
	held = Counter(person.position for person in people)
	staffed = {person.sales_group for person in people if person.position == roles.AGENT}
	yield _item("groups", _("Sales groups"), groups, route=_of_centre("sales-group", centre))
	leaderless = [group.group_name for group in groups if not group.leader]
	yield _item(
		"leaders",
		_("A leader in each group"),
		groups and not leaderless,
		_some(leaderless),
		_of_centre("sales-group", centre),
	)
	empty = [group.group_name for group in groups if group.name not in staffed]
	yield _item(
		"agents",
		_("Agents in each group"),
		groups and not empty,
		_some(empty),
		_of_centre("sales-staff", centre),
	)
	for position in (roles.CONSULTANT, roles.FRONT_DESK, roles.MANAGER, roles.HR):
		yield _item(position, _(position), held[position], route=_of_centre("sales-staff", centre))
	yield _item(
		"deputy",
		_("Deputy manager, to hear appeals"),
		doc.deputy_manager or held[roles.MANAGER] > 1,
		route=desk_path("sales-centre", centre),
	)
	out = [person.staff_name for person in people if not person.user]
	yield _item(
		"logins",
		_("Everybody has a login"),
		people and not out,
		_some(out),
		_of_centre("sales-staff", centre),
	)


def _work(doc: SalesCentre) -> Iterator[dict]:
	centre = str(doc.name)
	rules = frappe.get_all(
		"Incentive Rule",
		{"docstatus": 1, "valid_from": ("<=", getdate())},
		or_filters=[["centre", "=", centre], ["centre", "is", "not set"]],
		pluck="name",
		limit=1,
	)
	yield _item("rules", _("Rules in force"), rules, route=desk_path("incentive-rule"))
	yield _item(
		"sources",
		_("Sources of resources"),
		frappe.db.count("Channel Source"),
		route=desk_path("channel-source"),
	)
	imported = frappe.db.exists("Lead Batch", {"centre": centre, "status": "Imported"})
	yield _item("workbook", _("First workbook imported"), imported, route=_of_centre("lead-batch", centre))
	yield _item(
		"mail",
		_("Outgoing mail"),
		frappe.db.exists("Email Account", {"default_outgoing": 1, "enable_outgoing": 1}),
		_("for reports by mail"),
		optional=True,
	)
	yield _item(
		"texts",
		_("Provider of texts"),
		frappe.db.get_single_value("SMS Settings", "sms_gateway_url"),
		_("for texts to customers"),
		optional=True,
	)


def _some(names: list[str]) -> str:
	shown = listed(names[:NAMED])
	return _("{0} and {1} more").format(shown, len(names) - NAMED) if len(names) > NAMED else shown
