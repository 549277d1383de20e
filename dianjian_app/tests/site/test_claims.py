"""Claims on a customer of somebody else (R10)."""

import frappe
import pytest
from frappe.desk import query_report
from frappe.utils import add_days, today

from dianjian_app import roles
from dianjian_app.service import lead_claim_events
from dianjian_app.service.lead_claim_events import ClaimError, NotTheRulerError
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.calls import a_row, a_sheet
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff, an_agent, the_leader
from dianjian_app.tests.builders.resources import a_lead, a_number
from dianjian_app.tests.site.made_once import made_once

pytestmark = pytest.mark.req("R10")


class Case:
	"""A holder and a claimant, in one group or in two."""

	def __init__(self, two_groups=False):
		self.centre = a_centre()
		self.manager = a_staff(roles.MANAGER, centre=self.centre)
		self.centre.update({"manager": self.manager.name, "protection_days": 30}).save()
		self.hr = a_staff(roles.HR, centre=self.centre)
		self.group = a_group(self.centre)
		self.holder = an_agent(group=self.group)
		self.claimant = an_agent(group=a_group(self.centre) if two_groups else self.group)
		self.leader = the_leader(self.group)
		self.number = a_number()
		self.lead = a_lead(agent=self.holder, phone=self.number)

	def claim(self, person=None, **fields):
		with as_user(person or self.claimant):
			name = lead_claim_events.file_claim(**{"phone": self.number, "grounds": "我先接的来电", **fields})
		return frappe.get_doc("Lead Claim", name)

	def rule(self, claim, person, agent, reason="证据如此"):
		with as_user(person):
			return lead_claim_events.rule(claim.name, agent.name, reason)

	@property
	def held_by(self):
		return frappe.db.get_value("Call Lead", self.lead.name, "agent")


@made_once
def case():
	return Case()


def test_in_one_group_the_leader_rules_and_the_customer_moves(case):
	claim = case.claim()
	assert case.rule(claim, case.leader, case.claimant) == "Ruled"
	assert case.held_by == case.claimant.name
	with as_user(case.claimant):
		assert frappe.get_list("Lead Claim", pluck="ruling_agent") == [case.claimant.name]


def test_between_two_groups_the_manager_rules():
	case = Case(two_groups=True)
	claim = case.claim()
	for person in (
		case.leader,
		the_leader(frappe.get_doc("Sales Group", case.claimant.sales_group)),
		case.hr,
	):
		with pytest.raises(frappe.PermissionError):
			case.rule(claim, person, case.claimant)
	case.rule(claim, case.manager, case.holder)
	assert case.held_by == case.holder.name


def test_the_clauses_propose_and_deviating_needs_a_reason(case):
	a_sheet(case.holder, rows=[a_row(case.holder, lead=case.lead, called_at=None)])
	claim = case.claim()
	assert claim.proposed_agent == case.holder.name and case.holder.staff_name in claim.proposal
	with as_user(case.leader):
		kinds = {e["kind"] for e in lead_claim_events.evidence(claim.name)}
	assert kinds
	with pytest.raises(ClaimError, match="differs"):
		case.rule(claim, case.leader, case.claimant, reason=" ")
	case.rule(claim, case.leader, case.holder, reason="")


def test_nobody_concerned_rules_and_nobody_else_sees_the_evidence(case):
	claim = case.claim()
	for person in (case.claimant, case.holder):
		with pytest.raises(NotTheRulerError):
			case.rule(claim, person, case.claimant)
		with as_user(person), pytest.raises(NotTheRulerError):
			lead_claim_events.evidence(claim.name)
	with pytest.raises(ClaimError):
		case.rule(claim, case.leader, case.leader)
	with as_user(an_agent(group=case.group)):
		assert frappe.get_list("Lead Claim") == []


def test_an_appeal_goes_to_the_manager_then_it_is_final(case):
	claim = case.claim()
	case.rule(claim, case.leader, case.claimant)
	with as_user(case.leader), pytest.raises(NotTheRulerError):
		lead_claim_events.appeal(claim.name, "x")
	with as_user(case.holder):
		with pytest.raises(ClaimError):
			lead_claim_events.appeal(claim.name, " ")
		lead_claim_events.appeal(claim.name, "我的客户")
	for person in (case.leader, case.hr):
		with pytest.raises(NotTheRulerError):
			case.rule(claim, person, case.holder)
	with pytest.raises(ClaimError):
		case.rule(claim, case.manager, case.holder, reason="")
	assert case.rule(claim, case.manager, case.holder) == "Final"
	assert case.held_by == case.holder.name
	with as_user(case.claimant), pytest.raises(ClaimError):
		lead_claim_events.appeal(claim.name, "again")


def test_where_the_manager_ruled_hr_is_the_last_instance(time_machine):
	case = Case(two_groups=True)
	claim = case.claim()
	case.rule(claim, case.manager, case.claimant)
	with as_user(case.holder):
		lead_claim_events.appeal(claim.name, "我的客户")
	assert case.rule(claim, case.hr, case.holder) == "Final"


def test_an_appeal_that_is_late_is_refused(case, time_machine):
	claim = case.claim()
	case.rule(claim, case.leader, case.claimant)
	time_machine.move_to(f"{add_days(today(), 9)}T09:00:00+08:00")
	with as_user(case.holder), pytest.raises(ClaimError, match="ended"):
		lead_claim_events.appeal(claim.name, "晚了")


def test_claims_that_cannot_be(case):
	free = a_number()
	a_lead(group=case.group, phone=free)
	for fields in ({"phone": "abc"}, {"grounds": " "}):
		with pytest.raises(ClaimError):
			case.claim(**fields)
	for phone in (free, a_number()):  # the same answer, and it is no error: what was asked stays logged
		with as_user(case.claimant):
			assert lead_claim_events.file_claim(phone, "我先接的来电") == ""
		assert "No claim" in str(frappe.local.message_log.pop())
	with pytest.raises(ClaimError, match="already"):
		case.claim(case.holder)
	with pytest.raises(frappe.PermissionError):
		case.claim(case.manager)
	assert case.claim().name == case.claim().name


@pytest.mark.req("R47")
def test_the_number_is_nowhere_and_a_day_has_a_limit(case, monkeypatch):
	claim = case.claim(grounds=f"电话 {case.number[3:]}")
	assert case.number[3:] not in frappe.as_json(claim.as_dict())
	monkeypatch.setattr(lead_claim_events, "A_DAY", 1)
	with pytest.raises(ClaimError, match="a day"):
		case.claim()


def test_nothing_is_written_past_the_acts(case):
	claim = case.claim()
	claim.update({"stage": "Final", "final_agent": case.claimant.name})
	with pytest.raises(ClaimError):
		claim.save(ignore_permissions=True)
	with pytest.raises(ClaimError):
		frappe.delete_doc("Lead Claim", claim.name, ignore_permissions=True)


def test_the_report_shows_how_claims_were_ruled(case):
	claim = case.claim()
	case.rule(claim, case.leader, case.claimant)
	with as_user(case.manager):
		answer = query_report.run("Conflict Rulings", {"from_date": today(), "to_date": today()})
	[row] = [r for r in answer["result"] if isinstance(r, dict)]
	assert (row["name"], row["decided_for"], row["reason"]) == (
		claim.name,
		case.claimant.staff_name,
		"证据如此",
	)
