"""What people do with a batch in the desk (R6)."""

import io
import json
from pathlib import Path

import frappe
import frappe.client
import openpyxl
import pytest
from frappe.utils.file_manager import save_file

from dianjian_app import roles
from dianjian_app.patches.v0_1 import remove_public_copies_of_private_files
from dianjian_app.resources.intake import lead_batch_actions as batches
from dianjian_app.resources.intake.batch_import import BatchStateError, UnreadableFileError, import_batch
from dianjian_app.resources.intake.import_job import run_import
from dianjian_app.resources.intake.lead_batch_events import ImportedBatchError
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff
from dianjian_app.tests.builders.resources import a_batch
from dianjian_app.tests.site.made_once import made_once

DATA = Path(__file__).parents[1] / "data"
SAMPLE = DATA / "来电来访留电汇总.xlsx"
EXPECTED = json.loads((DATA / "来电来访留电汇总.expected.json").read_text())
REASON = {"missing": "Missing", "invalid": "Invalid Number", "service": "Service", None: ""}

pytestmark = pytest.mark.req("R6")


@made_once
def imported():
	batch = a_batch(content=SAMPLE.read_bytes(), filename=SAMPLE.name)
	import_batch(batch.name)
	batch.reload()
	return batch


def a_workbook(*rows, head=("客户", "手机", "来源", "需求", "备注")):
	book = openpyxl.Workbook()
	for row in (head, *rows):
		book.active.append(row)
	stream = io.BytesIO()
	book.save(stream)
	return stream.getvalue()


def test_an_imported_batch_is_not_imported_again(imported):
	with pytest.raises(BatchStateError):
		import_batch(imported.name)


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


def test_planning_imports_for_the_own_centre_alone():
	planner = a_staff(roles.PLANNING, centre=(centre := a_centre()))
	with as_user(planner):
		batch = a_batch(centre, a_workbook(["王一", "13900000361", "", "", ""]))
		assert batches.preview(batch.name)["sheets"][0]["columns"]["phone"] == [1]
		batches.start_import(batch.name)
		assert frappe.db.get_value("Lead Batch", batch.name, ["status", "new_count"]) == ("Imported", 1)
		with pytest.raises(frappe.PermissionError):
			a_batch(a_centre())
	stranger = a_staff(roles.PLANNING, centre=a_centre())
	with as_user(stranger):
		for act in (batches.preview, batches.start_import, import_batch):
			with pytest.raises(frappe.PermissionError):
				act(batch.name)


def test_the_preview_shows_columns_and_masked_rows():
	batch = a_batch(content=SAMPLE.read_bytes(), filename=SAMPLE.name)
	shown = batches.preview(batch.name)
	first, notes = shown["sheets"]
	assert (first["header"], first["first"], first["columns"]["phone"]) == (2, 3, [2])
	assert first["headings"][2] == "联系电话" and len(first["rows"]) == 20
	assert first["rows"][0] == {
		"row_no": 4,
		"cells": ["1", "朱国", "158****5338 / 186****2648", "派单", "洋房", "@下周再联系"],
	}
	assert notes["columns"] == {}
	assert not any(e["phone"] and e["phone"][3:] in json.dumps(shown) for e in EXPECTED["expected"])


def test_the_preview_says_when_the_same_file_was_imported(imported):
	again = a_batch(frappe.get_doc("Sales Centre", imported.centre), SAMPLE.read_bytes(), SAMPLE.name)
	assert batches.preview(again.name)["imported_before"] == imported.name


@pytest.mark.parametrize(
	"chosen", ["[]", '{"colour": [1]}', '{"phone": 1}', '{"phone": [-1]}', '{"phone": ["1"]}']
)
def test_columns_that_cannot_be_are_refused(chosen):
	batch = a_batch(content=a_workbook())
	with pytest.raises(batches.ColumnsError):
		batches.set_columns(batch.name, "Sheet", 0, 1, chosen)


def test_a_sheet_may_be_left_out():
	batch = a_batch(content=a_workbook(["王一", "13900000371", "", "", ""]))
	batches.set_columns(batch.name, "Sheet", 0, 1, "{}")
	with pytest.raises(UnreadableFileError):
		import_batch(batch.name)


