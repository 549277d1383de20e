"""What a request calls, however it names it (R47)."""

from __future__ import annotations

import json

import pytest

from dianjian_app.framework_compat import desk_path
from dianjian_app.gate.web_call import Call, calls_of

pytestmark = pytest.mark.req("R47")
ASKED = Call("method", "frappe.client.get_list")


@pytest.mark.parametrize(
	("verb", "path", "form", "call"),
	[
		("POST", "/", {"cmd": "frappe.client.get_list"}, ASKED),
		("GET", "/any/page", {"cmd": "frappe.client.get_list"}, ASKED),
		("GET", "/api/method/frappe.client.get_list", {}, ASKED),
		("GET", "/api/method/frappe.client.get_list/", {}, ASKED),
		("GET", "/api/method/frappe.client.get_list/more", {}, ASKED),
		("GET", "/api/v1/method/frappe.client.get_list", {}, ASKED),
		("GET", "/api/v2/method/frappe.client.get_list", {}, ASKED),
		("GET", "/api/method/frappe%2Eclient%2Eget_list", {}, ASKED),
		("POST", "/api/v2/method/User/reset", {}, Call("method", "reset", doctype="User")),
		("POST", "/api/method/upload_file", {}, Call("method", "frappe.handler.upload_file")),
		("GET", "/api/resource/Call Lead", {}, Call("list", doctype="Call Lead")),
		("GET", "/api/resource/Call%20Lead", {}, Call("list", doctype="Call Lead")),
		("POST", "/api/resource/Call Lead", {}, Call("create", doctype="Call Lead")),
		("GET", "/api/resource/Call Lead/L-1", {}, Call("read", doctype="Call Lead", document="L-1")),
		("PUT", "/api/resource/Call Lead/L-1", {}, Call("update", doctype="Call Lead", document="L-1")),
		("DELETE", "/api/v2/document/File/a/b", {}, Call("delete", doctype="File", document="a/b")),
		("PATCH", "/api/v2/document/File/a", {}, Call("update", doctype="File", document="a")),
		("GET", "/api/v2/doctype/File/count", {}, Call("count", doctype="File")),
		("GET", "/api/v2/doctype/File/meta", {}, Call("meta", doctype="File")),
		(
			"POST",
			"/api/resource/User/a@b.c",
			{"run_method": "reset"},
			Call("document method", "reset", "User", "a@b.c"),
		),
		(
			"POST",
			"/api/v2/document/User/a@b.c/method/reset/",
			{},
			Call("document method", "reset", "User", "a@b.c"),
		),
		(
			"POST",
			"/api/method/run_doc_method",
			{"dt": "User", "dn": "a@b.c", "method": "reset"},
			Call("document method", "reset", "User", "a@b.c"),
		),
		(
			"POST",
			"/api/method/frappe.desk.form.run_method.runserverobj",
			{"docs": json.dumps({"doctype": "User", "name": "a@b.c"}), "method": "reset"},
			Call("document method", "reset", "User", "a@b.c"),
		),
		(
			"POST",
			"/api/v2/method/run_doc_method",
			{"document": {"doctype": "User", "name": "a@b.c"}, "method": "reset"},
			Call("document method", "reset", "User", "a@b.c"),
		),
	],
)
def test_each_way_of_naming_something_is_understood(verb, path, form, call):
	assert calls_of(verb, path, form) == [call]


@pytest.mark.parametrize(
	"path", ["/", desk_path("telesales"), "/private/files/x.xlsx", "/api", "/api/method", "/api/"]
)
def test_pages_and_files_call_nothing(path):
	assert calls_of("GET", path, {}) == []


@pytest.mark.parametrize("cmd", [["x"], {"a": 1}, 7, None, ""])
def test_a_command_that_is_no_text_calls_nothing(cmd):
	assert calls_of("POST", "/", {"cmd": cmd}) == []


@pytest.mark.parametrize("docs", ["no json", "[1, 2]", "null", 7])
def test_a_document_that_is_none_is_called_without_one(docs):
	assert calls_of("POST", "/api/method/run_doc_method", {"docs": docs, "method": "x"}) == [
		Call("document method", "x")
	]
