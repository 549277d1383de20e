"""Whatever is sent asks at the moment of sending: is this person enabled, and may they see it? (R47)"""

import frappe
import pytest
from frappe.desk.doctype.notification_settings.notification_settings import create_notification_settings

from dianjian_app.overrides.outgoing import FOLLOW_JOBS
from dianjian_app.tests.builders.people import an_agent
from dianjian_app.tests.builders.resources import a_lead

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
		mail = a_mail(everybody, **about)
		mail._leave_out()
		assert [r.recipient for r in mail.recipients] == left
		stored = frappe.get_all("Email Queue Recipient", {"parent": mail.name}, pluck="recipient")
		assert sorted(stored) == sorted(left)
		assert leaver.user in frappe.db.get_value("Email Queue", mail.name, "error")
	mail = a_mail([leaver.user])
	mail.send()
	mail.reload()
	assert not mail.recipients and mail.status == "Error"


def a_mail(to, **about):
	mail = frappe.get_doc(
		doctype="Email Queue", sender="a@b.example", message="x", status="Not Sent", **about
	)
	mail.set_recipients(to)
	mail.insert(ignore_permissions=True)
	return frappe.get_doc("Email Queue", mail.name)
