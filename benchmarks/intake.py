"""100,000 messy rows of a workbook, with LOAD DATA and without, against a bare LOAD DATA and Frappe's Data Import (R6).

All in turn in one run; nothing is kept. Run by benchmarks/run.py; with the path of a workbook it imports that one in a
process of its own and says how much memory it took.
"""

from __future__ import annotations

import csv
import io
import itertools
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import frappe
import openpyxl

from benchmarks.measure import Measured
from dianjian_app import bulk_writer
from dianjian_app.framework_compat import rows_affected

SITES = os.environ["DIANJIAN_SITES_PATH"]
SITE = os.environ.get("DIANJIAN_SITE", "test.localhost")
ROWS, FEW = 100_000, 300
HEADINGS = ["序号", "客户姓名", "联系电话", "资源来源", "产品需求", "备注"]


def messy(count: int) -> Iterator[list]:
	"""Rows as people send them: seven spellings of mobiles, landlines, two numbers in a cell, doubles, what is none."""
	chance = random.Random(4)
	seen: list[str] = []
	for i in range(count):
		lot = chance.random()
		mobile = f"1{chance.choice('3456789')}{chance.randrange(10**9):09d}"
		if lot < 0.05 and seen:
			mobile = chance.choice(seen)
		seen.append(mobile)
		first, middle, last = mobile[:3], mobile[3:7], mobile[7:]
		spelt = (mobile, f"+86 {mobile}", f"{first}-{middle}-{last}", f"{first} {middle} {last}")
		number: object = (*spelt, int(mobile), float(mobile), f"电话:{mobile}")[i % 7]
		if 0.05 < lot < 0.09:
			landline = f"022-{chance.randrange(20_000_000, 90_000_000)}"
			number = landline if lot < 0.07 else f"{mobile}/{landline}"
		elif 0.09 < lot < 0.10:
			number = f"+852 9{chance.randrange(10**7):07d}"
		elif 0.10 < lot < 0.12:
			number = chance.choice(["", "无", mobile[:9], "4008215527"])
		yield [
			*(
				i + 1,
				chance.choice(("王", "李", "=cmd", "@赵")) + chance.choice(("先生", "女士", "伟")),
				number,
			),
			*(
				chance.choice(("派单", "短信", "来电", "楼下大妈")),
				chance.choice(("高层", "洋房", "马厩", "")),
			),
			chance.choice(("", "周末有空", "@下周再联系", f"嫌远,其妻 {mobile}", "-再说")),
		]


@dataclass
class Files:
	"""The same rows as a workbook and as a file for LOAD DATA."""

	workbook: Path
	bare: Path


def written(folder: Path) -> Files:
	"""Write the rows down in both forms."""
	files = Files(folder / "messy.xlsx", folder / "messy.tsv")
	book = openpyxl.Workbook(write_only=True)
	sheet = book.create_sheet("留电")
	sheet.append(HEADINGS)
	with files.bare.open("w") as bare:
		for row in messy(ROWS):
			sheet.append(row)
			bare.write("\t".join(map(str, row)) + "\n")
	book.save(files.workbook)
	return files


def run(tell: Callable[[str], None]) -> None:
	"""Measure and tell: the ratios, and the memory of an import alone."""
	with tempfile.TemporaryDirectory() as folder:
		files = written(Path(folder))
		tell(_memory(files.workbook))
		ways = {
			"loading": lambda: _import(files.workbook, may_load=True),
			"inserting": lambda: _import(files.workbook, may_load=False),
			"bare": lambda: _load(files.bare),
			"data": _data_import,
		}
		seconds: dict[str, list[float]] = {name: [] for name in ways}
		for _round, (name, act) in itertools.product(range(3), ways.items()):
			seconds[name].append(act())
	for ours, other, wanted in (
		("loading", "data", "100 or more"),
		("loading", "bare", "0.25 or more (within 4 times)"),
		("inserting", "data", "60 or more"),
		("inserting", "bare", ""),
	):
		how = "with LOAD DATA" if ours == "loading" else "without"
		against = "Frappe's Data Import" if other == "data" else "a bare LOAD DATA"
		ratio = statistics.median(b / a for a, b in zip(seconds[ours], seconds[other], strict=True))
		what = f"100,000 messy rows {how} / {against}"
		tell(Measured(what, "rows", _spread(seconds[ours]), _spread(seconds[other]), ratio, wanted).line())


