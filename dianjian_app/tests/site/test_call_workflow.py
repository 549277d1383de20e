"""A call sheet's way from hand to hand: handed in, confirmed, returned, corrected, and frozen (R13)."""

import frappe
import pytest
from frappe.model.workflow import apply_workflow
from frappe.utils import add_days, now_datetime, today

from dianjian_app import roles
from dianjian_app.calls import review
from dianjian_app.calls.errors import CallSheetError, NotTheAgentError, NotTheLeaderError, SheetFrozenError
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.calls import a_row, a_sheet, confirmed, handed_in
from dianjian_app.tests.builders.people import a_group, a_staff, an_agent, the_leader
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


def a_manager(group):
	return a_staff(roles.MANAGER, centre=frappe.get_doc("Sales Centre", group.centre))


def without_workflow():
	"""An administrator has switched the workflow off: the controllers still guard."""
	frappe.db.set_value("Workflow", "Call Sheet", "is_active", 0)
	frappe.clear_cache(doctype="Call Sheet")
	frappe.cache.hdel("workflow", "Call Sheet")


@pytest.fixture
def no_workflow():
	without_workflow()
	yield
	frappe.db.rollback()
	frappe.clear_cache(doctype="Call Sheet")
	frappe.cache.hdel("workflow", "Call Sheet")


@pytest.mark.req("R13")
class TestHandIn:
	def test_is_the_agents_and_signed_with_the_time(self, agent):
		sheet = handed_in(a_sheet(agent), agent)
		assert (sheet.stage, sheet.workflow_state, sheet.handed_in_by) == (
			"Handed In",
			"Handed In",
			agent.user,
		)
		assert sheet.handed_in_at.date() == now_datetime().date()

	def test_works_from_the_page_as_well(self, agent):
		sheet = a_sheet(agent)
		with as_user(agent):
			review.hand_in(sheet.name)
			with pytest.raises(SheetFrozenError):
				review.hand_in(sheet.name)
		assert frappe.db.get_value("Call Sheet", sheet.name, "stage") == "Handed In"

	def test_is_nobody_elses(self, agent, leader, group):
		sheet = a_sheet(agent)
		for user in (leader, an_agent(group=group), a_manager(group)):
			with as_user(user):
				with pytest.raises(REFUSED):
					review.hand_in(sheet.name)
				with pytest.raises(REFUSED):
					apply_workflow(frappe.get_doc("Call Sheet", sheet.name), "Hand In")
		assert frappe.db.get_value("Call Sheet", sheet.name, "stage") == "Draft"

	def test_is_nobody_elses_without_the_workflow_either(self, agent, leader, no_workflow):
		sheet = a_sheet(agent)
		with as_user(leader), pytest.raises(NotTheAgentError):
			review.hand_in(sheet.name)

	def test_of_an_empty_sheet_is_refused(self, agent):
		with as_user(agent):
			sheet = frappe.get_doc(doctype="Call Sheet", agent=agent.name, date=today()).insert()
			with pytest.raises(CallSheetError):
				apply_workflow(sheet, "Hand In")

	def test_on_a_later_day_is_possible_and_shown_to_the_leader(self, agent, leader):
		sheet = handed_in(a_sheet(agent, day=add_days(today(), -1)), agent)
		with as_user(leader):
			assert review.odd_points(sheet.name) == [review.words("late")]
			answer = review.confirm_all(sheet.date)
		assert [o["name"] for o in answer["odd"]] == [sheet.name] and not answer["confirmed"]

	def test_oddities_are_for_those_who_may_read_the_sheet(self, agent):
		sheet = handed_in(a_sheet(agent), agent)
		with as_user(an_agent()), pytest.raises(frappe.PermissionError):
			review.odd_points(sheet.name)


