"""Customers who come without an invitation: counted for nobody, received in turn, their deal recorded (R17, R19, R40)."""

import frappe
import pytest
from frappe.utils import getdate

from dianjian_app import roles
from dianjian_app.resources.numbers.finding import NotANumberError
from dianjian_app.resources.numbers.further_numbers import add_number
from dianjian_app.resources.pool.free_leads import PoolQuery, list_free_leads
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_consultant, a_group, a_staff, an_agent, the_leader
from dianjian_app.tests.builders.resources import a_lead, a_number
from dianjian_app.tests.builders.visits import Party, a_deal, an_intention, confirmed
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.visits import custody
from dianjian_app.visits.errors import VisitError
from dianjian_app.visits.reception import visits_of_the_day
from dianjian_app.visits.walk_ins import register_walk_in

pytestmark = [pytest.mark.req("R17"), pytest.mark.req("R40")]
VISIT, SOURCE = "Visit Confirmation", "近半年来访"


class Door:
	"""A centre's front desk, with one consultant and one agent."""

	def __init__(self):
		self.group = a_group()
		self.agent = an_agent(group=self.group)
		self.consultant = a_consultant(self.group)
		self.front_desk = a_staff(roles.FRONT_DESK, centre=frappe.get_doc("Sales Centre", self.agent.centre))

	def walk_in(self, number=None, **given):
		with as_user(self.front_desk):
			return register_walk_in(
				**{
					"customer_name": "王先生",
					"number": a_number() if number is None else number,
					"source": SOURCE,
					**given,
				}
			)


class Walked:
	"""A walk-in as a party that a deal comes from."""

	def __init__(self, door, number=None):
		self.name, self.consultant = door.walk_in(number)["visit"], door.consultant
		with as_user(door.consultant):
			custody.sign(self.name)

	@property
	def visit(self):
		return frappe.get_doc(VISIT, self.name)


@made_once
def door():
	return Door()


def test_a_walk_in_is_here_received_by_the_consultant_and_nobodys_invitation(door):
	made = door.walk_in(party_size=3)
	visit = frappe.get_doc(VISIT, made["visit"])
	assert (visit.stage, visit.receptionist, visit.walk_in) == ("Arrived", door.consultant.name, 1)
	assert (visit.agent, visit.register, visit.party_size) == (None, None, 3)
	assert visit.arrived_by == door.front_desk.user
	lead = frappe.get_doc("Call Lead", visit.lead)
	assert (lead.source, lead.agent, len(lead.numbers)) == (SOURCE, None, 1)
	assert set(made) == {"visit", "receptionist_name"}  # whether the number was known is nobody's to learn


def test_signed_it_counts_for_nobody_and_shows_as_visited(door):
	visit = Walked(door).visit
	assert (visit.stage, visit.outcome, visit.docstatus) == ("Walk-in", "Walk-in", 1)
	assert not (visit.counted_key or visit.counted_on or visit.agent)
	assert frappe.db.get_value("Call Lead", visit.lead, "status") == "Visited"


@pytest.mark.req("R19")
@pytest.mark.req("R23")
def test_its_deal_is_recorded_and_credits_nobody(door):
	deal = confirmed(a_deal(Walked(door)))
	assert (deal.docstatus, deal.agent, deal.counted_visit) == (1, None, None)


@pytest.mark.req("R23")
def test_its_deal_credits_the_agent_of_an_earlier_counted_visit(door):
	number = a_number()
	earlier = Party(
		door.agent,
		lead=an_intention(door.agent, phone=number),
		consultant=door.consultant,
		front_desk=door.front_desk,
	).counted()
	deal = confirmed(a_deal(Walked(door, number)))
	assert (deal.agent, deal.counted_visit) == (door.agent.name, earlier.name)


def test_a_known_number_gets_no_second_lead(door):
	number = a_number()
	known = a_lead(group=door.group, phone=number)
	made = door.walk_in(number)
	assert frappe.db.get_value(VISIT, made["visit"], "lead") == known.name
	assert frappe.db.count("Call Lead Number", {"phone_hash": known.phone_hash}) == 1
	assert set(made) == {"visit", "receptionist_name"}


