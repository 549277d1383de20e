"""One page for one customer: the next step on top, everything that happened below, each reader's own rows (R43, R47)."""

import json

import frappe
import pytest

from dianjian_app import roles
from dianjian_app.resources.numbers import refusal
from dianjian_app.resources.numbers.reveal import reveal_number
from dianjian_app.service.customer_file import customer_file
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.calls import a_row, a_sheet, handed_in
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff, a_user, an_agent
from dianjian_app.tests.builders.resources import a_lead, a_number
from dianjian_app.tests.builders.visits import Party, a_deal, a_manager, an_intention, confirmed
from dianjian_app.tests.site.made_once import made_once

pytestmark = pytest.mark.req("R43")


def opened(user, lead):
	with as_user(user):
		return customer_file(lead.name)


def kinds(file):
	return {key for key, _label, _count in file["kinds"]}


@made_once
def customer():
	"""A customer who was called, invited, came, bought, was asked and complained; with the people around."""
	centre = a_centre(protection_days=15)
	agent = an_agent(a_group(centre))
	lead = an_intention(agent, phone=a_number())
	tomorrow = frappe.utils.add_days(frappe.utils.today(), 1)
	row = a_row(agent, lead=lead, grade="A", said="想看江景房,号码13812345678", next_step="送资料")
	handed_in(a_sheet(agent, rows=[{**row, "next_step_date": tomorrow}]), agent)
	with as_user(agent):
		reveal_number("Call Lead", lead.name)
	party = Party(agent, lead=frappe.get_doc("Call Lead", lead.name)).counted()
	manager = a_manager(centre.name)
	confirmed(a_deal(party), manager)
	service = a_staff(roles.SERVICE, centre=centre)
	with as_user(service):
		survey = dict(visit=party.name, score=5, channel="Telephone")
		frappe.get_doc(doctype="Customer Survey", **survey).insert()
		complaint = dict(visit=party.name, complaint="等得太久", severity="Minor", agent=agent.name)
		frappe.get_doc(doctype="Customer Complaint", received_on=frappe.utils.today(), **complaint).insert()
	return frappe._dict(lead=lead, party=party, agent=agent, manager=manager, service=service)


def test_what_was_promised_stands_on_top_until_it_is_done():
	agent = an_agent(a_group(a_centre()))
	lead = an_intention(agent, phone=a_number())
	tomorrow = frappe.utils.add_days(frappe.utils.today(), 1)
	row = a_row(agent, lead=lead, grade="A", next_step="送资料", next_step_date=tomorrow)
	a_sheet(agent, rows=[row])
	top = opened(agent, lead)["head"]["next"]
	assert top["step"] == "送资料" and not top["overdue"]


def test_the_agent_sees_calls_invitation_visit_and_deal_newest_first(customer):
	file = opened(customer.agent, customer.lead)
	assert {"Calls", "Invitations", "Visits", "Deals", "Surveys", "Complaints"} <= kinds(file)
	moments = [line["at"] for line in file["lines"]]
	assert moments == sorted(moments, reverse=True)
	assert file["head"]["next"] is None, (
		"the deal answered what was promised, and nobody who bought is due by a grade"
	)
	assert customer.lead.phone_mask == file["head"]["phone_mask"]
	call = next(line for line in file["lines"] if line["kind"] == "Calls")
	assert call["who"] == customer.agent.staff_name and "想看江景房" in str(call["details"])
	visit = next(line for line in file["lines"] if line["kind"] == "Visits")
	names = [frappe.utils.get_fullname(p.user) for p in (customer.party.front_desk, customer.party.leader)]
	assert all(name in str(visit["details"]) for name in names)
	assert (visit["doctype"], visit["name"]) == ("Visit Confirmation", customer.party.name)


@pytest.mark.req("R47")
def test_no_number_stands_in_it_not_even_one_that_was_written_into_a_remark(customer):
	number = frappe.db.get_value("Phone Vault", customer.lead.phone_hash, "phone_number")
	for reader in (customer.agent, customer.party.leader, customer.manager, "Administrator"):
		text = json.dumps(opened(reader, customer.lead), default=str, ensure_ascii=False)
		assert number[3:] not in text and "13812345678" not in text and "138****5678" in text


@pytest.mark.req("R47")
def test_who_showed_the_number_is_told_to_the_leader_and_not_to_the_agent(customer):
	assert "Reveals" not in kinds(opened(customer.agent, customer.lead))
	shown = [ln for ln in opened(customer.party.leader, customer.lead)["lines"] if ln["kind"] == "Reveals"]
	assert [ln["who"] for ln in shown] == [frappe.utils.get_fullname(customer.agent.user)]


