"""Deals: who records, who confirms, who earns, what a cancellation leaves (R19)."""

import frappe
import pytest

from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_group, an_agent
from dianjian_app.tests.builders.visits import Party, a_deal, a_manager, confirmed
from dianjian_app.visits import deal as deals
from dianjian_app.visits.deal import DealError, NotTheManagerError

pytestmark = pytest.mark.req("R19")
REFUSED = (frappe.ValidationError, frappe.PermissionError)


@pytest.fixture
def party():
	return Party(an_agent(group=a_group()))


@pytest.fixture
def manager(party):
	return a_manager(party.agent.centre)


@pytest.mark.req("R23")
def test_the_agent_of_the_first_counted_visit_earns(party, manager):
	deal = confirmed(a_deal(party.counted()), manager)
	assert (deal.agent, deal.stage, deal.docstatus) == (party.agent.name, "Confirmed", 1)


@pytest.mark.req("R23")
def test_nobody_earns_when_no_visit_counted(party, manager):
	deal = confirmed(a_deal(party.contact().sign()), manager)
	assert not deal.agent and deal.consultant == party.consultant.name


def test_no_deal_without_a_signed_visit(party):
	with pytest.raises(DealError):
		a_deal(party.contact().lead_in())


@pytest.mark.parametrize(
	"wrong", [{"units": 0}, {"amount": 0}, {"date": "2020-01-01"}, {"date": "2099-01-01"}]
)
def test_impossible_figures_are_refused(party, wrong):
	with pytest.raises(DealError):
		a_deal(party.counted(), **wrong)


def test_only_the_receptionist_records(party):
	party.counted()
	other = Party(an_agent(group=frappe.get_doc("Sales Group", party.agent.sales_group)))
	with as_user(other.consultant), pytest.raises(REFUSED):
		frappe.get_doc(
			doctype="Sales Deal",
			visit=party.name,
			product_type="高层",
			units=1,
			amount=1,
			date=frappe.utils.today(),
		).insert()


def test_the_consultant_and_the_leader_do_not_confirm(party):
	deal = a_deal(party.counted())
	for person in (party.consultant, party.leader, party.agent):
		with as_user(person), pytest.raises(REFUSED):
			frappe.get_doc("Sales Deal", deal.name).submit()


def test_a_confirmed_deal_does_not_change(party, manager):
	deal = confirmed(a_deal(party.counted()), manager)
	with as_user(manager):
		for field, value in (
			("units", 5),
			("amount", 1),
			("agent", party.leader.name),
			("date", "2020-01-01"),
		):
			with pytest.raises(REFUSED):
				doc = frappe.get_doc("Sales Deal", deal.name)
				doc.set(field, value)
				doc.save()


def test_a_cancellation_needs_manager_and_reason(party, manager):
	deal = confirmed(a_deal(party.counted()), manager)
	with as_user(party.consultant), pytest.raises(REFUSED):
		deals.cancel_deal(deal.name, "x")
	with as_user(manager):
		with pytest.raises(DealError):
			deals.cancel_deal(deal.name, " ")
		deals.cancel_deal(deal.name, "客户退房", not_agents_fault=1)
	deal.reload()
	assert (deal.docstatus, deal.cancel_reason, deal.not_agents_fault) == (2, "客户退房", 1)
	assert str(deal.cancelled_on) == frappe.utils.today()
	assert frappe.db.get_value("Call Lead", deal.lead, "status") == "Visited"


def test_a_change_is_a_cancellation_and_a_correction(party, manager):
	deal = confirmed(a_deal(party.counted()), manager)
	with as_user(manager):
		name = deals.change(deal.name, "换成别墅")
		changed = frappe.get_doc("Sales Deal", name)
		changed.product_type = "别墅"
		changed.save()
		changed.submit()
	assert frappe.db.get_value("Sales Deal", deal.name, "docstatus") == 2
	assert (changed.amended_from, changed.product_type, changed.agent) == (
		deal.name,
		"别墅",
		party.agent.name,
	)


def test_signatures_are_not_forged(party):
	deal = a_deal(
		party.counted(), confirmed_by="Administrator", cancelled_on="2026-01-01", agent=party.leader.name
	)
	assert not deal.confirmed_by and not deal.cancelled_on and deal.agent == party.agent.name


def test_managing_is_checked_by_centre(party):
	stranger = a_manager(an_agent(group=a_group()).centre)
	deal = a_deal(party.counted())
	with as_user(stranger), pytest.raises(REFUSED):
		frappe.get_doc("Sales Deal", deal.name).submit()
	with as_user(stranger), pytest.raises(NotTheManagerError):
		deals._check_manager(deal)
