"""At the same minute, in real processes of their own: a customer has one owner (R10, decision 25)."""

import frappe
import pytest

from dianjian_app.service.lead_claim_events import FILED
from dianjian_app.tests.builders.resources import a_lead, a_number
from dianjian_app.tests.processes import Act, at_once
from dianjian_app.tests.site.committed import two_groups

pytestmark = pytest.mark.req("R10")
REGISTER = "frappe.client.insert"
ADD = "dianjian_app.resources.numbers.further_numbers.add_number"
RULE = "dianjian_app.service.lead_claim_events.rule"


def a_call(agent, phone):
	doc = {"doctype": "Inbound Call", "phone_input": phone, "source": "近半年来电", "answered_by": agent.name}
	return Act(REGISTER, arguments={"doc": doc})


def spelled(number):
	return f"+86 {number[3:6]} {number[6:10]} {number[10:]}"


@pytest.mark.parametrize("second", ["alone", "with another number"])
def test_two_agents_register_the_same_caller_and_one_of_them_owns_the_customer(centre, second):
	_groups, agents = two_groups(centre)
	number = a_number()
	phones = [number[3:], spelled(number) + (f" / {a_number()[3:]}" if second != "alone" else "")]
	frappe.db.commit()
	answers = at_once(*(a_call(a, p) for a, p in zip(agents, phones, strict=True)))
	assert [a.error for a in answers] == [None, None]
	frappe.db.rollback()
	[lead] = frappe.get_all("Call Lead", {"centre": centre.name}, ["name", "agent", "status"])
	calls = frappe.get_all("Inbound Call", {"centre": centre.name}, ["lead", "is_new_lead"])
	assert {c.lead for c in calls} == {lead.name} and sorted(c.is_new_lead for c in calls) == [0, 1]
	assert lead.agent in {a.name for a in agents} and lead.status == "Held"
	given = frappe.get_all("Lead Allocation", {"centre": centre.name}, ["agent", "lead_count"])
	assert [(g.agent, g.lead_count) for g in given] == [(lead.agent, 1)]


def test_one_number_added_to_two_customers_belongs_to_one(centre):
	_groups, agents = two_groups(centre)
	leads = [a_lead(agent=agent) for agent in agents]
	number = a_number()
	frappe.db.commit()
	answers = at_once(*(Act(ADD, arguments={"lead": lead.name, "number": spelled(number)}) for lead in leads))
	assert [a.error for a in answers] == [None, None] and len([a for a in answers if a.value]) == 1
	frappe.db.rollback()
	assert frappe.db.count("Call Lead Number", {"centre": centre.name}) == 3


def test_a_claim_ruled_on_twice_at_once_has_one_ruling(centre):
	groups, agents = two_groups(centre)
	lead = a_lead(agent=agents[0])
	claim = frappe.get_doc(
		doctype="Lead Claim",
		lead=lead.name,
		agent=agents[1].name,
		holder=agents[0].name,
		sales_group=groups[1].name,
		holder_group=groups[0].name,
		centre=centre.name,
		stage=FILED,
		grounds="我先接的来电",
		date=frappe.utils.getdate(),
	)
	claim.flags.by_act = True
	claim.insert()
	frappe.db.commit()
	answers = at_once(
		*(Act(RULE, arguments={"claim": claim.name, "agent": a.name, "reason": "证据如此"}) for a in agents)
	)
	assert sorted(a.error or "" for a in answers) == ["", "ClaimError"]
	frappe.db.rollback()
	ruled = frappe.db.get_value("Lead Claim", claim.name, ["stage", "ruling_agent"])
	assert ruled == ("Ruled", frappe.db.get_value("Call Lead", lead.name, "agent"))
