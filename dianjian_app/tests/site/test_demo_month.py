"""The demo's month on a real site against the same month worked out by hand.

The whole of September 2026 is played once, through the documents and workflow actions that people use, with a quota of
ten customers a day instead of a hundred: quotas are data. What each person gets is then compared with `by_hand`, which
knows the plan's raw facts and shares no code with the app.
"""

import dataclasses
from collections import Counter, defaultdict
from datetime import date, datetime
from fractions import Fraction

import frappe
import pytest
from frappe.model.workflow import apply_workflow

from dianjian_app.demo import cast, settle
from dianjian_app.demo.acting import acting_as, clock
from dianjian_app.demo.load import load
from dianjian_app.demo.report import report
from dianjian_app.demo.september import build_plan
from dianjian_app.incentives.entries.chain_walk import check_chain
from dianjian_app.incentives.rules.incentive_rule_events import new_version
from dianjian_app.incentives.settlement.compute import compute_settlement
from dianjian_app.incentives.settlement.month_report import report_of_settlement
from dianjian_app.incentives.settlement.posting import post
from dianjian_app.people.leave_balance import balance
from dianjian_app.service.flags.raising import raise_flags
from dianjian_app.tests.framework_internals import caches_kept, forget_what_was_to_be_told
from dianjian_app.tests.site import by_hand
from dianjian_app.tests.site.conftest import forget

QUOTA = 10
ENTERED = ("Money", "Leave Days")


@dataclasses.dataclass
class Month:
	"""The month as it was played. blockers: kinds of what was missing when it was first computed."""

	plan: object
	blockers: list
	first_report: dict


@pytest.fixture(scope="module", autouse=True)
def site(connected_site):
	"""One transaction for the whole module: playing the month takes a minute, comparing it takes nothing."""
	frappe.set_user("Administrator")
	frappe.flags.in_test = True
	frappe.flags.mute_emails = True
	frappe.db.begin()
	yield connected_site
	frappe.set_user("Administrator")
	frappe.db.rollback()
	forget(frappe)


@pytest.fixture(scope="module")
def month(site):
	"""The month, played."""
	plan = build_plan(QUOTA)
	ask_for(QUOTA)
	blockers = []

	def look(step: str = "") -> None:
		forget_what_was_to_be_told()  # where the command commits
		draft = settle.settlement_of(cast.MONTH)
		if draft and not blockers:
			blockers.extend(report_of_settlement(draft)["blockers"])

	with caches_kept():
		load(plan, finish=look)
	return Month(plan, blockers, report(plan))


def ask_for(customers: int) -> None:
	"""A version of R20 with another quota, as an administrator makes it."""
	with clock(datetime(2026, 8, 30, 9, 0)):
		version = frappe.get_doc("Incentive Rule", new_version("R20-1", "2026-09-01", "A short month"))
		version.target_value = customers
		version.save()
		apply_workflow(version, "Approve")


def entered(month: str, doctype_rows) -> list[by_hand.Expected]:
	"""Rows of entries or lines in the shape of what is expected, agents by their logins."""
	login = {p.number: p.key for p in build_plan(QUOTA).people}
	return sorted(
		by_hand.Expected(
			agent=login[r.agent],
			rule=r.family,
			start=r.period_start,
			end=r.period_end,
			what=r.outcome_type,
			dimension=r.dimension or "",
			amount=Fraction(str(r.amount or 0)),
			days=Fraction(str(r.quantity or 0)) if r.outcome_type == "Leave Days" else Fraction(0),
		)
		for r in doctype_rows
	)


FIELDS = ["agent", "family", "period_start", "period_end", "outcome_type", "dimension", "amount", "quantity"]


def entries() -> list[by_hand.Expected]:
	settlement = settle.settlement_of(cast.MONTH).name
	return entered(cast.MONTH, frappe.get_all("Incentive Entry", {"settlement": settlement}, FIELDS))


def lines_of(month: str, **filters) -> list[by_hand.Expected]:
	name = settle.settlement_of(month).name
	rows = frappe.get_all("Settlement Line", {"parent": name, "line_state": "Normal", **filters}, FIELDS)
	return entered(month, rows)


