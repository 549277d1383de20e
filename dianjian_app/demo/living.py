"""The demo that lives: the last whole month, and this one up to the minute, at two centres. Pure: the same for the same minute.

As in `plan`, these are facts alone: who reaches, invites, comes and buys. What is under way at the minute itself is `VISITS_TODAY`
and played by `today`.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from dianjian_app import roles
from dianjian_app.demo import cast
from dianjian_app.demo.living_cast import NEWCOMER, PEOPLE, SECOND, people_of
from dianjian_app.demo.plan import (
	DAY_HOURS,
	LOGGED,
	QUOTA,
	SEED,
	WEEKDAYS,
	DealFact,
	Plan,
	SheetFact,
	TimeOffFact,
	VisitFact,
)
from dianjian_app.people.calendar import DayType
from dianjian_app.people.period import Period
from dianjian_app.people.published_holidays import known_year

SECOND_CENTRE, SECOND_DAYS = "海河湾", 4
SHORT, UNDER_WAY = 0.12, 14
"""share of days on which an agent stays under the quota; calls of a sheet that is under way"""

# invited visits of each week in turn, from the last month's first: agent5 misses the quota for four weeks and more, the others in three
VISITS = {
	"agent1": (13, 3, 4, 2),
	"agent2": (2, 13, 3, 4),
	"agent3": (3, 2, 13, 2),
	"agent4": (4, 3, 2, 13),
	"agent5": (2, 1, 3, 2),
	NEWCOMER: (1, 2, 1, 2),
	"agent21": (2, 3),
	"agent22": (3, 1),
}
MOST_A_DAY = 3
MISSES, WALKS_IN, BUYS = 9, 13, 7
"""of an agent's visits, one in so many: the customer does not come, comes without a word, buys"""
BOUGHT = (("高层", 1, 1_260_000), ("高层", 1, 1_410_000), ("别墅", 1, 5_480_000), ("高层", 2, 2_560_000))


@dataclass(frozen=True)
class VisitToday:
	"""A visit of today. minutes: from now to its planned time; done: the acts that are behind it, in order."""

	agent: str
	minutes: int
	done: tuple[str, ...] = ()


CONTACT, LEAD_IN, SIGN, ARRIVE = "contact", "lead_in", "sign", "arrive"
VISITS_TODAY = (
	VisitToday("agent1", -155, (ARRIVE, CONTACT, LEAD_IN, SIGN)),  # waits for the leader
	VisitToday("agent2", -70, (ARRIVE, CONTACT, LEAD_IN)),  # waits for the consultant's signature
	VisitToday("agent4", -95),  # nobody has come yet
	VisitToday("agent1", -6, (ARRIVE, CONTACT)),  # just arriving: waits for the lead-in
	VisitToday("agent2", 55),
	VisitToday("agent4", 110),
	VisitToday("agent1", 170),
	VisitToday("agent21", 80),
)


def living_plans(now: datetime, quota: int = QUOTA) -> tuple[Plan, Plan]:
	"""The demo's centre with the last month and this one, and a second centre with its last days. now: the site's local time."""
	today = now.date()
	month = Period.month_of(today.replace(day=1) - timedelta(days=1))
	calendars = tuple(
		f"中国 {year}" for year in sorted({month.start.year, today.year, (today + timedelta(days=31)).year})
	)
	groups = ("一组", "二组", cast.EXPANSION)
	first = cast.Place(
		cast.CENTRE, "八里洲", "", cast.AREA_CODE, calendars, groups, month.start, "manager", "assistant"
	)
	opened = _days_before(today, SECOND_DAYS)
	second = cast.Place(
		SECOND_CENTRE, "海河湾", "2", cast.AREA_CODE, calendars, ("一组",), opened, "manager2"
	)
	return (
		_plan(first, month.month_text, people_of(PEOPLE, "BLZ", today), now, quota),
		_plan(second, month.month_text, people_of(SECOND, "HHW", today), now, quota),
	)


def _plan(place: cast.Place, month: str, people: tuple, now: datetime, quota: int) -> Plan:
	today = now.date()
	agents = [p for p in people if p.position == roles.AGENT]
	off = tuple(_time_off(place, agents, today))
	at_work = {agent.key: tuple(_days_at_work(place, agent, today, off)) for agent in agents}
	visits = tuple(_visits(place, at_work, now))
	sheets = (s for agent in agents for s in _sheets(agent.key, at_work[agent.key], quota, visits, now))
	return Plan(
		place=place,
		month=month,
		first_day=place.opened_on,
		last_day=today - timedelta(days=1),
		at_work=at_work,
		quota=quota,
		people=people,
		sheets=tuple(sheets),
		visits=visits,
		deals=tuple(_deals(visits, today)),
		time_off=off,
		openings=(),
	)


def _holidays(years: set[int]) -> set[date]:
	return {d.date for year in years for d in known_year(year).days if d.day_type is DayType.HOLIDAY}


def _days_before(today: date, count: int) -> date:
	"""The day since which, before today, there were so many that are no holidays."""
	day, free = today, _holidays({today.year, today.year - 1})
	while count:
		day -= timedelta(days=1)
		count -= day not in free
	return day


def _days_at_work(
	place: cast.Place, agent: cast.Person, today: date, off: tuple[TimeOffFact, ...]
) -> Iterator[date]:
	"""The days up to today; today people are there even where the calendar has a holiday: a sales centre is open."""
	start = max(place.opened_on, agent.joined)
	free = _holidays({start.year, today.year}) - {today}
	away = {o.day for o in off if o.agent == agent.key and not o.part}
	for n in range((today - start).days + 1):
		day = start + timedelta(days=n)
		if day not in free and day not in away and WEEKDAYS[day.weekday()] != agent.rest_day:
			yield day


