"""Each report's total is what its raw documents say, counted one document at a time (R9, R44-R46)."""

from collections import Counter

import frappe
import pytest
from frappe.utils import add_days, getdate, today

from dianjian_app import roles
from dianjian_app.reporting.drill import leads_of_step
from dianjian_app.reporting.filters import ReportFilterError
from dianjian_app.service import lead_claim_events
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.incentives import a_line, a_place, a_sale, published
from dianjian_app.tests.builders.people import a_centre, an_agent, the_leader
from dianjian_app.tests.builders.resources import a_lead, a_number
from dianjian_app.tests.site.test_reports import lines, run, world
from dianjian_app.workbooks import report_workbook

__all__ = ["world"]
GRADES = "abcd"


def documents(doctype, centre, **filters):
	"""Whole documents of a centre, one by one."""
	names = frappe.get_all(doctype, {"centre": centre.name, **filters}, pluck="name")
	return [frappe.get_doc(doctype, name) for name in names]


def totals(report, *names, **filters):
	"""The figures of a report's line of totals: its own, or Frappe's."""
	_rows, answer = run(report, **filters)
	last = report_workbook.rows_of(answer)[-1]
	assert last["is_sum"], last
	return tuple(last[name] or 0 for name in names)


def cards(report, **filters):
	_rows, answer = run(report, **filters)
	return [c["value"] for c in answer["report_summary"]]


def made(centre) -> dict:
	"""What the centre's people did, from sheets, registers, visits and deals."""
	rows = [row for sheet in documents("Call Sheet", centre, docstatus=1) for row in sheet.rows]
	invited = [row for r in documents("Invitation Register", centre, docstatus=1) for row in r.rows]
	visits = documents("Visit Confirmation", centre, docstatus=("<", 2))
	deals = documents("Sales Deal", centre, docstatus=1)
	outcome = Counter(v.outcome for v in visits)
	graded = {(row.date, row.agent, row.lead): row.grade for row in rows if row.grade}
	grades = Counter(grade.lower() for grade in graded.values())
	return {
		"calls": len(rows),
		"connected_calls": sum(row.connected for row in rows),
		"connected": len({row.lead for row in rows if row.connected}),
		"intention": sum(grade in ("A", "B") for grade in graded.values()),
		**{f"grade_{g}": grades[g] for g in GRADES},
		"invited": len(invited),
		"visits": outcome["Counted"],
		"no_shows": outcome["No Show"],
		"deals": len(deals),
		"deal_units": sum(d.units for d in deals),
		"deal_amount": sum(d.amount for d in deals),
	}


PLACES = ("connected_calls", "intention", "no_shows", *(f"grade_{g}" for g in GRADES))
"""figures that a ranking does not show"""


@pytest.mark.req("R24", "R44", "R45", "R46")
def test_of_what_people_did(world):
	everything = made(world.centre)
	assert everything["calls"] == 5 and everything["visits"] == everything["deals"] == 1
	for report, filters, lacks in (
		("Daily Sales Call Ledger", {}, ()),
		*(("Daily Sales Call Ledger", {"summed_by": by}, ()) for by in ("Agent", "Sales Group", "Week")),
		("Weekly Centre Summary", {}, ("deal_units",)),
		("Monthly Statistics Table", {}, ()),
		("Staff Ranking", {}, PLACES),
	):
		expected = {name: n for name, n in everything.items() if name not in lacks}
		found = totals(report, *expected, centre=world.centre.name, **filters)
		assert dict(zip(expected, found, strict=True)) == expected, (report, filters)


def _filters(world):
	return {"centre": world.centre.name, "from_date": "2026-08-01", "to_date": add_days(today(), 1)}


def cohort(centre) -> dict:
	"""How far each of the centre's leads got, lead by lead."""
	invited = {r.lead for d in documents("Invitation Register", centre, docstatus=1) for r in d.rows}
	visited = {v.lead for v in documents("Visit Confirmation", centre, docstatus=1, outcome="Counted")}
	sold = {d.lead for d in documents("Sales Deal", centre, docstatus=1)}
	rows = [row for sheet in documents("Call Sheet", centre, docstatus=1) for row in sheet.rows]
	called, reached = {r.lead for r in rows}, {r.lead for r in rows if r.connected}
	leads = documents("Call Lead", centre)
	names = {lead.name for lead in leads}
	found = {
		"leads": names,
		"called": called,
		"connected": reached,
		"intention": {lead.name for lead in leads if lead.grade in ("A", "B")},
		"invited": invited,
		"visited": visited,
		"deals": sold,
	}
	return {step: found[step] & names for step in found}


