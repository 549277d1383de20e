"""People of a centre as plain records with their dated rows, and what follows from them for a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from dianjian_app import roles
from dianjian_app.people import membership, spells
from dianjian_app.people.calendar import HALF, NONE, PlanDay, RestDay, WorkCalendar
from dianjian_app.people.membership import Membership
from dianjian_app.people.period import Period
from dianjian_app.people.presence import OffTime, Presence, Roster, halves_off_within
from dianjian_app.people.settled_plan import NOTHING, Settled, SettledDay
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
	moved: Mapping[date, bool] = field(default_factory=lambda: MappingProxyType({}))
	"""rest days moved with the leader's consent: day → whether it is one now"""
	plan: tuple[PlanDay, ...] = ()
	"""the days and hours of somebody in part time"""

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
	settled: Settled = NOTHING
	"""what published months were planned by: their days stay as they were settled (decision 76)"""

	def centre_on(self, name: str, day: date) -> str:
		"""The centre of the group of the day; without a group the centre of the staff record."""
		of_settled = self.settled.agent_on(name, day)
		return of_settled[0] if of_settled else self._centre_by_group(name, day)

	def group_on(self, name: str, day: date) -> str | None:
		"""The group of the day; of a published month the one that it was settled with (R4)."""
		of_settled = self.settled.agent_on(name, day)
		return of_settled[1].group if of_settled else self.staff[name].group_on(day)

	def group_or_last(self, name: str, day: date) -> str | None:
		"""The group of the day; after the last membership, that one."""
		return self.group_on(name, day) or self.staff[name].group_or_last(day)

	def on_probation(self, name: str, day: date) -> bool:
		"""Whether the day lies in a probation; of a published month as it was settled (R3)."""
		of_settled = self.settled.agent_on(name, day)
		return of_settled[1].probation if of_settled else self.staff[name].on_probation(day)

	def post_on(self, name: str, day: date) -> OnDay:
		"""What the person was on a day, in whatever position; of a published month as it was settled (R3, R4)."""
		found = self.settled.post_on(name, day)
		if found:
			centre, settled = found
			return OnDay(settled.position, settled.group, centre, settled.probation)
		person, centre = self.staff[name], self._centre_by_group(name, day)
		if self.settled.knows_posts(centre, day):
			return OnDay(None, None, centre, False)
		return OnDay(person.position_on(day), person.group_on(day), centre, person.on_probation(day))

	def planned_on(self, name: str, day: date) -> Decimal:
		"""What the calendar plans for the person that day, employed or not."""
		of_settled = self.settled.days.get((name, day))
		return of_settled[1].planned if of_settled else self.roster(name).calendar.planned(day)

	def _centre_by_group(self, name: str, day: date) -> str:
		person = self.staff[name]
		return self.centre_of_group.get(person.group_on(day) or "", person.centre)

	def on(self, name: str, day: date) -> OnDay:
		"""What the person was on a day: position, group, centre, probation (R3, R4)."""
		person = self.staff[name]
		return OnDay(
			person.position_on(day),
			self.group_on(name, day),
			self.centre_on(name, day),
			self.on_probation(name, day),
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
		of_centre = self.calendars[centre or person.centre]
		return of_centre.for_staff(person.rest_days).with_plan(person.plan).with_moved(person.moved)

	def presence_over(
		self, name: str, period: Period, *, in_any_position: bool = False
	) -> dict[date, Presence]:
		"""Presence of each day, by the calendar of the centre that the person belonged to that day.

		As agent, which is what quotas bind; in_any_position: whatever the position, which attendance asks (R36).
		"""
		live = self._presence_now(name, period, in_any_position)
		if not self.settled.months:
			return live
		off = halves_off_within(self.staff[name].off, period)
		days = self.settled.posts if in_any_position else self.settled.days
		closed = self.settled.knows_posts if in_any_position else self.settled.closed
		return {
			day: self._settled_presence(
				days.get((name, day)),
				now,
				len(off.get(day, ())),
				closed(self._centre_by_group(name, day), day),
			)
			for day, now in live.items()
		}

	@staticmethod
	def _settled_presence(
		found: tuple[str, SettledDay] | None, now: Presence, halves_off: int, closed: bool
	) -> Presence:
		"""The day as it was settled, less the time off as it is now; as it is now where its month is not closed."""
		_centre, settled = found or ("", None)
		if settled is None:
			if not now.employed or not closed:
				return now
			return Presence(NONE, NONE, now.roster_day, False)
		planned = settled.planned if settled.agent else NONE
		presence = max(NONE, planned - HALF * halves_off)
		return Presence(planned, presence, settled.roster_day, settled.agent)

	def _presence_now(self, name: str, period: Period, in_any_position: bool) -> dict[date, Presence]:
		person = self.staff[name]
		roster = self.employment_roster if in_any_position else self.roster
		centres = {self.centre_of_group.get(m.group, person.centre) for m in person.memberships}
		if centres <= {person.centre}:
			return roster(name).over(period)
		by_centre = {c: roster(name, c).over(period) for c in centres | {person.centre}}
		return {day: by_centre[self._centre_by_group(name, day)][day] for day in period.days()}
