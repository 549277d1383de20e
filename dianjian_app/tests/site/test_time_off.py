"""Leave: asked for, decided by somebody else, paid from a balance that never goes below nothing (R22, R34)."""

from datetime import date, timedelta
from decimal import Decimal

import frappe
import pytest
from frappe.model.workflow import apply_workflow

from dianjian_app import permissions, roles
from dianjian_app.people import (
	approval,
	leave_balance,
	leave_balance_entry_events,
	time_off_check,
	time_off_types,
)
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff, an_agent, the_leader
from dianjian_app.tests.site.made_once import made_once

MONDAY = date(2026, 11, 2)
SUNDAY = MONDAY + timedelta(days=6)


@made_once
def agent():
	return an_agent(a_group(a_centre(rest_days=("Sunday",))))


def a_request(staff, start=MONDAY, end=None, leave_type="Personal Leave", half="", by=None, **fields):
	"""A request as the person makes it."""
	with as_user(by or staff):
		return frappe.get_doc(
			doctype="Time Off Request",
			staff=staff.name,
			leave_type=leave_type,
			from_date=start,
			to_date=end or start,
			half_day=int(bool(half)),
			half_day_part=half,
			reason="家中有事",
			**fields,
		).insert()


def leader_of(staff):
	return the_leader(frappe.get_doc("Sales Group", staff.sales_group))


def earn(staff, days):
	leave_balance.post(staff.name, leave_balance.EARNED, Decimal(days), MONDAY, f"test:{staff.name}")


def act(user, request, action):
	with as_user(user):
		return apply_workflow(frappe.get_doc("Time Off Request", request.name), action)


@pytest.mark.req("R34")
def test_the_leader_approves_and_the_signature_is_theirs(agent):
	request = act(leader_of(agent), a_request(agent), "Approve")
	assert (request.docstatus, request.decision, request.days) == (1, "Approved", 1)
	assert request.decided_by == leader_of(agent).user
	assert request.decided_at


@pytest.mark.req("R34")
def test_nobody_approves_their_own_leave(agent):
	leader = leader_of(agent)
	request = a_request(leader)
	with as_user(leader), pytest.raises(approval.NotTheApproverError):
		frappe.get_doc("Time Off Request", request.name).submit()
	with as_user(leader), pytest.raises(frappe.ValidationError):
		apply_workflow(frappe.get_doc("Time Off Request", request.name), "Approve")


@pytest.mark.req("R34")
def test_a_leader_of_another_group_does_not_decide(agent):
	request = a_request(agent)
	other = the_leader(a_group(frappe.get_doc("Sales Centre", agent.centre)))
	with as_user(other), pytest.raises(frappe.PermissionError):
		frappe.get_doc("Time Off Request", request.name).submit()


@pytest.mark.req("R34")
def test_an_agent_does_not_approve_by_writing_the_state(agent):
	request = a_request(agent)
	for values in ({"docstatus": 1}, {"workflow_state": "Approved"}, {"decision": "Approved"}):
		with as_user(agent), pytest.raises((frappe.PermissionError, frappe.ValidationError)):
			mine = frappe.get_doc("Time Off Request", request.name)
			mine.update(values)
			mine.save()
	request.reload()
	assert (request.docstatus, request.decision) == (0, "")


@pytest.mark.req("R34")
@pytest.mark.parametrize("position", [roles.MANAGER, roles.ADMINISTRATION])
def test_manager_and_administration_of_the_centre_decide_and_of_another_do_not(agent, position):
	centre = frappe.get_doc("Sales Centre", agent.centre)
	request = a_request(leader_of(agent))
	with as_user(a_staff(position, centre=a_centre())), pytest.raises(frappe.PermissionError):
		frappe.get_doc("Time Off Request", request.name).submit()
	assert act(a_staff(position, centre=centre), request, "Approve").docstatus == 1


