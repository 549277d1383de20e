"""What a list of people means at a centre: who is new, who is there, and what is wrong with a line, in words (R2, R3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import frappe
from frappe import _
from frappe.utils import formatdate, getdate, validate_email_address

from dianjian_app import roles
from dianjian_app.people.login_rules import DECIDING, is_system_manager
from dianjian_app.value_lists import among
from dianjian_app.workbooks.staff_list_reading import StaffLine

NEW, THERE, WRONG = "new", "there", "wrong"
IN_GROUPS = (roles.AGENT, roles.LEADER)
"""who works in a group and nowhere else"""


def checked_lines(
	people: Iterable[StaffLine], centre: str, read: Callable[..., list] = frappe.get_all
) -> list[dict[str, Any]]:
	"""Each line with its state and what is wrong with it; asks the site once for all of them.

	read: `locking.rows_now` for who holds the centre: what others made meanwhile is there then.
	"""
	people = [replace(p, joined=p.joined or getdate()) for p in people]
	there = _rows(
		"Sales Staff", "employee_number", [p.number for p in people], ["staff_name", "centre"], read
	)
	users = _rows("User", "name", [p.email for p in people], ["name"], read)
	groups = {row.group_name for row in read("Sales Group", {"centre": centre}, ["group_name"])}
	may_add_groups = frappe.has_permission("Sales Group", "create")
	may_decide = is_system_manager(frappe.session.user) or roles.ADMIN in frappe.get_roles()
	lines = []
	for person in people:
		problems = [_WRONG[code]().format(text) for code, text in person.wrong]
		found = there.get(person.number.casefold())
		if found and (found.staff_name, found.centre) != (person.name, centre):
			problems.append(_taken(person.number, found, centre))
		if not found:
			problems += _problems(person, users, groups if not may_add_groups else None)
			if person.email and person.position in DECIDING and not may_decide:
				problems.append(
					_("The login of a {0} is made by {1}; leave the address out.").format(
						_(person.position), _(roles.ADMIN)
					)
				)
		state = WRONG if problems else THERE if found else NEW
		lines.append({**person.__dict__, "state": state, "problems": problems})
	return lines


def _taken(number: str, found: frappe._dict, centre: str) -> str:
	"""Whose a number is; of another centre's people no name."""
	if found.centre == centre:
		return _("The number {0} is {1}'s.").format(number, found.staff_name)
	return _("The number {0} is in use.").format(number)


def _problems(person: StaffLine, users: Mapping[str, Any], groups: set[str] | None) -> list[str]:
	problems = []
	if person.email and not validate_email_address(person.email):
		problems.append(_("{0} is no address of a login.").format(person.email))
	if person.email in users:
		problems.append(_("There is a login {0} already; link it on the staff record.").format(person.email))
	if person.position in IN_GROUPS and not person.group:
		problems.append(_("A {0} needs a group.").format(_(person.position)))
	if groups is not None and person.group and person.group not in groups:
		problems.append(_("There is no group {0} at this centre.").format(person.group))
	if person.joined and person.probation_until and person.probation_until < person.joined:
		problems.append(_("The probation ends before it begins."))
	return problems


_WRONG = {
	"no_number": lambda: _("The employee number is missing."),
	"no_name": lambda: _("The name is missing."),
	"no_position": lambda: _("The position is missing."),
	"position": lambda: _("{0} is no position of the app."),
	"day": lambda: _("{0} cannot be read as a day."),
	"number_twice": lambda: _("The number {0} stands in the list twice."),
	"email_twice": lambda: _("The login {0} stands in the list twice."),
}


def _rows(
	doctype: str, key: str, values: Iterable[str], fields: list[str], read: Callable[..., list]
) -> dict[str, Any]:
	wanted = {value for value in values if value}
	rows = read(doctype, {key: ("in", among(wanted))}, list(dict.fromkeys([key, *fields])))
	return {row[key].casefold(): row for row in rows}


def shown(people: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
	"""The lines for the desk: days as it sends them back, and the words beside the codes."""
	return [
		{
			**{key: value for key, value in person.items() if key != "wrong"},
			"joined": str(person["joined"]),
			"joined_text": formatdate(person["joined"]),
			"probation_until": str(person["probation_until"] or ""),
			"position_label": _(person["position"]) if person["position"] else "",
		}
		for person in people
	]
