"""Frappe's own send_sms is no way past do-not-call, calling hours and the log (R10, R14)."""

import json
from urllib.parse import parse_qs

import frappe
import pytest

from dianjian_app import roles
from dianjian_app.overrides.sms import CustomerTextError
from dianjian_app.tests.builders.people import a_user
from dianjian_app.tests.builders.receivers import a_web_receiver
from dianjian_app.tests.builders.resources import a_lead, a_number
from dianjian_app.tests.site.asking import ask, refused

pytestmark = pytest.mark.req("R10", "R14")
SEND = "frappe.core.doctype.sms_settings.sms_settings.send_sms"


@pytest.fixture
def provider():
	with a_web_receiver(answer={"id": "P-1"}) as server:
		frappe.get_doc("SMS Settings").update(
			{
				"sms_gateway_url": f"{server.url}/send",
				"message_parameter": "content",
				"receiver_parameter": "mobile",
				"use_post": 1,
			}
		).save()
		yield server
		frappe.clear_document_cache("SMS Settings", "SMS Settings")


@pytest.mark.parametrize("role", sorted({*roles.ALL} - {roles.ADMIN}))
def test_no_role_texts_by_it(provider, role):
	user = a_user(role).name
	for number in ("13800138000", a_number()):
		assert refused(user, SEND, receiver_list=[number], msg="优惠")
	assert not provider.received


def test_not_even_the_administrator_texts_a_customer_by_it(provider):
	number = a_number()
	a_lead(phone=number, customer_name="孙女士")
	admin = a_user(roles.ADMIN).name
	spaced = f"0086 {number[3:6]}-{number[6:10]} {number[10:]}"
	for receivers in (number, number[3:], [spaced], ["13800138000", number[3:]], ["12345"], [], "[]"):
		with pytest.raises(CustomerTextError):
			ask(admin, SEND, receiver_list=receivers, msg="优惠")
	assert not provider.received


def test_the_administrator_tries_the_provider_with_a_number_of_their_own(provider):
	ask(a_user(roles.ADMIN).name, SEND, receiver_list=json.dumps(["13800138000"]), msg="测试")
	[(_path, _headers, body)] = provider.received
	assert parse_qs(body) == {"mobile": ["13800138000"], "content": ["测试"]}
