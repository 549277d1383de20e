"""The daily ledger: one line an agent a day, however it is made (R44)."""

from datetime import date, timedelta

import frappe
import pytest

from dianjian_app import roles
from dianjian_app.calls.review import correct
from dianjian_app.ledger import build, daily_ledger_events, scheduled, store
from dianjian_app.ledger.ledger_line import SHEET_STATES
from dianjian_app.ledger.opening_balance_events import OpeningBalanceError
from dianjian_app.people import leave_balance, moves
from dianjian_app.people.period import Period
from dianjian_app.tests.builders import as_user, visits
from dianjian_app.tests.builders.calls import a_row, a_sheet, confirmed, handed_in
from dianjian_app.tests.builders.people import a_calendar, a_centre, a_group, a_staff, an_agent
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.tests.site.test_presence_site import queries_of

TODAY = frappe.utils.getdate
WEEK = Period(date(2026, 11, 2), date(2026, 11, 8))
MONDAY = WEEK.start


@made_once
def group():
	return a_group(a_centre(rest_days=("Sunday",)))


@made_once
def agent(group):
	return an_agent(group)


def lines(agent, period=None):
	"""The stored lines of the agent by date."""
	period = period or Period(date(2026, 1, 1), date(2030, 1, 1))
	return {s.line.date: s.line for s in store.lines_within([agent.name], period).values()}


def line(agent, day=None):
	return lines(agent).get(day or TODAY())


def a_visit(agent, outcome="Counted", day=MONDAY, docstatus=1):
	"""A visit as it stands after its way; the way itself is proved where visits are."""
	visit = frappe.get_doc(
		doctype="Visit Confirmation",
		name=frappe.generate_hash(length=10),
		agent=agent.name,
		centre=agent.centre,
		outcome=outcome,
		docstatus=docstatus,
		date=day - timedelta(days=1),
		counted_on=day if outcome == "Counted" else None,
		signed_at=f"{day} 15:00:00" if outcome != "No Show" else None,
	)
	visit.db_insert()
	return visit


def a_deal(agent, amount=100.5, units=1, day=MONDAY):
	"""A confirmed deal."""
	deal = frappe.get_doc(
		doctype="Sales Deal",
		name=frappe.generate_hash(length=10),
		agent=agent.name,
		centre=agent.centre,
		date=day,
		units=units,
		amount=amount,
		docstatus=1,
	)
	deal.db_insert()
	return deal


@pytest.mark.req("R44")
def test_each_day_of_employment_has_one_line(group):
	agent = an_agent(group, joined=MONDAY + timedelta(days=1), leaving_date=MONDAY + timedelta(days=4))
	build.rebuild(group.centre, WEEK, as_of=WEEK.end)
	assert [d.day for d in lines(agent)] == [3, 4, 5, 6]
	assert {s.sales_group for s in lines(agent).values()} == {group.name}
	assert all(s.week_start == MONDAY and s.on_probation for s in lines(agent).values())


@pytest.mark.req("R44")
def test_no_line_lies_after_the_day_it_is_of(agent):
	build.rebuild(agent.centre, WEEK, as_of=MONDAY + timedelta(days=2))
	assert [d.day for d in lines(agent)] == [2, 3, 4]


@pytest.mark.req("R44")
def test_only_agents_have_lines(group):
	leader = frappe.get_doc("Sales Staff", group.leader)
	build.rebuild(group.centre, WEEK, as_of=WEEK.end)
	assert lines(leader) == {}


@pytest.mark.req("R44")
def test_a_rest_day_and_a_holiday_are_on_the_line():
	agent = an_agent(a_group(a_centre(a_calendar(holidays=[MONDAY]), rest_days=("Sunday",))))
	build.rebuild(agent.centre, WEEK, as_of=WEEK.end)
	monday, sunday = lines(agent)[MONDAY], lines(agent)[WEEK.end]
	assert (monday.planned, monday.presence, monday.roster_day) == (0, 0, 1)
	assert (sunday.planned, sunday.presence, sunday.roster_day) == (0, 0, 0)


@pytest.mark.req("R44")
def test_a_sheet_shows_by_its_state_and_counts_once_it_is_confirmed(agent):
	sheet = a_sheet(agent, connected=2, missed=1)
	assert (line(agent).sheet_state, line(agent).call_sheet, line(agent).calls) == (
		"Not Handed In",
		sheet.name,
		0,
	)
	sheet = handed_in(sheet, agent)
	assert (line(agent).sheet_state, line(agent).connected) == ("Handed In", 0)
	confirmed(sheet, agent)
	of_today = line(agent)
	assert of_today.sheet_state == "Confirmed"
	assert (of_today.calls, of_today.connected_calls, of_today.connected, of_today.grade_c) == (3, 2, 2, 2)


