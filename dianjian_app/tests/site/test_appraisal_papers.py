"""Appraisals in a report, on paper, and gone after their time (R38, R47)."""

import frappe
import pytest
from frappe.desk import query_report
from frappe.utils import add_days

from dianjian_app.privacy import retention
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.appraisals import (
	APPRAISAL,
	FORM,
	all_answered,
	answered,
	appraisal_of,
	forms,
	opened,
	signed,
	weighed,
)
from dianjian_app.tests.builders.incentives import a_place
from dianjian_app.tests.builders.people import an_agent, the_leader
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.tests.site.test_retention import admin, turned_on

pytestmark = pytest.mark.req("R38")
QUARTER = {"from_date": "2026-07-01", "to_date": "2026-09-30"}
__all__ = ["admin"]


@made_once
def place():
	"""A quarter of five agents: one signed, one weighed without colleagues, three being answered."""
	place = a_place()
	place.agents += [an_agent(place.group) for _n in range(4)]
	place.leader = the_leader(place.group)
	place.scheme = opened(place)
	first, second = (appraisal_of(agent, place.scheme) for agent in place.agents[:2])
	all_answered(first)
	weighed(first)
	place.appraisal = signed(place, first)
	[of_leader] = forms(appraisal=second.name, side="Leader")
	answered(of_leader, 95, 95)
	weighed(second)
	return place


def rows_for(person, **filters):
	with as_user(person):
		rows = query_report.run("Appraisal Results", filters={**QUARTER, **filters})["result"]
	return [row for row in rows if isinstance(row, dict)]


class TestReport:
	def test_the_best_stand_first_and_who_is_being_answered_has_no_figure(self, place):
		rows = rows_for(place.manager, centre=place.name)
		said = [(row["agent_name"], row["total"], row["colleague_total"], row["stands"]) for row in rows]
		first, second = (agent.staff_name for agent in place.agents[:2])
		assert said[:2] == [(second, 95, None, "For Talk"), (first, 73.8, 66, "Signed")]
		assert {row[1:] for row in said[2:]} == {(None, None, "Being Answered")} and len(said) == 5

	def test_a_leader_reads_the_group_and_an_agent_nothing(self, place):
		assert len(rows_for(place.leader)) == 5
		with pytest.raises(frappe.PermissionError):
			rows_for(place.agent)

	def test_periods_of_another_time_are_not_in_it(self, place):
		assert not rows_for(place.manager, from_date="2026-10-01", to_date="2026-12-31")


class TestPrint:
	def test_it_prints_the_weighed_figures_and_no_colleague(self, place):
		html = frappe.get_print(APPRAISAL, place.appraisal.name, "Staff Appraisal Form")
		assert place.agent.staff_name in html and "73.8" in html and "66" in html and "已面谈" in html
		for form in forms(appraisal=place.appraisal.name, side="Colleague", status="Sent"):
			name = frappe.db.get_value("Sales Staff", form.appraiser, "staff_name")
			assert name not in html and form.appraiser not in html

	def test_a_side_that_does_not_count_is_a_dash(self, place):
		second = appraisal_of(place.agents[1], place.scheme)
		html = frappe.get_print(APPRAISAL, second.name, "Staff Appraisal Form")
		assert html.count("<td>—</td>") == 3


@pytest.mark.req("R47")
def test_forms_go_after_their_time_and_the_totals_stay(place, admin):
	old = add_days(frappe.utils.today(), -400)
	frappe.db.set_value(FORM, {"centre": place.name}, "due_on", old)
	waiting = forms(appraisal=appraisal_of(place.agents[2], place.scheme).name)
	gone = {f.name for a in place.agents[:2] for f in forms(appraisal=appraisal_of(a, place.scheme).name)}
	turned_on("Appraisal Forms", admin)
	retention.run_part("Appraisal Forms")
	assert not frappe.get_all(FORM, {"name": ("in", gone)})
	assert not frappe.get_all("Appraisal Score", {"parenttype": FORM, "parent": ("in", gone)})
	assert not frappe.get_all("Notification Log", {"document_type": FORM, "document_name": ("in", gone)})
	assert {f.name for f in forms(appraisal=appraisal_of(place.agents[2], place.scheme).name)} == {
		f.name for f in waiting
	}
	assert frappe.db.get_value(APPRAISAL, place.appraisal.name, ["total", "colleague_total"]) == (73.8, 66)
