"""A small sales centre in the test site, committed so that the web server sees it, and taken away again."""

from dataclasses import dataclass, field

import frappe
from frappe.utils.password import update_password

from dianjian_app import roles
from dianjian_app.tests import builders
from dianjian_app.tests.browser.desk import PASSWORD
from dianjian_app.tests.builders.incentives import SEPTEMBER
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff, a_user, the_leader
from dianjian_app.tests.builders.users import take_away

SECOND_AGENT = "Second Agent"


@dataclass
class Company:
	"""The centre, its group, and one person of each role: staff (where the role has a position) and user."""

	centre: object
	group: object
	staff: dict = field(default_factory=dict)
	users: dict = field(default_factory=dict)


def found() -> Company:
	"""Make a centre with one person of each role who can log in, and commit it."""
	with builders.committed_numbers():
		return _found()


def _found() -> Company:
	centre = a_centre(opened_on=SEPTEMBER.start)
	group = a_group(centre)
	company = Company(centre, group)
	for role in roles.POSITIONS:
		if role == roles.LEADER:
			company.staff[role] = the_leader(group)
		elif role in (roles.AGENT, roles.CONSULTANT, roles.ASSISTANT):
			company.staff[role] = a_staff(role, group=group)
		else:
			company.staff[role] = a_staff(role, centre=centre)
		company.users[role] = company.staff[role].user
	company.staff[SECOND_AGENT] = a_staff(roles.AGENT, group=group)
	company.users[SECOND_AGENT] = company.staff[SECOND_AGENT].user
	for role in (roles.ADMIN, roles.AUDITOR):
		company.users[role] = a_user(role).name
	for user in company.users.values():
		update_password(user, PASSWORD)
	frappe.db.commit()
	return company


def dissolve_group(group, agent) -> None:
	"""Delete a further group with its leader and its agent, and the lines of the ledger that the agent has."""
	people = (agent.name, group.leader)
	users = frappe.get_all("Sales Staff", {"name": ("in", people), "user": ("is", "set")}, pluck="user")
	frappe.db.delete("Daily Ledger", {"agent": agent.name})
	for child in ("Sales Group Membership", "Staff Spell"):
		frappe.db.delete(child, {"parent": ("in", people)})
	frappe.db.delete("Sales Staff", {"name": ("in", people)})
	frappe.db.delete("Sales Group", {"name": group.name})
	take_away(*users)
	frappe.db.commit()


def dissolve(company: Company) -> None:
	"""Delete what carries the centre, then its users. Entries stay: nothing deletes them, here neither."""
	frappe.db.rollback()
	frappe.set_user("Administrator")
	doctypes = frappe.get_all("DocType", filters={"module": "Dianjian App", "issingle": 0}, pluck="name")
	for doctype in doctypes:
		if frappe.get_meta(doctype).has_field("centre") and doctype not in (
			"Incentive Entry",
			"Incentive Chain Head",
		):
			frappe.db.delete(doctype, {"centre": company.centre.name})
	for child in ("Sales Group Membership", "Staff Spell", "Weekly Rest Day", "Staff Suspension"):
		frappe.db.delete(child, {"parent": ("in", [s.name for s in company.staff.values()])})
	frappe.db.delete("Sales Centre", {"name": company.centre.name})
	take_away(*company.users.values())
	frappe.db.commit()
	frappe.clear_cache()
