"""Due leads come back to the same agent inside protection, to the pool after it (R8, R10, decision 25)."""

import frappe
import pytest
from frappe.utils import add_days, getdate, now_datetime, today

from dianjian_app.calls.todays_list import leads_to_call
from dianjian_app.resources.pool import recycling
from dianjian_app.tests.builders.calls import a_row, a_sheet
from dianjian_app.tests.builders.people import a_centre, a_group, an_agent
from dianjian_app.tests.builders.resources import a_lead
from dianjian_app.tests.builders.visits import Party, a_register
from dianjian_app.tests.site.made_once import made_once

pytestmark = pytest.mark.req("R8", "R10")
DAYS = {"Allocation": 30, "Call-in": 15, "Visit": 7, "Follow-up": 35, "Invitation": 5}


class Held:
	"""An agent with a lead of grade B that is due today and was handed out long ago."""

	def __init__(self, **clauses):
		self.centre = a_centre()
		for kind, days in (clauses or DAYS).items():
			fields = {"extends": 1, **(days if isinstance(days, dict) else {"days": days})}
			self.centre.append("protection_clauses", {"kind": kind.replace("_", "-"), **fields})
		self.centre.save()
		self.agent = an_agent(a_group(self.centre))
		self.lead = self.a_due()

	def a_due(self, **fields):
		lead = a_lead(agent=self.agent, grade="B")
		frappe.db.set_value(
			"Call Lead", lead.name, {"due_on": today(), "allocated_on": ago(90), "status": "Held", **fields}
		)
		return lead

	def called(self, days_ago, connected=1):
		sheet = a_sheet(
			self.agent, rows=[a_row(self.agent, lead=self.lead, connected=connected)], date=ago(days_ago)
		)
		frappe.db.set_value("Call Sheet Row", sheet.rows[0].name, "recorded_at", ago(days_ago))
		frappe.db.set_value("Call Lead", self.lead.name, {"due_on": today(), "status": "Held"})

	def rang_in(self, days_ago, agent=None):
		frappe.get_doc(
			doctype="Inbound Call",
			name=frappe.generate_hash(),
			lead=self.lead.name,
			agent=(agent or self.agent).name,
			centre=self.centre.name,
			called_at=ago(days_ago),
			recorded_at=ago(days_ago),
		).db_insert()

	def visited(self, days_ago, stage="Confirmed", status="Visited"):
		frappe.get_doc(
			doctype="Visit Confirmation",
			name=frappe.generate_hash(),
			lead=self.lead.name,
			agent=self.agent.name,
			centre=self.centre.name,
			stage=stage,
			docstatus=1 if stage == "Confirmed" else 0,
			signed_at=ago(days_ago) if stage == "Confirmed" else None,
		).db_insert()
		frappe.db.set_value("Call Lead", self.lead.name, "status", status)

	@property
	def stays(self):
		"""Whether it stays with its agent when the day's job has run."""
		recycling.return_due_leads(getdate())
		return holder(self.lead) == self.agent.name


def ago(days):
	return add_days(now_datetime(), -days)


def holder(lead):
	return frappe.db.get_value("Call Lead", lead.name, "agent")


@made_once
def held():
	return Held()


def test_due_and_protected_by_nothing_goes_to_the_pool_with_its_history(held):
	assert not held.stays
	assert frappe.db.get_value("Call Lead", held.lead.name, ["agent", "status"]) == (None, "Pool")
	assert held.agent.name in frappe.get_all(
		"Lead Allocation Item", {"lead": held.lead.name}, pluck="previous_agent"
	)
	assert recycling.return_due_leads(getdate()) == 0


@pytest.mark.parametrize("grade", ["A", "B", "C"])
def test_inside_protection_it_is_due_again_to_the_same_agent(grade):
	held = Held(Allocation=100)
	frappe.db.set_value("Call Lead", held.lead.name, {"grade": grade, "last_connected_at": ago(40)})
	assert held.stays
	[due] = leads_to_call(held.agent.name, getdate())
	assert (due.name, due.reason) == (held.lead.name, "due")


@pytest.mark.parametrize(("kind", "days"), [("called", 35), ("rang_in", 15), ("visited", 7)])
def test_each_kind_of_contact_protects_for_its_own_days(held, kind, days):
	getattr(held, kind)(days + 1)
	recycle_now = Held()
	getattr(recycle_now, kind)(days)
	assert recycle_now.stays
	assert not held.stays


