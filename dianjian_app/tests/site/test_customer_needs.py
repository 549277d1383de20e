"""What a customer wants is noted by who holds them, and read by who receives them (R11, R12, R43)."""

import json

import frappe
import pytest

from dianjian_app.resources.customer_needs import NeedsError, needs_of, note_needs
from dianjian_app.service.customer_file import customer_file
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_consultant, a_group, an_agent, the_leader
from dianjian_app.tests.builders.resources import a_lead
from dianjian_app.tests.builders.visits import Party, an_intention
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.visits.visit_form_guide import guide

pytestmark = pytest.mark.req("R12")
SAID = {"budget_from": 100, "budget_to": 150, "rooms": 3, "resistance": "Some", "resistance_reason": "Price"}


@made_once
def group():
	return a_group()


@made_once
def agent(group):
	return an_agent(group)


def noted(holder, lead, **needs):
	with as_user(holder):
		return note_needs(lead.name, json.dumps(needs))


def test_the_holder_notes_the_needs_and_the_leader_reads_them(group, agent):
	lead = a_lead(agent=agent)
	found = noted(agent, lead, **SAID)
	assert found["may_edit"] and ["Bedrooms", "3"] in found["words"]
	with as_user(the_leader(group)):
		read = needs_of(lead.name)
	assert (
		read["words"]
		== found["words"]
		== [
			["Budget", "100–150 × 10,000 yuan"],
			["Bedrooms", "3"],
			["Resistance", "Some · Price"],
		]
	)
	assert {field: read["values"][field] for field in SAID} == SAID


def test_a_change_of_one_need_leaves_the_others_and_says_when(agent):
	lead = a_lead(agent=agent)
	assert not frappe.db.get_value("Call Lead", lead.name, "needs_noted_at")
	noted(agent, lead, **SAID)
	noted(agent, lead, payment="Mortgage")
	stored = frappe.db.get_value("Call Lead", lead.name, ["rooms", "payment", "needs_noted_at"], as_dict=True)
	assert (stored.rooms, stored.payment) == (3, "Mortgage") and stored.needs_noted_at


def test_when_the_needs_were_noted_is_not_typed(agent):
	lead = a_lead(agent=agent)
	noted(agent, lead, rooms=2)
	at = frappe.db.get_value("Call Lead", lead.name, "needs_noted_at")
	with as_user(agent):
		doc = frappe.get_doc("Call Lead", lead.name)
		doc.update({"needs_noted_at": "2020-01-01 00:00:00", "remarks": "周末联系"})
		doc.save()
	assert frappe.db.get_value("Call Lead", lead.name, "needs_noted_at") == at


def test_without_resistance_there_is_no_reason_of_it(agent):
	lead = a_lead(agent=agent)
	noted(agent, lead, **SAID)
	noted(agent, lead, resistance="None")
	assert frappe.db.get_value("Call Lead", lead.name, ["resistance", "resistance_reason"]) == ("None", None)


@pytest.mark.parametrize(
	"needs",
	[
		{"budget_from": 200, "budget_to": 100},
		{"area_from": 120, "area_to": 90},
		{"status": "Deal"},
		{"agent": "X"},
	],
)
def test_what_contradicts_itself_or_is_no_need_is_refused(agent, needs):
	lead = a_lead(agent=agent)
	with pytest.raises(NeedsError):
		noted(agent, lead, **needs)


def test_numbers_in_what_the_customer_says_are_masked(agent):
	lead = a_lead(agent=agent)
	noted(agent, lead, decision_makers="太太 13812345678", needs_note="加微信13812345678")
	stored = frappe.db.get_value("Call Lead", lead.name, ["decision_makers", "needs_note"])
	assert all("13812345678" not in text and "138" in text for text in stored)


def test_another_agent_neither_reads_nor_notes_them(group, agent):
	lead, other = a_lead(agent=agent), an_agent(group)
	with as_user(other):
		with pytest.raises(frappe.PermissionError):
			needs_of(lead.name)
		with pytest.raises(frappe.PermissionError):
			note_needs(lead.name, {"rooms": 1})
	assert not frappe.db.get_value("Call Lead", lead.name, "rooms")


def test_the_receptionist_sees_them_before_the_customer_comes_and_no_other_consultant_does(group, agent):
	lead = an_intention(agent)
	noted(agent, lead, **SAID)
	party = Party(agent, lead=frappe.get_doc("Call Lead", lead.name))
	seen = [["Budget", "100–150 × 10,000 yuan"], ["Bedrooms", "3"], ["Resistance", "Some · Price"]]
	with as_user(party.consultant):
		assert guide(party.name)["needs"] == seen
		assert customer_file(lead.name)["head"]["facts"] == seen
		with pytest.raises(frappe.PermissionError):
			needs_of(lead.name)
	with as_user(party.front_desk):
		assert guide(party.name)["needs"] == []
	with as_user(a_consultant(group)), pytest.raises(frappe.PermissionError):
		guide(party.name)


@pytest.mark.req("R43")
def test_the_customer_file_has_them(agent):
	lead = a_lead(agent=agent)
	noted(agent, lead, **SAID, lost_reason="Bought Elsewhere")
	with as_user(agent):
		facts = customer_file(lead.name)["head"]["facts"]
	assert ["Resistance", "Some · Price"] in facts and ["Reason Lost", "Bought Elsewhere"] in facts


@pytest.mark.parametrize(
	("needs", "words"),
	[
		({"budget_from": 100}, "from 100 × 10,000 yuan"),
		({"budget_to": 150}, "up to 150 × 10,000 yuan"),
		({"budget_from": 100, "budget_to": 100}, "100 × 10,000 yuan"),
	],
)
def test_a_budget_reads_as_people_say_it(agent, needs, words):
	assert noted(agent, a_lead(agent=agent), **needs)["words"] == [["Budget", words]]
