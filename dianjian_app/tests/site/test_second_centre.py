"""Two centres on one site: people of one get nothing of the other, at any door that a list, a form or a report is (R47)."""

import frappe
import pytest
from frappe.utils import global_search

from dianjian_app import roles
from dianjian_app.beside_rows import BESIDE
from dianjian_app.resources.numbers import vault
from dianjian_app.row_ownership import (
	CHILD_TABLES,
	EVERYTHING,
	GROUP,
	LEVEL_OF_ROLE,
	LISTED_AS_OWN,
	OWN,
	ROW_FIELDS,
)
from dianjian_app.tests.attack.judge import Secrets
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff
from dianjian_app.tests.builders.second_centre import SecondCentre
from dianjian_app.tests.site.asking import ask
from dianjian_app.tests.site.gate_crawl import FRAPPES, Crawl
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.tests.site.who_sees_what import SEES

MORE_OF_FRAPPE = (
	*(
		"Workflow Action",
		"Tag Link",
		"User",
		"Contact",
		"Energy Point Log",
		"Auto Email Report",
		"Prepared Report",
	),
	*("Document Follow", "Route History", "Notification Settings", "Kanban Board", "List Filter", "Report"),
)
LIST = "frappe.client.get_list"
pytestmark = pytest.mark.req("R47")
OF_A_CENTRE = [role for role, level in LEVEL_OF_ROLE.items() if level != EVERYTHING]
SHORTEST = 8


@made_once
def centres():
	"""A first centre with a person of each role, and a second one with documents of every kind."""
	first = a_centre()
	group = a_group(first)
	people = {
		role: a_staff(role, group=group)
		if LEVEL_OF_ROLE[role] in (OWN, GROUP)
		else a_staff(role, centre=first)
		for role in OF_A_CENTRE
	}
	return people, SecondCentre()


def secrets_of(centre: SecondCentre) -> Secrets:
	"""What people of another centre must not read: names of documents and people, the customer, the number."""
	names = {str(name) for names in centre.documents.values() for name in names if len(str(name)) >= SHORTEST}
	staff = frappe.get_all("Sales Staff", {"centre": centre.centre.name}, pluck="user")
	texts = {centre.customer.name, centre.centre.name, centre.other_group.group_name, *filter(None, staff)}
	digits = {n.lstrip("+") for n in vault.numbers_of(centre.documents["Phone Vault"]).values() if n}
	return Secrets(
		frozenset(names), frozenset({*digits, *(d.removeprefix("86") for d in digits)}), frozenset(texts)
	)


def test_the_second_centre_has_a_row_of_every_kind(centres):
	_people, second = centres
	assert not [doctype for doctype in ROW_FIELDS if not second.documents[doctype]]
	assert frappe.db.count("Incentive Entry", {"centre": second.centre.name}) > 0


@pytest.mark.parametrize("role", OF_A_CENTRE)
def test_nobody_of_one_centre_meets_anything_of_another(centres, role):
	people, second = centres
	secrets = secrets_of(second)
	crawl = Crawl(people[role].user).all((*SEES, *FRAPPES, *MORE_OF_FRAPPE))
	told = [
		(door, secret, _around(text, secret[1]))
		for door, texts in crawl.answers.items()
		for text, asked in zip(texts, crawl.questions[door], strict=True)
		if (secret := secrets.told_by(text, asked))
	]
	assert crawl.answers
	assert not told, "\n".join(map(str, told[:20]))


@pytest.mark.parametrize("role", OF_A_CENTRE)
def test_a_document_of_another_centre_answers_like_one_that_is_not_there(centres, role):
	people, second = centres
	crawl = Crawl(people[role].user)
	for doctype in (*ROW_FIELDS, *CHILD_TABLES):
		for name in second.documents[doctype][:2]:
			for door, method, form in (
				("get", "frappe.client.get", {"doctype": doctype, "name": name}),
				("form", "frappe.desk.form.load.getdoc", {"doctype": doctype, "name": name}),
				(
					"value",
					"frappe.client.get_value",
					{"doctype": doctype, "filters": name, "fieldname": "name"},
				),
				("title", "frappe.desk.search.get_link_title", {"doctype": doctype, "docname": name}),
				(
					"link",
					"frappe.client.validate_link",
					{"doctype": doctype, "docname": name, "fields": '["owner"]'},
				),
				("info", "frappe.desk.form.load.get_docinfo", {"doctype": doctype, "name": name}),
				("linked", "frappe.desk.form.linked_with.get", {"doctype": doctype, "docname": name}),
			):
				crawl.take(door, method, **form)
	told = [
		(door, text[:200])
		for door, texts in crawl.answers.items()
		for text, asked in zip(texts, crawl.questions[door], strict=True)
		if not _says_nothing(text) and text not in asked
	]
	assert not told, told[:20]


