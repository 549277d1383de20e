"""Files that people send: read, or refused with the reason (R6)."""

import io
import tracemalloc
import zipfile
from pathlib import Path

import openpyxl
import pytest

from dianjian_app.resources.intake import unreadable
from dianjian_app.resources.intake.reading import read_sheets

pytestmark = pytest.mark.req("R6")
DATA = Path(__file__).parents[1] / "data"
LINES = '姓名,电话,备注\n张伟,13812345678,有空\n李芳,022-88465725,"远,贵"\n'
CELLS = [["姓名", "电话", "备注"], ["张伟", "13812345678", "有空"], ["李芳", "022-88465725", "远,贵"]]


def a_workbook(*rows, start=1, sheets=("留电",)) -> bytes:
	book = openpyxl.Workbook()
	book.remove(book.active)
	for name in sheets:
		sheet = book.create_sheet(name)
		for at, row in enumerate(rows, start):
			for column, value in enumerate(row, 1):
				sheet.cell(at, column, value)
	stream = io.BytesIO()
	book.save(stream)
	return stream.getvalue()


def an_archive(name: str, content: bytes) -> bytes:
	stream = io.BytesIO()
	with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
		archive.writestr("xl/workbook.xml", b"<workbook/>")
		archive.writestr(name, content)
	return stream.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_a_csv_is_read_in_the_encodings_of_the_country(encoding):
	(sheet,) = read_sheets(LINES.encode(encoding), "a.csv")
	assert sheet.rows == CELLS


@pytest.mark.parametrize("mark", ["\t", ";", "|"])
def test_a_csv_may_be_parted_by_other_marks(mark):
	text = "\n".join(mark.join(row) for row in CELLS)
	(sheet,) = read_sheets(text.encode(), "a.csv")
	assert sheet.rows == CELLS


def test_a_csv_of_one_column_is_read():
	(sheet,) = read_sheets("电话\n13812345678\n".encode(), "a.csv")
	assert sheet.rows == [["电话"], ["13812345678"]]


def test_rows_keep_the_numbers_that_excel_shows():
	(sheet,) = read_sheets(a_workbook(["姓名", "电话"], ["张伟", 13812345678], start=5))
	assert sheet.rows[5][:2] == ["张伟", 13812345678.0]
	assert len(sheet.rows) == 6


def test_an_old_workbook_is_read():
	(sheet,) = read_sheets((DATA / "resources.xls").read_bytes(), "resources.xls")
	assert sheet.rows[1] == ["张伟", 13812345678.0, "派单"]


def test_many_sheets_are_read():
	sheets = read_sheets(a_workbook(["电话"], ["13812345678"], sheets=[f"{n}月" for n in range(1, 201)]))
	assert len(sheets) == 200


@pytest.mark.parametrize("name", ["encrypted.xlsx"])
def test_a_locked_workbook_is_named_so(name):
	with pytest.raises(unreadable.EncryptedError):
		read_sheets((DATA / name).read_bytes(), name)


# names of their own: a workbook's bytes hold the second it was made in
@pytest.mark.parametrize(
	"content",
	[b"", b"   \n \n", a_workbook(), a_workbook([None, ""])],
	ids=["nothing", "blank lines", "no rows", "blank cells"],
)
def test_an_empty_file_is_named_so(content):
	with pytest.raises(unreadable.EmptyFileError):
		read_sheets(content, "a.csv")


@pytest.mark.parametrize(
	"content",
	[
		*(
			b"PK\x03\x04broken",
			b"%PDF-1.7\n1 0 obj",
			b"\x89PNG\r\n\x1a\n\x00\x00",
			b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
		),
		*(
			an_archive("xl/worksheets/sheet1.xml", b"nonsense"),
			b"\x00\x01\x02" * 100,
			b"\x01\x02,\x03\x04" * 50,
		),
	],
	ids=["cut off", "pdf", "picture", "old office file", "archive", "zeros", "control characters"],
)
def test_what_is_no_workbook_is_refused(content):
	with pytest.raises(unreadable.NotAWorkbookError):
		read_sheets(content, "a.xlsx")


def test_plain_text_under_another_name_is_no_csv():
	with pytest.raises(unreadable.NotAWorkbookError):
		read_sheets(b"just a letter", "letter.doc")


