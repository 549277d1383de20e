"""Which group a person belongs to on which day, and how long probation lasts (R3, R4). Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from dianjian_app.people.period import ONE_DAY, Period


class MembershipError(ValueError):
	"""Memberships that cannot all be true."""


class MembershipReversed(MembershipError):
	"""A membership ends before it starts."""


class MembershipOverlap(MembershipError):
	"""Two groups claim the same day."""

	def __init__(self, first: Membership, second: Membership) -> None:
		super().__init__(f"{first} and {second} overlap")
		self.first, self.second = first, second


class MembershipGap(MembershipError):
	"""Days of employment without a group."""

	def __init__(self, gaps: tuple[Period, ...]) -> None:
		super().__init__("No group on " + ", ".join(map(str, gaps)))
		self.gaps = gaps


class OutsideEmployment(MembershipError):
	"""A membership lies before joining or after leaving."""

	def __init__(self, membership: Membership) -> None:
		super().__init__(f"{membership} lies outside the employment")
		self.membership = membership


class ChangeBeforeStart(MembershipError):
	"""A change of group on or before the first day of the membership it would close."""

	def __init__(self, membership: Membership, day: date) -> None:
		super().__init__(f"{membership} has not begun before {day}")
		self.membership, self.day = membership, day


@dataclass(frozen=True)
class Membership:
	"""One group from a day to a day, both included; end None: until further notice."""

	group: str
	start: date
	end: date | None = None

	def __post_init__(self) -> None:
		if self.end is not None and self.end < self.start:
			raise MembershipReversed(f"{self.group}: ends on {self.end}, before it starts on {self.start}")

	def __str__(self) -> str:
		return f"{self.group} {self.start}..{self.end or ''}"

	def holds(self, day: date) -> bool:
		"""Whether the person belongs to the group that day."""
		return self.start <= day and (self.end is None or day <= self.end)


def group_on(memberships: Iterable[Membership], day: date) -> str | None:
	"""The group of the day, None when there is none. Figures of the day stay with it. (R4)"""
	return next((m.group for m in memberships if m.holds(day)), None)


def in_order(memberships: Iterable[Membership]) -> tuple[Membership, ...]:
	"""The memberships by their first day."""
	return tuple(sorted(memberships, key=lambda m: (m.start, m.end or date.max, m.group)))


def gaps(memberships: Iterable[Membership], joined: date, left: date | None = None) -> tuple[Period, ...]:
	"""Spans of employment without a group; one that never ends reaches to date.max. (R4)"""
	missing: list[Period] = []
	day, last = joined, left or date.max
	for membership in in_order(memberships):
		if membership.start > last:
			break
		if day < membership.start:
			missing.append(Period(day, membership.start - ONE_DAY))
		if membership.end is None or membership.end >= last:
			return tuple(missing)
		day = max(day, membership.end + ONE_DAY)
	return (*missing, Period(day, last))


def change_group(memberships: Iterable[Membership], group: str, day: date) -> tuple[Membership, ...]:
	"""Move to a group from a day on: what held before ends the day before (R4).

	Already in that group on the day: nothing changes. Memberships planned for later stay and end the new one.
	Raises ChangeBeforeStart when the day is the first of the current membership (correct that row instead).
	"""
	ordered = in_order(memberships)
	current = next((m for m in ordered if m.holds(day)), None)
	if current and current.group == group:
		return ordered
	if current and current.start == day:
		raise ChangeBeforeStart(current, day)
	later = next((m for m in ordered if m.start > day), None)
	kept = tuple(replace(m, end=day - ONE_DAY) if m is current else m for m in ordered)
	return in_order((*kept, Membership(group, day, later.start - ONE_DAY if later else None)))


def probation_end(joined: date) -> date:
	"""Last day of the first month after joining: the day before the same day of the next month (R3).

	Where the next month has no such day (joined on 31 January) its last day ends probation, exclusive as ever.
	"""
	year, month = joined.year + joined.month // 12, joined.month % 12 + 1
	return date(year, month, min(joined.day, monthrange(year, month)[1])) - ONE_DAY


def first_memberships(
	joined: date, group: str, expansion: str | None, until: date | None = None
) -> tuple[Membership, ...]:
	"""A newcomer's groups: the expansion department during probation, then the group (R3).

	expansion: the centre's expansion department, None where there is none: then the group from the first day.
	"""
	if not expansion or expansion == group:
		return (Membership(group, joined),)
	last = until or probation_end(joined)
	return Membership(expansion, joined, last), Membership(group, last + ONE_DAY)
