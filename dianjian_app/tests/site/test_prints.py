"""The paper forms as prints (R11, R16)."""

import os
import re
from urllib.parse import urlsplit

import frappe
import pytest

from dianjian_app.incentives.settlement.compute import recompute
from dianjian_app.overrides.print_format import PrintFailedError, report_to_pdf
from dianjian_app.patches.v0_2 import replace_unedited_print_formats
from dianjian_app.tests.builders.calls import a_sheet
from dianjian_app.tests.builders.people import an_agent
from dianjian_app.tests.builders.visits import Party


@pytest.fixture
def web_server_of_prints(monkeypatch):
	"""The web server of the tests by its number: released Frappe's PDFs fetch the style sheet, and wkhtmltopdf knows no
	name under .localhost."""
	if given := os.environ.get("DIANJIAN_URL"):
		monkeypatch.setitem(frappe.local.conf, "host_name", f"http://127.0.0.1:{urlsplit(given).port}")


@pytest.mark.req("R16")
def test_the_register_prints_in_duplicate_with_the_signature():
	party = Party(an_agent()).counted()
	html = frappe.get_print("Invitation Register", party.register.name, "Invitation Register in Duplicate")
	assert html.count('class="paper copy register"') == 2
	assert html.count(party.consultant.staff_name) >= 4
	assert party.lead.phone_mask in html


@pytest.mark.req("R11")
def test_the_call_sheet_prints_its_foot():
	sheet = a_sheet(an_agent(), connected=3, missed=1)
	html = frappe.get_print("Call Sheet", sheet.name, "Call Sheet Form")
	assert sheet.agent_name in html and ": 4" in html and ": 3" in html


@pytest.mark.req("R17")
def test_a_visits_confirmation_prints_its_four_hands():
	party = Party(an_agent()).counted()
	html = frappe.get_print("Visit Confirmation", party.name, "Visit Confirmation Form")
	for person in (party.agent, party.front_desk, party.consultant, party.leader):
		assert frappe.utils.get_fullname(person.user) in html
	assert party.lead.phone_mask in html


@pytest.mark.req("R31", "R32")
def test_a_settlement_prints_each_agent_with_the_two_signatures(web_server_of_prints):
	agent = an_agent()
	month = frappe.utils.add_months(frappe.utils.today(), -1)[:7]
	frappe.db.set_value("Sales Centre", agent.centre, "opened_on", f"{month}-01")
	settlement = frappe.get_doc(doctype="Incentive Settlement", centre=agent.centre, month=month).insert()
	recompute(settlement)
	html = frappe.get_print("Incentive Settlement", settlement.name, "Settlement for Signature")
	assert agent.staff_name in html and html.count('class="empty"') == 3
	pdf = frappe.get_print("Incentive Settlement", settlement.name, "Settlement for Signature", as_pdf=True)
	assert pdf.startswith(b"%PDF")


@pytest.mark.req("R30")
def test_a_disciplinary_decision_prints_who_why_and_places_to_sign():
	agent = an_agent()
	action = frappe.get_doc(
		doctype="Disciplinary Action",
		action_type="Warning",
		ground="离岗",
		agent=agent.name,
		date=frappe.utils.today(),
		evidence="上班离岗",
	).insert()
	html = frappe.get_print("Disciplinary Action", action.name, "Disciplinary Decision")
	assert agent.staff_name in html and "上班离岗" in html


@pytest.mark.req("R48")
def test_in_chinese_the_papers_have_chinese_punctuation(monkeypatch):
	monkeypatch.setattr(frappe.local, "lang", "zh")
	party = Party(an_agent()).counted()
	sheet = a_sheet(an_agent(), connected=3, missed=1)
	for doctype, name, form in (
		("Call Sheet", sheet.name, "Call Sheet Form"),
		("Invitation Register", party.register.name, "Invitation Register in Duplicate"),
		("Visit Confirmation", party.name, "Visit Confirmation Form"),
	):
		text = frappe.utils.strip_html_tags(frappe.get_print(doctype, name, form))
		assert "案场：" in text or form == "Visit Confirmation Form"
		assert not re.findall(r"[\u4e00-\u9fff] ?[:;,(].{9}", text)


@pytest.mark.req("R16", "R48")
def test_a_format_that_nobody_changed_is_drawn_anew_and_a_changed_one_stays():
	old, changed = "Call Sheet Form", "Visit Confirmation Form"
	table = frappe.qb.DocType("Print Format")
	frappe.qb.update(table).set(table.html, "<p>0.1</p>").set(table.modified, table.creation).where(
		table.name.isin([old, changed])
	).run()
	frappe.qb.update(table).set(table.modified, frappe.utils.now()).where(table.name == changed).run()
	for _twice in range(2):
		replace_unedited_print_formats.execute()
	assert "calls_connected" in frappe.db.get_value("Print Format", old, "html")
	assert frappe.db.get_value("Print Format", changed, "html") == "<p>0.1</p>"


@pytest.mark.req("R47")
def test_a_server_without_its_pdf_program_says_so_in_words(monkeypatch):
	monkeypatch.setenv("PATH", "/nowhere")
	with pytest.raises(PrintFailedError, match="browser"):
		report_to_pdf("<p>电开台帐</p>")