def _time_off(place: cast.Place, agents: list[cast.Person], today: date) -> Iterator[TimeOffFact]:
	"""A day of leave in the last month, asked for two working days before."""
	if place.name != cast.CENTRE:
		return
	agent = next(a for a in agents if a.key == "agent4")
	days = list(_days_at_work(place, agent, today, ()))
	yield TimeOffFact("agent4", days[8], "", "Personal Leave", "孩子家长会", days[6])


def _sheets(
	agent: str, days: tuple[date, ...], quota: int, visits: tuple[VisitFact, ...], now: datetime
) -> Iterator[SheetFact]:
	invited: dict[date, int] = {}
	for visit in visits:
		if visit.agent == agent:
			invited[visit.invited_on] = invited.get(visit.invited_on, 0) + 1
	for nth, day in enumerate(days):
		if not nth and day in _holidays({day.year}):
			continue  # nothing is handed out today, and nothing was before
		dice = random.Random(f"{SEED}/{agent}/{day}")
		under_way = day == now.date()
		short = dice.randint(1, max(quota // 5, 1)) if dice.random() < SHORT else 0
		reached = quota - short if short else quota + dice.randint(0, 3)
		customers = max(min(UNDER_WAY, quota) if under_way else reached, invited.get(day, 0) + 1)
		unanswered = 2 if under_way else dice.randint(quota // 25, quota // 10)
		yield SheetFact(
			agent=agent,
			day=day,
			customers=customers,
			repeated=0,
			unanswered=unanswered,
			intention=min(invited.get(day, 0) + dice.randint(1, 2 + quota // 20), customers),
			fresh=_fresh(customers + unanswered, nth, day),
			logged=0 if under_way else min(LOGGED, customers - 1) if nth % 8 == 0 else 0,
			return_reason="第 3 行备注请写清客户的看房时间" if dice.random() < 0.02 and customers > 3 else "",
		)


def _fresh(leads: int, nth: int, day: date) -> int:
	"""At first everybody is new; later almost half of the calls are follow-ups. On a holiday nothing is handed out."""
	if day in _holidays({day.year}):
		return 0
	return leads if nth < 3 else leads * 11 // 20 + 1


def _visits(place: cast.Place, at_work: Mapping[str, tuple[date, ...]], now: datetime) -> Iterator[VisitFact]:
	"""The weeks' visits up to yesterday, and today's, each invited on the agent's day of work before."""
	found: list[tuple] = []
	for agent, days in at_work.items():
		before = [d for d in days if d < now.date()]
		found += _by_weeks(agent, before, place.opened_on)
		if before:
			mine = [v for v in VISITS_TODAY if v.agent == agent]
			found += [
				(f"today/{agent}/{n}", agent, before[-1], _at(now, v.minutes)) for n, v in enumerate(mine)
			]
	rows: dict[tuple, int] = {}
	count: dict[str, int] = {}
	for key, agent, invited_on, planned_at in sorted(found, key=lambda f: (f[2], f[3], f[0])):
		rows[agent, invited_on] = rows.get((agent, invited_on), -1) + 1
		fact = VisitFact(
			key, agent, invited_on, rows[agent, invited_on], planned_at, receptionist(place, agent)
		)
		if not key.startswith("today"):
			count[agent] = nth = count.get(agent, 0) + 1
			came, spoke = bool(nth % MISSES), bool(nth % WALKS_IN)
			fact = replace(fact, came=came, contacted=came and spoke, led_in=came and spoke)
		yield fact


def _by_weeks(agent: str, days: list[date], first: date) -> Iterator[tuple]:
	"""An agent's visits spread over the working days of each week; nobody is invited before the first day."""
	weeks: dict[date, list[date]] = {}
	for day in days[1:]:
		weeks.setdefault(day - timedelta(days=day.weekday()), []).append(day)
	monday = first - timedelta(days=first.weekday())
	for week, open_days in weeks.items():
		pattern = VISITS[agent]
		wanted = min(pattern[(week - monday).days // 7 % len(pattern)], MOST_A_DAY * len(open_days))
		for n in range(wanted):
			day = open_days[n * len(open_days) // wanted]
			hour, minute = DAY_HOURS[(2 * n + day.day + len(agent)) % len(DAY_HOURS)]
			yield (
				f"{agent}/{week}/{n}",
				agent,
				days[days.index(day) - 1],
				datetime.combine(day, time(hour, minute)),
			)


def _at(now: datetime, minutes: int) -> datetime:
	"""So many minutes from now, on the same day, to five minutes."""
	first, last = (datetime.combine(now.date(), t) for t in (time(0, 1), time(23, 55)))
	when = min(max(now + timedelta(minutes=minutes), first), last)
	return when.replace(second=0, microsecond=0)


def _deals(visits: tuple[VisitFact, ...], today: date) -> Iterator[DealFact]:
	"""One of so many counted visits ends in a purchase, on the day after the visit."""
	day = timedelta(days=1)
	counted = [v for v in visits if v.came and v.contacted and v.planned_at.date() + day < today]
	for n, visit in enumerate(counted[BUYS - 1 :: BUYS]):
		product, units, amount = BOUGHT[n % len(BOUGHT)]
		yield DealFact(visit.key, product, units, amount, visit.planned_at.date() + day)


def receptionist(place: cast.Place, agent: str) -> str:
	"""The consultant who receives an agent's customers."""
	if place.number:
		return f"consultant{place.number}1"
	return {"agent4": "consultant2", "agent5": "consultant2", NEWCOMER: "consultant3"}.get(
		agent, "consultant1"
	)
