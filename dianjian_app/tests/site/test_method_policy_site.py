"""Everything that the web can call is classified, and what is closed is refused by whichever name it is called (R47)."""

from __future__ import annotations

import functools
import inspect
import json
import re

import frappe
import frappe.client
import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from dianjian_app import hooks, roles
from dianjian_app.framework_compat import desk_path
from dianjian_app.gate import entry
from dianjian_app.gate.inventory import path_of, web_methods
from dianjian_app.gate.method_policy import shipped_policy
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_user
from dianjian_app.tests.site.made_once import made_once

pytestmark = pytest.mark.req("R47")


def request(asker: str, path: str, /, verb: str = "POST", **form) -> None:
	"""A request at the entry, as far as the policy looks at it."""
	with as_user(asker):
		frappe.local.request = Request(EnvironBuilder(method=verb, path=path).get_environ())
		frappe.local.form_dict = frappe._dict(form)
		try:
			entry.check_request()
		finally:
			del frappe.local.request


@made_once
def agent():
	return a_user(roles.AGENT).name


@pytest.mark.parametrize("app", ["frappe", "dianjian_app"])
def test_every_method_of_this_frappe_and_of_the_app_is_classified(app):
	assert shipped_policy().unclassified(web_methods(app)) == []


def test_a_function_has_its_own_path_through_what_decorators_ask_themselves():
	def asked_by_a_decorator():
		return True

	asked_by_a_decorator.__qualname__ = "in_a_request"

	def without_its_name(function):
		def inner(*args):
			return function(*args)

		return inner

	def named(function, asked=asked_by_a_decorator):
		@functools.wraps(function)
		def inner(*args):
			return asked() and function(*args)

		return inner

	decorated = named(without_its_name(frappe.client.get_list))
	assert path_of(decorated) == "frappe.client.get_list"


def test_what_the_policy_calls_overridden_is_overridden():
	existing = web_methods("frappe")
	overridden = [r.method for r in shipped_policy().rules.values() if r.method_class == "overridden"]
	assert not [m for m in overridden if m in existing and m not in hooks.override_whitelisted_methods]
	ours = {m for m in hooks.override_whitelisted_methods if m.startswith("frappe.")}
	assert {shipped_policy().rule_of(m).method_class for m in ours} == {"overridden"}


@pytest.mark.parametrize(
	("path", "form"),
	[
		("/api/method/frappe.client.get_password", {}),
		("/api/v1/method/frappe.client.get_password", {}),
		("/api/v2/method/frappe.client.get_password", {}),
		("/", {"cmd": "frappe.client.get_password"}),
		# the same function under the name of a module that imports it
		("/api/method/frappe.desk.query_report.get_data_for_custom_field", {}),
		("/api/method/run_doc_method", {"dt": "Report", "dn": "x", "method": "toggle_disable"}),
		("/api/resource/Report/x", {"run_method": "toggle_disable"}),
		("/api/method/upload_file", {"method": "frappe.client.get_password"}),
		("/api/method/frappe.model.mapper.map_docs", {"method": "frappe.desk.search.search_link"}),
		("/api/method/frappe.model.mapper.make_mapped_doc", {"method": "frappe.client.get_count"}),
		("/api/method/frappe.desk.search.search_link", {"query": "frappe.client.get_password"}),
		(
			"/api/method/frappe.core.doctype.user_permission.user_permission.get_user_permissions",
			{"user": "x"},
		),
	],
)
def test_a_closed_method_is_refused_however_it_is_called(agent, path, form):
	with pytest.raises(entry.ClosedMethodError):
		request(agent, path, **form)


@pytest.mark.parametrize(
	("path", "form"),
	[
		("/api/method/frappe.client.get_list", {"doctype": "Call Lead"}),
		("/api/method/frappe.desk.search.search_link", {"doctype": "Call Lead", "txt": ""}),
		("/api/method/dianjian_app.calls.todays_list.today_list", {}),
		("/api/method/upload_file", {}),
		("/api/method/no.such.method", {}),
		("/api/resource/Call Lead", {}),
		(desk_path("telesales"), {}),
	],
)
def test_what_the_desk_needs_is_open(agent, path, form):
	request(agent, path, **form)


