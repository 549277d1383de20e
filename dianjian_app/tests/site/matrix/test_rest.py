"""The same matrix through the web: REST and frappe.client, request by request, as each role (R47)."""

import json

import frappe
import pytest
from frappe.model import no_value_fields
from frappe.utils.password import update_password
from werkzeug.test import Client

from dianjian_app import roles
from dianjian_app.people.moves import record_leaving
from dianjian_app.tests.builders import committed_numbers
from dianjian_app.tests.builders.people import a_staff
from dianjian_app.tests.builders.users import take_away
from dianjian_app.tests.site.matrix import web
from dianjian_app.tests.site.matrix.crowd import CODE, Person, by_code, everybody, report, sees
from dianjian_app.tests.site.matrix.test_rights import may
from dianjian_app.tests.site.matrix.what_is_made import NOT_ABOUT_ONESELF
from dianjian_app.tests.site.matrix.who_may_do_what import RIGHTS, WRITERS
from dianjian_app.tests.site.who_sees_what import SEES

pytestmark = pytest.mark.req("R47")
PASSWORD = "Passwort-der-Matrix-9"
CLOSED = 403


class Served(Person):
	"""Without entries: what is committed is taken away again, and entries never are (test_entries_append_only.py)."""

	doctypes = tuple(d for d in SEES if d != "Incentive Entry")


@pytest.fixture(scope="module")
def served(site):
	"""The crowd, committed, and a key for each of its people."""
	with committed_numbers():
		worlds = everybody(Served)
	keys = {role: web.a_key(world.user) for role, world in worlds.items()}
	site.db.commit()
	yield worlds, keys
	web.clear(worlds.values())


@pytest.fixture(autouse=True)
def back_again():
	"""The requests of these tests commit: nothing is taken back between them."""


class Asked:
	"""One role's requests about its world, and what was wrong with the answers."""

	def __init__(self, role, worlds, keys):
		self.role, self.world, self.key, self.wrong = role, worlds[role], keys[role], []

	def __call__(self, verb, path, **what):
		return web.send(verb, path, self.key, **what)

	def expect(self, cell, good, answer):
		if (answer.status != CLOSED) != good:
			self.wrong.append(f"{self.role} | {cell} | should be {good} | {answer.status}")

	def turn(self, doctype) -> int:
		"""0 or 1, another for the next role and the next DocType: each role asks one of two questions, each DocType both.

		Every cell is asked about without the web in test_rights.py; here it is the ways of the web that are tried.
		"""
		return (list(SEES).index(doctype) + roles.ALL.index(self.role)) % 2

	def document(self, doctype, wanted) -> str | None:
		"""A document for which wanted(place) holds; not always of the same place."""
		found = [n for p, n in sorted(self.world.documents[doctype].items()) if wanted(p)]
		return found[(len(doctype) + roles.ALL.index(self.role)) % len(found)] if found else None


@pytest.fixture(params=roles.ALL)
def asked(served, request):
	return Asked(request.param, *served)


def test_lists_and_documents(asked):
	for doctype, places in asked.world.documents.items():
		path, names = f"/api/resource/{doctype}", list(places.values())
		form = {"filters": json.dumps([["name", "in", names]]), "limit_page_length": 50}
		answer = asked("GET", path, query_string=form)
		found = (
			{row["name"] for row in (answer.json or {}).get("data", ())} if answer.status == 200 else set()
		)
		expected = {n for p, n in places.items() if sees(asked.role, doctype, p)}
		if found != expected:
			asked.wrong.append(f"{asked.role} | {doctype} | REST list | {found ^ expected}")
		good = bool(asked.turn(doctype))
		name = asked.document(doctype, lambda p, d=doctype, g=good: sees(asked.role, d, p) == g)
		if name:
			asked.expect(f"{doctype} | {name} | REST GET", good, asked("GET", f"{path}/{name}"))
	assert not asked.wrong, report(asked.wrong)


def test_what_a_role_may_not_write_stays(asked):
	role = asked.role
	for doctype in asked.world.documents:
		path = f"/api/resource/{doctype}"
		fixed = asked.document(doctype, lambda p, d=doctype: not lets(role, d, p, "w"))
		kept = asked.document(doctype, lambda p, d=doctype: not lets(role, d, p, "d"))
		before = frappe.db.count(doctype)
		if fixed:
			stood = frappe.db.get_value(doctype, fixed, ["idx", "docstatus", "modified"])
			# another value of a link is refused before the writer is asked for
			if asked.turn(doctype) or doctype in WRITERS:
				answer = asked("PUT", f"{path}/{fixed}", json={"idx": 7})
			else:
				form = {"doctype": doctype, "name": fixed, "fieldname": a_field(doctype), "value": "7"}
				answer = asked("POST", "/api/method/frappe.client.set_value", json=form)
			asked.expect(f"{doctype} | {fixed} | REST PUT or client.set_value", False, answer)
			_look_again()
			if frappe.db.get_value(doctype, fixed, ["idx", "docstatus", "modified"]) != stood:
				asked.wrong.append(f"{role} | {doctype} | {fixed} | was changed")
		if kept and asked.turn(doctype):
			asked.expect(f"{doctype} | {kept} | REST DELETE", False, asked("DELETE", f"{path}/{kept}"))
		if not asked.turn(doctype) and "c" not in by_code(RIGHTS[doctype]).get(CODE[role], ""):
			asked.expect(f"{doctype} | REST POST", False, asked("POST", path, json={"name": "x"}))
		_look_again()
		if frappe.db.count(doctype) != before:
			asked.wrong.append(
				f"{role} | {doctype} | has {frappe.db.count(doctype)} rows in place of {before}"
			)
	assert not asked.wrong, report(asked.wrong)


