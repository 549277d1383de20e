"""What a new site starts with, and that an administrator's change of it survives migrate."""

import frappe
import pytest
from frappe.utils.fixtures import sync_fixtures

from dianjian_app import roles
from dianjian_app.framework_compat import desk_path
from dianjian_app.setup import fixtures
from dianjian_app.setup.install import after_migrate
from dianjian_app.setup.workflows import COMMON_STATES, all_flows
from dianjian_app.stage_codes.appeal_stages import UPHELD

# (DocType, how to find one, field to change, value)
CHANGED = [
	("Grade Scheme", {"name": "标准"}, "description", "我们的等级"),
	("Product Type", {"name": "高层"}, "english_name", "Tower"),
	("Channel Source", {"name": "派单"}, "max_age_days", 77),
	("Incentive Metric", {}, "description", "我们的指标"),
	("Incentive Rule", {"family": "R20"}, "rule_title", "我们的规则"),
	("Workflow", {"document_type": "Call Sheet"}, "workflow_name", None),
	("Work Calendar", {}, "calendar_name", None),
	("Print Format", {"name": "Call Sheet Form"}, "html", "<p>ours</p>"),
]


@pytest.mark.req("R52")
@pytest.mark.parametrize("doctype,filters,field,value", CHANGED, ids=[c[0] for c in CHANGED])
def test_an_administrators_change_survives_migrate(doctype, filters, field, value):
	name = frappe.get_all(doctype, filters=filters, pluck="name", limit=1)[0]
	count = frappe.db.count(doctype)
	if value is not None:
		frappe.db.set_value(doctype, name, field, value)
	before = frappe.get_doc(doctype, name).as_dict(no_nulls=True)
	after_migrate()
	assert frappe.get_doc(doctype, name).as_dict(no_nulls=True) == before
	assert frappe.db.count(doctype) == count


def test_what_an_administrator_deleted_of_the_sources_stays_away():
	frappe.delete_doc("Channel Source", "社区电话")
	after_migrate()
	assert not frappe.db.exists("Channel Source", "社区电话")


def test_a_workflow_with_other_labels_is_left_alone():
	workflow = frappe.get_doc("Workflow", {"document_type": "Call Sheet"})
	frappe.get_doc(doctype="Workflow State", workflow_state_name="已复核").insert()
	for table, field in (("states", "state"), ("transitions", "state"), ("transitions", "next_state")):
		for row in workflow.get(table):
			if row.get(field) == "Confirmed":
				row.set(field, "已复核")
	workflow.save()
	after_migrate()
	states = {s.state for s in frappe.get_doc("Workflow", workflow.name).states}
	assert "已复核" in states and "Confirmed" not in states


@pytest.mark.req("R13")
def test_the_code_hangs_on_its_own_stage_not_on_the_label():
	from dianjian_app.tests.builders.calls import a_sheet, handed_in
	from dianjian_app.tests.builders.people import an_agent, the_leader

	test_a_workflow_with_other_labels_is_left_alone()
	agent = an_agent()
	sheet = handed_in(a_sheet(agent), agent)
	leader = the_leader(frappe.get_doc("Sales Group", sheet.sales_group))
	frappe.set_user(leader.user)
	sheet.submit()
	assert (sheet.stage, sheet.workflow_state, sheet.docstatus) == ("Confirmed", "已复核", 1)


def test_every_seeded_workflow_is_there():
	seeded = set(frappe.get_all("Workflow", pluck="document_type"))
	assert {flow.doctype for flow in all_flows()} <= seeded


@pytest.mark.req("R12")
def test_both_grade_schemes_of_the_field_are_there():
	assert {"标准", "恒大 call 客"} <= set(frappe.get_all("Grade Scheme", pluck="name"))
	refusing = frappe.get_doc("Grade Scheme", "恒大 call 客").grades[-1]
	assert (refusing.grade, refusing.means_do_not_call) == ("D", 1)


@pytest.mark.req("R52")
def test_what_an_administrator_made_of_roles_and_states_survives_fixture_sync_and_migrate():
	frappe.db.set_value("Role", roles.LEADER, {"two_factor_auth": 1, "home_page": desk_path("hand-out")})
	frappe.db.set_value("Workflow State", "Handed In", {"style": "Inverse", "icon": "flag"})
	frappe.rename_doc("Workflow State", "Upheld", "申诉成立", force=True)
	frappe.rename_doc("Workflow State", "Confirmed", "已复核", force=True)
	frappe.rename_doc("Workflow Action Master", "Take Up", "受理", force=True)
	before = {doctype: rows_of(doctype) for doctype in (*fixtures.DOCTYPES, "Workflow")}
	sync_fixtures("dianjian_app")
	after_migrate()
	assert {doctype: rows_of(doctype) for doctype in before} == before
	appeal = frappe.get_doc("Workflow", {"document_type": "Incentive Appeal"})
	assert "申诉成立" in {s.state for s in appeal.states} and "受理" in {t.action for t in appeal.transitions}


@pytest.mark.req("R52")
def test_a_workflow_of_a_later_version_goes_by_the_administrators_name_of_a_state():
	frappe.rename_doc("Workflow State", "Upheld", "申诉成立", force=True)
	frappe.delete_doc("Workflow", "Day Result Appeal", force=True)
	after_migrate()
	assert not frappe.db.exists("Workflow State", "Upheld")
	made = frappe.get_doc("Workflow", {"document_type": "Day Result Appeal"})
	assert [s.update_value for s in made.states if s.state == "申诉成立"] == [UPHELD]
	assert "申诉成立" in {t.next_state for t in made.transitions}


def rows_of(doctype):
	return {
		name: frappe.get_doc(doctype, name).as_dict(no_nulls=True)
		for name in frappe.get_all(doctype, pluck="name")
	}


def test_a_role_that_is_missing_is_made_as_the_file_has_it():
	frappe.delete_doc("Role", roles.AUDITOR, force=True)
	after_migrate()
	assert frappe.db.get_value("Role", roles.AUDITOR, ("desk_access", "is_custom", "disabled")) == (1, 0, 0)


def test_the_files_name_each_role_state_and_action_that_is_this_apps_alone():
	assert set(fixtures.names_of("Role")) == set(roles.ALL)
	states = {s.name for flow in all_flows() for s in flow.states}
	own = set(fixtures.names_of("Workflow State"))
	assert own | COMMON_STATES.keys() == states and not own & COMMON_STATES.keys()
	actions = {t.action for flow in all_flows() for t in flow.transitions}
	assert set(fixtures.names_of("Workflow Action Master")) <= actions


def test_a_workflow_brings_the_states_that_it_lacks():
	"""As on a new site: nothing of the appeal's workflow is there."""
	frappe.delete_doc("Workflow", "Incentive Appeal", force=True)
	frappe.delete_doc("Workflow State", "Upheld", force=True)
	frappe.delete_doc("Workflow Action Master", "Take Up", force=True)
	after_migrate()
	assert frappe.db.get_value("Workflow State", "Upheld", "style") == "Success"
	assert frappe.db.exists("Workflow Action Master", "Take Up")
	assert frappe.db.exists("Workflow", {"document_type": "Incentive Appeal"})