@pytest.mark.req("R13")
class TestConfirmation:
	def test_is_the_leaders_and_signed(self, agent, leader):
		sheet = confirmed(a_sheet(agent), agent)
		assert (sheet.docstatus, sheet.stage, sheet.workflow_state) == (1, "Confirmed", "Confirmed")
		assert (sheet.confirmed_by, sheet.handed_in_by) == (leader.user, agent.user)

	def test_may_be_the_managers(self, agent, group):
		manager = a_manager(group)
		sheet = handed_in(a_sheet(agent), agent)
		with as_user(manager):
			apply_workflow(sheet, "Confirm")
		assert frappe.db.get_value("Call Sheet", sheet.name, "confirmed_by") == manager.user

	def test_is_no_other_leaders(self, agent, group):
		sheet = handed_in(a_sheet(agent), agent)
		neighbour = the_leader(a_group(frappe.get_doc("Sales Centre", group.centre)))
		for user in (neighbour, a_manager(a_group()), agent):
			with as_user(user), pytest.raises(REFUSED):
				frappe.get_doc("Call Sheet", sheet.name).submit()
		assert frappe.db.get_value("Call Sheet", sheet.name, "docstatus") == 0

	def test_is_not_an_assistants_who_sees_the_group(self, agent, group):
		assistant = a_staff(roles.ASSISTANT, group=group)
		group.reload()
		group.assistant = assistant.name
		group.save()
		# even with the leader's role: the group names its leader
		frappe.get_doc("User", assistant.user).add_roles(roles.LEADER)
		sheet = handed_in(a_sheet(agent), agent)
		with as_user(assistant):
			doc = frappe.get_doc("Call Sheet", sheet.name)
			doc.check_permission("read")
			with pytest.raises(NotTheLeaderError):
				doc.submit()

	def test_is_never_ones_own(self, agent, group):
		"""An agent who also leads the group does not confirm their own sheet."""
		frappe.get_doc("User", agent.user).add_roles(roles.LEADER)
		frappe.db.set_value("Sales Group", group.name, "leader", agent.name)
		frappe.local.dianjian_places = {}
		sheet = handed_in(a_sheet(agent), agent)
		with as_user(agent):
			with pytest.raises(NotTheLeaderError):
				apply_workflow(sheet, "Confirm")
			assert review.confirm_all(today()) == {"confirmed": [], "odd": []}

	def test_needs_a_sheet_that_was_handed_in(self, agent, leader):
		sheet = a_sheet(agent)
		with as_user(leader), pytest.raises(REFUSED):
			frappe.get_doc("Call Sheet", sheet.name).submit()

	def test_needs_a_sheet_that_was_handed_in_without_the_workflow_too(self, agent, leader, no_workflow):
		sheet = a_sheet(agent)
		with as_user(leader), pytest.raises(SheetFrozenError):
			frappe.get_doc("Call Sheet", sheet.name).submit()

	def test_cannot_be_typed(self, agent, no_workflow):
		sheet = handed_in_by_hand(agent)
		with as_user(agent):
			sheet.stage = "Confirmed"
			with pytest.raises(SheetFrozenError):
				sheet.save()

	def test_cannot_be_inserted(self, agent):
		with as_user(agent), pytest.raises(REFUSED):
			frappe.get_doc(
				doctype="Call Sheet", agent=agent.name, date=today(), rows=[a_row(agent)], docstatus=1
			).insert()

	def test_signatures_cannot_be_forged(self, agent):
		forged = {"confirmed_by": "Administrator", "handed_in_by": "Administrator", "confirmed_at": today()}
		sheet = a_sheet(agent, **forged)
		with as_user(agent):
			sheet.update(forged)
			sheet.save()
		assert not (sheet.confirmed_by or sheet.handed_in_by or sheet.confirmed_at)

	def test_a_renamed_state_changes_nothing(self, agent, leader):
		frappe.get_doc(doctype="Workflow State", workflow_state_name="组长已审").insert()
		workflow = frappe.get_doc("Workflow", "Call Sheet")
		for row in (*workflow.states, *workflow.transitions):
			for field in ("state", "next_state"):
				if row.get(field) == "Confirmed":
					row.set(field, "组长已审")
		workflow.save()
		sheet = confirmed(a_sheet(agent), agent)
		assert (sheet.docstatus, sheet.stage, sheet.workflow_state) == (1, "Confirmed", "组长已审")