@pytest.mark.req("R34")
def test_an_outing_says_where_and_leave_does_not(agent):
	with pytest.raises(time_off_check.TimeOffError):
		a_request(agent, leave_type="Outing")
	outing = a_request(agent, leave_type="Business Trip", place="杭州", customer="王先生")
	assert (outing.place, outing.customer) == ("杭州", "王先生")
	assert not a_request(agent, MONDAY + timedelta(days=1), place="杭州").place


@pytest.mark.req("R34")
def test_nobody_forges_the_signature(agent):
	with as_user(agent):
		request = frappe.get_doc(
			doctype="Time Off Request",
			staff=agent.name,
			leave_type="Sick Leave",
			from_date=MONDAY,
			reason="病",
			decided_by="Administrator",
			decided_at="2026-01-01 00:00:00",
			decision="Approved",
		).insert()
	assert (request.decided_by, request.decided_at, request.decision) == (None, None, "")


@pytest.mark.req("R34")
def test_a_rejected_request_stays_as_it_is(agent):
	request = act(leader_of(agent), a_request(agent), "Reject")
	assert (request.docstatus, request.decision) == (0, "Rejected")
	assert request.decided_by == leader_of(agent).user
	with pytest.raises(approval.RequestDecidedError):
		request.reason = "改"
		request.save()
	with pytest.raises(approval.RequestDecidedError):
		frappe.get_doc("Time Off Request", request.name).submit()
	with pytest.raises(approval.RequestDecidedError):
		frappe.delete_doc("Time Off Request", request.name, force=True)


@pytest.mark.req("R34")
def test_who_asked_withdraws_and_nobody_else(agent):
	request = a_request(agent)
	with as_user(leader_of(agent)), pytest.raises(frappe.ValidationError):
		apply_workflow(frappe.get_doc("Time Off Request", request.name), "Withdraw")
	assert act(agent, request, "Withdraw").decision == "Withdrawn"


@pytest.mark.req("R34")
def test_a_renamed_state_still_means_what_it_meant(agent):
	request = a_request(agent)
	workflow = frappe.get_doc("Workflow", request.meta.get_workflow())
	frappe.get_doc(doctype="Workflow State", workflow_state_name="不同意").insert()
	for row in [*workflow.states, *workflow.transitions]:
		for field in ("state", "next_state"):
			if row.get(field) == "Rejected":
				row.set(field, "不同意")
	workflow.save()
	assert act(leader_of(agent), request, "Reject").decision == "Rejected"
	frappe.cache.delete_key("workflow")


@pytest.mark.req("R34")
def test_the_leader_decides_on_what_was_asked_and_changes_nothing_in_it(agent):
	request = a_request(agent)
	with as_user(leader_of(agent)), pytest.raises(approval.NotTheApproverError):
		theirs = frappe.get_doc("Time Off Request", request.name)
		theirs.to_date = MONDAY + timedelta(days=3)
		theirs.save()


@pytest.mark.req("R34")
def test_the_same_half_day_is_asked_for_once(agent):
	a_request(agent, half="Morning")
	assert a_request(agent, half="Afternoon").days == 0.5
	with pytest.raises(time_off_check.OverlappingTimeOffError):
		a_request(agent, MONDAY - timedelta(days=3), MONDAY)


@pytest.mark.req("R34")
def test_after_a_rejection_the_same_days_can_be_asked_for_again(agent):
	act(leader_of(agent), a_request(agent), "Reject")
	assert a_request(agent).name


@pytest.mark.req("R34")
def test_leave_that_takes_no_working_time_is_refused(agent):
	with pytest.raises(time_off_check.NothingTakenError):
		a_request(agent, SUNDAY)


@pytest.mark.req("R34")
@pytest.mark.parametrize(
	"fields",
	[
		{"to_date": MONDAY - timedelta(days=1)},
		{"to_date": MONDAY + timedelta(days=1), "half_day": 1, "half_day_part": "Morning"},
		{"half_day": 1, "half_day_part": ""},
		{"to_date": MONDAY + timedelta(days=900)},
	],
)
def test_times_that_cannot_be_are_refused(agent, fields):
	with pytest.raises(frappe.ValidationError):
		frappe.get_doc(
			doctype="Time Off Request",
			**{
				"staff": agent.name,
				"leave_type": "Sick Leave",
				"from_date": MONDAY,
				"to_date": MONDAY,
				"reason": "病",
				**fields,
			},
		).insert()


