"""Odd workbooks in a batch: what the preview says in words, what a person chooses, what becomes of the rows (R6)."""

import io
import json
from pathlib import Path

import frappe
import openpyxl
import pytest
from click.testing import CliRunner
from frappe.utils.file_manager import save_file

from dianjian_app.resources.intake import command
from dianjian_app.resources.intake import lead_batch_actions as batches
from dianjian_app.resources.intake.batch_import import UnreadableFileError, import_batch
from dianjian_app.resources.intake.lead_batch_actions import ColumnsError
from dianjian_app.resources.intake.lead_batch_events import ImportedBatchError
from dianjian_app.resources.intake.reading import ENDINGS
from dianjian_app.resources.intake.undo import undo_batch
from dianjian_app.resources.numbers import vault
from dianjian_app.tests.builders.people import a_centre
from dianjian_app.tests.builders.resources import a_batch, a_lead

pytestmark = pytest.mark.req("R6")
ODD = Path(__file__).parents[1] / "data" / "odd"


def a_batch_of(name, **fields):
	return a_batch(content=(ODD / name).read_bytes(), filename=name, received_on="2026-11-28", **fields)


def a_workbook(*rows):
	book = openpyxl.Workbook()
	for row in rows:
		book.active.append(row)
	stream = io.BytesIO()
	book.save(stream)
	return stream.getvalue()


def rows_of(batch):
	return frappe.get_all(
		"Lead Batch Row", {"batch": batch.name}, ["row_no", "outcome", "reason", "date"], order_by="row_no"
	)


@pytest.mark.req("R5")
def test_a_date_that_is_not_read_is_counted_shown_and_never_the_day_of_receipt():
	batch = a_batch_of("02_dates.xlsx", source="派单")
	(sheet,) = batches.preview(batch.name)["sheets"]
	assert sheet["dates"] == {
		"order": None,
		"unread": 2,
		"undecided": 2,
		"examples": ["11/6/2026", "10/5/2026"],
		"lost_examples": [],
	}
	counts = import_batch(batch.name)
	batch.reload()
	assert (counts.new, counts.unread_dates, batch.unread_dates) == (12, 2, 2)
	leads = frappe.get_all("Call Lead", {"batch": batch.name}, pluck="date", order_by="name")
	assert [day for day in leads if day is None] == [None, None]
	assert {str(day) for day in leads if day} == {"2026-06-05"}
	assert [r.row_no for r in rows_of(batch) if r.date is None] == [6, 7]


@pytest.mark.req("R5")
def test_a_date_that_is_not_read_does_not_slip_past_the_limit_of_age():
	batch = a_batch_of("02_dates.xlsx", source="近半年来电")
	counts = import_batch(batch.name)
	assert {(r.row_no, r.reason) for r in rows_of(batch) if r.outcome == "Rejected"} == {
		(6, "Date Not Read"),
		(7, "Date Not Read"),
	}
	assert (counts.new, counts.rejected) == (10, 2)


@pytest.mark.req("R5")
def test_who_chooses_that_the_day_comes_first_gets_those_days():
	batch = a_batch_of("02_dates.xlsx", source="派单")
	batches.set_choices(batch.name, sheet="Sheet", chosen=json.dumps({"date_order": "DMY"}))
	(sheet,) = batches.preview(batch.name)["sheets"]
	assert (sheet["dates"]["order"], sheet["dates"]["unread"]) == ("DMY", 0)
	import_batch(batch.name)
	assert {r.row_no: str(r.date) for r in rows_of(batch)}[6] == "2026-06-11"


def test_merged_cells_hold_for_every_customer_and_the_preview_says_so():
	batch = a_batch_of("01_merged.xlsx")
	(sheet,) = batches.preview(batch.name)["sheets"]
	assert sheet["merged"] == 2 and [row["cells"][3] for row in sheet["rows"][:3]] == ["大众点评"] * 3
	import_batch(batch.name)
	assert [str(r.date) for r in rows_of(batch)] == ["2026-06-01"] * 3 + ["2026-11-20"]


def test_big5_is_asked_about_and_read_as_chosen():
	batch = a_batch_of("08c_big5.csv")
	shown = batches.preview(batch.name)
	assert shown["problem"] is None and shown["sheets"] == [] and shown["encodings"]["undecided"]
	first = shown["encodings"]["ways"][0]
	assert (first["encoding"], first["lines"][1]) == ("big5hkscs", "陳大文,131****0040,頭期款")
	# the File row may bear the name of an earlier one with the same bytes
	with pytest.raises(UnreadableFileError, match=r"in which encoding \S*big5\S*\.csv was written"):
		import_batch(batch.name)
	batch.reload()
	batches.set_choices(batch.name, encoding="big5hkscs")
	assert batches.preview(batch.name)["encodings"]["chosen"] == "big5hkscs"
	import_batch(batch.name)
	names = frappe.get_all("Call Lead", {"batch": batch.name}, ["customer_name", "remarks"], order_by="name")
	assert [(n.customer_name, n.remarks) for n in names] == [
		("陳大文", "頭期款"),
		("林小姐", "學區"),
		("吳先生", "三房"),
	]


def test_only_encodings_that_are_known_can_be_chosen():
	batch = a_batch_of("08c_big5.csv")
	with pytest.raises(ColumnsError):
		batches.set_choices(batch.name, encoding="rot13")


