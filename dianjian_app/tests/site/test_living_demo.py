"""The demo that lives: the last month settled, this one up to the minute, something waiting for everybody."""

from datetime import date, datetime

import frappe
import pytest

from dianjian_app.demo import cast, living
from dianjian_app.demo.acting import acting_as, clock
from dianjian_app.demo.load import load_living, loaded_plan
from dianjian_app.demo.report import report
from dianjian_app.incentives.entries.chain_walk import check_chain
from dianjian_app.service.flags.raising import raise_flags
from dianjian_app.tests.framework_internals import caches_kept, forget_what_was_to_be_told
from dianjian_app.tests.site.test_demo_month import ask_for, site  # noqa: F401 the fixture: one transaction for the module
from dianjian_app.visits.reception import visits_of_the_day

NOW = datetime(2026, 10, 1, 14, 20)  # the first of a month, and a public holiday
QUOTA = 4


@pytest.fixture(scope="module")
def demo(site):  # noqa: F811
	ask_for(QUOTA)
	with caches_kept():
		load_living(finish=forget_what_was_to_be_told, quota=QUOTA, now=NOW)
	return loaded_plan()


def count(doctype, **filters):
	return frappe.db.count(doctype, {"centre": cast.CENTRE, **filters})


@pytest.mark.req("R31")
def test_the_last_month_is_published_and_one_entry_of_it_disputed_in_time(demo):
	settlement = frappe.get_doc("Incentive Settlement", {"centre": cast.CENTRE})
	assert (settlement.month, settlement.stage) == ("2026-09", "Published")
	assert settlement.published_at.date() >= date(2026, 9, 30)
	assert check_chain(cast.CENTRE).whole
	appeals = frappe.get_all("Incentive Appeal", {"centre": cast.CENTRE}, ["stage", "answer_by"])
	assert [a.stage for a in appeals] == ["Filed"]
	assert appeals[0].answer_by >= NOW.date()


@pytest.mark.req("R11")
def test_yesterdays_sheets_are_confirmed_and_this_mornings_under_way(demo):
	before = frappe.get_all(
		"Call Sheet", {"centre": cast.CENTRE, "date": ("<", NOW.date()), "docstatus": ("<", 2)}, pluck="stage"
	)
	assert len(before) > 80
	assert set(before) == {"Confirmed"}
	today = frappe.get_all("Call Sheet", {"centre": cast.CENTRE, "date": NOW.date()}, ["agent", "stage"])
	assert len(today) >= 4
	assert {s.stage for s in today} == {"Draft"}
	last = frappe.get_all("Call Sheet Row", {"centre": cast.CENTRE, "date": NOW.date()}, pluck="called_at")
	assert last
	assert max(last) <= NOW


@pytest.mark.req("R16")
@pytest.mark.req("R17")
def test_somebody_is_at_every_step_of_a_visit_at_this_minute(demo):
	with clock(NOW), acting_as(demo.person("frontdesk").user):
		shown = visits_of_the_day()["visits"]
	assert {v["stage"] for v in shown} == {"Expected", "Arrived", "Signed"}
	assert [v for v in shown if v["arrived_at"] and v["contacted_at"] and not v["led_in_at"]]
	assert [v for v in shown if v["led_in_at"] and not v["signed_at"]]
	assert len([v for v in shown if v["stage"] == "Expected" and v["planned_at"] > NOW]) == 3
	assert count("Invitation Register", date=NOW.date(), docstatus=0) >= 2


@pytest.mark.req("R19")
def test_a_deal_waits_for_the_manager(demo):
	assert count("Sales Deal", stage="Draft", date=NOW.date()) == 1
	assert count("Sales Deal", stage="Confirmed") > 3


@pytest.mark.req("R2")
def test_two_groups_with_several_agents_and_a_second_centre(demo):
	agents = frappe.get_all(
		"Sales Staff", {"position": "Telesales Agent", "centre": cast.CENTRE}, pluck="sales_group"
	)
	assert agents.count(f"{cast.CENTRE}-一组") == 3
	assert agents.count(f"{cast.CENTRE}-二组") == 2
	assert frappe.db.count("Call Sheet", {"centre": living.SECOND_CENTRE, "stage": "Confirmed"}) >= 4
	assert frappe.db.count("Visit Confirmation", {"centre": living.SECOND_CENTRE, "date": NOW.date()}) == 1


def test_it_is_reported_and_loading_again_changes_nothing(demo):
	found = report(demo)
	assert found["month"] == "2026-09"
	assert sum(a["visits"] for a in found["agents"]) > 40
	assert sum(a["rewards"] for a in found["agents"]) > 0
	assert load_living(finish=lambda: None, quota=QUOTA) is False
	assert report(demo) == found


@pytest.mark.req("R17")
@pytest.mark.req("R33")
def test_honest_months_raise_no_flag(demo):
	for centre in (cast.CENTRE, living.SECOND_CENTRE):
		assert raise_flags(centre, NOW.date()) == []
