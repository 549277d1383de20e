"""A month of a centre on a real site: computed, signed, published, corrected (R19-R24, R31)."""

from datetime import date, timedelta

import frappe
import pytest
from frappe.model.workflow import apply_workflow

from dianjian_app import roles
from dianjian_app.incentives.engine.explain import recompute_worth
from dianjian_app.incentives.entries.explanation import explain_entry, may_see_facts
from dianjian_app.incentives.settlement import compute
from dianjian_app.incentives.settlement.dry_run import dry_run_report
from dianjian_app.incentives.settlement.incentive_settlement_events import (
	MonthBlockedError,
	return_settlement,
)
from dianjian_app.people import leave_balance
from dianjian_app.people.moves import move_to_group
from dianjian_app.people.period import Period
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.calls import a_row, a_sheet, handed_in
from dianjian_app.tests.builders.incentives import (
	AFTER_OCTOBER,
	AFTER_SEPTEMBER,
	OCTOBER,
	SEPTEMBER,
	a_full_month,
	a_line,
	a_place,
	a_rule,
	a_sale,
	a_settlement,
	entries_of,
	fill_in_lines,
	lines_of,
	many_agents,
	published,
	signed_by_hr,
	signed_by_manager,
)
from dianjian_app.tests.builders.people import a_group, a_staff, the_leader
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.tests.site.test_presence_site import queries_of

DAY = date(2026, 9, 3)


@made_once
def place():
	place = a_place()
	a_full_month(place.agent)
	return place


def found(lines, *fields):
	return [tuple(ln[f] for f in fields) for ln in lines]


@pytest.mark.req("R20")
def test_customers_short_of_the_quota_cost_a_yuan_each(place):
	a_line(place.agent, DAY, connected=92)
	lines = lines_of(a_settlement(place), family="R20")
	assert found(lines, "agent", "date", "value", "target", "presence", "amount") == [
		(place.agent.name, DAY, 92, 100, 1, -8)
	]
	assert recompute_worth(frappe.parse_json(lines[0].explanation)) == -8


@pytest.mark.req("R22")
def test_every_ten_visits_give_half_a_day_that_can_be_taken(place):
	published(place)
	assert found(entries_of(place, family="R22"), "quantity", "consumed", "amount") == [(2.0, 40.0, 0)]
	assert leave_balance.balance(place.agent.name) == 2


@pytest.mark.req("R23")
def test_deals_pay_by_product_and_day(place):
	a_sale(place.agent, DAY, "高层", 2)
	a_sale(place.agent, DAY, "别墅", 1)
	lines = lines_of(a_settlement(place), family="R23")
	assert found(lines, "dimension", "amount", "period_start") == [("别墅", 500, DAY), ("高层", 400, DAY)]


@pytest.mark.req("R24")
def test_whoever_is_outside_the_first_six_is_proposed_for_elimination(place):
	many_agents(place, 6)
	for n, agent in enumerate(place.agents[1:]):
		a_full_month(agent, weekly_visits=11 + n)
	settlement = signed_by_manager(a_settlement(place), place)
	assert found(lines_of(settlement, family="R24"), "agent", "place") == [(place.agent.name, 7)]
	action = frappe.get_doc("Disciplinary Action", {"settlement": settlement.name})
	assert (action.action_type, action.agent, action.status) == ("Elimination", place.agent.name, "Proposed")
	assert "第 7 名" in action.evidence


@pytest.mark.req("R21")
def test_four_weeks_missed_open_a_proposal_once_the_manager_has_approved(place):
	for week in Period.weeks_of_month(SEPTEMBER):
		a_line(place.agent, week.start + timedelta(days=2), 100, visits=9)
	settlement = a_settlement(place)
	assert not frappe.db.exists("Disciplinary Action", {"settlement": settlement.name})
	settlement = signed_by_manager(settlement, place)
	names = frappe.get_all("Disciplinary Action", {"settlement": settlement.name}, pluck="name")
	assert len(names) == 1
	action = frappe.get_doc("Disciplinary Action", names[0])
	assert (action.action_type, action.period_end) == ("Dismissal", Period.weeks_of_month(SEPTEMBER)[3].end)
	with as_user(place.hr):
		return_settlement(settlement.name, "请核对第二周")
	assert frappe.get_doc("Disciplinary Action", names[0]).status == "Withdrawn"
	with as_user(place.manager):
		apply_workflow(frappe.get_doc("Incentive Settlement", settlement.name), "Revise")
	compute.recompute(frappe.get_doc("Incentive Settlement", settlement.name), AFTER_SEPTEMBER)
	signed_by_manager(settlement, place)
	again = frappe.get_all("Disciplinary Action", {"settlement": settlement.name}, ["name", "status"])
	assert found(again, "name", "status") == [(names[0], "Proposed")]


@pytest.mark.req("R31")
def test_computing_again_changes_nothing_and_posts_nothing(place):
	a_line(place.agent, DAY, connected=92)
	settlement = a_settlement(place)
	first = found(lines_of(settlement), "line_key", "amount", "quantity")
	compute.recompute(settlement, AFTER_SEPTEMBER)
	assert found(lines_of(settlement), "line_key", "amount", "quantity") == first
	assert entries_of(place) == []


