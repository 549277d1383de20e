"""The invitation register: who is invited, who receives, who signs, and the visits that follow (R16)."""

import contextlib
from datetime import timedelta

import frappe
import pytest
from frappe.client import delete, insert, set_value
from frappe.model.workflow import apply_workflow
from frappe.utils import add_days, now_datetime, today

from dianjian_app import roles
from dianjian_app.resources.numbers import vault
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.calls import a_row, a_sheet
from dianjian_app.tests.builders.people import a_consultant, a_group, a_staff, an_agent, the_leader
from dianjian_app.tests.builders.resources import a_lead
from dianjian_app.tests.builders.visits import (
	Party,
	a_manager,
	a_register,
	a_register_beside,
	an_intention,
	signed,
)
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.visits import custody
from dianjian_app.visits.errors import NotTheSignerError, RegisterError, RegisterFrozenError
from dianjian_app.visits.invitation_register_events import (
	cancel_register,
	check_may_sign,
	intention_customers,
)

pytestmark = pytest.mark.req("R16")
REFUSED = (frappe.ValidationError, frappe.PermissionError)
REGISTER = "Invitation Register"


@made_once
def group():
	return a_group()


@made_once
def agent(group):
	return an_agent(group=group)


@made_once
def consultant(group):
	return a_consultant(group)


@made_once
def leader(group):
	return the_leader(group)


def changed(register, user, **row):
	"""The register after the user changed its first row."""
	with as_user(user):
		doc = frappe.get_doc(REGISTER, register.name)
		doc.rows[0].update(row)
		doc.save()
	return doc


class TestTodaysIntentionCustomers:
	@made_once
	def sheet(self, agent):
		rows = [a_row(agent, grade=g, product_need="高层") for g in ("A", "B", "C", "D")]
		return a_sheet(agent, rows=[*rows, a_row(agent, connected=False)])

	def offered(self, agent, user=None):
		with as_user(user or agent):
			return [c["lead"] for c in intention_customers(agent.name, today())]

	def test_are_those_whose_grade_counts_as_intention(self, agent, sheet):
		assert self.offered(agent) == [sheet.rows[0].lead, sheet.rows[1].lead]

	def test_come_without_a_full_number(self, agent, sheet):
		with as_user(agent):
			customer = intention_customers()[0]
		assert customer["product_need"] == "高层" and "****" in customer["phone_mask"]
		assert not [v for v in customer.values() if str(v).startswith("+86")]

	def test_leave_out_who_is_invited_or_refuses_calls(self, agent, consultant, leader, sheet):
		lead = frappe.get_doc("Call Lead", sheet.rows[0].lead)
		register = a_register(agent, [lead], consultant)
		assert self.offered(agent) == [sheet.rows[1].lead]
		signed(register, leader)
		assert self.offered(agent) == [sheet.rows[1].lead]
		vault.refuse_calls([sheet.rows[1].phone_hash], "不要再打")
		assert self.offered(agent) == []

	def test_are_nobody_elses_business(self, agent, group, sheet):
		assert self.offered(agent, an_agent(group=group)) == []
		assert self.offered(agent, the_leader(a_group())) == []

	def test_leave_out_who_went_to_another_agent(self, agent, group, sheet):
		frappe.db.set_value("Call Lead", sheet.rows[0].lead, "agent", an_agent(group=group).name)
		assert self.offered(agent) == [sheet.rows[1].lead]


