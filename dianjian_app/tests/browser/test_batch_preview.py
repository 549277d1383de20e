"""The preview of a batch says what is hidden, merged, competing and undecided, and people choose (R6)."""

import io
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

from dianjian_app import roles
from dianjian_app.tests.browser.desk import zh
from dianjian_app.tests.builders.resources import a_batch

pytestmark = pytest.mark.req("R6")
ODD = Path(__file__).parents[1] / "data" / "odd"


def an_odd_workbook() -> bytes:
	"""Three customers under a merged source, one hidden; days that could be in June or not; two phones, a hidden column."""
	book = openpyxl.Workbook()
	sheet = book.active
	sheet.title = "来访"
	sheet.append(["来电日期", "姓名", "手机", "座机", "来源", "内部备注"])
	for n, day in enumerate(("11/6/2026", "10/5/2026", "上周"), 1):
		sheet.append([day, f"客户{n}", 13100000400 + n, "", "派单" if n == 1 else None, "底价"])
	sheet["D2"] = "022-23450017"
	sheet.merge_cells("E2:E4")
	sheet.row_dimensions[3].hidden = True
	sheet.column_dimensions["F"].hidden = True
	book.create_sheet("旧表").append(["电话"])
	book["旧表"].append([13100000499])
	book["旧表"].sheet_state = "hidden"
	stream = io.BytesIO()
	book.save(stream)
	return stream.getvalue()


def a_batch_of(company, site, content, filename):
	batch = a_batch(company.centre, content, filename, source="派单", received_on="2026-11-28")
	site.db.commit()
	return batch.name


def test_what_a_workbook_hides_or_leaves_open_is_said_and_chosen(site, company, desk_of, work_queued_jobs):
	batch = a_batch_of(company, site, an_odd_workbook(), "来访.xlsx")
	desk = desk_of(roles.PLANNING).open_form("Lead Batch", batch)
	page = desk.page
	first, second = (page.locator(".lead-batch-sheet").nth(n) for n in range(2))
	for text in (
		zh("{0} rows are hidden in the workbook, by a filter perhaps.", 1),
		zh("Hidden columns: {0}.", "F 内部备注"),
		zh("{0} merged cells: their value counts for every row that they cover.", 1),
		zh(
			"{0} dates can be read in two ways, such as {1}. Say what comes first:",
			2,
			"11/6/2026, 10/5/2026",
		),
		zh(
			"{0} dates cannot be read, such as {1}. Their rows come in without a date, and are sent back where the source has a limit of age. Set the column to Not used if the day of receipt shall count.",
			1,
			"上周",
		),
		"C 手机, D 座机",
	):
		expect(first.locator(".batch-notices")).to_contain_text(text)
	expect(second).to_contain_text(zh("This worksheet is hidden in the workbook."))
	desk.ready().shot("batch-odd-zh")
	first.locator("[data-choice=without_hidden_rows]").check()
	expect(first.locator("tbody")).not_to_contain_text("客户2")
	desk.ready()
	first.locator("[data-choice=without_hidden_columns]").check()
	expect(first.locator("tbody")).not_to_contain_text("底价")
	desk.ready()
	first.locator("select.date-order").select_option("DMY")
	expect(first.locator(".batch-notices")).to_contain_text(zh("The dates are read like this:"))
	desk.ready()
	second.locator("[data-choice=leave_out]").check()
	expect(second.locator("h5")).to_contain_text(zh("left out"))
	desk.ready().shot("batch-odd-chosen-zh")
	desk.press("Import").ready()
	work_queued_jobs("Lead Batch", batch)
	site.db.rollback()
	rows = site.get_all("Lead Batch Row", {"batch": batch}, ["row_no", "date"], order_by="row_no")
	assert [(r.row_no, r.date and str(r.date)) for r in rows] == [(2, "2026-06-11"), (4, None)]


def test_an_import_with_undecided_dates_asks_before_it_leaves_them_out(site, company, desk_of):
	batch = a_batch_of(company, site, (ODD / "02_dates.xlsx").read_bytes(), "日期.xlsx")
	desk = desk_of(roles.PLANNING).open_form("Lead Batch", batch)
	expect(desk.page.locator("select.date-order")).to_be_visible()
	desk.press("Import").dialog()
	expect(desk.page.locator(".modal.show")).to_contain_text(
		zh(
			"{0} dates can be read in two ways and are left out as long as you don't choose. Import all the same?",
			2,
		)
	)
	desk.shot("batch-undecided-zh")
	desk.page.locator(
		".modal.show .btn-secondary:visible, .modal.show .btn-modal-close:visible"
	).first.click()
	site.db.rollback()
	assert site.db.get_value("Lead Batch", batch, "status") == "Draft"


def test_the_encoding_of_a_text_file_is_chosen_by_how_the_names_read(site, company, desk_of):
	batch = a_batch_of(company, site, (ODD / "08c_big5.csv").read_bytes(), "big5.csv")
	desk = desk_of(roles.PLANNING).open_form("Lead Batch", batch)
	page = desk.page
	expect(page.locator(".batch-encodings tr").first).to_contain_text("陳大文,131****0040")
	expect(page.locator(".page-head button:visible", has_text=zh("Import"))).to_have_count(0)
	desk.shot("batch-encoding-zh")
	desk.ready()
	page.locator(".batch-encodings input[value=big5hkscs]").check()
	expect(page.locator(".lead-batch-sheet tbody")).to_contain_text("林小姐")
	expect(page.locator(".page-head button:visible", has_text=zh("Import"))).to_have_count(1)
	desk.shot("batch-encoding-chosen-zh")
