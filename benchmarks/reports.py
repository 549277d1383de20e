"""Reports over two years of 300 agents, held against bare queries that read the same (R44–R46).

Run: python benchmarks/reports.py on a site of its own (DIANJIAN_SITE), which it fills when it is empty.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import frappe
from frappe.desk import query_report

from benchmarks import big
from benchmarks.measure import Measured, pair

SITES = os.environ["DIANJIAN_SITES_PATH"]
LAST = "2026-08-31"
YEARS = {"from_date": str(big.FIRST), "to_date": LAST}
MONTH, WEEK = {"month": "2026-08"}, {"week": "2026-08-26"}
BARE = (
	"""select agent, max(agent_name), max(sales_group), max(centre), sum(calls), sum(connected_calls), sum(connected),
	sum(intention), sum(grade_a), sum(grade_b), sum(grade_c), sum(grade_d), sum(invited), sum(visits), sum(deals),
	sum(deal_units), sum(deal_amount) from `tabDaily Ledger` where date between %(first)s and %(last)s group by agent""",
)
"""the ledger's lines of a report's days, added up for each agent: the least that a table of figures has to read"""
BARE_WEEK = (
	"""select sales_group, sum(presence), sum(calls), sum(connected_calls), sum(connected), sum(grade_a), sum(grade_b),
	sum(grade_c), sum(grade_d), sum(intention), sum(invited), sum(visits), sum(no_shows), sum(deals), sum(deal_amount)
	from `tabDaily Ledger` where date between %(first)s and %(last)s group by sales_group, week_start""",
	"""select source, count(*), sum(last_called_at is not null), sum(last_connected_at is not null),
	sum(grade in ('A', 'B')) from `tabCall Lead` where date between %(monday)s and %(last)s group by source""",
	*(
		f"""select l.source, count(distinct d.lead) from `tab{doctype}` d join `tabCall Lead` l on l.name = d.lead
		where d.docstatus = 1 and l.date between %(monday)s and %(last)s group by l.source"""
		for doctype in ("Invitation", "Visit Confirmation", "Sales Deal")
	),
)
"""what the summary of a week shows: two weeks of each group, and what became of the leads that arrived in the week"""


@dataclass(frozen=True)
class Case:
	"""A report as people open it, and the queries that read the same from the database."""

	filters: dict
	first: str | date
	last: str
	bare: tuple[str, ...] = BARE
	monday: str = ""


REPORTS = {
	"Daily Sales Call Ledger": Case({**YEARS, "summed_by": "Agent"}, big.FIRST, LAST),
	"Weekly Centre Summary": Case(WEEK, "2026-08-17", "2026-08-30", BARE_WEEK, "2026-08-24"),
	"Monthly Statistics Table": Case(MONTH, "2026-07-01", LAST),
	"Staff Ranking": Case({**MONTH, "span": "Year", "population": "All"}, "2026-01-01", LAST),
	"Source Quality": Case(YEARS, big.FIRST, LAST),
	"Sales Funnel": Case({**YEARS, "by": "Telesales Agent"}, big.FIRST, LAST),
	"Intention Customers": Case({}, big.FIRST, LAST),
	"Due Follow-ups": Case({"until": "2026-09-30"}, big.FIRST, LAST),
	"Recycle List": Case({"until": "2026-09-30"}, big.FIRST, LAST),
	"No-show Follow-up": Case(YEARS, big.FIRST, LAST),
	"Quota Shortfall Today": Case({}, big.FIRST, LAST),
	"Customer Satisfaction": Case(YEARS, big.FIRST, LAST),
	"Settlement Comparison": Case(MONTH, "2026-08-01", LAST),
	"Rewards and Penalties Register": Case(MONTH, "2026-08-01", LAST),
	"Conflict Rulings": Case(YEARS, big.FIRST, LAST),
	"Phone Reveals and Exports": Case(YEARS, big.FIRST, LAST),
}
AGENDA = ("2026-08-31", "2026-10-11")
BARE_AGENDA = """select agent, due_on, count(*) from `tabCall Lead` where due_on between %s and %s
	and status in ('Held', 'Invited', 'Visited') and do_not_call = 0 and agent <> '' group by agent, due_on"""


def main() -> None:
	"""Fill when empty, measure, print."""
	os.chdir(SITES)
	frappe.init(site=os.environ["DIANJIAN_SITE"], sites_path=SITES)
	frappe.connect()
	frappe.flags.in_test = frappe.flags.mute_emails = True
	try:
		if not big.filled():
			print("Filling a site with five million call rows:", flush=True)
			start = time.perf_counter()
			big.fill(lambda text: print(text, flush=True))
			print(f"  in {time.perf_counter() - start:,.0f} s", flush=True)
		print(
			f"{frappe.db.count('Call Sheet Row'):,} call rows, {frappe.db.count('Daily Ledger'):,} ledger lines"
		)
		print(f"{'report':<34} {'first page':>12} {'bare query':>12}   times   (wanted: under 10)")
		for report, case in REPORTS.items():
			print(first_page(report, case), flush=True)
		print(agenda(), flush=True)
		print(rebuilding().line())
	finally:
		frappe.db.rollback()
		frappe.destroy()


def first_page(report: str, case: Case) -> str:
	"""A report as the desk runs it, against the bare queries for the same."""

	def ours() -> int:
		query_report.run(report, dict(case.filters), ignore_prepared_report=True)
		return 1

	def bare() -> int:
		for query in case.bare:
			frappe.db.sql(query, {"first": case.first, "last": case.last, "monday": case.monday})
		return 1

	return _line(report, ours, bare)


def agenda() -> str:
	"""Six weeks of the agenda of somebody who sees every lead, against the bare count of what is due; under 1 s (R8)."""
	from dianjian_app.reporting.agenda import events

	def ours() -> int:
		events(*AGENDA)
		return 1

	def bare() -> int:
		frappe.db.sql(BARE_AGENDA, AGENDA)
		return 1

	return _line(f"agenda of {frappe.db.count('Call Lead'):,} leads", ours, bare)


def _line(what: str, ours: Callable[[], int], bare: Callable[[], int]) -> str:
	measured = pair(what, "pages", ours, bare, rounds=3, clean=frappe.db.rollback)
	page, query = measured.ours[1], measured.other[1]
	return f"{what:<34} {page * 1000:>9,.0f} ms {query * 1000:>9,.0f} ms   ×{1 / measured.ratio:,.1f}"


def rebuilding() -> Measured:
	"""A month of a centre's ledger as sets, against a loop over its documents (R44)."""
	from dianjian_app.ledger.build import rebuild
	from dianjian_app.people.period import Period

	centre = frappe.db.sql("select centre from big_agents where n = 0")[0][0]
	month = Period.month(2026, 8)
	sheets = frappe.get_all(
		"Call Sheet", {"centre": centre, "date": ("between", (month.start, month.end))}, pluck="name"
	)

	def ours() -> int:
		frappe.db.delete("Daily Ledger", {"centre": centre, "date": ("between", (month.start, month.end))})
		rebuild(centre, month, month.end)
		return len(sheets)

	def loop() -> int:
		some = sheets[:40]
		for name in some:
			sheet = frappe.get_doc("Call Sheet", name)
			line = frappe.get_doc("Daily Ledger", f"{sheet.agent}-{sheet.date}")
			of_day = {"agent": sheet.agent, "date": sheet.date}
			line.calls, line.connected = len(sheet.rows), sum(row.connected for row in sheet.rows)
			line.visits = len(
				[
					frappe.get_doc("Visit Confirmation", v)
					for v in frappe.get_all("Visit Confirmation", of_day, pluck="name")
				]
			)
			line.deals = len(
				[frappe.get_doc("Sales Deal", d) for d in frappe.get_all("Sales Deal", of_day, pluck="name")]
			)
			by_grade = Counter(row.grade for row in sheet.rows if row.grade)
			line.set("counts", [{"kind": "Grade", "key": g, "calls": n} for g, n in by_grade.items()])
			line.db_update_all()
		return len(some)

	return pair(
		"ledger of a month as sets / a loop over documents",
		"lines",
		ours,
		loop,
		wanted="20 or more",
		clean=frappe.db.rollback,
	)


if __name__ == "__main__":
	main()