@pytest.mark.req("R13")
def test_a_corrected_sheet_flows_down(agent):
	sheet = confirmed(a_sheet(agent, connected=2), agent)
	amended = correct(sheet.name, "多记一个")
	of_today = line(agent)
	assert (of_today.sheet_state, of_today.connected, of_today.call_sheet) == ("Not Handed In", 0, amended)
	confirmed(handed_in(frappe.get_doc("Call Sheet", amended), agent), agent)
	assert (line(agent).sheet_state, line(agent).connected) == ("Confirmed", 2)


@pytest.mark.req("R44")
def test_grades_and_products_of_a_sheet_are_counted(agent):
	product = frappe.get_all("Product Type", pluck="name", order_by="sort_order")[0]
	rows = [
		a_row(agent, grade="A", product_need=product),
		a_row(agent, grade="B"),
		a_row(agent, connected=False),
	]
	confirmed(a_sheet(agent, rows=rows), agent)
	of_today = line(agent)
	assert (of_today.grade_a, of_today.grade_b, of_today.intention) == (1, 1, 2)
	assert dict(of_today.counts) == {("Grade", "A"): 1, ("Grade", "B"): 1, ("Product", product): 1}
	doc = frappe.get_doc("Daily Ledger", of_today.name)
	assert {(c.kind, c.key, c.agent, c.date) for c in doc.counts} == {
		("Grade", "A", agent.name, TODAY()),
		("Grade", "B", agent.name, TODAY()),
		("Product", product, agent.name, TODAY()),
	}


@pytest.mark.req("R17")
def test_visits_stand_on_the_day_of_the_signature_by_outcome(agent):
	for outcome, docstatus in (
		("Counted", 1),
		("Counted", 1),
		("Revisit", 1),
		("Walk-in", 1),
		("", 0),
		("Counted", 2),
	):
		a_visit(agent, outcome, docstatus=docstatus)
	a_visit(agent, "No Show", day=MONDAY + timedelta(days=1), docstatus=0)
	build.update_for(agent.name, MONDAY, as_of=WEEK.end)
	monday = lines(agent)[MONDAY]
	assert (monday.visits, monday.revisits, monday.walk_ins, monday.no_shows) == (2, 1, 1, 1)


@pytest.mark.req("R19")
def test_deals_stand_on_their_day_with_units_and_yuan(agent):
	a_deal(agent, 800000.25, units=2)
	a_deal(agent, 700000.50)
	build.update_for(agent.name, MONDAY, as_of=WEEK.end)
	monday = lines(agent)[MONDAY]
	assert (monday.deals, monday.deal_units, str(monday.deal_amount)) == (2, 3, "1500000.75")


@pytest.mark.req("R19")
def test_a_deal_after_leaving_keeps_a_line_so_that_the_ledger_adds_up(group):
	agent = an_agent(group, leaving_date=MONDAY)
	a_deal(agent, day=MONDAY + timedelta(days=2))
	build.rebuild(group.centre, WEEK, as_of=WEEK.end)
	wednesday = lines(agent)[MONDAY + timedelta(days=2)]
	assert (wednesday.deals, wednesday.presence, wednesday.sales_group) == (1, 0, group.name)
	assert MONDAY + timedelta(days=1) not in lines(agent)


@pytest.mark.req("R44")
def test_kept_up_to_date_and_rebuilt_are_the_same_lines(agent):
	confirmed(a_sheet(agent, connected=3), agent)
	for day, outcome in ((MONDAY, "Counted"), (MONDAY + timedelta(days=2), "Revisit")):
		a_visit(agent, outcome, day)
	a_deal(agent)
	request(agent, MONDAY + timedelta(days=3)).submit()
	for day in WEEK.days():
		build.update_for(agent.name, day, as_of=TODAY())
	kept = lines(agent)
	frappe.db.delete("Daily Ledger", {"agent": agent.name})
	frappe.db.delete("Daily Ledger Count", {"agent": agent.name})
	whole = Period(WEEK.start, max(WEEK.end, TODAY()))
	build.rebuild(agent.centre, whole)
	rebuilt = lines(agent)
	assert {day: rebuilt[day] for day in kept} == kept
	assert len(kept) >= 8


@pytest.mark.req("R44")
def test_rebuilding_again_writes_nothing(agent):
	confirmed(a_sheet(agent, connected=1), agent)
	first = build.rebuild(agent.centre, WEEK, as_of=WEEK.end)
	assert (first.written, first.unchanged) == (7, 0)
	again = build.rebuild(agent.centre, WEEK, as_of=WEEK.end)
	assert (again.written, again.removed, again.unchanged) == (0, 0, 7)


@pytest.mark.req("R44")
def test_a_line_whose_agent_was_none_goes_away(group):
	agent = an_agent(group)
	build.rebuild(group.centre, WEEK, as_of=WEEK.end)
	frappe.db.set_value("Staff Spell", {"parent": agent.name}, "position", roles.CONSULTANT)
	assert build.rebuild(group.centre, WEEK, as_of=WEEK.end).removed == 7
	assert lines(agent) == {}