def test_what_a_role_may_write_is_let_in(asked):
	"""What the bare document lacks may be asked for after that: refused for want of a right it is not."""
	for doctype in asked.world.documents.keys() - {"Staff Wage"}:  # a bare one is nobody's: test_creating.py
		nobodys_own = doctype in NOT_ABOUT_ONESELF
		name = asked.document(
			doctype,
			lambda p, d=doctype, n=nobodys_own: lets(asked.role, d, p, "w") and not (n and p == "own"),
		)
		if name:
			answer = asked("PUT", f"/api/resource/{doctype}/{name}", json={})
			asked.expect(f"{doctype} | {name} | REST PUT", True, answer)
	assert not asked.wrong, report(asked.wrong)


def lets(role, doctype, place, letter) -> bool:
	"""Whether the right is there, and the document itself does not ask for another writer."""
	asks = doctype in WRITERS and may(role, doctype, place, letter)
	return CODE[role] in WRITERS[doctype][place].split() if asks else may(role, doctype, place, letter)


def a_field(doctype) -> str:
	"""One that holds something: the framework refuses fields of its own before it asks for a right."""
	return next(f.fieldname for f in frappe.get_meta(doctype).fields if f.fieldtype not in no_value_fields)


def _look_again() -> None:
	"""The requests have connections of their own; ours begins to look anew."""
	frappe.db.rollback()


def test_a_guest_gets_nothing(served):
	worlds, _keys = served
	for doctype, places in worlds[roles.AGENT].documents.items():
		name = next(iter(places.values()), "x")
		assert web.send("GET", f"/api/resource/{doctype}").status == CLOSED, doctype
		assert web.send("GET", f"/api/resource/{doctype}/{name}").status == CLOSED, doctype
		assert web.send("POST", f"/api/resource/{doctype}", json={"name": "x"}).status == CLOSED, doctype


@pytest.fixture
def leaver(served):
	"""An agent beside the crowd, which the other tests need as it is, committed, and a key; gone afterwards."""
	worlds, _keys = served
	group = frappe.get_doc("Sales Group", worlds[roles.AGENT].person.sales_group)
	with committed_numbers():
		agent = a_staff(roles.AGENT, group=group)
	key = web.a_key(agent.user)
	frappe.db.commit()
	yield agent, key
	frappe.set_user("Administrator")
	frappe.db.rollback()
	for child in ("Sales Group Membership", "Staff Spell"):
		frappe.db.delete(child, {"parent": agent.name})
	frappe.db.delete("Leaver Close-Out", {"staff": agent.name})
	frappe.db.delete("Sales Staff", {"name": agent.name})
	take_away(agent.user)
	frappe.db.commit()


def test_a_leavers_session_key_and_token_end_at_once(leaver):
	"""Three ways in, each of them open before and closed after the leaving is recorded."""
	agent, key = leaver
	update_password(agent.user, PASSWORD)
	token = a_token(agent.user)
	frappe.db.commit()
	browser = Client(web._application())
	login = web.send("POST", "/api/method/login", client=browser, json={"usr": agent.user, "pwd": PASSWORD})
	assert login.status == 200

	def who(**way):
		answer = web.send("GET", "/api/method/frappe.auth.get_logged_user", **way)
		return answer.json.get("message") if answer.status == 200 else answer.status

	ways = ({"client": browser}, {"key": key}, {"key": f"Bearer {token}"})
	assert [who(**way) for way in ways] == [agent.user] * 3
	record_leaving(agent.name, frappe.utils.today(), at_once=True)
	frappe.db.commit()
	for way in ways:
		assert who(**way) in (401, CLOSED), way
		assert web.send("GET", "/api/resource/Call Lead", **way).status in (401, CLOSED), way
	login = web.send("POST", "/api/method/login", json={"usr": agent.user, "pwd": PASSWORD})
	assert login.status == 401


