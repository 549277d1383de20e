"""Deals: who records, who confirms, who earns, what a cancellation leaves (R19, R23, decision 6)."""

import json
from datetime import timedelta

import frappe
import pytest
from frappe.client import cancel, insert, set_value
from frappe.model.workflow import apply_workflow
from frappe.utils import add_days, getdate, now_datetime, today

from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_consultant, a_group, an_agent, the_leader
from dianjian_app.tests.builders.visits import Party, a_deal, a_manager, confirmed
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.visits import custody
from dianjian_app.visits import sales_deal_events as deals
from dianjian_app.visits.errors import DealError, NotTheManagerError, VisitError

pytestmark = pytest.mark.req("R19")
REFUSED = (frappe.ValidationError, frappe.PermissionError)
DEAL, VISIT = "Sales Deal", "Visit Confirmation"


@made_once
def party():
	return Party(an_agent(group=a_group()))


@made_once
def manager(party):
	return a_manager(party.agent.centre)


def recorded_by(person, party, **fields):
	"""A deal of the party's visit that the person records."""
	values = {"visit": party.name, "product_type": "高层", "units": 1, "amount": 1, "date": today()}
	with as_user(person):
		return frappe.get_doc(doctype=DEAL, **{**values, **fields}).insert()


def long_ago(party, days):
	"""The visit as if it had been signed and counted days ago."""
	moment = now_datetime() - timedelta(days=days)
	frappe.db.set_value(VISIT, party.name, {"signed_at": moment, "counted_on": moment.date()})
	return party


@pytest.mark.req("R23")
class TestWhoEarns:
	def test_the_agent_of_the_first_counted_visit(self, party, manager):
		deal = confirmed(a_deal(party.counted()), manager)
		assert (deal.agent, deal.counted_visit) == (party.agent.name, party.name)
		assert (deal.stage, deal.docstatus, deal.confirmed_by) == ("Confirmed", 1, manager.user)
		assert frappe.db.get_value("Call Lead", deal.lead, "status") == "Deal"

	def test_the_first_agent_also_when_the_deal_comes_from_a_revisit(self, party, manager):
		party.counted()
		other = an_agent(group=frappe.get_doc("Sales Group", party.agent.sales_group))
		frappe.db.set_value("Call Lead", party.lead.name, "agent", other.name)
		revisit = Party(other, lead=party.lead, consultant=party.consultant, front_desk=party.front_desk)
		deal = confirmed(a_deal(revisit.counted()), manager)
		assert (deal.agent, deal.counted_visit) == (party.agent.name, party.name)

	def test_the_agent_also_after_leaving(self, party, manager):
		party.counted()
		frappe.db.set_value("Sales Staff", party.agent.name, {"status": "Departed", "leaving_date": today()})
		assert confirmed(a_deal(party), manager).agent == party.agent.name

	def test_nobody_when_no_visit_counted(self, party, manager):
		deal = confirmed(a_deal(party.walked_in()), manager)
		assert not deal.agent and not deal.counted_visit and deal.consultant == party.consultant.name

	def test_nobody_when_the_visit_that_counted_came_after_the_deal(self, party, manager):
		long_ago(party.walked_in(), 5)
		party.again().counted()
		assert not a_deal(party, date=add_days(today(), -3)).agent

	def test_is_known_before_the_deal_is_confirmed(self, party, manager):
		deal = a_deal(party.contact().lead_in().sign())
		assert not deal.agent
		with pytest.raises(DealError):
			confirmed(deal, manager)
		party.confirm()
		assert confirmed(deal, manager).agent == party.agent.name

	@pytest.mark.req("R4")
	def test_the_figures_belong_to_the_agents_group_of_that_day(self, party):
		party.counted()
		other = a_group(frappe.get_doc("Sales Centre", party.agent.centre))
		frappe.db.set_value("Sales Group Membership", {"parent": party.agent.name}, "sales_group", other.name)
		assert a_deal(party).sales_group == other.name


