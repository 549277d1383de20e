"""What people of a demo do: who reaches how many customers, who visits and buys, when. Pure.

A plan says what people do, never what follows from it: no outcome of a visit, no reward and no deduction stands
here. The site works those out from the documents, and the tests from these facts by other means. The fixed month is
built in september.py, the months up to today in living.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from dianjian_app import roles
from dianjian_app.demo import cast

SEED = 20260901
QUOTA = 100
LOGGED = 5
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
