"""What the server could not do is answered with a sentence, and the request's own faults are told as such (R47). Over HTTP."""

import json

import pytest

from dianjian_app.tests.site.matrix import web

pytestmark = pytest.mark.req("R47")
SUBSCRIBE = "/api/method/frappe.email.doctype.newsletter.newsletter.subscribe"


def words_of(said):
	return json.loads(json.loads(said.json["_server_messages"])[0])["message"]


def test_a_mail_where_none_is_set_up_is_no_fault_of_the_server():
	said = web.send("POST", SUBSCRIBE, data={"email": "someone@example.com", "email_group": "八里洲"})
	assert said.status == 417 and said.json["exc_type"] == "OutgoingEmailError"
	assert words_of(said).startswith("本站点还不能发送邮件")
	assert "Traceback" not in json.dumps(said.json)
