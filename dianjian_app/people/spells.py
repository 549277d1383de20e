"""What a person was on a day: employments and positions as dated spells (R3, R4, decision 74). Pure.

A spell is one position from a day to a day. Spells that follow each other without a day between them are one employment;
the days between employments ask nothing and cost nothing. Whoever asks for a past day gets what held then, whatever the
person is now.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise, zip_longest

from dianjian_app.people import membership
from dianjian_app.people.membership import Membership, MembershipGap, MembershipOverlap, OutsideEmployment
from dianjian_app.people.period import ONE_DAY, Period


class SpellError(ValueError):
	"""Spells that cannot all be true."""


class NoSpell(SpellError):
	"""A person without any spell."""


class SpellReversed(SpellError):
	"""A spell ends before it starts."""


class SpellsOverlap(SpellError):
	"""Two spells claim the same day."""

	def __init__(self, first: Spell, second: Spell) -> None:
		super().__init__(f"{first} and {second} overlap")
		self.first, self.second = first, second


class NotEmployed(SpellError):
	"""A change of position on a day without employment."""


@dataclass(frozen=True)
class Spell:
	"""One position from a day to a day, both included; end None: until further notice.

	probation_until: last day of the probation that begins with it. Raises SpellReversed.
	"""

	position: str
	start: date
	end: date | None = None
	probation_until: date | None = None

	def __post_init__(self) -> None:
		if self.end is not None and self.end < self.start:
			raise SpellReversed(f"{self.position}: ends on {self.end}, before it starts on {self.start}")

	def __str__(self) -> str:
		return f"{self.position} {self.start}..{self.end or ''}"

	def holds(self, day: date) -> bool:
		"""Whether the person has the position that day."""
		return self.start <= day and (self.end is None or day <= self.end)

	def within(self, period: Period) -> Period | None:
		"""Its days in a period, None when there are none."""
		return Period(self.start, max(self.start, self.end or period.end)).overlap(period)


@dataclass(frozen=True)
class Employment:
	"""Spells that follow each other day by day. end None: still employed, or until further notice."""

	start: date
	end: date | None
	spells: tuple[Spell, ...]

	def holds(self, day: date) -> bool:
		"""Whether the person is employed that day by this employment."""
		return self.start <= day and (self.end is None or day <= self.end)


def in_order(spells: Iterable[Spell]) -> tuple[Spell, ...]:
	"""The spells by their first day. Raises SpellsOverlap when two share a day."""
	ordered = tuple(sorted(spells, key=lambda s: (s.start, s.end or date.max)))
	for earlier, later in pairwise(ordered):
		if earlier.end is None or later.start <= earlier.end:
			raise SpellsOverlap(earlier, later)
	return ordered


def spell_on(spells: Iterable[Spell], day: date) -> Spell | None:
	"""The spell of a day, None between employments, before the first and after the last."""
	return next((spell for spell in spells if spell.holds(day)), None)


def position_on(spells: Iterable[Spell], day: date) -> str | None:
	"""The position of a day; None on a day without employment."""
	spell = spell_on(spells, day)
	return spell.position if spell else None


def employments(spells: Iterable[Spell]) -> tuple[Employment, ...]:
	"""The employments in order. Raises SpellsOverlap."""
	runs: list[list[Spell]] = []
	for spell in in_order(spells):
		last = runs[-1][-1].end if runs else None
		if last is not None and last + ONE_DAY == spell.start:
			runs[-1].append(spell)
		else:
			runs.append([spell])
	return tuple(Employment(run[0].start, run[-1].end, tuple(run)) for run in runs)


def employment_of(spells: Iterable[Spell], day: date) -> Employment:
	"""The employment that a record shows on a day: the one of the day, else the last begun, else the first to come.

	Raises NoSpell.
	"""
	every = employments(spells)
	if not every:
		raise NoSpell("There is no spell")
	begun = [e for e in every if e.start <= day]
	return begun[-1] if begun else every[0]


def shown_spell(spells: Iterable[Spell], day: date) -> Spell:
	"""The spell that a record shows on a day: the one of the day, else the last begun, else the first. Raises NoSpell."""
	of_employment = employment_of(spells, day).spells
	begun = [s for s in of_employment if s.start <= day]
	return begun[-1] if begun else of_employment[0]


def change_position(spells: Iterable[Spell], position: str, day: date) -> tuple[Spell, ...]:
	"""Another position from a day on: the spell of the day ends the day before; what was, stays (R3, R4).

	A spell that begins on the day is replaced; before the first day of an employment its first spell is. Spells planned
	for later stay. Raises NotEmployed after the last employment and between two.
	"""
	ordered = in_order(spells)
	current = spell_on(ordered, day)
	if current is None:
		if not ordered or day > ordered[0].start:
			raise NotEmployed(f"Nobody is employed on {day}")
		current, day = ordered[0], ordered[0].start
	if current.position == position:
		return ordered
	others = [s for s in ordered if s is not current]
	if current.start < day:
		others.append(replace(current, end=day - ONE_DAY))
		new = Spell(position, day, current.end)
	else:
		new = replace(current, position=position)
	return _joined([*others, new], new)


def _joined(spells: Iterable[Spell], new: Spell) -> tuple[Spell, ...]:
	"""One spell of two where the new one goes on in the position of the day before it."""
	ordered = in_order(spells)
	before = spell_on(ordered, new.start - ONE_DAY) if new.start > date.min else None
	if before is None or before.position != new.position:
		return ordered
	kept = [s for s in ordered if s not in (before, new)]
	return in_order([*kept, replace(before, end=new.end)])


def move_start(spells: Iterable[Spell], of: Employment, start: date) -> tuple[Spell, ...]:
	"""An employment begins on another day; spells that would be over before it are left out. Raises SpellReversed."""
	kept = [s for s in of.spells if s.end is None or s.end >= start]
	if not kept:
		raise SpellReversed(f"The employment ends on {of.end}, before it starts on {start}")
	return in_order([*_others(spells, of), replace(kept[0], start=start), *kept[1:]])


def move_end(spells: Iterable[Spell], of: Employment, end: date | None) -> tuple[Spell, ...]:
	"""An employment ends on another day (None: goes on); spells that would begin after it are left out.

	Raises SpellReversed before its first day, SpellsOverlap where it would reach into the next employment.
	"""
	kept = [s for s in of.spells if end is None or s.start <= end]
	if not kept:
		raise SpellReversed(f"The employment ends on {end}, before it starts on {of.start}")
	return in_order([*_others(spells, of), *kept[:-1], replace(kept[-1], end=end)])


def set_probation(spells: Iterable[Spell], of: Employment, until: date | None) -> tuple[Spell, ...]:
	"""The probation of an employment ends on a day; None: as the centre's choice says."""
	first, *rest = of.spells
	return in_order([*_others(spells, of), replace(first, probation_until=until), *rest])


