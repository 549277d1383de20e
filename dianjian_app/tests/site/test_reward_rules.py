"""The rules of call 客奖罚 (R25-R30) filled in, approved, and settled on real documents."""

from copy import deepcopy
from datetime import date

import frappe
import pytest

from dianjian_app.incentives.rules.incentive_rule_events import RuleContradictionError
from dianjian_app.incentives.rules.performance_figures import PerformanceFigureError
from dianjian_app.incentives.settlement.compute import compute
from dianjian_app.packs import shipped_packs
from dianjian_app.packs.shipped_packs import REWARDS
from dianjian_app.tests.builders import number
from dianjian_app.tests.builders.incentives import (
	OCTOBER,
	SEPTEMBER,
	a_full_month,
	a_line,
	a_place,
	a_sale,
	a_settlement,
	lines_of,
	published,
)
from dianjian_app.tests.site.made_once import made_once


@made_once
def place():
	place = a_place(agents=2)
	for agent in place.agents:
		a_full_month(agent)
	return place


def a_draft(family, place):
	"""A rule of the pack as a draft for one centre."""
	[row] = [r for r in shipped_packs.section("rules", REWARDS) if r["family"] == family]
	values = {"doctype": "Incentive Rule", "centre": place.name, "valid_from": date(2020, 1, 1)}
	return frappe.get_doc({**values, **deepcopy(row)})


def filled_in(family, place, **amounts):
	"""A rule of the pack for one centre, its outcomes filled in and approved."""
	rule = a_draft(family, place)
	for outcome in rule.outcomes:
		outcome.update(amounts)
	rule.insert().submit()
	return rule


def a_document(doctype, agent, **fields):
	"""A document as it stands after its own way; how it comes about is proved where it is made."""
	doc = frappe.get_doc(
		doctype=doctype,
		name=f"{doctype[:9]}-{number():05d}",
		centre=agent.centre,
		sales_group=agent.sales_group,
		**{"agent": agent.name, "agent_name": agent.staff_name, **fields},
	)
	doc.db_insert()
	return doc


def surveys(agent, *scores, day=date(2026, 9, 10)):
	for score in scores:
		a_document("Customer Survey", agent, date=day, score=score)


def money(place, family, month=SEPTEMBER, today=date(2026, 10, 5)):
	lines = lines_of(a_settlement(place, month, today), family=family)
	return {ln.agent or ln.sales_group: ln.amount for ln in lines if ln.line_state == "Normal"}


@pytest.mark.req("R27")
@pytest.mark.parametrize(
	("scores", "amount"),
	[((5, 5, 5, 5, 4), 100), ((5, 5, 5, 4), None), ((5, 5, 5, 5, 5, 4), 100), ((), None)],
)
def test_a_months_mean_of_4_8_earns_the_award(place, scores, amount):
	surveys(place.agent, *scores)
	filled_in("R27", place, amount=100)
	assert money(place, "R27").get(place.agent.name) == amount


@pytest.mark.req("R27")
class TestLowSatisfaction:
	@pytest.fixture
	def place(self, place):
		frappe.db.set_value("Sales Centre", place.name, "opened_on", "2026-07-01")
		filled_in("R27-扣款", place, percent=50)
		bonus = filled_in("R25", place, amount=1000)
		frappe.get_doc(
			doctype="Performance Target",
			metric=bonus.metric,
			subject_type="Agent",
			agent=place.agent.name,
			period_type="Month",
			period_start=SEPTEMBER.start,
			target_value=1,
		).insert()
		a_sale(place.agent, date(2026, 9, 9))
		return place

	def test_three_months_below_4_5_take_half_of_the_months_bonus(self, place):
		for month in (7, 8, 9):
			surveys(place.agent, 4, day=date(2026, month, 10))
		settlement = a_settlement(place)
		found = {
			ln.family: ln.amount
			for ln in lines_of(settlement, agent=place.agent.name, outcome_type="Money")
			if ln.line_state == "Normal"
		}
		assert (found["R25"], found["R27-扣款"]) == (1000, -500)

	def test_two_months_take_nothing(self, place):
		for month in (8, 9):
			surveys(place.agent, 4, day=date(2026, month, 10))
		assert "R27-扣款" not in {ln.family for ln in lines_of(a_settlement(place)) if ln.amount}


