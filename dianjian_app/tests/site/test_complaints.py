"""A complaint's whole way: apology, department, deadline, reminder, manager, customer told, lesson (R41)."""

import json
from datetime import date, datetime, timedelta

import frappe
import pytest
import time_machine

from dianjian_app import roles
from dianjian_app.dianjian_app.report.complaint_analysis.complaint_analysis import execute
from dianjian_app.patches.v0_2 import count_complaints_alone_as_solved, set_complaint_deadlines
from dianjian_app.service.customer_complaint_events import ComplaintError
from dianjian_app.service.overdue_complaints import remind_and_escalate
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.incentives import a_place
from dianjian_app.tests.builders.people import a_staff
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.tests.site.test_surveys import a_complaint, act, closed, solved

pytestmark = pytest.mark.req("R41")
TODAY = frappe.utils.getdate


@made_once
def place():
	place = a_place(agents=2)
	place.service = a_staff(roles.SERVICE, centre=place.centre)
	return place


def at(moment):
	return time_machine.travel(datetime.fromisoformat(f"{moment}+08:00"), tick=False)


def told(user):
	filters = {"for_user": user, "document_type": "Customer Complaint"}
	return frappe.get_all("Notification Log", filters, pluck="document_name")


@pytest.mark.parametrize(
	"kind,missing,may",
	[
		("Complaint", {"apology": None}, False),
		("Complaint", {"department": None}, False),
		("Complaint", {}, True),
		("Suggestion", {"apology": None}, True),
		("Opinion", {"apology": None, "department": None}, False),
	],
)
def test_nobody_starts_before_the_apology_and_without_a_department(place, kind, missing, may):
	complaint = a_complaint(place, kind=kind, **missing)
	if may:
		assert act(place.service, complaint, "Start").stage == "In Progress"
		return
	with pytest.raises(ComplaintError):
		act(place.service, complaint, "Start")
	assert frappe.db.get_value("Customer Complaint", complaint.name, "stage") == "Received"


@pytest.mark.parametrize("missing", ["told_on", "told_by", "customer_satisfied", "lesson"])
def test_it_is_not_closed_before_the_customer_was_told(place, missing):
	complaint = solved(place, place.agents[1])
	with pytest.raises(ComplaintError):
		closed(place.manager, complaint, **{missing: None})
	assert closed(place.manager, frappe.get_doc("Customer Complaint", complaint.name)).stage == "Closed"


def test_a_department_taken_out_later_is_missed_at_the_next_step(place):
	complaint = act(place.service, a_complaint(place), "Start")
	with pytest.raises(ComplaintError, match=r"Responsible Department|责任部门"):
		act(
			place.service,
			complaint,
			"Solve",
			**{"department": None, "category": "其他", "cause": "口误", "solution": "更正"},
			solved_by=place.agents[1].name,
		)


def test_who_apologised_and_when_is_written_by_the_server(place):
	complaint = a_complaint(place, apologised_by="Administrator", apologised_at="2020-01-01 00:00:00")
	assert complaint.apologised_by == place.service.user
	assert frappe.utils.get_datetime(complaint.apologised_at).date() == frappe.utils.getdate()


def test_the_customer_is_not_told_tomorrow_nor_before_the_complaint(place):
	complaint = solved(place, place.agents[1])
	for day in (TODAY() + timedelta(days=1), date(2026, 1, 1)):
		with pytest.raises(ComplaintError):
			closed(place.manager, complaint, told_on=day)


def test_the_deadline_counts_working_days_by_severity(place):
	# 2 October 2026 to 7 October are days off in the calendar of holidays; Thursday the 24th of September is none
	with at("2026-09-24 10:00"):
		major = a_complaint(place, received_on="2026-09-20")
		minor = a_complaint(place, received_on="2026-09-24", severity="Minor")
	calendar = working_days(place.centre, date(2026, 9, 24), 4)
	assert [TODAY(major.due_on), TODAY(minor.due_on)] == [calendar[0], calendar[2]]


def working_days(centre, after, count):
	from dianjian_app.people.centre_calendars import read_calendars

	calendar = read_calendars([centre.name])[centre.name]
	return [calendar.add_working_days(after, n) for n in range(1, count + 1)]


def test_a_day_that_was_typed_moves_no_deadline(place):
	early = a_complaint(place, received_on=TODAY() - timedelta(days=30), severity="Minor")
	today = a_complaint(place, received_on=TODAY(), severity="Minor")
	assert TODAY(early.due_on) == TODAY(today.due_on) > TODAY()


