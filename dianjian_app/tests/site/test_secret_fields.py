"""Keys, tokens and addresses of User are read by System Managers alone, whatever names them; of colleagues the app's
people see what a directory shows (R47). Asked through the web, request by request."""

import json

import frappe
import pytest

from dianjian_app import roles
from dianjian_app.overrides.db_query import install
from dianjian_app.overrides.secret_fields import columns_named
from dianjian_app.tests.builders import as_user, committed_numbers
from dianjian_app.tests.builders.people import a_user
from dianjian_app.tests.builders.users import take_away
from dianjian_app.tests.site.matrix import web

pytestmark = pytest.mark.req("R47")
KEY = "the-reset-key-of-somebody"
VALUES = {"phone": "010-123", "birth_date": "1987-06-05", "last_active": "2031-02-03"}
# doors that answer without the column where they may not tell it: Frappe's way with `fields`
LEAVES_OUT = (
	*("REST fields", "REST fields, with its table", "REST fields, in a function", "another's table"),
	*("client.get_list", "client.get_value", "client.validate_link", "link search, its own field"),
	*("reportview.get", "reportview.export_query"),
)
WHO = {
	"agent": (roles.AGENT,),
	"hr": (roles.HR,),
	"administrator": (roles.ADMIN,),
	"of another app": ("Report Manager",),
	"system manager": ("System Manager",),
}


@pytest.fixture(scope="module")
def people(connected_site):
	"""A user of each kind, committed, with a key; and a colleague with secrets, whom they ask about."""
	frappe.set_user("Administrator")
	with committed_numbers():
		users = {name: a_user(*has).name for name, has in WHO.items()}
		colleague = a_user(roles.AGENT).name
	frappe.db.set_value(
		"User",
		colleague,
		{"reset_password_key": KEY, "last_ip": "10.9.8.7", "restrict_ip": "10", **VALUES},
	)
	keys = {name: web.a_key(user) for name, user in users.items()} | {"guest": None}
	keys["names"] = users
	web.a_key(colleague)
	frappe.db.commit()
	yield colleague, keys
	frappe.set_user("Administrator")
	frappe.db.rollback()
	take_away(colleague, *users.values())
	frappe.db.delete("Report", {"name": "Keys of Colleagues"})
	frappe.db.commit()


def get_list(**what):
	return "GET", "/api/resource/User", what


def method(path, /, **what):
	return "POST", f"/api/method/{path}", what


