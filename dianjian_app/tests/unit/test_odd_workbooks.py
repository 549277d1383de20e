"""Workbooks as people send them that went wrong once (R6)."""

import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from dianjian_app.resources.intake import headings, text_files, unreadable
from dianjian_app.resources.intake.catalogue import Catalogue
from dianjian_app.resources.intake.columns import competing, guess_layout
from dianjian_app.resources.intake.matching import match, rows_of
from dianjian_app.resources.intake.merge_rows import merge_rows
from dianjian_app.resources.intake.prepared import SheetChoice, prepare
from dianjian_app.resources.intake.reading import Sheet, read_sheets

pytestmark = pytest.mark.req("R6")
ODD = Path(__file__).parents[1] / "data" / "odd"
JUNE_1, JUNE_5 = date(2026, 6, 1), date(2026, 6, 5)
HEAD = ["日期", "姓名", "电话", "来源"]


def sheets_of(name, encoding=None):
	return read_sheets((ODD / name).read_bytes(), name, encoding)


def rows(sheets, **choices):
	return list(rows_of(prepare(sheets, choices), "022"))


def a_book(*data, merged=(), hidden_rows=(), hidden_columns=(), hidden_sheets=()):
	book = openpyxl.Workbook()
	sheet = book.active
	for row in data:
		sheet.append(row)
	for merge in merged:
		sheet.merge_cells(merge)
	for row in hidden_rows:
		sheet.row_dimensions[row].hidden = True
	for column in hidden_columns:
		sheet.column_dimensions[column].hidden = True
	for name in hidden_sheets:
		book.create_sheet(name).append(["电话"])
		book[name].append([13100000299])
		book[name].sheet_state = "hidden"
	stream = io.BytesIO()
	book.save(stream)
	return stream.getvalue()


@pytest.mark.parametrize(("name", "source"), [("01_merged.xlsx", "大众点评"), ("hidden_1904.xls", "派单")])
def test_a_merged_date_and_source_hold_for_every_customer_beside_them(name, source):
	first, second, third, *_rest = rows(sheets_of(name))
	assert {r.source for r in (first, second, third)} == {source}
	assert len({r.date for r in (first, second, third)}) == 1 and first.date in (JUNE_1, JUNE_5)


def test_a_couple_that_shares_a_merged_phone_is_one_customer_with_both_names():
	content = a_book(HEAD, ["", "张伟", 13100000201, ""], ["", "李芳", None, ""], merged=["C2:C3"])
	results = match(rows(read_sheets(content)), {})
	assert [r.outcome for r in results] == ["New", "Merged"]
	(lead,) = merge_rows(results, "派单", Catalogue()).values()
	assert list(lead.names) == ["张伟", "李芳"]


def test_a_row_that_only_a_merged_cell_covers_is_no_second_customer():
	content = a_book(HEAD, ["", "张伟", 13100000201, ""], [], merged=["A2:A3", "B2:B3", "C2:C3", "D2:D3"])
	assert [r.row_no for r in rows(read_sheets(content))] == [2]


def test_a_title_across_the_sheet_stays_one():
	data = (["八里洲项目留电汇总"], [], HEAD, ["", "张伟", 13100000201, ""])
	content = a_book(*data, merged=["A1:D2"])
	assert [r.name for r in rows(read_sheets(content))] == ["张伟"]


def test_dates_of_a_column_are_read_or_counted():
	found = rows(sheets_of("02_dates.xlsx"))
	unread = {r.row_no: r.unread_date for r in found if r.unread_date}
	assert unread == {6: "11/6/2026", 7: "10/5/2026", 8: "6月5日"}, (
		"the last one for want of a day of receipt"
	)
	assert {r.date for r in found if not r.unread_date} == {JUNE_5}


def test_the_order_of_days_can_be_chosen():
	sheets = sheets_of("02_dates.xlsx")
	from dianjian_app.resources.intake.matching import date_readings, layouts_of

	layouts = layouts_of(sheets, "022")
	readings = date_readings(sheets, layouts, date(2026, 11, 28), {"Sheet": "DMY"})
	found = list(rows_of(sheets, "022", layouts, readings))
	assert [r.date for r in found[4:7]] == [date(2026, 6, 11), date(2026, 5, 10), JUNE_5]


def test_four_customers_behind_one_privacy_number_stay_four():
	results = match(rows(sheets_of("12_privacy.xlsx")), {})
	assert [r.outcome for r in results] == ["New"] * 4


@pytest.mark.parametrize("heading", ["分机号", "分機號碼", "转接号", "Ext."])
def test_customers_whose_extension_stands_in_a_column_of_its_own_stay_apart(heading):
	calls = [18400001111, 18400001111.0, "18400001111", "022-88465725", 13100000201, "18400001111转1004"]
	extensions = [1001, 1002.0, "1003", 801, None, ""]
	data = (
		["姓名", "座机", "手机", heading],
		*(["", "", *pair] for pair in zip(calls, extensions, strict=True)),
	)
	found = [r.numbers for r in rows(read_sheets(a_book(*data)))]
	shared = "+8618400001111;ext="
	assert found == [
		*((f"{shared}{n}",) for n in (1001, 1002, 1003)),
		("+862288465725",),
		("+8613100000201",),
		(f"{shared}1004",),
	]


