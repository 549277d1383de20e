"""People are told of a proposed measure once a named person has confirmed it; approving a month tells nobody (R30, R31)."""

import frappe
import pytest

from dianjian_app.incentives.discipline import disciplinary_decision, proposals
from dianjian_app.incentives.discipline.disciplinary_decision import DecisionError, NotTheDeciderError
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.incentives import a_full_month, a_place, a_settlement, signed_by_manager
from dianjian_app.tests.builders.people import the_leader
from dianjian_app.tests.site.made_once import made_once

pytestmark = pytest.mark.req("R30")
ACTION = "Disciplinary Action"


@made_once
def place():
	place = a_place()
	a_full_month(place.agent, weekly_visits=9)
	return place


def proposed(place):
	settlement = signed_by_manager(a_settlement(place), place)
	return frappe.get_doc(ACTION, {"settlement": settlement.name, "action_type": "Dismissal"})


def seen_by(person):
	with as_user(person):
		return frappe.get_list(ACTION, pluck="name")


@pytest.fixture
def told(monkeypatch):
	names = []
	monkeypatch.setattr(proposals, "tell_later", names.extend)
	return names


@pytest.mark.req("R31")
def test_approving_a_month_tells_nobody(place, told):
	action = proposed(place)
	assert not told
	assert (action.status, action.told_person, action.confirmed_by) == ("Proposed", None, None)
	assert seen_by(place.agent) == []
	assert action.name in seen_by(place.manager)
	with as_user(place.agent), pytest.raises(frappe.PermissionError):
		disciplinary_decision.make_statement(action.name, "我有话说")
	with as_user(place.hr), pytest.raises(DecisionError):
		disciplinary_decision.record_not_heard(action.name, "Absent")


@pytest.mark.parametrize("who", ["manager", "hr"])
def test_confirmed_it_is_told_and_heard(place, told, who):
	action = proposed(place)
	with as_user(getattr(place, who)):
		disciplinary_decision.confirm_proposal(action.name)
	assert told == [action.name]
	action.reload()
	assert (action.confirmed_by, action.told_person) == (getattr(place, who).user, place.agent.name)
	assert seen_by(place.agent) == [action.name]
	with as_user(place.agent):
		disciplinary_decision.make_statement(action.name, "我有话说")
	with as_user(place.manager), pytest.raises(DecisionError):
		disciplinary_decision.confirm_proposal(action.name)


def test_nobody_else_confirms(place):
	action = proposed(place)
	with as_user(the_leader(place.group)), pytest.raises(NotTheDeciderError):
		disciplinary_decision.confirm_proposal(action.name)
	with as_user(place.agent), pytest.raises(frappe.PermissionError):
		disciplinary_decision.confirm_proposal(action.name)


def test_who_proposes_by_hand_answers_for_it(place):
	with as_user(place.manager):
		action = frappe.get_doc(
			doctype=ACTION,
			action_type="Warning",
			agent=place.agent.name,
			date=frappe.utils.today(),
			ground="离岗",
			evidence="离岗",
			confirmed_by=place.hr.user,
			told_person=place.manager.name,
		).insert()
	assert (action.confirmed_by, action.told_person) == (place.manager.user, place.agent.name)
	assert seen_by(place.agent) == [action.name]