def _spread(values: list[float]) -> tuple[float, float, float]:
	return min(values), statistics.median(values), max(values)


def _memory(workbook: Path) -> str:
	"""An import in a process of its own: its peak, and what a process that only connects takes."""
	said = subprocess.run(
		[sys.executable, "-m", "benchmarks.intake", str(workbook)],
		capture_output=True,
		text=True,
		check=True,
		env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)},
	).stdout.split()
	before, after = map(int, said[-2:])
	return f"{'memory at the peak of importing 100,000 rows':<58} {after:>18} MB (of which {before} MB are Frappe)   under 500 MB"


def _import(workbook: Path, *, may_load: bool = True) -> float:
	"""Seconds a row of the app's import, all of it: reading, matching, writing, the workbook of rejected rows."""
	from dianjian_app.resources.intake.batch_import import import_batch
	from dianjian_app.tests.builders.resources import a_batch

	batch = a_batch(content=workbook.read_bytes())
	frappe.flags.dianjian_may_load = may_load
	start = time.perf_counter()
	total = import_batch(batch.name).total
	taken = time.perf_counter() - start
	assert frappe.flags.dianjian_may_load == may_load, "the server refused a file"
	frappe.db.rollback()
	return taken / total


# what a bare load fills of a lead: the rows as they stand, the number in the column that has the index
COLUMNS = ("idx", "customer_name", "phone_hash", "source", "product_need", "remarks")
SAME = {
	**{
		"creation": "2026-09-01",
		"modified": "2026-09-01",
		"owner": "Administrator",
		"modified_by": "Administrator",
	},
	**{"status": "Pool", "centre": "中心", "batch": "LB", "date": "2026-09-01"},
}


def _load(bare: Path) -> float:
	"""Seconds a row of LOAD DATA alone, into the table of leads as it stands, indexes and all."""
	sets = ", ".join(f"{name} = %s" for name in SAME)
	start = time.perf_counter()
	frappe.db.sql(
		f"load data local infile %s into table `tabCall Lead` character set utf8mb4 ({', '.join(COLUMNS)})"
		f" set name = concat('BENCH-', idx), {sets}",
		(str(bare), *SAME.values()),
	)
	taken = time.perf_counter() - start
	assert rows_affected() == ROWS, "the bare load took fewer rows"
	frappe.db.rollback()
	return taken / ROWS


def _data_import() -> float:
	"""Seconds a row of Frappe's Data Import of some hundred of the same rows, with the same in the database at the end.

	Each lead's number is read, kept in the vault and looked up before the lead is inserted, as its controller would have
	to do. That leads are made by stages alone is lifted for it; it commits each row, so what it made is taken away again.
	"""
	from frappe.core.doctype.data_import.importer import Importer
	from frappe.utils.file_manager import save_file

	from dianjian_app.resources import call_lead_events as rules
	from dianjian_app.tests.builders.people import a_centre

	refuse, rules.check_origin = rules.check_origin, _with_its_numbers
	centre = a_centre().name
	frappe.make_property_setter(
		{
			"doctype": "Call Lead",
			"doctype_or_field": "DocType",
			"property": "allow_import",
			"property_type": "Check",
			"value": 1,
		},
		is_system_generated=False,
	)  # later versions import no other DocTypes
	wanted = frappe.get_doc(
		doctype="Data Import", reference_doctype="Call Lead", import_type="Insert New Records"
	).insert()
	content = _template(centre).encode()
	wanted.import_file = save_file("b.csv", content, "Data Import", wanted.name, is_private=1).file_url
	wanted.save()
	try:
		importer = Importer("Call Lead", data_import=wanted)
		start = time.perf_counter()
		importer.import_data()
		taken = time.perf_counter() - start
		made = frappe.db.count("Call Lead", {"centre": centre})
		assert made == FEW, f"Data Import made {made} of {FEW} leads"
		return taken / FEW
	finally:
		rules.check_origin = refuse
		frappe.flags.in_import = False
		_take_away(centre, wanted.name)