def _others(spells: Iterable[Spell], of: Employment) -> list[Spell]:
	return [s for s in spells if s not in of.spells]


def with_probation(spells: Iterable[Spell], again: bool) -> tuple[Spell, ...]:
	"""The spells with the probation that holds for each: what was entered, else the first month of an employment.

	again: whether the centre puts those who come back on probation once more; the first employment always has one (R3).
	"""
	resolved = list[Spell]()
	for n, employment in enumerate(employments(spells)):
		first, *rest = employment.spells
		if first.probation_until is None and (n == 0 or again):
			first = replace(first, probation_until=membership.probation_end(first.start))
		resolved += (first, *rest)
	return tuple(resolved)


def on_probation(spells: Iterable[Spell], day: date) -> bool:
	"""Whether the day lies in a probation of the employment of that day; spells as `with_probation` gives them (R3)."""
	of_day = next((e for e in employments(spells) if e.holds(day)), None)
	return of_day is not None and any(
		s.start <= day <= s.probation_until for s in of_day.spells if s.probation_until
	)


def check_memberships(
	memberships: Iterable[Membership], spells: Sequence[Spell], needs_group: str
) -> tuple[Membership, ...]:
	"""The memberships in order, when they can all be true beside the spells (R4).

	needs_group: the position of which each day needs a group. Raises MembershipOverlap, OutsideEmployment, MembershipGap.
	"""
	ordered = membership.in_order(memberships)
	for earlier, later in pairwise(ordered):
		if earlier.end is None or later.start <= earlier.end:
			raise MembershipOverlap(earlier, later)
	every = employments(spells)
	for m in ordered:
		of_start = next((e for e in every if e.holds(m.start)), None)
		if of_start is None or (of_start.end is not None and (m.end or of_start.end) > of_start.end):
			raise OutsideEmployment(m)
	missing = tuple(
		gap
		for spell in spells
		if spell.position == needs_group
		for gap in membership.gaps(ordered, spell.start, spell.end)
	)
	if missing:
		raise MembershipGap(missing)
	return ordered


def end_with_employment(
	memberships: Iterable[Membership], before: Iterable[Spell], now: Iterable[Spell]
) -> tuple[Membership, ...]:
	"""The memberships of somebody whose employments changed: none outlives its employment (R3).

	One that ended with its employment goes on where that one now ends later, until the next one begins: somebody may come
	back the very next day. One that would begin after it goes.
	"""
	then = {e.start: e for e in employments(before)}
	every = employments(now)
	kept = []
	history = membership.in_order(memberships)
	for m, follower in zip_longest(history, history[1:]):
		begun = [e for e in every if e.start <= m.start]
		of = begun[-1] if begun else None
		if of is None:
			kept.append(m)
			continue
		old = then.get(of.start)
		if old and m.end is not None and m.end == old.end and (of.end is None or m.end < of.end):
			m = replace(m, end=follower.start - ONE_DAY if follower else of.end)
		if of.end is None or (m.end is not None and m.end <= of.end):
			kept.append(m)
		elif m.start <= of.end:
			kept.append(replace(m, end=of.end))
		elif old is None or not old.holds(m.start):
			kept.append(m)
	return tuple(kept)
