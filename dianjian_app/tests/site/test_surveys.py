"""What customers say: surveys, complaints, praise; never written by the person they are about (R27, R28, R41, R42)."""

from datetime import date, timedelta

import frappe
import pytest
from frappe.model.workflow import apply_workflow

from dianjian_app import roles
from dianjian_app.overrides.document import OutOfBoundsError
from dianjian_app.people.authority import AboutOneselfError, NotYourPartError
from dianjian_app.service.customer_complaint_events import ComplaintClosedError, ComplaintError
from dianjian_app.service.customer_praise_events import PraiseError
from dianjian_app.service.customer_survey_events import SurveyError
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.incentives import a_metric, a_place
from dianjian_app.tests.builders.people import a_group, a_staff
from dianjian_app.tests.builders.people_decide import a_scan
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.workflow_stages import StepError

YESTERDAY = date.today() - timedelta(days=1)


@made_once
def place():
	place = a_place(agents=2)
	place.service = a_staff(roles.SERVICE, centre=place.centre)
	return place


def a_survey(place, score=5, by=None, **fields):
	with as_user(by or place.service):
		return frappe.get_doc(
			doctype="Customer Survey",
			**{"agent": place.agent.name, "score": score, "date": YESTERDAY, **fields},
		).insert()


def a_complaint(place, by=None, **fields):
	with as_user(by or place.service):
		return frappe.get_doc(
			doctype="Customer Complaint",
			**{
				"agent": place.agent.name,
				"severity": "Major",
				"received_on": YESTERDAY,
				"complaint": "价格说错",
				"apology": "已当面致歉",
				"department": "销售部",
				**fields,
			},
		).insert()


def act(user, doc, action, **fields):
	with as_user(user):
		doc = frappe.get_doc(doc.doctype, doc.name)
		if fields:
			doc.update(fields)
			doc.save()
		return apply_workflow(doc, action)


def solved(place, solver):
	complaint = act(place.service, a_complaint(place), "Start")
	filled = {"category": "信息不符", "cause": "口误", "solution": "当面道歉", "solved_by": solver.name}
	return act(place.service, complaint, "Solve", **filled)


def closed(by, complaint, **fields):
	"""The complaint after its customer was told and somebody closed it."""
	told = {
		"told_on": frappe.utils.today(),
		"told_by": complaint.solved_by,
		"customer_satisfied": "Satisfied",
	}
	return act(by, complaint, "Close", **{**told, "lesson": "报价前核对价目表", **fields})


@pytest.mark.req("R42")
def test_a_survey_carries_place_and_recorder(place):
	elsewhere = a_group()
	with pytest.raises(frappe.PermissionError):
		a_survey(place, centre=elsewhere.centre, sales_group=elsewhere.name)
	survey = a_survey(place, asked_by="Administrator")
	assert (survey.centre, survey.sales_group) == (place.name, place.group.name)
	assert (survey.agent_name, survey.asked_by) == (place.agent.staff_name, place.service.user)


@pytest.mark.req("R42")
@pytest.mark.parametrize("score", [0, 6, -1])
def test_a_score_is_one_to_five(place, score):
	with pytest.raises((SurveyError, OutOfBoundsError)):
		a_survey(place, score)


@pytest.mark.req("R42")
def test_a_survey_of_tomorrow_is_refused(place):
	with pytest.raises(SurveyError):
		a_survey(place, date=frappe.utils.add_days(frappe.utils.today(), 1))


@pytest.mark.req("R42")
def test_agents_write_no_survey_and_see_their_own(place):
	with pytest.raises(frappe.PermissionError):
		a_survey(place, by=place.agent)
	mine = a_survey(place)
	other = a_survey(place, agent=place.agents[1].name)
	with as_user(place.agent):
		assert frappe.get_list("Customer Survey", pluck="name") == [mine.name]
		assert not frappe.has_permission("Customer Survey", "read", other.name)


@pytest.mark.req("R42")
def test_nobody_is_surveyed_by_themselves(place):
	with pytest.raises(AboutOneselfError):
		a_survey(place, agent=place.service.name)


@pytest.mark.req("R42")
def test_another_centres_agent_is_refused(place):
	with pytest.raises(frappe.PermissionError):
		a_survey(place, agent=a_place().agent.name)


