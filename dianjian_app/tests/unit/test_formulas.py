"""What customers say never runs as a formula in a file that goes out (R6)."""

import csv
import io

import openpyxl
import pytest

from dianjian_app.resources.numbers.formula_guard import is_dangerous, safe_csv, safe_workbook

pytestmark = pytest.mark.req("R6")
DANGEROUS = ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x","y")', "=1", "|x"]
HARMLESS = ["张伟", "-2", "+3.5", "-1,200.50", "-3%", "1e5", "", "a=b", "派单-1"]


def written(rows, **dialect):
	stream = io.StringIO()
	csv.writer(stream, **dialect).writerows(rows)
	return stream.getvalue()


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_a_spreadsheet_would_run(text):
	assert is_dangerous(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_it_would_not(text):
	assert not is_dangerous(text)


@pytest.mark.parametrize("dialect", [{}, {"quoting": csv.QUOTE_ALL}, {"quoting": csv.QUOTE_NONNUMERIC}])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_gets_an_apostrophe_where_it_would_run(dialect, delimiter):
	rows = [["名", "备注"], *([text, f"x\n{text}"] for text in DANGEROUS), *([t, 'a,"b"'] for t in HARMLESS)]
	safe = safe_csv(written(rows, delimiter=delimiter, **dialect), delimiter)
	assert list(csv.reader(io.StringIO(safe, newline=""), delimiter=delimiter)) == [
		["名", "备注"],
		*([f"'{text}", f"x\n{text}"] for text in DANGEROUS),
		*([t, 'a,"b"'] for t in HARMLESS),
	]


def a_workbook(rows):
	book = openpyxl.Workbook(write_only=True)
	sheet = book.create_sheet("x")
	for row in rows:
		sheet.append(row)
	stream = io.BytesIO()
	book.save(stream)
	return stream.getvalue()


def test_a_workbooks_formulas_become_the_texts_they_were():
	rows = [["名", 1, None], *([text, -2.5, "张伟"] for text in DANGEROUS)]
	content = a_workbook(rows)
	assert any(
		cell.data_type == "f" for row in openpyxl.load_workbook(io.BytesIO(content)).active for cell in row
	)
	sheet = openpyxl.load_workbook(io.BytesIO(safe_workbook(content))).active
	assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
	assert [list(row) for row in sheet.iter_rows(values_only=True)] == rows
	assert sheet["A2"].quotePrefix


def test_a_workbook_without_formulas_stays_to_the_byte():
	content = a_workbook([["张伟", "-2"], ["@下周", 3]])
	assert safe_workbook(content) == content
