"""A call that came in becomes a lead of its source (R5)."""

from datetime import timedelta

import frappe
import pytest
from frappe.utils import now_datetime

from dianjian_app import roles
from dianjian_app.permissions import OutOfScopeError
from dianjian_app.resources.inbound_call_events import InboundCallError, InboundNumberError
from dianjian_app.resources.numbers import vault
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff, an_agent
from dianjian_app.tests.builders.resources import a_lead, a_number
from dianjian_app.tests.site.made_once import made_once

pytestmark = pytest.mark.req("R5")
SOURCE = "近半年来电"


@made_once
def agent():
	return an_agent()


def a_call(phone=None, **fields):
	return frappe.get_doc(
		doctype="Inbound Call",
		**{"customer_name": "来电客户", "phone_input": phone or a_number(), "source": SOURCE, **fields},
	).insert()


def test_the_caller_becomes_a_lead_of_the_source_held_by_the_agent_who_answered(agent):
	with as_user(agent):
		call = a_call("138 0000 0101")
	lead = frappe.get_doc("Call Lead", call.lead)
	assert (call.is_new_lead, lead.source, lead.agent, lead.status) == (1, SOURCE, agent.name, "Held")
	assert (call.agent, call.sales_group, call.centre) == (agent.name, agent.sales_group, agent.centre)
	assert frappe.db.get_value("Lead Allocation Item", {"lead": lead.name}, "agent") == agent.name


@pytest.mark.req("R47")
def test_the_number_stays_in_the_vault(agent):
	with as_user(agent):
		call = a_call("13800000102", remarks="也可打 13800000103")
	for doc in (call, frappe.get_doc("Inbound Call", call.name), frappe.get_doc("Call Lead", call.lead)):
		text = frappe.as_json(doc.as_dict())
		assert "0000010" not in text
	assert call.phone_mask == "138****0102" and "138****0103" in call.remarks
	assert vault.numbers_of([call.phone_hash]) == {call.phone_hash: "+8613800000102"}


def test_every_number_of_the_caller_is_kept(agent):
	with as_user(agent):
		call = a_call("13800000104/022-88465725")
		again = a_call("(022)88465725")
	assert again.lead == call.lead and not again.is_new_lead
	assert [n.is_primary for n in frappe.get_doc("Call Lead", call.lead).numbers] == [1, 0]


def test_a_second_call_makes_no_second_lead(agent):
	with as_user(agent):
		first, second = a_call("13800000105"), a_call("+86 138-0000-0105")
	assert (second.lead, second.is_new_lead) == (first.lead, 0)


def test_a_customer_of_another_agent_stays_theirs(agent):
	holder = an_agent(frappe.get_doc("Sales Group", agent.sales_group))
	a_lead(agent=holder, phone="+8613800000106")
	with as_user(agent):
		call = a_call("13800000106")
	assert frappe.db.get_value("Call Lead", call.lead, "agent") == holder.name


def test_a_lead_in_the_groups_pool_goes_to_the_agent_who_answered(agent):
	a_lead(group=frappe.get_doc("Sales Group", agent.sales_group), phone="+8613800000107")
	with as_user(agent):
		call = a_call("13800000107")
	assert frappe.db.get_value("Call Lead", call.lead, ["agent", "status"]) == (agent.name, "Held")


def test_a_lead_in_another_groups_pool_stays_there(agent):
	other = a_group(frappe.get_doc("Sales Centre", agent.centre))
	a_lead(group=other, phone="+8613800000108")
	with as_user(agent):
		call = a_call("13800000108")
	assert frappe.db.get_value("Call Lead", call.lead, ["agent", "sales_group"]) == (None, other.name)


@pytest.mark.req("R10")
def test_who_refuses_calls_is_held_by_nobody_after_calling(agent):
	vault.refuse_calls(vault.store(["+8613800000109"]).values(), "asked not to be called")
	with as_user(agent):
		call = a_call("13800000109")
	assert frappe.db.get_value("Call Lead", call.lead, ["agent", "do_not_call", "status"]) == (None, 1, "Out")


def test_the_front_desk_registers_for_who_answered(agent):
	desk = a_staff(roles.FRONT_DESK, centre=frappe.get_doc("Sales Centre", agent.centre))
	with as_user(desk):
		own, theirs = a_call(), a_call(answered_by=agent.name)
	assert (own.agent, own.by_turn) == (agent.name, 1)
	assert (theirs.agent, theirs.by_turn) == (agent.name, 0)


def test_an_agent_registers_only_calls_answered_in_person(agent):
	other = an_agent(frappe.get_doc("Sales Group", agent.sales_group))
	with as_user(agent), pytest.raises(frappe.PermissionError):
		a_call(answered_by=other.name)


def test_nobody_registers_a_call_for_another_centre(agent):
	desk = a_staff(roles.FRONT_DESK, centre=a_centre())
	with as_user(desk), pytest.raises(OutOfScopeError):
		a_call(answered_by=agent.name)


@pytest.mark.parametrize("phone", ["", "  ", "不详", "400-821-5527", "1381234567"])
def test_a_number_that_cannot_be_called_back_is_refused(agent, phone):
	with as_user(agent), pytest.raises(InboundNumberError):
		frappe.get_doc(doctype="Inbound Call", phone_input=phone, source=SOURCE).insert()


def test_a_call_lies_in_the_past(agent):
	with as_user(agent), pytest.raises(InboundCallError):
		a_call(called_at=now_datetime() + timedelta(hours=1))


def test_who_has_left_answers_no_calls(agent):
	agent.leaving_date = now_datetime().date() - timedelta(days=1)
	agent.save()
	with pytest.raises(InboundCallError):
		a_call(answered_by=agent.name)


def test_what_a_call_made_cannot_be_changed(agent):
	with as_user(agent):
		call = a_call()
		call.remarks = "wants a villa"
		call.save()
		for fieldname, value in (
			("phone_input", "13800000110"),
			("phone_mask", "139****0000"),
			("lead", None),
		):
			call.reload()
			call.set(fieldname, value)
			with pytest.raises(InboundCallError):
				call.save()
	with pytest.raises(frappe.ValidationError):
		call.delete()
