"""A visit counts only through four hands (R17), a no-show is invited again (R18)."""

from datetime import timedelta

import frappe
import pytest
from frappe.client import set_value
from frappe.model.workflow import apply_workflow
from frappe.utils import now_datetime

from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_consultant, a_group, an_agent, the_leader
from dianjian_app.tests.builders.visits import Party, a_register, an_intention
from dianjian_app.visits import custody
from dianjian_app.visits.acts import NotYourActError, VisitError, VisitFrozenError
from dianjian_app.visits.register import NotTheSignerError, RegisterError, RegisterFrozenError

REFUSED = (frappe.ValidationError, frappe.PermissionError)


@pytest.fixture
def group():
	return a_group()


@pytest.fixture
def agent(group):
	return an_agent(group=group)


@pytest.fixture
def party(agent):
	return Party(agent)


@pytest.mark.req("R16")
class TestRegister:
	def test_the_leader_signs_and_each_row_becomes_a_visit(self, party):
		visit = party.visit
		assert (visit.stage, visit.docstatus, visit.agent) == ("Expected", 0, party.agent.name)
		assert party.register.signed_by == party.leader.user

	def test_the_agent_cannot_sign(self, agent, group):
		register = a_register(agent, consultant=a_consultant(group))
		with as_user(agent), pytest.raises(REFUSED):
			frappe.get_doc("Invitation Register", register.name).submit()

	def test_another_groups_leader_cannot_sign(self, agent, group):
		register = a_register(agent, consultant=a_consultant(group))
		with as_user(the_leader(a_group())), pytest.raises(REFUSED):
			frappe.get_doc("Invitation Register", register.name).submit()

	def test_a_row_without_receptionist_is_not_signed(self, agent, group):
		register = a_register(agent)
		with as_user(the_leader(group)), pytest.raises(RegisterError):
			frappe.get_doc("Invitation Register", register.name).submit()

	def test_the_receptionist_is_a_consultant_and_not_the_agent(self, agent, group):
		with pytest.raises(RegisterError):
			a_register(agent, consultant=agent)
		with pytest.raises(RegisterError):
			a_register(agent, consultant=the_leader(group))

	def test_only_intention_customers_of_ones_own_are_invited(self, group, agent):
		with pytest.raises(RegisterError):
			a_register(agent, [an_intention(agent, grade="C")])
		with pytest.raises(RegisterError):
			a_register(agent, [an_intention(an_agent(group=group))])

	def test_a_signed_register_does_not_change(self, party):
		with as_user(party.leader):
			with pytest.raises(REFUSED):
				set_value("Invitation", party.register.rows[0].name, "planned_at", "2030-01-01 10:00:00")
			register = frappe.get_doc("Invitation Register", party.register.name)
			register.rows[0].product_need = "别墅"
			with pytest.raises(REFUSED):
				register.save()

	def test_a_customer_expected_already_is_not_invited_twice(self, party):
		with pytest.raises(RegisterError):
			a_register(party.agent, [party.lead])

	def test_signer_and_time_show_on_the_register(self, party):
		party.counted()
		row = frappe.get_doc("Invitation Register", party.register.name).rows[0]
		assert row.signed_by_name == party.consultant.staff_name and row.visited_at


