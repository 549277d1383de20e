"""What days cost by rules: lateness of every position, by what the days are by now, with the days that say why (R33, R36)."""

from datetime import date

import frappe
import pytest
from frappe.model.workflow import apply_workflow

from dianjian_app import roles
from dianjian_app.attendance import day_results
from dianjian_app.incentives.entries.explanation import explain_entry
from dianjian_app.packs import policy_pack_events, shipped_packs
from dianjian_app.patches.v0_2 import settle_posts_of_published_months
from dianjian_app.people.period import Period
from dianjian_app.people.staffing import read_staffing
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.attendance import a_policy, punched
from dianjian_app.tests.builders.incentives import (
	AFTER_OCTOBER,
	OCTOBER,
	SEPTEMBER,
	a_place,
	a_rule,
	a_settlement,
	a_yuan_a_missing_call,
	entries_of,
	lines_of,
	published,
)
from dianjian_app.tests.builders.people import a_calendar, a_staff, follows
from dianjian_app.tests.site.made_once import made_once

pytestmark = pytest.mark.req("R33", "R36")
PACK, LATE = "call 客考勤", "R33-迟到"
MONDAY, TUESDAY, WEDNESDAY = (date(2026, 9, day) for day in (7, 8, 9))


@made_once
def place():
	"""The agent was late once, the receptionist twice."""
	place = a_place()
	place.desk = a_staff(roles.FRONT_DESK, centre=place.centre)
	a_policy(place.centre, start="2026-09-01")
	punched(place.agent, (MONDAY, "09:20"), (MONDAY, "18:00"), (TUESDAY, "08:50"), (TUESDAY, "18:00"))
	punched(place.desk, (MONDAY, "09:07"), (MONDAY, "18:00"), (TUESDAY, "09:30"), (TUESDAY, "18:00"))
	for values in shipped_packs.packs()[PACK]["sections"]["metrics"]:
		if not frappe.db.exists("Incentive Metric", values["metric_name"]):
			frappe.get_doc(doctype="Incentive Metric", **values).insert()
	return place


@pytest.fixture(autouse=True)
def after(time_machine):
	time_machine.move_to(f"{AFTER_OCTOBER} 10:00:00")
	return time_machine


def a_deduction(place, *positions, metric="迟到次数", amount=5, **fields):
	return a_rule(
		centre=place.name,
		rule_title="迟到扣款",
		kind="Penalty",
		penalty_class="Fine",
		metric=metric,
		positions=[{"position": position} for position in positions],
		outcomes=[{"outcome_type": "Money", "basis": "Per Unit", "amount": amount}],
		**{"family": LATE, "valid_from": SEPTEMBER.start, **fields},
	)


def costs(place, family=LATE):
	lines = lines_of(a_settlement(place), family=family)
	return {line.agent: line.amount for line in lines}


def test_lateness_costs_every_position_that_the_rule_names(place):
	a_deduction(place, *roles.POSITIONS)
	assert costs(place) == {place.agent.name: -5, place.desk.name: -10}


def test_a_rule_binds_nobody_else(place):
	a_deduction(place, roles.FRONT_DESK)
	assert costs(place) == {place.desk.name: -10}


@pytest.mark.parametrize(
	"metric,of_agent,of_desk",
	[("迟到次数", -1, -2), ("迟到分钟", -20, -37), ("旷工天数", -23, -24), ("缺卡次数", -1, None)],
)
def test_each_figure_of_a_day_is_a_metric(place, metric, of_agent, of_desk):
	"""Of 26 working days both came on two, the agent clocked in on a third."""
	punched(place.agent, (date(2026, 9, 10), "08:50"))
	a_deduction(place, *roles.POSITIONS, metric=metric, amount=1)
	found = costs(place)
	assert (found.get(place.agent.name), found.get(place.desk.name)) == (of_agent, of_desk)


def test_the_explanation_names_the_days(place):
	a_deduction(place, *roles.POSITIONS)
	published(place)
	[entry] = entries_of(place, family=LATE, agent=place.desk.name)
	with as_user(place.desk):
		said = explain_entry(entry.name)
	days = [(row["doctype"], row["day"]) for row in said["evidence"]]
	assert days == [("Staff Day Result", MONDAY), ("Staff Day Result", TUESDAY)]
	with as_user(place.agent), pytest.raises(frappe.PermissionError):
		explain_entry(entry.name)


def test_a_receptionist_has_a_statement_and_may_appeal(place):
	a_deduction(place, *roles.POSITIONS)
	published(place)
	[entry] = entries_of(place, family=LATE, agent=place.desk.name)
	with as_user(place.desk):
		[statement] = frappe.get_list("Incentive Statement", ["agent", "deductions"])
		assert (statement.agent, statement.deductions) == (place.desk.name, 10)
		appeal = frappe.get_doc(
			doctype="Incentive Appeal", kind="An Entry", entry=entry.name, grounds="电梯故障"
		).insert()
	assert (appeal.centre, appeal.sales_group) == (place.name, None)