@pytest.mark.req("R4")
def test_lines_of_the_past_stay_with_the_old_group_and_those_of_today_go_with_the_agent(agent, group):
	yesterday = TODAY() - timedelta(days=1)
	build.rebuild(group.centre, Period(yesterday, TODAY()))
	new = a_group(frappe.get_doc("Sales Centre", group.centre))
	moves.move_to_group(agent.name, new.name, str(TODAY()))
	assert line(agent, yesterday).sales_group == group.name
	assert line(agent).sales_group == new.name


@pytest.mark.req("R36")
def test_leave_suspension_and_a_late_holiday_change_the_lines_that_stand():
	calendar = a_calendar()
	agent = an_agent(a_group(a_centre(calendar)))
	days = [TODAY() - timedelta(days=n) for n in (1, 2, 3, 4)]
	build.rebuild(agent.centre, Period(days[-1], TODAY()))
	off = request(agent, days[0], half="Morning")
	off.submit()
	assert line(agent, days[0]).presence == 0.5
	off.cancel()
	assert line(agent, days[0]).presence == 1
	agent.reload()
	agent.append("suspensions", {"from_date": days[1], "to_date": days[1]})
	agent.save()
	assert [line(agent, d).presence for d in days[:3]] == [1, 0, 1]
	calendar.append("days", {"date": days[2], "day_type": "Holiday"})
	calendar.save()
	assert [line(agent, d).planned for d in days] == [1, 1, 0, 1]
	centre = frappe.get_doc("Sales Centre", agent.centre)
	centre.append("rest_days", {"weekday": days[3].strftime("%A")})
	centre.save()
	assert (line(agent, days[3]).planned, line(agent, days[3]).roster_day) == (0, 0)


@pytest.mark.req("R3")
def test_lines_after_leaving_go_away(agent):
	build.rebuild(agent.centre, Period(TODAY() - timedelta(days=3), TODAY()))
	moves.record_leaving(agent.name, str(TODAY() - timedelta(days=2)))
	assert sorted(lines(agent)) == [TODAY() - timedelta(days=3), TODAY() - timedelta(days=2)]


@pytest.mark.req("R44")
def test_old_lines_stand_before_the_centre_opened_and_no_others():
	agent = an_agent(a_group(a_centre(opened_on=date(2026, 9, 10))))
	opening = an_opening(agent, ledger_lines=[old_line(date(2026, 9, 8), calls=120, connected=92, visits=3)])
	opening.submit()
	build.rebuild(agent.centre, Period(date(2026, 9, 1), date(2026, 9, 11)), as_of=date(2026, 9, 11))
	assert sorted(lines(agent)) == [date(2026, 9, 8), date(2026, 9, 10), date(2026, 9, 11)]
	old = lines(agent)[date(2026, 9, 8)]
	assert (old.sheet_state, old.calls, old.connected, old.visits, old.presence) == ("Opening", 120, 92, 3, 1)
	opening.cancel()
	assert date(2026, 9, 8) not in lines(agent)


@pytest.mark.req("R22")
def test_an_opening_balance_brings_its_leave_and_takes_it_back(agent):
	opening = an_opening(agent, leave_days=1.5)
	opening.submit()
	assert leave_balance.balance(agent.name) == 1.5
	opening.cancel()
	assert leave_balance.balance(agent.name) == 0


@pytest.mark.req("R44")
@pytest.mark.parametrize(
	"wrong",
	[
		{"leave_days": 0.3},
		{"leave_days": -1},
		{"date": date(2099, 1, 1)},
		{"balances": [{"family": "R22", "kind": "Remainder", "value": 3}] * 2},
		{"ledger_lines": [{"date": date(2026, 9, 9), "presence": 1, "calls": 1, "connected": 2}]},
		{"ledger_lines": [{"date": date(2026, 9, 12), "presence": 1}]},
		{"ledger_lines": [{"date": date(2026, 9, 9), "presence": 1}] * 2},
		{"ledger_lines": [{"date": date(2026, 9, 9), "presence": 2}]},
	],
)
def test_an_opening_balance_that_cannot_be_is_refused(agent, wrong):
	with pytest.raises(frappe.ValidationError):
		an_opening(agent, **wrong)


@pytest.mark.req("R44")
def test_a_person_has_one_opening_balance(agent):
	an_opening(agent)
	with pytest.raises(OpeningBalanceError):
		an_opening(agent)


