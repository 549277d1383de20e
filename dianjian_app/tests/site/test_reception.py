"""The reception page: who is expected, who is here, whose act is next, and whose customer stands at the door (R17, R40, R47)."""

from datetime import timedelta

import frappe
import pytest
from frappe.utils import format_date, getdate, now_datetime

from dianjian_app import roles
from dianjian_app.resources.numbers import asking
from dianjian_app.resources.numbers.finding import NotANumberError
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_group, a_staff, an_agent
from dianjian_app.tests.builders.resources import a_lead, a_number
from dianjian_app.tests.builders.visits import Party, an_intention
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.visits import custody
from dianjian_app.visits.errors import NotYourActError, VisitError
from dianjian_app.visits.reception import visits_of_the_day
from dianjian_app.visits.visit_form_guide import guide
from dianjian_app.visits.whose_customer import whose_customer

VISIT = "Visit Confirmation"
REFUSED = (frappe.ValidationError, frappe.PermissionError)


@made_once
def group():
	return a_group()


@made_once
def agent(group):
	return an_agent(group=group)


@made_once
def party(agent):
	return Party(agent)


def shown_to(person, name, find=""):
	"""The visit as the page shows it to the person; None where it doesn't."""
	with as_user(person):
		found = visits_of_the_day(find)["visits"]
	return next((visit for visit in found if visit["name"] == name), None)


def arrived(party):
	with as_user(party.front_desk):
		custody.record_arrival(party.name)
	return party


@pytest.mark.req("R40")
class TestThePage:
	def test_shows_each_reader_their_own_acts(self, party):
		people = (party.front_desk, party.agent, party.consultant, party.leader)
		acts = [shown_to(person, party.name)["acts"] for person in people]
		assert acts == [["arrive", "lead_in"], ["contact"], ["sign"], []]

	def test_shows_nobody_elses_visits(self, party):
		elsewhere = a_staff(roles.FRONT_DESK, group=a_group())
		colleague = an_agent(group=frappe.get_doc("Sales Group", party.agent.sales_group))
		for person in (elsewhere, colleague, a_staff(roles.PLANNING, group=a_group())):
			assert shown_to(person, party.name) is None

	def test_a_visits_form_tells_nobody_of_rights_that_they_lack(self, party):
		for person in (party.front_desk, party.agent, party.consultant, party.leader):
			with as_user(person):
				frappe.clear_messages()
				guide(party.name)
				assert frappe.local.message_log == []

	def test_says_what_comes_next_until_it_is_signed(self, party):
		arrived(party)
		assert len(shown_to(party.front_desk, party.name)["next"]) == 3
		party.contact().lead_in().sign()
		seen = shown_to(party.front_desk, party.name)
		assert (seen["acts"], seen["stage"], seen["missing"]) == ([], "Signed", False)

	def test_finds_an_open_visit_of_another_day_by_name_or_last_four_digits(self, agent):
		later = Party(agent, planned_at=now_datetime() + timedelta(days=3))
		name, mask = later.visit.customer_name, later.visit.phone_mask
		assert shown_to(later.front_desk, later.name) is None
		for find in (name, mask[-4:]):
			assert shown_to(later.front_desk, later.name, find)
		for find in ("%", "_", "nobody's", mask[:3], mask):
			assert shown_to(later.front_desk, later.name, find) is None