@pytest.mark.req("R31", "R35")
def test_money_follows_an_upheld_appeal_in_the_next_month(place):
	"""September is published with the lateness; the day is excused since, and October gives back what it cost."""
	a_deduction(place, *roles.POSITIONS)
	published(place)
	with as_user(place.desk):
		appeal = frappe.get_doc(
			doctype="Day Result Appeal", result=f"{place.desk.name}-{TUESDAY}", grounds="电梯故障"
		).insert()
	with as_user(place.hr):
		apply_workflow(appeal, "Take Up")
		appeal.reload()
		appeal.update({"remedy": "Excuse the Day", "decision_reason": "属实"})
		appeal.save()
		apply_workflow(appeal, "Uphold")
	lines = lines_of(a_settlement(place, OCTOBER, AFTER_OCTOBER), family=LATE)
	assert [(line.agent, line.amount, line.corrects_period) for line in lines] == [
		(place.desk.name, 5, SEPTEMBER.month_text)
	]


def test_unexcused_absence_never_lowers_a_quota(place):
	"""Nobody came on Wednesday, and nobody had approved it: a hundred calls are owed all the same."""
	day_results.refresh([place.agent.name], Period.day(WEDNESDAY))
	result = frappe.get_doc("Staff Day Result", f"{place.agent.name}-{WEDNESDAY}")
	assert (result.status, result.absent_days) == ("Absent", 1)
	quota = a_yuan_a_missing_call(place.centre, "接通电话")
	lines = lines_of(a_settlement(place), family=quota.family, period_start=WEDNESDAY)
	assert [line.amount for line in lines] == [-100]


def presence_of_the_desk(place, month):
	staffing = read_staffing([place.desk.name], month)
	days = staffing.presence_over(place.desk.name, month, in_any_position=True).values()
	return sum(day.presence for day in days)


def holidays_in_both_months(place):
	days = (WEDNESDAY, date(2026, 10, 14))
	centre = frappe.get_doc("Sales Centre", place.name)
	centre.set("calendars", [follows(a_calendar(holidays=days))])
	centre.save()


@pytest.mark.req("R31")
def test_a_published_month_keeps_what_other_positions_were_planned_by(place):
	published(place)
	before = [presence_of_the_desk(place, month) for month in (SEPTEMBER, OCTOBER)]
	holidays_in_both_months(place)
	assert [presence_of_the_desk(place, month) for month in (SEPTEMBER, OCTOBER)] == [
		before[0],
		before[1] - 1,
	]


@pytest.mark.req("R31")
def test_a_patch_notes_the_posts_of_months_that_were_published_before(place):
	published(place)
	month = {"centre": place.name, "month": SEPTEMBER.month_text}
	noted = frappe.db.get_value("Settled Month", month, "posts")
	assert place.desk.name in noted
	frappe.db.set_value("Settled Month", month, "posts", None)
	settle_posts_of_published_months.execute()
	assert frappe.db.get_value("Settled Month", month, "posts") == noted


@pytest.mark.req("R52")
def test_the_attendance_pack_brings_drafts_without_amounts_and_a_policy_from_tomorrow(place):
	policy_pack_events.load([PACK], place.name)
	families = ("R33-迟到", "R33-早退", "R33-缺卡", "R33-旷工")
	drafts = frappe.get_all("Incentive Rule", {"family": ("in", families)}, pluck="name", order_by="family")
	rules = [frappe.get_doc("Incentive Rule", name) for name in drafts]
	assert sorted(rule.family for rule in rules) == sorted(families)
	for rule in rules:
		assert (rule.docstatus, [o.amount for o in rule.outcomes]) == (0, [0])
		assert tuple(p.position for p in rule.positions) == roles.POSITIONS
	assert policy_pack_events.load([PACK], place.name) == {"add": 0, "change": 0}


@pytest.mark.req("R52")
def test_another_policy_of_a_pack_holds_from_tomorrow_and_leaves_what_was_judged():
	place = a_place()
	old = a_policy(place.centre, start="2026-09-01", late_allowance=10)
	policy_pack_events.load([PACK], place.name)
	[first, second] = frappe.get_all(
		"Punching Policy",
		{"centre": place.name},
		["name", "from_date", "late_allowance"],
		order_by="from_date",
	)
	assert (first.name, first.late_allowance) == (old.name, 10)
	assert (second.from_date, second.late_allowance) == (date(2026, 11, 6), 0)
