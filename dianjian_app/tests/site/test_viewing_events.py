"""Tours, show flats and purchase groups: guests are invited by registers, and count by the four hands alone (R50, R17)."""

import frappe
import pytest
from frappe.desk import query_report
from frappe.utils import add_days, add_to_date, now_datetime, today

from dianjian_app import roles
from dianjian_app.calls.sms_batch import QUEUED
from dianjian_app.tests.builders import as_user, number
from dianjian_app.tests.builders.people import a_centre, a_consultant, a_group, a_staff, an_agent, the_leader
from dianjian_app.tests.builders.visits import a_deal, an_intention, confirmed, signed
from dianjian_app.visits import custody, viewing_events
from dianjian_app.visits.errors import RegisterError
from dianjian_app.visits.viewing_event_events import EventError

pytestmark = pytest.mark.req("R50")


class Tour:
	"""A tour of a centre with two agents of a group, its planning, front desk and consultant."""

	def __init__(self, **fields):
		self.centre = a_centre()
		self.group = a_group(self.centre)
		self.agents = [an_agent(self.group), an_agent(self.group)]
		self.planning = a_staff(roles.PLANNING, centre=self.centre)
		self.front_desk = a_staff(roles.FRONT_DESK, centre=self.centre)
		self.consultant = a_consultant(self.group)
		with as_user(self.planning):
			self.event = frappe.get_doc(
				doctype="Viewing Event",
				**{
					"title": f"周末看房团{number()}",
					"kind": "Viewing Tour",
					"starts_at": add_to_date(now_datetime(), hours=1, as_datetime=True),
					"guide": self.consultant.name,
					"cost": 900,
					**fields,
				},
			).insert()

	def invites(self, agent, *leads):
		with as_user(agent):
			return viewing_events.invite(self.event.name, [lead.name for lead in leads])

	def visits(self, register):
		"""The visits of a register after the leader named receptionists and signed."""
		leader = the_leader(self.group)
		with as_user(leader):
			doc = frappe.get_doc("Invitation Register", register)
			for row in doc.rows:
				row.receptionist = self.consultant.name
			doc.save()
		return [row.visit for row in signed(doc, leader).rows]

	def figures(self, reader):
		period = {"from_date": add_days(today(), -1), "to_date": add_days(today(), 2)}
		with as_user(reader):
			result = query_report.run("Effect of Viewing Events", filters=period)["result"]
		return next(row for row in result if row.get("name") == self.event.name)


def comes(tour, visit, agent, *, contact=True):
	if contact:
		with as_user(agent):
			custody.record_contact(visit)
	with as_user(tour.front_desk):
		custody.record_lead_in(visit)
	with as_user(tour.consultant):
		custody.sign(visit)


@pytest.fixture
def tour():
	return Tour()


@pytest.mark.req("R17")
def test_a_guest_counts_by_the_four_hands_and_by_nothing_else(tour):
	agent = tour.agents[0]
	leads = [an_intention(agent) for _ in range(3)]
	counted, without_contact, _absent = tour.visits(tour.invites(agent, *leads)["register"])
	comes(tour, counted, agent)
	comes(tour, without_contact, agent, contact=False)
	row = tour.figures(tour.planning)
	assert (row["invited"], row["came"], row["counted"]) == (3, 2, 0)
	with as_user(the_leader(tour.group)):
		custody.confirm(counted)
	row = tour.figures(tour.planning)
	assert (row["invited"], row["came"], row["counted"], row["cost_per_visit"]) == (3, 2, 1, 900)
	assert frappe.db.get_value("Visit Confirmation", without_contact, "outcome") == "Walk-in"


def test_what_was_sold_and_the_cost_is_shown_to_who_may_know(tour):
	agent = tour.agents[0]
	[visit] = tour.visits(tour.invites(agent, an_intention(agent))["register"])
	comes(tour, visit, agent)
	with as_user(the_leader(tour.group)):
		custody.confirm(visit)
	party = frappe._dict(name=visit, consultant=tour.consultant)
	confirmed(a_deal(party, amount=1500000))
	row = tour.figures(tour.planning)
	assert (row["deals"], row["amount"], row["cost"]) == (1, 1500000, 900)
	assert not tour.figures(the_leader(tour.group)).get("cost")