def test_an_extension_belongs_to_the_number_beside_it():
	data = (["手机", "座机", "分机"], [13100000201, "022-88465725", 801], [18400001111, "", 1001])
	assert [r.numbers for r in rows(read_sheets(a_book(*data)))] == [
		("+8613100000201", "+862288465725"),
		("+8618400001111;ext=1001",),
	]


def test_a_contract_number_is_no_phone_number():
	(row,) = rows(sheets_of("17_ids.xlsx"))
	assert row.numbers == ("+8613100000061",)


@pytest.mark.parametrize(
	"heading",
	(
		"合同号码 订单号 订单号码 证件号 证件号码 身份证号码 客户编号 发票号码 档案号码 银行账号 护照号码 快递单号 传真号码 "
		"商铺号码 铺位号码 门牌号码 座位号码 抽签号码 排队号码 序列号码 机身号码 设备号码 会员号码 工单号码 手机尾号"
	).split(),
)
def test_a_number_of_something_else_is_never_taken_for_the_phone(heading):
	meant = headings.meaning_of(heading)
	assert not meant or meant[0] != headings.PHONE
	eight_digits = [["张伟", "20260001"], ["李芳", "20260002"], ["王强", "20260003"]]
	assert not guess_layout([["姓名", heading], *eight_digits], "022").usable


@pytest.mark.parametrize(
	"heading",
	"合同电话 车主手机 住房电话 订单手机号 聯絡電話 手機號碼 联系号码 号码 座机号码 业主号码 来电号码 被叫号码 会员电话".split(),
)
def test_a_phone_is_one_whatever_it_belongs_to(heading):
	assert headings.meaning_of(heading)[0] == headings.PHONE


def test_two_columns_that_could_be_the_phone_or_the_name_compete():
	data = [["联系人", "客户姓名", "手机", "座机"], ["李四", "张伟", "13812345678", "88465725"]]
	found = competing(data, guess_layout(data, "022"))
	assert found == {headings.NAME: (0, 1), headings.PHONE: (2, 3)}
	assert competing([HEAD, ["", "张伟", "13812345678", ""]], guess_layout([HEAD], "022")) == {}


LINES = "姓名,電話,備註\n陳大文,13100000040,頭期款\n"


@pytest.mark.parametrize("ending", ["csv", "txt", "tsv"])
def test_big5_is_asked_about_and_never_imported_as_rubbish(ending):
	content = LINES.replace(",", "\t" if ending != "csv" else ",").encode("big5")
	with pytest.raises(unreadable.UndecidedEncodingError):
		read_sheets(content, f"a.{ending}")
	first = text_files.candidates(content)[0]
	assert (first.encoding, first.lost) == ("big5hkscs", 0) and "陳大文" in first.lines[1]
	(row,) = rows(read_sheets(content, f"a.{ending}", "big5hkscs"))
	assert (row.name, row.numbers, row.remarks) == ("陳大文", ("+8613100000040",), "頭期款")


@pytest.mark.parametrize(
	("text", "encoding"),
	[
		("名前,電話番号\n田中太郎,13100000040\n", "cp932"),
		("姓名,電話,備註\n田中美玲,13100000040,看房\n", "euc_jp"),
		("이름,전화\n김철수,13100000040\n", "cp949"),
		("José,13100000040\nRené,13100000041\n", "cp1252"),
		("姓名,电话\n张伟,13100000040\n", "hz"),
		("姓名,电话\n张伟,13100000040\n", "utf-7"),
		("张伟,13100000040\n李芳,13100000041\n", "hz"),
		("张伟,13100000040\n李芳,13100000041\n", "utf-7"),
	],
)
def test_other_encodings_are_asked_about_too(text, encoding):
	content = text.encode(encoding)
	with pytest.raises(unreadable.UndecidedEncodingError):
		read_sheets(content, "a.csv")
	assert encoding in {way.encoding for way in text_files.candidates(content) if not way.lost}


@pytest.mark.parametrize("encoding", ["hz", "utf-7"])
def test_hanzi_in_ascii_read_right_once_the_encoding_is_chosen(encoding):
	content = "姓名,电话\n张伟,13100000040\n".encode(encoding)
	[likeliest, *_others] = text_files.candidates(content)
	assert likeliest.encoding == encoding
	assert [r.name for r in rows(read_sheets(content, "a.csv", encoding))] == ["张伟"]