@pytest.mark.req("R20")
@pytest.mark.req("R22")
@pytest.mark.req("R23")
@pytest.mark.req("R32")
def test_every_entry_of_september_is_what_a_hand_comes_to(month):
	expected = [e for e in by_hand.september(month.plan) if e.what in ENTERED]
	assert len(expected) > 25
	assert entries() == expected


@pytest.mark.req("R21")
@pytest.mark.req("R24")
def test_proposals_are_those_of_the_hand_and_wait_for_people(month):
	expected = sorted(
		(e.agent, e.what, e.start) for e in by_hand.september(month.plan) if e.what not in ENTERED
	)
	login = {p.number: p.key for p in month.plan.people}
	actions = frappe.get_all(
		"Disciplinary Action", {"centre": cast.CENTRE}, ["agent", "action_type", "period_start", "status"]
	)
	assert sorted((login[a.agent], a.action_type, a.period_start) for a in actions) == expected
	assert {a.status for a in actions} == {"Proposed"}


@pytest.mark.req("R24")
def test_places_are_those_of_the_hand_with_a_shared_one(month):
	rows = frappe.get_all(
		"Settlement Line",
		{"parent": settle.settlement_of(cast.MONTH).name, "family": "R24"},
		["agent", "place"],
	)
	login = {p.number: p.key for p in month.plan.people}
	places = by_hand.ranking(month.plan)
	assert Counter(places.values())[4] == 2
	assert {login[r.agent]: int(r.place) for r in rows} == {a: p for a, p in places.items() if p > 6}


@pytest.mark.req("R11")
@pytest.mark.req("R44")
def test_the_ledger_holds_the_customers_reached_and_the_visits_counted(month):
	numbers = {p.number: p.key for p in month.plan.people}
	lines = frappe.get_all(
		"Daily Ledger",
		{"centre": cast.CENTRE, "date": ("between", (by_hand.FIRST, by_hand.LAST))},
		["agent", "date", "connected", "visits", "presence"],
	)
	reached = by_hand.reached(month.plan)
	assert {(numbers[r.agent], r.date): r.connected for r in lines if r.connected} == {
		k: v for k, v in reached.items() if v
	}
	counted = {agent: Counter(days) for agent, days in by_hand.counted_visits(month.plan).items()}
	found = defaultdict(Counter)
	for r in lines:
		if r.visits:
			found[numbers[r.agent]][r.date] = r.visits
	assert dict(found) == counted
	agents = {a.key: a for a in month.plan.agents}
	for r in lines:
		assert Fraction(str(r.presence)) == by_hand.presence(month.plan, agents[numbers[r.agent]], r.date), r


@pytest.mark.req("R17")
@pytest.mark.req("R18")
def test_visits_end_as_the_hand_says(month):
	found = Counter(frappe.get_all("Visit Confirmation", {"centre": cast.CENTRE}, pluck="outcome"))
	assert found == by_hand.outcomes(month.plan)
	chain = frappe.get_all(
		"Visit Confirmation", {"centre": cast.CENTRE, "chain_no": (">", 1)}, ["outcome", "previous_visit"]
	)
	assert Counter(v.outcome for v in chain) == Counter(["Counted", "No Show"])


@pytest.mark.req("R19")
def test_a_deal_without_a_counted_visit_is_nobodys(month):
	login = {p.number: p.key for p in month.plan.people}
	deals = frappe.get_all("Sales Deal", {"centre": cast.CENTRE}, ["agent", "product_type", "date"])
	found = sorted((login.get(d.agent), d.product_type, d.date) for d in deals if d.agent)
	expected = [(by_hand.earning_agent(month.plan, d), d.product, d.day) for d in month.plan.deals]
	assert found == sorted(e for e in expected if e[0])
	assert sum(not d.agent for d in deals) == sum(not e[0] for e in expected) == 1


@pytest.mark.req("R31")
def test_the_first_draft_says_what_is_missing(month):
	assert Counter(b["kind"] for b in month.blockers) == {"Call Sheet": 1, "Visit": 1, "No Rate": 1}