@pytest.mark.req("R9")
def test_of_what_became_of_the_leads(world):
	steps = {step: len(leads) for step, leads in cohort(world.centre).items()}
	assert steps["leads"] == 5
	assert totals("Sales Funnel", *steps, centre=world.centre.name) == tuple(steps.values())
	del steps["intention"]
	for by in ("Source", "Batch"):
		assert totals("Source Quality", *steps, centre=world.centre.name, by=by) == tuple(steps.values())


@pytest.mark.req("R9", "R47")
def test_each_figure_of_the_funnel_leads_to_its_leads(world):
	expected, second = cohort(world.centre), world.agents[1]
	for by in ("Source", "Batch", "Sales Group", "Telesales Agent", "Centre", "Week", "Month"):
		filters = {**_filters(world), "by": by}
		rows = lines("Sales Funnel", **filters)
		for step, leads in expected.items():
			found = [leads_of_step(step, by, row["key"], filters)["names"] for row in rows]
			assert [len(names) for names in found] == [row[step] for row in rows], (by, step)
			assert {name for names in found for name in names} == leads
		with as_user(second):
			own = {n for row in rows for n in leads_of_step("leads", by, row["key"], filters)["names"]}
		assert {frappe.db.get_value("Call Lead", name, "agent") for name in own} == {second.name}


@pytest.mark.req("R9")
def test_a_group_of_sources_stands_for_those_below_it(world):
	rows, _answer = run("Source Quality", centre=world.centre.name)
	group = next(r for r in rows if r.get("is_sum") and r["key"])
	filters = {**_filters(world), "by": "Source"}
	for step in ("leads", "connected", "grade_a", "visited"):
		found = leads_of_step(step, "Source", group["key"], filters, below=1)
		assert len(found["names"]) == group[step], step
	of_group = totals("Source Quality", "leads", centre=world.centre.name, source=group["key"], by="Batch")
	assert of_group == (group["leads"],)


@pytest.mark.req("R9")
@pytest.mark.parametrize(
	("step", "by", "key"),
	[
		("weather", "Source", "派单"),
		("leads", "Weather", "派单"),
		("leads", "Week", "1=1"),
		("leads", "Month", "2026-13"),
		("leads", "Month", "2020-01"),
	],
)
def test_a_figure_that_there_is_not_is_refused(step, by, key):
	with pytest.raises(ReportFilterError):
		leads_of_step(step, by, key, {"from_date": "2026-08-01", "to_date": "2026-09-30"})


@pytest.mark.req("R8", "R12", "R18")
def test_of_lists_of_customers(world):
	leads = documents("Call Lead", world.centre)
	until = getdate(add_days(today(), 60))
	open_leads = [lead for lead in leads if not lead.do_not_call]
	intends = [lead for lead in open_leads if lead.grade in ("A", "B")]
	assert cards("Intention Customers", centre=world.centre.name)[0] == len(intends) == 3

	def due(lead):
		return any(d and getdate(d) <= until for d in (lead.next_step_date, lead.due_on))

	follow_ups = [
		lead for lead in open_leads if lead.agent and due(lead) and lead.status not in ("Deal", "Recycled")
	]
	assert cards("Due Follow-ups", centre=world.centre.name)[0] == len(follow_ups) > 0
	back = [
		lead
		for lead in open_leads
		if lead.due_on and getdate(lead.due_on) <= until and lead.status in ("Held", "Pool")
	]
	assert cards("Recycle List", centre=world.centre.name)[:2] == [len(back), 0] and back
	missed = [v for v in documents("Visit Confirmation", world.centre) if v.outcome == "No Show"]
	assert cards("No-show Follow-up", centre=world.centre.name)[:2] == [len(missed), 1] and missed


@pytest.mark.req("R20")
def test_of_todays_shortfall(world):
	frappe.db.set_value("Sales Centre", world.centre.name, "opened_on", "2026-01-01")
	sheets = documents("Call Sheet", world.centre, date=today())
	connected = sum(len({row.lead for row in sheet.rows if row.connected}) for sheet in sheets)
	calls = sum(len(sheet.rows) for sheet in sheets)
	found = totals("Quota Shortfall Today", "calls", "connected", "missing", centre=world.centre.name)
	assert found == (calls, connected, 2 * 100 - connected)