def test_results_cannot_be_typed_and_an_imported_batch_stays(imported):
	imported.new_count, imported.status, imported.batch_name = 9999, "Draft", "renamed"
	imported.save()
	imported.reload()
	assert (imported.status, imported.new_count, imported.batch_name) == ("Imported", 335, "renamed")
	for fieldname, value in (("source", "派单"), ("received_on", "2020-01-01"), ("file", None)):
		imported.reload()
		imported.set(fieldname, value)
		with pytest.raises(ImportedBatchError):
			imported.save()
	with pytest.raises(ImportedBatchError):
		imported.delete()


def test_a_batch_whose_job_died_may_be_started_again():
	batch = a_batch(content=a_workbook(["王一", "13900000381", "", "", ""]))
	batch.db_set("status", "Queued")
	batches.start_import(batch.name)
	assert frappe.db.get_value("Lead Batch", batch.name, "status") == "Imported"


def test_a_batch_that_is_imported_is_not_started_again(imported):
	with pytest.raises(BatchStateError):
		batches.start_import(imported.name)


def test_the_page_says_why_a_file_cannot_be_read():
	shown = batches.preview(a_batch(content=b"PK\x03\x04broken", filename="broken.xlsx").name)
	assert shown["sheets"] == [] and "is not an Excel workbook" in shown["problem"]


@pytest.mark.req("R48")
def test_the_job_speaks_the_language_of_who_started_it():
	batch = a_batch(content=a_workbook(["王一", "13900000394", "", "", ""], ["x", "无", "", "", ""]))
	run_import(batch.name, lang="zh")  # the worker itself speaks English
	assert frappe.local.lang == "en"
	batch.reload()
	file = frappe.get_doc("File", {"file_url": batch.rejects_file})
	sheet = openpyxl.load_workbook(file.get_full_path()).active
	assert (sheet["A1"].value, sheet["A2"].value) == ("原因", "不是可拨打的电话号码")


def test_a_workbook_that_was_uploaded_in_public_becomes_private():
	batch = a_batch()
	public = save_file("open.xlsx", a_workbook(["王一", "13900000391", "", "", ""]), None, None, is_private=0)
	batch.file = public.file_url
	batch.save()
	assert batch.file.startswith("/private/files/")
	assert not Path(frappe.get_site_path("public", "files", public.file_name)).exists()


@pytest.mark.req("R47")
def test_a_workbook_attached_to_a_form_that_is_not_saved_yet_gets_no_public_copy():
	content = a_workbook(["王一", "13900000392", "", "", ""])
	file = save_file("form.xlsx", content, "Lead Batch", "new-lead-batch-1", is_private=1, df="file")
	batch = a_batch(file=file.file_url)
	batch.batch_name = "again"
	batch.save()
	same = frappe.get_all("File", {"content_hash": file.content_hash}, ["file_url", "attached_to_name"])
	assert {f.file_url for f in same} == {file.file_url}
	assert not Path(frappe.get_site_path("public", "files", file.file_name)).exists()
	assert [f.attached_to_name for f in same if f.attached_to_name == batch.name] == [batch.name]


@pytest.mark.req("R47")
def test_a_migration_takes_the_public_copies_away_that_were_made_before():
	content = a_workbook(["王一", "13900000393", "", "", ""])
	batch = a_batch(content=content, filename="held.xlsx")
	copy = save_file("copy.xlsx", content, "Lead Batch", batch.name, is_private=0, df="file")
	public = Path(frappe.get_site_path("public", "files", copy.file_name))
	assert public.exists()
	remove_public_copies_of_private_files.execute()
	assert not public.exists() and not frappe.db.exists("File", copy.name)
	assert batches.preview(batch.name)["sheets"]


def test_a_batch_goes_to_a_group_of_its_centre():
	stranger = a_group()
	with pytest.raises(frappe.ValidationError):
		a_batch(sales_group=stranger.name)


def test_a_batch_of_another_centre_cannot_be_taken_over():
	batch = a_batch()
	planner = a_staff(roles.PLANNING, centre=a_centre())
	with as_user(planner), pytest.raises(frappe.PermissionError):
		frappe.client.save({**frappe.get_doc("Lead Batch", batch.name).as_dict(), "centre": planner.centre})
