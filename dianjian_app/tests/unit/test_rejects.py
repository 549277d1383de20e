"""Rejected rows come back as a workbook (R6)."""

import io
from datetime import date, datetime

import openpyxl
import pytest

from dianjian_app.resources.intake.matching import rows_of
from dianjian_app.resources.intake.reading import read_sheets
from dianjian_app.resources.intake.rejects import RejectedRow, RejectedSheet, rejects_workbook

pytestmark = pytest.mark.req("R6")
DANGEROUS = ["=1+1", "+cmd", "-2", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")']


def written(*sheets):
	return rejects_workbook(sheets, "原因", "行号")


def opened(content):
	return openpyxl.load_workbook(io.BytesIO(content))


def a_sheet(*cells, name="留电", headings=("客户", "电话", "备注")):
	return RejectedSheet(name, headings, [RejectedRow(7, row, "不是可拨打的号码") for row in cells])


def test_the_row_comes_back_as_it_was_with_the_reason_in_front():
	sheet = opened(written(a_sheet(["张伟", "1381234567", "有空"]))).active
	assert list(sheet.iter_rows(values_only=True)) == [
		("原因", "行号", "客户", "电话", "备注"),
		("不是可拨打的号码", 7, "张伟", "1381234567", "有空"),
	]


def test_a_number_keeps_its_digits_as_text():
	sheet = opened(
		written(a_sheet(["张伟", 1381234567.0, date(2026, 3, 1)], ["李芳", 4008215527, datetime(2026, 3, 1)]))
	).active
	assert [c.value for c in sheet["D"][1:]] == ["1381234567", "4008215527"]
	assert [c.value for c in sheet["E"][1:]] == ["2026-03-01", "2026-03-01"]
	assert all(c.data_type == "s" and c.number_format == "@" for c in sheet["D"][1:])


def test_no_cell_becomes_a_formula():
	sheet = opened(written(a_sheet(*([text, text, text] for text in DANGEROUS), headings=DANGEROUS))).active
	for row in sheet.iter_rows():
		for cell in row:
			assert cell.data_type != "f"
			if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@")):
				assert cell.quotePrefix


def test_signs_that_excel_does_not_take_are_left_out():
	sheet = opened(written(a_sheet(["张\x00伟\x0b", "x" * 40000, None]))).active
	assert sheet["C2"].value == "张伟" and len(sheet["D2"].value) == 32767


def test_each_sheet_comes_back_under_its_own_headings():
	book = opened(
		written(
			a_sheet(["张伟"], name="来电"),
			a_sheet(["x"], name="来访[1]/2", headings=["手机"]),
			a_sheet(name="来电"),
		)
	)
	assert book.sheetnames == ["来电", "来访 1  2", "来电~2"]
	assert book["来访 1  2"]["C1"].value == "手机"


def test_the_workbook_can_be_put_right_and_imported_as_it_is():
	content = written(a_sheet(["张伟", "1381234567", "有空"]))
	book = opened(content)
	book.active["D2"] = "13812345678"
	stream = io.BytesIO()
	book.save(stream)
	(row,) = rows_of(read_sheets(stream.getvalue()), "022")
	assert (row.name, row.numbers, row.remarks) == ("张伟", ("+8613812345678",), "有空")