@pytest.mark.req("R42")
def test_of_surveys(world):
	scores = [s.score for s in documents("Customer Survey", world.centre)]
	found = totals("Customer Satisfaction", "surveys", "mean", "s5", "s4", centre=world.centre.name)
	assert found == (len(scores), sum(map(int, scores)) / len(scores), 1, 1)


@pytest.mark.req("R31")
def test_of_rewards_and_penalties_and_the_settlement():
	place = a_place()
	a_line(place.agent, getdate("2026-09-08"), connected=92)
	a_sale(place.agent, getdate("2026-09-09"))
	settlement = published(place)
	entries = documents("Incentive Entry", place.centre)
	money = [float(e.amount) for e in entries]
	assert min(money) < 0 < max(money)
	_rows, answer = run("Rewards and Penalties Register", centre=place.name, month="2026-09")
	given, taken, _leave, count, _measures = (c["value"] for c in answer["report_summary"])
	assert (given, taken, count) == (
		sum(m for m in money if m > 0),
		-sum(m for m in money if m < 0),
		len(entries),
	)
	assert totals("Rewards and Penalties Register", "amount", centre=place.name, month="2026-09") == (
		sum(money),
	)
	normal = [row for row in settlement.lines if row.line_state == "Normal" and row.outcome_type == "Money"]
	for by in ("Telesales Agent", "Rule"):
		found = totals(
			"Settlement Comparison", "now", "then", "difference", centre=place.name, month="2026-09", by=by
		)
		assert found == (sum(row.amount for row in normal), 0, sum(row.amount for row in normal))
	october = totals("Settlement Comparison", "now", "then", centre=place.name, month="2026-10")
	assert october == (0, sum(row.amount for row in normal))
	assert lines("Settlement Comparison", centre=place.name, month="2026-09", agent="nobody") == []


@pytest.mark.req("R10")
def test_of_conflict_rulings():
	group = the_group = an_agent()
	number = a_number()
	a_lead(agent=group, phone=number)
	claimant = an_agent(group=frappe.get_doc("Sales Group", the_group.sales_group))
	with as_user(claimant):
		claim = lead_claim_events.file_claim(phone=number, grounds="我先接的来电")
	centre = frappe.get_doc("Sales Centre", group.centre)
	assert cards("Conflict Rulings", centre=centre.name) == [1, 1, 0]
	with as_user(the_leader(frappe.get_doc("Sales Group", the_group.sales_group))):
		lead_claim_events.rule(claim, claimant.name, "证据如此")
	made = documents("Lead Claim", centre)
	waiting = [c for c in made if c.stage in ("Filed", "Appealed")]
	assert cards("Conflict Rulings", centre=centre.name)[:2] == [len(made), len(waiting)] == [1, 0]


@pytest.mark.req("R47")
def test_of_who_saw_numbers(world):
	first = world.agents[0]
	for kind, count, refused in (("Reveal", 1, 0), ("Bulk Reveal", 7, 0), ("Reveal", 1, 1)):
		frappe.get_doc(
			doctype="Phone Reveal Log",
			user=first.user,
			kind=kind,
			row_count=count,
			refused=refused,
			centre=world.centre.name,
			revealed_at=frappe.utils.now_datetime(),
		).insert()
	logs = documents("Phone Reveal Log", world.centre)
	seen = sum(log.row_count for log in logs if not log.refused and log.kind in ("Reveal", "Bulk Reveal"))
	refused = sum(log.refused for log in logs)
	found = totals("Phone Reveals and Exports", "shown", "refused", centre=world.centre.name)
	assert found == (seen, refused) == (8, 1)
	acts = run("Phone Reveals and Exports", centre=world.centre.name, by="Every Act", user=first.user)[0]
	assert sum(a["row_count"] for a in acts if not a["refused"]) == 8 and len(acts) == 3


@pytest.mark.req("R46")
def test_a_report_without_rows_has_no_line_of_totals():
	nowhere = a_centre().name
	for report in ("Weekly Centre Summary", "Sales Funnel", "Staff Ranking", "Daily Sales Call Ledger"):
		assert run(report, centre=nowhere)[1]["result"] == [], report
	assert roles.ALL