class TestRecording:
	@pytest.mark.parametrize("stage", ["Expected", "Arrived", "No Show", "Cancelled"])
	def test_needs_a_signed_visit(self, party, stage):
		if stage == "Arrived":
			party.contact().lead_in()
		elif stage == "No Show":
			party.missed()
		elif stage == "Cancelled":
			party.counted()
			with as_user(party.leader):
				custody.cancel_visit(party.name, "误签")
		with pytest.raises(frappe.CancelledLinkError if stage == "Cancelled" else DealError):
			a_deal(party)

	@pytest.mark.parametrize(
		"wrong",
		[
			{"units": 0},
			{"units": -1},
			{"amount": 0},
			{"amount": -5},
			{"date": "2020-01-01"},
			{"date": "2099-01-01"},
			{"product_type": "城堡"},
			{"product_type": None},
			{"visit": "VC-0"},
			{"visit": None},
		],
		ids=str,
	)
	def test_refuses_what_cannot_be(self, party, wrong):
		with pytest.raises(REFUSED):
			a_deal(party.counted(), **wrong)

	def test_is_the_receiving_consultants_or_the_managers(self, party, manager):
		party.counted()
		group = frappe.get_doc("Sales Group", party.agent.sales_group)
		for person in (a_consultant(group), party.agent, party.leader, party.front_desk):
			with pytest.raises(REFUSED):
				recorded_by(person, party)
		with as_user(party.leader), pytest.raises(NotTheManagerError):
			deals._check_may_record(None, party.visit)
		assert recorded_by(manager, party).consultant == party.consultant.name

	def test_does_not_slip_to_anothers_visit_later(self, party):
		deal = a_deal(party.counted())
		other = Party(an_agent(group=frappe.get_doc("Sales Group", party.agent.sales_group))).counted()
		with as_user(party.consultant), pytest.raises(REFUSED):
			deal.update({"visit": other.name}).save()

	def test_of_the_very_same_deal_happens_once(self, party):
		deal = a_deal(party.counted())
		with pytest.raises(DealError):
			a_deal(party)
		assert a_deal(party, product="别墅").name != deal.name

	def test_takes_signatures_from_nobody(self, party):
		deal = a_deal(
			party.counted(),
			confirmed_by="Administrator",
			confirmed_at="2026-01-01 10:00:00",
			cancelled_on="2026-01-01",
			cancel_reason="x",
			not_agents_fault=1,
			agent=party.leader.name,
			sales_group=a_group().name,
		)
		assert (deal.agent, deal.consultant) == (party.agent.name, party.consultant.name)
		assert deal.sales_group == party.agent.sales_group
		assert not any((deal.confirmed_by, deal.confirmed_at, deal.cancelled_on, deal.cancel_reason))
		assert not deal.not_agents_fault

	def test_keeps_no_number_in_the_remarks(self, party):
		assert "13812345678" not in a_deal(party.counted(), remarks="13812345678").remarks

	def test_a_draft_may_go(self, party, manager):
		deal = a_deal(party.counted())
		with as_user(party.leader), pytest.raises(REFUSED):
			frappe.delete_doc(DEAL, deal.name)
		with as_user(party.consultant):
			frappe.delete_doc(DEAL, deal.name)


class TestConfirming:
	def test_is_the_managers_by_every_way(self, party, manager):
		deal = a_deal(party.counted())
		for person in (party.consultant, party.leader, party.agent, a_manager(an_agent().centre)):
			with as_user(person):
				for act in (
					lambda: frappe.get_doc(DEAL, deal.name).submit(),
					lambda: apply_workflow(frappe.get_doc(DEAL, deal.name), "Confirm"),
					lambda: frappe.get_doc(DEAL, deal.name).update({"stage": "Confirmed"}).save(),
					lambda: set_value(DEAL, deal.name, "workflow_state", "Confirmed"),
					lambda: set_value(DEAL, deal.name, "docstatus", 1),
				):
					with pytest.raises(REFUSED):
						act()
				with pytest.raises(NotTheManagerError):
					deals._check_manager(deal)
		with as_user(manager):
			apply_workflow(frappe.get_doc(DEAL, deal.name), "Confirm")
		assert frappe.db.get_value(DEAL, deal.name, ["docstatus", "confirmed_by"]) == (1, manager.user)

	def test_does_not_come_with_a_new_deal(self, party, manager):
		party.counted()
		fields = {"visit": party.name, "product_type": "高层", "units": 1, "amount": 1, "date": today()}
		for typed in ({"docstatus": 1}, {"stage": "Confirmed"}, {"workflow_state": "Confirmed"}):
			with as_user(party.consultant):
				try:
					insert({"doctype": DEAL, **fields, **typed})
				except REFUSED:
					frappe.clear_messages()
		assert not frappe.get_all(DEAL, filters={"visit": party.name, "docstatus": 1})
		assert not frappe.get_all(DEAL, filters={"visit": party.name, "stage": "Confirmed"})

	def test_a_manager_who_received_does_not_confirm(self, party, manager):
		deal = a_deal(party.counted())
		frappe.db.set_value(VISIT, party.name, "receptionist", manager.name)
		with pytest.raises(REFUSED):
			confirmed(deal, manager)

	def test_leaves_nothing_to_change(self, party, manager):
		deal = confirmed(a_deal(party.counted()), manager)
		before = deal.as_dict()
		typed = {
			"units": 5,
			"amount": 1,
			"agent": party.leader.name,
			"date": "2020-01-01",
			"product_type": "别墅",
			"consultant": party.leader.name,
			"cancel_reason": "x",
			"not_agents_fault": 1,
			"cancelled_on": "2026-01-01",
			"confirmed_by": "Administrator",
			"stage": "Draft",
			"workflow_state": "Draft",
		}
		for person in (manager, party.consultant, "Administrator"):
			with as_user(person):
				for field, value in typed.items():
					with pytest.raises(REFUSED):
						frappe.get_doc(DEAL, deal.name).update({field: value}).save()
				with pytest.raises(REFUSED):
					set_value(DEAL, deal.name, json.dumps(typed))
				with pytest.raises(REFUSED):
					frappe.delete_doc(DEAL, deal.name)
		after = frappe.get_doc(DEAL, deal.name).as_dict()
		assert {f: after[f] for f in typed} == {f: before[f] for f in typed}