def doors(field, value):
	"""Every way in which a client can name a column of User: description → request."""
	qualified = f"`tabUser`.`{field}`"
	by_start = [["User", field, "like", value[:1] + "%"]]
	return {
		"REST fields": get_list(fields=["name", field]),
		"REST fields, with its table": get_list(fields=["name", qualified]),
		"REST fields, in a function": get_list(fields=[f"max({field}) as x"]),
		"REST filters": get_list(filters=by_start),
		"REST filters, a dict": get_list(filters={field: ["like", value[:1] + "%"]}),
		"REST or_filters": get_list(or_filters=by_start),
		"REST order_by": get_list(order_by=f"{field} desc"),
		"REST order_by, with its table": get_list(order_by=f"{qualified} asc"),
		"reportview.get, grouped": method(
			"frappe.desk.reportview.get", doctype="User", fields=["count(name) as n"], group_by=qualified
		),
		"another's table": ("GET", "/api/resource/Sales Staff", {"fields": ["name", f"user.{field}"]}),
		"client.get_list": method("frappe.client.get_list", doctype="User", fields=[field]),
		"client.get_value": method(
			"frappe.client.get_value", doctype="User", fieldname=field, filters={"enabled": 1}
		),
		"client.get_value by it": method(
			"frappe.client.get_value", doctype="User", fieldname="name", filters={field: value}
		),
		"client.validate_link": method(
			"frappe.client.validate_link", doctype="User", docname="COLLEAGUE", fields=[field]
		),
		"client.get_count": method("frappe.client.get_count", doctype="User", filters=by_start),
		"reportview.get": method("frappe.desk.reportview.get", doctype="User", fields=[qualified]),
		"reportview.get_list": method(
			"frappe.desk.reportview.get_list", doctype="User", fields=["name"], filters=by_start
		),
		"reportview.get_count": method("frappe.desk.reportview.get_count", doctype="User", filters=by_start),
		"reportview.export_query": method(
			"frappe.desk.reportview.export_query",
			**{"doctype": "User", "title": "x", "file_format_type": "CSV", "fields": [qualified]},
		),
		"group by count": method(
			"frappe.desk.listview.get_group_by_count", doctype="User", current_filters=[], field=field
		),
		"link search": method("frappe.desk.search.search_link", doctype="User", txt="", filters=by_start),
		"link search, permissions set aside": method(
			"frappe.desk.search.search_widget",
			doctype="User",
			txt="",
			filters=by_start,
			ignore_user_permissions=1,
		),
		"link search, its own field": method(
			"frappe.desk.search.search_widget", doctype="User", txt=value[:1], searchfield=field
		),
		"link search, a query": method(
			"frappe.desk.search.search_widget",
			**{"doctype": "User", "txt": "", "filters": {field: ["like", value[:1] + "%"]}},
			query="frappe.core.doctype.user.user.user_query",
		),
		"the query itself": method(
			"frappe.core.doctype.user.user.user_query",
			**{"doctype": "User", "txt": "", "searchfield": "name", "start": 0, "page_len": 20},
			filters={field: ["like", value[:1] + "%"]},
		),
	}


def ask(people, who, request):
	colleague, keys = people
	verb, path, what = request
	form = {k: json.dumps(v) if isinstance(v, list | dict) else v for k, v in what.items()}
	form = {k: colleague if v == "COLLEAGUE" else v for k, v in form.items()}
	if verb == "GET":
		return web.send(verb, path, keys[who], query_string=form)
	return web.send(verb, path, keys[who], data=form)


@pytest.mark.parametrize(
	"field, value", [("reset_password_key", KEY), ("last_ip", "10.9.8.7"), ("api_key", "a")]
)
@pytest.mark.parametrize("who", ["guest", "agent", "hr", "administrator", "of another app"])
def test_a_key_is_named_through_no_door(people, who, field, value):
	wrong = {}
	for door, request in doors(field, value).items():
		answer = ask(people, who, request)
		if answer.status == 200 and value in json.dumps(answer.json):
			wrong[door] = "it is told"
		elif answer.status == 200 and answer.json is not None and door not in LEAVES_OUT:
			wrong[door] = answer.json
	assert wrong == {}


def test_of_colleagues_the_app_shows_a_directory(people):
	wrong = {}
	for field in ("phone", "birth_date", "mobile_no", "role_profile_name", "gender", "last_active"):
		for door, request in doors(field, VALUES.get(field, "x")).items():
			answer = ask(people, "agent", request)
			# no JSON: a search with a query of its own that is refused answers with a page
			if (
				answer.status == 200
				and answer.json is not None
				and (door not in LEAVES_OUT or VALUES.get(field, "nothing of it") in json.dumps(answer.json))
			):
				wrong[f"{field} | {door}"] = answer.json
	assert wrong == {}


def test_the_directory_itself_is_read(people):
	colleague, _keys = people
	wanted = ["name", "full_name", "email", "user_image", "enabled"]
	request = get_list(fields=wanted, filters=[["User", "name", "=", colleague], ["User", "enabled", "=", 1]])
	assert ask(people, "agent", request).json["data"][0]["email"] == colleague
	found = ask(people, "agent", method("frappe.desk.search.search_link", doctype="User", txt=colleague)).json
	assert colleague in json.dumps(found)
	everything = ask(people, "agent", get_list(fields=["*"], filters={"name": colleague})).json["data"][0]
	assert everything["full_name"] and not {"reset_password_key", "last_ip", "phone", "api_key"} & {
		*everything
	}


