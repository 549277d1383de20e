"""A phone number stands in one place, and one act shows it (R47, decision 23)."""

from datetime import timedelta

import frappe
import frappe.client
import pytest
from frappe.utils import now_datetime

from dianjian_app import roles
from dianjian_app.resources.call_lead_events import NotMadeByHandError, ProjectedFieldError
from dianjian_app.resources.numbers import vault
from dianjian_app.resources.numbers.phone import keyed_hash
from dianjian_app.resources.numbers.reveal import ReasonMissingError, RevealNotAllowedError, reveal_number
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff, an_agent, the_leader
from dianjian_app.tests.builders.resources import a_lead
from dianjian_app.tests.site.made_once import made_once

pytestmark = pytest.mark.req("R47")
NUMBER, SECOND = "+8613800000201", "+8613800000202"


@made_once
def agent():
	return an_agent()


@made_once
def lead(agent):
	return a_lead(agent=agent, phone=NUMBER)


def log(**filters):
	return frappe.get_all("Phone Reveal Log", filters=filters, fields=["*"], order_by="creation")


def test_a_number_is_stored_once_under_its_hash():
	first, again = vault.store([NUMBER, SECOND]), vault.store([NUMBER])
	assert first[NUMBER] == again[NUMBER] == keyed_hash(NUMBER, vault.phone_key())
	assert frappe.db.count("Phone Vault", {"name": first[NUMBER]}) == 1
	assert vault.numbers_of(first.values()) == {h: n for n, h in first.items()}


def test_without_a_key_nothing_is_hashed(monkeypatch):
	monkeypatch.setitem(frappe.conf, vault.PHONE_KEY, None)
	with pytest.raises(vault.MissingKeyError):
		vault.hash_of(NUMBER)


@pytest.mark.parametrize("position", roles.POSITIONS)
def test_nobody_lists_or_opens_the_vault(position):
	digest = vault.store([NUMBER])[NUMBER]
	with as_user(a_staff(position, group=a_group())):
		for act in (
			lambda: frappe.get_list("Phone Vault"),
			lambda: frappe.client.get("Phone Vault", digest),
			lambda: frappe.client.get_value("Phone Vault", "phone_number", {"name": digest}),
		):
			with pytest.raises(frappe.PermissionError):
				act()


def test_the_vault_is_written_by_no_form():
	digest = vault.store([NUMBER])[NUMBER]
	doc = frappe.get_doc("Phone Vault", digest)
	doc.phone_number = SECOND
	for act in (
		doc.save,
		doc.delete,
		frappe.get_doc(doctype="Phone Vault", name="x", phone_number=SECOND).insert,
	):
		with pytest.raises(frappe.PermissionError):
			act()


def test_the_holder_sees_the_number_and_leaves_a_line(agent, lead):
	with as_user(agent):
		assert reveal_number("Call Lead", lead.name, "to call") == {"number": NUMBER}
	(line,) = log(user=agent.user)
	assert (line.kind, line.refused, line.reference_name, line.reason) == ("Reveal", 0, lead.name, "to call")
	assert (line.staff, line.centre, line.sales_group) == (agent.name, agent.centre, agent.sales_group)


def test_a_further_number_is_revealed_by_its_row(agent):
	digest = vault.store([SECOND])[SECOND]
	lead = a_lead(agent=agent, phone=NUMBER)
	lead.append("numbers", {"phone_mask": "138****0202", "phone_hash": digest, "centre": agent.centre})
	lead.flags.by_stage = True
	lead.save()
	stranger = a_lead(agent=an_agent(), phone="+8613800000203")
	with as_user(agent):
		assert reveal_number("Call Lead", lead.name, row=lead.numbers[1].name)["number"] == SECOND
		with pytest.raises(frappe.PermissionError):
			reveal_number("Call Lead", lead.name, row=stranger.numbers[0].name)


def test_nobody_sees_the_number_of_a_lead_they_cannot_read(lead):
	for somebody in (an_agent(), the_leader(a_group(frappe.get_doc("Sales Centre", lead.centre)))):
		with as_user(somebody), pytest.raises(frappe.PermissionError):
			reveal_number("Call Lead", lead.name)
		assert not log(user=somebody.user)


@pytest.mark.parametrize("position", [roles.PLANNING, roles.ASSISTANT])
def test_roles_that_need_no_number_see_none(lead, position):
	somebody = a_staff(position, group=frappe.get_doc("Sales Group", lead.sales_group))
	with as_user(somebody), pytest.raises(frappe.PermissionError) as refusal:
		reveal_number("Call Lead", lead.name)
	assert position == roles.ASSISTANT or refusal.type is RevealNotAllowedError


def test_only_documents_with_a_number_show_one():
	with pytest.raises(frappe.PermissionError):
		reveal_number("User", "Administrator")