def test_an_unanswered_call_protects_only_where_the_clause_says_so():
	silent = Held(**{"Follow_up": 35})
	silent.called(3, connected=0)
	assert not silent.stays
	counting = Held(**{"Follow_up": {"days": 35, "unanswered": 1}})
	counting.called(3, connected=0)
	assert counting.stays


def test_a_clause_that_does_not_extend_counts_from_the_first_contact():
	extending, fixed = Held(**{"Call_in": 15}), Held(**{"Call_in": {"days": 15, "extends": 0}})
	for case in (extending, fixed):
		case.rang_in(20)
		case.rang_in(10)
	assert extending.stays
	# the second comes inside the first's days and prolongs nothing
	assert not fixed.stays


def test_another_agents_contacts_protect_nothing(held):
	held.rang_in(2, agent=an_agent(a_group(held.centre)))
	assert not held.stays


@pytest.mark.parametrize("stage", ["Expected", "Arrived"])
def test_an_invited_customer_whose_visit_is_open_stays(held, stage):
	held.visited(0, stage=stage, status="Invited")
	assert held.stays


def test_an_invitation_that_waits_for_its_signature_stays(held):
	frappe.db.set_value("Call Lead", held.lead.name, "grade", "A")
	a_register(held.agent, [frappe.get_doc("Call Lead", held.lead.name)])
	assert held.stays


def test_a_signed_invitation_stays_and_so_does_the_visit_until_it_is_confirmed():
	held = Held(Invitation=1)
	frappe.db.set_value("Call Lead", held.lead.name, "grade", "A")
	party = Party(held.agent, frappe.get_doc("Call Lead", held.lead.name))
	frappe.db.set_value("Invitation", {"lead": held.lead.name}, "creation", ago(9))
	assert held.stays
	party.contact().lead_in().sign()
	assert held.stays


def test_invited_and_visited_long_ago_come_back_as_what_they_are(held):
	held.visited(60)
	assert not held.stays
	assert frappe.db.get_value("Call Lead", held.lead.name, ["agent", "status"]) == (None, "Visited")


def test_promised_not_yet_due_refused_and_invalid_stay(held):
	others = [
		held.a_due(next_step_date=today()),
		held.a_due(due_on=add_days(today(), 1)),
		held.a_due(due_on=None),
		held.a_due(do_not_call=1, status="Out"),
		held.a_due(grade="D", status="Out"),
		held.a_due(status="Deal"),
	]
	recycling.return_due_leads(getdate())
	assert {holder(lead) for lead in others} == {held.agent.name}


def test_a_customer_graded_d_is_never_due_again(held):
	a_sheet(held.agent, rows=[a_row(held.agent, lead=held.lead, connected=1, grade="D")])
	assert frappe.db.get_value("Call Lead", held.lead.name, ["status", "due_on"]) == ("Out", None)
	assert held.stays


def test_where_no_clause_stands_the_days_of_protection_hold_for_all():
	centre = a_centre(protection_days=30)
	agent = an_agent(a_group(centre))
	over, fresh = a_lead(agent=agent), a_lead(agent=agent)
	for lead, days in ((over, 31), (fresh, 30)):
		frappe.db.set_value("Call Lead", lead.name, {"due_on": today(), "allocated_on": ago(days)})
	recycling.return_due_leads(getdate())
	assert (holder(over), holder(fresh)) == (None, agent.name)


def test_a_centre_without_protection_gives_back_whatever_is_due():
	agent = an_agent(a_group(a_centre(protection_days=0)))
	lead = a_lead(agent=agent)
	frappe.db.set_value("Call Lead", lead.name, {"due_on": today(), "allocated_on": ago(90)})
	later = a_lead(agent=agent)
	frappe.db.set_value("Call Lead", later.name, {"due_on": add_days(today(), 1), "allocated_on": ago(90)})
	recycling.return_due_leads(getdate())
	assert (holder(lead), holder(later)) == (None, agent.name)


def test_0_days_of_protection_mean_none_whoever_says_so():
	"""A centre without days, one with 0 days, and one whose clauses say 0: what is due goes back everywhere."""
	by_clauses = Held(Allocation=0, Visit=0)
	by_clauses.visited(0)
	by_days = Held()
	by_days.centre.update({"protection_clauses": [], "protection_days": 0}).save()
	assert not by_clauses.stays
	assert not by_days.stays
	kept = Held()
	kept.centre.update({"protection_clauses": [], "protection_days": 100}).save()
	assert kept.stays
