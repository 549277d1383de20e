"""A confirmed call sheet is corrected in one step, with a reason, and all that follows from it follows (R13)."""

import frappe
import pytest
from frappe.model.workflow import apply_workflow
from frappe.utils import add_days, today

from dianjian_app import roles
from dianjian_app.calls import review
from dianjian_app.calls.errors import CallSheetError, SheetFrozenError
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.calls import a_sheet, confirmed, handed_in
from dianjian_app.tests.builders.people import a_group, a_staff, a_user, an_agent, the_leader
from dianjian_app.tests.site.made_once import made_once


@made_once
def group():
	return a_group()


@made_once
def agent(group):
	return an_agent(group=group)


@made_once
def leader(group):
	return the_leader(group)


def a_manager(group):
	return a_staff(roles.MANAGER, centre=frappe.get_doc("Sales Centre", group.centre))


@pytest.mark.req("R13")
class TestCorrection:
	@made_once
	def sheet(self, agent):
		return confirmed(a_sheet(agent, connected=2), agent)

	def test_is_one_step_with_a_reason(self, sheet, agent, leader):
		with as_user(leader):
			with pytest.raises(CallSheetError):
				review.correct(sheet.name, "")
			name = review.correct(sheet.name, "少记一通")
			amended = frappe.get_doc("Call Sheet", name)
			assert (amended.stage, amended.amendment_reason) == ("Draft", "少记一通")
			amended.rows[0].update({"connected": 0, "grade": None})
			amended.save()
			apply_workflow(amended, "Hand In")
			apply_workflow(frappe.get_doc("Call Sheet", name), "Confirm")
		amended.reload()
		assert (amended.amended_from, amended.customers_connected, amended.docstatus) == (sheet.name, 1, 1)
		assert frappe.db.get_value("Call Sheet", sheet.name, ["docstatus", "stage"]) == (2, "Cancelled")

	def test_the_leads_follow(self, sheet, leader):
		lead = sheet.rows[0].lead
		assert frappe.db.get_value("Call Lead", lead, "follow_up_no") == 1
		with as_user(leader):
			amended = frappe.get_doc("Call Sheet", review.correct(sheet.name, "没有接通"))
			amended.rows[0].update({"connected": 0, "grade": None})
			amended.save()
		found = frappe.db.get_value("Call Lead", lead, ["follow_up_no", "grade", "due_on"])
		assert found == (0, None, None)

	def test_customers_that_moved_on_since_stay_on_it(self, sheet, group, leader):
		frappe.db.set_value("Call Lead", sheet.rows[0].lead, "agent", an_agent(group=group).name)
		with as_user(leader):
			assert len(frappe.get_doc("Call Sheet", review.correct(sheet.name, "备注")).rows) == 2

	def test_may_be_the_managers(self, sheet, group):
		with as_user(a_manager(group)):
			name = review.correct(sheet.name, "核对")
			apply_workflow(frappe.get_doc("Call Sheet", name), "Hand In")
			apply_workflow(frappe.get_doc("Call Sheet", name), "Confirm")
		assert frappe.db.get_value("Call Sheet", name, "docstatus") == 1

	def test_may_be_written_by_the_agent(self, sheet, agent, leader):
		with as_user(leader):
			name = review.correct(sheet.name, "补备注")
		with as_user(agent):
			doc = frappe.get_doc("Call Sheet", name)
			doc.rows[0].remarks = "补"
			doc.amendment_reason = "别的"
			doc.save()
		assert (doc.rows[0].remarks, doc.amendment_reason) == ("补", "补备注")

	def test_is_not_the_agents_nor_a_strangers(self, sheet, agent, group):
		neighbour = the_leader(a_group(frappe.get_doc("Sales Centre", group.centre)))
		for user in (agent, neighbour, a_user(roles.AUDITOR).name):
			with as_user(user), pytest.raises(frappe.PermissionError):
				review.correct(sheet.name, "x")
		assert frappe.db.get_value("Call Sheet", sheet.name, "docstatus") == 1

	def test_happens_once(self, sheet, leader):
		with as_user(leader):
			review.correct(sheet.name, "一")
			with pytest.raises(SheetFrozenError):
				review.correct(sheet.name, "二")

	def test_of_a_sheet_not_confirmed_is_refused(self, agent, leader):
		sheet = handed_in(a_sheet(agent, day=add_days(today(), -1)), agent)
		with as_user(leader), pytest.raises(SheetFrozenError):
			review.correct(sheet.name, "x")

	def test_taking_a_sheet_back_frees_the_day(self, sheet, agent, leader):
		with as_user(leader):
			review.cancel_sheet(sheet.name, "记在了别人名下")
		assert a_sheet(agent).docstatus == 0
		comments = frappe.get_all("Comment", {"reference_name": sheet.name}, pluck="content")
		assert any("记在了别人名下" in c for c in comments)
