"""The paper forms open in another program than Excel, and look like paper there (R15, R16, R46)."""

import shutil
import subprocess
from datetime import date
from pathlib import Path

import frappe
import pytest
from frappe.utils import today

from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.calls import a_row, a_sheet, confirmed
from dianjian_app.tests.builders.people import an_agent
from dianjian_app.tests.builders.resources import a_lead
from dianjian_app.tests.builders.visits import a_register
from dianjian_app.workbooks import call_form_downloads, ledger_workbooks, register_workbooks


def as_pdf(folder: Path, name: str) -> str:
	"""The last answer's workbook through LibreOffice, as the text of its pages."""
	book = folder / f"{name}.xlsx"
	book.write_bytes(frappe.local.response.filecontent)
	office = shutil.which("soffice") or shutil.which("libreoffice")
	command = [office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
	subprocess.run([*command, "--outdir", folder, book], check=True, capture_output=True, timeout=180)
	pages = subprocess.run(
		["pdftotext", "-layout", folder / f"{name}.pdf", "-"], check=True, capture_output=True
	)
	return pages.stdout.decode()


@pytest.mark.req("R15", "R16", "R46")
def test_libreoffice_opens_each_form_and_prints_it_on_a4(tmp_path):
	agent = an_agent(staff_name="钱多多")
	a_lead(agent=agent, customer_name="赵客户")
	sheet = confirmed(a_sheet(agent, rows=[a_row(agent, grade="A", remarks="=1+1 不是公式")]), agent)
	register = a_register(agent)
	with as_user(agent):
		call_form_downloads.download_today()
		text = as_pdf(tmp_path, "today")
		assert "赵客户" in text and agent.staff_name in text
		call_form_downloads.download_sheets([sheet.name])
		assert "=1+1 不是公式" in as_pdf(tmp_path, "sheet")
		register_workbooks.download_registers([register.name])
		text = as_pdf(tmp_path, "register")
		assert text.count(register.name) == 2
	ledger_workbooks.download_ledger(agent.centre, today(), today())
	assert agent.staff_name in as_pdf(tmp_path, "ledger")
	ledger_workbooks.download_statistics(agent.centre, f"{date.today():%Y-%m}")
	assert agent.staff_name in as_pdf(tmp_path, "statistics")
	ledger_workbooks.download_ledger(agent.centre, today(), today(), blank=1)
	assert agent.centre in as_pdf(tmp_path, "blank-ledger")
	size = subprocess.run(
		["pdfinfo", tmp_path / "sheet.pdf"], check=True, capture_output=True
	).stdout.decode()
	assert "841.89 x 595.3" in size or "A4" in size
