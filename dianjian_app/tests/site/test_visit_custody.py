"""A visit counts only through four hands (R17); a no-show is invited again (R18)."""

from datetime import timedelta

import frappe
import pytest
import time_machine
from frappe.utils import get_datetime, getdate, now_datetime, today

from dianjian_app import roles
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_consultant, a_group, a_staff, an_agent, the_leader
from dianjian_app.tests.builders.visits import Party, a_manager, a_register, an_intention, signed
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.visits import custody
from dianjian_app.visits.errors import NotYourActError, RegisterError, VisitError, VisitFrozenError
from dianjian_app.visits.visit_form_guide import guide

REFUSED = (frappe.ValidationError, frappe.PermissionError)
VISIT = "Visit Confirmation"


@made_once
def group():
	return a_group()


@made_once
def agent(group):
	return an_agent(group=group)


@made_once
def party(agent):
	return Party(agent)


def of_both_roles(staff, role):
	"""Gives the person's user one more role."""
	user = frappe.get_doc("User", staff.user)
	user.append("roles", {"role": role})
	user.save()
	return staff


@pytest.mark.req("R17")
class TestFourHands:
	def test_make_a_counted_visit(self, party):
		visit = party.counted().visit
		assert (visit.stage, visit.outcome, visit.docstatus) == ("Confirmed", "Counted", 1)
		assert visit.counted_on == getdate(visit.signed_at) == getdate(today())
		assert (visit.contacted_by, visit.led_in_by) == (party.agent.user, party.front_desk.user)
		assert (visit.signed_by, visit.confirmed_by) == (party.consultant.user, party.leader.user)

	def test_the_times_are_the_servers(self, party):
		before = now_datetime()
		visit = party.counted().visit
		times = [visit.contacted_at, visit.led_in_at, visit.signed_at, visit.confirmed_at]
		assert before <= times[0] <= times[1] <= times[2] <= times[3] <= now_datetime()

	def test_lead_in_may_be_recorded_before_the_contact(self, party):
		assert party.lead_in().contact().sign().visit.stage == "Signed"

	def test_it_counts_on_the_day_of_the_signature(self, party):
		party.contact().lead_in().sign()
		moment = now_datetime() - timedelta(days=2)
		frappe.db.set_value(VISIT, party.name, "signed_at", moment)
		assert party.confirm().visit.counted_on == moment.date()

	def test_it_stands_in_the_group_of_that_day(self, party, monkeypatch):
		other = a_group(frappe.get_doc("Sales Centre", party.agent.centre))
		frappe.db.set_value("Sales Group Membership", {"parent": party.agent.name}, "sales_group", other.name)
		assert party.contact().lead_in().sign().visit.sales_group == other.name

	def test_nobody_signs_their_own(self, party):
		party.contact().lead_in()
		frappe.db.set_value(VISIT, party.name, "receptionist", party.agent.name)
		with as_user(party.agent), pytest.raises(REFUSED):
			custody.sign(party.name)

	def test_only_the_named_receptionist_signs(self, party, group):
		party.contact().lead_in()
		for person in (a_consultant(group), party.leader, party.front_desk, a_manager(party.agent.centre)):
			with as_user(person), pytest.raises(REFUSED):
				custody.sign(party.name)
		with as_user("Administrator"), pytest.raises(NotYourActError):
			custody.sign(party.name)
		assert not party.visit.signed_by

	def test_there_is_no_second_signature(self, party):
		first = party.contact().lead_in().sign().visit.signed_at
		with as_user(party.consultant), pytest.raises(VisitError):
			custody.sign(party.name)
		assert party.visit.signed_at == first

	def test_contact_is_the_agents(self, party, group):
		for person in (
			party.front_desk,
			an_agent(group=group),
			party.consultant,
			party.leader,
			"Administrator",
		):
			with as_user(person), pytest.raises(REFUSED):
				custody.record_contact(party.name)

	def test_lead_in_is_the_front_desks(self, party):
		elsewhere = a_staff(roles.FRONT_DESK, group=a_group())
		for person in (party.agent, party.consultant, party.leader, elsewhere, "Administrator"):
			with as_user(person), pytest.raises(REFUSED):
				custody.record_lead_in(party.name)

	@pytest.mark.parametrize("who", ["agent", "consultant"])
	def test_neither_agent_nor_receptionist_is_the_front_desk(self, party, who):
		person = of_both_roles(getattr(party, who), roles.FRONT_DESK)
		with as_user(person), pytest.raises(NotYourActError):
			custody.record_lead_in(party.name)

	@pytest.mark.parametrize("hand", ["contacted_by", "led_in_by"])
	def test_one_user_is_never_two_hands(self, party, hand):
		party.contact().lead_in()
		frappe.db.set_value(VISIT, party.name, hand, party.consultant.user)
		with as_user(party.consultant), pytest.raises(NotYourActError):
			custody.sign(party.name)

	def test_whoever_signed_does_not_confirm(self, party):
		party.contact().lead_in().sign()
		frappe.db.set_value(VISIT, party.name, "signed_by", party.leader.user)
		with as_user(party.leader), pytest.raises(NotYourActError):
			custody.confirm(party.name)

	def test_each_act_is_done_once(self, party):
		party.contact().lead_in()
		for person, act in (
			(party.agent, custody.record_contact),
			(party.front_desk, custody.record_lead_in),
		):
			with as_user(person), pytest.raises(VisitError):
				act(party.name)


