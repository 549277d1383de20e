"""Texts to the day's intention customers: once, the same day, within the hours, never to who refused (R14)."""

import inspect

import frappe
import pytest
from frappe.utils import add_days, now_datetime, today

from dianjian_app.calls import sms_batch, sms_callback, sms_send
from dianjian_app.calls.follow_up_message_template_events import MessageTemplateError
from dianjian_app.calls.review import hand_in
from dianjian_app.resources.numbers import vault
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.calls import a_row, a_sheet
from dianjian_app.tests.builders.people import an_agent
from dianjian_app.tests.builders.receivers import a_web_receiver
from dianjian_app.tests.builders.resources import a_lead
from dianjian_app.tests.site.made_once import made_once

pytestmark = pytest.mark.req("R14")
TEXT = "{customer_name}您好,我是{centre}的{agent_name},回复退订不再打扰"


@made_once
def agent():
	agent = an_agent()
	template = frappe.get_doc(
		doctype="Follow-up Message Template", title=frappe.generate_hash(length=8), text=TEXT
	).insert()
	frappe.get_doc("Sales Centre", agent.centre).update(
		{"sms_follow_up": 1, "sms_template": template.name}
	).save()
	return agent


@pytest.fixture
def provider():
	with a_web_receiver(answer={"id": "P-1"}) as server:
		settings = frappe.get_doc("SMS Settings")
		settings.update(
			{
				"sms_gateway_url": f"{server.url}/send",
				"message_parameter": "content",
				"receiver_parameter": "mobile",
				"use_post": 1,
				"parameters": [
					{"parameter": "Content-Type", "value": "application/json", "header": 1},
					{"parameter": "ref", "value": "{reference}"},
				],
			}
		)
		settings.save()
		frappe.db.set_single_value("Telesales Settings", "sms_callback_secret", "")
		yield server
		frappe.clear_document_cache("SMS Settings", "SMS Settings")


@pytest.fixture
def jobs(monkeypatch):
	"""Jobs as they are put into the queue, to be run by the test."""
	queued = []
	monkeypatch.setattr(frappe, "enqueue", lambda method, **k: queued.append((method, k.get("name"))))
	return queued


def handed_in(agent, **rows):
	sheet = a_sheet(agent, **rows)
	with as_user(agent):
		hand_in(sheet.name)
	return sheet


def messages(agent):
	return frappe.get_all("Message Log", {"agent": agent.name}, ["*"], order_by="creation")


def sent_by(jobs):
	names = [name for method, name in jobs if method.endswith("sms_send.send")]
	for name in names:
		sms_send.send(name)
	jobs.clear()
	return names


def test_the_days_intention_customers_get_the_text_through_the_provider(agent, provider, jobs):
	intends, reluctant = a_lead(agent=agent, phone="+8613612340001"), a_lead(agent=agent)
	handed_in(
		agent,
		rows=[
			a_row(agent, grade="A", lead=intends),
			a_row(agent, grade="C", lead=reluctant),
			a_row(agent, connected=False),
		],
	)
	[message] = messages(agent)
	assert (message.lead, message.status, message.phone_mask) == (intends.name, "Queued", "136****0001")
	assert sms_send.send_due() == 1
	assert sent_by(jobs) == [message.name]
	[(_path, _headers, body)] = provider.received
	said = frappe.parse_json(body)
	assert said["mobile"] == "13612340001" and said["ref"] == message.name
	assert said["content"].startswith(f"{intends.customer_name}您好,我是{agent.centre}的{agent.staff_name}")
	[message] = messages(agent)
	assert (message.status, message.provider_id, message.tries) == ("Sent", "P-1", 1)