@pytest.mark.req("R28")
def test_a_major_complaint_solved_and_a_written_praise_earn_the_award_each_time(place):
	first, second = place.agents
	solved = {
		"kind": "Complaint",
		"severity": "Major",
		"stage": "Solved",
		"solved_on": date(2026, 9, 12),
		"received_on": date(2026, 9, 10),
	}
	a_document("Customer Complaint", second, solved_by=first.name, **solved)
	a_document("Customer Complaint", second, solved_by=first.name, **{**solved, "severity": "Minor"})
	a_document("Customer Complaint", second, solved_by=first.name, **{**solved, "stage": "Received"})
	a_document("Customer Complaint", second, solved_by=second.name, **{**solved, "kind": "Suggestion"})
	a_document("Customer Praise", second, date=date(2026, 9, 15), docstatus=1)
	a_document("Customer Praise", second, date=date(2026, 9, 16), docstatus=0)
	filled_in("R28-投诉", place, amount=200)
	filled_in("R28-表扬", place, amount=100)
	assert money(place, "R28-投诉") == {first.name: 200}
	lines = lines_of(frappe.get_doc("Incentive Settlement", {"centre": place.name}), family="R28-表扬")
	assert {ln.agent: ln.amount for ln in lines} == {second.name: 100}


@pytest.mark.req("R29")
def test_a_group_without_a_serious_error_in_the_quarter_gets_the_award(place):
	frappe.db.set_value("Sales Centre", place.name, "opened_on", "2026-07-01")
	filled_in("R29-安全", place, amount=800)
	assert money(place, "R29-安全") == {place.group.name: 800}


@pytest.mark.req("R29")
def test_one_serious_error_takes_the_groups_award(place):
	frappe.db.set_value("Sales Centre", place.name, "opened_on", "2026-07-01")
	a_document(
		"Disciplinary Action",
		place.agent,
		date=date(2026, 8, 3),
		action_type="Demerit",
		ground_kind="Breach",
		status="Decided",
	)
	filled_in("R29-安全", place, amount=800)
	assert money(place, "R29-安全") == {}


@pytest.mark.req("R21", "R29")
def test_what_a_missed_quota_brought_about_is_no_serious_error(place):
	frappe.db.set_value("Sales Centre", place.name, "opened_on", "2026-07-01")
	quota = frappe.db.get_value("Incentive Rule", {"family": "R21"}, "name")
	a_document(
		"Disciplinary Action",
		place.agent,
		date=date(2026, 8, 3),
		action_type="Dismissal",
		rule=quota,
		status="Decided",
	)
	filled_in("R29-安全", place, amount=800)
	assert money(place, "R29-安全") == {place.group.name: 800}


@pytest.mark.req("R30")
def test_a_decided_action_costs_what_the_rule_says_of_its_kind(place):
	frappe.db.set_value("Sales Centre", place.name, "deduction_policy", None)
	first, second = place.agents
	breach = {"ground_kind": "Breach"}
	a_document(
		"Disciplinary Action", first, date=date(2026, 9, 3), action_type="Warning", status="Decided", **breach
	)
	a_document(
		"Disciplinary Action",
		second,
		date=date(2026, 9, 4),
		action_type="Demerit",
		status="Proposed",
		**breach,
	)
	filled_in("R30", place, amount=50)
	assert money(place, "R30") == {first.name: -50}


