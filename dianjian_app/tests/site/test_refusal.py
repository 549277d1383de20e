"""A customer who refuses calls is left alone, everywhere and for good; customers are called when they may be (R10)."""

import frappe
import pytest
from frappe.utils import now_datetime, today

from dianjian_app import roles
from dianjian_app.calls.limits import CallHoursError, TooManyTriesError
from dianjian_app.calls.log_call import log_call
from dianjian_app.calls.rows import DoNotCallError
from dianjian_app.calls.todays_list import today_list
from dianjian_app.resources.numbers import refusal, vault
from dianjian_app.resources.pool import allocation
from dianjian_app.resources.pool.allocation import AllocationError
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff, a_user, an_agent, the_leader
from dianjian_app.tests.builders.resources import a_lead, a_number
from dianjian_app.tests.site.made_once import made_once

pytestmark = pytest.mark.req("R10")


@made_once
def agent():
	return an_agent()


def refuse(person, lead, **fields):
	with as_user(person):
		return refusal.refuse_calls(
			"Call Lead", lead.name, **{"reason": "不要再打了", "how": "Call", **fields}
		)


def call(agent, lead, **fields):
	with as_user(agent):
		return log_call(lead.name, 1, frappe.generate_hash(length=12), grade="C", **fields)


def test_one_act_holds_in_every_centre_and_takes_the_customer_off_the_list(agent):
	number = a_number()
	mine = a_lead(agent=agent, phone=number)
	elsewhere = a_lead(agent=an_agent(), phone=number)
	assert refuse(agent, mine) == 2
	for lead in (mine, elsewhere):
		assert frappe.db.get_value("Call Lead", lead.name, ["do_not_call", "status"]) == (1, "Out")
	with as_user(agent):
		assert mine.name not in {row["name"] for row in today_list()["leads"]}
	with pytest.raises(DoNotCallError):
		call(agent, mine)
	[record] = frappe.get_all("Refusal Record", {"lead": mine.name}, ["act", "how", "reason", "user"])
	assert (record.act, record.how, record.user) == ("Refused", "Call", agent.user)
	assert refuse(agent, mine) == 2
	assert frappe.db.count("Refusal Record", {"lead": mine.name}) == 1


def test_a_refused_lead_is_handed_to_nobody(agent):
	group = frappe.get_doc("Sales Group", agent.sales_group)
	lead = a_lead(group=group)
	leader = the_leader(group)
	refuse(leader, lead)
	with as_user(leader), pytest.raises(AllocationError):
		allocation.hand_out(group.name, {agent.name: 1})
	assert vault.refused([lead.phone_hash]) == {lead.phone_hash}


def test_only_the_administrator_lifts_it_with_a_reason(agent):
	lead = a_lead(agent=agent)
	refuse(agent, lead)
	for person in (agent, the_leader(frappe.get_doc("Sales Group", agent.sales_group))):
		with as_user(person), pytest.raises(frappe.PermissionError):
			refusal.lift(lead.name, "弄错了")
	administrator = a_user(roles.ADMIN)
	with as_user(administrator.name):
		with pytest.raises(refusal.RefusalError):
			refusal.lift(lead.name, " ")
		refusal.lift(lead.name, "客户书面同意")
	assert frappe.db.get_value("Call Lead", lead.name, ["do_not_call", "status"]) == (0, "Held")
	assert vault.refused([lead.phone_hash]) == set()
	assert frappe.get_all("Refusal Record", {"lead": lead.name}, pluck="act", order_by="creation") == [
		"Refused",
		"Lifted",
	]


def test_the_record_is_not_changed_and_a_refusal_has_a_reason(agent):
	lead = a_lead(agent=agent)
	with pytest.raises(refusal.RefusalError):
		refuse(agent, lead, reason=" ")
	with pytest.raises(refusal.RefusalError):
		refuse(agent, lead, how="Dream")
	with pytest.raises(frappe.PermissionError):
		refuse(an_agent(), lead)
	refuse(agent, lead)
	record = frappe.get_doc("Refusal Record", {"lead": lead.name})
	record.reason = "其他"
	with pytest.raises(frappe.PermissionError):
		record.save(ignore_permissions=True)
	with pytest.raises(frappe.PermissionError):
		frappe.delete_doc("Refusal Record", record.name, ignore_permissions=True)


def at(time_machine, clock):
	time_machine.move_to(f"{today()}T{clock}:00+08:00", tick=False)


def test_calls_outside_the_hours_are_refused_and_the_list_says_so(agent, time_machine):
	lead = a_lead(agent=agent)
	frappe.get_doc("Sales Centre", agent.centre).update({"call_from": "09:00", "call_until": "20:00"}).save()
	at(time_machine, "08:59")
	with pytest.raises(CallHoursError):
		call(agent, lead)
	with as_user(agent):
		assert today_list()["calling"] == {"allowed": False, "hours": "09:00–20:00"}
	at(time_machine, "20:01")
	with pytest.raises(CallHoursError):
		call(agent, lead)
	at(time_machine, "20:00")
	call(agent, lead)
	early = {
		"lead": a_lead(agent=agent).name,
		"connected": 1,
		"grade": "C",
		"called_at": f"{today()} 07:00:00",
	}
	with as_user(agent):
		sheet = frappe.get_doc("Call Sheet", {"agent": agent.name})
		sheet.append("rows", early)
		with pytest.raises(CallHoursError):
			sheet.save()


def test_a_customer_is_called_so_often_a_week_and_no_more(agent):
	lead = a_lead(agent=agent)
	frappe.get_doc("Sales Centre", agent.centre).update({"tries_per_week": 2}).save()
	call(agent, lead)
	call(agent, lead)
	with pytest.raises(TooManyTriesError):
		call(agent, lead)
	other = a_lead(agent=agent)
	call(agent, other)
	frappe.db.set_value("Call Sheet Row", {"lead": lead.name}, "date", frappe.utils.add_days(today(), -8))
	call(agent, lead)


def test_a_centre_without_limits_has_none(agent):
	lead = a_lead(agent=agent)
	for _ in range(4):
		call(agent, lead)
	with as_user(agent):
		assert today_list()["calling"] == {"allowed": True, "hours": ""}
	assert now_datetime()


def test_front_desk_records_what_a_visitor_says(agent):
	centre = frappe.get_doc("Sales Centre", agent.centre)
	desk = a_staff(roles.FRONT_DESK, centre=centre)
	inbound = frappe.get_doc(
		doctype="Inbound Call",
		phone_input=a_number(),
		source="近半年来电",
		answered_by=desk.name,
		called_at=now_datetime(),
	)
	with as_user(desk):
		inbound.insert()
		refusal.refuse_calls("Inbound Call", inbound.name, "请勿来电", "Incoming Call")
	assert frappe.db.get_value("Call Lead", inbound.lead, "do_not_call") == 1
	assert a_centre() and a_group()
