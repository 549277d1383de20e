"""What a centre's month is planned by, as the set-up is now (decision 76)."""

from __future__ import annotations

from dianjian_app.people.period import Period
from dianjian_app.people.settled_plan import Planned, Plans, SettledDay
from dianjian_app.people.staff_record import Staffing
from dianjian_app.people.staffing import agent_names, names_of_centre, read_staffing


def planned_now(centre: str, month: Period) -> Planned:
	"""What a month is planned by in the set-up of today, for agents and for people in whatever position."""
	return Planned(plans_now(centre, month), posts_now(centre, month))


def posts_now(centre: str, month: Period) -> Plans:
	"""Each person's days of a month in whatever position by the set-up of today; a fixed number of queries."""
	staffing = read_staffing(names_of_centre(centre))
	posts = {name: _days_of_post(staffing, name, centre, month) for name in staffing.staff}
	return {name: days for name, days in posts.items() if any(day.agent for day in days.values())}


def _days_of_post(staffing: Staffing, name: str, centre: str, month: Period) -> dict:
	person = staffing.staff[name]
	return {
		day: SettledDay(
			planned=presence.planned,
			roster_day=presence.roster_day,
			agent=presence.employed and staffing.centre_on(name, day) == centre,
			probation=person.on_probation(day),
			group=person.group_on(day),
			position=person.position_on(day),
		)
		for day, presence in staffing.presence_over(name, month, in_any_position=True).items()
	}


def plans_now(centre: str, month: Period) -> Plans:
	"""Each agent's days of a month by the set-up of today, whatever was settled before; a fixed number of queries."""
	staffing = read_staffing(agent_names(centre))
	plans = {name: _days(staffing, name, centre, month) for name in staffing.staff}
	return {name: days for name, days in plans.items() if any(day.agent for day in days.values())}


def _days(staffing: Staffing, name: str, centre: str, month: Period) -> dict:
	person, calendar = staffing.staff[name], staffing.roster(name).calendar
	return {
		day: SettledDay(
			planned=presence.planned if presence.employed else calendar.planned(day),
			roster_day=presence.roster_day,
			agent=presence.employed and staffing.centre_on(name, day) == centre,
			probation=person.on_probation(day),
			group=person.group_on(day),
		)
		for day, presence in staffing.presence_over(name, month).items()
	}
