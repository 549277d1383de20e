"""Frappe's own lists show what their reader may see: beside documents, of what people did, and of colleagues (R47)."""

import random
import uuid

import frappe
import pytest

from dianjian_app import roles
from dianjian_app.beside_rows import BESIDE
from dianjian_app.overrides import db_query
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff, a_user, an_agent
from dianjian_app.tests.builders.resources import a_lead
from dianjian_app.tests.site.asking import ask, refused

pytestmark = pytest.mark.req("R47")
LIST = "frappe.client.get_list"
ABOUT = sorted(doctype for doctype, beside in BESIDE.items() if not beside.personal)
PERSONAL = sorted(doctype for doctype, beside in BESIDE.items() if beside.personal)
# nobody's role of the app reads them: a list of them is refused as a whole
READ = {
	"ToDo",
	"Tag Link",
	"File",
	"Workflow Action",
	"Energy Point Log",
	"Notification Log",
	"Document Follow",
}


@pytest.fixture(autouse=True)
def as_in_a_request():
	db_query.install()


def a_row(doctype, lead=None, person="Administrator"):
	"""A row of one of Frappe's DocTypes about a document, or of a person, as Frappe itself writes it."""
	beside = BESIDE[doctype]
	row = frappe.new_doc(doctype)
	kind = frappe.db.get_column_type(doctype, "name")
	row.name = (
		random.randrange(10**9)
		if "int" in kind
		else str(uuid.uuid4())
		if "uuid" in kind
		else frappe.generate_hash(length=10)
	)
	if lead is not None and beside.doctype_field:
		row.set(beside.doctype_field, lead.doctype)
		row.set(beside.name_field, lead.name)
	for field in beside.own:
		row.set(field, person)
	row.owner = person if "owner" in beside.own else "Administrator"
	row.set("role", None)
	row.db_insert()
	return row.name


def listed(user, doctype) -> set[str]:
	try:
		found = ask(user, LIST, doctype=doctype, fields=["name"], limit_page_length=0)
	except frappe.PermissionError:
		return set()
	return {row["name"] for row in found}


def test_rows_beside_documents_are_for_who_sees_the_documents():
	here, there = an_agent(), an_agent()
	mine, theirs = a_lead(agent=here), a_lead(agent=there)
	shown = set()
	for doctype in ABOUT:
		own, foreign = a_row(doctype, mine), a_row(doctype, theirs)
		seen = listed(here.user, doctype)
		assert foreign not in seen, doctype
		assert refused(here.user, "frappe.client.get", doctype=doctype, name=foreign), doctype
		shown |= {doctype} if own in seen else set()
	assert {"Tag Link", "File"} <= shown  # what may be seen is seen


def test_what_people_did_is_their_own():
	here, there = an_agent(), an_agent()
	for doctype in PERSONAL:
		own, foreign = a_row(doctype, person=here.user), a_row(doctype, person=there.user)
		seen = listed(here.user, doctype)
		assert foreign not in seen, doctype
		assert refused(here.user, "frappe.client.get", doctype=doctype, name=foreign), doctype
		if doctype in READ:
			assert own in seen, doctype


@pytest.mark.parametrize("position", [roles.AGENT, roles.MANAGER, roles.HR])
def test_users_of_another_centre_are_not_listed(position):
	centre = a_centre()
	group = a_group(centre)
	reader = an_agent(group) if position == roles.AGENT else a_staff(position, centre=centre)
	colleague, stranger, nobodys = an_agent(group), an_agent(), a_user(roles.ADMIN)
	with as_user(reader):
		seen = set(frappe.get_list("User", pluck="name", limit_page_length=0))
	assert {reader.user, colleague.user, nobodys.name} <= seen and stranger.user not in seen
	assert refused(reader.user, "frappe.client.get", doctype="User", name=stranger.user)
	links = ask(reader.user, "frappe.desk.search.search_link", doctype="User", txt=stranger.user[:-13])
	links = links if links is not None and not hasattr(links, "get") else (links or {}).get("results", [])
	assert stranger.user not in str(links)


def test_who_sees_every_centre_sees_all_users():
	stranger = an_agent()
	with as_user(a_user(roles.AUDITOR).name):
		assert stranger.user in frappe.get_list("User", pluck="name", limit_page_length=0)


def test_when_somebody_logged_in_is_nobody_elses():
	centre = a_centre()
	manager, agent = a_staff(roles.MANAGER, centre=centre), an_agent(a_group(centre))
	for field in ("last_login", "last_active", "last_ip"):
		with as_user(manager):
			rows = frappe.get_list("User", fields=["name", field], limit_page_length=0)
		assert not [row for row in rows if row.get(field)], field
		for form in (
			{"fields": ["name"], "order_by": f"{field} desc"},
			{"fields": ["name"], "filters": {field: (">", "2000-01-01")}},
		):
			assert refused(manager.user, LIST, doctype="User", **form), (field, form)
	assert refused(manager.user, "frappe.client.get", doctype="User", name=agent.user)
