"""The demo's month as facts: who reaches how many customers, who visits and buys, when. Pure, and always the same.

The plan says what people do, never what follows from it: no outcome of a visit, no reward and no deduction stands
here. The site works those out from the documents, and the tests from these facts by other means.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from dianjian_app import roles
from dianjian_app.demo import cast, facts

SEED = 20260901
QUOTA = 100
LOGGED = 5
SEPTEMBER = 9
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MORNING_HOURS = ((9, 30), (10, 0), (10, 30), (11, 0))
DAY_HOURS = (*MORNING_HOURS, (13, 30), (14, 0), (14, 30), (15, 0), (15, 30))


@dataclass(frozen=True)
class SheetFact:
	"""An agent's calls of a day.

	customers: different customers reached. repeated: further calls that reached one of them again. unanswered:
	calls that nobody answered. fresh: how many of the customers called were never called before. logged: calls that
	are logged on the page as they happen, the rest goes into the form. corrected_to: customers left after the leader
	corrected the confirmed sheet.
	"""

	agent: str
	day: date
	customers: int
	repeated: int
	unanswered: int
	intention: int
	fresh: int
	logged: int
	corrected_to: int | None = None
	return_reason: str = ""
	next_day: bool = False
	confirmed_when_settling: bool = False

	@property
	def leads(self) -> int:
		"""Different customers called."""
		return self.customers + self.unanswered


@dataclass(frozen=True)
class VisitFact:
	"""An invitation and what came of it.

	position: which row of the agent's register of `invited_on` it is, from 0. follows: the visit whose customer is
	meant (a missed visit made up for, or a customer who comes again). contacted, led_in: whether the agent heard
	from the customer and brought them to the front desk.
	"""

	key: str
	agent: str
	invited_on: date
	position: int
	planned_at: datetime
	receptionist: str
	came: bool = True
	contacted: bool = True
	led_in: bool = True
	re_invites: str | None = None
	same_customer_as: str | None = None
	confirmed_when_settling: bool = False


@dataclass(frozen=True)
class DealFact:
	"""A purchase that the receptionist of `visit` records. amount: yuan."""

	visit: str
	product: str
	units: int
	amount: int
	day: date
	cancelled_on: date | None = None
	reason: str = ""


@dataclass(frozen=True)
class TimeOffFact:
	"""Leave, asked for and approved. part: "" for the whole day, Morning or Afternoon."""

	agent: str
	day: date
	part: str
	leave_type: str
	reason: str
	asked_on: date


@dataclass(frozen=True)
class OpeningFact:
	"""What an agent brings along. leave_days: days of paid leave; visits: counted visits not yet rewarded.

	customers, counted: customers reached and visits counted on the day before the first; customers None: a rest day.
	"""

	agent: str
	leave_days: Decimal
	visits: int
	customers: int | None
	counted: int


@dataclass(frozen=True)
class Plan:
	"""Everything that happens at a place from `first_day` to `last_day`.

	quota: customers an agent is to reach on a full day. month: the one that is settled. at_work: days on which each agent is at
	work at all, a half day's leave included.
	"""

	place: cast.Place
	month: str
	first_day: date
	last_day: date
	at_work: Mapping[str, tuple[date, ...]]
	quota: int
	people: tuple[cast.Person, ...]
	sheets: tuple[SheetFact, ...]
	visits: tuple[VisitFact, ...]
	deals: tuple[DealFact, ...]
	time_off: tuple[TimeOffFact, ...]
	openings: tuple[OpeningFact, ...]

	@property
	def agents(self) -> tuple[cast.Person, ...]:
		return tuple(p for p in self.people if p.position == roles.AGENT)

	def person(self, key: str) -> cast.Person:
		return next(p for p in self.people if p.key == key)

	def holder(self, role: str) -> cast.Person:
		"""The first person of a role."""
		return next(p for p in self.people if p.position == role)

	def visit(self, key: str) -> VisitFact:
		return next(v for v in self.visits if v.key == key)

	def number(self, agent: str) -> str:
		return self.person(agent).number

	def group_of(self, agent: str, day: date) -> str:
		"""Name of the Sales Group that an agent belongs to on a day."""
		return self.place.group(self._membership(agent, day).group)

	def leader_of(self, agent: str, day: date) -> str:
		"""Login of the leader of the agent's group on a day."""
		return self.place.leader(self._membership(agent, day).group)

	def leaves_at_noon(self, agent: str, day: date) -> bool:
		"""Whether the agent has the afternoon off."""
		return any((off.agent, off.day, off.part) == (agent, day, "Afternoon") for off in self.time_off)

	def _membership(self, agent: str, day: date) -> cast.Membership:
		return next(
			m for m in self.person(agent).memberships if m.start <= day and (m.end is None or day <= m.end)
		)


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
