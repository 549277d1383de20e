"""Reports: their figures are the documents', and each reader gets their own rows (R8, R9, R18, R20, R42, R45-R47)."""

import io
from datetime import date

import frappe
import openpyxl
import pytest
from frappe.desk import query_report
from frappe.utils import getdate, today

from dianjian_app import roles
from dianjian_app.dianjian_app.report.intention_customers import intention_customers
from dianjian_app.dianjian_app.report.weekly_centre_summary import weekly_centre_summary
from dianjian_app.dianjian_app.report.weekly_centre_summary.weekly_centre_summary import phones_of_the_week
from dianjian_app.ledger import build
from dianjian_app.people.period import Period
from dianjian_app.reporting import drill
from dianjian_app.reporting.filters import ReportFilterError
from dianjian_app.reporting.ranking import read_ranking
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.calls import a_sheet, confirmed
from dianjian_app.tests.builders.incentives import SEPTEMBER, a_line, a_place
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff, an_agent, the_leader
from dianjian_app.tests.builders.resources import a_lead
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.tests.site.report_world import LEADS, World, every_report
from dianjian_app.workbooks import report_workbook

PUBLIC = ("Staff Ranking", "Rewards and Penalties Register")


@made_once
def world():
	return World()


def run(report, person="Administrator", **filters):
	with as_user(person):
		answer = query_report.run(report, {**every_report()[report], **filters})
	return [row for row in answer["result"] if isinstance(row, dict)], answer


def lines(report, person="Administrator", **filters):
	"""The rows without the lines of totals."""
	return [row for row in run(report, person, **filters)[0] if not row.get("is_sum")]


def sums(rows, *names):
	return tuple(sum(row.get(name) or 0 for row in rows if not row.get("is_sum")) for name in names)


@pytest.mark.req("R9")
def test_source_quality_and_funnel_count_each_lead_at_each_step(world):
	steps = ("leads", "called", "connected", "invited", "visited", "deals")
	counted = (5, 5, 4, 2, 1, 1)  # the second agent's customer was called and reached
	rows, _answer = run("Source Quality", centre=world.centre.name)
	assert sums(rows, *steps) == counted
	assert sums(rows, "grade_a", "grade_b", "grade_c", "grade_d") == (2, 1, 1, 0)
	for by in ("Source", "Batch", "Sales Group", "Telesales Agent", "Centre", "Week", "Month"):
		rows, answer = run("Sales Funnel", centre=world.centre.name, by=by)
		assert sums(rows, *steps) == counted, by
		assert answer["chart"]["data"]["datasets"][0]["values"] == [5, 5, 4, 3, 2, 1, 1]
	rows = lines("Sales Funnel", centre=world.centre.name)
	assert {r["key"]: (r["leads"], r["deals"]) for r in rows} == {
		world.agents[0].name: (4, 1),
		world.agents[1].name: (1, 0),
	}


@pytest.mark.req("R9")
def test_sources_are_ranked_and_groups_of_sources_have_their_sums(world):
	for source in ("来电", "短信赠送"):
		if frappe.db.exists("Channel Source", source):
			a_lead(agent=world.agents[0], source=source)
	rows, _answer = run("Source Quality", centre=world.centre.name)
	ranked = [r for r in rows if not r.get("is_sum")]
	assert sorted(r["rank"] for r in ranked)[0] == 1
	best = max(ranked, key=lambda r: r["visit_rate"] or 0)
	assert best["rank"] == 1
	for row in rows:
		if row.get("is_sum") and row["key"]:
			place = frappe.db.get_value("Channel Source", row["key"], ["lft", "rgt"])
			below = frappe.get_all(
				"Channel Source", {"lft": (">=", place[0]), "rgt": ("<=", place[1])}, pluck="name"
			)
			assert row["leads"] == sum(r["leads"] for r in ranked if r["key"] in below)


@pytest.mark.req("R46")
def test_the_statistics_table_adds_up_agents_groups_and_centre(world):
	rows, _answer = run("Monthly Statistics Table", centre=world.centre.name)
	agents = [r for r in rows if not r.get("is_sum")]
	assert sums(agents, "calls", "connected_calls", "invited", "visits", "no_shows", "deals") == (
		5,
		4,
		2,
		1,
		1,
		1,
	)
	raw = frappe.get_all("Call Sheet Row", {"centre": world.centre.name, "docstatus": 1}, ["connected"])
	assert sums(agents, "calls", "connected_calls") == (len(raw), sum(r.connected for r in raw))
	assert rows[-1]["calls"] == 5 and len([r for r in rows if r.get("is_sum")]) == 3


