"""Which documents a request names, however it names them (R47)."""

from __future__ import annotations

import json

import pytest

from dianjian_app.gate.named_documents import named_documents
from dianjian_app.gate.web_call import calls_of

pytestmark = pytest.mark.req("R47")
ONE = {("Call Lead", "L-1")}
WHOLE = json.dumps({"doctype": "Call Lead", "name": "L-1"})


def named(verb, path, form):
	return named_documents(calls_of(verb, path, form), form)


@pytest.mark.parametrize(
	("path", "form"),
	[
		("/api/resource/Call Lead/L-1", {}),
		("/api/v2/document/Call Lead/L-1", {}),
		("/api/method/frappe.client.get", {"doctype": "Call Lead", "name": "L-1"}),
		("/", {"cmd": "frappe.client.get", "doctype": "Call Lead", "name": "L-1"}),
		("/api/method/a.b", {"reference_doctype": "Call Lead", "reference_name": "L-1"}),
		("/api/method/run_doc_method", {"dt": "Call Lead", "dn": "L-1", "method": "x"}),
		("/api/method/run_doc_method", {"docs": WHOLE, "method": "x"}),
		("/api/method/frappe.client.save", {"doc": WHOLE}),
		("/api/method/frappe.client.bulk_update", {"docs": '[{"doctype": "Call Lead", "docname": "L-1"}]'}),
		("/api/method/a.b", {"doctype": "Call Lead", "docnames": '["L-1"]'}),
		("/api/method/frappe.desk.reportview.delete_items", {"doctype": "Call Lead", "items": '["L-1"]'}),
	],
)
def test_every_way_of_naming_one(path, form):
	assert named("POST", path, form) == ONE


@pytest.mark.parametrize(
	("path", "form"),
	[
		("/api/resource/Call Lead", {"filters": '{"name": "L-1"}'}),
		("/api/method/frappe.client.insert", {"doc": WHOLE}),
		(
			"/api/method/frappe.desk.form.save.savedocs",
			{"doc": json.dumps({"doctype": "Call Lead", "name": "x", "__islocal": 1})},
		),
		("/api/method/upload_file", {"doctype": "Call Lead", "docname": "new-call-lead-1"}),
		("/api/method/frappe.client.save", {"doc": "{"}),
		("/api/method/a.b", {"doctype": "Call Lead", "name": 5, "items": '["L-1"]'}),
		("/call-lead/L-1", {"doctype": "Call Lead", "name": "L-1"}),
	],
)
def test_what_names_none(path, form):
	assert named("GET", path, form) == set()