class TestRows:
	def test_are_filled_from_the_customer_whatever_was_sent(self, agent):
		lead = an_intention(agent)
		with as_user(agent):
			row = {"lead": lead.name, "planned_at": now_datetime() + timedelta(days=1)}
			forged = {"customer_name": "x", "phone_mask": "13812345678", "signed_by_name": "x"}
			register = frappe.get_doc(
				doctype=REGISTER, rows=[{**row, **forged, "visited_at": now_datetime()}], signed_by=agent.user
			).insert()
		saved = register.rows[0]
		assert (saved.customer_name, saved.phone_mask) == (lead.customer_name, lead.phone_mask)
		assert (saved.agent, saved.sales_group, saved.centre) == (agent.name, agent.sales_group, agent.centre)
		assert not any((saved.signed_by_name, saved.visited_at, register.signed_by))

	def test_only_of_ones_own_customers(self, agent, group):
		with pytest.raises(RegisterError):
			a_register(agent, [an_intention(an_agent(group=group))])

	def test_a_customer_taken_back_is_not_signed(self, agent, consultant, leader):
		lead = an_intention(agent)
		register = a_register(agent, [lead], consultant)
		frappe.db.set_value("Call Lead", lead.name, "agent", None)
		with pytest.raises(RegisterError):
			signed(register, leader)

	def test_not_of_customers_who_refuse_calls(self, agent):
		lead = an_intention(agent)
		vault.refuse_calls([lead.phone_hash], "拒绝")
		with pytest.raises(RegisterError):
			a_register(agent, [lead])

	def test_only_of_intention_customers(self, agent):
		for grade in ("C", None):
			with pytest.raises(RegisterError):
				a_register(agent, [an_intention(agent, grade=grade)])

	def test_somebody_invited_before_is_invited_again_whatever_the_grade(self, agent):
		for status in ("Invited", "Visited", "Deal"):
			assert a_register(agent, [an_intention(agent, grade="C", status=status)]).rows

	def test_the_leader_may_invite_others_with_a_reason(self, agent, leader):
		register = a_register(agent)
		hesitating = an_intention(agent, grade="C")
		row = {"lead": hesitating.name, "planned_at": now_datetime() + timedelta(days=1)}
		for person, reason in ((agent, "客户主动来电约看"), (leader, None), (leader, "  ")):
			with as_user(person), pytest.raises(RegisterError):
				doc = frappe.get_doc(REGISTER, register.name)
				doc.append("rows", {**row, "exception_reason": reason})
				doc.save()
		with as_user(leader):
			doc = frappe.get_doc(REGISTER, register.name)
			doc.append("rows", {**row, "exception_reason": "客户主动来电约看"})
			doc.save()
		with as_user(agent):
			assert frappe.get_doc(REGISTER, register.name).save().rows[1].exception_reason

	def test_each_customer_once(self, agent):
		lead = an_intention(agent)
		with pytest.raises(RegisterError):
			a_register(agent, [lead, lead])

	@pytest.mark.parametrize("planned", ["2020-01-01 10:00:00", "next week", None])
	def test_a_planned_time_that_cannot_be_is_refused(self, agent, planned):
		register = a_register(agent)
		with pytest.raises(REFUSED):
			changed(register, agent, planned_at=planned)

	def test_a_number_in_the_remarks_is_masked(self, agent):
		register = changed(a_register(agent), agent, remarks="另一电话 13912345678")
		assert "13912345678" not in register.rows[0].remarks

	def test_the_receptionist_is_an_active_consultant_of_the_centre(self, agent, group, leader):
		register = a_register(agent)
		gone = a_consultant(group)
		frappe.db.set_value("Sales Staff", gone.name, "status", "Departed")
		for staff in (agent, leader, a_consultant(a_group()), gone):
			with pytest.raises(RegisterError):
				changed(register, leader, receptionist=staff.name)

	def test_a_day_to_come_or_another_agents_register_is_refused(self, agent, group):
		with pytest.raises(RegisterError), as_user(agent):
			frappe.get_doc(doctype=REGISTER, date=add_days(today(), 1)).insert()
		with pytest.raises(REFUSED), as_user(agent):
			frappe.get_doc(doctype=REGISTER, agent=an_agent(group=group).name, date=today()).insert()
		register = a_register(agent)
		with pytest.raises(RegisterError), as_user(agent):
			frappe.get_doc(REGISTER, register.name).update({"date": add_days(today(), -1)}).save()

	def test_only_agents_have_registers(self, consultant, leader):
		with pytest.raises(RegisterError), as_user(leader):
			frappe.get_doc(doctype=REGISTER, agent=consultant.name, date=today()).insert()

	def test_a_draft_may_go_a_signed_one_stays(self, agent, consultant, leader):
		register = a_register(agent, consultant=consultant)
		with as_user(agent):
			frappe.delete_doc(REGISTER, register.name)
		kept = signed(a_register(agent, consultant=consultant), leader)
		for person in (agent, leader, "Administrator"):
			with as_user(person), pytest.raises(REFUSED):
				frappe.delete_doc(REGISTER, kept.name)