@pytest.mark.req("R31")
def test_september_is_published_after_manager_and_hr(month):
	settlement = settle.settlement_of(cast.MONTH)
	assert settlement.stage == "Published"
	assert (settlement.manager_approved_by, settlement.hr_approved_by) == (
		month.plan.person("manager").user,
		month.plan.person("hr").user,
	)
	assert settlement.manager_approved_at.date() == date(2026, 10, 5)


@pytest.mark.req("R22")
def test_leave_balances_are_what_was_brought_earned_and_taken(month):
	earned = {e.agent: e.days for e in by_hand.september(month.plan) if e.what == "Leave Days"}
	brought = {o.agent: Fraction(o.leave_days) for o in month.plan.openings}
	taken = {t.agent: Fraction(1, 2) for t in month.plan.time_off if t.leave_type == "Paid Half-Day"}
	for agent in month.plan.agents:
		key = agent.key
		expected = earned.get(key, 0) + brought.get(key, 0) - taken.get(key, 0)
		assert Fraction(balance(agent.number)) == expected, key


@pytest.mark.req("R19")
@pytest.mark.req("R23")
def test_october_takes_back_what_the_cancelled_deal_had_brought(month):
	expected = by_hand.taken_back_in_october(month.plan)
	assert expected
	assert lines_of(settle.OCTOBER, outcome_type="Money") == expected
	corrected = frappe.get_all(
		"Settlement Line",
		{"parent": settle.settlement_of(settle.OCTOBER).name, "family": "R23"},
		pluck="corrects_period",
	)
	assert corrected == [cast.MONTH]
	assert settle.settlement_of(settle.OCTOBER).stage == "Draft"


@pytest.mark.req("R21")
def test_octobers_first_week_goes_on_counting_septembers(month):
	expected = [(e.agent, e.what) for e in by_hand.october_proposals(month.plan)]
	assert expected
	found = [(ln.agent, ln.what) for ln in lines_of(settle.OCTOBER) if ln.what not in ENTERED]
	assert sorted(found) == sorted(expected)


def test_the_report_adds_up(month):
	by_agent = defaultdict(lambda: defaultdict(Fraction))
	login = {p.number: p.key for p in month.plan.people}
	for e in by_hand.september(month.plan):
		by_agent[e.agent]["rewards" if e.amount > 0 else "deductions"] += abs(e.amount)
		by_agent[e.agent]["half_days"] += 2 * e.days
	reached, visits = by_hand.reached(month.plan), by_hand.counted_visits(month.plan)
	for row in month.first_report["agents"]:
		key = login[row["agent"]]
		assert row["connected"] == sum(n for (agent, _), n in reached.items() if agent == key)
		assert row["visits"] == len(visits[key])
		assert row["deals"] == sum(by_hand.earning_agent(month.plan, d) == key for d in month.plan.deals)
		for figure in ("rewards", "deductions", "half_days"):
			assert Fraction(str(row[figure])) == by_agent[key][figure], (key, figure)
	assert set(month.first_report["users"]) == {p.position for p in month.plan.people}


def test_settling_and_posting_again_adds_nothing(month):
	before = frappe.db.count("Incentive Entry"), lines_of(settle.OCTOBER)
	with clock(datetime(2026, 10, 7, 11, 0)), acting_as(month.plan.person("manager").user):
		post(settle.settlement_of(cast.MONTH))
		compute_settlement(settle.settlement_of(settle.OCTOBER).name)
	assert (frappe.db.count("Incentive Entry"), lines_of(settle.OCTOBER)) == before
	assert check_chain(cast.CENTRE).whole


def test_loading_again_changes_nothing(month):
	told = []
	before = {
		d: frappe.db.count(d)
		for d in ("Call Lead", "Call Sheet", "Visit Confirmation", "Incentive Entry", "User")
	}
	assert load(month.plan, finish=lambda: told.append("done")) is False
	assert not told
	assert before == {d: frappe.db.count(d) for d in before}
	assert report(month.plan) == month.first_report


@pytest.mark.req("R17")
@pytest.mark.req("R33")
def test_an_honest_month_raises_no_flag(month):
	assert frappe.db.count("Visit Confirmation", {"centre": cast.CENTRE, "signed_at": ("is", "set")}) > 40
	assert raise_flags(cast.CENTRE, date(2026, 10, 1)) == []