def test_above_the_limit_of_the_hour_the_reveal_is_refused_and_logged(agent, lead):
	frappe.db.set_single_value("Telesales Settings", "reveal_limit_per_hour", 2)
	frappe.clear_document_cache("Telesales Settings", "Telesales Settings")
	with as_user(agent):
		assert [bool(reveal_number("Call Lead", lead.name)["number"]) for _ in range(3)] == [
			True,
			True,
			False,
		]
		assert [line.refused for line in log(user=agent.user)] == [0, 0, 1]
		frappe.db.set_value(
			"Phone Reveal Log",
			log(user=agent.user)[0].name,
			"revealed_at",
			now_datetime() - timedelta(minutes=61),
		)
		assert reveal_number("Call Lead", lead.name)["number"] == NUMBER


def test_a_site_may_ask_for_a_reason(agent, lead):
	frappe.db.set_single_value("Telesales Settings", "reveal_needs_reason", 1)
	frappe.clear_document_cache("Telesales Settings", "Telesales Settings")
	with as_user(agent):
		with pytest.raises(ReasonMissingError):
			reveal_number("Call Lead", lead.name, "  ")
		assert reveal_number("Call Lead", lead.name, "callback promised")["number"] == NUMBER


def test_the_log_cannot_be_altered(agent, lead):
	with as_user(agent):
		reveal_number("Call Lead", lead.name)
	line = frappe.get_doc("Phone Reveal Log", log(user=agent.user)[0].name)
	line.reason = "another"
	for act in (line.save, line.delete):
		with pytest.raises(frappe.ValidationError):
			act()


@pytest.mark.req("R10")
def test_a_customer_refuses_on_every_number_and_in_every_centre(agent):
	digests = vault.store([NUMBER, SECOND])
	here = a_lead(agent=agent, phone=NUMBER)
	here.append(
		"numbers", {"phone_mask": "138****0202", "phone_hash": digests[SECOND], "centre": agent.centre}
	)
	here.flags.by_stage = True
	here.save()
	elsewhere, other = (
		a_lead(centre=a_centre(), phone=SECOND),
		a_lead(centre=a_centre(), phone="+8613800000204"),
	)
	vault.refuse_calls([digests[NUMBER]], "asked not to be called")
	assert vault.refused(digests.values()) == set(digests.values())
	for name in (here.name, elsewhere.name):
		assert frappe.db.get_value("Call Lead", name, ["do_not_call", "status"]) == (1, "Out")
	assert not frappe.db.get_value("Call Lead", other.name, "do_not_call")


@pytest.mark.req("R10")
def test_who_refused_first_stays_on_record_and_a_deal_stays_a_deal(agent):
	lead = a_lead(agent=agent, phone=NUMBER, status="Deal")
	vault.refuse_calls([lead.phone_hash], "first")
	vault.refuse_calls([lead.phone_hash], "second")
	assert frappe.db.get_value("Phone Vault", lead.phone_hash, "do_not_call_reason") == "first"
	assert frappe.db.get_value("Call Lead", lead.name, ["do_not_call", "status"]) == (1, "Deal")


def test_an_agent_writes_the_customers_wishes_and_no_number_stays_in_them(agent, lead):
	with as_user(agent):
		doc = frappe.get_doc("Call Lead", lead.name)
		doc.remarks = "其妻 13800000205"
		doc.save()
	assert frappe.db.get_value("Call Lead", lead.name, "remarks") == "其妻 138****0205"


@pytest.mark.parametrize(
	("fieldname", "value"),
	[
		("allocated_on", "2026-01-01"),
		("status", "Deal"),
		("grade", "A"),
		("do_not_call", 1),
		("phone_hash", "0" * 40),
		("due_on", "2026-01-01"),
	],
)
def test_what_follows_from_the_stages_cannot_be_typed(agent, lead, fieldname, value):
	with as_user(agent):
		doc = frappe.get_doc("Call Lead", lead.name)
		doc.set(fieldname, value)
		with pytest.raises(ProjectedFieldError):
			doc.save()
		with pytest.raises(ProjectedFieldError):
			frappe.client.set_value("Call Lead", lead.name, fieldname, value)


def test_the_numbers_of_a_lead_cannot_be_changed_by_any_door(agent, lead):
	stranger = vault.store([SECOND])[SECOND]
	with as_user(agent):
		doc = frappe.get_doc("Call Lead", lead.name)
		doc.numbers[0].phone_hash = stranger
		with pytest.raises(ProjectedFieldError):
			doc.save()
		with pytest.raises(ProjectedFieldError):
			frappe.client.insert(
				{
					"doctype": "Call Lead Number",
					"parent": lead.name,
					"parenttype": "Call Lead",
					"parentfield": "numbers",
					"phone_hash": stranger,
				}
			)
		with pytest.raises((ProjectedFieldError, frappe.PermissionError)):
			frappe.client.set_value("Call Lead Number", lead.numbers[0].name, "phone_hash", stranger)


def test_leads_are_neither_made_nor_deleted_by_hand(agent, lead):
	with pytest.raises(NotMadeByHandError):
		frappe.get_doc({"doctype": "Call Lead", "customer_name": "x", "flags": {"by_stage": True}}).insert()
	with pytest.raises(NotMadeByHandError):
		frappe.delete_doc("Call Lead", lead.name)