def test_a_number_with_an_extension_gets_no_text_nor_does_who_shares_it(agent, provider, jobs):
	behind = a_lead(agent=agent, phone="+8618400001111;ext=1001")
	handed_in(agent, rows=[a_row(agent, grade="A", lead=behind)])
	sms_send.send_due()
	sent_by(jobs)
	[message] = messages(agent)
	assert (message.status, provider.received) == ("Skipped", [])
	assert message.error == "A number with an extension takes no texts."
	with pytest.raises(sms_send.ProviderError):
		sms_send.post("+8618400001111;ext=1001", "x", "")


def test_never_twice_whatever_comes_again(agent, provider, jobs):
	lead = a_lead(agent=agent)
	sheet = handed_in(agent, rows=[a_row(agent, grade="A", lead=lead), a_row(agent, grade="B", lead=lead)])
	assert sms_batch.queue_for(frappe.get_doc("Call Sheet", sheet.name)) == []
	sms_send.send_due()
	[name] = sent_by(jobs)
	assert sms_send.send_due() == 0
	sms_send.send(name)
	assert len(provider.received) == 1


def test_a_worker_that_died_while_sending_leaves_it_to_people(agent, provider, jobs):
	handed_in(agent, rows=[a_row(agent, grade="A")])
	sms_send.send_due()
	[message] = messages(agent)
	frappe.db.set_value("Message Log", message.name, "sent_at", frappe.utils.add_to_date(None, minutes=-16))
	jobs.clear()
	assert sms_send.send_due() == 0
	assert messages(agent)[0].status == "Unknown"
	sms_send.send(message.name)
	assert provider.received == []


def test_what_the_provider_refuses_is_tried_again_later_and_given_up_in_the_end(agent, provider, jobs):
	handed_in(agent, rows=[a_row(agent, grade="A")])
	provider.answers = [(500, {})] * sms_send.MOST_TRIES
	for tries in range(1, sms_send.MOST_TRIES + 1):
		frappe.db.set_value("Message Log", messages(agent)[0].name, "try_at", now_datetime())
		sms_send.send_due()
		sent_by(jobs)
		[message] = messages(agent)
		assert message.tries == tries
		assert message.status == ("Failed" if tries == sms_send.MOST_TRIES else "Queued")
		assert message.try_at > now_datetime() or message.status == "Failed"
	assert "500" in message.error


def test_not_to_who_refused_meanwhile_nor_on_another_day(agent, provider, jobs, time_machine):
	refused, late = a_lead(agent=agent), a_lead(agent=agent)
	handed_in(agent, rows=[a_row(agent, grade="A", lead=refused), a_row(agent, grade="A", lead=late)])
	vault.refuse_calls([refused.phone_hash], "no")
	frappe.db.set_value("Message Log", {"lead": late.name}, "date", add_days(today(), -1))
	assert sms_send.send_due() == 0
	assert {m.status for m in messages(agent)} == {"Skipped"}
	assert provider.received == []


def test_out_of_hours_it_waits_for_the_morning_or_is_left(agent, provider, jobs, time_machine):
	frappe.get_doc("Sales Centre", agent.centre).update({"call_from": "09:00", "call_until": "20:00"}).save()
	time_machine.move_to(f"{today()}T08:00:00+08:00", tick=False)
	handed_in(agent, rows=[a_row(agent, grade="A")])
	assert sms_send.send_due() == 0
	[message] = messages(agent)
	assert (message.status, f"{message.try_at:%H:%M}") == ("Queued", "09:00")
	time_machine.move_to(f"{today()}T20:30:00+08:00", tick=False)
	assert sms_send.send_due() == 0
	assert messages(agent)[0].status == "Skipped"


@pytest.mark.req("R10")
def test_what_changed_while_the_job_waited_holds(agent, provider, jobs, time_machine):
	time_machine.move_to(f"{today()}T10:00:00+08:00", tick=False)
	frappe.get_doc("Sales Centre", agent.centre).update({"call_from": "09:00", "call_until": "20:00"}).save()
	handed_in(agent, rows=[a_row(agent, grade="A"), a_row(agent, grade="A")])
	assert sms_send.send_due() == 2
	refused, late = messages(agent)
	vault.refuse_calls([refused.phone_hash], "不要再打了")
	sms_send.send(refused.name)
	time_machine.move_to(f"{today()}T20:05:00+08:00", tick=False)
	sms_send.send(late.name)
	assert [m.status for m in messages(agent)] == ["Skipped", "Skipped"]
	assert provider.received == []