@pytest.mark.req("R17")
class TestTheArrival:
	def test_is_the_front_desks_and_proves_nothing(self, party):
		assert shown_to(party.front_desk, party.name)["arrived_at"] is None
		visit = arrived(party).visit
		assert (visit.stage, visit.arrived_by) == ("Arrived", party.front_desk.user)
		assert not (visit.contacted_at or visit.led_in_at or visit.outcome)
		assert party.sign().visit.outcome == "Walk-in"

	def test_takes_no_hand_from_the_lead_in(self, party):
		assert arrived(party).counted().visit.outcome == "Counted"

	def test_is_recorded_once(self, party):
		first = arrived(party).visit.arrived_at
		with pytest.raises(VisitError):
			arrived(party)
		assert party.visit.arrived_at == first

	def test_is_nobody_elses(self, party):
		elsewhere = a_staff(roles.FRONT_DESK, group=a_group())
		for person in (party.agent, party.consultant, party.leader, elsewhere):
			with as_user(person), pytest.raises(REFUSED):
				custody.record_arrival(party.name)
		with as_user("Administrator"), pytest.raises(NotYourActError):
			custody.record_arrival(party.name)
		assert not party.visit.arrived_at

	def test_leaves_it_to_the_leader_to_say_that_nobody_came(self, party):
		arrived(party)
		frappe.db.set_value(VISIT, party.name, "planned_at", now_datetime() - timedelta(hours=1))
		for person in (party.agent, party.front_desk):
			with as_user(person), pytest.raises(NotYourActError):
				custody.no_show(party.name)
		with as_user(party.leader):
			assert custody.no_show(party.name) == "No Show"

	def test_is_told_to_agent_and_receptionist(self, party, monkeypatch):
		told = []
		monkeypatch.setattr(
			"frappe.email.doctype.notification.notification.enqueue_create_notification",
			lambda users, doc: told.extend(users),
		)
		monkeypatch.setattr(frappe.flags, "in_test", False)
		arrived(party)
		emails = {frappe.db.get_value("User", p.user, "email") for p in (party.agent, party.consultant)}
		assert set(told) == emails


@pytest.mark.req("R47")
class TestWhoseCustomer:
	"""A full number at the door is answered with owner and date, or as a new visitor's; each look is logged and counted."""

	def looks(self, person):
		filters = {"user": person.user, "kind": "Search"}
		return frappe.get_all("Phone Reveal Log", filters, ["refused", "reference_name", "reason"])

	def test_a_protected_customer_is_answered_with_owner_and_date(self, agent):
		number = a_number()
		party = Party(agent, lead=an_intention(agent, phone=number))
		with as_user(party.front_desk):
			found = whose_customer(number)
		assert set(found) == {"protected", "answer"}
		assert found["protected"] is True
		assert agent.staff_name in found["answer"]
		assert party.visit.customer_name not in found["answer"]
		days = frappe.db.get_value("Sales Centre", agent.centre, "protection_days")
		assert format_date(getdate() + timedelta(days=days)) in found["answer"]
		assert [look.reference_name for look in self.looks(party.front_desk)] == [party.lead.name]

	def test_nobodys_number_and_one_of_another_centre_are_a_new_visitors(self, party):
		elsewhere = an_agent(group=a_group())
		number, others = a_number(), a_number()
		Party(elsewhere, lead=an_intention(elsewhere, phone=others))
		with as_user(party.front_desk):
			answers = [whose_customer(asked) for asked in (number, others)]
		assert answers[0] == answers[1]
		assert answers[0]["protected"] is False
		assert [look.reference_name for look in self.looks(party.front_desk)] == [None, None]

	def test_a_known_customer_without_protection_is_answered_as_a_new_one(self, party, group):
		number = a_number()
		a_lead(group=group, phone=number)
		with as_user(party.front_desk):
			assert whose_customer(number)["protected"] is False

	def test_is_the_front_desks_alone(self, party):
		for person in (party.agent, party.consultant, party.leader, "Administrator"):
			with as_user(person), pytest.raises(frappe.PermissionError):
				whose_customer("13812345678")

	def test_takes_one_full_number(self, party):
		for text in ("", "5678", "王", "1381234", "13812345678 13812345679"):
			with as_user(party.front_desk), pytest.raises(NotANumberError):
				whose_customer(text)
		assert self.looks(party.front_desk) == []

	def test_past_the_limit_nothing_is_told(self, agent, monkeypatch):
		number = a_number()
		party = Party(agent, lead=an_intention(agent, phone=number))
		frappe.db.set_single_value("Telesales Settings", "search_limit_per_day", 1)
		with as_user(party.front_desk):
			assert whose_customer(number)["protected"] is True
			found = whose_customer(number)
			assert found == {"protected": None, "answer": asking.limit_message()}
		assert sorted(look.refused for look in self.looks(party.front_desk)) == [0, 1]