@pytest.mark.req("R47")
def test_nobody_asks_for_somebody_elses_leave_or_sees_it(agent):
	colleague = an_agent(frappe.get_doc("Sales Group", agent.sales_group))
	with pytest.raises(frappe.PermissionError):
		a_request(agent, by=colleague)
	request = a_request(agent)
	front_desk = a_staff(roles.FRONT_DESK, centre=frappe.get_doc("Sales Centre", agent.centre))
	for other in (colleague, front_desk):
		with as_user(other):
			assert frappe.get_list("Time Off Request", pluck="name") == []
			assert not frappe.has_permission("Time Off Request", "read", request.name)


@pytest.mark.req("R22")
def test_paid_leave_comes_from_the_balance_and_returns_on_cancellation(agent):
	earn(agent, "1.5")
	request = act(leader_of(agent), a_request(agent, leave_type="Paid Half-Day", half="Morning"), "Approve")
	assert leave_balance.balance(agent.name) == 1
	assert act(leader_of(agent), request, "Cancel").docstatus == 2
	assert leave_balance.balance(agent.name) == Decimal("1.5")
	assert frappe.get_all(
		"Leave Balance Entry", {"staff": agent.name}, pluck="kind", order_by="creation"
	) == [
		"Earned",
		"Taken",
		"Returned",
	]


@pytest.mark.req("R22")
def test_more_paid_leave_than_there_is_is_refused(agent):
	earn(agent, "0.5")
	with pytest.raises(leave_balance.LeaveOverdrawnError):
		a_request(agent, leave_type="Paid Half-Day")


@pytest.mark.req("R22")
def test_two_requests_for_the_last_half_day_get_it_once(agent):
	earn(agent, "0.5")
	first = a_request(agent, leave_type="Paid Half-Day", half="Morning")
	second = a_request(agent, MONDAY + timedelta(days=1), leave_type="Paid Half-Day", half="Morning")
	act(leader_of(agent), first, "Approve")
	with pytest.raises(leave_balance.LeaveOverdrawnError):
		act(leader_of(agent), second, "Approve")
	assert leave_balance.balance(agent.name) == 0


@pytest.mark.req("R22")
def test_a_leave_entry_is_never_changed_or_deleted_by_anybody(agent):
	earn(agent, "1")
	entry = frappe.get_last_doc("Leave Balance Entry", {"staff": agent.name})
	entry.days = 9
	with pytest.raises(leave_balance_entry_events.LeaveEntryFixedError):
		entry.save()
	with pytest.raises(leave_balance_entry_events.LeaveEntryFixedError):
		frappe.delete_doc("Leave Balance Entry", entry.name, force=True)
	with pytest.raises(leave_balance_entry_events.LeaveEntryFixedError):
		frappe.rename_doc("Leave Balance Entry", entry.name, "other", force=True)


@pytest.mark.req("R22")
def test_posting_the_same_entry_again_adds_nothing(agent):
	earn(agent, "1")
	earn(agent, "1")
	assert leave_balance.balance(agent.name) == 1


@pytest.mark.req("R22")
def test_by_hand_only_a_reasoned_adjustment_of_somebody_else_is_posted(agent):
	hr = a_staff(roles.HR, centre=frappe.get_doc("Sales Centre", agent.centre))

	def post(**fields):
		with as_user(hr):
			return frappe.get_doc(
				doctype="Leave Balance Entry",
				**{
					"staff": agent.name,
					"kind": "Adjustment",
					"days": 0.5,
					"date": MONDAY,
					"remarks": "补记",
					"leave_type": "Paid Half-Day",
					**fields,
				},
			).insert()

	post()
	for wrong in ({"kind": "Earned"}, {"remarks": " "}, {"staff": hr.name}, {"days": 0}):
		with pytest.raises(leave_balance.LeaveEntryError):
			post(**wrong)
	assert leave_balance.balance(agent.name) == Decimal("0.5")


