"""A sales centre and its people."""

from datetime import date

import frappe

from dianjian_app import roles
from dianjian_app.tests.builders import number
from dianjian_app.tests.builders.users import a_user, take_away

LONG_AGO = date(2025, 1, 1)


def a_calendar(holidays=(), workdays=()):
	"""A Work Calendar with the given holidays and make-up workdays (dates)."""
	days = [{"date": d, "day_type": "Holiday"} for d in holidays]
	days += [{"date": d, "day_type": "Workday"} for d in workdays]
	return frappe.get_doc(doctype="Work Calendar", calendar_name=f"Calendar {number()}", days=days).insert()


def the_calendar():
	"""The calendar of centres about whose days off a test says nothing: none."""
	if frappe.db.exists("Work Calendar", "无节假日"):
		return frappe.get_doc("Work Calendar", "无节假日")
	return frappe.get_doc(doctype="Work Calendar", calendar_name="无节假日").insert()


def follows(calendar, start=date(2020, 1, 1), end=date(2035, 12, 31)):
	"""A row of a centre's calendars."""
	return {"work_calendar": calendar.name, "from_date": start, "to_date": end}


def a_centre(calendar=None, rest_days=(), **fields):
	"""A Sales Centre; rest_days: weekday names for everybody. Winter 9-17, summer 9-17:30."""
	n = number()
	centre = frappe.get_doc(
		doctype="Sales Centre",
		**{
			"centre_name": f"测试中心{n}",
			"area_code": "022",
			"need_before_hand_in": 0,
			"grade_scheme": frappe.get_all("Grade Scheme", order_by="creation", limit=1, pluck="name")[0],
			"calendars": [follows(calendar or the_calendar())],
			"late_leave_excuses": 1,
			"seasons": [
				{
					"season_name": "夏季",
					"from_month": 5,
					"from_day": 1,
					"work_start": "09:00:00",
					"work_end": "17:30:00",
				},
				{
					"season_name": "冬季",
					"from_month": 10,
					"from_day": 1,
					"work_start": "09:00:00",
					"work_end": "17:00:00",
				},
			],
			"rest_days": [{"weekday": w} for w in rest_days],
			**fields,
		},
	).insert()
	if not (rest_days or fields.get("rest_days")):  # a new centre rests on Sundays
		frappe.db.delete("Weekly Rest Day", {"parent": centre.name, "parenttype": "Sales Centre"})
	# A moved clock's first moment is a full second, which the database and a document just made write differently.
	centre.reload()
	return centre


def a_group(centre=None, leader=True, **fields):
	"""A Sales Group; leader=True makes one."""
	centre = centre or a_centre()
	group = frappe.get_doc(
		doctype="Sales Group", **{"group_name": f"小组{number()}", "centre": centre.name, **fields}
	).insert()
	if leader:
		group.leader = a_staff(roles.LEADER, group=group).name
		group.save()
	return group


def a_staff(position, group=None, centre=None, joined=LONG_AGO, rest_days=(), user=True, **fields):
	"""A person of the centre; in `group` from the joining date on; with a user of the position's role.

	user: True makes one, a name takes that one, False none.
	"""
	n = number()
	centre_name = group.centre if group else (centre or a_centre()).name
	return frappe.get_doc(
		doctype="Sales Staff",
		**{
			"staff_name": f"员工{n}",
			"employee_number": f"T-{n:04d}",
			"position": position,
			"centre": centre_name,
			"joining_date": joined,
			"user": user if isinstance(user, str) else a_user(position).name if user else None,
			"memberships": [{"sales_group": group.name, "from_date": joined}] if group else [],
			"rest_days": [{"weekday": w} for w in rest_days],
			**fields,
		},
	).insert()


def an_agent(group=None, **fields):
	"""A telesales agent in a group (a new one where none is given)."""
	return a_staff(roles.AGENT, group=group or a_group(), **fields)


def a_consultant(group, **fields):
	"""A sales consultant of the group."""
	return a_staff(roles.CONSULTANT, group=group, **fields)


def the_leader(group):
	"""The Sales Staff record of the group's leader."""
	return frappe.get_doc("Sales Staff", group.leader)


def take_people_away(*names: str) -> None:
	"""Delete staff that were committed, with their logins and what follows from their being there.

	Somebody who stays is one more agent of the group in every test of a later file.
	"""
	of_them = {"parent": ("in", names), "parenttype": "Sales Staff"}
	users = frappe.get_all("Sales Staff", {"name": ("in", names), "user": ("is", "set")}, pluck="user")
	for child in ("Sales Group Membership", "Staff Spell", "Weekly Rest Day", "Presence Plan Day"):
		frappe.db.delete(child, of_them)
	for doctype in ("Daily Ledger", "Training Due"):
		frappe.db.delete(doctype, {"agent": ("in", names)})
	frappe.db.delete("Sales Staff", {"name": ("in", names)})
	take_away(*users)