def test_past_its_deadline_it_goes_to_the_manager_once(place):
	with at("2026-09-21 10:00"):
		complaint = a_complaint(place, received_on="2026-09-21")
	due = TODAY(complaint.due_on)
	with at(f"{due} 06:00"):
		assert complaint.name in remind_and_escalate()["reminded"]
		assert complaint.name in told(place.service.user) and complaint.name not in told(place.manager.user)
	with at(f"{due + timedelta(days=1)} 06:00"):
		assert complaint.name in remind_and_escalate()["escalated"]
		assert complaint.name in told(place.manager.user)
		assert remind_and_escalate() == {"reminded": [], "escalated": []}


def test_who_it_is_about_is_not_told_of_it(place):
	with at("2026-09-21 10:00"):
		complaint = a_complaint(place, by=place.manager, agent=place.service.name, received_on="2026-09-21")
	with at("2026-10-20 06:00"):
		remind_and_escalate()
	assert complaint.name not in told(place.service.user)
	assert complaint.name in told(place.manager.user)


def test_what_is_solved_is_not_overdue(place):
	with at("2026-09-21 10:00"):
		complaint = solved_on("2026-09-21", place)
	with at("2026-10-20 06:00"):
		assert complaint.name not in remind_and_escalate()["escalated"]


def solved_on(day, place):
	complaint = act(place.service, a_complaint(place, received_on=day), "Start")
	filled = {"category": "其他", "cause": "口误", "solution": "更正", "solved_by": place.agents[1].name}
	return act(place.service, complaint, "Solve", **filled)


def test_open_complaints_of_before_get_a_deadline(place):
	complaint = a_complaint(place)
	frappe.db.set_value("Customer Complaint", complaint.name, "due_on", None)
	set_complaint_deadlines.execute()
	found = frappe.db.get_value("Customer Complaint", complaint.name, "due_on")
	assert found == TODAY(complaint.due_on)
	set_complaint_deadlines.execute()
	assert frappe.db.get_value("Customer Complaint", complaint.name, "due_on") == found


def test_the_report_counts_by_category_department_and_month(place):
	for _ in range(2):
		closed(place.manager, solved(place, place.agents[1]), customer_satisfied="Not Satisfied")
	a_complaint(place, severity="Minor")
	a_complaint(place, kind="Suggestion", severity="Minor", apology=None, category="其他")
	days = {"from_date": TODAY() - timedelta(days=3), "to_date": TODAY(), "centre": place.centre.name}
	with as_user(place.manager):
		found = {by: execute({**days, "by": by})[1] for by in ("Category", "Responsible Department", "Month")}
	by_category = {row["key"]: row for row in found["Category"]}
	wrong = by_category["信息不符"]
	assert (wrong["complaints"], wrong["major"], wrong["solved"], wrong["unsatisfied"]) == (2, 2, 2, 2)
	assert (wrong["repeated"], wrong["mean_days"]) == (1, 0)
	assert by_category["其他"]["opinions"] == 1 and by_category["其他"]["complaints"] == 0
	[sales, whole] = found["Responsible Department"]
	assert (sales["key"], sales["complaints"], sales["open"]) == ("销售部", 3, 2)
	assert whole["complaints"] == 3


@pytest.mark.req("R28")
def test_a_suggestion_that_was_called_major_is_no_complaint_solved(place):
	from dianjian_app.dianjian_app.report.customer_satisfaction import customer_satisfaction

	made = [solved(place, place.agents[1])]
	for kind in ("Suggestion", "Opinion"):
		doc = act(place.service, a_complaint(place, kind=kind), "Start")
		filled = {"category": "其他", "cause": "无", "solution": "采纳", "solved_by": place.agents[1].name}
		act(place.service, doc, "Solve", **filled)
	frappe.db.set_value(
		"Incentive Metric", "解决重大投诉", "filters_json", json.dumps(count_complaints_alone_as_solved.WAS)
	)
	for _again in range(2):
		count_complaints_alone_as_solved.execute()
	filters = json.loads(frappe.db.get_value("Incentive Metric", "解决重大投诉", "filters_json"))
	mine = [["solved_by", "=", place.agents[1].name]]
	assert frappe.get_all("Customer Complaint", [*filters, *mine], pluck="name") == [made[0].name]
	days = {"from_date": TODAY() - timedelta(days=3), "to_date": TODAY(), "centre": place.centre.name}
	with as_user(place.manager):
		rows = customer_satisfaction.execute({**days, "by": "Sales Group"})[1]
	assert (rows[0]["complaints"], rows[0]["major"]) == (1, 1)


def test_a_manager_of_another_centre_counts_none_of_it(place):
	solved(place, place.agents[1])
	other = a_place(agents=1)
	days = {"from_date": TODAY() - timedelta(days=3), "to_date": TODAY()}
	with as_user(other.manager):
		assert execute({**days, "by": "Category"})[1] == []