@pytest.mark.req("R45")
def test_the_week_shows_who_has_not_handed_in_and_what_the_others_wrote(world):
	first, second = world.groups
	with as_user(the_leader(first)):
		note = frappe.get_doc(
			doctype="Weekly Hand-in", sales_group=first.name, week_start=today(), sales_feedback="嫌<b>贵</b>"
		)
		note.insert()
	assert getdate(note.week_start) == Period.week_of(getdate()).start and note.handed_in_by
	rows, answer = run("Weekly Centre Summary", world.manager, centre=world.centre.name)
	assert {r["name"]: r["is_missing"] for r in rows if not r.get("is_sum")} == {
		first.name: 0,
		second.name: 1,
	}
	assert second.group_name in answer["message"] and "嫌&lt;b&gt;贵" in answer["message"]
	assert sums(rows, "calls", "visits", "deals") == (5, 1, 1)
	with as_user(the_leader(first)), pytest.raises(frappe.DuplicateEntryError):
		frappe.get_doc(doctype="Weekly Hand-in", sales_group=first.name, week_start=today()).insert()
	with as_user(the_leader(first)), pytest.raises(frappe.PermissionError):
		frappe.get_doc(doctype="Weekly Hand-in", sales_group=second.name, week_start=today()).insert()


@pytest.mark.req("R45", "R47")
def test_the_weeks_phones_are_the_managers_alone_and_recorded(world):
	with as_user(world.manager):
		found = phones_of_the_week(world.centre.name, today())
	assert {c["name"] for c in found["customers"]} == {lead.name for lead in world.leads[:3]}
	assert all(c["phone"].startswith("+86") for c in found["customers"])
	assert (
		frappe.db.count(
			"Phone Reveal Log", {"kind": "Bulk Reveal", "staff": world.manager.name, "row_count": 3}
		)
		== 1
	)
	for person in (the_leader(world.groups[0]), world.agents[0], a_staff(roles.MANAGER, centre=a_centre())):
		with as_user(person), pytest.raises(frappe.PermissionError):
			phones_of_the_week(world.centre.name, today())


@pytest.mark.req("R8", "R12")
def test_lists_of_customers_to_act_on(world):
	sold, missed, intends, _unreached = world.leads
	rows, _answer = run("Intention Customers", centre=world.centre.name)
	assert {r["name"] for r in rows} == {sold.name, missed.name, intends.name}
	rows, _answer = run("Intention Customers", centre=world.centre.name, state="Deal")
	assert [r["name"] for r in rows] == [sold.name]
	rows, _answer = run("Due Follow-ups", centre=world.centre.name)
	assert intends.name in {r["name"] for r in rows}
	assert next(r for r in rows if r["name"] == intends.name)["next_no"] == 2
	rows, _answer = run("Due Follow-ups", centre=world.centre.name, numbers="4th to 11th")
	assert rows == []
	frappe.db.set_value("Call Lead", intends.name, "follow_up_no", 3)
	rows, _answer = run("Due Follow-ups", centre=world.centre.name, numbers="4th to 11th")
	assert [r["name"] for r in rows] == [intends.name]
	rows, _answer = run("Recycle List", centre=world.centre.name)
	due = frappe.get_all(
		"Call Lead",
		{"centre": world.centre.name, "due_on": ("is", "set"), "status": ("in", ("Held", "Pool"))},
		pluck="name",
	)
	assert {r["name"] for r in rows} == set(due) and due


@pytest.mark.req("R18")
def test_a_missed_visit_stays_until_the_customer_was_called_and_invited_again(world):
	rows, _answer = run("No-show Follow-up", centre=world.centre.name)
	assert [(r["name"], r["code"]) for r in rows] == [(world.missed.name, "Not Called Since")]
	frappe.db.set_value(
		"Call Lead", world.leads[1].name, "last_called_at", frappe.utils.add_to_date(None, hours=1)
	)
	rows, _answer = run("No-show Follow-up", centre=world.centre.name)
	assert [r["code"] for r in rows] == ["Called, Not Invited Again"]
	world.missed.again()
	rows, _answer = run("No-show Follow-up", centre=world.centre.name, state="Invited Again")
	assert [r["name"] for r in rows] == [world.missed.name]


@pytest.mark.req("R20")
def test_todays_shortfall_is_target_less_customers_connected_at_the_rules_rate(world):
	frappe.db.set_value("Sales Centre", world.centre.name, "opened_on", "2026-01-01")
	rows, _answer = run("Quota Shortfall Today", centre=world.centre.name)
	found = {r["agent"]: (r["target"], r["connected"], r["missing"], float(r["cost"])) for r in rows}
	assert found == {
		world.agents[0].name: (100, 3, 97, 97.0),
		world.agents[1].name: (100, 1, 99, 99.0),
	}


