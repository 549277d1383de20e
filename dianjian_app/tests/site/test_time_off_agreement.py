"""Leave beyond the days that the centre leaves to leaders: the leader agrees, then the manager decides (R34)."""

from datetime import date, timedelta

import frappe
import pytest

from dianjian_app import roles
from dianjian_app.people import approval, time_off_agreement
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff, an_agent
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.tests.site.test_time_off import MONDAY, a_request, act, leader_of

WEDNESDAY = MONDAY + timedelta(days=2)


@made_once
def agent():
	centre = a_centre(rest_days=("Sunday",), leader_decides_days=2)
	return an_agent(a_group(centre))


@made_once
def manager(agent):
	return a_staff(roles.MANAGER, centre=frappe.get_doc("Sales Centre", agent.centre))


@made_once
def hr(agent):
	return a_staff(roles.HR, centre=frappe.get_doc("Sales Centre", agent.centre))


def agree(user, request):
	with as_user(user):
		time_off_agreement.agree(request.name)
	return frappe.get_doc("Time Off Request", request.name)


def told_of(request):
	"""Whose desks were told of the request, in the order in which they were."""
	return frappe.get_all(
		"Notification Log", {"document_name": request.name}, pluck="for_user", order_by="creation, name"
	)


@pytest.mark.req("R34")
def test_beyond_the_days_of_leaders_the_leader_agrees_and_the_manager_decides(agent, manager):
	leader = leader_of(agent)
	short = a_request(agent, date(2026, 11, 9), date(2026, 11, 10))
	assert act(leader, short, "Approve").docstatus == 1
	long = a_request(agent, end=WEDNESDAY)
	assert told_of(long) == [leader.user]
	with pytest.raises(approval.NotTheApproverError, match="2"):
		act(leader, long, "Approve")
	with pytest.raises(time_off_agreement.NotAgreedError, match=leader.staff_name):
		act(manager, long, "Approve")
	agreed = agree(leader, long)
	assert (agreed.docstatus, agreed.decision, agreed.agreed_by) == (0, "", leader.user)
	assert agreed.agreed_at
	assert told_of(long) == [leader.user, manager.user]
	approved = act(manager, long, "Approve")
	assert (approved.decided_by, approved.agreed_by) == (manager.user, leader.user)
	with pytest.raises(approval.NotTheApproverError):
		act(leader, long, "Cancel")


@pytest.mark.req("R34")
def test_only_the_leader_of_the_group_agrees_and_once(agent, manager, hr):
	long, short = a_request(agent, end=WEDNESDAY), a_request(agent, date(2026, 11, 9))
	stranger = leader_of(an_agent(a_group(frappe.get_doc("Sales Centre", agent.centre))))
	for other in (agent, manager, hr, stranger):
		with pytest.raises(frappe.PermissionError):
			agree(other, long)
	with pytest.raises(approval.NotTheApproverError):
		agree(leader_of(agent), short)
	agree(leader_of(agent), long)
	with pytest.raises(approval.NotTheApproverError):
		agree(leader_of(agent), long)
	act(manager, long, "Reject")
	with pytest.raises(approval.RequestDecidedError):
		agree(leader_of(agent), long)


@pytest.mark.req("R34")
def test_nobody_writes_the_agreement_by_hand(agent, manager):
	leader = leader_of(agent)
	long = a_request(agent, end=WEDNESDAY, agreed_by=leader.user, agreed_at="2026-11-01 09:00:00")
	assert (long.agreed_by, long.agreed_at) == (None, None)
	with as_user(manager):
		long = frappe.get_doc("Time Off Request", long.name)
		long.agreed_by, long.agreed_at = leader.user, "2026-11-01 09:00:00"
		long.save()
	assert not frappe.db.get_value("Time Off Request", long.name, "agreed_by")
	with pytest.raises(time_off_agreement.NotAgreedError):
		act(manager, long, "Approve")


@pytest.mark.req("R34")
def test_other_days_are_agreed_to_anew(agent, manager):
	leader = leader_of(agent)
	long = agree(leader, a_request(agent, end=WEDNESDAY))
	with as_user(agent):
		long.to_date = WEDNESDAY + timedelta(days=2)
		long.save()
	assert long.agreed_by is None
	assert told_of(long)[-1] == leader.user
	with pytest.raises(time_off_agreement.NotAgreedError, match="5"):
		act(manager, long, "Approve")
	with as_user(agent):  # the leader decides alone again
		long.to_date = MONDAY
		long.save()
	assert act(leader, long, "Approve").docstatus == 1


@pytest.mark.req("R34")
def test_a_manager_who_cannot_wait_for_the_leader_says_why(agent, manager):
	long = a_request(agent, end=WEDNESDAY)
	with as_user(manager):
		long = frappe.get_doc("Time Off Request", long.name)
		long.decision_note = "  "
		with pytest.raises(time_off_agreement.NotAgreedError):
			long.submit()
		long = frappe.get_doc("Time Off Request", long.name)
		long.decision_note = "组长住院"
		long.submit()
	assert (long.docstatus, long.agreed_by, long.decided_by) == (1, None, manager.user)


@pytest.mark.req("R34")
def test_where_no_leader_can_agree_the_manager_decides_at_once(agent, manager):
	leader = leader_of(agent)
	own = a_request(leader, end=WEDNESDAY)
	assert told_of(own) == [manager.user]
	assert act(manager, own, "Approve").docstatus == 1
	asked_by_leader = a_request(agent, end=WEDNESDAY, by=leader)
	assert asked_by_leader.agreed_by == leader.user
	assert told_of(asked_by_leader) == [manager.user]
	assert act(manager, asked_by_leader, "Approve").docstatus == 1
	frappe.db.set_value("User", leader.user, "enabled", 0)
	gone = a_request(agent, date(2026, 11, 9), date(2026, 11, 13))
	assert told_of(gone) == [manager.user]
	assert act(manager, gone, "Approve").docstatus == 1


@pytest.mark.req("R34")
def test_the_form_says_whose_turn_it_is(agent, manager):
	leader = leader_of(agent)
	long = a_request(agent, end=WEDNESDAY)
	for reader, mine in ((leader, True), (manager, False), (agent, False)):
		with as_user(reader):
			seen = frappe.get_doc("Time Off Request", long.name)
			seen.run_method("onload")
			assert seen.get("__onload").agreement == {
				"for": leader.staff_name,
				"mine": mine,
			}
	agree(leader, long)
	seen = frappe.get_doc("Time Off Request", long.name)
	seen.run_method("onload")
	assert not (seen.get("__onload") or {}).get("agreement")