@pytest.mark.req("R17")
class TestWalkIn:
	@pytest.mark.parametrize("there", ["contact", "lead_in", None])
	def test_comes_of_a_missing_contact_or_lead_in(self, party, there):
		if there:
			getattr(party, there)()
		visit = party.sign().visit
		assert (visit.stage, visit.outcome, visit.docstatus) == ("Walk-in", "Walk-in", 1)
		assert not visit.counted_on and not visit.counted_key
		assert visit.signed_by == party.consultant.user

	def test_is_not_confirmed_into_a_count(self, party):
		party.walked_in()
		with as_user(party.leader), pytest.raises(REFUSED):
			custody.confirm(party.name)

	def test_a_contact_of_another_day_is_none(self, party):
		with time_machine.travel(now_datetime() - timedelta(days=2), tick=False):
			party.contact()
		assert party.lead_in().sign().visit.outcome == "Walk-in"

	def test_the_contact_is_recorded_again_on_arrival(self, party):
		with time_machine.travel(now_datetime() - timedelta(days=2), tick=False):
			party.contact()
		visit = party.contact().lead_in().sign().visit
		assert visit.stage == "Signed" and getdate(visit.contacted_at) == getdate(today())

	def test_a_late_signature_takes_nothing_away(self, party):
		with time_machine.travel(now_datetime() - timedelta(days=2), tick=False):
			party.contact().lead_in()
		assert party.sign().visit.stage == "Signed"

	def test_does_not_keep_the_customer_from_counting_later(self, party):
		party.walked_in()
		assert party.again().counted().visit.outcome == "Counted"


@pytest.mark.req("R17")
class TestConfirmation:
	def test_an_unsigned_visit_is_not_confirmed(self, party):
		party.contact().lead_in()
		with as_user(party.leader):
			with pytest.raises(VisitError):
				custody.confirm(party.name)
			with pytest.raises(REFUSED):
				party.visit.submit()

	def test_is_the_leaders_or_the_managers(self, party, group):
		party.contact().lead_in().sign()
		others = (party.consultant, party.agent, party.front_desk, the_leader(a_group()))
		for person in others:
			with as_user(person), pytest.raises(REFUSED):
				custody.confirm(party.name)
		with as_user(a_manager(party.agent.centre)):
			assert custody.confirm(party.name) == "Counted"

	def test_a_leader_who_invited_does_not_confirm(self, group):
		leader = of_both_roles(the_leader(group), roles.AGENT)
		manager = a_manager(group.centre)
		register = a_register(leader, [an_intention(leader)], a_consultant(group))
		name = signed(register, manager).rows[0].visit
		visit = frappe.get_doc(VISIT, name)
		party = object.__new__(Party)
		party.agent, party.name = leader, name
		party.consultant = frappe.get_doc("Sales Staff", visit.receptionist)
		party.front_desk = a_staff(roles.FRONT_DESK, group=group)
		party.contact().lead_in().sign()
		with as_user(leader), pytest.raises(NotYourActError):
			custody.confirm(name)
		with as_user(manager):
			assert custody.confirm(name) == "Counted"

	def test_a_customer_counts_once(self, party):
		party.counted()
		again = party.again().counted()
		assert (again.visit.outcome, again.visit.stage) == ("Revisit", "Confirmed")
		assert not again.visit.counted_key and not again.visit.counted_on

	def test_the_database_itself_counts_once(self, party):
		party.counted()
		again = party.again()
		with pytest.raises(Exception) as refused:
			frappe.db.set_value(VISIT, again.name, "counted_key", party.lead.name)
		assert frappe.db.is_unique_key_violation(refused.value)