@pytest.mark.req("R17")
class TestCustody:
	def test_four_hands_make_a_counted_visit(self, party):
		visit = party.counted().visit
		assert (visit.stage, visit.outcome, visit.docstatus) == ("Confirmed", "Counted", 1)
		assert str(visit.counted_on) == frappe.utils.today()

	def test_nobody_signs_their_own(self, party):
		party.contact().lead_in()
		frappe.db.set_value("Visit Confirmation", party.name, "receptionist", party.agent.name)
		with as_user(party.agent), pytest.raises(REFUSED):
			custody.sign(party.name)

	def test_only_the_named_receptionist_signs(self, party, group):
		party.contact().lead_in()
		for person in (a_consultant(group), party.leader, party.front_desk):
			with as_user(person), pytest.raises(REFUSED):
				custody.sign(party.name)

	def test_there_is_no_second_signature(self, party):
		party.contact().lead_in().sign()
		first = party.visit.signed_at
		with as_user(party.consultant), pytest.raises(VisitError):
			custody.sign(party.name)
		assert party.visit.signed_at == first

	@pytest.mark.parametrize("missing", ["contact", "lead_in"])
	def test_without_contact_or_lead_in_it_is_a_walk_in(self, party, missing):
		getattr(party, "lead_in" if missing == "contact" else "contact")()
		visit = party.sign().visit
		assert (visit.stage, visit.outcome, visit.docstatus, visit.counted_on) == (
			"Walk-in",
			"Walk-in",
			1,
			None,
		)
		with as_user(party.leader), pytest.raises(REFUSED):
			custody.confirm(party.name)

	def test_contact_and_lead_in_are_others_acts(self, party, group):
		for person, act in (
			(party.front_desk, custody.record_contact),
			(an_agent(group=group), custody.record_contact),
			(party.consultant, custody.record_contact),
			(party.agent, custody.record_lead_in),
			(party.consultant, custody.record_lead_in),
		):
			with as_user(person), pytest.raises(REFUSED):
				act(party.name)

	def test_an_unsigned_visit_is_not_confirmed(self, party):
		party.contact().lead_in()
		with as_user(party.leader), pytest.raises(VisitError):
			custody.confirm(party.name)

	def test_the_consultant_and_the_agent_do_not_confirm(self, party):
		party.contact().lead_in().sign()
		for person in (party.consultant, party.agent):
			with as_user(person), pytest.raises(REFUSED):
				custody.confirm(party.name)

	def test_a_customer_counts_once(self, party):
		party.counted()
		again = Party(
			party.agent, lead=party.lead, consultant=party.consultant, front_desk=party.front_desk
		).counted()
		assert again.visit.outcome == "Revisit" and not again.visit.counted_key

	def test_after_a_counted_visit_is_taken_back_a_later_one_counts(self, party):
		party.counted()
		with as_user(party.leader):
			with pytest.raises(VisitError):
				custody.cancel_visit(party.name, " ")
			custody.cancel_visit(party.name, "签错了客户")
		again = Party(
			party.agent, lead=party.lead, consultant=party.consultant, front_desk=party.front_desk
		).counted()
		assert again.visit.outcome == "Counted"