@pytest.mark.req("R44")
def test_nobody_writes_a_line_by_hand(agent):
	build.update_for(agent.name, TODAY())
	doc = frappe.get_doc("Daily Ledger", line(agent).name)
	doc.connected = 500
	for write in (
		doc.save,
		lambda: frappe.delete_doc("Daily Ledger", doc.name, force=True),
		lambda: frappe.get_doc(doctype="Daily Ledger", agent=agent.name, date=MONDAY).insert(),
		lambda: frappe.rename_doc("Daily Ledger", doc.name, "other", force=True),
	):
		with pytest.raises(daily_ledger_events.DerivedLineError):
			write()


@pytest.mark.req("R44")
def test_many_agents_take_no_more_queries_than_one(group):
	def queries():
		frappe.db.delete("Daily Ledger", {"centre": group.centre})
		build.rebuild(group.centre, WEEK, as_of=WEEK.end)  # the framework reads its own descriptions once
		frappe.db.delete("Daily Ledger", {"centre": group.centre})
		return queries_of(lambda: build.rebuild(group.centre, WEEK, as_of=WEEK.end))

	a_deal(an_agent(group))
	alone = queries()
	for _ in range(4):
		a_deal(an_agent(group))
	assert queries() == alone


@pytest.mark.req("R44")
def test_the_hourly_job_gives_a_newcomer_todays_line(agent):
	scheduled.make_todays_lines()
	assert line(agent).sheet_state == "No Sheet"


@pytest.mark.req("R44")
def test_the_daily_job_looks_at_the_month_and_a_week_back():
	assert scheduled.recent(date(2026, 11, 20)) == Period(date(2026, 11, 1), date(2026, 11, 20))
	assert scheduled.recent(date(2026, 11, 3)) == Period(date(2026, 10, 27), date(2026, 11, 3))


@pytest.mark.req("R44")
def test_the_states_in_code_are_the_doctypes_options():
	assert tuple(frappe.get_meta("Daily Ledger").get_options("sheet_state").split("\n")) == SHEET_STATES


def request(agent, day, half=""):
	"""A request for leave, not yet approved."""
	return frappe.get_doc(
		doctype="Time Off Request",
		staff=agent.name,
		leave_type="Personal Leave",
		from_date=day,
		half_day=int(bool(half)),
		half_day_part=half,
		reason="事",
	).insert()


def old_line(day, **figures):
	return {"date": day, "presence": 1, **figures}


def an_opening(agent, **fields):
	"""An Opening Balance of 9 September 2026."""
	return frappe.get_doc(
		doctype="Opening Balance", **{"staff": agent.name, "date": date(2026, 9, 9), **fields}
	).insert()


def test_unused_positions_have_no_line(group):
	assert lines(a_staff(roles.CONSULTANT, group=group)) == {}


@pytest.mark.req("R44")
def test_an_invitation_a_visit_and_its_deal_reach_the_line_by_themselves(agent):
	party = visits.Party(agent)
	assert (line(agent).invited, line(agent).visits) == (1, 0)
	party.contact().lead_in().sign()
	assert line(agent).visits == 0
	party.confirm()
	assert line(agent).visits == 1
	manager = visits.a_manager(agent.centre)
	deal = visits.confirmed(visits.a_deal(party, units=2, amount=1500000), manager)
	assert (line(agent).deals, line(agent).deal_units, line(agent).deal_amount) == (1, 2, 1500000)
	with as_user(manager):
		deal.flags.cancel_reason = "客户退房"
		deal.cancel_reason = "客户退房"
		deal.cancel()
	assert (line(agent).deals, line(agent).deal_amount) == (0, 0)
	kept = line(agent)
	frappe.db.delete("Daily Ledger", {"agent": agent.name})
	build.rebuild(agent.centre, Period.day(TODAY()))
	assert line(agent) == kept


@pytest.mark.req("R44")
def test_a_walk_in_reaches_the_line_and_counts_for_nobody(agent):
	visits.Party(agent).lead_in().sign()
	assert (line(agent).walk_ins, line(agent).visits) == (1, 0)


@pytest.mark.req("R11")
def test_the_foot_of_the_sheet_reads_the_ledger(agent):
	sheet = a_sheet(agent, connected=1)
	visits.Party(agent).counted()
	sheet.reload()
	assert (sheet.visits_today, sheet.deals_today) == (1, 0)


@pytest.mark.req("R44")
def test_after_weeks_without_the_scheduler_the_ledger_goes_on_from_the_last_day_done():
	today = frappe.utils.getdate()
	opened = today - timedelta(days=60)
	centre = a_centre(opened_on=opened)
	agent = an_agent(a_group(centre, leader=False), user=False)
	build.rebuild(centre.name, Period(opened, opened + timedelta(days=6)))
	scheduled.make_todays_lines()
	scheduled.bring_the_month_up_to_date()
	assert frappe.db.count("Daily Ledger", {"agent": agent.name}) == 61
	assert scheduled.since_last_done(centre.name, today) == scheduled.recent(today)