class TestCancelling:
	@made_once
	def deal(self, party, manager):
		return confirmed(a_deal(party.counted()), manager)

	def test_keeps_reason_day_and_fault(self, deal, manager):
		with as_user(manager):
			deals.cancel_deal(deal.name, "客户退房", not_agents_fault=1)
		deal.reload()
		assert (deal.docstatus, deal.stage, deal.cancel_reason) == (2, "Cancelled", "客户退房")
		assert (deal.not_agents_fault, deal.cancelled_on) == (1, getdate(today()))
		assert frappe.db.get_value("Call Lead", deal.lead, "status") == "Visited"

	def test_leaves_the_lead_sold_while_another_deal_stands(self, party, deal, manager):
		confirmed(a_deal(party, product="别墅"), manager)
		with as_user(manager):
			deals.cancel_deal(deal.name, "客户退房")
		assert frappe.db.get_value("Call Lead", deal.lead, "status") == "Deal"

	def test_is_the_managers(self, party, deal):
		for person in (party.consultant, party.leader, party.agent, a_manager(an_agent().centre)):
			for act in (deals.cancel_deal, deals.change):
				with as_user(person), pytest.raises(REFUSED):
					act(deal.name, "x")

	def test_needs_a_reason_by_every_way(self, deal, manager):
		with as_user(manager):
			for act in (
				lambda: deals.cancel_deal(deal.name, " "),
				lambda: deals.change(deal.name, ""),
				lambda: apply_workflow(frappe.get_doc(DEAL, deal.name), "Cancel"),
				lambda: cancel(DEAL, deal.name),
			):
				with pytest.raises(DealError):
					act()

	@pytest.mark.parametrize("days", [-30, 1])
	def test_lies_between_the_deal_and_today(self, deal, manager, days):
		with as_user(manager), pytest.raises(DealError):
			deals.cancel_deal(deal.name, "客户退房", on=str(add_days(today(), days)))

	def test_on_an_earlier_day(self, party, manager):
		long_ago(party.counted(), 9)
		deal = confirmed(a_deal(party, date=add_days(today(), -8)), manager)
		with as_user(manager):
			deals.cancel_deal(deal.name, "客户退房", on=str(add_days(today(), -2)))
		assert frappe.db.get_value(DEAL, deal.name, "cancelled_on") == getdate(add_days(today(), -2))

	def test_happens_once(self, deal, manager):
		with as_user(manager):
			deals.cancel_deal(deal.name, "客户退房")
			for act in (deals.cancel_deal, deals.change):
				with pytest.raises(DealError):
					act(deal.name, "客户退房")

	def test_a_draft_is_not_cancelled(self, party, manager):
		deal = a_deal(party.counted())
		with as_user(manager), pytest.raises(DealError):
			deals.cancel_deal(deal.name, "客户退房")


class TestChanging:
	def test_is_a_cancellation_and_a_correction(self, party, manager):
		deal = confirmed(a_deal(party.counted()), manager)
		with as_user(manager):
			changed = frappe.get_doc(DEAL, deals.change(deal.name, "换成别墅"))
			assert (changed.docstatus, changed.amendment_reason) == (0, "换成别墅")
			changed.update({"product_type": "别墅", "amount": 2}).save()
			changed.submit()
		assert frappe.db.get_value(DEAL, deal.name, ["docstatus", "cancel_reason"]) == (2, "换成别墅")
		assert (changed.amended_from, changed.product_type) == (deal.name, "别墅")
		assert (changed.agent, changed.date) == (party.agent.name, deal.date)
		assert frappe.db.get_value("Call Lead", deal.lead, "status") == "Deal"

	def test_says_why(self, party, manager):
		deal = confirmed(a_deal(party.counted()), manager)
		with as_user(manager):
			name = deals.change(deal.name, "换成别墅")
			with pytest.raises(REFUSED):
				frappe.get_doc(DEAL, name).update({"amendment_reason": " "}).save()


@pytest.mark.req("R17")
def test_a_visit_is_not_taken_back_under_a_deal(party, manager):
	deal = confirmed(a_deal(party.counted()), manager)
	with as_user(party.leader), pytest.raises(VisitError):
		custody.cancel_visit(party.name, "误签")
	with as_user(manager):
		deals.cancel_deal(deal.name, "退房")
	with as_user(party.leader):
		custody.cancel_visit(party.name, "误签")


def test_a_deal_is_seen_by_its_people_alone(party, manager):
	deal = a_deal(party.counted())
	group = frappe.get_doc("Sales Group", party.agent.sales_group)

	def sees(person):
		with as_user(person):
			return frappe.get_list(DEAL, filters={"name": deal.name}, pluck="name") == [deal.name]

	assert all(sees(p) for p in (party.agent, party.consultant, party.leader, manager))
	assert not any(sees(p) for p in (an_agent(group=group), a_consultant(group), the_leader(a_group())))
	with as_user(party.front_desk), pytest.raises(frappe.PermissionError):
		frappe.get_list(DEAL)
