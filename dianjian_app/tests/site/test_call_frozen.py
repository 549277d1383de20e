"""A call sheet that left the agent's hand is not altered, by whatever door (R13, decision 20)."""

import json

import frappe
import pytest
from frappe.model.workflow import apply_workflow

from dianjian_app.calls.errors import CallSheetError, SheetFrozenError
from dianjian_app.calls.log_call import log_call
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.calls import a_row, a_sheet, confirmed, handed_in
from dianjian_app.tests.builders.people import a_group, an_agent, the_leader
from dianjian_app.tests.builders.resources import a_lead
from dianjian_app.tests.site.made_once import made_once

REFUSED = (frappe.ValidationError, frappe.PermissionError)


@made_once
def group():
	return a_group()


@made_once
def agent(group):
	return an_agent(group=group)


@made_once
def leader(group):
	return the_leader(group)


@pytest.mark.req("R13")
class TestFrozen:
	@made_once
	def sheet(self, agent):
		return confirmed(a_sheet(agent, connected=2), agent)

	@pytest.fixture(autouse=True)
	def nothing_changed(self, sheet):
		before = state_of(sheet)
		yield
		assert state_of(sheet) == before

	def test_through_the_form(self, sheet, agent, leader):
		from frappe.desk.form.save import savedocs

		for user in (agent, leader, "Administrator"):
			with as_user(user):
				doc = frappe.get_doc("Call Sheet", sheet.name)
				doc.rows[0].remarks = "anders"
				for action in ("Save", "Update"):
					with pytest.raises(REFUSED):
						savedocs(json.dumps(doc.as_dict(), default=str), action)

	@pytest.mark.parametrize(
		("field", "value"),
		[
			("calls_total", 500),
			("workflow_state", "Draft"),
			("stage", "Draft"),
			("docstatus", 0),
			("agent", "x"),
		],
	)
	def test_through_set_value(self, sheet, leader, field, value):
		from frappe.client import set_value

		for user in (leader, "Administrator"):
			with as_user(user), pytest.raises(REFUSED):
				set_value("Call Sheet", sheet.name, field, value)

	def test_through_bulk_update(self, sheet, leader):
		from frappe.client import bulk_update

		docs = [{"doctype": "Call Sheet", "docname": sheet.name, "calls_total": 500}]
		with as_user(leader):
			assert bulk_update(json.dumps(docs))["failed_docs"]

	def test_through_a_child_row_of_the_api(self, sheet, agent, leader):
		from frappe.client import delete, insert, set_value

		row = sheet.rows[0].name
		new = {
			"doctype": "Call Sheet Row",
			"parent": sheet.name,
			"parenttype": "Call Sheet",
			"parentfield": "rows",
			**a_row(agent),
		}
		for user in (agent, leader, "Administrator"):
			with as_user(user):
				for act in (
					lambda: set_value("Call Sheet Row", row, "connected", 0),
					lambda: delete("Call Sheet Row", row),
					lambda: insert(json.dumps(new)),
					lambda: delete("Call Sheet", sheet.name),
				):
					with pytest.raises(REFUSED):
						act()

	def test_through_a_child_document(self, sheet, agent):
		row, count = sheet.rows[0].name, sheet.counts[0].name
		for user in ("Administrator", agent):
			with as_user(user):
				for doctype, name in (("Call Sheet Row", row), ("Call Sheet Count", count)):
					doc = frappe.get_doc(doctype, name)
					new = frappe.copy_doc(doc).update(
						{"parent": sheet.name, "parenttype": "Call Sheet", "parentfield": doc.parentfield}
					)
					for act in (doc.save, doc.cancel, doc.delete, new.insert):
						with pytest.raises(REFUSED):
							act()

	def test_no_call_is_logged_onto_it(self, agent):
		lead = a_lead(agent=agent)
		with as_user(agent), pytest.raises(SheetFrozenError):
			log_call(lead.name, 1, "late", grade="A")

	def test_a_cancellation_needs_a_leader_and_a_reason(self, sheet, agent, leader):
		for user, error in ((agent, frappe.PermissionError), (leader, CallSheetError)):
			with as_user(user), pytest.raises(error):
				frappe.get_doc("Call Sheet", sheet.name).cancel()
		with as_user(leader), pytest.raises(CallSheetError):
			apply_workflow(frappe.get_doc("Call Sheet", sheet.name), "Cancel")


def state_of(sheet):
	"""All that a confirmed sheet says, as the database has it."""
	doc = frappe.get_doc("Call Sheet", sheet.name)
	skip = ("modified", "modified_by")
	return {k: v for k, v in json.loads(json.dumps(doc.as_dict(), default=str)).items() if k not in skip}


@pytest.mark.req("R13")
def test_a_handed_in_sheet_keeps_its_rows_and_what_follows_from_them(agent, leader):
	sheet = handed_in(a_sheet(agent, rows=[a_row(agent, grade="A"), a_row(agent)]), agent)
	for user in (agent, leader):
		with as_user(user):
			doc = frappe.get_doc("Call Sheet", sheet.name)
			doc.rows[0].remarks = "anders"
			with pytest.raises(SheetFrozenError):
				doc.save()
			doc = frappe.get_doc("Call Sheet", sheet.name)
			doc.rows[0].update({"is_intention": 0, "phone_hash": "0" * 64, "customer_name": "别人"})
			doc.save()
	doc = frappe.get_doc("Call Sheet", sheet.name)
	assert (doc.intention_count, doc.rows[0].phone_hash) == (1, sheet.rows[0].phone_hash)
	assert doc.rows[0].customer_name == sheet.rows[0].customer_name


@pytest.mark.req("R13")
def test_confirming_does_not_ask_again_what_held_when_the_calls_were_made(agent):
	sheet = handed_in(a_sheet(agent, rows=[a_row(agent, grade="B")]), agent)
	frappe.db.set_value("Call Lead", sheet.rows[0].lead, {"agent": None, "do_not_call": 1})
	scheme = frappe.get_doc("Grade Scheme", frappe.db.get_value("Sales Centre", agent.centre, "grade_scheme"))
	scheme.set("grades", [g for g in scheme.grades if g.grade != "B"])
	scheme.save()
	sheet = confirmed(sheet, agent)
	assert (sheet.docstatus, sheet.intention_count, sheet.rows[0].grade) == (1, 1, "B")
