"""What decides the days of people, read from the site in a fixed number of queries for any number of them (R33, R34)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import frappe

from dianjian_app.attendance.centre_policies import noons, read_policies
from dianjian_app.attendance.day_result import Application, DayFacts, Kind, SeenPunch
from dianjian_app.attendance.duty_shifts import read_shifts
from dianjian_app.attendance.outages import Outage, corrected, down_on
from dianjian_app.attendance.policy import Policy, policy_on
from dianjian_app.attendance.working_time import NOON
from dianjian_app.people.centre_calendars import dated_rows, run, time_of_day
from dianjian_app.people.period import ONE_DAY, Period
from dianjian_app.people.presence import DayPart, OffTime
from dianjian_app.people.staff_record import Staffing
from dianjian_app.people.staffing import part_of, read_staffing
from dianjian_app.people.time_off_types import IN_LIEU, read_types
from dianjian_app.stage_codes.appeal_stages import UPHELD
from dianjian_app.value_lists import among

EXCUSE = "Excuse the Day"
"""the remedy of a Day Result Appeal that lifts what a day costs"""


@dataclass(frozen=True)
class Frame:
	"""A day that is judged: whose, where, by which policy."""

	agent: str
	agent_name: str
	day: date
	centre: str
	sales_group: str | None
	policy: Policy


class Days:
	"""The days of people over a period: who is judged on which, and what decides each."""

	def __init__(self, agents: Iterable[str], period: Period, as_of: date, *, locking: bool = False):
		self.period = Period(period.start, min(period.end, as_of)) if period.start <= as_of else None
		self._locking = locking
		self.staffing: Staffing = read_staffing(agents, locking=locking)
		centres = sorted(self.staffing.calendars)
		self._policies = read_policies(centres)
		self._noons = noons(centres)
		self.frames = list(self._frames())

	def _frames(self) -> Iterator[Frame]:
		"""Each day of the period on which somebody is employed at a centre that judges attendance."""
		if self.period is None:
			return
		in_force: dict[tuple[str, date], Policy | None] = {}
		for name, person in self.staffing.staff.items():
			employment = self.staffing.employment_roster(name)
			for day in self.period.days():
				if not employment.employed(day):
					continue
				group = person.group_on(day)
				centre = self.staffing.centre_of_group.get(group or "", person.centre)
				if (centre, day) not in in_force:
					in_force[(centre, day)] = policy_on(self._policies.get(centre, ()), day)
				if policy := in_force[(centre, day)]:
					yield Frame(name, person.staff_name, day, centre, group, policy)

	def facts(self) -> Iterator[tuple[Frame, DayFacts]]:
		"""What decides each day."""
		if self.period is None:
			return
		names = sorted(self.staffing.staff)
		outages = self._outages(self.period)
		punches, doubts = self._punches(names, self.period, outages)
		applications = self._applications(names, self.period)
		appeals = self._appeals(names, self.period)
		suspensions = dated_rows("Staff Suspension", names, [], locking=self._locking)
		shifts = read_shifts(names, self.period, locking=self._locking)
		calendars = {}
		for frame in self.frames:
			person = (frame.agent, frame.centre)
			if person not in calendars:
				calendars[person] = self.staffing.employment_roster(*person).calendar
			key = (frame.agent, frame.day)
			waiting, excused = down_on(frame.day, frame.centre, outages) if outages else ((), False)
			yield (
				frame,
				DayFacts(
					frame.day,
					calendars[person],
					frame.policy,
					half_day_ends=self._noons.get(frame.centre, NOON),
					shift=shifts[key].hours if key in shifts else None,
					punches=tuple(punches.get(key, ())),
					applications=tuple(applications.get(key, ())),
					suspended=any(_covers(row, frame.day) for row in suspensions.get(frame.agent, ())),
					doubts=(*doubts.get(key, ()), *waiting),
					excused=excused,
					appeals=tuple(appeals.get(key, ())),
				),
			)

	def _punches(
		self, names: list[str], period: Period, outages: list[Outage]
	) -> tuple[Mapping[tuple[str, date], list[SeenPunch]], Mapping[tuple[str, date], list[str]]]:
		"""Punches that count, and names of those in doubt, by person and working day."""
		turns = {(frame.agent, frame.day): frame.policy for frame in self.frames}
		table = frappe.qb.DocType("Punch Record")
		query = (
			frappe.qb.from_(table)
			.where(table.agent.isin(among(names)))
			.where(table.date[period.start : period.end + ONE_DAY] & (table.withdrawn == 0))
			.select("name", "agent", "punched_at", "direction", "doubt", "device")
		)
		counted: dict[tuple[str, date], list[SeenPunch]] = defaultdict(list)
		doubted: dict[tuple[str, date], list[str]] = defaultdict(list)
		for row in run(query, self._locking):
			right = corrected(row.punched_at, row.device, outages) if outages else None
			at: datetime = right or row.punched_at
			day = at.date()
			before = turns.get((row.agent, day - ONE_DAY)) or turns.get((row.agent, day))
			if before:
				day = before.day_of(at)
			if row.doubt and not right:
				doubted[(row.agent, day)].append(row.name)
			else:
				counted[(row.agent, day)].append(SeenPunch(row.name, at, row.direction or ""))
		for seen in counted.values():
			seen.sort(key=lambda punch: (punch.at, punch.name))
		for held in doubted.values():
			held.sort()
		return counted, doubted

	def _outages(self, period: Period) -> list[Outage]:
		"""Outages of the centres' devices that touch the period."""
		table = frappe.qb.DocType("Device Outage")
		query = (
			frappe.qb.from_(table)
			.where(table.centre.isin(among(sorted({frame.centre for frame in self.frames}))))
			.where(
				(table.from_time < period.end + 2 * ONE_DAY) & (table.until_time >= period.start - ONE_DAY)
			)
			.orderby(table.name)
			.select("name", "device", "centre", "kind", "from_time", "until_time", "minutes", "decision")
		)
		return [
			Outage(
				*(row.name, row.device, row.centre, row.kind, row.from_time, row.until_time),
				ahead=row.minutes or 0,
				decision=row.decision or "",
			)
			for row in run(query, self._locking)
		]

	def _appeals(self, names: list[str], period: Period) -> Mapping[tuple[str, date], list[str]]:
		"""Upheld appeals that excuse a day, by person and day."""
		table = frappe.qb.DocType("Day Result Appeal")
		query = (
			frappe.qb.from_(table)
			.where(table.agent.isin(among(names)) & table.day[period.start : period.end])
			.where((table.stage == UPHELD) & (table.remedy == EXCUSE))
			.orderby(table.name)
			.select("name", "agent", "day")
		)
		found: dict[tuple[str, date], list[str]] = defaultdict(list)
		for row in run(query, self._locking):
			found[(row.agent, row.day)].append(row.name)
		return found

	def _applications(self, names: list[str], period: Period) -> Mapping[tuple[str, date], list[Application]]:
		"""Approved applications by person and day."""
		table = frappe.qb.DocType("Time Off Request")
		query = (
			frappe.qb.from_(table)
			.where(table.staff.isin(among(names)) & (table.docstatus == 1))
			.where((table.from_date <= period.end) & (table.to_date >= period.start))
			.select(
				*("name", "staff", "from_date", "to_date", "half_day", "half_day_part"),
				*("leave_type", "decided_at", "modified"),
			)
		)
		found: dict[tuple[str, date], list[Application]] = defaultdict(list)
		outings = {name for name, rules in read_types().items() if rules.outing}
		for row in run(query, self._locking):
			kind = Kind.OUTING if row.leave_type in outings else Kind.LEAVE
			application = Application(row.name, kind, part_of(row), row.decided_at or row.modified)
			days = OffTime(row.from_date, row.to_date).within(period)
			for day in days.days() if days else ():
				found[(row.staff, day)].append(application)
		for row in self._overtime(names, period):
			found[(row.staff, row.date)].append(_overtime_of(row))
		return found

	def _overtime(self, names: list[str], period: Period) -> list[frappe._dict]:
		"""Approved overtime of people over a period."""
		table = frappe.qb.DocType("Working Time Request")
		query = (
			frappe.qb.from_(table)
			.where(
				table.staff.isin(among(names)) & (table.docstatus == 1) & (table.kind == Kind.OVERTIME.value)
			)
			.where(table.date[period.start : period.end] & table.starts_at.isnotnull())
			.orderby(table.name)
			.select(
				*("name", "staff", "date", "starts_at", "hours", "compensation", "late"),
				*("decided_at", "modified"),
			)
		)
		return run(query, self._locking)


def _overtime_of(row: frappe._dict) -> Application:
	return Application(
		row.name,
		Kind.OVERTIME,
		DayPart.WHOLE_DAY,
		row.decided_at or row.modified,
		starts=datetime.combine(row.date, time_of_day(row.starts_at)),
		minutes=round(row.hours * 60),
		lieu=row.compensation == IN_LIEU,
		late=bool(row.late),
	)


def _covers(row: frappe._dict, day: date) -> bool:
	return row.from_date <= day and (row.to_date is None or day <= row.to_date)


def days_of_punches(moments: Iterable[datetime]) -> Period | None:
	"""The days that punches can belong to: their own and the one before."""
	days = {moment.date() for moment in moments}
	return Period(min(days) - timedelta(days=1), max(days)) if days else None