@pytest.mark.parametrize(
	"text",
	[
		"name,tel\nA+House-B,+8613812345678-1001\n",
		"name,tel\nR&D+QA-2,+86-138-1234-5678\nC~{x}~D,13812345678\n",
		"name,tel\n+Plus-,+8613800001111-+8613800001112-\n" * 20,
	],
)
def test_plain_ascii_with_plus_and_tilde_is_not_asked_about(text):
	assert text_files.encoding_of(text.encode()) == "utf-8-sig"


def test_one_broken_byte_is_asked_about_and_loses_one_character():
	content = "姓名,电话\n张伟,13100000040\n李芳,13100000041\n".encode().replace(
		"伟".encode(), "伟".encode()[:2]
	)
	with pytest.raises(unreadable.UndecidedEncodingError):
		read_sheets(content, "a.csv")
	assert [r.name for r in rows(read_sheets(content, "a.csv", "utf-8"))] == ["张\ufffd", "李芳"]


@pytest.mark.parametrize(
	"encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize(
	"text", ["姓名,电话\n张伟,13100000040\n", "張偉,13100000040\n電話,姓名\n" * 3, "tel\n13100000040\n"]
)
def test_what_shows_its_encoding_is_not_asked_about(text, encoding):
	assert text_files.encoding_of(text.encode(encoding)) is not None


def with_cells(cells: str) -> bytes:
	stream = io.BytesIO()
	with (
		zipfile.ZipFile(io.BytesIO(a_book(["电话"]))) as made,
		zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as out,
	):
		for member in made.namelist():
			content = made.read(member)
			if member == "xl/worksheets/sheet1.xml":
				space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
				content = f'<worksheet xmlns="{space}"><sheetData>{cells}</sheetData></worksheet>'.encode()
			out.writestr(member, content)
	return stream.getvalue()


@pytest.mark.parametrize(
	"empty",
	[
		"<c {}></c>",
		"<c {}/>",
		"<c {}><v></v></c>",
		"<c {}><v/></c>",
		'<c {} t="inlineStr"></c>',
	],
)
def test_formatted_cells_without_content_are_empty(empty):
	"""Nine columns of frames down to the end of the sheet are no three hundred thousand rows."""
	filled = '<row r="1"><c r="A1"><v>13812345678</v></c></row>'
	frames = "".join(
		f'<row r="{n}">{empty.format(f"""r="A{n}" s="0" """)}{empty.format(f"""r="XFD{n}" s="0" """)}</row>'
		for n in (*range(2, 40), unreadable.MAX_ROWS + 5, 1_048_576)
	)
	(sheet,) = read_sheets(with_cells(filled + frames))
	assert sheet.rows[0][0] == 13812345678.0


def test_what_is_hidden_is_known_and_can_be_left_out():
	data = ([*HEAD, "内部"], *(["", f"客{n}", 13100000200 + n, "", "密"] for n in range(1, 4)))
	content = a_book(*data, hidden_rows=[3], hidden_columns=["E"], hidden_sheets=["旧"])
	sheets = read_sheets(content)
	assert [(s.hidden, sorted(s.hidden_rows), sorted(s.hidden_columns)) for s in sheets] == [
		(False, [2], [4]),
		(True, [], []),
	]
	assert [r.row_no for r in rows(sheets)] == [2, 3, 4, 2], "all of it, as long as nobody chose otherwise"
	choices = {
		"Sheet": SheetChoice(without_hidden_rows=True, without_hidden_columns=True),
		"旧": SheetChoice(leave_out=True),
	}
	assert [(r.sheet, r.row_no) for r in rows(sheets, **choices)] == [("Sheet", 2), ("Sheet", 4)]
	assert {row[4] for row in prepare(sheets, choices)[0].rows if row} == {""}


def test_what_an_old_workbook_hides_is_known_as_well():
	first, second = sheets_of("hidden_1904.xls")
	assert (first.hidden_rows, first.hidden_columns, first.hidden) == ({2}, {4}, False)
	assert second.hidden and first.from_1904


def test_hidden_things_keep_their_place_in_a_workbook_with_other_parts():
	"""Sheets stand in the order of the workbook, not of the archive."""
	content = a_book(HEAD, hidden_rows=[1])
	book = openpyxl.load_workbook(io.BytesIO(content))
	book.create_sheet("前", 0).append(["电话"])
	book["前"].append([13100000201])
	stream = io.BytesIO()
	book.save(stream)
	assert [sorted(s.hidden_rows) for s in read_sheets(stream.getvalue())] == [[], [0]]


def test_the_same_sheet_without_anything_odd_is_as_it_was():
	data = [HEAD, ["2026-06-05", "张伟", "13812345678", "派单"]]
	assert prepare([Sheet("a", data)], {})[0].rows is data


def test_an_empty_text_far_away_takes_room_and_is_refused():
	cells = (
		'<row r="1"><c r="A1"><v>1</v></c></row><row r="300000"><c r="XFD300000" t="str"><v></v></c></row>'
	)
	with pytest.raises(unreadable.TooLargeError):
		read_sheets(with_cells(cells))