def test_an_original_is_refused_where_the_app_has_one_of_its_own_in_its_place(agent):
	import frappe.desk.reportview as reportview

	module = frappe.get_module("frappe.desk.doctype.number_card.number_card")
	module.an_alias = frappe.get_attr("frappe.client.get_count")
	try:
		with pytest.raises(entry.ClosedMethodError):
			request(agent, "/api/method/frappe.desk.doctype.number_card.number_card.an_alias")
	finally:
		del module.an_alias
	assert path_of(reportview.get) == "frappe.desk.reportview.get"


def test_system_managers_and_administrators_are_not_bound():
	manager = a_user(roles.MANAGER, "System Manager").name
	for user in (manager, "Administrator"):
		request(user, "/api/method/frappe.client.get_password")


def test_other_users_are_bound_where_they_name_a_doctype_of_this_app():
	other = a_user("Website Manager").name
	path = "/api/method/frappe.desk.query_report.get_data_for_custom_field"
	request(other, path, doctype="ToDo")
	for form in ({"doctype": "Call Lead"}, {"args": json.dumps({"x": [{"doctype": "Phone Vault"}]})}):
		with pytest.raises(entry.ClosedMethodError):
			request(other, path, **form)


def test_a_method_that_nobody_has_classified_is_refused_or_only_written_down(agent, monkeypatch):
	path = "/api/method/frappe.client.get_list"
	policy = shipped_policy()
	monkeypatch.delitem(policy.rules, "frappe.client.get_list")
	with pytest.raises(entry.ClosedMethodError):
		request(agent, path)
	frappe.db.set_single_value("Telesales Settings", "gate_mode", entry.LOG_ONLY)
	frappe.clear_document_cache("Telesales Settings", "Telesales Settings")
	request(agent, path)


@pytest.mark.parametrize("verb", ["GET", "HEAD"])
@pytest.mark.parametrize(
	"call",
	[
		*(f"/api/method/{rule.method}" for rule in shipped_policy().rules.values() if rule.writes),
		"/api/method/frappe.desk.form.assign_to.close",
	],
)
def test_a_link_changes_nothing_whoever_follows_it(agent, verb, call):
	for person in (agent, "Administrator"):
		try:
			frappe.get_attr(call.rsplit("/", 1)[1])
		except (ImportError, AttributeError, frappe.ValidationError):
			return  # of another version
		with pytest.raises(entry.LinkedChangeError):
			request(person, call, verb)
	frappe.local.message_log = []


# what their source writes is a log, a cache, the reader's session, or asked for by the link of a mail
READS_AND_LOGS = {
	"frappe.client.validate_link",
	"frappe.core.api.file.get_files_in_folder",
	"frappe.core.doctype.communication.email.mark_email_as_seen",
	"frappe.core.doctype.user_permission.user_permission.get_user_permissions",
	"frappe.desk.form.load.getdoc",
	"frappe.desk.listview.get_list_settings",
	"frappe.desk.search.search_widget",
	"frappe.email.queue.unsubscribe",
	"frappe.handler.logout",
	"frappe.handler.web_logout",
	"frappe.integrations.doctype.ldap_settings.ldap_settings.login",
	"frappe.utils.global_search.search",
	"frappe.website.doctype.personal_data_deletion_request.personal_data_deletion_request.confirm_deletion",
	"frappe.workflow.doctype.workflow_action.workflow_action.confirm_action",
	"frappe.www.printview.get_html_and_style",
	"dianjian_app.resources.intake.lead_batch_actions.preview",
}
WRITES = re.compile(
	r"\.(save|insert|delete|submit|cancel|set_value|db_set|commit|set_user_default|rename|add_comment)\("
	r"|delete_doc|rename_doc|set_default"
)


def test_every_open_method_that_writes_in_so_many_words_is_marked():
	"""So that one which a new version brings is seen."""
	found = []
	for app in ("frappe", "dianjian_app"):
		web_methods(app)
	for function in frappe.whitelisted:
		path, by = path_of(function), frappe.allowed_http_methods_for_whitelisted_func.get(function, ())
		rule = shipped_policy().rule_of(path)
		if not rule or rule.method_class == "refused" or rule.writes or "GET" not in by:
			continue
		if WRITES.search(inspect.getsource(inspect.unwrap(function))) and path not in READS_AND_LOGS:
			found.append(path)
	assert found == []


def test_who_has_no_role_sets_no_site_up():
	nobody = a_user().name
	for asker in (nobody, "Guest"):
		with pytest.raises(entry.ClosedMethodError):
			request(
				asker, "/api/method/frappe.desk.page.setup_wizard.setup_wizard.load_messages", language="en"
			)
