"""A message sent from a phone is noted with one click and counts as the day's message (R14)."""

import frappe
import pytest
from frappe.utils import today

from dianjian_app.calls import sms_send
from dianjian_app.calls.errors import NotTheAgentError
from dianjian_app.calls.messages_by_hand import MessageError, note_message
from dianjian_app.calls.review import hand_in
from dianjian_app.calls.rows import DoNotCallError
from dianjian_app.calls.sms_text import unknown_places
from dianjian_app.calls.todays_list import today_list
from dianjian_app.resources.numbers import vault
from dianjian_app.setup.seeds import messages as seeds
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.calls import a_row, a_sheet
from dianjian_app.tests.builders.people import a_centre, an_agent
from dianjian_app.tests.builders.resources import a_lead
from dianjian_app.tests.site.made_once import made_once

pytestmark = pytest.mark.req("R14")


@made_once
def agent():
	return an_agent()


@pytest.fixture
def provider():
	frappe.db.set_single_value("SMS Settings", "sms_gateway_url", "http://127.0.0.1:9/send")
	frappe.clear_document_cache("SMS Settings", "SMS Settings")
	yield
	frappe.clear_document_cache("SMS Settings", "SMS Settings")


def noted(agent, lead, channel="WeChat"):
	with as_user(agent):
		return note_message(lead.name, channel)


def messages(lead):
	return frappe.get_all(
		"Message Log", {"lead": lead.name}, ["name", "channel", "status", "sent_at", "centre"]
	)


def test_a_message_from_a_phone_is_noted_once(agent):
	lead = a_lead(agent=agent)
	first, again = noted(agent, lead), noted(agent, lead)
	assert first["message"] == again["message"]
	[message] = messages(lead)
	assert (message.channel, message.status, message.centre) == ("WeChat", "Sent", agent.centre)
	with as_user(agent):
		assert today_list()["messages"] == {lead.name: "WeChat"}


def test_the_customer_is_not_written_to_a_second_time(agent, provider):
	lead = a_lead(agent=agent)
	noted(agent, lead)
	with pytest.raises(MessageError, match="WeChat"):
		noted(agent, lead, "Text from a Phone")
	sheet = a_sheet(agent, rows=[a_row(agent, grade="A", lead=lead)])
	with as_user(agent):
		hand_in(sheet.name)
	assert len(messages(lead)) == 1


def test_a_text_that_waits_for_the_provider_is_not_sent_any_more(agent, provider):
	lead = a_lead(agent=agent)
	sheet = a_sheet(agent, rows=[a_row(agent, grade="A", lead=lead)])
	with as_user(agent):
		hand_in(sheet.name)
	[queued] = messages(lead)
	assert (queued.status, queued.channel) == ("Queued", "Text by Provider")
	noted(agent, lead, "Text from a Phone")
	[sent] = messages(lead)
	assert (sent.name, sent.status, sent.channel) == (queued.name, "Sent", "Text from a Phone")
	assert sms_send.send_due() == 0


def test_one_that_is_being_sent_or_was_sent_stands(agent, provider):
	lead = a_lead(agent=agent)
	sheet = a_sheet(agent, rows=[a_row(agent, grade="A", lead=lead)])
	with as_user(agent):
		hand_in(sheet.name)
	for status in ("Sending", "Sent", "Delivered"):
		frappe.db.set_value("Message Log", messages(lead)[0].name, "status", status)
		with pytest.raises(MessageError):
			noted(agent, lead)
		assert messages(lead)[0].channel == "Text by Provider"


def test_nobody_writes_to_who_refuses_nor_notes_for_others(agent):
	lead, colleague = a_lead(agent=agent), an_agent(frappe.get_doc("Sales Group", agent.sales_group))
	with as_user(colleague), pytest.raises(frappe.PermissionError):
		note_message(lead.name, "WeChat")
	with pytest.raises(NotTheAgentError):
		note_message(lead.name, "WeChat")
	for wrong in ("", "Fax", "Text by Provider"):
		with pytest.raises(MessageError):
			noted(agent, lead, wrong)
	vault.refuse_calls([lead.phone_hash], "不要再打了")
	with pytest.raises(DoNotCallError):
		noted(agent, lead)
	assert messages(lead) == []


def test_a_new_centre_texts_with_the_sites_text_once_there_is_a_provider(agent):
	frappe.db.set_single_value("SMS Settings", "sms_gateway_url", "")
	frappe.clear_document_cache("SMS Settings", "SMS Settings")
	centre = frappe.get_doc("Sales Centre", agent.centre)
	assert centre.sms_follow_up and centre.sms_template
	lead = a_lead(agent=agent)
	sheet = a_sheet(agent, day=today(), rows=[a_row(agent, grade="A", lead=lead)])
	with as_user(agent):
		hand_in(sheet.name)
	assert messages(lead) == []


def test_the_seeded_text_is_signed_and_says_how_to_refuse():
	assert unknown_places(seeds.TEXT) == []
	assert seeds.TEXT.startswith("【{company}】") and "拒收" in seeds.TEXT


def test_a_site_without_a_text_founds_centres_that_send_none():
	frappe.db.set_value("Follow-up Message Template", {"disabled": 0}, "disabled", 1)
	centre = a_centre()
	assert (centre.sms_follow_up, centre.sms_template) == (0, None)
	centre.sms_follow_up = 1
	with pytest.raises(frappe.ValidationError, match="SMS to Intention Customers"):
		centre.save()