def handed_in_by_hand(agent):
	sheet = a_sheet(agent)
	with as_user(agent):
		review.hand_in(sheet.name)
	return frappe.get_doc("Call Sheet", sheet.name)


@pytest.mark.req("R13")
class TestConfirmAll:
	def test_leaves_the_odd_ones_with_the_reason(self, group, leader):
		plain, odd = an_agent(group=group), an_agent(group=group)
		good = handed_in(a_sheet(plain), plain)
		lead = a_lead(agent=odd)
		bad = handed_in(a_sheet(odd, rows=[a_row(odd, lead=lead) for _ in range(2)]), odd)
		with as_user(leader):
			answer = review.confirm_all(today())
		assert answer["confirmed"] == [good.name]
		assert answer["odd"] == [
			{"name": bad.name, "agent_name": odd.staff_name, "reasons": review.words("same_customer")}
		]
		assert frappe.db.get_value("Call Sheet", bad.name, "docstatus") == 0

	def test_takes_only_the_leaders_own_group(self, group, agent, leader):
		centre = frappe.get_doc("Sales Centre", group.centre)
		neighbour = an_agent(group=a_group(centre))
		mine, theirs = handed_in(a_sheet(agent), agent), handed_in(a_sheet(neighbour), neighbour)
		with as_user(leader):
			assert review.confirm_all(today())["confirmed"] == [mine.name]
		with as_user(a_manager(group)):
			assert review.confirm_all(today(), group.name)["confirmed"] == []
			assert review.confirm_all(today())["confirmed"] == [theirs.name]

	def test_of_somebody_absent_is_odd(self, group, leader):
		resting = an_agent(group=group, rest_days=[frappe.utils.getdate().strftime("%A")])
		handed_in(a_sheet(resting), resting)
		with as_user(leader):
			assert review.confirm_all(today())["odd"][0]["reasons"] == review.words("absent")

	def test_is_not_for_agents(self, agent):
		handed_in(a_sheet(agent), agent)
		with as_user(agent), pytest.raises(frappe.PermissionError):
			review.confirm_all(today())


@pytest.mark.req("R13")
class TestReturn:
	def test_needs_a_reason_and_reaches_the_agent(self, agent, leader):
		sheet = handed_in(a_sheet(agent), agent)
		with as_user(leader):
			with pytest.raises(CallSheetError):
				review.return_sheet(sheet.name, " ")
			with pytest.raises(CallSheetError):
				apply_workflow(frappe.get_doc("Call Sheet", sheet.name), "Return")
			review.return_sheet(sheet.name, "等级不对")
		sheet.reload()
		assert (sheet.stage, sheet.return_reason) == ("Returned", "等级不对")
		with as_user(agent):
			sheet.rows[0].grade = "B"
			sheet.return_reason = "没有说"
			sheet.save()
		assert sheet.return_reason == "等级不对"
		sheet = handed_in(sheet, agent)
		assert (sheet.stage, sheet.return_reason, sheet.rows[0].grade) == ("Handed In", None, "B")

	def test_is_the_leaders(self, agent, group):
		sheet = handed_in(a_sheet(agent), agent)
		for user in (agent, the_leader(a_group())):
			with as_user(user), pytest.raises(frappe.PermissionError):
				review.return_sheet(sheet.name, "x")

	def test_is_of_a_sheet_that_was_handed_in(self, agent, leader):
		for sheet in (a_sheet(agent), confirmed(a_sheet(agent, day=add_days(today(), -1)), agent)):
			with as_user(leader), pytest.raises(SheetFrozenError):
				review.return_sheet(sheet.name, "x")
