"""The paper forms as prints (R11, R16)."""

import frappe
import pytest

from dianjian_app.tests.builders.calls import a_sheet
from dianjian_app.tests.builders.people import an_agent
from dianjian_app.tests.builders.visits import Party


@pytest.mark.req("R16")
def test_the_register_prints_in_duplicate_with_the_signature():
	party = Party(an_agent()).counted()
	html = frappe.get_print("Invitation Register", party.register.name, "Invitation Register in Duplicate")
	assert html.count('class="register"') == 2
	assert html.count(party.consultant.staff_name) >= 4
	assert party.lead.phone_mask in html


@pytest.mark.req("R11")
def test_the_call_sheet_prints_its_foot():
	sheet = a_sheet(an_agent(), connected=3, missed=1)
	html = frappe.get_print("Call Sheet", sheet.name, "Call Sheet Form")
	assert sheet.agent_name in html and ": 4" in html and ": 3" in html


@pytest.mark.req("R52")
def test_an_administrators_print_format_survives_migrate():
	from dianjian_app.setup.install import after_migrate

	frappe.db.set_value("Print Format", "Call Sheet Form", "html", "<p>ours</p>")
	after_migrate()
	assert frappe.db.get_value("Print Format", "Call Sheet Form", "html") == "<p>ours</p>"
