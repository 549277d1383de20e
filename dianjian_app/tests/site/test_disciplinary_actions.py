"""A disciplinary action is heard, decided by two people, and then followed (R30, R21, R24, decision 19)."""

import frappe
import pytest
from frappe.utils import add_days, getdate, today

from dianjian_app import roles
from dianjian_app.incentives.discipline import disciplinary_decision
from dianjian_app.incentives.discipline.disciplinary_action_events import ActionFrozenError
from dianjian_app.incentives.discipline.disciplinary_decision import DecisionError, NotTheDeciderError
from dianjian_app.people.period import Period
from dianjian_app.people.staffing import presence_of
from dianjian_app.stage_codes.disciplinary_action_stages import OF_BREACH
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.incentives import a_place
from dianjian_app.tests.builders.people import a_staff, an_agent, the_leader
from dianjian_app.tests.builders.people_decide import a_training, an_appraisal
from dianjian_app.tests.site.made_once import made_once

pytestmark = pytest.mark.req("R30")


@made_once
def place():
	return a_place()


def an_action(place, action_type="Warning", **fields):
	if action_type in OF_BREACH:
		fields.setdefault("ground", "离岗")
	with as_user(place.manager):
		return frappe.get_doc(
			doctype="Disciplinary Action",
			**{
				"action_type": action_type,
				"agent": place.agent.name,
				"date": today(),
				"evidence": "上班时间离岗",
				**fields,
			},
		).insert()


def status(action):
	return frappe.db.get_value("Disciplinary Action", action.name, "status")


def act(person, method, action, **given):
	with as_user(person):
		return getattr(disciplinary_decision, method)(action.name, **given)


def heard(place, action):
	act(place.agent, "make_statement", action, text="我去接客户了")
	return action


def decided(place, action, **given):
	heard(place, action)
	act(place.manager, "decide", action, adopt=1, **given)
	act(place.hr, "decide", action, adopt=1)
	return action


def test_heard_then_manager_then_hr(place):
	action = an_action(place)
	act(place.agent, "make_statement", action, text="我去接客户了,电话 13812345678")
	assert status(action) == "Heard"
	assert act(place.manager, "decide", action, adopt=1, reason="属实") == "Manager Decided"
	assert act(place.hr, "decide", action, adopt=1) == "Decided"
	doc = frappe.get_doc("Disciplinary Action", action.name)
	assert (doc.heard_how, doc.heard_by) == ("Statement", place.agent.user)
	assert (doc.manager_decided_by, doc.hr_decided_by) == (place.manager.user, place.hr.user)
	assert "13812345678" not in doc.statement and getdate(doc.decided_on) == getdate()


def test_nobody_decides_before_the_person_was_heard(place):
	action = an_action(place)
	with pytest.raises(DecisionError):
		act(place.manager, "decide", action, adopt=1)
	act(place.hr, "record_not_heard", action, how="Absent")
	assert status(action) == "Heard"


def test_only_the_person_states_and_once(place):
	action = an_action(place)
	for person in (the_leader(place.group), place.manager, an_agent(group=place.group)):
		with pytest.raises(frappe.PermissionError):
			act(person, "make_statement", action, text="x")
	with pytest.raises(DecisionError):
		act(place.agent, "make_statement", action, text=" ")
	heard(place, action)
	with pytest.raises(DecisionError):
		act(place.agent, "make_statement", action, text="again")
	with pytest.raises(NotTheDeciderError):
		act(place.manager, "record_not_heard", an_action(place), how="Absent")


def test_two_people_neither_the_one_concerned(place):
	action = heard(place, an_action(place))
	for person in (place.hr, the_leader(place.group), place.agent):
		with pytest.raises(NotTheDeciderError):
			act(person, "decide", action, adopt=1)
	both = place.manager
	act(both, "decide", action, adopt=1)
	frappe.get_doc("User", both.user).add_roles(roles.HR)
	with pytest.raises(NotTheDeciderError):
		act(both, "decide", action, adopt=1)
	assert status(action) == "Manager Decided"


def test_a_manager_does_not_decide_about_themselves(place):
	with as_user("Administrator"):
		action = frappe.get_doc(
			doctype="Disciplinary Action",
			action_type="Warning",
			ground="离岗",
			agent=place.manager.name,
			date=today(),
			evidence="x",
		).insert()
	act(place.manager, "make_statement", action, text="…")
	with pytest.raises(NotTheDeciderError):
		act(place.manager, "decide", action, adopt=1)