@pytest.mark.req("R42")
def test_satisfaction_has_mean_and_spread_beside_complaints(world):
	[row] = lines("Customer Satisfaction", centre=world.centre.name)
	assert (row["key"], row["surveys"], row["mean"], row["s5"], row["s4"]) == (
		world.agents[0].name,
		2,
		4.5,
		1,
		1,
	)


@pytest.mark.req("R24", "R26")
class TestRanking:
	def test_places_follow_visits_then_deals_and_equals_share_one(self, world):
		first, second = world.agents
		third = an_agent(group=world.groups[0])
		confirmed(a_sheet(third), third)
		build.rebuild(world.centre.name, Period.day(getdate()))
		rows = lines("Staff Ranking", centre=world.centre.name)
		assert (rows[0]["key"], rows[0]["place"]) == (first.name, 1)
		assert {r["place"] for r in rows[1:]} == {2} and len(rows) == 3
		assert {r["key"] for r in rows} == {first.name, second.name, third.name}
		assert (rows[0]["visits"], rows[0]["deals"], rows[0]["rate_grade_a"]) == (1, 1, 50.0)

	def test_one_deal_of_three_units_is_one_deal(self):
		place = a_place(agents=2)
		one, two = place.agents
		a_line(one, date(2026, 9, 2), 100, visits=1, deals=1, deal_units=3, deal_amount=3_000_000)
		a_line(two, date(2026, 9, 2), 100, visits=1, deals=2, deal_units=2, deal_amount=2_000_000)
		rows = read_ranking(SEPTEMBER, centre=place.name)
		assert [(row.key, row.place) for row in rows] == [(two.name, 1), (one.name, 2)]

	@pytest.mark.req("R4")
	def test_somebody_who_moved_stands_with_the_last_group(self):
		place = a_place()
		last, before = sorted((place.group.name, a_group(place.centre).name))
		a_line(place.agent, date(2026, 9, 2), 100, sales_group=before)
		a_line(place.agent, date(2026, 9, 20), 100, sales_group=last)
		[row] = read_ranking(SEPTEMBER, centre=place.name)
		assert row.sales_group == last

	def test_quarter_and_year_hold_the_month_and_groups_add_up(self, world):
		for span in ("Quarter", "Year"):
			rows, _answer = run("Staff Ranking", centre=world.centre.name, span=span)
			assert sums(rows, "visits", "deals") == (1, 1)
		rows = lines("Staff Ranking", centre=world.centre.name, by="Sales Group")
		assert [(r["key"], r["visits"]) for r in rows] == [
			(world.groups[0].name, 1),
			(world.groups[1].name, 0),
		]

	def test_newcomers_are_ranked_by_themselves(self, world):
		frappe.db.set_value("Daily Ledger", {"agent": world.agents[0].name}, "on_probation", 1)
		rows = lines("Staff Ranking", centre=world.centre.name, population="Established")
		assert [r["key"] for r in rows] == [world.agents[1].name]
		rows = lines("Staff Ranking", centre=world.centre.name, population="Probation")
		assert [r["key"] for r in rows] == [world.agents[0].name]

	def test_is_public_in_the_centre_and_nowhere_else(self, world):
		rows = lines("Staff Ranking", world.agents[1])
		assert {r["key"] for r in rows} >= {a.name for a in world.agents}
		rows = lines("Staff Ranking", an_agent())
		assert not {r["key"] for r in rows} & {a.name for a in world.agents}


@pytest.mark.req("R47")
def test_each_reader_gets_their_own_rows_in_every_report(world):
	first, second = world.agents
	outsider = a_staff(roles.MANAGER, centre=a_centre())
	own = {"agent", "name", "key"}
	for report in sorted(set(every_report()) - set(PUBLIC)):
		for person, may in (
			(first, {first.name}),
			(the_leader(world.groups[0]), {first.name}),
			(outsider, set()),
		):
			try:
				rows, _answer = run(report, person)
			except frappe.PermissionError:
				continue
			told = {
				row[field] for row in rows for field in own if row.get(field) in (first.name, second.name)
			}
			assert told <= may, (report, person.position)
			if person is outsider:
				customers = {lead.name for lead in world.leads}
				assert not customers & {row.get("name") for row in rows}, report


