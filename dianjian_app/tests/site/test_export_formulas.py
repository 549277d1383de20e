"""Whatever goes out as a file, and by whatever door, runs no formula that a customer's name or words begin (R6)."""

import csv
import io
from pathlib import Path

import frappe
import openpyxl
import pytest

from dianjian_app.resources.importing import import_batch
from dianjian_app.tests.builders.people import a_centre, a_group, an_agent, the_leader
from dianjian_app.tests.builders.resources import a_batch, a_lead
from dianjian_app.tests.site.asking import ask

pytestmark = pytest.mark.req("R6")
LIST = "frappe.desk.reportview.export_query"
REPORT = "frappe.desk.query_report.export_query"
DATA = "frappe.core.doctype.data_export.exporter.export_data"
TEMPLATE = "frappe.core.doctype.data_import.data_import.download_template"
SAID = ["=1+1", "+cmd", "-2+3", "@SUM(A1)", '=HYPERLINK("http://x","y")']


@pytest.fixture
def leader():
	"""A leader whose customers are called and say what a spreadsheet would run."""
	group = a_group(a_centre())
	agent = an_agent(group)
	for text in SAID:
		a_lead(
			agent=agent,
			customer_name=text,
			remarks=text,
			next_step=text,
			next_step_date="2026-09-02",
			grade="A",
		)
	return the_leader(group)


def content_of(answer):
	content = answer.get("filecontent") or answer.get("result")
	return content.encode() if isinstance(content, str) else content


def texts(answer) -> set[str]:
	"""The texts of a file, after a look that none of its cells would run."""
	content = content_of(answer)
	if content.startswith(b"PK"):
		cells = [c for sheet in openpyxl.load_workbook(io.BytesIO(content)) for row in sheet for c in row]
		assert not [c.coordinate for c in cells if c.data_type == "f"]
		return {c.value for c in cells if isinstance(c.value, str)}
	rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
	run = [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@")) and cell in SAID]
	assert not run
	return {cell.removeprefix("'") for row in rows for cell in row}


@pytest.mark.parametrize("kind", ["CSV", "Excel"])
def test_a_lists_export(leader, kind):
	form = {"fields": ["name", "customer_name", "remarks"], "title": "x", "file_format_type": kind}
	assert set(SAID) <= texts(ask(leader.user, LIST, doctype="Call Lead", **form))


@pytest.mark.parametrize("kind", ["CSV", "Excel"])
def test_a_lists_export_with_another_delimiter(leader, kind):
	form = {"fields": ["customer_name", "remarks"], "title": "x", "csv_delimiter": ";", "csv_quoting": 0}
	answer = ask(leader.user, LIST, doctype="Call Lead", file_format_type=kind, **form)
	if kind == "Excel":
		assert set(SAID) <= texts(answer)
	else:
		rows = csv.reader(io.StringIO(content_of(answer).decode()), delimiter=";")
		assert {f"'{text}" for text in SAID} <= {cell for row in rows for cell in row}


@pytest.mark.parametrize("kind", ["CSV", "Excel"])
def test_a_reports_export(leader, kind):
	form = {"filters": {"until": "2026-09-30"}, "file_format_type": kind, "visible_idx": list(range(20))}
	assert set(SAID) <= texts(ask(leader.user, REPORT, report_name="Due Follow-ups", **form))


def test_a_reports_workbook_of_the_apps_own(leader):
	method = "dianjian_app.workbooks.report_book.download"
	assert set(SAID) <= texts(
		ask(leader.user, method, report="Due Follow-ups", filters={"until": "2026-09-30"})
	)


@pytest.mark.parametrize("kind", ["CSV", "Excel"])
def test_the_data_export(leader, kind):
	columns = {"Call Lead": ["name", "customer_name", "remarks"]}
	form = {
		"select_columns": frappe.as_json(columns),
		"with_data": 1,
		"file_type": kind,
		"export_without_column_meta": 1,
	}
	assert set(SAID) <= texts(ask(leader.user, DATA, doctype="Call Lead", **form))


@pytest.mark.parametrize("kind", ["CSV", "Excel"])
def test_the_template_of_the_data_import_with_rows(leader, kind):
	form = {
		"export_fields": {"Call Lead": ["name", "customer_name"]},
		"export_records": "all",
		"file_type": kind,
	}
	assert set(SAID) <= texts(ask(leader.user, TEMPLATE, doctype="Call Lead", **form))


def test_the_rejected_rows():
	book = openpyxl.Workbook()
	for row in (["客户", "手机"], ["张伟", "13900008001"], *([text, "无"] for text in SAID)):
		book.active.append(row)
	for row in book.active.iter_rows():
		for cell in row:
			cell.data_type = "s"
	stream = io.BytesIO()
	book.save(stream)
	batch = a_batch(content=stream.getvalue())
	import_batch(batch.name)
	batch.reload()
	file = frappe.get_doc("File", {"file_url": batch.rejects_file})
	assert set(SAID) <= texts({"filecontent": Path(file.get_full_path()).read_bytes()})
