"""People of a centre as plain records with their dated rows, and what follows from them for a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dianjian_app import roles
from dianjian_app.people import membership, spells
from dianjian_app.people.calendar import RestDay, WorkCalendar
from dianjian_app.people.membership import Membership
from dianjian_app.people.period import Period
from dianjian_app.people.presence import OffTime, Presence, Roster
from dianjian_app.people.spells import Spell


@dataclass(frozen=True)
class OnDay:
	"""What a person was on a day. position None: not employed. group: None where there is none."""

	position: str | None
	group: str | None
	centre: str
	probation: bool

	@property
	def employed(self) -> bool:
		return self.position is not None

	@property
	def agent(self) -> bool:
		"""Whether the quotas bind that day."""
		return self.position == roles.AGENT


@dataclass(frozen=True)
class StaffRecord:
	"""A Sales Staff with its dated rows.

	position, status: of today. spells: every employment and position, with the probation that holds for each. centre:
	of the staff record; the group of a day may belong to another.
	"""

	name: str
	staff_name: str
	position: str
	centre: str
	status: str
	spells: tuple[Spell, ...]
	memberships: tuple[Membership, ...]
	rest_days: tuple[RestDay, ...]
	off: tuple[OffTime, ...]

	@property
	def agent_spells(self) -> tuple[Spell, ...]:
		"""The spells as telesales agent: the days that quotas bind."""
		return tuple(s for s in self.spells if s.position == roles.AGENT)

	@property
	def was_agent(self) -> bool:
		"""Whether the person is a telesales agent, has been one or will be."""
		return bool(self.agent_spells)

	def position_on(self, day: date) -> str | None:
		"""The position of the day; None without employment (R3)."""
		return spells.position_on(self.spells, day)

	def agent_on(self, day: date) -> bool:
		"""Whether the person is a telesales agent that day (R3)."""
		return self.position_on(day) == roles.AGENT

	def agent_within(self, period: Period) -> tuple[Period, ...]:
		"""The days of a period as telesales agent."""
		found = (s.within(period) for s in self.agent_spells)
		return tuple(days for days in found if days)

	def group_on(self, day: date) -> str | None:
		"""The group of the day (R4)."""
		return membership.group_on(self.memberships, day)

	def group_or_last(self, day: date) -> str | None:
		"""The group of the day; after the last membership, that one: what somebody earns after leaving."""
		past = [m.group for m in self.memberships if m.start <= day]
		return self.group_on(day) or (past[-1] if past else None)

	def on_probation(self, day: date) -> bool:
		"""Whether the day lies in a probation of its employment (R3)."""
		return spells.on_probation(self.spells, day)


@dataclass(frozen=True)
class Staffing:
	"""People with the calendars and groups that they need, read once."""

	staff: Mapping[str, StaffRecord]
	calendars: Mapping[str, WorkCalendar]
	centre_of_group: Mapping[str, str]

	def centre_on(self, name: str, day: date) -> str:
		"""The centre of the group of the day; without a group the centre of the staff record."""
		person = self.staff[name]
		return self.centre_of_group.get(person.group_on(day) or "", person.centre)

	def on(self, name: str, day: date) -> OnDay:
		"""What the person was on a day: position, group, centre, probation (R3, R4)."""
		person = self.staff[name]
		return OnDay(
			person.position_on(day),
			person.group_on(day),
			self.centre_on(name, day),
			person.on_probation(day),
		)

	def roster(self, name: str, centre: str | None = None) -> Roster:
		"""What decides the person's presence as agent, by the calendar of a centre (default: the person's)."""
		person = self.staff[name]
		return Roster(name, self._calendar(person, centre), person.agent_spells, person.off)

	def employment_roster(self, name: str, centre: str | None = None) -> Roster:
		"""The same for every employment, in whatever position: what leave is counted by (R34)."""
		person = self.staff[name]
		return Roster(name, self._calendar(person, centre), person.spells, person.off)

	def _calendar(self, person: StaffRecord, centre: str | None) -> WorkCalendar:
		return self.calendars[centre or person.centre].for_staff(person.rest_days)

	def presence_over(
		self, name: str, period: Period, *, in_any_position: bool = False
	) -> dict[date, Presence]:
		"""Presence of each day, by the calendar of the centre that the person belonged to that day.

		As agent, which is what quotas bind; in_any_position: whatever the position, which attendance asks (R36).
		"""
		person = self.staff[name]
		roster = self.employment_roster if in_any_position else self.roster
		centres = {self.centre_of_group.get(m.group, person.centre) for m in person.memberships}
		if centres <= {person.centre}:
			return roster(name).over(period)
		by_centre = {c: roster(name, c).over(period) for c in centres | {person.centre}}
		return {day: by_centre[self.centre_on(name, day)][day] for day in period.days()}