@pytest.mark.req("R25", "R26", "R28")
@pytest.mark.parametrize(
	"family", ["R25", "R26", "R27", "R27-扣款", "R28-投诉", "R28-表扬", "R29", "R29-安全", "R30"]
)
def test_a_draft_without_an_amount_is_not_approved(family):
	draft = frappe.get_doc("Incentive Rule", {"family": family, "docstatus": 0})
	with pytest.raises(RuleContradictionError, match="amount"):
		draft.submit()


@pytest.mark.req("R26")
def test_the_quarters_three_best_get_their_awards(place):
	frappe.db.set_value("Sales Centre", place.name, "opened_on", "2026-07-01")
	three_awards(place)
	a_sale(place.agents[0], date(2026, 9, 20), amount=1_000_000)
	a_sale(place.agents[1], date(2026, 9, 20), amount=2_000_000)
	assert money(place, "R26") == {place.agents[1].name: 3000, place.agents[0].name: 2000}


def three_awards(place):
	rule = a_draft("R26", place)
	for outcome, amount in zip(rule.outcomes, (3000, 2000, 1000), strict=True):
		outcome.amount = amount
	rule.insert().submit()


def a_target(agent, value, metric="业绩"):
	return frappe.get_doc(
		doctype="Performance Target",
		metric=metric,
		subject_type="Agent",
		agent=agent.name,
		period_type="Month",
		period_start=SEPTEMBER.start,
		target_value=value,
	).insert()


def chooses(place, metric, since):
	centre = frappe.get_doc("Sales Centre", place.name)
	centre.append("performance_figures", {"figure": "业绩", "metric": metric, "from_date": since})
	return centre.save()


@pytest.mark.req("R25", "R26")
class TestPerformance:
	@pytest.fixture
	def place(self, place):
		frappe.db.set_value("Sales Centre", place.name, "opened_on", "2026-07-01")
		filled_in("R25", place, amount=1000)
		three_awards(place)
		a_sale(place.agents[1], date(2026, 9, 20), amount=2_000_000)
		a_line(place.agents[0], date(2026, 9, 3), connected=100, visits=1)
		return place

	def test_bonus_and_award_go_by_the_same_figure(self, place):
		first, second = place.agents
		target = a_target(second, 2_000_000)
		a_target(first, 2_000_000)
		assert target.metric == "成交金额"
		settlement = a_settlement(place)
		assert {ln.agent: ln.amount for ln in lines_of(settlement, family="R25")} == {second.name: 1000}
		assert {ln.agent: ln.amount for ln in lines_of(settlement, family="R26")} == {second.name: 3000}

	def test_a_centre_chooses_once_what_performance_is(self, place):
		chooses(place, "邀约到访", date(2026, 7, 1))
		first, second = place.agents
		assert a_target(first, 41).metric == a_target(second, 41).metric == "邀约到访"
		settlement = a_settlement(place)
		assert {ln.agent: ln.amount for ln in lines_of(settlement, family="R25")} == {first.name: 1000}
		awards = {ln.agent: ln.amount for ln in lines_of(settlement, family="R26")}
		assert awards == {first.name: 3000, second.name: 2000}
		[line] = lines_of(settlement, family="R25")
		assert frappe.parse_json(line.explanation)["metric"] == "邀约到访"

	def test_a_published_month_keeps_what_performance_was(self, place):
		a_target(place.agents[1], 2_000_000)
		published(place)
		for since in (date(2026, 9, 1), date(2026, 9, 30)):
			with pytest.raises(PerformanceFigureError):
				chooses(place, "邀约到访", since)
		chooses(place, "邀约到访", date(2026, 10, 1))
		october = compute(place.name, OCTOBER, date(2026, 11, 5))
		assert [ln for ln in october.lines if ln.key.family == "R25" and ln.corrects] == []

	def test_a_figure_stands_for_what_counts_by_itself(self, place):
		for metric in ("业绩", "没有的指标"):
			with pytest.raises(frappe.ValidationError):
				chooses(place, metric, date(2026, 11, 1))