@pytest.mark.req("R47")
def test_no_report_shows_a_full_number(world):
	numbers = [n for n in frappe.get_all("Phone Vault", pluck="phone_number") if n]  # an erased one has none
	for report in every_report():
		_rows, answer = run(report)
		said = frappe.as_json(answer)
		assert not [n for n in numbers if n in said or n[3:] in said], report


@pytest.mark.req("R46")
def test_every_report_comes_in_excel_with_widths_and_frozen_headings(world):
	for report, filters in every_report().items():
		report_workbook.download(report, dict(filters))
		sheet = openpyxl.load_workbook(io.BytesIO(frappe.local.response.filecontent)).active
		assert sheet.freeze_panes == "C4" and sheet.auto_filter.ref.startswith("A3:")
		assert sheet.column_dimensions["A"].width >= 7
	assert (
		frappe.db.count("Phone Reveal Log", {"kind": "Export", "reference_name": "Intention Customers"}) == 1
	)
	with pytest.raises(frappe.ValidationError):
		report_workbook.download("ToDo", {})


@pytest.mark.req("R46")
@pytest.mark.parametrize(
	("report", "wrong"),
	[
		("Source Quality", {"from_date": "2026-09-30", "to_date": "2026-08-01"}),
		("Source Quality", {"from_date": None}),
		("Sales Funnel", {"by": "Weather"}),
		("Monthly Statistics Table", {"month": "2026-13"}),
		("Customer Satisfaction", {"by": "1=1"}),
	],
)
def test_a_filter_that_cannot_be_is_refused(report, wrong):
	with pytest.raises(ReportFilterError):
		run(report, **wrong)


@pytest.mark.req("R46")
def test_the_number_of_queries_does_not_grow_with_the_agents(world):
	def queries(report):
		asked, counted = frappe.db.sql, []
		frappe.db.sql = lambda *a, **k: counted.append(a) or asked(*a, **k)
		try:
			run(report, centre=world.centre.name)
		finally:
			frappe.db.sql = asked
		return len(counted)

	before = {r: queries(r) or queries(r) for r in every_report()}
	before = {r: queries(r) for r in every_report()}
	for _ in range(3):
		agent = an_agent(group=world.groups[0])
		confirmed(a_sheet(agent), agent)
	build.rebuild(world.centre.name, Period.day(getdate()))
	{r: queries(r) for r in every_report()}
	assert {r: queries(r) for r in every_report()} == before


@pytest.mark.req("R46")
def test_a_list_that_is_cut_says_how_many_it_leaves_out(world, monkeypatch):
	monkeypatch.setattr(intention_customers, "MOST_ROWS", 2)
	rows, answer = run("Intention Customers", centre=world.centre.name)
	assert len(rows) == 2 and "first 2 of 3" in answer["message"]
	assert answer["report_summary"][0]["value"] == 3
	monkeypatch.setattr(drill, "MOST", 1)
	found = drill.leads_of_step("leads", "Centre", world.centre.name, {**LEADS, "centre": world.centre.name})
	assert len(found["names"]) == 1 and f"first 1 of {found['total']}" in found["message"]


@pytest.mark.req("R45")
def test_the_phones_of_a_week_are_never_cut_without_a_word(world, monkeypatch):
	monkeypatch.setattr(weekly_centre_summary, "MOST_PHONES", 2)
	with as_user(world.manager):
		found = phones_of_the_week(world.centre.name, today())
	assert len(found["customers"]) == 2 and found["total"] == 3 and "first 2 of 3" in found["message"]
	assert [c["grade"] for c in found["customers"]] == ["A", "A"]  # the best ones first
	assert frappe.db.exists("Phone Reveal Log", {"kind": "Bulk Reveal", "row_count": 2})


@pytest.mark.req("R9")
def test_the_expected_place_of_a_source_stands_beside_the_measured_one(world):
	source = frappe.db.get_value("Call Lead", {"centre": world.centre.name}, "source")
	other = next(s for s in ("酒店咨询", "圈层活动") if s != source)
	a_lead(agent=world.agents[0], source=other)
	rows, answer = run("Source Quality", centre=world.centre.name)
	assert not {"expected_place", "measured_place"} & {c["fieldname"] for c in answer["columns"]}
	frappe.db.set_value("Channel Source", other, "expected_place", 1)
	frappe.db.set_value("Channel Source", source, "expected_place", 2)
	rows, answer = run("Source Quality", centre=world.centre.name)
	assert {"expected_place", "measured_place"} <= {c["fieldname"] for c in answer["columns"]}
	places = {
		r["key"]: (r.get("expected_place"), r.get("measured_place")) for r in rows if r.get("expected_place")
	}
	assert places == {other: (1, 2), source: (2, 1)}
