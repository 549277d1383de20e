"""What a published month was planned by: kept, so that another set-up changes none of its figures (decision 76). Pure.

Calendars, rest days, spells and groups are a centre's set-up. What people did, and leave, suspensions and corrections of
sheets are facts: they go on reaching a published month.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType

from dianjian_app.people.period import Period

FIRST_LETTER = ord("A")


@dataclass(frozen=True)
class SettledDay:
	"""A person's day at a centre as the month was settled.

	planned: what the calendar planned, in days, employed or not. agent: whether the quotas bound that day at this centre; of
	a post, whether the person was employed at this centre. position: of a post, what the person was.
	"""

	planned: Decimal
	roster_day: bool
	agent: bool
	probation: bool
	group: str | None
	position: str | None = None


Plans = Mapping[str, Mapping[date, SettledDay]]
"""staff → day → what was settled"""


@dataclass(frozen=True)
class Planned:
	"""What a month is planned by. agents: the days that quotas bind; posts: those of people in whatever position."""

	agents: Plans
	posts: Plans


@dataclass(frozen=True)
class Settled:
	"""What closed months of centres were planned by.

	months: centre → its closed months that were asked for. days: (staff, day) → (centre, what was settled); whoever is not
	among them was no agent of the centre in its closed months. posts, with_posts: the same for employment in whatever
	position, and the months of which it was noted.
	"""

	months: Mapping[str, tuple[Period, ...]] = field(default_factory=lambda: MappingProxyType({}))
	days: Mapping[tuple[str, date], tuple[str, SettledDay]] = field(
		default_factory=lambda: MappingProxyType({})
	)

	posts: Mapping[tuple[str, date], tuple[str, SettledDay]] = field(
		default_factory=lambda: MappingProxyType({})
	)
	with_posts: Mapping[str, tuple[Period, ...]] = field(default_factory=lambda: MappingProxyType({}))

	def post_on(self, name: str, day: date) -> tuple[str, SettledDay] | None:
		"""(centre, what was settled) of a day of employment in a closed month; None for any other."""
		found = self.posts.get((name, day))
		return found if found and found[1].agent else None

	def knows_posts(self, centre: str, day: date) -> bool:
		"""Whether the day lies in a closed month of the centre that says what all people were planned by."""
		return any(day in month for month in self.with_posts.get(centre, ()))

	def closed(self, centre: str, day: date) -> bool:
		"""Whether the day lies in a closed month of the centre."""
		return any(day in month for month in self.months.get(centre, ()))

	def agent_on(self, name: str, day: date) -> tuple[str, SettledDay] | None:
		"""(centre, what was settled) of a day as agent in a closed month; None for any other."""
		found = self.days.get((name, day))
		return found if found and found[1].agent else None

	def has(self, name: str) -> bool:
		"""Whether a person stands in one of the closed months."""
		return any(staff == name for staff, _day in self.days)


NOTHING = Settled()


def encoded(plans: Plans, month: Period) -> str:
	"""The plans of a month as text: a letter a day, and the groups where they change. Each person has every day."""
	told = {}
	for staff, days in sorted(plans.items()):
		in_order = [days[day] for day in month.days()]
		told[staff] = {
			"days": "".join(map(_letter, in_order)),
			"groups": _turns(settled.group for settled in in_order),
		}
		if any(settled.position for settled in in_order):
			told[staff]["positions"] = _turns(settled.position for settled in in_order)
	return json.dumps(told, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _turns(values: Iterable[str | None]) -> list[tuple[int, str | None]]:
	"""The values with the offsets of the days on which they change."""
	turns: list[tuple[int, str | None]] = []
	for offset, value in enumerate(values):
		if not turns or turns[-1][1] != value:
			turns.append((offset, value))
	return turns


def decoded(text: str, month: Period, staff: Iterable[str] | None = None) -> Plans:
	"""The plans that a text says, of some people or of all."""
	told = json.loads(text or "{}")
	wanted = told.keys() if staff is None else told.keys() & set(staff)
	return {name: _days(told[name], month) for name in sorted(wanted)}


def _days(told: Mapping, month: Period) -> dict[date, SettledDay]:
	groups, positions = dict(told["groups"]), dict(told.get("positions", ()))
	days, group, position = {}, None, None
	for offset, letter in enumerate(told["days"]):
		group, position = groups.get(offset, group), positions.get(offset, position)
		days[month.start + timedelta(days=offset)] = _settled(letter, group, position)
	return days


def _letter(settled: SettledDay) -> str:
	number = int(settled.planned * 2)
	for flag in (settled.roster_day, settled.agent, settled.probation):
		number = number * 2 + flag
	return chr(FIRST_LETTER + number)


def _settled(letter: str, group: str | None, position: str | None) -> SettledDay:
	number = ord(letter) - FIRST_LETTER
	number, probation = divmod(number, 2)
	number, agent = divmod(number, 2)
	halves, roster_day = divmod(number, 2)
	return SettledDay(Decimal(halves) / 2, bool(roster_day), bool(agent), bool(probation), group, position)
