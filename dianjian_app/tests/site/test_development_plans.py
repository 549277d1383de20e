"""A person's development plan: written by who leads, acknowledged by the person, fed by trainings (R56)."""

import frappe
import pytest
from frappe.utils import add_days, getdate

from dianjian_app import roles
from dianjian_app.child_rows import RowAloneError
from dianjian_app.people.authority import AboutOneselfError
from dianjian_app.permissions import OutOfScopeError
from dianjian_app.privacy.retention_kinds import RETENTION_KINDS
from dianjian_app.service.development import beside_plans, development_plan_events
from dianjian_app.service.development.development_plan_events import DevelopmentPlanError
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_group, a_staff, an_agent, the_leader
from dianjian_app.tests.builders.people_decide import a_training, an_appraisal
from dianjian_app.tests.site.made_once import made_once

pytestmark = pytest.mark.req("R56")


def fresh(doc):
	return frappe.get_doc(doc.doctype, doc.name)


class Case:
	def __init__(self):
		self.group = a_group()
		self.centre = frappe.get_doc("Sales Centre", self.group.centre)
		self.leader = the_leader(self.group)
		self.agent, self.colleague = an_agent(self.group), an_agent(self.group)
		self.manager, self.hr = (a_staff(r, centre=self.centre) for r in (roles.MANAGER, roles.HR))

	def plan(self, by=None, agent=None, **fields):
		with as_user(by or self.leader):
			return frappe.get_doc(
				doctype="Development Plan",
				**{
					"agent": (agent or self.agent).name,
					"to_date": add_days(getdate(), 90),
					"next_position": roles.CONSULTANT,
					"steps": [{"kind": "Goal", "what": "月到访 30 组，先问 13812345678"}],
					**fields,
				},
			).insert()

	def acknowledged(self, plan, words=""):
		with as_user(self.agent):
			development_plan_events.acknowledge(plan.name, words)
		plan.reload()
		return plan

	def desk_of(self, person):
		wanted = {"for_user": person.user, "document_type": "Development Plan"}
		return frappe.get_all("Notification Log", wanted, pluck="subject")


@made_once
def case():
	return Case()


def test_a_new_plan_waits_for_the_person_who_acknowledges_it_with_words(case):
	plan = case.plan()
	assert (plan.stage, plan.sales_group, plan.centre) == ("Open", case.group.name, case.centre.name)
	assert "13812345678" not in plan.steps[0].what
	assert len(case.desk_of(case.agent)) == 1
	case.acknowledged(plan, "想学销讲")
	assert (plan.stage, plan.words) == ("Acknowledged", "想学销讲") and plan.acknowledged_at
	assert len(case.desk_of(case.leader)) == 1
	with as_user(case.agent), pytest.raises(DevelopmentPlanError):
		development_plan_events.acknowledge(plan.name)


def test_what_was_agreed_and_is_changed_waits_again_and_a_note_does_not(case):
	plan = case.acknowledged(case.plan())
	told = len(case.desk_of(case.agent))
	with as_user(case.leader):
		plan.steps[0].update({"outcome": "谈过两次", "done_on": getdate()})
		plan.save()
		assert plan.stage == "Acknowledged"
		plan.append("steps", {"kind": "Talk", "what": "季度谈话"})
		plan.save()
	assert (plan.stage, plan.acknowledged_at) == ("Open", None)
	assert len(case.desk_of(case.agent)) == told + 1


def test_the_person_neither_writes_it_nor_says_what_only_the_app_says(case):
	plan = case.plan(stage="Acknowledged", acknowledged_at="2026-01-01 10:00:00", words="同意")
	assert (plan.stage, plan.acknowledged_at, plan.words) == ("Open", None, None)
	for person in (case.agent, case.colleague):
		with as_user(person), pytest.raises(frappe.PermissionError):
			mine = frappe.get_doc("Development Plan", plan.name)
			mine.to_learn = "不用学"
			mine.save()
	with as_user(case.leader), pytest.raises(AboutOneselfError):
		case.plan(by=case.leader, agent=case.leader)
	with as_user(case.leader), pytest.raises(frappe.PermissionError):
		development_plan_events.acknowledge(plan.name)


def test_a_step_is_not_changed_past_its_plan(case):
	plan = case.acknowledged(case.plan())
	with as_user(case.leader), pytest.raises(RowAloneError):
		row = frappe.get_doc("Development Plan Step", plan.steps[0].name)
		row.what = "月到访 90 组"
		row.save()


