"""To-dos, events and notes sent by REST: in the own name, beside what is open, and not to other centres (R47)."""

import frappe
import pytest

from dianjian_app import roles
from dianjian_app.gate import entry
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_centre, a_group, a_user, an_agent
from dianjian_app.tests.builders.resources import a_lead
from dianjian_app.tests.site.asking import ask, refused
from dianjian_app.tests.site.test_method_policy_site import request

pytestmark = pytest.mark.req("R47")
INSERT = "frappe.client.insert"


@pytest.fixture
def people():
	group = a_group(a_centre())
	here, there = an_agent(group), an_agent()
	return here, there, a_lead(agent=here), a_lead(agent=there), a_user(roles.AUDITOR).name


def todo(lead=None, **fields):
	about = {"reference_type": "Call Lead", "reference_name": lead.name} if lead else {}
	return {"doctype": "ToDo", "description": "回访", **about, **fields}


def test_a_todo_is_assigned_in_the_own_name(people):
	here, _there, mine, _theirs, _auditor = people
	for about in (mine, None):
		made = ask(here.user, INSERT, doc=todo(about, allocated_to=here.user, assigned_by="Administrator"))
		assert frappe.db.get_value("ToDo", made["name"], "assigned_by") == here.user
	made = frappe.get_doc("ToDo", made["name"])
	ask(
		here.user,
		"frappe.client.set_value",
		doctype="ToDo",
		name=made.name,
		fieldname="assigned_by",
		value="Administrator",
	)
	assert frappe.db.get_value("ToDo", made.name, "assigned_by") == here.user


def test_a_todo_stands_beside_what_both_may_see(people):
	here, there, mine, theirs, _auditor = people
	assert refused(here.user, INSERT, doc=todo(theirs))
	assert refused(here.user, INSERT, doc=todo(mine, allocated_to=there.user))
	made = ask(here.user, INSERT, doc=todo(mine))
	form = {"doctype": "ToDo", "name": made["name"], "fieldname": "reference_name", "value": theirs.name}
	assert refused(here.user, "frappe.client.set_value", **form)


def test_an_auditor_leaves_nothing_with_others(people):
	here, _there, mine, _theirs, auditor = people
	assert refused(auditor, INSERT, doc=todo(mine))
	assert refused(auditor, INSERT, doc=todo(allocated_to=here.user))
	assert ask(auditor, INSERT, doc=todo())["owner"] == auditor  # a note to oneself
	for comment in ("Comment", "Info", "Workflow"):
		about = {"reference_doctype": "Call Lead", "reference_name": mine.name, "content": "x"}
		for person in (auditor, here.user):
			doc = {"doctype": "Comment", "comment_type": comment, "comment_email": "Administrator", **about}
			assert refused(person, INSERT, doc=doc), (person, comment)
			assert refused(person, INSERT, doc={"doctype": "Communication", "subject": "x", **about})


def test_what_everybody_reads_is_the_sites(people):
	here, _there, _mine, theirs, auditor = people
	event = {"doctype": "Event", "subject": "看房", "starts_on": frappe.utils.now(), "event_type": "Private"}
	for person in (here.user, auditor):
		assert refused(person, INSERT, doc={**event, "event_type": "Public"})
		assert not is_published(person)
	made = ask(here.user, INSERT, doc=event)
	form = {"doctype": "Event", "name": made["name"], "fieldname": "event_type", "value": "Public"}
	assert refused(here.user, "frappe.client.set_value", **form)
	foreign = [{"reference_doctype": "Call Lead", "reference_docname": theirs.name}]
	assert refused(here.user, INSERT, doc={**event, "event_participants": foreign})


def is_published(person) -> bool:
	"""Frappe itself takes the mark away from who may not set it, in some versions."""
	note = {"doctype": "Note", "title": f"告示 {person}", "content": "x", "public": 1}
	try:
		made = ask(person, INSERT, doc=note)
	except frappe.PermissionError:
		return False
	return bool(frappe.db.get_value("Note", made["name"], "public"))


def test_nobody_deletes_what_waits_for_a_workflows_step(people):
	here, _there, mine, _theirs, _auditor = people
	row = frappe.new_doc("Workflow Action")
	row.update({"reference_doctype": "Call Lead", "reference_name": mine.name, "status": "Open"})
	row.name = 987654321 if "int" in frappe.db.get_column_type("Workflow Action", "name") else "wa-of-a-test"
	row.db_insert()
	assert refused(here.user, "frappe.client.delete", doctype="Workflow Action", name=row.name)
	with as_user(here.user):
		assert frappe.has_permission("Workflow Action", "read", doc=row)


def test_anothers_calendar_is_not_given():
	here, there = an_agent(), an_agent()
	path = "/api/method/frappe.desk.doctype.event.event.get_events"
	request(here.user, path, start="2026-01-01", end="2026-12-31", user=here.user)
	with pytest.raises(entry.ClosedMethodError):
		request(here.user, path, start="2026-01-01", end="2026-12-31", user=there.user)
