"""What a centre's month is planned by, as the set-up is now (decision 76)."""

from __future__ import annotations

from dianjian_app.people.period import Period
from dianjian_app.people.settled_plan import Plans, SettledDay
from dianjian_app.people.staff_record import Staffing
from dianjian_app.people.staffing import agent_names, read_staffing


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
