"""Claims filed at the same moment, in real processes: one claim, and no more than a day's number (R10)."""

import frappe
import pytest

from dianjian_app.service import lead_claim_events
from dianjian_app.tests.builders.people import an_agent
from dianjian_app.tests.builders.resources import a_lead, a_number
from dianjian_app.tests.builders.users import take_away
from dianjian_app.tests.processes import Act, at_once
from dianjian_app.tests.site.committed import two_groups

pytestmark = pytest.mark.req("R10")
FILE = "dianjian_app.service.lead_claim_events.file_claim"


@pytest.fixture
def claimant(centre):
	groups, _agents = two_groups(centre)
	agent = an_agent(groups[1])
	yield agent
	frappe.db.rollback()
	frappe.set_user("Administrator")
	take_away(agent.user)
	frappe.db.commit()


def a_held_customer(centre):
	number = a_number()
	holder = frappe.get_all("Sales Staff", {"centre": centre.name, "user": ("is", "not set")}, pluck="name")[
		0
	]
	a_lead(agent=frappe.get_doc("Sales Staff", holder), phone=number)
	return number


def file(claimant, number):
	return Act(FILE, user=claimant.user, arguments={"phone": number, "grounds": "我先接的来电"})


def test_a_claim_sent_six_times_is_one(centre, claimant):
	number = a_held_customer(centre)
	frappe.db.commit()
	answers = at_once(*[file(claimant, number)] * 6)
	assert {a.error for a in answers} == {None} and len({a.value for a in answers}) == 1
	frappe.db.rollback()
	assert frappe.db.count("Lead Claim", {"agent": claimant.name}) == 1


def test_the_last_claims_of_a_day_are_counted_one_by_one(centre, claimant):
	numbers = [a_held_customer(centre) for _ in range(lead_claim_events.A_DAY + 4)]
	frappe.set_user(claimant.user)
	for number in numbers[: lead_claim_events.A_DAY - 2]:
		lead_claim_events.file_claim(number, "我先接的来电")
	frappe.set_user("Administrator")
	frappe.db.commit()
	answers = at_once(*(file(claimant, number) for number in numbers[-6:]))
	assert sorted(a.error or "" for a in answers) == ["", "", *["ClaimError"] * 4]
	frappe.db.rollback()
	assert frappe.db.count("Lead Claim", {"agent": claimant.name}) == lead_claim_events.A_DAY