@pytest.mark.req("R31")
def test_a_published_month_is_posted_once_and_public_to_the_staff(place):
	a_line(place.agent, DAY, connected=92)
	settlement = published(place)
	before = entries_of(place)
	assert found(before, "family", "amount", "seq") == [("R20", -8, 1), ("R22", 0, 2)]
	settlement.reload()
	settlement.save()
	assert entries_of(place) == before
	other = a_staff(roles.AGENT, group=place.group)
	with as_user(other):
		seen = frappe.get_list("Incentive Entry", filters={"centre": place.name}, fields=["agent", "amount"])
		assert len(seen) == 2
		with pytest.raises(frappe.PermissionError):
			explain_entry(before[0].name)
	with as_user(place.agent):
		told = explain_entry(before[0].name)
	assert (told["recomputed"], told["evidence"][0]["doctype"]) == (-8, "Daily Ledger")


@pytest.mark.req("R19")
def test_a_deal_cancelled_after_closing_is_taken_back_in_the_next_month(place):
	deal = a_sale(place.agent, DAY, "高层", 1)
	published(place)
	a_full_month(place.agent, OCTOBER)
	frappe.db.set_value("Sales Deal", deal.name, {"docstatus": 2, "cancelled_on": date(2026, 10, 12)})
	october = a_settlement(place, OCTOBER, AFTER_OCTOBER)
	lines = lines_of(october, family="R23")
	assert found(lines, "amount", "corrects_period", "period_start", "correction_no") == [
		(-200, "2026-09", DAY, 1)
	]
	published_october = signed_by_hr(signed_by_manager(october, place), place)
	with as_user(place.hr):
		apply_workflow(published_october, "Publish")
	assert sum(e.amount for e in entries_of(place, family="R23")) == 0
	november = a_settlement(place, Period.month(2026, 11), date(2026, 12, 5))
	assert lines_of(november, family="R23") == []


@pytest.mark.req("R19", "R31")
def test_money_taken_back_is_taken_from_the_group_that_had_it_and_names_the_deal(place):
	deal = a_sale(place.agent, DAY, "别墅", 1)
	published(place)
	frappe.db.set_value("Sales Deal", deal.name, {"docstatus": 2, "cancelled_on": date(2026, 10, 12)})
	other = a_group(place.centre)
	move_to_group(place.agent.name, other.name, "2026-10-10")
	published(place, OCTOBER, AFTER_OCTOBER)
	given, taken = entries_of(place, family="R23")
	assert (given.amount, taken.amount, taken.sales_group) == (500, -500, place.group.name)
	with as_user(the_leader(place.group)):
		told = explain_entry(taken.name)["evidence"]
	assert {("Sales Deal", deal.name), ("Incentive Entry", given.name)} <= {
		(e["doctype"], e["name"]) for e in told
	}
	with as_user(the_leader(other)), pytest.raises(frappe.PermissionError):
		explain_entry(taken.name)


@pytest.mark.req("R31")
def test_a_dry_run_of_a_published_month_says_what_is_posted_and_what_would_differ(place):
	deal = a_sale(place.agent, DAY, "高层", 1)
	for week in Period.weeks_of_month(SEPTEMBER):
		a_line(place.agent, week.start + timedelta(days=2), 100, visits=9)
	published(place)
	a_full_month(place.agent, OCTOBER)
	published(place, OCTOBER, AFTER_OCTOBER)
	told = dry_run_report(place.name, SEPTEMBER, AFTER_OCTOBER)
	[row] = told["agents"]
	assert (told["stage"], told["corrected_in"], told["would_differ"]) == ("Published", "2026-11", [])
	assert (row["rewards"], row["leave_days"], row["proposals"]) == (200, 1.5, ["Dismissal"])
	frappe.db.set_value("Sales Deal", deal.name, {"docstatus": 2, "cancelled_on": date(2026, 11, 2)})
	a_line(place.agent, DAY, connected=92)
	[short, sale] = sorted(
		dry_run_report(place.name, SEPTEMBER, AFTER_OCTOBER)["would_differ"], key=lambda d: d["rule"]
	)
	assert (short["rule"], short["amount"], sale["rule"], sale["amount"]) == ("R20", -8, "R23", -200)
	assert dry_run_report(place.name, SEPTEMBER, AFTER_OCTOBER)["agents"] == [row]


@pytest.mark.req("R31")
def test_an_entry_without_a_group_is_not_open_to_every_leader(place):
	"""What was posted without one before stays as it is; who may see its facts is asked of the fields that it has."""
	a_line(place.agent, DAY, connected=92)
	published(place)
	[entry] = entries_of(place, family="R20")
	doc = frappe.get_doc("Incentive Entry", entry.name)
	doc.sales_group = None
	with as_user(the_leader(a_group(place.centre))):
		assert not may_see_facts(doc)
	with as_user(place.agent):
		assert may_see_facts(doc)