@pytest.mark.parametrize("doctype", [d for d in LISTED_AS_OWN if d not in BESIDE])
def test_what_is_not_in_ones_own_list_cannot_be_opened_by_its_name(centres, doctype):
	people, second = centres
	theirs = second.people[roles.MANAGER].user
	fields = {
		"Notification Log": {"for_user": theirs, "subject": "月结待审批", "type": "Alert"},
		"Notification Settings": {"name": theirs},
		"Dashboard Settings": {"name": theirs, "user": theirs},
		"Dashboard": {"dashboard_name": "滨江看板", "module": "Desk", "owner": theirs, "charts": []},
		"Note": {"title": "滨江的话", "content": "不公开", "public": 0, "owner": theirs},
	}[doctype]
	doc = frappe.get_doc({"doctype": doctype, **fields})
	if not frappe.db.exists(doctype, fields.get("name") or ""):
		doc.flags.ignore_mandatory = True
		doc.insert(ignore_permissions=True)
		doc.db_set("owner", theirs)
	foreign, own = people[roles.MANAGER].user, theirs
	seen = {user: ask(user, LIST, doctype=doctype, filters={"name": doc.name}) for user in (foreign, own)}
	for user, found in seen.items():
		opened = Crawl(user).take("get", "frappe.client.get", doctype=doctype, name=doc.name)
		assert bool(opened) == bool(found), (user, doctype)


def _around(text: str, secret: str) -> str:
	"""Where in an answer a secret stands."""
	at = max(text.find(secret.rstrip("…")) - 200, 0)
	return text[at : at + 300].replace("\n", " ")


def _says_nothing(text: str) -> bool:
	return text in ("", "{}", "[]", "null") or ('"name": null' in text and len(text) < 100)


def test_the_people_of_the_second_centre_see_their_own(centres):
	_people, second = centres
	manager = second.people[roles.MANAGER].user
	for doctype in ("Call Lead", "Incentive Entry", "Sales Deal", "Visit Confirmation"):
		found = ask(manager, LIST, doctype=doctype, fields=["name"], limit_page_length=1000)
		assert {row["name"] for row in found} == set(second.documents[doctype]), doctype


def test_people_of_another_centre_are_not_among_the_colleagues(centres):
	people, second = centres
	own, foreign = people[roles.AGENT].user, second.people[roles.AGENT].user
	frappe.cache.delete_value("users_for_mentions")
	for asker, near, far in (
		(own, people[roles.MANAGER].user, foreign),
		(foreign, second.people[roles.HR].user, own),
	):
		named = {one["id"] for one in ask(asker, "frappe.desk.search.get_names_for_mentions", search_term="")}
		listed = {row["name"] for row in ask(asker, LIST, doctype="User", limit_page_length=1000)}
		assert near in listed and asker in listed and far not in listed
		assert near in named and far not in named


def test_the_search_box_finds_what_one_may_read(centres):
	people, second = centres
	agent, word = second.people[roles.AGENT], f"滨江回访{frappe.generate_hash(length=8)}"
	about = {"reference_type": "Call Lead", "reference_name": second.documents["Call Lead"][0]}
	frappe.get_doc(
		doctype="ToDo", description=word, allocated_to=agent.user, owner=agent.user, **about
	).insert()
	global_search.sync_global_search()
	search = "frappe.utils.global_search.search"
	assert not ask(people[roles.AGENT].user, search, text=word)
	assert ask(agent.user, search, text=word)
