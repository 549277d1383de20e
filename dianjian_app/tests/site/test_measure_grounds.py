"""The catalogue of breaches and merits, the leader's proposals, and the public register of what was decided (R30, R31)."""

import frappe
import pytest
from frappe.desk import query_report
from frappe.utils import add_days, add_months, getdate, today

from dianjian_app import roles
from dianjian_app.incentives.discipline import disciplinary_decision
from dianjian_app.incentives.discipline.disciplinary_action_events import ActionError
from dianjian_app.incentives.discipline.disciplinary_decision import DecisionError, NotTheDeciderError
from dianjian_app.incentives.discipline.measure_grounds import GroundError
from dianjian_app.patches.v0_2 import give_actions_their_grounds
from dianjian_app.tests.builders import as_user, number
from dianjian_app.tests.builders.incentives import a_place
from dianjian_app.tests.builders.people import a_group, a_staff, an_agent, the_leader
from dianjian_app.tests.builders.people_decide import a_training, an_appraisal
from dianjian_app.tests.site.made_once import made_once

pytestmark = pytest.mark.req("R30", "R31")
ACTION, GROUND, REGISTER = "Disciplinary Action", "Measure Ground", "Rewards and Penalties Register"


@made_once
def place():
	place = a_place()
	place.leader = the_leader(place.group)
	return place


def proposed(by, agent, ground="离岗", **fields):
	with as_user(by):
		return frappe.get_doc(
			doctype=ACTION, agent=agent.name, date=today(), ground=ground, evidence="接待时离岗", **fields
		).insert()


def act(person, method, action, **given):
	with as_user(person):
		return getattr(disciplinary_decision, method)(action.name, **given)


def decided(place, action, heard=True, **given):
	if heard:
		act(place.agent, "make_statement", action, text="我去接客户了")
	act(place.manager, "decide", action, adopt=1, **given)
	act(place.hr, "decide", action, adopt=1)
	action.reload()
	return action


def register(person, **filters):
	with as_user(person):
		rows = query_report.run(REGISTER, {"month": "2026-10", **filters})["result"]
	return [r for r in rows if isinstance(r, dict) and r.get("measure")]


def a_ground(by="Administrator", **fields):
	with as_user(by):
		return frappe.get_doc(
			**{"doctype": GROUND, "kind": "Breach", "first_measure": "Demerit", **fields}
		).insert()


def of_a_rule(place, action_type="Dismissal", family="R21"):
	"""A proposal of a rule as a settlement opens it, and the person has been heard."""
	action = frappe.get_doc(
		doctype=ACTION,
		action_type=action_type,
		agent=place.agent.name,
		agent_name=place.agent.staff_name,
		centre=place.name,
		sales_group=place.group.name,
		date=today(),
		rule=frappe.db.get_value("Incentive Rule", {"family": family, "docstatus": 1}, "name"),
		status="Proposed",
	)
	action.flags.by_settlement = True
	action.insert()
	act(place.manager, "confirm_proposal", action)
	act(place.agent, "make_statement", action, text="这几周都在外展")
	return action


class TestProposing:
	def test_a_leaders_proposal_waits_for_two_people(self, place):
		action = proposed(place.leader, place.agent)
		assert (action.proposed_by, action.status, action.action_type) == (
			place.leader.user,
			"Proposed",
			"Warning",
		)
		act(place.agent, "make_statement", action, text="我去接客户了")
		with pytest.raises(NotTheDeciderError):
			act(place.leader, "decide", action, adopt=1)
		assert register(place.agent) == []
		assert act(place.manager, "decide", action, adopt=1) == "Manager Decided"
		assert register(place.agent) == []
		with pytest.raises(frappe.PermissionError):
			act(place.leader, "decide", action, adopt=1)
		assert act(place.hr, "decide", action, adopt=1) == "Decided"
		told = frappe.get_all("Notification Log", {"document_name": action.name}, pluck="for_user")
		assert place.leader.user in told

	def test_a_leader_proposes_for_the_own_group_alone(self, place):
		other = an_agent(group=a_group(centre=frappe.get_doc("Sales Centre", place.name)))
		with pytest.raises(frappe.PermissionError):
			proposed(place.leader, other)
		for nobody in (place.agent, a_staff(roles.CONSULTANT, group=place.group)):
			with pytest.raises(frappe.PermissionError):
				proposed(nobody, an_agent(group=place.group))
		with pytest.raises(ActionError):
			proposed(place.leader, place.leader)

	def test_a_leader_does_not_rewrite_what_somebody_else_proposed(self, place):
		theirs, mine = proposed(place.manager, place.agent), proposed(place.leader, place.agent)
		with as_user(place.leader):
			mine.update({"evidence": "十点离岗半小时", "proposed_by": place.manager.user}).save()
			with pytest.raises(frappe.PermissionError):
				frappe.get_doc(ACTION, theirs.name).update({"evidence": "别的"}).save()
		assert frappe.db.get_value(ACTION, mine.name, "proposed_by") == place.leader.user

	def test_a_measure_needs_a_ground_of_its_kind(self, place):
		for fields in (
			{"ground": None, "action_type": "Warning"},
			{"ground": "好人好事", "action_type": "Warning"},
		):
			with pytest.raises(ActionError):
				proposed(place.leader, place.agent, **fields)
		with pytest.raises(ActionError):
			proposed(place.leader, place.agent, ground="离岗", action_type="Award")
		assert proposed(place.leader, place.agent, ground=None, action_type="Training").name

	def test_everybody_concerned_is_heard_whatever_the_position(self, place):
		for role in (roles.CONSULTANT, roles.FRONT_DESK, roles.ADMINISTRATION, roles.PLANNING):
			person = a_staff(role, centre=frappe.get_doc("Sales Centre", place.name))
			action = proposed(place.manager, person)
			act(person, "make_statement", action, text="我有话说")
			assert frappe.db.get_value(ACTION, action.name, "status") == "Heard", role


