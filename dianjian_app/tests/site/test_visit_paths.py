"""No way around the custody of a visit: whatever path a write takes, it meets the same guards (R17, decision 20)."""

import json
from datetime import timedelta

import frappe
import pytest
from frappe.client import cancel, insert, set_value, submit
from frappe.desk.form.save import savedocs
from frappe.model.workflow import apply_workflow
from frappe.utils import now_datetime, today

from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_consultant, a_group, an_agent
from dianjian_app.tests.builders.visits import Party
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.visits.errors import VisitError

pytestmark = pytest.mark.req("R17")
REFUSED = (frappe.ValidationError, frappe.PermissionError)
VISIT = "Visit Confirmation"
SOMEBODY, MOMENT = "Administrator", "2026-01-01 10:00:00"
FORGED = {
	"arrived_by": SOMEBODY,
	"arrived_at": MOMENT,
	"contacted_by": SOMEBODY,
	"contacted_at": MOMENT,
	"led_in_by": SOMEBODY,
	"led_in_at": MOMENT,
	"signed_by": SOMEBODY,
	"signed_at": MOMENT,
	"confirmed_by": SOMEBODY,
	"confirmed_at": MOMENT,
	"no_show_by": SOMEBODY,
	"no_show_at": MOMENT,
	"outcome": "Counted",
	"counted_on": "2026-01-01",
	"counted_key": "x",
	"expected_key": "x",
	"cancel_reason": "x",
	"left_at": MOMENT,
	"document_kind": "Passport",
	"document_tail": "1234",
	"security_check": "Passed",
	"areas": "x",
	"breach": "x",
}
GIVEN = {
	"customer_name": "x",
	"phone_mask": "x",
	"planned_at": MOMENT,
	"date": "2026-01-01",
	"chain_no": 9,
	"invitation": "x",
}


@made_once
def party():
	return Party(an_agent(group=a_group()))


def facts(party):
	"""Everything of the visit that matters."""
	visit = party.visit.as_dict()
	fields = (
		*FORGED,
		*GIVEN,
		"agent",
		"lead",
		"sales_group",
		"centre",
		"stage",
		"workflow_state",
		"docstatus",
	)
	return {field: visit[field] for field in fields}


def everybody(party):
	return (party.agent, party.consultant, party.front_desk, party.leader, SOMEBODY)


def attempt(act):
	"""Do it; whether it is refused or merely leaves no trace, the caller looks at the facts afterwards."""
	try:
		act()
	except REFUSED:
		frappe.clear_messages()


@pytest.mark.parametrize("stage", ["Expected", "Signed", "Confirmed"])
def test_what_acts_write_is_never_typed(party, stage):
	if stage != "Expected":
		party.contact().lead_in().sign()
	if stage == "Confirmed":
		party.confirm()
	before = facts(party)
	other = an_agent(group=a_group())
	typed = {**FORGED, **GIVEN, "agent": other.name, "sales_group": other.sales_group, "centre": other.centre}
	for person in everybody(party):
		with as_user(person):
			attempt(lambda: party.visit.update(typed).save())
			attempt(lambda: set_value(VISIT, party.name, json.dumps(typed, default=str)))
			attempt(lambda: savedocs(party.visit.update(typed).as_json(), "Save"))
			for field, value in typed.items():
				attempt(lambda f=field, v=value: party.visit.update({f: v}).save())
	assert facts(party) == before


@pytest.mark.parametrize(
	"typed",
	[
		{"stage": "Signed"},
		{"workflow_state": "Signed"},
		{"stage": "Confirmed"},
		{"workflow_state": "Confirmed"},
		{"stage": "Confirmed", "workflow_state": "Confirmed", "docstatus": 1},
		{"stage": "Walk-in", "workflow_state": "Walk-in", "docstatus": 1},
		{"docstatus": 1},
		{"docstatus": 2},
		{"stage": "Cancelled"},
		{"stage": "Re-invited"},
		{"stage": "No Show"},
	],
	ids=str,
)
def test_the_state_is_not_typed(party, typed):
	before = facts(party)
	for person in (party.agent, party.front_desk, party.leader, SOMEBODY):
		with as_user(person):
			with pytest.raises(REFUSED):
				party.visit.update(typed).save()
			attempt(lambda: set_value(VISIT, party.name, json.dumps(typed)))
			attempt(lambda: savedocs(party.visit.update(typed).as_json(), "Submit"))
	assert facts(party) == before


def test_nobody_submits_what_is_not_signed(party):
	party.contact().lead_in()
	before = facts(party)
	for person in everybody(party):
		with as_user(person):
			with pytest.raises(REFUSED):
				party.visit.submit()
			with pytest.raises(REFUSED):
				submit(party.visit.as_dict())
	assert facts(party) == before


