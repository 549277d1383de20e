"""A workbook becomes leads (R6)."""

import io
import json
from pathlib import Path

import frappe
import openpyxl
import pytest

from dianjian_app.resources import batch as batches
from dianjian_app.resources.importing import BatchStateError, UnreadableFileError, import_batch
from dianjian_app.tests.builders.people import a_centre
from dianjian_app.tests.builders.resources import a_batch

DATA = Path(__file__).parents[1] / "data"
SAMPLE = DATA / "来电来访留电汇总.xlsx"
EXPECTED = json.loads((DATA / "来电来访留电汇总.expected.json").read_text())
REASON = {"missing": "Missing", "invalid": "Invalid Number", "service": "Service", None: ""}

pytestmark = pytest.mark.req("R6")


@pytest.fixture
def imported():
	batch = a_batch(content=SAMPLE.read_bytes(), filename=SAMPLE.name)
	import_batch(batch.name)
	batch.reload()
	return batch


def test_every_row_of_the_sample_ends_as_expected(imported):
	rows = frappe.get_all(
		"Lead Batch Row", filters={"batch": imported.name}, fields=["outcome", "reason"], order_by="row_no"
	)
	assert [(r.outcome.lower(), r.reason) for r in rows] == [
		(e["status"], REASON[e["reason"]]) for e in EXPECTED["expected"]
	]
	totals = EXPECTED["totals"]
	assert (imported.new_count, imported.merged_count, imported.rejected_count) == (
		totals["new"],
		totals["merged"],
		totals["rejected"],
	)
	assert frappe.db.count("Call Lead", {"centre": imported.centre}) == totals["new"]


def test_importing_twice_adds_nothing(imported):
	leads = frappe.get_all("Call Lead", filters={"centre": imported.centre}, fields=["*"], order_by="name")
	again = a_batch(
		centre=frappe.get_doc("Sales Centre", imported.centre),
		content=SAMPLE.read_bytes(),
		filename=SAMPLE.name,
	)
	counts = import_batch(again.name)
	assert (counts.new, counts.rejected) == (0, EXPECTED["totals"]["rejected"])
	after = frappe.get_all("Call Lead", filters={"centre": imported.centre}, fields=["*"], order_by="name")
	assert [r.name for r in after] == [r.name for r in leads]
	twice = import_batch(
		a_batch(centre=frappe.get_doc("Sales Centre", imported.centre), content=SAMPLE.read_bytes()).name
	)
	assert twice.new == 0
	assert (
		frappe.get_all("Call Lead", filters={"centre": imported.centre}, fields=["*"], order_by="name")
		== after
	)


def test_an_imported_batch_is_not_imported_again(imported):
	with pytest.raises(BatchStateError):
		import_batch(imported.name)


def test_rejected_rows_come_back_as_a_workbook_with_the_reason(imported):
	file = frappe.get_doc("File", {"file_url": imported.rejects_file})
	assert file.is_private
	sheet = openpyxl.load_workbook(file.get_full_path()).active
	rows = list(sheet.iter_rows(values_only=True, min_row=2))
	assert len(rows) == EXPECTED["totals"]["rejected"]
	assert all(row[2] for row in rows)
	assert not any(cell.data_type == "f" for line in sheet.iter_rows() for cell in line), (
		"a cell beginning with = + - @ became a formula"
	)


def test_the_number_stands_in_the_vault_alone(imported):
	raw = [e["phone"] for e in EXPECTED["expected"] if e["phone"]]
	for doctype in ("Call Lead", "Call Lead Number", "Lead Batch Row"):
		parent = {"parent_doctype": "Call Lead"} if doctype == "Call Lead Number" else {}
		text = json.dumps(frappe.get_all(doctype, fields=["*"], limit=0, **parent), default=str)
		assert not any(number[3:] in text for number in raw if len(number) > 13)


@pytest.mark.req("R10")
def test_a_refused_number_stays_out_of_another_centre():
	from dianjian_app.resources import vault

	number = "+8615854975338"
	vault.refuse_calls(vault.store([number]).values(), "asked not to be called")
	batch = a_batch(centre=a_centre(), content=SAMPLE.read_bytes(), filename=SAMPLE.name)
	import_batch(batch.name)
	row = frappe.get_all(
		"Lead Batch Row", filters={"batch": batch.name, "row_no": 4}, fields=["outcome", "reason"]
	)[0]
	assert (row.outcome, row.reason) == ("Rejected", "Do Not Call")


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n\x00\x00", b"PK\x03\x04broken"])
def test_what_is_no_workbook_is_refused_and_leaves_nothing(content):
	with pytest.raises((UnreadableFileError, frappe.ValidationError)):
		import_batch(a_batch(content=content or b" ", filename="x.xlsx").name)


def test_a_failed_import_says_why_on_the_batch():
	batch = a_batch(content=b"PK\x03\x04broken", filename="x.xlsx")
	batches.start_import(batch.name)
	batch.reload()
	assert batch.status == "Failed" and ".xlsx is not an Excel workbook" in batch.error_message
	assert not frappe.db.exists("Call Lead", {"batch": batch.name})


def test_columns_that_a_person_corrects_are_used():
	book = openpyxl.Workbook()
	for row in (["甲", "乙"], ["13900000001", "王一"], ["13900000002", "王二"]):
		book.active.append(row)
	stream = io.BytesIO()
	book.save(stream)
	batch = a_batch(content=stream.getvalue())
	batches.set_columns(batch.name, "Sheet", 0, 1, json.dumps({"phone": [0], "name": [1]}))
	assert import_batch(batch.name).new == 2
	assert frappe.db.exists("Call Lead", {"batch": batch.name, "customer_name": "王二"})