@pytest.mark.req("R17")
class TestTakingBack:
	def test_lets_a_later_visit_count(self, party):
		party.counted()
		with as_user(party.leader):
			custody.cancel_visit(party.name, "签错了客户")
		assert (party.visit.stage, party.visit.cancel_reason) == ("Cancelled", "签错了客户")
		assert frappe.db.get_value("Call Lead", party.lead.name, "status") == "Invited"
		assert party.again().counted().visit.outcome == "Counted"

	def test_needs_a_reason(self, party):
		party.counted()
		with as_user(party.leader):
			for reason in ("", " "):
				with pytest.raises(VisitError):
					custody.cancel_visit(party.name, reason)
			with pytest.raises(VisitError):
				party.visit.cancel()

	def test_is_the_leaders_or_the_managers(self, party):
		party.counted()
		for person in (party.agent, party.consultant, party.front_desk, the_leader(a_group())):
			with as_user(person), pytest.raises(REFUSED):
				custody.cancel_visit(party.name, "x")
		with as_user(a_manager(party.agent.centre)):
			custody.cancel_visit(party.name, "签错了客户")

	def test_of_a_walk_in(self, party):
		party.walked_in()
		with as_user(party.leader):
			custody.cancel_visit(party.name, "登记错误")
		assert party.visit.docstatus == 2


@pytest.mark.req("R16")
class TestReceptionist:
	def test_is_named_by_the_leader_alone(self, party, group):
		other = a_consultant(group)
		for person in (party.agent, party.consultant, party.front_desk):
			with as_user(person), pytest.raises(REFUSED):
				party.visit.update({"receptionist": other.name}).save()
		with as_user(party.agent), pytest.raises(NotYourActError):
			party.visit.update({"receptionist": other.name}).save()
		with as_user(party.leader):
			party.visit.update({"receptionist": other.name}).save()
		party.contact().lead_in()
		with as_user(party.consultant), pytest.raises(REFUSED):
			custody.sign(party.name)

	def test_is_never_the_leader_themselves_or_the_agent(self, party):
		for staff in (party.leader, party.agent, a_consultant(a_group())):
			with as_user(party.leader), pytest.raises(RegisterError):
				party.visit.update({"receptionist": staff.name}).save()

	def test_does_not_change_after_the_signature(self, party, group):
		party.contact().lead_in().sign()
		other = a_consultant(group)
		with as_user(party.leader), pytest.raises(VisitFrozenError):
			party.visit.update({"receptionist": other.name}).save()


@pytest.mark.req("R18")
class TestNoShow:
	def test_only_after_the_planned_time(self, agent):
		party = Party(agent, planned_at=now_datetime() + timedelta(hours=2))
		for person in (party.agent, party.leader, party.front_desk):
			with as_user(person), pytest.raises(VisitError):
				custody.no_show(party.name)

	@pytest.mark.parametrize("who", ["agent", "leader", "front_desk"])
	def test_is_said_by_agent_leader_or_front_desk(self, party, who):
		frappe.db.set_value(VISIT, party.name, "planned_at", now_datetime() - timedelta(hours=1))
		with as_user(party.consultant), pytest.raises(REFUSED):
			custody.no_show(party.name)
		with as_user(getattr(party, who)):
			assert custody.no_show(party.name) == "No Show"
		assert party.visit.no_show_by == getattr(party, who).user and party.visit.outcome == "No Show"

	def test_of_somebody_led_in_is_for_the_leader_to_say(self, party):
		party.contact().lead_in()
		frappe.db.set_value(VISIT, party.name, "planned_at", now_datetime() - timedelta(hours=1))
		for person in (party.agent, party.front_desk):
			with as_user(person), pytest.raises(NotYourActError):
				custody.no_show(party.name)
		with as_user(party.leader):
			custody.no_show(party.name)

	def test_becomes_a_follow_up_of_today(self, party):
		party.missed()
		lead = frappe.get_doc("Call Lead", party.lead.name)
		assert lead.next_step_date == getdate(today()) and lead.next_step

	def test_is_not_signed(self, party):
		party.missed()
		with as_user(party.consultant), pytest.raises(VisitError):
			custody.sign(party.name)