@pytest.mark.req("R47")
def test_the_receptionist_sees_the_visit_and_the_deal_and_neither_calls_nor_grade(customer):
	file = opened(customer.party.consultant, customer.lead)
	assert kinds(file) == {"Visits", "Deals"} | ({"Complaints"} & kinds(file))
	assert file["head"]["customer_name"] == customer.lead.customer_name
	assert file["head"]["facts"] == [] and file["head"]["next"] is None and not file["head"]["may_open"]


@pytest.mark.req("R47")
def test_each_reader_gets_the_rows_that_they_may_open_themselves_and_no_others(customer):
	for reader in (customer.agent, customer.party.leader, customer.party.consultant, customer.service):
		file = opened(reader, customer.lead)
		with as_user(reader):
			closed = [
				(ln["doctype"], ln["name"])
				for ln in file["lines"]
				if not frappe.has_permission(ln["doctype"], doc=ln["name"])
			]
		assert not closed


@pytest.mark.req("R47")
def test_a_stranger_learns_nothing_not_even_whether_the_customer_is_there(customer):
	for stranger in (an_agent().user, a_user(roles.ADMINISTRATION).name):
		for lead in (customer.lead.name, "CL-2026-999999", ""):
			with as_user(stranger), pytest.raises(frappe.PermissionError) as refused:
				customer_file(lead)
			assert "is not a customer of yours" in str(refused.value)


def test_after_the_lead_went_to_somebody_else_the_former_agent_keeps_their_own_calls_only(customer):
	other = an_agent(frappe.get_doc("Sales Group", customer.agent.sales_group))
	frappe.db.set_value("Call Lead", customer.lead.name, {"agent": other.name})
	before, now = opened(customer.agent, customer.lead), opened(other, customer.lead)
	assert "Calls" in kinds(before) and before["head"]["facts"] == []
	assert "Calls" not in kinds(now) and now["head"]["facts"]


@pytest.mark.req("R10")
def test_a_refusal_stands_on_top_and_takes_the_next_step_away(customer):
	refusal.refuse(
		[customer.lead.phone_hash], "不要再打", "Call", frappe.get_doc("Call Lead", customer.lead.name)
	)
	file = opened(customer.party.leader, customer.lead)
	assert file["head"]["warnings"] and file["head"]["next"] is None
	assert "Refusals" in kinds(file)


def test_protection_is_shown_with_its_owner_and_its_last_day(customer):
	facts = dict(map(tuple, opened(customer.agent, customer.lead)["head"]["facts"]))
	assert customer.agent.staff_name in facts["Protected Until"]


def test_a_long_history_takes_no_more_queries_than_a_short_one(customer, monkeypatch):
	def queries():
		asked = []
		real = frappe.db.sql
		monkeypatch.setattr(frappe.db, "sql", lambda *a, **k: (asked.append(a[0]), real(*a, **k))[1])
		opened(customer.manager, customer.lead)
		monkeypatch.setattr(frappe.db, "sql", real)
		return len(asked)

	opened(customer.manager, customer.lead)  # fill the caches
	short = queries()
	for days in range(2, 8):
		day = frappe.utils.add_days(frappe.utils.today(), -days)
		row = frappe.get_doc(
			doctype="Message Log",
			lead=customer.lead.name,
			date=day,
			status="Sent",
			text="您好",
			**place(customer),
		)
		row.name = f"ML-TEST-{days}"
		row.db_insert()
		visit = frappe.copy_doc(frappe.get_doc("Visit Confirmation", customer.party.name))
		visit.update(dict.fromkeys(("expected_key", "counted_key", "invitation")))
		visit.name = f"VC-TEST-{days}"
		visit.db_insert()
	assert len(opened(customer.manager, customer.lead)["lines"]) >= 12
	assert queries() == short


def place(customer):
	return {f: customer.agent.get(f) for f in ("centre", "sales_group")} | {"agent": customer.agent.name}


def test_a_lead_in_the_pool_says_that_nobody_holds_it():
	centre = a_centre()
	lead = a_lead(centre=centre)
	facts = dict(map(tuple, opened(a_manager(centre.name), lead)["head"]["facts"]))
	assert facts["Held By"] == "nobody" and facts["Protected Until"] == "not protected"