@pytest.mark.req("R34")
def test_the_form_shows_days_and_balance_of_ones_own_leave_and_of_nobody_elses(agent):
	earn(agent, "1.5")
	with as_user(agent):
		shown = time_off_check.preview(from_date=str(MONDAY), to_date=str(SUNDAY))
	assert (shown["staff"], shown["days"], shown["balance"]) == (agent.name, 6, 1.5)
	colleague = an_agent(frappe.get_doc("Sales Group", agent.sales_group))
	with as_user(colleague), pytest.raises(permissions.OutOfScopeError):
		time_off_check.preview(staff=agent.name)


class TestTypes:
	def a_type(self, name, **fields):
		return frappe.get_doc(doctype="Time Off Type", type_name=name, **fields).insert()

	@pytest.mark.req("R34")
	def test_a_type_of_the_centres_own_with_so_many_days_a_year(self, agent):
		self.a_type("育儿假", yearly_days=2)
		act(leader_of(agent), a_request(agent, leave_type="育儿假"), "Approve")
		act(agent, a_request(agent, MONDAY + timedelta(days=1), leave_type="育儿假"), "Withdraw")
		with pytest.raises(time_off_check.YearlyDaysError, match="育儿假"):
			a_request(agent, date(2026, 11, 9), date(2026, 11, 10), leave_type="育儿假")
		assert a_request(agent, date(2026, 11, 9), leave_type="育儿假").days == 1
		with as_user(agent):
			shown = time_off_check.preview(from_date="2026-11-16", leave_type="育儿假")
		assert shown["yearly_left"] == 0
		assert a_request(agent, date(2027, 1, 4), date(2027, 1, 5), leave_type="育儿假").days == 2

	@pytest.mark.req("R34")
	def test_a_type_from_a_balance_is_taken_from_it(self, agent):
		self.a_type("奖励假", with_balance=1)
		with pytest.raises(leave_balance.LeaveOverdrawnError):
			a_request(agent, leave_type="奖励假")
		leave_balance.post(
			agent.name, leave_balance.EARNED, Decimal(1), MONDAY, "test:own", leave_type="奖励假"
		)
		act(leader_of(agent), a_request(agent, leave_type="奖励假"), "Approve")
		assert leave_balance.balance(agent.name, "奖励假") == 0

	@pytest.mark.req("R34")
	def test_papers_are_asked_for_by_a_day(self, agent):
		request = a_request(agent, leave_type="Sick Leave")
		assert (request.papers, request.papers_due) == ("病历或诊断证明", MONDAY + timedelta(days=3))
		assert not a_request(agent, MONDAY + timedelta(days=1)).papers

	@pytest.mark.req("R34")
	def test_a_type_that_was_used_keeps_its_kind_and_one_out_of_use_is_asked_for_no_more(self, agent):
		kind = self.a_type("探亲假")
		a_request(agent, leave_type="探亲假")
		kind.disabled = 1
		kind.save()
		with pytest.raises(time_off_check.TimeOffError):
			a_request(agent, MONDAY + timedelta(days=1), leave_type="探亲假")
		kind.with_balance = 1
		with pytest.raises(time_off_types.TimeOffTypeError):
			kind.save()

	@pytest.mark.req("R22")
	def test_what_the_app_adds_to_stays(self):
		kind = frappe.get_doc("Time Off Type", "Paid Half-Day")
		for change in ({"with_balance": 0}, {"disabled": 1}, {"counts_as": "Outing"}):
			kind.reload()
			kind.update(change)
			with pytest.raises(time_off_types.TimeOffTypeError):
				kind.save()
		with pytest.raises(time_off_types.TimeOffTypeError):
			frappe.delete_doc("Time Off Type", "Paid Half-Day")
