"""The demo's fixed month, September 2026, made of the particular facts in facts.py. Pure, and always the same."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from dianjian_app import roles
from dianjian_app.demo import cast, facts
from dianjian_app.demo.plan import (
	DAY_HOURS,
	LOGGED,
	MORNING_HOURS,
	QUOTA,
	SEED,
	WEEKDAYS,
	DealFact,
	OpeningFact,
	Plan,
	SheetFact,
	TimeOffFact,
	VisitFact,
)

SEPTEMBER = 9


def build_plan(quota: int = QUOTA) -> Plan:
	"""The month. quota: 100 as the rule says; a small one makes a short month of the same shape for tests."""
	people = cast.cast()
	agents = [p for p in people if p.position == roles.AGENT]
	visits = _visits(agents)
	return Plan(
		place=cast.BALIZHOU,
		month=cast.MONTH,
		first_day=cast.FIRST_DAY,
		last_day=cast.LAST_DAY,
		at_work={agent.key: working_days(agent) for agent in agents},
		quota=quota,
		people=people,
		sheets=tuple(s for agent in agents for s in _sheets(agent, quota, visits)),
		visits=visits,
		deals=tuple(
			DealFact(v, product, units, amount, _day(on), cancelled, reason)
			for v, product, units, amount, on, cancelled, reason in facts.DEALS
		),
		time_off=tuple(
			TimeOffFact(a, _day(d), part, kind, reason, _day(asked))
			for a, d, part, kind, reason, asked in facts.TIME_OFF
		),
		openings=tuple(
			OpeningFact(a, Decimal(days), visits, customers, counted)
			for a, (days, visits, customers, counted) in facts.OPENING.items()
		),
	)


def working_days(agent: cast.Person) -> tuple[date, ...]:
	"""The days of September on which the agent is at work at all, a half day's leave included."""
	away = {(a, d) for a, d, part, *_ in facts.TIME_OFF if not part}
	days = (cast.FIRST_DAY + timedelta(days=n) for n in range(30))
	return tuple(
		d
		for d in days
		if d not in facts.HOLIDAYS
		and WEEKDAYS[d.weekday()] != agent.rest_day
		and (agent.key, d.day) not in away
	)


def leaves_at_noon(agent: str, day: date) -> bool:
	"""Whether the agent has the afternoon off."""
	return any((a, d) == (agent, day.day) and part == "Afternoon" for a, d, part, *_ in facts.TIME_OFF)


def _sheets(agent: cast.Person, quota: int, visits: tuple[VisitFact, ...]) -> Iterator[SheetFact]:
	invited: dict[date, int] = {}
	for v in visits:
		if v.agent == agent.key and not v.same_customer_as:
			invited[v.invited_on] = invited.get(v.invited_on, 0) + 1
	for nth, day in enumerate(working_days(agent)):
		which = (agent.key, day.day)
		if which in facts.NO_SHEET:
			continue
		dice = random.Random(f"{SEED}/{agent.key}/{day}")
		share = quota // 2 if leaves_at_noon(agent.key, day) else quota
		short = facts.SHORT.get(which)
		reached = share + dice.randint(0, 3) if short is None else max(share - short, 1)
		surplus = facts.CORRECTED.get(which)
		if surplus:
			reached = share
		customers = max(reached, invited.get(day, 0))
		unanswered = dice.randint(quota // 25, quota // 10)
		yield SheetFact(
			agent=agent.key,
			day=day,
			customers=customers,
			repeated=facts.REPEATED.get(which, 0),
			unanswered=unanswered,
			intention=min(invited.get(day, 0) + dice.randint(1, 2 + quota // 20), customers),
			# at first everybody is new; later almost half of the calls are follow-ups
			fresh=customers + unanswered if nth < 3 else (customers + unanswered) * 11 // 20 + 1,
			# agents take turns at logging their first calls on the page
			logged=min(LOGGED, customers - 1) if (nth + _number(agent.key)) % 4 == 0 else 0,
			corrected_to=customers - surplus if surplus else None,
			return_reason=facts.RETURNED.get(which, ""),
			next_day=which in facts.HANDED_IN_NEXT_DAY,
			confirmed_when_settling=which in facts.CONFIRMED_WHEN_SETTLING,
		)


def _visits(agents: list[cast.Person]) -> tuple[VisitFact, ...]:
	"""Counted visits spread over each week's days, then the particular ones; register rows numbered at the end."""
	drafts: list[dict] = []
	for agent in agents:
		drafts += _counted(agent)
	for key, who, invited, planned, contacted, led_in, came, after in facts.OTHER_VISITS:
		drafts.append(
			_draft(key, who, _day(invited), _day(planned))
			| {
				"contacted": contacted,
				"led_in": led_in,
				"came": came,
				"re_invites": after,
				"same_customer_as": after,
			}
		)
	for key, who, nth, invited, planned in facts.REVISITS:
		drafts.append(_draft(key, who, _day(invited), _day(planned)) | {"same_customer_as": f"{who}/{nth}"})
	return tuple(VisitFact(**d) for d in _numbered(drafts))


def _counted(agent: cast.Person) -> list[dict]:
	days = working_days(agent)
	drafts: list[dict] = []
	for (start, end), count in zip(facts.WEEKS, facts.VISITS[agent.key], strict=True):
		# on the first day of the month nobody has been invited yet
		open_days = [d for d in days[1:] if start <= d <= end]
		for n in range(count):
			day = open_days[n * len(open_days) // count]
			before = days[days.index(day) - 1]
			missed = facts.MADE_UP.get((agent.key, day.day))
			drafts.append(
				_draft(f"{agent.key}/{len(drafts) + 1}", agent.key, before, day)
				| {"re_invites": missed, "same_customer_as": missed}
			)
	if agent.key == facts.VISIT_CONFIRMED_WHEN_SETTLING:
		drafts[-1]["confirmed_when_settling"] = True
	return drafts


def _draft(key: str, agent: str, invited_on: date, planned_on: date) -> dict:
	return {"key": key, "agent": agent, "invited_on": invited_on, "planned_on": planned_on}


def _numbered(drafts: list[dict]) -> Iterator[dict]:
	"""Give each draft its register row, its hour and its receptionist."""
	rows: dict[tuple, int] = {}
	hours: dict[tuple, int] = {}
	for draft in sorted(
		drafts, key=lambda d: (d["invited_on"], d["planned_on"], bool(d.get("same_customer_as")))
	):
		day = draft.pop("planned_on")
		register, slot = (draft["agent"], draft["invited_on"]), (draft["agent"], day)
		rows[register] = rows.get(register, -1) + 1
		hours[slot] = hours.get(slot, -1) + 1
		choice = MORNING_HOURS if leaves_at_noon(draft["agent"], day) else DAY_HOURS
		# two steps at a time through nine hours: no hour comes twice in a day
		hour, minute = choice[(2 * hours[slot] + 3 * day.day + _number(draft["agent"])) % len(choice)]
		yield draft | {
			"position": rows[register],
			"planned_at": datetime.combine(day, time(hour, minute)),
			"receptionist": _receptionist(draft["agent"]),
		}


def _receptionist(agent: str) -> str:
	"""The consultant of the agent's group; the newcomer's customers go to the first group's."""
	return f"consultant{1 if agent == cast.NEWCOMER else min(_number(agent), 6)}"


def _number(agent: str) -> int:
	return int(agent.removeprefix("agent"))


def _day(day: int) -> date:
	return date(2026, SEPTEMBER, day)