class TestWorkflow:
	def test_sign_is_the_named_receptionists(self, party):
		party.contact().lead_in()
		people = (party.agent, party.front_desk, party.leader, a_consultant(a_group()), SOMEBODY)
		group = frappe.get_doc("Sales Group", party.agent.sales_group)
		for person in (*people, a_consultant(group)):
			with as_user(person), pytest.raises(REFUSED):
				apply_workflow(party.visit, "Sign")
		with as_user(party.consultant):
			apply_workflow(party.visit, "Sign")
		assert (party.visit.signed_by, party.visit.stage) == (party.consultant.user, "Signed")

	def test_does_not_sign_what_is_incomplete(self, party):
		party.contact()
		with as_user(party.consultant):
			with pytest.raises(REFUSED):
				apply_workflow(party.visit, "Sign")
			apply_workflow(party.visit, "Sign as Walk-in")
		assert (party.visit.outcome, party.visit.docstatus) == ("Walk-in", 1)

	def test_makes_no_walk_in_of_what_is_complete(self, party):
		party.contact().lead_in()
		with as_user(party.consultant):
			with pytest.raises(REFUSED):
				apply_workflow(party.visit, "Sign as Walk-in")
			with pytest.raises(VisitError):
				party.visit.update({"stage": "Walk-in", "docstatus": 1}).save()
		assert party.visit.stage == "Arrived"

	def test_records_contact_and_lead_in_of_the_one_whose_act_it_is(self, party):
		group = frappe.get_doc("Sales Group", party.agent.sales_group)
		with as_user(an_agent(group=group)), pytest.raises(REFUSED):
			apply_workflow(party.visit, "Record Contact")
		with as_user(party.agent):
			apply_workflow(party.visit, "Record Contact")
		assert party.visit.contacted_by == party.agent.user

	def test_confirms_by_the_leader(self, party):
		party.contact().lead_in().sign()
		for person in (party.agent, party.consultant, party.front_desk):
			with as_user(person), pytest.raises(REFUSED):
				apply_workflow(party.visit, "Confirm")
		with as_user(party.leader):
			apply_workflow(party.visit, "Confirm")
		assert (party.visit.outcome, party.visit.confirmed_by) == ("Counted", party.leader.user)

	@pytest.mark.req("R18")
	def test_a_no_show_is_followed_up_by_this_way_too(self, party):
		with as_user(party.agent), pytest.raises(VisitError):
			apply_workflow(party.visit, "Record No-show")
		frappe.db.set_value(VISIT, party.name, "planned_at", now_datetime() - timedelta(hours=1))
		with as_user(party.agent):
			apply_workflow(party.visit, "Record No-show")
		assert str(frappe.db.get_value("Call Lead", party.lead.name, "next_step_date")) == today()

	@pytest.mark.req("R18")
	def test_nobody_is_invited_again_without_a_time(self, party):
		party.missed()
		with as_user(party.agent), pytest.raises(VisitError):
			apply_workflow(party.visit, "Re-invite")
		assert party.visit.stage == "No Show"

	def test_takes_nothing_back_without_a_reason(self, party):
		party.counted()
		with as_user(party.leader), pytest.raises(VisitError):
			apply_workflow(party.visit, "Cancel")
		with as_user(party.leader), pytest.raises(VisitError):
			cancel(VISIT, party.name)
		assert party.visit.docstatus == 1


def test_nobody_makes_a_visit_by_hand(party):
	by_hand = {
		"doctype": VISIT,
		"lead": party.lead.name,
		"agent": party.agent.name,
		"receptionist": party.consultant.name,
		"centre": party.agent.centre,
		"register": party.register.name,
		"flags": {"by_register": True},
	}
	for person in everybody(party):
		with as_user(person):
			with pytest.raises(REFUSED):
				frappe.get_doc(by_hand).insert()
			with pytest.raises(REFUSED):
				insert({**by_hand, "docstatus": 1, "outcome": "Counted", "counted_on": today()})
	assert frappe.db.count(VISIT, {"lead": party.lead.name}) == 1


@pytest.mark.parametrize("closed", [False, True])
def test_nothing_is_deleted_or_renamed(party, closed):
	if closed:
		party.counted()
	for person in everybody(party):
		with as_user(person):
			with pytest.raises(REFUSED):
				frappe.delete_doc(VISIT, party.name)
			with pytest.raises(REFUSED):
				frappe.rename_doc(VISIT, party.name, "VC-X")
	assert frappe.db.exists(VISIT, party.name)


@pytest.mark.req("R18")
def test_a_re_invited_visit_is_closed(party):
	party.missed()
	frappe.db.set_value(VISIT, party.name, {"stage": "Re-invited", "workflow_state": "Re-invited"})
	before = facts(party)
	for stage in ("Expected", "Arrived", "Signed", "Confirmed", "No Show"):
		for person in (party.agent, party.leader, SOMEBODY):
			with as_user(person), pytest.raises(REFUSED):
				party.visit.update({"stage": stage}).save()
	assert facts(party) == before


def test_remarks_stay_free_and_keep_no_number(party):
	party.counted()
	with as_user(party.consultant):
		party.visit.update({"remarks": "带家人同来,电话 13812345678"}).save()
	assert "带家人同来" in party.visit.remarks and "13812345678" not in party.visit.remarks