@pytest.mark.req("R27")
def test_a_metric_takes_the_mean_of_the_scores(place):
	from dianjian_app.incentives.metrics.metric import read_metrics

	a_survey(place, 5)
	metric = a_metric(
		source_doctype="Customer Survey", function="Mean", value_field="score", date_field="date"
	)
	assert metric.name in read_metrics([metric.name])[1]


@pytest.mark.req("R41")
def test_a_complaint_goes_from_received_to_closed(place):
	complaint = solved(place, place.agents[1])
	assert (complaint.stage, str(complaint.solved_on)) == ("Solved", frappe.utils.today())
	complaint = closed(place.manager, complaint)
	assert (complaint.stage, complaint.closed_by) == ("Closed", place.manager.user)


@pytest.mark.req("R41")
def test_a_complaint_is_not_solved_without_cause_solution_and_solver(place):
	complaint = act(place.service, a_complaint(place), "Start")
	with pytest.raises(ComplaintError):
		act(place.service, complaint, "Solve", cause="口误")


@pytest.mark.req("R41")
def test_a_step_cannot_be_left_out(place):
	complaint = a_complaint(place)
	with as_user(place.manager), pytest.raises(StepError):
		complaint = frappe.get_doc("Customer Complaint", complaint.name)
		complaint.stage = "Closed"
		complaint.save()


@pytest.mark.req("R28")
def test_who_solved_does_not_close(place):
	complaint = solved(place, place.manager)
	with pytest.raises(frappe.PermissionError):
		closed(place.manager, complaint)
	assert closed(place.hr, complaint).stage == "Closed"


@pytest.mark.req("R28")
def test_customer_service_does_not_close_by_writing_the_stage(place):
	complaint = solved(place, place.agents[1])
	for values in ({"stage": "Closed"}, {"workflow_state": "Closed"}):
		with as_user(place.service), pytest.raises((frappe.PermissionError, frappe.ValidationError)):
			mine = frappe.get_doc("Customer Complaint", complaint.name)
			mine.update(values)
			mine.save()


@pytest.mark.req("R41")
def test_a_closed_complaint_stays(place):
	complaint = closed(place.manager, solved(place, place.agents[1]))
	complaint.solution = "别的"
	with pytest.raises(ComplaintClosedError):
		complaint.save()
	with pytest.raises(ComplaintClosedError):
		frappe.delete_doc("Customer Complaint", complaint.name, force=True)


@pytest.mark.req("R28")
def test_a_solution_is_not_rewritten_after_it_was_solved(place):
	complaint = solved(place, place.agents[1])
	with as_user(place.service), pytest.raises(ComplaintError):
		mine = frappe.get_doc("Customer Complaint", complaint.name)
		mine.solved_by = place.agents[0].name
		mine.save()


@pytest.mark.req("R41")
def test_the_person_concerned_does_not_work_on_the_complaint(place):
	with pytest.raises(frappe.PermissionError):
		a_complaint(place, agent=place.service.name)


def a_praise(place, by=None, **fields):
	with as_user(by or place.service):
		return frappe.get_doc(
			doctype="Customer Praise",
			**{
				"agent": place.agent.name,
				"date": YESTERDAY,
				"praise": "服务周到",
				"attachment": a_scan(),
				**fields,
			},
		).insert()


@pytest.mark.req("R28")
def test_a_scan_is_kept_private(place):
	praise = a_praise(place)
	assert praise.attachment.startswith("/private/files/")
	assert frappe.db.get_value("File", {"file_url": praise.attachment}, "is_private")


@pytest.mark.req("R28")
@pytest.mark.parametrize("scan", ["", "https://elsewhere.example/a.png", "/files/none.png"])
def test_a_praise_without_a_scan_is_refused(place, scan):
	with pytest.raises((PraiseError, frappe.MandatoryError)):
		a_praise(place, attachment=scan)


@pytest.mark.req("R28")
def test_manager_confirms_a_praise_and_service_does_not(place):
	praise = a_praise(place)
	with as_user(place.service), pytest.raises(frappe.PermissionError):
		frappe.get_doc("Customer Praise", praise.name).submit()
	with as_user(place.manager):
		assert frappe.get_doc("Customer Praise", praise.name).submit().confirmed_by == place.manager.user


@pytest.mark.req("R28")
def test_a_manager_does_not_confirm_praise_of_themselves(place):
	praise = a_praise(place, agent=place.manager.name)
	with as_user(place.manager), pytest.raises((AboutOneselfError, NotYourPartError)):
		frappe.get_doc("Customer Praise", praise.name).submit()
