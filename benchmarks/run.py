"""make benchmark: the app's ways against the framework's own, as ratios measured in one run.

Absolute figures move from machine to machine and hour to hour; the ratios are what counts. Nothing is kept: each
piece of work is rolled back, and what Data Import commits is deleted.
"""

from __future__ import annotations

import itertools
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import frappe

from benchmarks import at_rest, intake
from benchmarks.measure import Measured, pair


def main() -> None:
	"""Measure and print."""
	from dianjian_app.tests import builders

	intake.connect()
	# Data Import commits: what it makes must not meet what another run left
	builders._numbers = itertools.count(int(time.time() * 10) % 300_000_000)
	try:
		print(f"{'work':<58} {'ours / other':>22}          ratio   wanted")
		intake.run(lambda text: print(text, flush=True))
		print(logging().line(), flush=True)
		at_rest.run(lambda text: print(text, flush=True))
	finally:
		frappe.db.rollback()
		frappe.destroy()


def logging() -> Measured:
	"""One call onto a sheet of a hundred rows: one row against saving the parent (decision 24)."""
	from dianjian_app.calls.log_call import log_call
	from dianjian_app.tests.builders import as_user, number
	from dianjian_app.tests.builders.calls import a_row, a_sheet
	from dianjian_app.tests.builders.people import an_agent
	from dianjian_app.tests.builders.resources import a_lead

	agent = an_agent()
	sheet = a_sheet(agent, connected=100)
	leads = iter([a_lead(agent=agent) for _ in range(200)])
	times = 10

	def ours() -> int:
		with as_user(agent):
			for _ in range(times):
				log_call(next(leads).name, 1, f"benchmark-{number()}", grade="C", remarks="ok")
		return times

	def other() -> int:
		with as_user(agent):
			for _ in range(times):
				doc = frappe.get_doc("Call Sheet", sheet.name)
				doc.append("rows", a_row(agent, lead=next(leads), remarks="ok"))
				doc.save()
		return times

	return pair("one call logged / the sheet of 100 rows saved", "calls", ours, other, wanted="more than 5")


if __name__ == "__main__":
	main()