def test_not_adopting_needs_a_reason_and_ends_it(place):
	action = heard(place, an_action(place))
	with pytest.raises(DecisionError):
		act(place.manager, "decide", action, adopt=0)
	assert act(place.manager, "decide", action, adopt=0, reason="证据不足") == "Not Adopted"
	with pytest.raises(DecisionError):
		act(place.hr, "decide", action, adopt=1)


def test_strangers_do_not_act(place):
	other = a_place()
	action = heard(place, an_action(place))
	for person in (other.manager, other.hr, other.agent):
		with pytest.raises(frappe.PermissionError):
			act(person, "decide", action, adopt=1)


def test_nothing_of_it_is_written_past_the_acts(place):
	action = an_action(place)
	with as_user(place.manager):
		doc = frappe.get_doc("Disciplinary Action", action.name)
		doc.update({"status": "Decided", "hr_decided_by": place.hr.user, "statement": "forged"})
		doc.save()
	doc = frappe.get_doc("Disciplinary Action", action.name)
	assert (doc.status, doc.hr_decided_by, doc.statement) == ("Proposed", None, None)
	heard(place, action)
	with as_user(place.manager), pytest.raises(ActionFrozenError):
		frappe.get_doc("Disciplinary Action", action.name).update({"evidence": "别的"}).save()


@pytest.mark.req("R36")
def test_a_decided_suspension_leaves_no_presence(place):
	start, end = add_days(today(), 1), add_days(today(), 3)
	with pytest.raises(DecisionError):
		act(place.manager, "decide", heard(place, an_action(place, "Suspension")), adopt=1)
	decided(place, an_action(place, "Suspension"), suspension_from=start, suspension_to=end)
	days = Period(getdate(start), getdate(end))
	assert {p.presence for p in presence_of([place.agent.name], days).values()} == {0}


@pytest.mark.req("R47")
def test_a_decided_dismissal_ends_access_the_same_minute(place):
	decided(place, an_action(place, "Dismissal"))
	staff = frappe.get_doc("Sales Staff", place.agent.name)
	assert (staff.status, str(staff.leaving_date)) == ("Departed", today())
	assert frappe.db.get_value("User", place.agent.user, "enabled") == 0


@pytest.mark.req("R37")
def test_a_decided_training_is_due(place):
	action = decided(place, an_action(place, "Training"))
	assert frappe.db.get_value("Training Due", {"action": action.name}, "status") == "Open"


@pytest.mark.req("R24")
class TestElimination:
	def test_last_place_alone_dismisses_nobody(self, place):
		action = heard(place, an_action(place, "Elimination"))
		with pytest.raises(DecisionError):
			act(place.manager, "decide", action, adopt=1)
		steps = [
			lambda: an_appraisal(place.agent, place.manager, action=action.name),
			lambda: a_training(place.agent, place.hr, kind="Other"),
			lambda: an_appraisal(place.agent, place.manager, kind="Second Assessment", action=action.name),
		]
		for n, step in enumerate(steps):
			assert [s["done"] for s in disciplinary_decision.elimination_path(action.name)] == [True] * n + [
				False
			] * (3 - n)
			with pytest.raises(DecisionError):
				act(place.manager, "decide", action, adopt=1, outcome="Dismissed")
			step()
		assert act(place.manager, "decide", action, adopt=1, outcome="Dismissed") == "Manager Decided"
		act(place.hr, "decide", action, adopt=1)
		assert frappe.db.get_value("Sales Staff", place.agent.name, "status") == "Departed"

	def test_an_assessment_that_was_passed_is_none(self, place):
		action = heard(place, an_action(place, "Elimination"))
		an_appraisal(place.agent, place.manager, action=action.name, result="Up to the Work")
		assert not disciplinary_decision.elimination_path(action.name)[0]["done"]

	def test_another_outcome_keeps_the_person(self, place):
		decided(place, an_action(place, "Elimination"), outcome="Trained")
		assert frappe.db.get_value("Sales Staff", place.agent.name, "status") == "Active"


def test_the_person_sees_their_own_and_no_others(place):
	action = an_action(place)
	with as_user(place.agent):
		assert frappe.get_list("Disciplinary Action", pluck="name") == [action.name]
	with as_user(an_agent(group=place.group)):
		assert frappe.get_list("Disciplinary Action") == []
	with as_user(a_staff(roles.HR, centre=a_place().centre)), pytest.raises(frappe.PermissionError):
		disciplinary_decision.elimination_path(action.name)
