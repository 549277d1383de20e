"""A visit, a deal and a refusal answer what an agent has promised to the customer, and it leaves the list (R8, R18, R19)."""

import frappe
import pytest
from frappe.utils import add_days, now_datetime, today

from dianjian_app.calls.log_call import log_call
from dianjian_app.patches.v0_2 import answer_promises
from dianjian_app.resources.numbers import refusal
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.calls import a_row, a_sheet
from dianjian_app.tests.builders.people import a_group, an_agent
from dianjian_app.tests.builders.visits import Party, a_deal, a_manager, an_intention, confirmed
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.visits import custody
from dianjian_app.visits.sales_deal_events import cancel_deal

pytestmark = pytest.mark.req("R8")
EARLIER = 3


@made_once
def group():
	return a_group()


@pytest.fixture
def agent(group):
	return an_agent(group=group)


def promised_to(lead, agent, on, ago=EARLIER):
	"""The lead after a call of some days ago that promised another one."""
	step = {
		"next_step": "回电",
		"next_step_date": on,
		"next_step_time": "10:00",
		"next_step_kind": "Call Again",
	}
	sheet = a_sheet(agent, add_days(today(), -ago), rows=[a_row(agent, lead=lead, grade="A", **step)])
	frappe.db.set_value("Call Sheet Row", {"parent": sheet.name}, "recorded_at", f"{sheet.date} 10:00:00")
	return lead


def step_of(lead):
	fields = ["next_step", "next_step_date", "next_step_time", "next_step_kind"]
	return frappe.db.get_value("Call Lead", lead.name, fields)


def is_promised(lead):
	return any(step_of(lead))


def call_again(lead, agent, **said):
	"""Nobody answers: whatever is promised stands."""
	with as_user(agent):
		log_call(lead.name, 0, frappe.generate_hash(), **said)


@pytest.mark.req("R18")
@pytest.mark.parametrize(("on", "stays"), [(-1, False), (0, False), (2, True)])
def test_a_visit_answers_what_was_due_by_its_day(agent, on, stays):
	party = Party(agent)
	promised_to(party.lead, agent, add_days(today(), on))
	assert is_promised(party.lead)
	party.contact().lead_in().sign()
	assert is_promised(party.lead) == stays
	call_again(party.lead, agent)
	assert is_promised(party.lead) == stays


@pytest.mark.req("R18")
def test_what_is_promised_after_the_visit_stands(agent):
	party = Party(agent).contact().lead_in().sign()
	call_again(party.lead, agent, next_step="发合同", next_step_date=today())
	assert step_of(party.lead)[0] == "发合同"


@pytest.mark.req("R18")
def test_a_visit_taken_back_answers_nothing(agent):
	party = Party(agent)
	promised_to(party.lead, agent, today())
	party.contact().lead_in().sign().confirm()
	assert not is_promised(party.lead)
	with as_user(party.leader):
		custody.cancel_visit(party.name, "看错")
	assert is_promised(party.lead)


@pytest.mark.req("R19")
def test_a_deal_answers_everything_until_it_is_cancelled(agent):
	party = Party(agent)
	promised_to(party.lead, agent, add_days(today(), 5))
	party.counted()
	assert is_promised(party.lead)
	manager = a_manager(agent.centre)
	deal = confirmed(a_deal(party), manager)
	assert not is_promised(party.lead)
	call_again(party.lead, agent)
	assert not is_promised(party.lead)
	with as_user(manager):
		cancel_deal(deal.name, "退房")
	assert is_promised(party.lead)


@pytest.mark.req("R10")
def test_a_refusal_answers_what_was_due_also_when_it_is_lifted(agent):
	lead = promised_to(an_intention(agent), agent, today())
	with as_user(agent):
		refusal.refuse_calls("Call Lead", lead.name, "别再打")
	assert not is_promised(lead)
	refusal.lift(lead.name, "重新联系")
	call_again(lead, agent)
	assert not is_promised(lead)


def test_promises_of_before_leave_the_lists(agent):
	visited, bought, open_one, later = (
		promised_to(an_intention(agent), agent, today(), ago) for ago in range(3, 7)
	)
	parties = [Party(agent, lead=lead).contact().lead_in().sign() for lead in (visited, bought)]
	confirmed(a_deal(parties[1].confirm()))
	for lead in (visited, bought):
		values = {"promises_answered_at": None, "next_step": "回电", "next_step_date": add_days(today(), -2)}
		frappe.db.set_value("Call Lead", lead.name, values)
	frappe.db.set_value("Call Lead", later.name, "promises_answered_at", add_days(now_datetime(), -10))
	for _ in range(2):
		answer_promises.execute()
		assert [is_promised(lead) for lead in (visited, bought, open_one, later)] == [
			False,
			False,
			True,
			True,
		]