def test_a_centre_that_does_not_text_and_a_sheet_of_yesterday_queue_nothing(agent, jobs):
	yesterday = a_sheet(agent, day=add_days(today(), -1), rows=[a_row(agent, grade="A")])
	with as_user(agent):
		hand_in(yesterday.name)
	frappe.get_doc("Sales Centre", agent.centre).update({"sms_follow_up": 0}).save()
	handed_in(agent, rows=[a_row(agent, grade="A")])
	assert messages(agent) == []


def test_a_template_names_only_what_is_known(agent):
	with pytest.raises(MessageTemplateError, match="phone"):
		frappe.get_doc(doctype="Follow-up Message Template", title="x", text="您的电话{phone}").insert()


class TestReports:
	@pytest.fixture
	def message(self, agent, provider, jobs):
		settings = frappe.get_doc("Telesales Settings")
		settings.sms_callback_secret = "s3cret"
		settings.save()
		frappe.clear_document_cache("Telesales Settings", "Telesales Settings")
		handed_in(agent, rows=[a_row(agent, grade="A")])
		sms_send.send_due()
		sent_by(jobs)
		return messages(agent)[0]

	def test_a_report_of_delivery_is_taken_by_either_number(self, message):
		with as_user("Guest"):
			assert _plain(sms_callback.report)(secret="s3cret", message_id="P-1", state="DELIVRD") == {
				"known": True
			}
			assert _plain(sms_callback.report)(secret="s3cret", reference="ML-0", state="ok") == {
				"known": False
			}
		assert frappe.db.get_value("Message Log", message.name, "status") == "Delivered"

	def test_a_reply_that_refuses_holds_for_the_site(self, message):
		number = vault.numbers_of([message.phone_hash])[message.phone_hash]
		with as_user("Guest"):
			assert _plain(sms_callback.reply)(secret="s3cret", mobile=number[3:], content="好的,谢谢") == {
				"refused": False
			}
			assert _plain(sms_callback.reply)(secret="s3cret", mobile=number[3:], content=" td ") == {
				"refused": True
			}
		assert frappe.db.get_value("Call Lead", message.lead, "do_not_call") == 1
		assert frappe.db.count("Refusal Record", {"lead": message.lead, "how": "SMS Reply"}) == 1

	@pytest.mark.parametrize("secret", ["", "wrong"])
	def test_without_the_secret_nothing_is_taken(self, message, secret):
		for ask in (sms_callback.report, sms_callback.reply):
			with as_user("Guest"), pytest.raises(frappe.PermissionError):
				_plain(ask)(secret=secret)

	def test_a_site_without_a_secret_takes_nothing(self, message):
		frappe.db.delete("__Auth", {"doctype": "Telesales Settings"})
		frappe.clear_document_cache("Telesales Settings", "Telesales Settings")
		with as_user("Guest"), pytest.raises(frappe.PermissionError):
			_plain(sms_callback.reply)(secret="")


def _plain(method):
	"""The method without the limit of requests, which needs a request."""
	return inspect.unwrap(method)


@pytest.mark.req("R47")
def test_full_numbers_stand_in_no_log(agent, provider, jobs):
	lead = a_lead(agent=agent, phone="+8613612340009")
	provider.answers = [(500, {})]
	handed_in(agent, rows=[a_row(agent, grade="A", lead=lead)])
	sms_send.send_due()
	sent_by(jobs)
	for doctype in ("Message Log", "Error Log", "Communication"):
		assert "13612340009" not in frappe.as_json(frappe.get_all(doctype, fields=["*"], limit=50)), doctype