@pytest.mark.req("R17")
class TestForgery:
	@pytest.mark.parametrize(
		"field", ["signed_by", "contacted_by", "led_in_by", "confirmed_by", "outcome", "counted_on"]
	)
	def test_custody_is_not_typed(self, party, field):
		with as_user(party.agent):
			visit = party.visit
			visit.set(
				field,
				"Counted"
				if field == "outcome"
				else frappe.utils.today()
				if field == "counted_on"
				else "Administrator",
			)
			visit.save()
		assert not party.visit.get(field)

	def test_the_workflow_asks_the_same(self, party):
		party.contact().lead_in()
		for person in (party.agent, party.front_desk, party.leader, a_consultant(a_group())):
			with as_user(person), pytest.raises(REFUSED):
				apply_workflow(party.visit, "Sign")
		with as_user(party.consultant):
			apply_workflow(party.visit, "Sign")
		assert party.visit.signed_by == party.consultant.user

	@pytest.mark.parametrize(
		"field,value", [("stage", "Signed"), ("workflow_state", "Signed"), ("docstatus", 1)]
	)
	def test_the_state_is_not_typed(self, party, field, value):
		with as_user(party.agent), pytest.raises(REFUSED):
			visit = party.visit
			visit.set(field, value)
			visit.save()

	def test_a_closed_visit_does_not_change(self, party):
		party.counted()
		for person in (party.agent, party.consultant, party.leader):
			with as_user(person):
				for field, value in (
					("agent", party.leader.name),
					("outcome", "Revisit"),
					("receptionist", party.agent.name),
				):
					with pytest.raises(REFUSED):
						visit = party.visit
						visit.set(field, value)
						visit.save()
				with pytest.raises(REFUSED):
					frappe.delete_doc("Visit Confirmation", party.name)

	def test_nobody_makes_a_visit_by_hand(self, party):
		for person in (party.agent, party.leader, "Administrator"):
			with as_user(person), pytest.raises(REFUSED):
				frappe.get_doc(
					doctype="Visit Confirmation",
					lead=party.lead.name,
					agent=party.agent.name,
					centre=party.agent.centre,
				).insert()

	def test_the_receptionist_is_changed_by_the_leader_alone(self, party, group):
		other = a_consultant(group)
		with as_user(party.agent), pytest.raises(NotYourActError):
			visit = party.visit
			visit.receptionist = other.name
			visit.save()
		with as_user(party.leader):
			visit = party.visit
			visit.receptionist = other.name
			visit.save()
		party.contact().lead_in()
		with as_user(party.consultant), pytest.raises(REFUSED):
			custody.sign(party.name)

	def test_after_the_signature_not_even_the_leader_changes_it(self, party, group):
		party.contact().lead_in().sign()
		with as_user(party.leader), pytest.raises(VisitFrozenError):
			visit = party.visit
			visit.receptionist = a_consultant_name(group)
			visit.save()


def a_consultant_name(group):
	with as_user("Administrator"):
		return a_consultant(group).name


@pytest.mark.req("R18")
class TestNoShow:
	@pytest.fixture
	def missed(self, party):
		frappe.db.set_value(
			"Visit Confirmation", party.name, "planned_at", now_datetime() - timedelta(hours=1)
		)
		with as_user(party.agent):
			custody.no_show(party.name)
		return party

	def test_only_after_the_planned_time(self, agent):
		party = Party(agent, planned_at=now_datetime() + timedelta(hours=2))
		with as_user(agent), pytest.raises(VisitError):
			custody.no_show(party.name)

	def test_becomes_a_follow_up_of_today(self, missed):
		lead = frappe.get_doc("Call Lead", missed.lead.name)
		assert str(lead.next_step_date) == frappe.utils.today() and lead.next_step
		assert missed.visit.outcome == "No Show"

	def test_is_invited_again_and_the_chain_stays_visible(self, missed):
		with as_user(missed.agent):
			name = custody.re_invite(missed.name, str(now_datetime() + timedelta(hours=3)))
		with as_user(missed.leader):
			frappe.get_doc("Invitation Register", name).submit()
		first = missed.visit
		second = frappe.get_doc("Visit Confirmation", first.next_visit)
		assert (first.stage, second.previous_visit, second.chain_no) == ("Re-invited", first.name, 2)
		with as_user(missed.agent), pytest.raises(VisitError):
			custody.re_invite(missed.name, str(now_datetime() + timedelta(hours=3)))

	def test_a_missed_visit_is_not_signed(self, missed):
		with as_user(missed.consultant), pytest.raises(VisitError):
			custody.sign(missed.name)


def test_a_register_whose_visits_happened_is_not_cancelled(party):
	party.contact()
	with as_user(party.leader), pytest.raises(RegisterFrozenError):
		frappe.get_doc("Invitation Register", party.register.name).cancel()


def test_a_cancelled_register_expects_nobody(party):
	with as_user(party.leader):
		frappe.get_doc("Invitation Register", party.register.name).cancel()
	assert party.visit.stage == "Cancelled"
	with as_user(party.agent), pytest.raises(VisitError):
		custody.record_contact(party.name)


def test_signing_a_register_is_the_leaders(party):
	from dianjian_app.visits.register import check_may_sign

	with as_user(party.agent), pytest.raises(NotTheSignerError):
		check_may_sign(party.register)
