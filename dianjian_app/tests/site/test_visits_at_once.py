"""Several people decide about one customer at the very same moment, in real processes of their own (R16, R17)."""

import frappe
import pytest

from dianjian_app.tests.builders.people import a_centre, a_consultant, a_group, an_agent
from dianjian_app.tests.builders.users import take_away
from dianjian_app.tests.builders.visits import (
	Party,
	a_deal,
	a_manager,
	a_register,
	a_register_beside,
	an_intention,
)
from dianjian_app.tests.processes import Act, at_once

VISIT, REGISTER = "Visit Confirmation", "Invitation Register"
CONFIRM = "dianjian_app.visits.custody.confirm"
SIGN = "dianjian_app.visits.custody.sign"
SIGN_REGISTER = f"{__name__}.sign_register"
CONFIRM_DEAL = f"{__name__}.confirm_deal"
TAKE_BACK = "dianjian_app.visits.custody.cancel_visit"
OF_A_CENTRE = (
	*("Sales Deal", VISIT, "Invitation", REGISTER, "Daily Ledger", "Call Lead Number", "Call Lead"),
	*("Sales Staff", "Sales Group"),
)


def sign_register(name):
	"""The leader's signature, as an act of a session of its own."""
	frappe.get_doc(REGISTER, name).submit()


def confirm_deal(name):
	"""The manager's confirmation, likewise."""
	frappe.get_doc("Sales Deal", name).submit()


@pytest.fixture
def centre(unique_numbers):
	"""A centre that every session sees; taken away again at the end."""
	centre = a_centre(centre_name=f"并行中心{frappe.generate_hash(length=8)}")
	yield centre
	frappe.set_user("Administrator")
	frappe.db.rollback()
	staff = frappe.get_all("Sales Staff", filters={"centre": centre.name}, fields=["name", "user"])
	hashes = frappe.get_all("Call Lead Number", filters={"centre": centre.name}, pluck="phone_hash")
	for doctype in OF_A_CENTRE:
		frappe.db.delete(doctype, {"centre": centre.name})
	frappe.db.delete("Phone Vault", {"name": ("in", hashes or [""])})
	for child in ("Sales Group Membership", "Staff Spell"):
		frappe.db.delete(child, {"parent": ("in", [s.name for s in staff] or ["none"])})
	take_away(*(s.user for s in staff if s.user))
	frappe.db.delete("Sales Centre Season", {"parent": centre.name})
	frappe.db.delete("Sales Centre", {"name": centre.name})
	frappe.db.commit()


@pytest.fixture
def party(centre):
	return Party(an_agent(group=a_group(centre)))


def two_signed_visits(party):
	"""Two signed visits of one customer, which the app itself would not let stand side by side."""
	party.contact().lead_in().sign()
	aside = {"stage": "No Show", "expected_key": None}
	frappe.db.set_value(VISIT, party.name, aside)
	second = party.again().contact().lead_in().sign()
	frappe.db.set_value(VISIT, party.name, {"stage": "Signed", "workflow_state": "Signed"})
	return second


@pytest.mark.req("R17")
def test_two_visits_of_one_customer_confirmed_at_once_count_once(party):
	second = two_signed_visits(party)
	manager = a_manager(party.agent.centre)
	frappe.db.commit()
	answers = at_once(
		Act(CONFIRM, party.leader.user, {"visit": party.name}),
		Act(CONFIRM, manager.user, {"visit": second.name}),
	)
	assert [a.error for a in answers] == [None, None], answers
	assert sorted(a.value for a in answers) == ["Counted", "Revisit"]
	frappe.db.rollback()
	assert frappe.db.count(VISIT, {"lead": party.lead.name, "outcome": "Counted"}) == 1


@pytest.mark.req("R17")
def test_visits_of_different_customers_do_not_hinder_each_other(party):
	parties = [party.contact().lead_in().sign()]
	group = frappe.get_doc("Sales Group", party.agent.sales_group)
	for _ in range(2):
		other = Party(an_agent(group=group), consultant=party.consultant, front_desk=party.front_desk)
		parties.append(other.contact().lead_in().sign())
	frappe.db.commit()
	answers = at_once(*(Act(CONFIRM, party.leader.user, {"visit": p.name}) for p in parties))
	assert [(a.error, a.value) for a in answers] == [(None, "Counted")] * 3, answers


@pytest.mark.req("R17")
def test_one_visit_signed_twice_at_once_has_one_signature(party):
	party.contact().lead_in()
	frappe.db.commit()
	answers = at_once(*(Act(SIGN, party.consultant.user, {"visit": party.name}) for _ in range(2)))
	assert sorted(str(a.error) for a in answers) == ["None", "VisitError"], answers


@pytest.mark.req("R16")
def test_two_registers_signed_at_once_invite_a_customer_once(party):
	lead = an_intention(party.agent)
	registers = [
		a_register(party.agent, [lead], party.consultant),
		a_register_beside(party.agent, lead, party.consultant),
	]
	manager = a_manager(party.agent.centre)
	frappe.db.commit()
	answers = at_once(
		*(
			Act(SIGN_REGISTER, person.user, {"name": register.name})
			for register, person in zip(registers, (party.leader, manager), strict=True)
		)
	)
	assert sorted(str(a.error) for a in answers) == ["None", "RegisterError"], answers
	frappe.db.rollback()
	assert frappe.db.count(VISIT, {"lead": lead.name}) == 1


@pytest.mark.req("R16")
def test_registers_of_two_groups_are_signed_at_once(centre):
	groups = [a_group(centre) for _ in range(2)]
	registers = [
		a_register((agent := an_agent(group=g)), [an_intention(agent) for _ in range(4)], a_consultant(g))
		for g in groups
	]
	frappe.db.commit()
	leaders = [frappe.db.get_value("Sales Staff", g.leader, "user") for g in groups]
	answers = at_once(
		*(Act(SIGN_REGISTER, user, {"name": r.name}) for r, user in zip(registers, leaders, strict=True))
	)
	assert [a.error for a in answers] == [None, None], answers


@pytest.mark.req("R19")
def test_a_visit_taken_back_and_its_deal_confirmed_at_once_do_not_both_succeed(party):
	deal = a_deal(party.counted())
	manager = a_manager(party.agent.centre)
	frappe.db.commit()
	answers = at_once(
		Act(TAKE_BACK, party.leader.user, {"visit": party.name, "reason": "误签"}),
		Act(CONFIRM_DEAL, manager.user, {"name": deal.name}),
	)
	assert sum(a.error is None for a in answers) == 1, answers
	frappe.db.rollback()
	standing = frappe.db.get_value("Sales Deal", deal.name, "docstatus") == 1
	assert standing == (frappe.db.get_value(VISIT, party.name, "docstatus") == 1)