@pytest.mark.req("R47")
def test_who_reads_it(case):
	plan = case.plan()
	elsewhere = a_staff(roles.MANAGER)
	administration = a_staff(roles.ADMINISTRATION, centre=case.centre)
	for person, may in (
		*((case.agent, True), (case.leader, True), (case.manager, True), (case.hr, True)),
		*((case.colleague, False), (elsewhere, False), (administration, False)),
	):
		assert frappe.has_permission("Development Plan", doc=plan, user=person.user) == may, person.position


def test_a_training_that_it_names_is_done_once_attended_and_open_again_when_it_is_cancelled(case):
	session = a_training(case.agent, case.hr, kind="Other", submit=False)
	plan = case.plan(steps=[{"kind": "Training", "what": "邀约技巧", "session": session.name}])
	other = case.plan(
		agent=case.colleague, steps=[{"kind": "Training", "what": "邀约技巧", "session": session.name}]
	)
	with as_user(case.hr):
		session.submit()
	assert fresh(plan).steps[0].done_on == getdate(session.date)
	assert fresh(other).steps[0].done_on is None
	with as_user(case.hr):
		session.cancel()
	assert fresh(plan).steps[0].done_on is None
	elsewhere = a_training(an_agent(), "Administrator", kind="Other")
	with pytest.raises(DevelopmentPlanError):
		case.plan(steps=[{"kind": "Training", "what": "别处", "session": elsewhere.name}])


def test_appraisals_and_trainings_stand_beside_it_for_who_may_read_it(case):
	signed = an_appraisal(case.colleague, case.manager, kind="Periodic", result="")
	held = a_training(case.colleague, case.hr, kind="Other", topic="销讲比赛")
	for person in (case.colleague, case.leader, case.hr):
		with as_user(person):
			beside = beside_plans.stands_beside(case.colleague.name)
		assert [row.name for row in beside["appraisals"]] == [signed.name]
		assert held.name in [row["name"] for row in beside["trainings"]]
	with as_user(case.agent), pytest.raises(OutOfScopeError):
		beside_plans.stands_beside(case.colleague.name)
	with pytest.raises(DevelopmentPlanError):
		case.plan(basis=signed.name)  # of somebody else


def test_it_is_closed_once_with_a_conclusion_and_stays(case):
	plan = case.plan()
	with as_user(case.leader):
		with pytest.raises(DevelopmentPlanError):
			development_plan_events.close(plan.name, " ")
		development_plan_events.close(plan.name, "达成")
		plan.reload()
		assert (plan.stage, plan.conclusion, plan.closed_by) == ("Closed", "达成", case.leader.user)
		plan.to_learn = "再学"
		with pytest.raises(DevelopmentPlanError):
			plan.save()
	with pytest.raises(DevelopmentPlanError):
		frappe.delete_doc("Development Plan", plan.name, force=True)


def test_who_leads_is_reminded_once_of_the_plan_and_both_of_a_step(case):
	plan = case.plan(
		to_date=add_days(getdate(), 5), steps=[{"kind": "Goal", "what": "考证", "due_on": getdate()}]
	)
	mine = len(case.desk_of(case.agent))
	leaders = len(case.desk_of(case.leader))
	assert plan.name in beside_plans.remind_daily()
	assert plan.steps[0].name not in beside_plans.remind_daily()
	assert len(case.desk_of(case.agent)) == mine + 1
	assert len(case.desk_of(case.leader)) == leaders + 2


def test_it_goes_with_the_person_to_who_leads_the_new_group():
	case = Case()
	plan, new = case.plan(), a_group(case.centre)
	with as_user(case.hr):
		person = frappe.get_doc("Sales Staff", case.agent.name)
		person.memberships[-1].to_date = add_days(getdate(), -1)
		person.append("memberships", {"sales_group": new.name, "from_date": getdate()})
		person.save()
	assert frappe.db.get_value("Development Plan", plan.name, "sales_group") == new.name
	assert not frappe.has_permission("Development Plan", doc=fresh(plan), user=case.leader.user)


@pytest.mark.req("R47")
def test_plans_of_leavers_go_after_their_time_and_others_stay(case):
	kind = RETENTION_KINDS["Development Plans of Leavers"]
	plan, stays = case.plan(agent=an_agent(case.group)), case.plan()
	for each in (plan, stays):
		frappe.db.set_value("Development Plan", each.name, "from_date", add_days(getdate(), -900))
	left = {"status": "Departed", "leaving_date": add_days(getdate(), -800)}
	frappe.db.set_value("Sales Staff", plan.agent, left)
	before = getdate(add_days(getdate(), -kind.days))
	assert plan.name in kind.names(before) and stays.name not in kind.names(before)
	kind.remove(before)
	assert not frappe.db.exists("Development Plan", plan.name)
	assert not frappe.db.exists("Development Plan Step", {"parent": plan.name})
	assert not frappe.db.exists("Version", {"ref_doctype": "Development Plan", "docname": plan.name})
