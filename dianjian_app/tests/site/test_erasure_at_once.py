"""Two erasures, or an erasure and a call, at the same moment, in processes of their own (R47)."""

import frappe
import pytest

from dianjian_app.resources.numbers import vault
from dianjian_app.tests.builders.people import a_group, an_agent
from dianjian_app.tests.builders.personal import a_rare_name
from dianjian_app.tests.builders.resources import a_lead, a_number
from dianjian_app.tests.builders.users import take_away
from dianjian_app.tests.processes import Act, at_once

pytestmark = pytest.mark.req("R47")

APPROVE = "dianjian_app.privacy.personal_data_request_events.approve"
LOG = "dianjian_app.calls.log_call.log_call"
OF_REQUESTS = ("Personal Data Request Lead", "Personal Data Request Step")


@pytest.fixture
def customer(centre):
	"""A committed lead of an agent, with its name and number; requests about it are taken away at the end."""
	agent = an_agent(a_group(centre, leader=False))
	name, number = a_rare_name(), a_number()
	lead = a_lead(agent=agent, phone=number, customer_name=name)
	asked = [
		frappe.get_doc(
			doctype="Personal Data Request",
			kind="Erase",
			number_input=number[3:],
			identity_proof="Identity Card Seen",
		).insert()
		for _ in range(2)
	]
	for doc in asked:
		doc.db_set("taken_by", "Guest")  # somebody else than who approves
	frappe.db.commit()
	yield frappe._dict(agent=agent, name=name, number=number, lead=lead.name, asked=[d.name for d in asked])
	frappe.db.rollback()
	names = [d.name for d in asked]
	for doctype in OF_REQUESTS:
		frappe.db.delete(doctype, {"parent": ("in", names)})
	frappe.db.delete("Personal Data Request", {"name": ("in", names)})
	frappe.db.delete("Phone Vault", {"name": vault.hash_of(number)})
	for doctype in ("Call Sheet Count", "Call Sheet Row", "Call Sheet", "Daily Ledger"):
		frappe.db.delete(doctype, {"agent": agent.name})
	take_away(agent.user)
	frappe.db.commit()


def approving(request):
	return Act(APPROVE, arguments={"request": request})


def test_two_requests_of_one_customer_approved_at_once_leave_nothing_and_no_error(customer):
	answers = at_once(*map(approving, customer.asked))
	frappe.db.rollback()
	open_still = frappe.get_all(
		"Personal Data Request", {"name": ("in", customer.asked), "stage": ("!=", "Done")}
	)
	for request in open_still:  # the database may have sent one of two away; who tries again succeeds
		again = "dianjian_app.privacy.personal_data_request_events.try_again"
		stage = frappe.db.get_value("Personal Data Request", request.name, "stage")
		answers = at_once(Act(again if stage == "In Work" else APPROVE, arguments={"request": request.name}))
		assert answers[0].error is None, answers
	frappe.db.rollback()
	stages = frappe.get_all("Personal Data Request", {"name": ("in", customer.asked)}, pluck="stage")
	assert stages == ["Done", "Done"], answers
	lead = frappe.get_doc("Call Lead", customer.lead)
	assert (lead.customer_name, lead.phone_mask, lead.status) == ("***", "***", "Out")


def test_a_call_that_is_logged_meanwhile_is_either_refused_or_erased_too(customer):
	call = {"lead": customer.lead, "connected": 1, "request_key": customer.lead, "grade": "C"}
	said = {"said": f"{customer.name}说下周来"}
	logged, erased = at_once(Act(LOG, customer.agent.user, {**call, **said}), approving(customer.asked[0]))
	frappe.db.rollback()
	stage = frappe.db.get_value("Personal Data Request", customer.asked[0], ["stage", "error_message"])
	if erased.error or stage[0] != "Done":  # the call was first and the database sent the erasure away
		act = "try_again" if stage[0] == "In Work" else "approve"
		assert (
			at_once(
				Act(
					f"dianjian_app.privacy.personal_data_request_events.{act}",
					arguments={"request": customer.asked[0]},
				)
			)[0].error
			is None
		)
		frappe.db.rollback()
	rows = frappe.get_all("Call Sheet Row", {"lead": customer.lead}, ["customer_name", "said", "phone_mask"])
	assert len(rows) == (0 if logged.error else 1), logged
	assert all({*row.values()} == {"***"} for row in rows), rows
	assert frappe.db.get_value("Call Lead", customer.lead, ["customer_name", "do_not_call"]) == ("***", 1)
