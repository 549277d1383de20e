"""Punches are put down as a set, each once, with whose they are and where that person belonged that day (R33).

Set-based, because a file may hold a hundred thousand: the rules of a document that are kept here are its key (the name),
its place, and that nothing that stands is changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import frappe
from frappe.utils import now_datetime

from dianjian_app.attendance import day_results
from dianjian_app.attendance.day_facts import days_of_punches
from dianjian_app.attendance.punch import (
	CLOCK_OFF,
	UNKNOWN_NUMBER,
	Numbers,
	Punch,
	Source,
	is_clock_off,
	key_of,
)
from dianjian_app.bulk_writer import insert_rows
from dianjian_app.people.period import ONE_DAY, Period
from dianjian_app.people.staff_record import Staffing
from dianjian_app.people.staffing import names_of_centre, read_staffing
from dianjian_app.value_lists import among

RECORD = "Punch Record"
NAMES_A_QUERY = 10_000
FIELDS = (
	*("name", "agent", "agent_name", "employee_number", "date", "punched_at", "direction"),
	*("centre", "sales_group", "doubt"),
)


@dataclass(frozen=True)
class Added:
	"""What became of punches: new ones, ones that were known, and of the new ones those that are held."""

	new: int
	known: int
	unknown: int
	held: int
	unknown_numbers: tuple[str, ...] = ()


def add(
	centre: str,
	punches: Iterable[Punch],
	*,
	source: Source,
	device: str | None = None,
	punch_file: str | None = None,
	clock_off: timedelta = timedelta(0),
) -> Added:
	"""Put down punches of a device or a file of a centre; those that are known stay as they are (R33).

	clock_off: how far the device's clock was ahead when it sent them. Who is not of the centre on that day is nobody there:
	such a punch is kept, with its number, and waits. Doing it again adds nothing.
	"""
	named = {key_of(punch, centre, device or ""): punch for punch in punches}
	known = known_names(named)
	people = _People(centre)
	now = now_datetime()
	rows = [
		people.row(name, punch, is_clock_off(punch.at, now, clock_off))
		for name, punch in sorted(named.items())
		if name not in known
	]
	_put_down(
		rows,
		{
			"source": source,
			"device": device,
			"punch_file": punch_file,
			"received_at": now,
			"clock_off": round(clock_off.total_seconds() / 60),
		},
	)
	doubts = [row[-1] for row in rows]
	return Added(
		new=len(rows),
		known=len(known),
		unknown=doubts.count(UNKNOWN_NUMBER),
		held=doubts.count(CLOCK_OFF),
		unknown_numbers=tuple(sorted({row[3] for row in rows if row[-1] == UNKNOWN_NUMBER})),
	)


def _put_down(rows: Sequence[tuple], same: dict[str, object]) -> None:
	"""Write rows of FIELDS while the days of their people are held, and judge those days."""
	whose = sorted({row[1] for row in rows if row[1]})
	days = days_of_punches(row[5] for row in rows if row[1])
	if not days:
		write(rows, same)
		return
	day_results.put_down(whose, days, lambda: write(rows, same))


def put_down_one(row: tuple, same: dict[str, object]) -> None:
	"""Write one row of FIELDS, and judge its day."""
	_put_down([row], same)


def write(rows: Sequence[tuple], same: dict[str, object]) -> None:
	"""Put down rows of FIELDS; one that somebody else has put down meanwhile stays."""
	insert_rows(RECORD, FIELDS, rows, {"docstatus": 0, **same}, skip_known=True)


def known_names(names: Iterable[str]) -> set[str]:
	"""Which of the names are there."""
	wanted, found = sorted(names), set()
	for start in range(0, len(wanted), NAMES_A_QUERY):
		part = wanted[start : start + NAMES_A_QUERY]
		found |= set(frappe.get_all(RECORD, {"name": ("in", part)}, pluck="name", limit=0))
	return found


class _People:
	"""The people of a centre, of whatever time, and the row of a punch of one of them."""

	def __init__(self, centre: str):
		self.centre = centre
		self.staffing: Staffing = read_staffing(names_of_centre(centre))
		self.numbers = Numbers(self.staffing.staff)

	def row(self, name: str, punch: Punch, clock_off: bool) -> tuple:
		"""FIELDS of the record."""
		day = punch.at.date()
		whose = self.numbers.find(punch.employee_number)
		same = (punch.employee_number, day, punch.at, punch.direction, self.centre)
		if whose is None or self.staffing.centre_on(whose, day) != self.centre:
			return (name, None, None, *same, None, UNKNOWN_NUMBER)
		person = self.staffing.staff[whose]
		return (
			*(name, whose, person.staff_name, *same),
			*(person.group_on(day), CLOCK_OFF if clock_off else ""),
		)


def unknown_of(centre: str, sent: Iterable[str]) -> list[str]:
	"""Which employee numbers, as a device writes them, are nobody's at a centre."""
	numbers = Numbers(names_of_centre(centre))
	return sorted(number for number in sent if numbers.find(number) is None)


def answer_numbers(staff: Iterable[str]) -> int:
	"""Give punches of unknown numbers to the people whose numbers they are; gives how many (R33).

	What the device sent stays as it was; only whose it is becomes known.
	"""
	names = set(staff)
	waiting = frappe.get_all(
		RECORD,
		{
			"doubt": UNKNOWN_NUMBER,
			"employee_number": ("in", among({*names, *(n.lstrip("0") for n in names)})),
		},
		["name", "employee_number", "date", "centre"],
		limit=0,
	)
	if not waiting:
		return 0
	staffing, answered = read_staffing(names), 0
	numbers = {centre: Numbers(names_of_centre(centre)) for centre in {row.centre for row in waiting}}
	for row in waiting:
		whose = numbers[row.centre].find(row.employee_number)
		if whose is None or whose not in staffing.staff or staffing.centre_on(whose, row.date) != row.centre:
			continue
		person = staffing.staff[whose]
		place = {"agent": whose, "agent_name": person.staff_name, "sales_group": person.group_on(row.date)}
		frappe.db.set_value(RECORD, row.name, {**place, "doubt": ""})
		day_results.refresh([whose], Period(row.date - ONE_DAY, row.date))
		answered += 1
	return answered


def moment_of(value: datetime | str) -> datetime:
	"""A Datetime field's value, whole seconds."""
	return frappe.utils.get_datetime(value).replace(microsecond=0)