class TestCatalogue:
	def test_a_repetition_asks_for_more(self, place):
		for measure in ("Warning", "Demerit", "Suspension", "Suspension"):
			action = proposed(place.leader, place.agent)
			assert action.usual_measure == action.action_type == measure
			given = {"suspension_from": add_days(today(), 40)} if measure == "Suspension" else {}
			decided(place, action, **given)
		assert proposed(place.leader, place.agent).times == 5
		assert proposed(place.leader, place.agent, ground="喧哗").times == 1

	def test_what_was_not_decided_or_is_long_ago_is_no_repetition(self, place):
		proposed(place.leader, place.agent)
		old = decided(place, proposed(place.leader, place.agent))
		assert proposed(place.leader, place.agent).times == 2
		frappe.db.set_value(ACTION, old.name, "date", add_days(today(), -366))
		assert proposed(place.leader, place.agent).times == 1

	def test_people_propose_another_measure_than_the_usual_one(self, place):
		action = proposed(place.leader, place.agent, action_type="Demerit")
		assert (action.action_type, action.usual_measure) == ("Demerit", "Warning")

	def test_a_centres_own_ground_takes_the_place_of_the_common_one(self, place):
		own = a_ground(place.manager, ground_title="离岗")
		assert own.centre == place.name
		action = proposed(place.leader, place.agent)
		assert (action.ground, action.action_type) == (own.name, "Demerit")
		with as_user(place.manager):
			own.update({"disabled": 1}).save()
		with pytest.raises(GroundError):
			proposed(place.leader, place.agent)
		elsewhere = a_place()
		assert proposed(the_leader(elsewhere.group), elsewhere.agent).ground == "离岗"
		with pytest.raises(GroundError):
			proposed(the_leader(elsewhere.group), elsewhere.agent, ground=own.name)

	def test_the_common_catalogue_is_the_administrators(self, place):
		with as_user(place.manager), pytest.raises(frappe.PermissionError):
			frappe.get_doc(GROUND, "离岗").update({"first_measure": "Dismissal"}).save()
		with pytest.raises(frappe.PermissionError):
			a_ground(place.manager, ground_title=f"串岗{number()}", centre=a_place().name)
		with pytest.raises(frappe.PermissionError):
			a_ground(place.leader, ground_title=f"串岗{number()}", centre=place.name)
		with pytest.raises(GroundError):
			a_ground(ground_title=f"串岗{number()}", second_measure="Award")


class TestAwards:
	def test_an_award_is_decided_by_two_and_nobody_is_heard_first(self, place):
		action = proposed(place.leader, place.agent, ground="合理化建议")
		assert action.action_type == "Award"
		told = {"document_name": action.name}
		assert frappe.get_all("Notification Log", told, pluck="for_user") == [place.manager.user]
		with pytest.raises(DecisionError):
			act(place.agent, "make_statement", action, text="谢谢")
		with pytest.raises(NotTheDeciderError):
			act(place.hr, "decide", action, adopt=1)
		decided(place, action, heard=False)
		[line] = register(an_agent(group=place.group), kind="Awards")
		assert (line["agent"], line["what"], line["rule_title"]) == (place.agent.name, "Award", "合理化建议")
		assert place.agent.user in frappe.get_all("Notification Log", told, pluck="for_user")
		assert register(place.agent, kind="Penalties") == []

	def test_an_award_is_no_breach(self, place):
		award = decided(place, proposed(place.leader, place.agent, ground="好人好事"), heard=False)
		assert (award.ground_kind, award.usual_measure, award.times) == ("Merit", "Award", 1)
		assert not frappe.db.exists("Training Due", {"action": award.name})


