"""A published month stays as it was settled until somebody signs that it is judged anew (R31, decision 76)."""

from datetime import date

import frappe
import pytest

from dianjian_app import roles
from dianjian_app.incentives.settlement import compute
from dianjian_app.incentives.settlement.plan_revision_events import (
	PlanRevisionError,
	RevisionSignatureError,
)
from dianjian_app.ledger import build
from dianjian_app.patches.v0_2 import settle_published_months
from dianjian_app.people import moves
from dianjian_app.people.period import Period
from dianjian_app.people.settled_months import SettledMonthError
from dianjian_app.people.staffing import presence_of
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.incentives import (
	AFTER_OCTOBER,
	OCTOBER,
	SEPTEMBER,
	a_place,
	a_settlement,
	entries_of,
	lines_of,
	published,
)
from dianjian_app.tests.builders.people import a_calendar, an_agent, follows
from dianjian_app.tests.site.made_once import made_once

# every planned day without a sheet costs 100; these three are asked about
MISSED = tuple(date(2026, 9, day) for day in (8, 10, 15))
PLANNED_DAYS = 26


@made_once
def place():
	place = a_place()
	build.rebuild(place.name, Period(SEPTEMBER.start, OCTOBER.end), as_of=OCTOBER.end)
	return place


@pytest.fixture
def closed(place, time_machine):
	time_machine.move_to(f"{AFTER_OCTOBER} 10:00:00")
	published(place)
	return place


def corrections(place):
	name = frappe.db.get_value("Incentive Settlement", {"centre": place.name, "month": "2026-10"})
	if name:
		settlement = frappe.get_doc("Incentive Settlement", name)
		compute.recompute(settlement, AFTER_OCTOBER)
	else:
		settlement = a_settlement(place, OCTOBER, AFTER_OCTOBER)
	lines = lines_of(settlement)
	return [(ln.family, str(ln.period_start), ln.amount) for ln in lines if ln.corrects_period]


def holidays_on(place, *days):
	centre = frappe.get_doc("Sales Centre", place.name)
	centre.set("calendars", [follows(a_calendar(holidays=days))])
	centre.save()


def a_revision(place, month="2026-09"):
	return frappe.get_doc(
		doctype="Plan Revision", centre=place.name, month=month, reason="法定节假日补录"
	).insert()


FINES = [("R20", str(day), 100.0) for day in MISSED]


@pytest.mark.req("R31")
def test_another_calendar_judges_no_published_month_anew(closed):
	assert sum(e.amount for e in entries_of(closed, family="R20")) == -100 * PLANNED_DAYS
	holidays_on(closed, *MISSED)
	assert corrections(closed) == []


@pytest.mark.req("R31")
def test_rest_days_positions_and_leaving_judge_no_published_month_anew(closed):
	centre = frappe.get_doc("Sales Centre", closed.name)
	centre.rest_days[0].weekday = "Thursday"
	centre.save()
	moves.change_position(closed.agent.name, roles.CONSULTANT, "2026-09-09")
	assert corrections(closed) == []
	# what people did, and leave, are facts: the month before is right as it is, the days since follow the set-up
	assert not any(p.employed for p in presence_of([closed.agent.name], OCTOBER).values())
	assert sum(p.planned for p in presence_of([closed.agent.name], SEPTEMBER).values()) == PLANNED_DAYS


@pytest.mark.req("R31")
def test_somebody_entered_late_owes_nothing_for_the_published_month(closed):
	late = an_agent(closed.group, joined=date(2026, 9, 14))
	assert corrections(closed) == []
	presence = presence_of([late.name], Period(date(2026, 9, 28), date(2026, 10, 3)))
	assert [p.employed for p in presence.values()] == [False, False, False, True, True, True]


@pytest.mark.req("R31")
def test_leave_approved_late_still_reaches_the_published_month(closed):
	frappe.get_doc(
		doctype="Time Off Request",
		staff=closed.agent.name,
		leave_type="Sick Leave",
		from_date=MISSED[0],
		to_date=MISSED[0],
		reason="病假",
	).insert().submit()
	assert corrections(closed) == FINES[:1]


@pytest.mark.req("R31")
def test_a_published_month_is_judged_anew_once_somebody_has_seen_what_it_costs_and_signed(closed):
	holidays_on(closed, *MISSED[:2])
	with as_user(closed.manager):
		revision = a_revision(closed)
		assert (revision.amount, revision.days_changed) == (200, 2)
		assert [(ln.family, ln.agent, ln.period_text, ln.amount) for ln in revision.lines] == [
			("R20", closed.agent.name, str(day), 100) for day in MISSED[:2]
		]
		assert corrections(closed) == []
		revision.submit()
	assert (revision.signed_by, bool(revision.signed_at)) == (closed.manager.user, True)
	assert corrections(closed) == FINES[:2]
	assert frappe.db.get_value("Plan Revision", revision.name, "plans_before").startswith("{")
	with pytest.raises(PlanRevisionError, match="stays"):
		revision.cancel()


@pytest.mark.req("R31")
def test_what_was_shown_is_what_is_signed(closed):
	holidays_on(closed, MISSED[0])
	revision = a_revision(closed)
	calendar = frappe.get_doc("Sales Centre", closed.name).calendars[0].work_calendar
	calendar = frappe.get_doc("Work Calendar", calendar)
	calendar.append("days", {"date": MISSED[1], "day_type": "Holiday"})
	calendar.save()
	with pytest.raises(PlanRevisionError, match="look at them again"):
		revision.submit()


@pytest.mark.req("R31")
def test_only_manager_and_hr_sign_and_only_what_is_published(closed):
	revision = a_revision(closed)
	with as_user(closed.agent), pytest.raises(frappe.PermissionError):
		frappe.get_doc("Plan Revision", revision.name).submit()
	with as_user("Administrator"), pytest.raises(PlanRevisionError, match="not published"):
		a_revision(closed, "2026-10")
	assert issubclass(RevisionSignatureError, frappe.PermissionError)


@pytest.mark.req("R31")
def test_nobody_writes_by_hand_what_a_month_was_settled_by(closed):
	kept = frappe.get_doc("Settled Month", f"{closed.name}-2026-09")
	kept.plans = "{}"
	for write in (kept.save, kept.delete):
		with pytest.raises(SettledMonthError):
			write()


@pytest.mark.req("R31")
def test_months_published_before_keep_what_they_were_planned_by(closed):
	before = frappe.db.get_value("Settled Month", f"{closed.name}-2026-09", "plans")
	frappe.db.delete("Settled Month", {"centre": closed.name})
	for _again in range(2):
		settle_published_months.execute()
	assert frappe.db.get_value("Settled Month", f"{closed.name}-2026-09", ["plans", "closed"]) == (before, 1)