def test_roles_of_a_colleague_are_not_listed(people):
	colleague, _keys = people
	for request in (
		get_list(fields=["name", "`tabHas Role`.`role`"], filters={"name": colleague}),
		get_list(fields=["name"], filters=[["Has Role", "role", "=", roles.AGENT]]),
		(
			"GET",
			"/api/resource/Has Role",
			{"parent": "User", "fields": ["role"], "filters": {"parent": colleague}},
		),
	):
		answer = ask(people, "agent", request)
		assert answer.status != 200 or roles.AGENT not in json.dumps(answer.json), request


@pytest.mark.parametrize("who", ["agent", "hr", "of another app"])
def test_the_own_document_shows_no_key_either(people, who):
	_colleague, keys = people
	user = keys["names"][who]
	frappe.db.set_value("User", user, "reset_password_key", KEY)
	frappe.db.commit()
	for request in (
		("GET", f"/api/resource/User/{user}", {}),
		method("frappe.client.get", doctype="User", name=user),
		method("frappe.desk.form.load.getdoc", doctype="User", name=user),
	):
		answer = ask(people, who, request)
		assert answer.status == 200 and user in json.dumps(answer.json)
		assert KEY not in json.dumps(answer.json)
	assert ask(people, who, ("GET", "/api/resource/User/COLLEAGUE", {})).status != 200


def test_a_saved_report_tells_no_key(people):
	_colleague, keys = people
	columns = {
		"fields": [["name", "User"], ["reset_password_key", "User"]],
		"filters": [],
		"order_by": "`tabUser`.`name`",
	}
	if not frappe.db.exists("Report", "Keys of Colleagues"):
		report = frappe.get_doc(
			doctype="Report",
			report_name="Keys of Colleagues",
			ref_doctype="User",
			report_type="Report Builder",
		)
		report.json = json.dumps(columns)
		report.insert()
	install()
	report = frappe.get_doc("Report", "Keys of Colleagues")
	with as_user(keys["names"]["hr"]):
		assert KEY not in str(report.get_data(user=keys["names"]["hr"], as_dict=True, limit=500))
	ordered = frappe.get_doc("Report", report.name)
	ordered.json = json.dumps(
		columns | {"fields": [["name", "User"]], "order_by": "`tabUser`.`reset_password_key`"}
	)
	with as_user(keys["names"]["hr"]), pytest.raises(frappe.PermissionError):
		ordered.get_data(user=keys["names"]["hr"], as_dict=True)
	with as_user(keys["names"]["system manager"]):
		assert KEY in str(report.get_data(user=keys["names"]["system manager"], as_dict=True, limit=500))


def test_a_system_manager_reads_them(people):
	colleague, _keys = people
	request = get_list(fields=["name", "reset_password_key"], filters={"name": colleague})
	assert ask(people, "system manager", request).json["data"][0]["reset_password_key"] == KEY


def test_what_people_write_may_have_such_words(people):
	note = {
		"doctype": "Note",
		"title": f"api_key {frappe.generate_hash(length=6)}",
		"content": "the api_key is lost",
	}
	answer = ask(people, "agent", ("POST", "/api/resource/Note", note))
	assert answer.status == 200, answer
	frappe.db.delete("Note", {"name": answer.json["data"]["name"]})
	frappe.db.commit()


def test_names_are_found_where_they_stand_and_not_in_texts():
	sql = "max(`tabUser`.`last_ip`) as x, tabUser.Api_Key, 'reset_password_key' \"api_secret\" `tabHas Role`.* like 'it''s \\' phone'"
	found = set(columns_named(sql))
	assert {("tabuser", "last_ip"), ("tabuser", "api_key"), ("tabhas role", "*")} <= found
	assert not {"reset_password_key", "api_secret", "phone"} & {column for _table, column in found}