class TestSignature:
	def test_makes_one_visit_of_each_row(self, agent, consultant, leader):
		leads = [an_intention(agent) for _ in range(2)]
		register = signed(a_register(agent, leads, consultant), leader)
		visits = [frappe.get_doc("Visit Confirmation", row.visit) for row in register.rows]
		assert [v.lead for v in visits] == [lead.name for lead in leads]
		assert {(v.stage, v.docstatus, v.agent, v.receptionist) for v in visits} == {
			("Expected", 0, agent.name, consultant.name)
		}
		assert (register.stage, register.docstatus, register.signed_by) == ("Signed", 1, leader.user)
		assert frappe.db.get_value("Call Lead", leads[0].name, "status") == "Invited"

	def test_is_the_leaders_also_by_the_workflow(self, agent, consultant, leader):
		register = a_register(agent, consultant=consultant)
		with as_user(agent), pytest.raises(REFUSED):
			apply_workflow(register, "Sign")
		with as_user(leader):
			apply_workflow(register, "Sign")
		assert frappe.db.get_value(REGISTER, register.name, "signed_by") == leader.user

	def test_may_be_the_managers(self, agent, consultant):
		register = a_register(agent, consultant=consultant)
		assert signed(register, a_manager(agent.centre)).docstatus == 1

	def test_is_nobody_elses(self, agent, consultant, group):
		register = a_register(agent, consultant=consultant)
		others = (agent, consultant, the_leader(a_group()), a_staff(roles.ASSISTANT, group=group))
		for person in others:
			with as_user(person), pytest.raises(REFUSED):
				frappe.get_doc(REGISTER, register.name).submit()
			with as_user(person), pytest.raises(NotTheSignerError):
				check_may_sign(register)

	def test_a_leader_who_calls_does_not_sign_the_own_register(self, group, leader, consultant):
		register = a_register(leader, [an_intention(leader)], consultant)
		with pytest.raises(NotTheSignerError):
			signed(register, leader)

	def test_needs_a_receptionist_in_each_row(self, agent, leader):
		with pytest.raises(RegisterError):
			signed(a_register(agent), leader)

	def test_needs_somebody_invited(self, agent, leader):
		with as_user(agent):
			register = frappe.get_doc(doctype=REGISTER, date=today()).insert()
		with pytest.raises(RegisterError):
			signed(register, leader)

	@pytest.mark.parametrize(
		"field, value", [("stage", "Signed"), ("workflow_state", "Signed"), ("docstatus", 1)]
	)
	def test_is_not_typed(self, agent, consultant, field, value):
		register = a_register(agent, consultant=consultant)
		with as_user(agent), pytest.raises(REFUSED):
			frappe.get_doc(REGISTER, register.name).update({field: value}).save()

	@pytest.mark.parametrize(
		"field, value", [("stage", "Signed"), ("workflow_state", "Signed"), ("docstatus", 1)]
	)
	def test_does_not_come_with_a_new_register(self, agent, consultant, field, value):
		row = {"lead": an_intention(agent).name, "planned_at": str(now_datetime() + timedelta(days=1))}
		with as_user(agent), contextlib.suppress(*REFUSED):
			insert({"doctype": REGISTER, "rows": [{**row, "receptionist": consultant.name}], field: value})
		assert not frappe.get_all(REGISTER, filters={"agent": agent.name, "stage": "Signed"})
		assert not frappe.get_all("Visit Confirmation", filters={"agent": agent.name})

	def test_is_given_once(self, agent, consultant, leader):
		register = signed(a_register(agent, consultant=consultant), leader)
		with pytest.raises(REFUSED):
			signed(register, leader)
		assert frappe.db.count("Visit Confirmation", {"register": register.name}) == 1

	def test_a_customer_expected_already_is_not_invited_twice(self, agent, consultant, leader):
		lead = an_intention(agent)
		first = a_register(agent, [lead], consultant)
		second = a_register_beside(agent, lead, consultant)
		signed(first, leader)
		with pytest.raises(RegisterError):
			signed(second, leader)
		with pytest.raises(RegisterError):
			a_register(agent, [lead])

	def test_two_visits_of_one_customer_never_stand_open(self, agent, consultant, leader):
		party = Party(agent, consultant=consultant)
		copy = frappe.copy_doc(party.visit, ignore_no_copy=False)
		copy.flags.by_register, copy.invitation = True, "another"
		with pytest.raises(frappe.UniqueValidationError):
			copy.insert()


