"""Evidence of consent: where the centre asks for it, a lead without it is handed out by nobody and nothing (R5)."""

import frappe
import pytest
from frappe.utils import add_days, today

from dianjian_app import roles
from dianjian_app.resources.consent import ConsentError
from dianjian_app.resources.pool import hand_out_page, morning_hand_out
from dianjian_app.resources.pool.allocation import AllocationError, hand_out, hand_over
from dianjian_app.service import lead_claim_events
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff, an_agent, the_leader
from dianjian_app.tests.builders.resources import a_batch, a_lead, a_number
from dianjian_app.tests.site.made_once import made_once

pytestmark = pytest.mark.req("R5")
SIGNED = {"evidence_note": "展会登记表，客户签字同意来电", "evidence_date": "2026-08-30"}


@made_once
def group():
	return a_group(a_centre(require_consent=1))


@made_once
def agent(group):
	return an_agent(group=group)


@made_once
def bare(group):
	return a_batch(frappe.get_doc("Sales Centre", group.centre))


def of(batch, **fields):
	group = fields.pop("group", None)
	return a_lead(batch=batch.name, group=group, **fields)


def holder(lead):
	return frappe.db.get_value("Call Lead", lead.name, "agent")


def test_leaders_get_only_what_is_proven(group, agent, bare):
	proven = a_batch(frappe.get_doc("Sales Centre", group.centre), **SIGNED)
	without, having = of(bare, group=group), of(proven, group=group)
	with as_user(the_leader(group)):
		assert hand_out_page.board(group.name)["size"] == 1
		hand_out(group.name, {agent.name: 2})
		with pytest.raises(AllocationError, match="evidence"):
			hand_over(group.name, [without.name], agent.name)
	assert (holder(without), holder(having)) == (None, agent.name)


def test_evidence_that_comes_later_frees_them(group, agent, bare):
	lead = of(bare, group=group)
	frappe.db.set_value("Lead Batch", bare.name, "status", "Imported")
	bare.reload()
	bare.update(SIGNED).save()
	with as_user(the_leader(group)):
		hand_out(group.name, {agent.name: 1})
	assert holder(lead) == agent.name


def test_the_morning_hands_out_none_without_evidence(group, agent, bare):
	lead = of(bare, group=group)
	group.reload()
	group.update({"auto_allocation": 1, "auto_per_agent": 5}).save()
	morning_hand_out.hand_out_daily()
	assert holder(lead) is None


def test_an_incoming_call_is_kept_and_the_customer_goes_to_nobody_yet(group, agent, bare):
	number = a_number()
	lead = of(bare, group=group, phone=number)
	with as_user(agent):
		call = frappe.get_doc(doctype="Inbound Call", phone_input=number, source="近半年来电").insert()
	assert (call.lead, holder(lead)) == (lead.name, None)


def test_no_ruling_gives_it_to_another(group, agent, bare):
	centre = frappe.get_doc("Sales Centre", group.centre)
	centre.update({"manager": a_staff(roles.MANAGER, centre=centre).name}).save()
	number, claimant = a_number(), an_agent(group=group)
	lead = of(bare, agent=agent, phone=number)
	with as_user(claimant):
		claim = lead_claim_events.file_claim(number, "我先接的来电")
	with as_user(the_leader(group)):
		with pytest.raises(ConsentError, match=bare.name):
			lead_claim_events.rule(claim, claimant.name, "证据如此")
	assert holder(lead) == agent.name


def test_a_centre_that_does_not_ask_hands_everything_out(group, agent, bare):
	frappe.db.set_value("Sales Centre", group.centre, "require_consent", 0)
	lead = of(bare, group=group)
	with as_user(the_leader(group)):
		hand_out(group.name, {agent.name: 1})
	assert holder(lead) == agent.name


@pytest.mark.parametrize(
	"fields",
	[
		{"evidence_note": "said so"},
		{"evidence_date": "2026-08-30"},
		{"evidence_note": "said so", "evidence_date": "2999-01-01"},
		{"evidence_note": "  ", "evidence_date": "2026-08-30"},
	],
)
def test_evidence_is_a_document_or_a_statement_with_its_day(fields):
	with pytest.raises(ConsentError):
		a_batch(**fields)


def test_evidence_of_today_will_do():
	assert a_batch(evidence_note="said so", evidence_date=today()).evidence_date
	with pytest.raises(ConsentError):
		a_batch(evidence_note="said so", evidence_date=add_days(today(), 1))
