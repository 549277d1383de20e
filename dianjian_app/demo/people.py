"""The demo's centre and its people: logins by the site's Administrator, the rest by the telesales administrator."""

from __future__ import annotations

from datetime import timedelta

import frappe

from dianjian_app import roles
from dianjian_app.demo import cast
from dianjian_app.demo.acting import acting_as
from dianjian_app.demo.plan import Plan

WINTER = {
	"season_name": "冬季",
	"from_month": 10,
	"from_day": 1,
	"work_start": "09:00:00",
	"work_end": "17:00:00",
}
SUMMER = {
	"season_name": "夏季",
	"from_month": 5,
	"from_day": 1,
	"work_start": "09:00:00",
	"work_end": "17:30:00",
}


def make_logins(plan: Plan) -> None:
	"""A login for everybody, in Chinese, with the demo's password and the role of the position.

	The site's own manager comes first: Frappe makes the first user beside Administrator one, whoever it is.
	"""
	_make_login(cast.SITE_MANAGER, "系统管理员", "System Manager")
	for person in plan.people:
		_make_login(person.user, person.name, person.position)


def _make_login(user: str, name: str, role: str) -> None:
	if frappe.db.exists("User", user):  # who looks after the site does so for every centre
		return
	doc = frappe.get_doc(
		doctype="User",
		email=user,
		first_name=name,
		language="zh",
		send_welcome_email=0,
		new_password=cast.PASSWORD,
		roles=[{"role": role}],
	)
	doc.flags.ignore_password_policy = True
	doc.insert()


def make_centre(plan: Plan) -> None:
	"""The centre with its groups and staff, then who leads, assists and manages."""
	place = plan.place
	with acting_as(plan.holder(roles.ADMIN).user):
		centre = frappe.get_doc(
			doctype="Sales Centre",
			centre_name=place.name,
			project_name=place.project,
			area_code=place.area_code,
			grade_scheme=cast.GRADE_SCHEME,
			calendars=_calendars(place),
			opened_on=place.opened_on,
			seasons=[SUMMER, WINTER],
		).insert()
		for group in place.groups:
			frappe.get_doc(
				doctype="Sales Group",
				group_name=group,
				centre=centre.name,
				group_type="Expansion" if group == cast.EXPANSION else "Sales",
			).insert()
		for person in plan.people:
			if person.has_record:
				_make_staff(place, person)
		for group in place.groups:
			_set("Sales Group", place.group(group), leader=plan.number(place.leader(group)))
		if place.assistant:
			_set("Sales Group", place.group(place.groups[0]), assistant=plan.number(place.assistant))
		_set("Sales Centre", centre.name, manager=plan.number(place.manager))


def _calendars(place: cast.Place) -> list[dict]:
	"""The centre's calendars; of several each holds for its year."""
	if len(place.calendars) == 1:
		return [{"work_calendar": place.calendars[0]}]
	years = [int(calendar.split()[-1]) for calendar in place.calendars]
	return [
		{"work_calendar": calendar, "from_date": f"{year}-01-01", "to_date": f"{year}-12-31"}
		for calendar, year in zip(place.calendars, years, strict=True)
	]


def bring_along(plan: Plan) -> None:
	"""What agents bring from before the first day: leave, visits not yet rewarded, and the week's first day."""
	eve = plan.first_day - timedelta(days=1)
	with acting_as(plan.holder(roles.ADMIN).user):
		for opening in plan.openings:
			balance = frappe.get_doc(
				doctype="Opening Balance",
				staff=plan.person(opening.agent).number,
				date=eve,
				leave_days=float(opening.leave_days),
				remarks="启用系统前的结余",
			)
			if opening.visits:
				balance.append("balances", {"family": "R22", "kind": "Remainder", "value": opening.visits})
			if opening.customers is not None:
				figures = {"calls": opening.customers + 6, "connected": opening.customers}
				balance.append(
					"ledger_lines", {"date": eve, "presence": 1, "visits": opening.counted, **figures}
				)
			balance.insert().submit()


def _make_staff(place: cast.Place, person: cast.Person) -> None:
	frappe.get_doc(
		doctype="Sales Staff",
		staff_name=person.name,
		employee_number=person.number,
		position=person.position,
		centre=place.name,
		user=person.user,
		joining_date=person.joined,
		memberships=[
			{"sales_group": place.group(m.group), "from_date": m.start, "to_date": m.end}
			for m in person.memberships
		],
		rest_days=[{"weekday": person.rest_day}] if person.rest_day else [],
	).insert()


def _set(doctype: str, name: str, **values: str) -> None:
	doc = frappe.get_doc(doctype, name)
	doc.update(values)
	doc.save()
