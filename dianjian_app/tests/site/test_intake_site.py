"""A workbook becomes leads (R6)."""

import io
import json
from pathlib import Path

import frappe
import openpyxl
import pytest

from dianjian_app.resources.intake.batch_import import import_batch
from dianjian_app.resources.numbers import vault
from dianjian_app.tests.builders.people import a_centre, a_group, an_agent
from dianjian_app.tests.builders.resources import a_batch, a_lead, a_source
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


def test_rejected_rows_come_back_as_a_workbook_with_the_reason(imported):
	file = frappe.get_doc("File", {"file_url": imported.rejects_file})
	assert file.is_private
	sheet = openpyxl.load_workbook(file.get_full_path()).active
	rows = list(sheet.iter_rows(values_only=True, min_row=2))
	assert len(rows) == EXPECTED["totals"]["rejected"]
	assert all(row[0] for row in rows)
	assert [row[1] for row in rows[:2]] == [11, 20]
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
	number = "+8615854975338"
	vault.refuse_calls(vault.store([number]).values(), "asked not to be called")
	batch = a_batch(centre=a_centre(), content=SAMPLE.read_bytes(), filename=SAMPLE.name)
	import_batch(batch.name)
	row = frappe.get_all(
		"Lead Batch Row", filters={"batch": batch.name, "row_no": 4}, fields=["outcome", "reason"]
	)[0]
	assert (row.outcome, row.reason) == ("Rejected", "Do Not Call")


def a_workbook(*rows, head=("客户", "手机", "来源", "需求", "备注")):
	book = openpyxl.Workbook()
	for row in (head, *rows):
		book.active.append(row)
	stream = io.BytesIO()
	book.save(stream)
	return stream.getvalue()


def imported_rows(*rows, centre, **options):
	batch = a_batch(centre, a_workbook(*rows, **options))
	return import_batch(batch.name)


def the_lead(phone, centre):
	digest = vault.hash_of(phone)
	name = frappe.db.get_value("Call Lead Number", {"phone_hash": digest, "centre": centre.name}, "parent")
	return frappe.get_doc("Call Lead", name)


def test_merging_fills_blanks_and_overwrites_nothing():
	agent = an_agent()
	centre = frappe.get_doc("Sales Centre", agent.centre)
	lead = a_lead(agent=agent, phone="+8613900000301", customer_name="王一", grade="A")
	counts = imported_rows(
		["李二", "13900000301/13900000302", "派单", "别墅", "要看房"],
		["张三", "13900000301", "酒店", "高层", "另一句"],
		centre=centre,
	)
	assert (counts.new, counts.merged) == (0, 2)
	merged = frappe.get_doc("Call Lead", lead.name)
	assert (merged.customer_name, merged.agent, merged.status, merged.grade) == (
		"王一",
		agent.name,
		"Held",
		"A",
	)
	assert (merged.product_need, merged.remarks) == ("别墅", "要看房\n另一句")
	assert merged.other_sources == "派单\n酒店咨询"
	assert [n.phone_mask for n in merged.numbers] == ["139****0301", "139****0302"]
	assert [n.is_primary for n in merged.numbers] == [1, 0]


def test_rows_of_one_customer_in_a_file_are_one_lead_with_all_they_say():
	centre = a_centre()
	imported_rows(
		["", "13900000311", "派单", "", "周末有空"],
		["王一", "13900000311/13900000312", "短信", "别墅", ""],
		["王二", "13900000312", "楼下大妈", "马厩", "嫌远"],
		centre=centre,
	)
	lead = the_lead("+8613900000312", centre)
	assert (lead.customer_name, lead.product_need, lead.source) == ("王一", "别墅", "派单")
	assert lead.other_sources == f"短信赠送\n{a_source()}"
	assert lead.remarks == "周末有空\n嫌远\n马厩\n楼下大妈"
	assert len(lead.numbers) == 2


def test_the_same_number_is_a_lead_of_each_centre():
	first, second = a_centre(), a_centre(area_code="010")
	for centre in (first, second):
		assert imported_rows(["王一", "13900000321", "", "", ""], centre=centre).new == 1
	assert the_lead("+8613900000321", first).name != the_lead("+8613900000321", second).name


def test_landlines_get_the_area_code_of_the_centre():
	imported_rows(["王一", "88465725", "", "", ""], centre=(centre := a_centre(area_code="010")))
	assert the_lead("+861088465725", centre)


@pytest.mark.req("R5")
def test_a_row_older_than_its_source_allows_is_rejected():
	head = ("日期", "客户", "手机", "来源")
	centre = a_centre()
	batch = a_batch(
		centre,
		a_workbook(
			["2026-01-01", "王一", "13900000331", "来电"],
			["2026-08-01", "王二", "13900000332", "来电"],
			["2026-01-01", "王三", "13900000333", "派单"],
			["", "王四", "13900000334", "来电"],
			head=head,
		),
		received_on="2026-09-01",
	)
	counts = import_batch(batch.name)
	assert (counts.new, counts.rejected) == (3, 1)
	reason = frappe.db.get_value(
		"Lead Batch Row", {"batch": batch.name, "outcome": "Rejected"}, ["reason", "row_no"]
	)
	assert reason == ("Too Old", 2)
	assert str(the_lead("+8613900000332", centre).date) == "2026-08-01"


@pytest.mark.req("R10")
def test_a_refused_number_is_given_to_no_other_lead():
	centre = a_centre()
	lead = a_lead(centre=centre, phone="+8613900000341")
	vault.refuse_calls(vault.store(["+8613900000342"]).values(), "asked not to be called")
	imported_rows(["王一", "13900000341/13900000342", "", "", ""], centre=centre)
	assert len(frappe.get_doc("Call Lead", lead.name).numbers) == 1


@pytest.mark.req("R47")
def test_no_number_stays_in_what_rows_say():
	centre = a_centre()
	imported_rows(["王一13900000352", "13900000351", "", "", "其妻13900000353"], centre=centre)
	lead = the_lead("+8613900000351", centre)
	assert "139000003" not in frappe.as_json(lead.as_dict())


def test_leads_of_a_groups_batch_stand_in_the_groups_pool():
	group = a_group()
	batch = a_batch(
		frappe.get_doc("Sales Centre", group.centre),
		a_workbook(["王一", "13900000395", "", "", ""]),
		sales_group=group.name,
	)
	import_batch(batch.name)
	assert frappe.db.get_value("Call Lead", {"batch": batch.name}, ["sales_group", "status"]) == (
		group.name,
		"Pool",
	)


def test_new_leads_continue_the_series():
	first = a_lead().name
	batch = a_batch(content=a_workbook(["王一", "13900000396", "", "", ""]))
	import_batch(batch.name)
	imported_name = frappe.db.get_value("Call Lead", {"batch": batch.name})
	last = a_lead().name
	numbers = [int(name.rsplit("-", 1)[1]) for name in (first, imported_name, last)]
	assert numbers == list(range(numbers[0], numbers[0] + 3))
