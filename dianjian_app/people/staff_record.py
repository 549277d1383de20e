"""People of a centre as plain records with their dated rows, and what follows from them for a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dianjian_app import roles
from dianjian_app.people import membership
from dianjian_app.people.calendar import RestDay, WorkCalendar
from dianjian_app.people.membership import Membership
from dianjian_app.people.period import Period
from dianjian_app.people.presence import OffTime, Presence, Roster


@dataclass(frozen=True)
class StaffRecord:
	"""A Sales Staff with its dated rows.

	agent_from, agent_until: first and last day as telesales agent where that is not the whole employment.
	"""

	name: str
	staff_name: str
	position: str
	centre: str
	status: str
	joined: date
	left: date | None
	probation_until: date | None
	agent_from: date | None
	agent_until: date | None
	memberships: tuple[Membership, ...]
	rest_days: tuple[RestDay, ...]
	off: tuple[OffTime, ...]

	@property
	def was_agent(self) -> bool:
		"""Whether the person is a telesales agent or has been one."""
		return self.position == roles.AGENT or self.agent_until is not None

	@property
	def first_day(self) -> date:
		"""First day on which the quotas bind: joining, or becoming an agent later."""
		return max(self.joined, self.agent_from or self.joined)

	@property
	def last_day(self) -> date | None:
		"""Last day on which the quotas bind, None while they do."""
		ends = [day for day in (self.left, self.agent_until) if day]
		return min(ends) if ends else None

	def group_on(self, day: date) -> str | None:
		"""The group of the day (R4)."""
		return membership.group_on(self.memberships, day)

	def group_or_last(self, day: date) -> str | None:
		"""The group of the day; after the last membership, that one: what somebody earns after leaving."""
		past = [m.group for m in self.memberships if m.start <= day]
		return self.group_on(day) or (past[-1] if past else None)

	def on_probation(self, day: date) -> bool:
		"""Whether the day lies in the first month (R3)."""
		return membership.on_probation(self.joined, day, self.probation_until)


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

	def roster(self, name: str, centre: str | None = None) -> Roster:
		"""What decides the person's presence, by the calendar of a centre (default: the person's)."""
		person = self.staff[name]
		return Roster(name, self._calendar(person, centre), person.first_day, person.last_day, person.off)

	def employment_roster(self, name: str, centre: str | None = None) -> Roster:
		"""The same for the whole employment, in whatever position: what leave is counted by (R34)."""
		person = self.staff[name]
		return Roster(name, self._calendar(person, centre), person.joined, person.left, person.off)

	def _calendar(self, person: StaffRecord, centre: str | None) -> WorkCalendar:
		return self.calendars[centre or person.centre].for_staff(person.rest_days)

	def presence_over(self, name: str, period: Period) -> dict[date, Presence]:
		"""Presence of each day, by the calendar of the centre that the person belonged to that day."""
		person = self.staff[name]
		centres = {self.centre_of_group.get(m.group, person.centre) for m in person.memberships}
		if centres <= {person.centre}:
			return self.roster(name).over(period)
		by_centre = {c: self.roster(name, c).over(period) for c in centres | {person.centre}}
		return {day: by_centre[self.centre_on(name, day)][day] for day in period.days()}
