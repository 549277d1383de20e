"""A number's fingerprint (phone_hash) is in no answer, and nobody lists, filters or orders by it (R47). Over HTTP."""

import json

import frappe
import pytest

from dianjian_app.overrides.response import without_fingerprints
from dianjian_app.overrides.secret_fields import FINGERPRINTS
from dianjian_app.tests.builders.people import a_group, an_agent
from dianjian_app.tests.builders.resources import a_lead, a_number
from dianjian_app.tests.builders.users import take_away
from dianjian_app.tests.site.matrix import web

pytestmark = pytest.mark.req("R47")


@pytest.fixture
def asker(centre):
	"""An agent with a customer and a key, committed: (lead, its fingerprint, key)."""
	agent = an_agent(a_group(centre, leader=False))
	lead = a_lead(agent=agent, phone=a_number())
	key = web.a_key(agent.user)
	frappe.db.commit()
	yield lead, frappe.db.get_value("Call Lead", lead.name, "phone_hash"), key
	frappe.db.rollback()
	frappe.db.delete("Phone Reveal Log", {"user": agent.user})
	take_away(agent.user)
	frappe.db.commit()


def test_every_doctype_with_a_fingerprint_is_guarded():
	holders = frappe.get_all(
		"DocField", {"fieldname": ("in", ["phone_hash", "correct_hash"])}, pluck="parent"
	)
	assert set(holders) <= set(FINGERPRINTS)


def test_no_door_tells_a_fingerprint(asker):
	lead, fingerprint, key = asker
	lists = (
		{"fields": json.dumps(["name", "phone_hash"])},
		{"fields": json.dumps(["*"])},
		{"filters": json.dumps({"phone_hash": fingerprint})},
		{"filters": json.dumps([["Call Lead Number", "phone_hash", "=", fingerprint]])},
		{"order_by": "phone_hash asc"},
		{"group_by": "phone_hash"},
		{"or_filters": json.dumps([["phone_hash", "like", f"{fingerprint[:4]}%"]])},
	)
	for query in lists:
		said = web.send("GET", "/api/resource/Call Lead", key, query_string=query)
		assert fingerprint not in json.dumps(said.json), query
		if "fields" not in query:
			assert said.status in (403, 417), query
	asked = {
		"frappe.desk.form.load.getdoc": {"doctype": "Call Lead", "name": lead.name},
		"frappe.client.get": {"doctype": "Call Lead", "name": lead.name},
		"frappe.client.get_value": {"doctype": "Call Lead", "fieldname": "phone_hash", "filters": lead.name},
		"frappe.desk.reportview.get": {
			"doctype": "Call Lead",
			"fields": json.dumps(["`tabCall Lead`.`phone_hash`"]),
		},
	}
	for method, query in asked.items():
		said = web.send("GET", f"/api/method/{method}", key, query_string=query)
		assert fingerprint not in json.dumps(said.json), method


def test_a_form_that_is_saved_keeps_what_it_was_not_told(asker):
	_lead, _fingerprint, key = asker
	doc = {"phone_input": a_number(), "source": "近半年来电"}
	made = web.send("POST", "/api/resource/Inbound Call", key, json=doc)
	assert made.status == 200 and "phone_hash" not in made.json["data"]
	form = web.send(
		"GET",
		"/api/method/frappe.desk.form.load.getdoc",
		key,
		query_string={"doctype": "Inbound Call", "name": made.json["data"]["name"]},
	).json["docs"][0]
	assert "phone_hash" not in form
	form["remarks"] = "想看高层"
	saved = web.send(
		"POST",
		"/api/method/frappe.desk.form.save.savedocs",
		key,
		data={"doc": json.dumps(form), "action": "Save"},
	)
	assert saved.status == 200 and "phone_hash" not in json.dumps(saved.json)
	frappe.db.rollback()
	kept = frappe.db.get_value("Inbound Call", form["name"], ["phone_hash", "remarks"])
	assert kept[0] and kept[1] == "想看高层"


def test_texts_that_are_json_lose_them_too():
	version = json.dumps(
		{
			"added": [["numbers", {"phone_hash": "ab12", "idx": 2}]],
			"changed": [["phone_hash", "ab12", "cd34"]],
		}
	)
	assert "ab12" not in (text := without_fingerprints(version)) and "cd34" not in text
	assert json.loads(text)["added"][0][1]["idx"] == 2
	assert without_fingerprints({"docs": [{"phone_hash": "x", "name": "L"}]}) == {"docs": [{"name": "L"}]}
