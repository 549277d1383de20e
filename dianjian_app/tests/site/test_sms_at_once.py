"""Texts go once, whoever sends at the same moment, in real processes and over real HTTP (R14)."""

import json

import frappe
import pytest
from frappe.utils import getdate, now_datetime

from dianjian_app.resources.numbers import vault
from dianjian_app.resources.numbers.phone import mask
from dianjian_app.tests.builders.receivers import a_web_receiver
from dianjian_app.tests.builders.resources import a_number
from dianjian_app.tests.processes import Act, at_once

pytestmark = pytest.mark.req("R14")
SEND = "dianjian_app.calls.sms_send.send"
TAKE = "dianjian_app.tests.site.test_sms_at_once.take_due"
SETTINGS = ("sms_gateway_url", "message_parameter", "receiver_parameter", "use_post")


def take_due():
	"""send_due with a queue of its own; gives the messages that it took."""
	from dianjian_app.calls import sms_send

	taken = []
	sms_send.frappe.enqueue = lambda method, **options: taken.append(options["name"])
	sms_send.send_due()
	return taken


@pytest.fixture
def provider():
	"""A provider that every session knows; what stood in the settings comes back."""
	settings = frappe.get_doc("SMS Settings")
	before = {field: settings.get(field) for field in SETTINGS}
	parameters = [p.as_dict() for p in settings.parameters]
	with a_web_receiver(answer={"id": "P-1"}) as server:
		values = (f"{server.url}/send", "content", "mobile", 1)
		settings.update({**dict(zip(SETTINGS, values, strict=True)), "parameters": []})
		settings.append("parameters", {"parameter": "Content-Type", "value": "application/json", "header": 1})
		settings.flags.ignore_mandatory = True
		settings.save()
		frappe.db.commit()
		yield server
	frappe.db.rollback()
	settings = frappe.get_doc("SMS Settings")
	settings.update({**before, "parameters": parameters})
	settings.flags.ignore_mandatory = True
	settings.save()
	frappe.db.commit()


@pytest.fixture
def messages(centre):
	names = []
	for n in range(12):
		number = a_number()
		digest = vault.store([number])[number]
		message = frappe.get_doc(
			doctype="Message Log",
			customer_name=f"客户{n}",
			phone_mask=mask(number),
			phone_hash=digest,
			text="您好",
			status="Queued",
			try_at=now_datetime(),
			date=getdate(),
			centre=centre.name,
			message_key=frappe.generate_hash(length=64),
		)
		names.append(message.insert().name)
	frappe.db.commit()
	yield names
	frappe.db.rollback()
	hashes = frappe.get_all("Message Log", {"name": ("in", names)}, pluck="phone_hash")
	frappe.db.delete("Message Log", {"name": ("in", names)})
	frappe.db.delete("Phone Vault", {"name": ("in", hashes)})
	frappe.db.commit()


def test_two_that_look_for_what_is_due_take_each_message_once(messages):
	answers = at_once(Act(TAKE), Act(TAKE))
	assert [a.error for a in answers] == [None, None]
	taken = [name for a in answers for name in a.value if name in messages]
	assert sorted(taken) == sorted(messages)
	frappe.db.rollback()
	assert set(frappe.get_all("Message Log", {"name": ("in", messages)}, pluck="status")) == {"Sending"}


def test_one_message_sent_by_three_at_once_reaches_the_provider_once(messages, provider):
	name = messages[0]
	frappe.db.set_value("Message Log", name, {"status": "Sending", "sent_at": now_datetime()})
	frappe.db.commit()
	answers = at_once(*(Act(SEND, arguments={"name": name}) for _ in range(3)))
	assert [a.error for a in answers] == [None] * 3
	[(_path, _headers, body)] = provider.received
	frappe.db.rollback()
	sent = frappe.get_doc("Message Log", name)
	assert (sent.status, sent.tries, sent.provider_id) == ("Sent", 1, "P-1")
	assert json.loads(body)["mobile"].startswith(sent.phone_mask[:3])