def test_what_is_hidden_is_said_and_can_be_left_out():
	batch = a_batch_of("hidden_1904.xls")
	first, second = batches.preview(batch.name)["sheets"]
	assert (first["hidden_rows"], first["hidden_columns"], second["hidden"]) == (1, ["E 内部"], True)
	batches.set_choices(batch.name, sheet="来访", chosen=json.dumps({"without_hidden_rows": True}))
	batches.set_choices(batch.name, sheet="来访", chosen=json.dumps({"without_hidden_columns": True}))
	batches.set_choices(batch.name, sheet="旧", chosen=json.dumps({"leave_out": True}))
	first, second = batches.preview(batch.name)["sheets"]
	assert first["choice"]["without_hidden_rows"] and first["choice"]["without_hidden_columns"]
	assert (first["hidden_rows"], first["hidden_columns"], second["rows"]) == (1, ["E 内部"], [])
	counts = import_batch(batch.name)
	assert (counts.total, counts.new) == (2, 2)
	assert {str(r.date) for r in rows_of(batch)} == {"2026-06-05"}, "its days count from 1904"


def test_two_columns_that_compete_are_named_and_a_person_may_choose():
	head = ["联系人", "客户姓名", "手机", "紧急电话", "座机"]
	batch = a_batch(content=a_workbook(head, ["李四", "张伟", 13100000301, "", "88465725"]))
	(sheet,) = batches.preview(batch.name)["sheets"]
	assert sheet["competing"] == {"name": ["A 联系人", "B 客户姓名"], "phone": ["C 手机", "E 座机"]}


def test_a_contract_number_is_no_phone():
	batch = a_batch_of("17_ids.xlsx")
	(sheet,) = batches.preview(batch.name)["sheets"]
	assert sheet["columns"]["phone"] == [3] and "phone" not in sheet["competing"]
	assert import_batch(batch.name).new == 1


def test_customers_behind_one_privacy_number_are_customers_of_their_own():
	batch = a_batch_of("12_privacy.xlsx")
	counts = import_batch(batch.name)
	assert (counts.new, counts.merged) == (4, 0)
	again = a_batch(
		centre=frappe.get_doc("Sales Centre", batch.centre), content=(ODD / "12_privacy.xlsx").read_bytes()
	)
	assert import_batch(again.name).new == 0, "the same file twice adds nothing"
	masks = frappe.get_all("Call Lead", {"batch": batch.name}, pluck="phone_mask", order_by="name")
	assert masks == [f"184****1111转**0{n}" for n in (1, 2, 3, 4)]


@pytest.mark.req("R10")
def test_who_refused_before_extensions_were_kept_goes_on_refusing():
	vault.refuse_calls(vault.store(["+8618400001111"]).values(), "asked not to be called")
	batch = a_batch_of("12_privacy.xlsx")
	assert import_batch(batch.name).rejected == 4


def the_lead(batch):
	return frappe.get_doc("Call Lead", {"batch": batch.name})


def test_the_second_name_of_a_couple_stays_on_the_lead():
	head = ["姓名", "电话"]
	batch = a_batch(
		content=a_workbook(head, ["张伟", 13100000311], ["李芳", 13100000311], ["张伟", 13100000311])
	)
	import_batch(batch.name)
	lead = the_lead(batch)
	assert (lead.customer_name, lead.other_names) == ("张伟", "李芳")


def test_a_later_batch_adds_its_name_and_takes_it_along_when_it_is_undone():
	centre = a_centre()
	lead = a_lead(centre=centre, phone="+8613100000312", customer_name="张伟")
	batch = a_batch(centre, a_workbook(["姓名", "电话"], ["李芳", 13100000312], ["张伟", 13100000312]))
	import_batch(batch.name)
	lead.reload()
	assert (lead.customer_name, lead.other_names) == ("张伟", "李芳")
	undo_batch(batch.name)
	lead.reload()
	assert (lead.customer_name, lead.other_names or "") == ("张伟", "")


@pytest.mark.req("R47")
def test_a_remark_stays_as_it_was_written_but_for_the_number():
	batch = a_batch(
		content=a_workbook(
			["姓名", "电话", "备注"], ["张伟", 13100000313, "①三居㎡，其妻１３８１２３４５６７８"]
		)
	)
	import_batch(batch.name)
	assert the_lead(batch).remarks == "①三居㎡，其妻138****5678"


@pytest.mark.parametrize(
	"name", ["来电%20留电.xlsx", "50%.xlsx", "a+b &c#1.xlsx", "100%25.xlsx", "引号'.xlsx"]
)
def test_a_file_name_with_any_sign_uploads_and_reads(name):
	content = a_workbook(["姓名", "电话"], [name[:20], 13100000314])
	file = frappe.get_doc(doctype="File", file_name=name, content=content, is_private=1).insert()
	assert Path(file.get_full_path()).exists()
	batch = a_batch(file=file.file_url)
	assert batches.preview(batch.name)["problem"] is None
	assert import_batch(batch.name).total == 1


def test_what_was_chosen_stays_once_the_batch_is_imported_and_goes_with_its_file():
	batch = a_batch_of("02_dates.xlsx", source="派单")
	batches.set_choices(batch.name, sheet="Sheet", chosen=json.dumps({"date_order": "DMY"}))
	batch.reload()
	batch.file = save_file(
		"other.xlsx", a_workbook(["电话"], [13100000315]), None, None, is_private=1
	).file_url
	batch.save()
	assert not batch.reading_choices
	import_batch(batch.name)
	with pytest.raises(ImportedBatchError):
		batches.set_choices(batch.name, sheet="Sheet", chosen=json.dumps({"date_order": "MDY"}))


def test_the_command_promises_what_it_reads():
	said = CliRunner().invoke(command.import_resources, ["--help"]).output
	named = {
		f".{word}"
		for word in ("xlsx", "xls", "csv", "txt", "tsv", "ods", "xlsb")
		if f"{word}" in said.replace(",", " ").replace(")", " ").replace("(", " ").split()
	}
	assert named == set(ENDINGS)