@pytest.mark.req("R19")
def test_a_visitor_without_a_number_is_registered_twice_over_and_in_no_pool(door):
	parties = [Walked(door, ""), Walked(door, "")]
	leads = [party.visit.lead for party in parties]
	assert len(set(leads)) == 2
	free = list_free_leads(PoolQuery(door.group.name, getdate()))
	assert not set(leads) & set(free)
	assert confirmed(a_deal(parties[0])).agent is None
	with pytest.raises(VisitError):
		door.walk_in("", customer_name=" ")


def test_a_number_given_later_is_the_customers_first_and_puts_them_into_the_pool(door):
	lead, number = Walked(door, "").visit.lead, a_number()
	with as_user(the_leader(door.group)):
		shown = add_number(lead, number)
	doc = frappe.get_doc("Call Lead", lead)
	assert (doc.phone_mask, [row.is_primary for row in doc.numbers]) == (shown, [1])
	assert lead in list_free_leads(PoolQuery(door.group.name, getdate()))


def test_who_is_expected_is_not_registered_a_second_time(door):
	number = a_number()
	Party(door.agent, lead=an_intention(door.agent, phone=number), front_desk=door.front_desk)
	with pytest.raises(VisitError):
		door.walk_in(number)
	door.walk_in(other := a_number())
	with pytest.raises(VisitError):
		door.walk_in(other)


def test_consultants_take_turns(door):
	second = a_consultant(door.group)
	received = [frappe.db.get_value(VISIT, door.walk_in()["visit"], "receptionist") for _ in range(2)]
	assert sorted(received) == sorted([door.consultant.name, second.name])


def test_without_a_consultant_the_leader_names_one():
	door = Door()
	frappe.db.set_value("Sales Staff", door.consultant.name, "status", "Suspended")
	made = door.walk_in()
	assert made["receptionist_name"] == ""
	assert frappe.db.get_value(VISIT, made["visit"], "receptionist") is None


def test_no_contact_and_no_lead_in_turn_it_into_an_invited_visit(door):
	visit = door.walk_in()["visit"]
	for person, act in ((door.agent, custody.record_contact), (door.front_desk, custody.record_lead_in)):
		with as_user(person), pytest.raises((frappe.ValidationError, frappe.PermissionError)):
			act(visit)
	with as_user(door.front_desk):
		shown = next(v for v in visits_of_the_day()["visits"] if v["name"] == visit)
	assert (shown["acts"], len(shown["next"]), shown["missing"]) == ([], 1, False)


@pytest.mark.req("R47")
def test_is_the_front_desks_with_one_full_number_and_a_source_of_its_kind(door):
	for person in (door.agent, door.consultant, "Administrator"):
		with as_user(person), pytest.raises(frappe.PermissionError):
			register_walk_in("王先生", SOURCE, a_number())
	for number in ("5678", "王", "13812345678 13812345679"):
		with pytest.raises(NotANumberError):
			door.walk_in(number)
	with pytest.raises(VisitError):
		door.walk_in(source="常规资源")
	looks = frappe.get_all("Phone Reveal Log", {"user": door.front_desk.user, "kind": "Search"})
	assert looks == []
	door.walk_in()
	assert len(frappe.get_all("Phone Reveal Log", {"user": door.front_desk.user, "kind": "Search"})) == 1


def test_nobody_makes_one_by_hand(door):
	with as_user(door.front_desk), pytest.raises((frappe.ValidationError, frappe.PermissionError)):
		frappe.get_doc(doctype=VISIT, walk_in=1, centre=door.agent.centre).insert()
	visit = door.walk_in()["visit"]
	doc = frappe.get_doc(VISIT, visit)
	doc.walk_in = 0
	doc.save()
	assert frappe.db.get_value(VISIT, visit, "walk_in") == 1
