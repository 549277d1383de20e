"""A product, source or centre that a rule or a posted entry names keeps its name (R31)."""

import json
from pathlib import Path

import frappe
import pytest

from dianjian_app.incentives.entries.names_in_evidence import NamedInEvidenceError
from dianjian_app.tests.builders import number
from dianjian_app.tests.builders.incentives import a_full_month, a_metric, a_place, published
from dianjian_app.tests.builders.people import a_centre

FOLDER = Path(__file__).parents[2] / "dianjian_app" / "doctype"
DOCTYPES = [json.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*/*.json"))]
RENAMED = [doctype["name"] for doctype in DOCTYPES if doctype.get("allow_rename")]


@pytest.mark.req("R31")
@pytest.mark.parametrize("doctype", RENAMED)
def test_whatever_people_may_rename_asks_first_whether_its_name_is_evidence(doctype):
	asked = frappe.get_doc_hooks().get(doctype, {}).get("before_rename", [])
	assert any("names_in_evidence" in path for path in asked), doctype


@pytest.mark.req("R31", "R23")
def test_a_product_with_a_rate_is_not_renamed():
	with pytest.raises(NamedInEvidenceError):
		frappe.rename_doc("Product Type", "高层", "高层住宅")


@pytest.mark.req("R31")
def test_a_centre_with_a_published_month_is_not_renamed_and_a_new_one_is():
	place = a_place()
	a_full_month(place.agent)
	published(place)
	with pytest.raises(NamedInEvidenceError):
		frappe.rename_doc("Sales Centre", place.name, f"改名{number()}")
	new = f"改名{number()}"
	assert frappe.rename_doc("Sales Centre", a_centre().name, new) == new


@pytest.mark.req("R31", "R5")
def test_a_source_that_a_metric_counts_is_not_renamed():
	source = frappe.get_doc(doctype="Channel Source", source_name=f"来源{number()}").insert()
	other = frappe.get_doc(doctype="Channel Source", source_name=f"来源{number()}").insert()
	a_metric(
		source_doctype="Call Lead",
		function="Count",
		value_field=None,
		filters_json=json.dumps([["source", "=", source.name]]),
	)
	with pytest.raises(NamedInEvidenceError):
		frappe.rename_doc("Channel Source", source.name, f"改名{number()}")
	new = f"改名{number()}"
	assert frappe.rename_doc("Channel Source", other.name, new) == new