def test_a_zip_without_a_workbook_is_refused():
	stream = io.BytesIO()
	with zipfile.ZipFile(stream, "w") as archive:
		archive.writestr("readme.txt", "hello")
	with pytest.raises(unreadable.NotAWorkbookError):
		read_sheets(stream.getvalue(), "a.xlsx")


@pytest.mark.parametrize("member", ["xl/workbook.bin", "content.xml"])
def test_a_workbook_of_another_kind_is_named_so(member):
	"""An ods of a thousand bytes can say that it repeats a cell a thousand million times."""
	stream = io.BytesIO()
	with zipfile.ZipFile(stream, "w") as archive:
		archive.writestr(member, b"x")
	with pytest.raises(unreadable.OtherWorkbookError):
		read_sheets(stream.getvalue(), "a.ods")


@pytest.mark.parametrize(
	"text", ["<html><body><table><tr><td>电话</td></tr></table>", '<?xml version="1.0"?><Workbook/>']
)
def test_a_web_page_named_xls_is_named_so(text):
	with pytest.raises(unreadable.WebPageError):
		read_sheets(text.encode(), "a.xls")


def test_a_zip_bomb_is_not_unpacked():
	with pytest.raises(unreadable.TooLargeError):
		read_sheets(an_archive("xl/worksheets/sheet1.xml", bytes(40 * 1024 * 1024)), "a.xlsx")


def a_workbook_with(sheet_data: str) -> bytes:
	"""A workbook that openpyxl has written, with other rows in its sheet, as raw XML."""
	stream = io.BytesIO()
	with (
		zipfile.ZipFile(io.BytesIO(a_workbook(["电话"]))) as made,
		zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
	):
		for member in made.namelist():
			content = made.read(member)
			if member == "xl/worksheets/sheet1.xml":
				content = (
					'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
					f"<sheetData>{sheet_data}</sheetData></worksheet>"
				).encode()
			archive.writestr(member, content)
	return stream.getvalue()


def raw_rows(count: int, width: int = 1) -> str:
	cells = "".join(f'<c r="{"ABCDEF"[at]}%(n)d"><v>13812345678</v></c>' for at in range(width))
	return "".join(f'<row r="{n}">{cells % {"n": n}}</row>' for n in range(1, count + 1))


def test_a_million_rows_are_refused_before_they_are_read():
	content = a_workbook_with(raw_rows(1_000_000))
	assert len(content) < unreadable.MAX_BYTES, "not for its bytes"
	tracemalloc.start()
	with pytest.raises(unreadable.TooLargeError):
		read_sheets(content, "a.xlsx")
	assert tracemalloc.get_traced_memory()[1] < 20 * 1024 * 1024
	tracemalloc.stop()


def test_one_cell_in_the_farthest_corner_is_no_reason_to_take_all_memory():
	book = openpyxl.Workbook()
	book.active.append(["电话"])
	book.active.cell(unreadable.MAX_ROWS, 16384, "x")
	stream = io.BytesIO()
	book.save(stream)
	with pytest.raises(unreadable.TooLargeError):
		read_sheets(stream.getvalue(), "a.xlsx")


def test_formatting_far_below_is_no_data():
	styled = (
		'<row r="1"><c r="A1"><v>13812345678</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>'
	)
	(sheet,) = read_sheets(a_workbook_with(styled))
	assert sheet.rows[0][0] == 13812345678.0


def test_a_formula_is_read_as_the_value_that_excel_shows():
	(sheet,) = read_sheets(
		a_workbook_with(
			'<row r="1"><c r="A1" t="str"><f>"张"&amp;"伟"</f><v>张伟</v></c>'
			'<c r="B1"><f>13812345000+678</f><v>13812345678</v></c></row>'
		)
	)
	assert sheet.rows == [["张伟", 13812345678.0]]


def test_a_csv_of_a_million_rows_is_refused():
	with pytest.raises(unreadable.TooLargeError):
		read_sheets(b"13812345678\n" * 1_000_000, "a.csv")


def test_more_bytes_than_a_batch_may_have_are_refused():
	with pytest.raises(unreadable.TooLargeError):
		read_sheets(b"1" * (50 * 1024 * 1024), "a.csv")


def test_more_rows_than_a_batch_may_have_are_refused():
	with pytest.raises(unreadable.TooLargeError):
		read_sheets(b"13812345678\n" * (unreadable.MAX_ROWS + 1), "a.csv")