@pytest.mark.req("R18")
class TestReInvitation:
	@made_once
	def missed(self, party):
		return party.missed()

	def invite(self, missed, hours=3):
		with as_user(missed.agent):
			return custody.re_invite(missed.name, str(now_datetime() + timedelta(hours=hours)))

	def test_stands_on_todays_register_and_the_chain_stays_visible(self, missed):
		register = signed(frappe.get_doc("Invitation Register", self.invite(missed)), missed.leader)
		first, second = missed.visit, frappe.get_doc(VISIT, register.rows[0].visit)
		assert (register.agent, register.date) == (missed.agent.name, getdate(today()))
		assert (first.stage, first.next_visit) == ("Re-invited", second.name)
		assert (second.previous_visit, second.chain_no, second.stage) == (first.name, 2, "Expected")
		assert not frappe.db.get_value("Call Lead", missed.lead.name, "next_step_date")

	def test_joins_the_draft_of_the_day(self, missed):
		draft = a_register(missed.agent)
		assert self.invite(missed) == draft.name
		assert len(frappe.get_doc("Invitation Register", draft.name).rows) == 2

	def test_happens_once(self, missed):
		self.invite(missed)
		with pytest.raises(VisitError):
			self.invite(missed)

	def test_is_the_agents(self, missed):
		for person in (missed.leader, missed.front_desk, missed.consultant):
			with as_user(person), pytest.raises(REFUSED):
				custody.re_invite(missed.name, str(now_datetime() + timedelta(hours=3)))

	@pytest.mark.parametrize("planned", ["2020-01-01 10:00:00", "someday", ""])
	def test_names_a_time_to_come(self, missed, planned):
		with as_user(missed.agent), pytest.raises(VisitError):
			custody.re_invite(missed.name, planned)
		assert missed.visit.stage == "No Show"

	def test_a_receptionist_who_left_is_not_taken_along(self, missed):
		frappe.db.set_value("Sales Staff", missed.consultant.name, "status", "Departed")
		assert not frappe.get_doc("Invitation Register", self.invite(missed)).rows[0].receptionist

	def test_by_way_of_the_register_alone_is_one_too(self, missed):
		register = signed(a_register(missed.agent, [missed.lead], missed.consultant), missed.leader)
		second = frappe.get_doc(VISIT, register.rows[0].visit)
		assert (second.previous_visit, second.chain_no) == (missed.name, 2)
		assert (missed.visit.stage, missed.visit.next_visit) == ("Re-invited", second.name)

	def test_of_a_customer_who_went_to_another_agent_is_refused(self, missed, group):
		frappe.db.set_value("Call Lead", missed.lead.name, "agent", an_agent(group=group).name)
		with pytest.raises(RegisterError):
			self.invite(missed)

	def test_the_second_visit_counts(self, missed):
		name = self.invite(missed)
		register = signed(frappe.get_doc("Invitation Register", name), missed.leader)
		missed.name = register.rows[0].visit
		assert missed.counted().visit.outcome == "Counted"


@pytest.mark.req("R17")
class TestGuide:
	def of(self, party, person):
		with as_user(person):
			return guide(party.name)

	def test_offers_each_person_their_own_acts(self, party):
		acts = {
			who: self.of(party, getattr(party, who))["acts"] for who in ("agent", "front_desk", "consultant")
		}
		assert acts == {"agent": ["contact"], "front_desk": ["arrive", "lead_in"], "consultant": ["sign"]}
		party.contact().lead_in().sign()
		assert self.of(party, party.leader)["acts"] == ["confirm"]
		assert self.of(party, party.consultant)["acts"] == []

	def test_says_what_is_missing_and_who_is_next(self, party):
		party.contact()
		told = self.of(party, party.consultant)
		assert len(told["missing"]) == 1 and len(told["next"]) == 2
		assert party.consultant.staff_name in told["next"][1]

	def test_offers_a_deal_to_who_received(self, party):
		party.counted()
		assert self.of(party, party.consultant)["may_record_deal"]
		for person in (party.agent, party.leader):
			assert not self.of(party, person)["may_record_deal"]

	def test_is_for_those_who_see_the_visit(self, party):
		with pytest.raises(frappe.PermissionError):
			self.of(party, an_agent(group=a_group()))


def test_a_visit_is_seen_by_its_people_alone(party, group):
	def sees(person):
		with as_user(person):
			return frappe.get_list(VISIT, filters={"name": party.name}, pluck="name") == [party.name]

	for person in (party.agent, party.consultant, party.leader, party.front_desk):
		assert sees(person)
	strangers = (an_agent(group=group), a_consultant(group), the_leader(a_group()))
	for person in (*strangers, a_staff(roles.FRONT_DESK, group=a_group())):
		assert not sees(person)
		with as_user(person), pytest.raises(frappe.PermissionError):
			frappe.get_doc(VISIT, party.name).check_permission("read")


def test_planned_time_is_the_registers(party):
	assert get_datetime(party.visit.planned_at) == get_datetime(party.register.rows[0].planned_at)
