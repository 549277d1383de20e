"""The call sheet's form in Excel: what was written comes back as it was, and what was altered is named."""

import io
from dataclasses import replace
from datetime import date, time

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dianjian_app.resources.intake.reading import read_sheets
from dianjian_app.workbooks import paper_form
from dianjian_app.workbooks.call_form import Choices, Form, Row
from dianjian_app.workbooks.call_form_reading import read_form
from dianjian_app.workbooks.call_form_sheet import add_form
from dianjian_app.workbooks.form_seal import SHEET, SealError, put_seals, read_seals

SECRET = b"a secret of the site"
DAY = date(2026, 9, 1)
CHOICES = Choices(
	grades=("A", "B", "C", "D"),
	products={"高层": "高层", "别墅": "别墅"},
	segments={"刚需": "First Home", "改善": "Upgrade"},
	sources=("常规", "来电"),
)


def as_file(*forms: Form) -> bytes:
	workbook = openpyxl.Workbook()
	workbook.remove(workbook.active)
	seals = {}
	for form in forms:
		name = paper_form.sheet_name(form.agent, workbook.sheetnames)
		seals[name] = add_form(workbook, name, form, CHOICES, str)
	put_seals(workbook, seals, SECRET)
	return paper_form.as_bytes(workbook)


def handed_back(content: bytes):
	sheets = {s.name: s.rows for s in read_sheets(content)}
	seals = read_seals(sheets[SHEET], SECRET)
	return {name: (seal, *read_form(sheets[name], seal, CHOICES, str)) for name, seal in seals.items()}


def form_of(*rows: Row, blank: int = 3, agent: str = "BLZ001") -> Form:
	return Form(
		"电开效果管控表",
		("案场 八里洲", "小组 一组", "张敏", "2026-09-01"),
		"八里洲",
		agent,
		DAY,
		rows,
		blank,
	)


def changed(content: bytes, change) -> bytes:
	workbook = openpyxl.load_workbook(io.BytesIO(content))
	change(workbook)
	return paper_form.as_bytes(workbook)


texts = st.text(st.characters(exclude_categories=("C", "Z")), max_size=30)
calls = st.builds(
	Row,
	lead=st.sampled_from(["CL-2026-000001", "CL-2026-000002"]),
	name=st.sampled_from(["", "a1b2c3d4e5"]),
	customer_name=texts,
	phone=st.sampled_from(["138****1234", "13812341234", ""]),
	source=st.sampled_from(["", "常规"]),
	connected=st.just(True),
	grade=st.sampled_from(["A", "B", "C", "D"]),
	product_need=st.sampled_from(["", "高层", "别墅"]),
	remarks=texts | st.sampled_from(["=1+1", "+86", "-5", "@x", "='a'!b"]),
	called_at=st.none() | st.times(time(9), time(18)).map(lambda t: t.replace(second=0, microsecond=0)),
	said=texts,
	segment=st.sampled_from(["", "First Home", "Upgrade"]),
	project_asked=texts,
	next_step=texts,
	next_step_date=st.none() | st.dates(date(2026, 9, 1), date(2026, 12, 31)),
	do_not_call=st.booleans(),
)
missed = calls.map(lambda row: replace(row, connected=False, grade=""))


@pytest.mark.req("R15")
@settings(max_examples=40, deadline=None)
@given(st.lists(calls | missed, max_size=6))
def test_what_was_written_into_the_form_comes_back_as_it_was(rows):
	[(_seal, back, errors)] = handed_back(as_file(form_of(*rows))).values()
	assert errors == []
	assert [replace(row, line=0) for row in back] == rows


@pytest.mark.req("R15")
def test_lines_without_a_call_are_left_out_and_each_agent_has_a_sheet():
	to_call = Row(lead="CL-1", customer_name="王芳", phone="138****0000", source="常规")
	forms = handed_back(as_file(form_of(to_call), form_of(to_call, agent="BLZ002")))
	assert {seal.agent: (rows, errors) for seal, rows, errors in forms.values()} == {
		"BLZ001": ([], []),
		"BLZ002": ([], []),
	}


@pytest.mark.req("R15")
@pytest.mark.parametrize(
	("cell", "value", "says"),
	[
		("F4", "Z", "not a grade"),
		("F4", None, "needs a grade"),
		("E4", "maybe", "was reached"),
		("E4", None, "was reached"),
		("E4", "×", "only a connected call"),
		("G4", "城堡", "not in the list"),
		("I4", "noon", "not a time of day"),
		("N4", "soon", "not a date"),
		("O4", "perhaps", "leave it empty"),
	],
)
def test_a_bad_cell_is_named(cell, value, says):
	good = Row(lead="CL-1", connected=True, grade="A", remarks="周六来")

	def change(workbook):
		workbook["BLZ001"][cell] = value

	[(_seal, _rows, errors)] = handed_back(changed(as_file(form_of(good)), change)).values()
	assert [(e.cell) for e in errors][:1] == [cell if says != "only a connected call" else "F4"]
	assert any(says in e.message for e in errors)


@pytest.mark.req("R15")
@pytest.mark.parametrize(
	("change", "cell"),
	[
		(lambda sheet: sheet.delete_cols(3), "C3"),
		(lambda sheet: sheet.insert_cols(2), "B3"),
		(lambda sheet: sheet.delete_rows(4), "A4"),
		(lambda sheet: sheet.insert_rows(5), "A5"),
	],
)
def test_moved_columns_and_lines_put_in_or_taken_out_are_refused(change, cell):
	content = changed(as_file(form_of(Row(lead="CL-1"), Row(lead="CL-2"))), lambda w: change(w["BLZ001"]))
	[(_seal, rows, errors)] = handed_back(content).values()
	assert rows == []
	assert [e.cell for e in errors] == [cell]
	assert "changed" in errors[0].message or "added" in errors[0].message


@pytest.mark.req("R15")
def test_a_seal_that_was_altered_or_is_missing_is_refused():
	def forge(workbook):
		workbook[SHEET]["B1"] = workbook[SHEET]["B1"].value.replace("BLZ001", "BLZ002")

	with pytest.raises(SealError) as refused:
		handed_back(changed(as_file(form_of()), forge))
	assert refused.value.code == "altered"
	with pytest.raises(SealError) as refused:
		read_seals([], SECRET)
	assert refused.value.code == "no_form"


@pytest.mark.req("R15")
def test_the_form_looks_like_the_paper():
	workbook = openpyxl.load_workbook(io.BytesIO(as_file(form_of(Row(remarks="=1+1", lead="CL-1")))))
	sheet = workbook["BLZ001"]
	assert sheet["A1"].value == "电开效果管控表"
	assert "A1:P1" in {str(r) for r in sheet.merged_cells.ranges}
	assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
	assert sheet.freeze_panes == "C4"
	assert sheet.print_area == "'BLZ001'!$A$1:$P$9"
	assert sheet.column_dimensions["Q"].hidden
	lists = {str(v.sqref): v.formula1 for v in sheet.data_validations.dataValidation}
	assert lists["F4:F7"] == '"A,B,C,D"'
	assert lists["G4:G7"] == '"高层,别墅"'
	assert (sheet["H4"].value, sheet["H4"].data_type, sheet["H4"].quotePrefix) == ("=1+1", "s", True)
	assert sheet["B4"].border.left.style == "thin"