def test_guests_are_the_agents_own_customers(tour):
	first, second = tour.agents
	foreign = an_intention(second)
	with pytest.raises(RegisterError):
		tour.invites(first, foreign)
	own = an_intention(first)
	with as_user(first):
		offered = {c["lead"] for c in viewing_events.my_candidates(tour.event.name)}
	assert own.name in offered and foreign.name not in offered
	tour.invites(first, own)
	with as_user(first):
		assert own.name not in {c["lead"] for c in viewing_events.my_candidates(tour.event.name)}


def test_inviting_twice_adds_nobody_and_fills_one_register(tour):
	agent = tour.agents[0]
	leads = [an_intention(agent), an_intention(agent)]
	first = tour.invites(agent, leads[0])
	again = tour.invites(agent, *leads)
	assert (first["invited"], again["invited"], again["register"]) == (1, 1, first["register"])
	assert frappe.db.count("Invitation", {"event": tour.event.name}) == 2


def test_there_are_no_more_guests_than_seats():
	tour = Tour(seats=2)
	first, second = tour.agents
	assert tour.invites(first, an_intention(first))["seats_left"] == 1
	with pytest.raises(RegisterError, match="2"):
		tour.invites(second, an_intention(second), an_intention(second))
	assert tour.invites(second, an_intention(second))["seats_left"] == 0
	with as_user(tour.planning):
		tour.event.seats = 1
		with pytest.raises(EventError):
			tour.event.save()


@pytest.mark.parametrize(
	("changes", "error"),
	[({"status": "Cancelled"}, EventError), ({"starts_at": "2026-01-05 10:00:00"}, EventError)],
)
def test_nobody_is_invited_to_what_is_over_or_cancelled(tour, changes, error):
	frappe.db.set_value("Viewing Event", tour.event.name, changes)
	with pytest.raises(error):
		tour.invites(tour.agents[0], an_intention(tour.agents[0]))


def test_a_row_of_a_register_keeps_to_the_day_and_centre_of_its_event(tour):
	agent = tour.agents[0]
	register = tour.invites(agent, an_intention(agent))["register"]
	elsewhere = Tour()
	with as_user(agent):
		doc = frappe.get_doc("Invitation Register", register)
		doc.rows[0].planned_at = add_days(now_datetime(), 3)
		with pytest.raises(RegisterError):
			doc.save()
		doc = frappe.get_doc("Invitation Register", register)
		doc.rows[0].event = elsewhere.event.name
		with pytest.raises(RegisterError):
			doc.save()


def test_guide_and_agents_are_told(tour):
	agent = tour.agents[0]
	tour.invites(agent, an_intention(agent))
	told = {"document_name": tour.event.name}
	assert frappe.get_all("Notification Log", told, pluck="for_user") == [tour.consultant.user]
	with as_user(tour.planning):
		tour.event.reload()
		tour.event.status = "Cancelled"
		tour.event.save()
	assert agent.user in frappe.get_all("Notification Log", told, pluck="for_user")
	assert tour.agents[1].user not in frappe.get_all("Notification Log", told, pluck="for_user")


@pytest.mark.req("R14")
def test_the_invitation_text_goes_the_way_of_every_text(tour):
	agent = tour.agents[0]
	template = frappe.get_doc(
		doctype="Follow-up Message Template",
		title=f"看房邀请{number()}",
		text="{customer_name}您好，{event}将于{event_time}在{event_place}集合。{company} 退订回T",
	).insert()
	frappe.db.set_value(
		"Viewing Event", tour.event.name, {"template": template.name, "meeting_point": "东门"}
	)
	guests = [an_intention(agent) for _ in range(3)]
	tour.invites(agent, *guests)
	settings = frappe.get_doc("SMS Settings")
	settings.db_set("sms_gateway_url", "http://127.0.0.1:9/none")
	frappe.clear_document_cache("SMS Settings", "SMS Settings")
	frappe.db.set_value("Call Lead", guests[1].name, "do_not_call", 1)
	with as_user(agent):
		assert viewing_events.text_guests(tour.event.name) == {"queued": 2, "left_out": 1}
		assert viewing_events.text_guests(tour.event.name) == {"queued": 0, "left_out": 3}
	texts = frappe.get_all("Message Log", {"lead": guests[0].name, "status": QUEUED}, pluck="text")
	assert len(texts) == 1 and tour.event.title in texts[0] and "东门" in texts[0]
	with as_user(tour.agents[1]):
		assert viewing_events.text_guests(tour.event.name) == {"queued": 0, "left_out": 0}
