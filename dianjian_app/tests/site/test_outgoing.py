"""Whatever is sent asks at the moment of sending: is this person enabled, and may they see it? (R47)"""

import frappe
import pytest
from frappe.desk.doctype.event.event import send_event_digest
from frappe.desk.doctype.notification_settings.notification_settings import (
	create_notification_settings,
	is_email_notifications_enabled_for_type,
)

from dianjian_app.overrides.outgoing import FOLLOW_JOBS, STANDINGS_JOBS, STANDINGS_WANTED
from dianjian_app.tests.builders.people import an_agent
from dianjian_app.tests.builders.resources import a_lead
from dianjian_app.tests.site.test_mailed_reports import mail, sent  # noqa: F401 mail is a fixture

pytestmark = pytest.mark.req("R47")
RUN = "frappe.core.doctype.scheduled_job_type.scheduled_job_type.run_scheduled_job"


@pytest.fixture
def people():
	"""A customer's agent, an agent of another centre, one who has left, and the customer."""
	agent, stranger, leaver = an_agent(), an_agent(), an_agent()
	lead = a_lead(agent=agent)
	frappe.db.set_value("User", leaver.user, "enabled", 0)
	return agent, stranger, leaver, lead


@pytest.mark.parametrize("method, kwargs", [(FOLLOW_JOBS[0], {}), (RUN, {"job_type": FOLLOW_JOBS[1]})])
def test_follows_of_what_is_closed_are_not_mailed(people, method, kwargs):
	agent, stranger, leaver, lead = people
	for person in (agent, stranger, leaver):
		follow = frappe.new_doc("Document Follow")
		follow.update({"ref_doctype": "Call Lead", "ref_docname": lead.name, "user": person.user})
		follow.db_insert()
	for hook in frappe.get_hooks("before_job"):
		frappe.call(hook, method=method, kwargs=kwargs, transaction_type="job")
	assert frappe.get_all("Document Follow", {"ref_docname": lead.name}, pluck="user") == [agent.user]


def test_a_notice_reaches_who_may_see_what_it_is_about(people):
	agent, stranger, leaver, lead = people
	for person in (agent, stranger, leaver):
		create_notification_settings(person.user)
		frappe.db.set_value("Notification Settings", person.user, "enable_email_notifications", 0)
	for kind in ("Mention", "Assignment", "Alert", "Share"):
		for person in (agent, stranger, leaver):
			frappe.get_doc(
				doctype="Notification Log",
				for_user=person.user,
				from_user="Administrator",
				type=kind,
				subject="电话",
				document_type="Call Lead",
				document_name=lead.name,
			).insert(ignore_permissions=True)
	told = frappe.get_all("Notification Log", {"document_name": lead.name}, pluck="for_user")
	assert told == [agent.user] * 4


def test_a_mail_leaves_out_who_has_left_or_may_not_see(people, monkeypatch):
	agent, stranger, leaver, lead = people
	monkeypatch.setattr(frappe.flags, "mute_emails", False)
	everybody = [agent.user, stranger.user, leaver.user, "customer@elsewhere.example"]
	for about, left in (
		({"reference_doctype": "Call Lead", "reference_name": lead.name}, [agent.user, everybody[3]]),
		({}, [agent.user, stranger.user, everybody[3]]),
	):
		letter = a_mail(everybody, **about)
		letter._leave_out()
		assert [r.recipient for r in letter.recipients] == left
		stored = frappe.get_all("Email Queue Recipient", {"parent": letter.name}, pluck="recipient")
		assert sorted(stored) == sorted(left)
		assert leaver.user in frappe.db.get_value("Email Queue", letter.name, "error")
	letter = a_mail([leaver.user])
	letter.send()
	letter.reload()
	assert not letter.recipients and letter.status == "Error"


def a_mail(to, **about):
	letter = frappe.get_doc(
		doctype="Email Queue", sender="a@b.example", message="x", status="Not Sent", **about
	)
	letter.set_recipients(to)
	letter.insert(ignore_permissions=True)
	return frappe.get_doc("Email Queue", letter.name)


def test_the_days_events_are_mailed_to_whose_they_are(people, mail):  # noqa: F811 the fixture
	"""What is private is one person's; what is public no centre's (beside_writing.py). Over real SMTP."""
	agent, stranger, leaver, _lead = people
	goes_meanwhile = an_agent()
	everybody = (agent, stranger, leaver, goes_meanwhile)
	for person in everybody:
		create_notification_settings(person.user)
		frappe.db.set_value("Notification Settings", person.user, "enable_email_event_reminders", 1)
		event = frappe.new_doc("Event")
		event.update({"subject": f"Showing of {person.name}", "starts_on": frappe.utils.now()})
		event.update({"owner": person.user, "event_type": "Private", "send_reminder": 1, "status": "Open"})
		event.name = frappe.generate_hash(length=10)
		event.db_insert()
	send_event_digest()
	frappe.db.set_value("User", goes_meanwhile.user, "enabled", 0)
	told = sent(mail)
	assert told.keys() & {p.user for p in everybody} == {agent.user, stranger.user}
	for person in (agent, stranger):
		text = told[person.user].get_body().get_content()
		assert [p.name for p in everybody if f"Showing of {p.name}" in text] == [person.name]


@pytest.mark.parametrize("method, kwargs", [(STANDINGS_JOBS[0], {}), (RUN, {"job_type": STANDINGS_JOBS[1]})])
def test_standings_over_all_centres_are_mailed_to_none_of_the_apps_people(people, method, kwargs):
	if not frappe.get_meta("Notification Settings").has_field(STANDINGS_WANTED):
		pytest.skip("this Frappe has no energy points")
	agent = people[0]
	create_notification_settings(agent.user)
	frappe.db.set_value("Notification Settings", agent.user, STANDINGS_WANTED, 1)
	for hook in frappe.get_hooks("before_job"):
		frappe.call(hook, method=method, kwargs=kwargs, transaction_type="job")
	assert not frappe.db.get_value("Notification Settings", agent.user, STANDINGS_WANTED)
	assert not is_email_notifications_enabled_for_type(agent.user, "Energy Point")
