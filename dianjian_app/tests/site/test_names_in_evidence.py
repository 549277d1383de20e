"""A product, source or centre that a rule or a posted entry names keeps its name (R31)."""

import json
from pathlib import Path

import frappe
import pytest
from frappe.custom.doctype.property_setter.property_setter import make_property_setter

from dianjian_app import roles
from dianjian_app.incentives.entries.names_in_evidence import NamedInEvidenceError
from dianjian_app.tests.builders import number
from dianjian_app.tests.builders.incentives import a_full_month, a_metric, a_place, published
from dianjian_app.tests.builders.people import a_centre, a_group
from dianjian_app.tests.builders.users import a_saved_user

FOLDER = Path(__file__).parents[2] / "dianjian_app" / "doctype"
DOCTYPES = [json.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*/*.json"))]
RENAMED = [doctype["name"] for doctype in DOCTYPES if doctype.get("allow_rename")]


@pytest.mark.req("R31")
@pytest.mark.parametrize("doctype", [*RENAMED, "User"])
def test_whatever_people_may_rename_asks_first_whether_its_name_is_evidence(doctype):
	hooks = frappe.get_doc_hooks()
	asked = [*hooks.get(doctype, {}).get("before_rename", []), *hooks["*"].get("before_rename", [])]
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


@pytest.mark.req("R31", "R5")
@pytest.mark.parametrize("condition", [("in", "{0},{1}"), ("not in", ["{0}", "{1}"]), ("like", "{0}%")])
def test_a_source_among_others_in_a_filter_keeps_its_name(condition):
	operator, value = condition
	source, beside = (
		frappe.get_doc(doctype="Channel Source", source_name=f"来源{number()}").insert().name for _ in "ab"
	)
	said = (
		value.format(source, beside) if isinstance(value, str) else [v.format(source, beside) for v in value]
	)
	filters = json.dumps([["source", operator, said]])
	a_metric(source_doctype="Call Lead", function="Count", value_field=None, filters_json=filters)
	with pytest.raises(NamedInEvidenceError):
		frappe.rename_doc("Channel Source", source, f"改名{number()}")


@pytest.mark.req("R31")
def test_who_posted_a_month_keeps_the_login_that_signed_it_and_others_may_change_theirs():
	place = a_place()
	a_full_month(place.agent)
	published(place)
	posted_by = frappe.db.get_value("Incentive Entry", {"centre": place.name}, "posted_by")
	with pytest.raises(NamedInEvidenceError):
		frappe.rename_doc("User", posted_by, f"renamed{number()}@example.com")
	new = f"renamed{number()}@example.com"
	assert frappe.rename_doc("User", a_saved_user(roles.AGENT).name, new) == new


@pytest.mark.req("R31")
@pytest.mark.parametrize("doctype", ["Sales Group", "Sales Staff"])
def test_what_an_administrator_lets_be_renamed_keeps_its_name_once_an_entry_names_it(doctype):
	place = a_place()
	a_full_month(place.agent)
	published(place)
	make_property_setter(doctype, None, "allow_rename", 1, "Check", for_doctype=True)
	with pytest.raises(NamedInEvidenceError):
		frappe.rename_doc(
			doctype, {"Sales Group": place.group, "Sales Staff": place.agent}[doctype].name, "x"
		)
	unnamed = a_group(place.centre).name
	assert doctype == "Sales Staff" or frappe.rename_doc(doctype, unnamed, f"改名{number()}")


@pytest.mark.req("R31")
def test_a_group_that_a_metric_counts_keeps_its_name():
	"""Nobody has posted anything by it yet, and a filter compares with one of them."""
	make_property_setter("Sales Group", None, "allow_rename", 1, "Check", for_doctype=True)
	named, other = a_group(a_centre()).name, a_group(a_centre()).name
	filters = json.dumps([["sales_group", "=", named]])
	a_metric(source_doctype="Call Sheet", function="Count", value_field=None, filters_json=filters)
	with pytest.raises(NamedInEvidenceError):
		frappe.rename_doc("Sales Group", named, f"改名{number()}")
	assert frappe.rename_doc("Sales Group", other, f"改名{number()}")
