"""What answers of the site tell browsers to refuse, over HTTP as they are sent (R47)."""

import re
from pathlib import Path

import frappe
import pytest

from dianjian_app import file_rights
from dianjian_app.framework_compat import desk_path
from dianjian_app.overrides import page_policy
from dianjian_app.tests.site.matrix import web

pytestmark = pytest.mark.req("R47")
HANDLER = re.compile(r"""\son[a-z]+=(["'])(.*?)\1""", re.DOTALL)
ALIVE = "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><!-- {0} --></svg>"
STILL = "<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0h9'/><!-- {0} --></svg>"


@pytest.fixture(scope="module")
def key(connected_site):
	"""Administrator's key for the web, committed; taken away again."""
	connected_site.set_user("Administrator")
	before = frappe.db.get_value("User", "Administrator", "api_key")
	made = web.a_key("Administrator")
	connected_site.db.commit()
	yield made
	connected_site.db.rollback()
	frappe.db.set_value("User", "Administrator", "api_key", before)
	frappe.db.commit()


@pytest.fixture
def file(site, key):
	"""file(name, content) → a private File that the web sees; taken away again."""
	made = []

	def a_file(name: str, content: str):
		doc = frappe.get_doc({"doctype": "File", "file_name": name, "content": content, "is_private": 1})
		made.append(doc.insert())
		frappe.db.commit()
		return doc

	yield a_file
	frappe.db.rollback()
	for doc in made:
		frappe.delete_doc("File", doc.name, force=True)
	frappe.db.commit()


def test_the_desk_runs_no_handlers_and_no_plugins_and_stands_in_no_foreign_frame(key):
	answer = web.send_raw("GET", desk_path(), key)
	policy = answer.headers["content-security-policy"]
	assert answer.status == 200 and "frappe.boot" in answer.text
	for part in ("script-src-attr 'unsafe-hashes' 'sha256-", *page_policy.WITHIN.split("; ")):
		assert part in policy
	assert "unsafe-inline" not in policy
	assert answer.headers["x-frame-options"] == "SAMEORIGIN"


def test_pages_with_data_or_passwords_stand_in_no_foreign_frame(key):
	for path in ("/login", "/printview?doctype=User&name=Administrator"):
		answer = web.send_raw("GET", path, None if path == "/login" else key)
		assert answer.status == 200, path
		assert page_policy.WITHIN in answer.headers["content-security-policy"], path
	handlers = re.findall(r"'(sha256-[^']+)'", answer.headers["content-security-policy"])
	assert handlers == [page_policy._digest(handler) for _quote, handler in HANDLER.findall(answer.text)]


def test_the_page_that_prints_repeats_no_address(key):
	"""Frappe of 2023 puts the address's key into the page as it is."""
	query = {"doctype": "User", "name": "Administrator", "key": '"><script>alert(1)</script>'}
	assert "alert(1)" not in web.send_raw("GET", "/printview", key, query_string=query).text
	assert (
		"key=abc-12" in web.send_raw("GET", "/printview", key, query_string={**query, "key": "abc-12"}).text
	)


@pytest.mark.parametrize("ending", ["svg", "html", "xml", "xhtml"])
def test_a_private_file_that_would_run_is_saved_and_sandboxed(file, key, ending):
	doc = file(f"alive.{ending}", ALIVE.format(frappe.generate_hash()))
	answer = web.send_raw("GET", doc.file_url, key)
	assert answer.status == 200 and "alert(1)" in answer.text
	assert answer.headers["content-disposition"].startswith("attachment")
	assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
	assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_private_file_that_the_web_server_sends_is_saved_too(file, key):
	"""The web server keeps this header of the answer, not the policy."""
	doc = file("alive.xhtml", ALIVE.format(frappe.generate_hash()))
	answer = web.send_raw("GET", doc.file_url, key, environ_overrides={"HTTP_X_USE_X_ACCEL_REDIRECT": "1"})
	assert "x-accel-redirect" in answer.headers
	assert answer.headers["content-disposition"].startswith("attachment")


def test_other_files_open_as_before_and_pretend_nothing(file, key):
	doc = file("note.txt", f"<script>alert(1)</script>{frappe.generate_hash()}")
	answer = web.send_raw("GET", doc.file_url, key)
	# later versions of Werkzeug say "inline" and the name
	assert answer.headers.get("content-disposition", "inline").partition(";")[0] == "inline"
	assert answer.headers["x-content-type-options"] == "nosniff"
	assert answer.headers["content-security-policy"].startswith("sandbox")


def test_no_public_picture_runs_a_system_managers_neither(site):
	doc = {"doctype": "File", "file_name": "picture.svg", "is_private": 0}
	with pytest.raises(file_rights.ForeignFileError):
		frappe.get_doc({**doc, "content": ALIVE.format(frappe.generate_hash())}).insert()
	still = frappe.get_doc({**doc, "content": STILL.format(frappe.generate_hash())}).insert()
	assert still.file_url.startswith("/files/")
	private = frappe.get_doc(
		{**doc, "is_private": 1, "content": ALIVE.format(frappe.generate_hash())}
	).insert()
	private.is_private = 0
	with pytest.raises(file_rights.ForeignFileError):
		private.save()
	for made in (still, private):
		made.delete_file_from_filesystem()


def test_every_handler_in_the_desks_templates_is_known():
	"""A new version of Frappe that brings another one says so here; a handler with a value in it cannot be told apart."""
	root = Path(frappe.get_app_path("frappe", "public", "js", "frappe"))
	found = set()
	for path in (*root.rglob("*.js"), *root.rglob("*.html"), *root.rglob("*.vue")):
		found |= {handler for _quote, handler in HANDLER.findall(path.read_text())}
	# what the bar's settings name, and what a field of another app may bring (`dianjian_inline_handlers`)
	told = {h for h in found if "{{" in h or "${" in h or h == "%(onclick)s"}
	assert found - told <= set(page_policy.FRAPPES_HANDLERS)
	assert set(page_policy.inline_handlers()) >= {"return frappe.app.logout()", "return false;"}


def test_an_administrator_decides_where_other_apps_are(site, monkeypatch):
	monkeypatch.setattr(frappe, "get_installed_apps", lambda *_a, **_k: ["frappe", "dianjian_app", "another"])
	assert page_policy.desk_policy() == page_policy.WITHIN
	monkeypatch.setitem(frappe.conf, "dianjian_desk_policy", 1)
	monkeypatch.setitem(frappe.conf, "dianjian_inline_handlers", ["another.act()"])
	assert page_policy._digest("another.act()") in page_policy.desk_policy()
	monkeypatch.setitem(frappe.conf, "dianjian_desk_policy", 0)
	assert page_policy.inline_handlers() == []
