"""What people wrote is printed and mailed, and runs in no paper and no mail (R47): hostile_texts.py in every field."""

import re
from types import SimpleNamespace

import frappe
import pytest
from bs4 import BeautifulSoup

from dianjian_app import roles
from dianjian_app.mailing import statement_mail
from dianjian_app.patches.v0_2 import replace_unedited_print_formats
from dianjian_app.setup.seeds import prints
from dianjian_app.tests import hostile_texts
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff, an_agent
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.tests.site.test_mailed_reports import mail, sent, text_of  # noqa: F401 a fixture
from dianjian_app.tests.site.test_prints import web_server_of_prints  # noqa: F401 a fixture

pytestmark = pytest.mark.req("R47")
RAN = re.compile(r"ran\((\d+)\)")


@made_once
def hostile():
	"""Hostile documents of every DocType, and the print formats as they are shipped."""
	group = a_group(a_centre())
	agent, consultant = an_agent(group), a_staff(roles.CONSULTANT, group=group)
	staff = {roles.AGENT: agent, roles.CONSULTANT: consultant}
	company = SimpleNamespace(
		centre=frappe.get_doc("Sales Centre", group.centre),
		group=group,
		staff=staff,
		users={role: person.user for role, person in staff.items()},
	)
	replace_unedited_print_formats.execute()
	return hostile_texts.fill(company)


def alive_in(markup: str, hostile) -> list[str]:
	"""Where a hostile text would run, or would be an address, in a piece of markup."""
	found = []
	for element in BeautifulSoup(markup, "html5lib").find_all(True):
		texts = [element.get_text()] if element.name == "script" else []
		for name, value in element.attrs.items():
			value = " ".join(value) if isinstance(value, list) else value
			if name.startswith("on") or name == "srcdoc":
				texts.append(value)
			elif re.match(r"\s*javascript:", value):
				texts.append(value)
		found += [hostile.places[int(n)] for text in texts for n in RAN.findall(text)]
	return found


def shown_in(markup: str) -> bool:
	return bool(RAN.search(BeautifulSoup(markup, "html5lib").get_text()))


@pytest.mark.parametrize("shape", [hostile_texts.EVERYWHERE, *range(1, len(hostile_texts.SHAPES))])
def test_no_paper_runs_what_people_wrote(hostile, shape):
	alive, own = [], {doctype: name for name, (doctype, _file) in prints.FORMATS.items()}
	for doctype, names in hostile.documents.items():
		for form in ("Standard", own.get(doctype)) if shape < 3 else (own.get(doctype),):
			if form:
				page = frappe.get_print(doctype, names[shape], form)
				alive += [f"{form}, {doctype}: {place}" for place in alive_in(page, hostile)]
	assert not alive, "\n".join(alive)


def test_the_search_finds_what_runs(hostile):
	"""The same paper without the mends: what stands in it would run."""
	doctype, names = "Call Sheet", hostile.documents["Call Sheet"]
	doc = frappe.get_doc(doctype, names[hostile_texts.EVERYWHERE])
	page = frappe.render_template("<p>{{ doc.return_reason }}{{ doc.rows[0].remarks }}</p>", {"doc": doc})
	assert len(alive_in(page, hostile)) == 2
	assert shown_in(frappe.get_print(doctype, doc.name, "Call Sheet Form"))


def test_no_mail_of_a_notification_runs_what_people_wrote(hostile, mail):  # noqa: F811
	names = hostile.documents["Call Lead"]
	agent = frappe.db.get_value("Sales Staff", frappe.db.get_value("Call Lead", names[0], "agent"), "user")
	told = frappe.get_doc(
		doctype="Notification",
		name=f"Hostile {frappe.generate_hash(length=6)}",
		document_type="Call Lead",
		event="Custom",
		channel="Email",
		send_system_notification=0,
		enabled=1,
		subject="x",
		message="<p>{{ doc.customer_name }}</p><p>{{ doc.remarks }}</p><p>{{ doc.numbers[0].kin }}</p>",
		recipients=[{"receiver_by_role": roles.AGENT}],
	).insert()
	for name in names:
		doc = frappe.get_doc("Call Lead", name)
		before = doc.as_dict()
		told.send(doc)
		assert told.flags.failure is None
		assert doc.as_dict() == before  # the document itself is not touched
	sent(mail)
	mails = [text_of(message) for recipients, message in mail.received if agent in recipients]
	assert len(mails) == len(names) and any(map(shown_in, mails))
	assert [place for each in mails for place in alive_in(each, hostile)] == []


@pytest.mark.usefixtures("web_server_of_prints")
def test_no_statements_mail_runs_what_people_wrote(hostile, mail):  # noqa: F811
	names = hostile.documents["Incentive Statement"]
	for shape in (hostile_texts.EVERYWHERE, 6):
		doc = frappe.get_doc("Incentive Statement", names[shape])
		statement_mail._queue_mail(doc, "somebody@test.example")
	sent(mail)
	mails = [text_of(message) for _recipients, message in mail.received]
	assert len(mails) == 2 and any(map(shown_in, mails))
	assert [place for each in mails for place in alive_in(each, hostile)] == []