def _with_its_numbers(lead) -> None:
	"""What a lead inserted as a document needs: its numbers read, in the vault, and not those of another lead."""
	from dianjian_app.resources.intake.known_numbers import known_numbers
	from dianjian_app.resources.numbers import vault
	from dianjian_app.resources.numbers.phone import mask, read_numbers

	numbers = read_numbers(lead.phone_mask, "022").numbers
	hashes = vault.store(numbers)
	assert not known_numbers(lead.centre, hashes), "a number twice"
	lead.phone_mask, lead.phone_hash = mask(numbers[0]), hashes[numbers[0]]
	for at, number in enumerate(numbers):
		lead.append(
			"numbers",
			{
				"phone_mask": mask(number),
				"phone_hash": hashes[number],
				"is_primary": int(not at),
				"centre": lead.centre,
			},
		)


def _template(centre: str) -> str:
	"""The first rows that bring a customer, as Data Import takes them: links by their names."""
	from dianjian_app.resources.numbers.phone import read_numbers

	text = io.StringIO()
	out = csv.writer(text)
	out.writerow(["customer_name", "phone_mask", "status", "source", "centre", "date", "remarks"])
	seen: set[str] = set()
	for _serial, name, cell, _source, _need, remarks in messy(2 * FEW):
		numbers = read_numbers(cell, "022").numbers
		if numbers and seen.isdisjoint(numbers) and len(seen) < FEW:
			seen.add(numbers[0])
			out.writerow([name, cell, "Pool", "派单", centre, "2026-09-01", remarks])
	return text.getvalue()


def _take_away(centre: str, data_import: str) -> None:
	frappe.db.rollback()
	of_centre = {"centre": centre}
	frappe.db.delete("Version", {"ref_doctype": "Call Lead", "docname": ("in", _leads_of(centre))})
	frappe.db.delete("Data Import Log", {"data_import": data_import})
	hashes = frappe.get_all("Call Lead Number", of_centre, pluck="phone_hash", limit_page_length=0)
	frappe.db.delete("Phone Vault", {"name": ("in", hashes or [""])})
	for doctype in ("Call Lead Number", "Call Lead"):
		frappe.db.delete(doctype, of_centre)
	for file in frappe.get_all("File", {"attached_to_name": data_import}, pluck="name"):
		frappe.delete_doc("File", file, force=True)
	frappe.db.delete("Data Import", {"name": data_import})
	frappe.db.delete("Property Setter", {"doc_type": "Call Lead", "property": "allow_import"})
	frappe.clear_cache(doctype="Call Lead")
	frappe.db.delete("Sales Centre Season", {"parent": centre})
	frappe.db.delete("Sales Centre", {"name": centre})
	frappe.db.commit()


def _leads_of(centre: str) -> list[str]:
	return frappe.get_all("Call Lead", {"centre": centre}, pluck="name") or [""]


def connect() -> None:
	"""This site, with a connection that may load files, as the import's job has it."""
	os.chdir(SITES)
	frappe.init(site=SITE, sites_path=SITES)
	frappe.connect()
	bulk_writer.connect_for_loading()
	assert frappe.flags.dianjian_may_load, "this database server takes no files: LOAD DATA cannot be measured"
	frappe.flags.in_test = frappe.flags.mute_emails = True


def _megabytes() -> int:
	return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def alone(workbook: str) -> None:
	"""Import a workbook, roll it back, print the peak of memory before and after."""
	from dianjian_app.tests import builders

	connect()
	builders._numbers = itertools.count(int(time.time() * 10) % 300_000_000)
	before = _megabytes()
	_import(Path(workbook))
	print(before, _megabytes())
	frappe.destroy()


if __name__ == "__main__":
	alone(sys.argv[1])