class TestRegister:
	def test_a_decided_warning_stands_in_every_colleagues_register_the_same_day(self, place):
		action = decided(place, proposed(place.leader, place.agent))
		centre = frappe.get_doc("Sales Centre", place.name)
		colleagues = [
			an_agent(group=place.group),
			an_agent(group=a_group(centre=centre)),
			*(a_staff(role, centre=centre) for role in (roles.FRONT_DESK, roles.PLANNING, roles.SERVICE)),
		]
		for colleague in (*colleagues, place.leader, place.agent):
			[line] = register(colleague)
			assert (line["agent"], line["what"], line["rule_title"]) == (place.agent.name, "Warning", "离岗")
			assert (line["period_start"], line["correction"]) == (getdate(), "")
			assert line["period_end"] == getdate(add_months(getdate(), 12)) == action.public_until
			said = " ".join(str(v) for v in line.values())
			assert not any(word in said for word in (action.evidence, action.statement, action.name))
			assert place.manager.user not in said and place.leader.user not in said
		with as_user(colleagues[0]):
			assert frappe.get_list(ACTION) == []
		assert register(a_place().agent) == []

	def test_it_stands_until_its_term_ends(self, place, time_machine):
		frappe.db.set_value("Sales Centre", place.name, "register_months", 1)
		action = decided(place, proposed(place.leader, place.agent))
		frappe.db.set_value("Sales Centre", place.name, "register_months", 24)
		last = action.public_until
		assert last == getdate(add_months(getdate(), 1))
		time_machine.move_to(f"{last}T20:00:00+08:00")
		assert len(register(place.agent)) == 1
		time_machine.move_to(f"{add_days(last, 1)}T08:00:00+08:00")
		assert register(place.agent) == []

	def test_a_revoked_one_is_marked_so(self, place):
		action = decided(place, proposed(place.leader, place.agent))
		disciplinary_decision.revoke(action.name, "AP-1")
		[line] = register(an_agent(group=place.group))
		assert line["correction"] == "Revoked"

	def test_what_is_no_measure_against_anybody_stays_private(self, place):
		decided(place, proposed(place.leader, place.agent, ground=None, action_type="Training"))
		act(
			place.manager,
			"decide",
			proposed(place.leader, place.agent, ground="好人好事"),
			adopt=0,
			reason="无",
		)
		assert register(place.agent) == []

	def test_measures_are_no_money(self, place):
		decided(place, proposed(place.leader, place.agent))
		with as_user(place.agent):
			answer = query_report.run(REGISTER, {"month": "2026-10", "kind": "Penalties"})
		cards = {c["label"]: c["value"] for c in answer["report_summary"]}
		assert (cards["Entries"], cards["Measures"], cards["Penalties"]) == (0, 1, 0)


@pytest.mark.req("R21")
class TestQuotaDismissal:
	def test_it_asks_for_the_path_of_an_elimination(self, place):
		action = of_a_rule(place)
		steps = [
			lambda: an_appraisal(place.agent, place.manager, action=action.name),
			lambda: a_training(place.agent, place.hr, kind="Other"),
			lambda: an_appraisal(place.agent, place.manager, kind="Second Assessment", action=action.name),
		]
		for step in steps:
			with pytest.raises(DecisionError):
				act(place.manager, "decide", action, adopt=1)
			step()
		act(place.manager, "decide", action, adopt=1)
		assert act(place.hr, "decide", action, adopt=1) == "Decided"
		assert register(an_agent(group=place.group))[0]["what"] == "Dismissal"

	def test_a_centre_may_do_without_the_path(self, place):
		frappe.db.set_value("Sales Centre", place.name, "dismissal_needs_path", 0)
		action = of_a_rule(place)
		assert disciplinary_decision.elimination_path(action.name) == []
		act(place.manager, "decide", action, adopt=1)
		assert act(place.hr, "decide", action, adopt=1) == "Decided"

	def test_a_breach_needs_no_path(self, place):
		action = proposed(place.leader, place.agent, ground="私接私活", action_type="Dismissal")
		assert decided(place, action).status == "Decided"

	def test_the_gate_of_an_elimination_stays_where_a_quotas_does_not(self, place):
		frappe.db.set_value("Sales Centre", place.name, "dismissal_needs_path", 0)
		with pytest.raises(DecisionError):
			act(place.manager, "decide", of_a_rule(place, "Elimination", "R24"), adopt=1, outcome="Dismissed")


def test_measures_of_before_get_their_ground_and_term(place):
	action = decided(place, proposed(place.leader, place.agent))
	before = {"ground": None, "ground_kind": None, "proposed_by": None, "public_until": None}
	frappe.db.set_value(ACTION, action.name, before)
	quota = of_a_rule(place)
	for _time in range(2):
		give_actions_their_grounds.execute()
		action.reload()
		assert (action.ground, action.ground_kind) == ("其他违规", "Breach")
		assert (action.proposed_by, action.public_until) == (
			place.leader.user,
			getdate(add_months(action.decided_on, 12)),
		)
		assert not frappe.db.get_value(ACTION, quota.name, "ground_kind")
