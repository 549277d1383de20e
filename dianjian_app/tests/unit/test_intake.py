"""Rows to outcomes: new, merged, rejected (R6)."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dianjian_app.resources.intake.matching import Result, Row, match, rows_of, text_of, too_old
from dianjian_app.resources.intake.reading import Sheet, read_sheets

pytestmark = pytest.mark.req("R6")
DATA = Path(__file__).parents[1] / "data"
SAMPLE = DATA / "来电来访留电汇总.xlsx"
REASONS = {"missing": "Missing", "invalid": "Invalid Number", "service": "Service", None: None}
HEAD = ["客户", "电话", "来源", "备注"]


def rows(*data, head=HEAD, name="留电"):
	return list(rows_of([Sheet(name, [head, *data])], "022"))


def outcomes(*data, known=None, head=HEAD):
	return [(r.outcome, r.lead) for r in match(rows(*data, head=head), known or {})]


def test_the_sample_gives_every_expected_outcome():
	expected = json.loads((DATA / "来电来访留电汇总.expected.json").read_text())
	results = match(rows_of(read_sheets(SAMPLE.read_bytes()), expected["area_code"]), {})
	assert [_facts(r) for r in results] == [
		(
			e["status"],
			REASONS[e["reason"]],
			[e["phone"], *e["alternates"]] if e["phone"] else [],
			e["name"],
			e["source"],
			e["need"],
		)
		for e in expected["expected"]
	]
	counts = {s: sum(r.outcome.lower() == s for r in results) for s in expected["totals"]}
	assert counts == expected["totals"]


def _facts(r: Result) -> tuple:
	row = r.row
	return r.outcome.lower(), r.reason, list(row.numbers), row.name, row.source, row.need


def test_the_sample_again_gives_only_merges():
	sheets = read_sheets(SAMPLE.read_bytes())
	first = match(rows_of(sheets, "022"), {})
	known = {n: r.lead for r in first if r.lead for n in r.row.numbers}
	again = match(rows_of(sheets, "022"), known)
	assert {r.outcome for r in again} == {"Merged", "Rejected"}
	assert [r.outcome for r in again].count("Rejected") == [r.outcome for r in first].count("Rejected")


def test_a_row_matches_by_a_further_number_of_an_earlier_row():
	assert outcomes(["张伟", "13812345678/13912345678"], ["李芳", "13912345678"]) == [
		("New", "new:0"),
		("Merged", "new:0"),
	]


def test_a_merged_row_brings_its_other_numbers_along():
	assert outcomes(
		["张伟", "13812345678"], ["张伟", "13812345678/13912345678"], ["张伟", "13912345678"]
	) == [
		("New", "new:0"),
		("Merged", "new:0"),
		("Merged", "new:0"),
	]


def test_a_row_with_numbers_of_two_customers_joins_the_first_and_makes_them_no_one():
	data = (
		["张伟", "13812345678"],
		["李芳", "13912345678"],
		["?", "13912345678/13812345678"],
		["张伟", "13812345678"],
	)
	assert [lead for _o, lead in outcomes(*data)] == ["new:0", "new:1", "new:1", "new:0"]


def test_a_known_number_merges_with_its_lead():
	assert outcomes(["张伟", "138 1234 5678"], known={"+8613812345678": "CL-1"}) == [("Merged", "CL-1")]


def test_rejected_rows_say_why():
	found = rows(["张伟", None], ["李芳", "不详"], ["王强", "400-821-5527"], ["赵敏", "1381234567"])
	assert [r.reason for r in found] == ["Missing", "Invalid Number", "Service", "Invalid Number"]
	assert {r.outcome for r in match(found, {})} == {"Rejected"}


def test_two_phone_columns_make_one_customer():
	head = ["姓名", "座机", "手机"]
	found = rows(
		["张伟", "88465725", "13812345678"], ["李芳", "无", "13912345678"], ["王强", "无", None], head=head
	)
	assert [r.numbers for r in found] == [("+862288465725", "+8613812345678"), ("+8613912345678",), ()]
	assert found[2].reason == "Invalid Number"


def test_name_and_number_may_share_a_cell():
	found = rows(["张伟 13812345678", "派单"], ["13912345678(李芳)", "来电"], head=["客户电话", "来源"])
	assert [(r.name, r.numbers) for r in found] == [
		("张伟", ("+8613812345678",)),
		("李芳", ("+8613912345678",)),
	]


def test_totals_blank_rows_notes_and_repeated_headings_are_passed_over():
	data = (
		["张伟", "13812345678", "派单", ""],
		["", None, "", " "],
		HEAD,
		["李芳", "13912345678", "派单", ""],
		["小计", 2],
		["以上资源请于本周内联系", "", "", ""],
		["合计", 2, None, None],
	)
	assert [r.row_no for r in rows(*data)] == [2, 5]


def test_a_customer_whose_name_begins_like_a_total_is_kept():
	assert [r.name for r in rows(["Summer Li", "13812345678"], ["合计兴", "13912345678"])] == [
		"Summer Li",
		"合计兴",
	]


def test_every_data_sheet_is_read_and_notes_are_not():
	sheets = [
		Sheet("来电", [HEAD, ["张伟", "13812345678", "来电", ""]]),
		Sheet("说明", [["本表由策划提供", "请勿外传"], ["电话", "022-88465725"]]),
		Sheet("来访", [["登记表"], ["称呼", "手机", "途径"], ["李芳", 13912345678, "来访"]]),
		Sheet("续", [["王强", 13712345678, "来访"]]),
	]
	assert [(r.sheet, r.row_no, r.name, r.source) for r in rows_of(sheets, "022")] == [
		("来电", 2, "张伟", "来电"),
		("来访", 3, "李芳", "来访"),
		("续", 1, "王强", "来访"),
	]


@pytest.mark.parametrize(
	("cell", "said"),
	[
		(datetime(2026, 3, 5), "2026-03-05"),  # Excel makes a date of "3-5"
		(datetime(2026, 3, 5, 9, 30), "2026-03-05 09:30"),
		(3.0, "3"),
		(" 张伟 ", "张伟"),
		(None, ""),
		("爱人 13912345678", "爱人 139****5678"),
	],
)
def test_a_name_is_what_the_cell_shows(cell, said):
	assert text_of(cell) == said


@pytest.mark.parametrize(
	"cell",
	[
		*(
			date(2026, 3, 1),
			datetime(2026, 3, 1, 9, 30),
			"2026-03-01",
			"2026/3/1",
			"2026.3.1",
			"2026年3月1日",
			"26-3-1",
		),
		*("2026-03-01 09:30:00", "20260301", 20260301.0),
	],
)
def test_dates_are_read_as_people_write_them(cell):
	(row,) = rows(["张伟", "13812345678", cell], head=["姓名", "电话", "来电日期"])
	assert row.date == date(2026, 3, 1)


@pytest.mark.parametrize("cell", ["上周", "2026-13-40", "", None, 12])
def test_what_is_no_date_is_none(cell):
	(row,) = rows(["张伟", "13812345678", cell], head=["姓名", "电话", "来电日期"])
	assert row.date is None


@pytest.mark.req("R5")
def test_the_last_half_year_is_checked_by_date():
	def dated(day):
		return Row("s", 1, ("+8613812345678",), None, date=day)

	assert too_old(dated(date(2026, 3, 1)), 183, date(2026, 9, 1))
	assert not too_old(dated(date(2026, 3, 2)), 183, date(2026, 9, 1))
	assert not too_old(dated(None), 183, date(2026, 9, 1))
	assert not too_old(dated(date(2020, 1, 1)), 0, date(2026, 9, 1))


@pytest.mark.req("R47")
def test_numbers_in_remarks_and_names_are_masked():
	(row,) = rows(["张伟13912345678", "13812345678", "派单", "其妻13712345678,周末"])
	assert row.name == "张伟139****5678"
	assert row.remarks == "其妻137****5678,周末"


phones = st.integers(0, 12).map(lambda n: f"+86138000000{n:02d}")
numbers = st.lists(phones, min_size=1, max_size=3, unique=True).map(tuple)
files = st.lists(numbers, max_size=25).map(lambda rows: [Row("s", i, n, None) for i, n in enumerate(rows)])


@given(files)
def test_matching_what_was_made_adds_nothing(data):
	first = match(data, {})
	known: dict[str, str] = {}
	for r in first:
		for number in r.row.numbers:
			known.setdefault(number, r.lead)
	assert {r.outcome for r in match(data, known)} <= {"Merged"}


@given(files)
def test_every_number_belongs_to_one_lead_and_every_row_has_an_outcome(data):
	results = match(data, {})
	assert len(results) == len(data)
	made = [r.lead for r in results if r.outcome == "New"]
	assert len(set(made)) == len(made)
	owner: dict[str, str] = {}
	for r in results:
		assert any(owner.get(n, r.lead) == r.lead for n in r.row.numbers)
		for number in r.row.numbers:
			owner.setdefault(number, r.lead)


@given(files, st.integers(0, 25))
def test_a_file_in_two_parts_ends_as_one_file(data, cut):
	whole = match(data, {})
	first = match(data[:cut], {})
	known: dict[str, str] = {}
	for r in first:
		for number in r.row.numbers:
			known.setdefault(number, r.lead)
	second = match(data[cut:], known)
	assert [r.outcome for r in first + second] == [r.outcome for r in whole]