@pytest.mark.req("R19")
@pytest.mark.parametrize(
	("switches", "fault", "taken_back"),
	[
		({"take_back_on_cancel": 1, "take_back_not_at_fault": 1}, 1, True),
		({"take_back_on_cancel": 1, "take_back_not_at_fault": 0}, 1, False),
		({"take_back_on_cancel": 1, "take_back_not_at_fault": 0}, 0, True),
		({"take_back_on_cancel": 0}, 0, False),
	],
)
def test_the_switches_of_a_rule_say_what_a_cancellation_takes_back(place, switches, fault, taken_back):
	rule = a_rule(period="Event", metric="成交套数", **switches)
	a_sale(place.agent, DAY, docstatus=2, not_agents_fault=fault, cancelled_on=DAY)
	lines = lines_of(a_settlement(place), family=rule.family)
	assert (lines == []) is taken_back


@pytest.mark.req("R19")
def test_a_corrected_deal_counts_once_even_where_cancellations_keep(place):
	rule = a_rule(period="Event", metric="成交套数", take_back_on_cancel=0)
	old = a_sale(place.agent, DAY, docstatus=2, cancelled_on=DAY)
	a_sale(place.agent, DAY, units=3, amended_from=old.name)
	assert found(lines_of(a_settlement(place), family=rule.family), "amount") == [(30,)]


@pytest.mark.req("R23")
def test_a_product_without_a_rate_blocks_until_a_version_names_one(place):
	a_sale(place.agent, DAY, "洋房", 1)
	settlement = a_settlement(place)
	assert found(lines_of(settlement, family="R23"), "line_state", "amount") == [("No Rate", 0)]
	with pytest.raises(MonthBlockedError):
		signed_by_manager(settlement, place)
	a_rule(
		family="R23",
		valid_from=SEPTEMBER.start,
		period="Event",
		metric="成交套数",
		outcomes=[{"outcome_type": "Money", "basis": "Per Unit", "amount": 300, "dimension_value": "洋房"}],
	)
	compute.recompute(settlement, AFTER_SEPTEMBER)
	assert found(lines_of(settlement, family="R23"), "line_state", "amount") == [("Normal", 300)]
	signed_by_manager(settlement, place)


@pytest.mark.req("R13")
def test_a_sheet_handed_in_and_not_confirmed_blocks_the_month(place):
	today = frappe.utils.getdate()
	month = Period.month_of(today)
	handed_in(a_sheet(place.agent, rows=[a_row(place.agent)]), place.agent)
	fill_in_lines(place, month)
	computed = compute.compute(place.name, month, month.end + timedelta(days=2))
	assert [b.kind for b in computed.blockers if not b.is_question] == ["Call Sheet"]
	assert compute.compute(place.name, SEPTEMBER, AFTER_SEPTEMBER).blockers == []


def test_a_month_that_is_not_over_or_follows_an_open_one_cannot_be_approved(place):
	settlement = a_settlement(place, today=date(2026, 9, 20))
	fill_in_lines(place, OCTOBER)
	blockers = compute.compute(place.name, OCTOBER, date(2026, 10, 20), settlement="-").blockers
	kinds = {b.kind for b in blockers if not b.is_question}
	assert kinds == {"Month Not Over", "Earlier Month"}
	assert {ln.date.day for ln in lines_of(settlement, family="R20")} == set()


@pytest.mark.req("R22")
def test_a_centre_that_starts_in_the_middle_of_a_month_goes_on_from_its_opening(place):
	other = a_place(opened_on=date(2026, 9, 15))
	frappe.get_doc(
		doctype="Opening Balance",
		staff=other.agent.name,
		date=date(2026, 9, 14),
		balances=[
			{"family": "R22", "kind": "Remainder", "value": 7},
			{"family": "R21", "kind": "Streak", "value": 2},
		],
		ledger_lines=[{"date": date(2026, 9, 14), "calls": 90, "connected": 80, "presence": 1, "visits": 3}],
	).insert().submit()
	for day in Period(date(2026, 9, 15), SEPTEMBER.end).days():
		a_line(other.agent, day, 100)
	a_line(other.agent, date(2026, 9, 16), 100, visits=3)
	lines = lines_of(a_settlement(other))
	by_family = {ln.family: ln for ln in lines}
	assert found([by_family["R20"]], "date", "amount") == [(date(2026, 9, 14), -20)]
	assert by_family["R22"].quantity == 0.5, "7 brought along and 3 since"
	assert by_family["R21"].period_end == date(2026, 9, 27), "two weeks brought along and two since"
	assert len(lines) == 3


@pytest.mark.req("R31")
def test_a_settlement_takes_the_same_queries_for_ten_agents_and_two_hundred(place):
	many_agents(place, 9)
	compute.compute(place.name, SEPTEMBER, AFTER_SEPTEMBER)
	few = queries_of(lambda: compute.compute(place.name, SEPTEMBER, AFTER_SEPTEMBER))
	many_agents(place, 190)
	many = queries_of(lambda: compute.compute(place.name, SEPTEMBER, AFTER_SEPTEMBER))
	assert few == many
	assert many < 60
