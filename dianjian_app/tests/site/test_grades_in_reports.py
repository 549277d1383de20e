"""Grades and intention in reports follow each centre's scheme, whatever its grades are called (R9, R12, R44)."""

import frappe
import pytest
from frappe.utils import add_days, getdate, today

from dianjian_app.ledger import build
from dianjian_app.people.period import Period
from dianjian_app.reporting.drill import leads_of_step
from dianjian_app.tests.builders import number
from dianjian_app.tests.builders.calls import a_row, a_sheet, confirmed
from dianjian_app.tests.builders.people import a_centre, a_group, an_agent
from dianjian_app.tests.builders.resources import a_lead
from dianjian_app.tests.builders.visits import Party
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.tests.site.test_reports import lines, run

pytestmark = pytest.mark.req("R12")


@made_once
def place():
	"""A centre whose scheme has other letters with other meanings: C is the best grade, B is invalid, A comes third."""
	scheme = frappe.get_doc(
		doctype="Grade Scheme",
		scheme_name="倒序",
		grades=[
			{"grade": "C", "grade_label": "必来", "is_intention": 1, "recycle_days": 7},
			{"grade": "五星", "grade_label": "可能来", "is_intention": 1, "recycle_days": 7},
			{"grade": "A", "grade_label": "再联系", "recycle_days": 30},
			{"grade": "B", "grade_label": "无意向", "is_invalid": 1},
		],
	).insert()
	agent = an_agent(group=a_group(a_centre(grade_scheme=scheme.name)))
	sure, maybe, twice, later, never = (a_lead(agent=agent, grade=None) for _ in range(5))
	graded = ((sure, "C"), (maybe, "五星"), (twice, "A"), (twice, "C"), (later, "A"), (never, "B"))
	confirmed(a_sheet(agent, rows=[a_row(agent, lead=lead, grade=grade) for lead, grade in graded]), agent)
	Party(agent, lead=frappe.get_doc("Call Lead", sure.name)).counted()
	build.rebuild(agent.centre, Period.day(getdate()))
	return frappe._dict(centre=agent.centre, agent=agent, sure=sure, maybe=maybe, twice=twice, later=later)


def cohort_filters(place):
	return {"centre": place.centre, "from_date": "2026-08-01", "to_date": add_days(today(), 1)}


def labels(report, **filters):
	_rows, answer = run(report, **filters)
	return {column["fieldname"]: column["label"] for column in answer["columns"]}


def test_the_grades_that_mean_intention_add_up_to_the_intention_customers(place):
	[row] = lines("Daily Sales Call Ledger", centre=place.centre, summed_by="Agent")
	assert [row[f"grade_{place}"] for place in "abcd"] == [2, 1, 1, 1]
	assert row["intention"] == row["grade_a"] + row["grade_b"] == 3


@pytest.mark.parametrize(
	("report", "field", "label"),
	[
		("Daily Sales Call Ledger", "grade_b", "Grade 五星"),
		("Monthly Statistics Table", "grade_a", "Grade C"),
		("Weekly Centre Summary", "grade_c", "Grade A"),
		("Source Quality", "grade_d", "Grade B"),
		("Staff Ranking", "rate_grade_b", "Visits per 五星"),
	],
)
def test_a_column_has_the_name_of_its_grade(place, report, field, label):
	assert labels(report, centre=place.centre)[field] == label


def test_where_schemes_differ_the_column_has_its_place(place):
	a_centre()
	assert labels("Monthly Statistics Table")["grade_a"] == "Grade no. 1"


@pytest.mark.req("R9")
def test_intention_of_leads_follows_the_scheme_down_to_the_customers(place):
	rows = lines("Sales Funnel", **cohort_filters(place))
	assert rows[0]["intention"] == 3
	found = leads_of_step("intention", "Centre", place.centre, cohort_filters(place))
	assert set(found["names"]) == {place.sure.name, place.maybe.name, place.twice.name}
	assert leads_of_step("grade_c", "Centre", place.centre, cohort_filters(place))["names"] == [
		place.later.name
	]


@pytest.mark.req("R9", "R47")
@pytest.mark.parametrize("said", ["满100%送", "江边's", "末尾\\"])
def test_a_centre_may_be_called_anything(said):
	agent = an_agent(group=a_group(a_centre(centre_name=f"{said}{number()}{said}")))
	lead = a_lead(agent=agent, grade=None)
	confirmed(a_sheet(agent, rows=[a_row(agent, lead=lead, grade="A")]), agent)
	[row] = lines("Source Quality", centre=agent.centre, from_date="2026-08-01", to_date=add_days(today(), 1))
	assert (row["leads"], row["intention"], row["grade_a"], row["grade_b"]) == (1, 1, 1, 0)


def test_a_saved_report_that_is_ranked_by_the_old_name_still_opens(place):
	rows = lines("Source Quality", **cohort_filters(place), ranked_by="A and B per Connected")
	assert rows[0]["intention_rate"] == 60.0


@pytest.mark.req("R24")
def test_visits_for_each_grade_follow_the_scheme(place):
	[row] = lines("Staff Ranking", centre=place.centre, population="All")
	assert (row["rate_grade_a"], row["rate_grade_b"]) == (50.0, 0)