def a_token(user: str) -> str:
	"""A bearer token as the site's own OAuth gives it to an app of the user's."""
	app = frappe.get_doc(
		doctype="OAuth Client",
		app_name=f"Matrix {frappe.generate_hash(length=6)}",
		scopes="all",
		redirect_uris="http://localhost",
		default_redirect_uri="http://localhost",
	).insert()
	access = frappe.generate_hash(length=30)
	frappe.get_doc(
		doctype="OAuth Bearer Token",
		client=app.name,
		user=user,
		scopes="all",
		access_token=access,
		refresh_token=frappe.generate_hash(length=30),
		expires_in=3600,
		status="Active",
	).insert()
	return access


ALL_FIELDS = {"fields": '["*"]', "limit_page_length": 3}
VIRTUAL = ("Call Sheet", "Time Off Request")
LISTS = ("frappe.client.get_list", "frappe.desk.reportview.get", "frappe.desk.reportview.get_list")


def test_all_fields_of_every_doctype_are_listed_without_an_error(asked):
	"""Also where fields have no column. Each DocType by one door, those with such fields by all of them."""
	doors = (*LISTS, "frappe.client.get_value", None)
	doctypes = sorted(asked.world.documents)
	for at, doctype in enumerate(doctypes):
		here = doors if doctype in VIRTUAL else doors[at % len(doors) :][:1]
		for method in here:
			form = {**ALL_FIELDS, **({"doctype": doctype} if method else {})}
			if method == "frappe.client.get_value":
				form = {"doctype": doctype, "fieldname": '["*"]'}
			path = f"/api/method/{method}" if method else f"/api/resource/{doctype}"
			answer = asked("GET", path, query_string=form)
			if answer.status not in (200, CLOSED):
				asked.wrong.append(f"{asked.role} | {doctype} | {path} | {answer.status}")
	assert not asked.wrong, report(asked.wrong)


DOORS_OF_ONE = {
	"frappe.client.get": ("doctype", "name"),
	"frappe.client.delete": ("doctype", "name"),
	"frappe.client.has_permission": ("doctype", "docname"),
	"frappe.client.get_doc_permissions": ("doctype", "docname"),
	"frappe.client.is_document_amended": ("doctype", "docname"),
	"frappe.client.rename_doc": ("doctype", "old_name"),
	"frappe.client.validate_link": ("doctype", "docname"),
	"frappe.desk.form.load.getdoc": ("doctype", "name"),
	"frappe.desk.form.load.get_docinfo": ("doctype", "name"),
	"frappe.desk.form.utils.add_comment": ("reference_doctype", "reference_name"),
	"frappe.utils.print_format.download_pdf": ("doctype", "name"),
	"run_doc_method": ("dt", "dn"),
	"dianjian_app.resources.numbers.reveal.reveal_number": ("doctype", "name"),
}


def test_a_document_that_is_not_there_is_answered_as_a_closed_one(asked):
	for doctype in asked.world.documents:
		closed = asked.document(doctype, lambda p, d=doctype: not sees(asked.role, d, p))
		if not closed:
			continue
		absent = f"{closed[:-2]}zz"
		path = f"/api/resource/{doctype}"
		verbs = ("GET", "PUT", "DELETE")
		for verb in verbs if doctype == "Call Lead" else verbs[len(doctype) % 3 :][:1]:
			_compare(asked, f"REST {verb}", [asked(verb, f"{path}/{n}", json={}) for n in (closed, absent)])
		if doctype != "Call Lead":
			continue
		for method, (of, name) in DOORS_OF_ONE.items():
			forms = [
				{
					of: doctype,
					name: n,
					"method": "get_title",
					"new_name": "x",
					"content": "x",
					"comment_email": "x",
				}
				for n in (closed, absent)
			]
			answers = [asked("POST", f"/api/method/{method}", json=form) for form in forms]
			_compare(asked, method, answers, closed, absent)
		whole = [
			{"doc": json.dumps({"doctype": doctype, "name": n}), "action": "Save"} for n in (closed, absent)
		]
		for method in ("frappe.desk.form.save.savedocs", "frappe.client.save"):
			_compare(asked, method, [asked("POST", f"/api/method/{method}", json=w) for w in whole])
	assert not asked.wrong, report(asked.wrong)


def _compare(asked, call, answers, *names):
	told = [(a.status, (a.json or {}).get("exc_type"), set(a.json or ())) for a in answers]
	if told[0] != told[1]:
		asked.wrong.append(f"{asked.role} | {call} | closed {told[0]} | absent {told[1]}")


def test_nobody_chooses_the_name_of_a_document(served):
	"""Whether a name is taken would tell that somebody's document is there."""
	worlds, keys = served
	taken = worlds[roles.MANAGER].documents["Invitation Register"]
	for name in next(iter(taken.values())), "CS-not-there":
		body = {"doctype": "Invitation Register", "agent": worlds[roles.AGENT].person.name, "__newname": name}
		answer = web.send("POST", "/api/resource/Invitation Register", keys[roles.AGENT], json=body)
		assert answer.status != 409
		if answer.status == 200:
			assert answer.json["data"]["name"] != name
			frappe.db.rollback()
			frappe.db.delete("Invitation Register", {"name": answer.json["data"]["name"]})
			frappe.db.commit()