class TestSignedRegister:
	@made_once
	def party(self, agent):
		return Party(agent)

	def test_does_not_change(self, party):
		row = party.register.rows[0]
		for person in (party.agent, party.leader, "Administrator"):
			with as_user(person):
				for change in (
					lambda: set_value("Invitation", row.name, "planned_at", "2030-01-01 10:00:00"),
					lambda: set_value("Invitation", row.name, "signed_by_name", "x"),
					lambda: set_value(REGISTER, party.register.name, "date", "2026-01-01"),
					lambda: set_value(REGISTER, party.register.name, "stage", "Draft"),
					lambda: frappe.get_doc("Invitation", row.name).update({"remarks": "x"}).save(),
					lambda: frappe.get_doc("Invitation", row.name).delete(),
					lambda: delete("Invitation", row.name),
					lambda: insert(
						{
							"doctype": "Invitation",
							"parenttype": REGISTER,
							"parentfield": "rows",
							"parent": party.register.name,
							"lead": an_intention(party.agent).name,
							"planned_at": "2030-01-01 10:00:00",
						}
					),
				):
					with pytest.raises(REFUSED):
						change()
		assert frappe.db.count("Invitation", {"parent": party.register.name}) == 1

	def test_shows_visit_and_signature_of_the_visit(self, party):
		party.counted()
		row = frappe.get_doc(REGISTER, party.register.name).rows[0]
		assert row.visit == party.name
		assert row.signed_by_name == party.consultant.staff_name and row.visited_at == party.visit.led_in_at

	def test_shows_who_receives_when_the_leader_names_another(self, party, group):
		other = a_consultant(group)
		with as_user(party.leader):
			party.visit.update({"receptionist": other.name}).save()
		row = frappe.get_doc(REGISTER, party.register.name).rows[0]
		assert (row.receptionist, party.visit.receptionist_name) == (other.name, other.staff_name)

	def test_is_cancelled_by_the_leader_with_a_reason(self, party):
		with as_user(party.agent), pytest.raises(REFUSED):
			cancel_register(party.register.name, "写错")
		with as_user(party.leader):
			with pytest.raises(RegisterError):
				cancel_register(party.register.name, " ")
			with pytest.raises(RegisterError):
				apply_workflow(party.register, "Cancel")
			cancel_register(party.register.name, "写错")
		register = frappe.get_doc(REGISTER, party.register.name)
		assert (register.docstatus, register.cancel_reason) == (2, "写错")

	def test_expects_nobody_once_cancelled(self, party):
		with as_user(party.leader):
			cancel_register(party.register.name, "写错")
		assert party.visit.stage == "Cancelled"
		assert frappe.db.get_value("Call Lead", party.lead.name, "status") == "Held"
		for act, person in (
			(custody.record_contact, party.agent),
			(custody.record_lead_in, party.front_desk),
			(custody.sign, party.consultant),
		):
			with as_user(person), pytest.raises(REFUSED):
				act(party.name)

	def test_is_not_cancelled_once_a_customer_came(self, party):
		party.contact()
		with as_user(party.leader), pytest.raises(RegisterFrozenError):
			cancel_register(party.register.name, "写错")

	def test_a_correction_says_why_and_expects_the_visits_anew(self, party):
		with as_user(party.leader):
			cancel_register(party.register.name, "时间写错")
			amended = frappe.copy_doc(frappe.get_doc(REGISTER, party.register.name))
			amended.update({"amended_from": party.register.name, "docstatus": 0})
			with pytest.raises(REFUSED):
				amended.insert()
			amended.amendment_reason = "时间写错"
			amended.insert()
			amended.submit()
		assert amended.rows[0].visit != party.name
		assert frappe.db.get_value("Visit Confirmation", amended.rows[0].visit, "stage") == "Expected"


def test_a_lead_without_an_agent_falls_back_to_the_pool(agent):
	party = Party(agent)
	frappe.db.set_value("Call Lead", party.lead.name, "agent", None)
	with as_user(party.leader):
		cancel_register(party.register.name, "资源已收回")
	assert frappe.db.get_value("Call Lead", party.lead.name, "status") == "Pool"


def test_registers_of_other_groups_are_not_seen(agent):
	register = a_register(agent, [a_lead(agent=agent, grade="A")])
	for person in (an_agent(group=a_group()), the_leader(a_group())):
		with as_user(person):
			assert not frappe.get_list(REGISTER, filters={"name": register.name})
			assert not frappe.get_list(
				"Invitation", filters={"parent": register.name}, parent_doctype=REGISTER
			)
			with pytest.raises(frappe.PermissionError):
				frappe.get_doc(REGISTER, register.name).check_permission("read")
