"""An empty list of values on the real database: it finds no row, and least of all those without a value."""

import frappe
import pytest

from dianjian_app.tests.builders.people import a_centre, a_group, an_agent
from dianjian_app.tests.builders.resources import a_lead
from dianjian_app.value_lists import among

pytestmark = pytest.mark.req("R47")


def test_nothing_is_in_an_empty_list_and_everything_is_outside_it():
	lead = a_lead(agent=an_agent(a_group(a_centre())))
	frappe.db.set_value("Call Lead", lead.name, {"batch": None, "grade": ""})
	here = {"name": lead.name}
	for column in ("batch", "grade"):
		assert frappe.get_all("Call Lead", {**here, column: ("in", [""])}), (
			"the trap is gone: among() may go, too"
		)
		assert frappe.get_all("Call Lead", {**here, column: ("in", among([]))}) == []
		assert frappe.get_all("Call Lead", {**here, column: ("in", among([None, ""]))}) == []
	assert frappe.get_all("Call Lead", [["name", "=", lead.name], ["name", "not in", among([])]]), (
		"all are outside"
	)
	table = frappe.qb.DocType("Call Lead")
	query = frappe.qb.from_(table).select(table.name).where(table.name == lead.name)
	assert query.where(table.grade.isin(among([]))).run() == ()
	frappe.db.delete("Call Lead", {**here, "batch": ("in", among([]))})
	assert frappe.db.exists("Call Lead", lead.name)
