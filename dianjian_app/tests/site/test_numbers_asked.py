"""Whatever act takes a full number: one limit a person and day, hits and misses logged, nothing told beyond the act (R47).

Asked over HTTP, in requests that commit and roll back by themselves.
"""

import json

import frappe
import pytest

from dianjian_app import roles
from dianjian_app.resources.numbers import caller_lookup, vault
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_group, a_staff, an_agent, the_leader
from dianjian_app.tests.builders.resources import a_lead, a_number
from dianjian_app.tests.builders.users import take_away
from dianjian_app.tests.site.matrix import web

pytestmark = pytest.mark.req("R47")
LIMIT = 6
METHOD = "/api/method/dianjian_app."


class Probe:
	"""An agent who guesses, a leader above, and a colleague's customer; all committed."""

	def __init__(self, centre):
		self.group = a_group(centre)
		self.agent, self.leader = an_agent(self.group), the_leader(self.group)
		colleague = an_agent(self.group, user=False)
		self.theirs = a_number()
		self.foreign = a_lead(agent=colleague, phone=self.theirs, customer_name="欧阳锋")
		self.own = a_lead(agent=self.agent, phone=a_number())
		self.key = web.a_key(self.agent.user)
		self.colleague = colleague

	def post(self, method, **given):
		return web.send("POST", METHOD + method, self.key, json=given)

	def find(self, number):
		return self.post("resources.numbers.finding.find_by_number", number=number)

	def claim(self, number):
		return self.post("service.lead_claim_events.file_claim", phone=number, grounds="我先接的来电")

	def add(self, number):
		return self.post("resources.numbers.further_numbers.add_number", lead=self.own.name, number=number)

	def recognise(self, number):
		return self.post("resources.numbers.caller_lookup.recognise", number=number)

	def call(self, number, **given):
		doc = {"phone_input": number, "source": "近半年来电", "answered_by": self.agent.name, **given}
		return web.send("POST", "/api/resource/Inbound Call", self.key, json=doc)

	@property
	def lines(self):
		frappe.db.rollback()
		return frappe.get_all(
			"Phone Reveal Log", {"user": self.agent.user}, pluck="refused", order_by="creation"
		)

	@property
	def told(self):
		filters = {"for_user": self.leader.user, "from_user": self.agent.user}
		return frappe.db.count("Notification Log", filters)


@pytest.fixture
def probe(centre):
	probe = Probe(centre)
	before = frappe.db.get_single_value("Telesales Settings", "search_limit_per_day")
	frappe.db.set_single_value("Telesales Settings", "search_limit_per_day", LIMIT)
	frappe.clear_document_cache("Telesales Settings", "Telesales Settings")
	frappe.db.commit()
	yield probe
	frappe.db.rollback()
	frappe.db.set_single_value("Telesales Settings", "search_limit_per_day", before)
	frappe.clear_document_cache("Telesales Settings", "Telesales Settings")
	users = (probe.agent.user, probe.leader.user)
	frappe.db.delete("Phone Reveal Log", {"user": ("in", users)})
	take_away(*users)
	frappe.db.commit()


def test_every_act_counts_against_one_limit_whether_it_finds_somebody_or_not(probe):
	acts = (probe.find, probe.claim, probe.add, probe.recognise, probe.call)
	answers = [act(a_number()) for act in acts]
	assert {a.status for a in answers} == {200} and probe.lines == [0] * 5
	assert probe.add(probe.theirs).status == 200 and probe.lines == [0] * LIMIT
	assert probe.told == 0
	for act in acts:
		act(a_number())
	assert probe.lines == [0] * LIMIT + [1] * 5 and probe.told == 1
	assert frappe.db.count("Inbound Call", {"answered_by": probe.agent.name}) == 1
	hit = probe.claim(probe.theirs)
	assert hit.status == 200 and not frappe.db.count("Lead Claim", {"agent": probe.agent.name})


def test_a_request_that_fails_on_purpose_is_counted_all_the_same(probe):
	for _again in range(LIMIT + 1):
		assert probe.call(a_number(), segment="no such segment").status >= 400
	assert probe.lines == [0] * LIMIT + [1] and probe.told == 1


def test_many_numbers_in_one_cell_are_as_many_guesses(probe):
	assert probe.claim(" / ".join(a_number()[3:] for _ in range(3))).status == 200
	assert probe.lines == [0] * 3


def test_an_act_after_the_question_counts_once(probe):
	number = a_number()
	probe.recognise(number)
	assert probe.call(number).status == 200 and probe.lines == [0]


def test_who_elses_a_number_is_stays_untold(probe):
	"""The same words whether a colleague, or nobody, has the number."""
	for act in (probe.claim, probe.recognise, probe.find):
		unknown = act(a_number())
		assert "欧阳锋" not in json.dumps(unknown.json, ensure_ascii=False)
	known, unknown = (probe.recognise(n).json["message"] for n in (probe.theirs, a_number()))
	assert {**known, "mask": 0} == {**unknown, "mask": 0} and not known["known"]
	frappe.db.delete("Phone Reveal Log", {"user": probe.agent.user})
	frappe.db.commit()
	told = json.dumps([probe.call(probe.theirs).json, probe.add(probe.theirs).json], ensure_ascii=False)
	for secret in (probe.colleague.staff_name, probe.colleague.name, "欧阳锋", probe.foreign.name):
		assert secret not in told.replace(f'"lead": "{probe.foreign.name}"', ""), secret


def test_an_agent_is_told_of_the_own_customer_and_the_front_desk_of_the_holder(centre, probe):
	desk = a_staff(roles.FRONT_DESK, centre=centre, user=True)
	with as_user(desk):
		assert caller_lookup.recognise(probe.theirs)["agent_name"] == probe.foreign.agent_name
	frappe.db.rollback()
	own = frappe.db.get_value("Call Lead Number", {"parent": probe.own.name}, "phone_hash")
	number = vault.numbers_of([own])[own]
	with as_user(probe.agent):
		assert caller_lookup.recognise(number)["known"]
