"""A month of attendance judged as a set: against a loop over documents, and how it grows with the people (R33).

Run: make benchmark ARGS=attendance, or ARGS="attendance 10000" for the largest centre, too (default up to 1,000).
Everything is rolled back.
"""

from __future__ import annotations

import itertools
import sys
import time
from datetime import date, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import frappe

from benchmarks import intake
from benchmarks.measure import pair
from dianjian_app.attendance import day_results
from dianjian_app.attendance.day_facts import Days
from dianjian_app.attendance.judging import judge
from dianjian_app.attendance.punch_store import FIELDS, RECORD
from dianjian_app.attendance.result_store import COLUMNS, RESULT, line_of
from dianjian_app.bulk_writer import insert_rows
from dianjian_app.people.period import Period

SIZES = (10, 100, 1_000, 10_000)
MOST = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
MONTH = Period(date(2026, 8, 1), date(2026, 8, 31))
AS_OF = datetime(2026, 9, 2)
IN_A_LOOP = 10
"""people whose days are saved document by document; each day costs a loop the same"""


def main() -> None:
	"""Measure and print."""
	intake.connect()
	try:
		grown = []
		for people in (size for size in SIZES if size <= MOST):
			names = a_centre_of(people)
			first, again = seconds(names), seconds(names)
			grown.append((people, first))
			each = first / people * 1_000
			print(
				f"{people:>6} people × 31 days: {first:7.2f} s first, {again:7.2f} s unchanged, {each:6.1f} ms a person",
				flush=True,
			)
			if people == 100:
				print(against_a_loop(names[:IN_A_LOOP]), flush=True)
			frappe.db.rollback()
		for (few, before), (many, after) in itertools.pairwise(grown):
			print(f"{few} → {many} people: ×{after / before:.1f} the time (wanted: at most ×{many // few})")
	finally:
		frappe.db.rollback()
		frappe.destroy()


def seconds(names: list[str]) -> float:
	"""How long it takes to judge the month of people."""
	start = time.perf_counter()
	day_results.refresh(names, MONTH, AS_OF)
	return time.perf_counter() - start


def against_a_loop(names: list[str]) -> str:
	"""The days of some people judged as a set, and one reading, judgement and saved document a day."""
	days = len(names) * 31

	def as_set() -> int:
		frappe.db.delete(RESULT, {"agent": ("in", names)})
		day_results.refresh(names, MONTH, AS_OF)
		return days

	def in_a_loop() -> int:
		frappe.db.delete(RESULT, {"agent": ("in", names)})
		for name, day in itertools.product(names, MONTH.days()):
			for frame, facts in Days([name], Period.day(day), AS_OF.date()).facts():
				place = (frame.centre, frame.sales_group)
				line = line_of((frame.agent, frame.agent_name), place, day, judge(facts, AS_OF))
				doc = frappe.get_doc(doctype=RESULT, **dict(zip(COLUMNS, line.values, strict=True)))
				doc.flags.ignore_validate = True  # its controller refuses every writer
				doc.insert()
		return days

	what = "days judged as a set / in a loop over documents"
	return pair(what, "days", as_set, in_a_loop, rounds=3).line()


def a_centre_of(people: int) -> list[str]:
	"""A centre with a policy, so many people in one group, and two punches of each on each day but Sundays."""
	from dianjian_app.tests.builders.attendance import a_policy
	from dianjian_app.tests.builders.incentives import a_place, many_agents

	place = a_place(agents=0)
	a_policy(place.centre, start="2026-07-01")
	many_agents(place, people)
	names = [agent.name for agent in place.agents]
	punches = [
		(f"b-{name}-{at:%m%d%H}", name, name, name, at.date(), at, "", place.name, place.group.name, "")
		for number, name in enumerate(names)
		for day in MONTH.days()
		if day.weekday() != 6
		for at in _in_and_out(day, number)
	]
	insert_rows(RECORD, FIELDS, punches, {"docstatus": 0, "source": "Device"})
	return names


def _in_and_out(day: date, number: int) -> tuple[datetime, datetime]:
	"""Some come late, all stay until the end."""
	start = datetime(day.year, day.month, day.day, 8, 50) + timedelta(minutes=(number + day.day) % 40)
	return start, datetime(day.year, day.month, day.day, 18, 5)


if __name__ == "__main__":
	main()
