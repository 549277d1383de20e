"""Other numbers of a customer and those of kin: known by each, protected as far as the centre's clauses reach (R10)."""

import frappe
import pytest

from dianjian_app import roles
from dianjian_app.resources.numbers import further_numbers, vault
from dianjian_app.resources.numbers.further_numbers import NumberError, add_number
from dianjian_app.service import lead_claim_events
from dianjian_app.service.lead_claim_events import ClaimError
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_group, a_staff, a_user, an_agent, the_leader
from dianjian_app.tests.builders.resources import a_lead, a_number, a_source
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.tests.site.test_claims import Case

pytestmark = pytest.mark.req("R10")


@made_once
def case():
	return Case()


def reach(case, protected):
	frappe.get_doc("Sales Centre", case.centre.name).update({"protected_numbers": protected}).save()


def add(case, number, whose="", person=None):
	with as_user(person or case.holder):
		return add_number(case.lead.name, number, whose)


def call_in(case, number):
	call = frappe.get_doc(
		doctype="Inbound Call", phone_input=number, source=a_source(), answered_by=case.claimant.name
	).insert()
	return call.lead, call.agent


def test_a_customer_is_found_by_another_number_in_any_spelling_and_stays_with_the_holder(case):
	other = a_number()
	assert add(case, f"0086 {other[3:6]}-{other[6:10]}-{other[10:]}") == f"{other[3:6]}****{other[10:]}"
	add(case, other)
	lead = frappe.get_doc("Call Lead", case.lead.name)
	assert [n.is_primary for n in lead.numbers] == [1, 0]
	assert other[3:] not in frappe.as_json(lead.as_dict())
	assert call_in(case, other) == (case.lead.name, case.claimant.name)
	assert case.held_by == case.holder.name
	claim = case.claim(phone=other)
	assert (claim.lead, claim.claimed_number) == (case.lead.name, "Other Number")


def test_kin_are_the_same_customer_only_where_the_clause_reaches_them(case):
	spouse = a_number()
	with pytest.raises(NumberError, match="of their own"):
		add(case, spouse, "Spouse")
	reach(case, further_numbers.OWN_AND_KIN)
	with pytest.raises(NumberError, match="relation"):
		add(case, spouse, "Friend")
	add(case, spouse, "Spouse")
	assert call_in(case, spouse)[0] == case.lead.name
	with as_user(case.leader):
		case_lead = frappe.get_doc("Call Lead", case.lead.name)
	assert [n.whose for n in case_lead.numbers if n.whose] == ["Spouse"]


@pytest.mark.parametrize(
	("protected", "reached"),
	[
		(further_numbers.FIRST, {"First Number"}),
		(further_numbers.OWN, {"First Number", "Other Number"}),
		(further_numbers.OWN_AND_KIN, {"First Number", "Other Number", "Number of Kin"}),
	],
)
def test_a_claim_is_proposed_to_the_owner_by_the_numbers_that_the_clause_protects(case, protected, reached):
	reach(case, further_numbers.OWN_AND_KIN)
	other, child = a_number(), a_number()
	add(case, other)
	add(case, child, "Child")
	hand_out(case)
	reach(case, protected)
	for phone, which in ((case.number, "First Number"), (other, "Other Number"), (child, "Number of Kin")):
		claim = case.claim(phone=phone)
		assert claim.claimed_number == which
		assert claim.proposed_agent == (case.holder.name if which in reached else None)
		if which not in reached:
			assert which in claim.proposal and protected in claim.proposal
			with pytest.raises(ClaimError, match="differs"):
				case.rule(claim, case.leader, case.claimant, reason=" ")
		case.rule(claim, case.leader, case.holder)
		frappe.db.set_value("Lead Claim", claim.name, "stage", "Final")


def hand_out(case):
	"""The customer goes to the holder by a hand-out, whose clause protects."""
	frappe.db.set_value("Call Lead", case.lead.name, {"agent": None, "status": "Pool"})
	from dianjian_app.resources.pool import allocation

	with as_user(case.leader):
		allocation.hand_over(case.group.name, [case.lead.name], case.holder.name)


def test_a_claim_on_the_kin_of_ones_own_customer_counts_both_ones_contacts(case):
	mine = a_lead(agent=case.claimant)
	with as_user(case.leader):
		from dianjian_app.resources.pool import lead_transfer

		lead_transfer.give_to_agent(
			case.group.name, case.claimant.name, [mine.name], frappe.utils.getdate(), "Selection"
		)
	frappe.db.set_value(
		"Lead Allocation Item", {"lead": mine.name}, "creation", frappe.utils.add_days(None, -3)
	)
	hand_out(case)
	for stranger in (case.lead.name, a_lead(agent=an_agent()).name):
		with pytest.raises(ClaimError, match="kin"):
			case.claim(kin_of=stranger)
	reach(case, further_numbers.OWN_AND_KIN)
	claim = case.claim(kin_of=mine.name)
	assert claim.proposed_agent == case.claimant.name
	with as_user(case.leader):
		documents = {e["agent"] for e in lead_claim_events.evidence(claim.name)}
	assert documents == {case.claimant.staff_name, case.holder.staff_name}


def test_without_the_clause_kin_prove_nothing(case):
	mine = a_lead(agent=case.claimant)
	hand_out(case)
	assert case.claim(kin_of=mine.name).proposed_agent == case.holder.name


def test_who_may_add_and_what_is_no_number(case):
	for person in (
		case.claimant,
		an_agent(),
		the_leader(a_group()),
		a_staff(roles.PLANNING, centre=case.centre),
	):
		with pytest.raises(frappe.PermissionError):
			add(case, a_number(), person=person)
	with pytest.raises(frappe.PermissionError):
		add(case, a_number(), person=a_user(roles.AUDITOR).name)
	for person in (case.leader, case.manager, a_user(roles.ADMIN).name):
		add(case, a_number(), person=person)
	for text in ("", "abc", "12345", f"{a_number()} {a_number()}"):
		with pytest.raises(NumberError):
			add(case, text)


def test_a_number_of_another_customer_is_refused_without_telling_whose(case):
	taken = a_number()
	other = a_lead(agent=case.claimant, phone=taken, customer_name="李女士")
	assert add(case, taken) == ""
	told = str(frappe.local.message_log.pop())
	assert "cannot be added" in told
	for secret in (other.name, "李女士", case.claimant.name, case.claimant.staff_name, taken[3:]):
		assert secret not in told


def test_a_number_that_refuses_calls_makes_the_customer_refuse(case):
	refused = a_number()
	vault.store([refused])
	vault.refuse_calls([vault.hash_of(refused)], "回复退订")
	add(case, refused)
	assert frappe.db.get_value("Call Lead", case.lead.name, ["do_not_call", "status"]) == (1, "Out")
	assert vault.refused([case.lead.phone_hash])


def test_whose_a_number_is_cannot_be_typed(case):
	with as_user(case.holder):
		doc = frappe.get_doc("Call Lead", case.lead.name)
		doc.numbers[0].whose = "Parent"
		with pytest.raises((frappe.ValidationError, frappe.PermissionError)):
			doc.save()
