"""Texts that come in by a set are cleaned as a document's (R6, R47)."""

import io

import frappe
import pytest
from openpyxl import Workbook

from dianjian_app import bulk_writer
from dianjian_app.clean_text import clean
from dianjian_app.resources.intake.batch_import import import_batch
from dianjian_app.resources.intake.undo import undo_batch
from dianjian_app.tests.builders import number
from dianjian_app.tests.builders.people import a_centre, an_agent
from dianjian_app.tests.builders.resources import a_batch, a_lead, a_number

pytestmark = pytest.mark.req("R47")
RUNS = (
	"<img src=x onerror=alert(1)>",
	"<svg onload=alert(1)>",
	'"><script>alert(1)</script>',
	'"<img src=x onerror=alert(1)>"',
	"<img src=x onerror=alert(1) x",
	"[1]<img src=x onerror=alert(1) /",
)


def runs(text) -> bool:
	"""Whether a browser would make an element with a handler, or a script, of a text that stands in a page."""
	from bs4 import BeautifulSoup

	soup = BeautifulSoup(f"<td>{text}</td>", "html5lib")
	return bool(soup.find("script")) or any(
		name.startswith("on") for tag in soup.find_all(True) for name in tag.attrs
	)


@pytest.mark.parametrize("text", RUNS)
def test_what_a_browser_runs_goes(text):
	assert runs(text) and not runs(clean(text))


@pytest.mark.parametrize("text", ["3<5", "a > b", "<3", "100㎡<", "", None, 7, "李女士 & 王先生"])
def test_what_people_write_stays(text):
	assert clean(text) == text


@pytest.mark.req("R6")
def test_a_workbooks_texts_are_cleaned(site):
	centre = a_centre()
	known = a_lead(centre=centre, phone=(phone := a_number()), customer_name="")
	workbook = Workbook()
	workbook.active.title = "<svg onload=alert(1)>"[:31]
	workbook.active.append(["电话", "姓名", "备注"])
	workbook.active.append([phone[3:], RUNS[0], RUNS[1]])
	for text in RUNS:
		workbook.active.append([a_number()[3:], text, text])
	stream = io.BytesIO()
	workbook.save(stream)
	batch = a_batch(centre, content=stream.getvalue())
	import_batch(batch.name)
	leads = frappe.get_all("Call Lead", {"centre": centre.name}, ["*"])
	rows = frappe.get_all("Lead Batch Row", {"batch": batch.name}, ["*"])
	assert len(leads) == len(RUNS) + 1 and len(rows) == len(RUNS) + 1
	assert not [v for row in (*leads, *rows) for v in row.values() if isinstance(v, str) and runs(v)]
	assert frappe.db.get_value("Call Lead", known.name, "customer_name")
	undo_batch(batch.name)  # what the batch filled is known again although it was cleaned
	assert not frappe.db.get_value("Call Lead", known.name, "customer_name")


@pytest.mark.parametrize("write", [bulk_writer.insert_rows, bulk_writer.upsert_rows])
def test_a_set_is_cleaned_and_fits_its_column(write):
	long = "<img src=x onerror=alert(1)>" + "<" * 112
	name = f"hostile{number()}"
	write("Call Lead", ("name", "customer_name"), [(name, long)])
	stored = frappe.db.get_value("Call Lead", name, "customer_name")
	assert not runs(stored) and len(stored) <= 140


def test_a_document_that_is_submitted_at_once_is_cleaned():
	agent = an_agent()
	for text in RUNS:
		lead = a_lead(agent=agent, customer_name=text, remarks=text)
		assert not runs(lead.customer_name) and not runs(lead.remarks)
