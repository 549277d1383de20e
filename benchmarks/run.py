"""make benchmark: the app's ways against the framework's own, as ratios measured in one run.

Absolute figures move from machine to machine and hour to hour; the ratios are what counts. Nothing is kept: each
piece of work is rolled back.
"""

from __future__ import annotations

import io
import os
import random

import frappe
import openpyxl

from benchmarks.measure import Measured, pair

SITES = os.environ["DIANJIAN_SITES_PATH"]
SITE = os.environ.get("DIANJIAN_SITE", "test.localhost")


def main() -> None:
	"""Measure and print."""
	os.chdir(SITES)
	frappe.init(site=SITE, sites_path=SITES)
	frappe.connect()
	frappe.flags.in_test = frappe.flags.mute_emails = True
	try:
		print(f"{'work':<58} {'ours / other':>22}          ratio   wanted")
		for measure in (importing, logging):
			print(measure().line(), flush=True)
	finally:
		frappe.db.rollback()
		frappe.destroy()


def _workbook(rows: int) -> bytes:
	chance = random.Random(4)
	book = openpyxl.Workbook(write_only=True)
	sheet = book.create_sheet("留电")
	sheet.append(["序号", "客户姓名", "联系电话", "资源来源", "产品需求", "备注"])
	for i in range(rows):
		digits = f"13{chance.randrange(10**9):09d}"
		shape = ("{0}", "+86 {0}", "{1}-{2}-{3}", "{1} {2} {3}")[i % 4]
		number = shape.format(digits, digits[:3], digits[3:7], digits[7:])
		sheet.append([i + 1, f"客户{i}", number, "派单", "高层", None])
	stream = io.BytesIO()
	book.save(stream)
	return stream.getvalue()


def importing() -> Measured:
	"""A workbook of messy rows against one document insert a row (R6)."""
	from dianjian_app.resources.importing import import_batch
	from dianjian_app.tests.builders.people import a_centre
	from dianjian_app.tests.builders.resources import a_batch, a_lead

	content, few = _workbook(5000), 200

	def ours() -> int:
		return import_batch(a_batch(content=content).name).total

	def other() -> int:
		centre = a_centre()
		for _ in range(few):
			a_lead(centre=centre)
		return few

	return pair(
		"workbook to leads / a document insert each",
		"rows",
		ours,
		other,
		wanted="100 × Data Import's 350 rows/s is the aim",
		clean=frappe.db.rollback,
	)


def logging() -> Measured:
	"""One call onto a sheet of a hundred rows: one row against saving the parent (decision 24)."""
	from dianjian_app.calls.log import log_call
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
