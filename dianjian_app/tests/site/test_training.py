"""Trainings and appraisals: what is due stays open until attended; totals are weighted (R25, R30, R37)."""

import frappe
import pytest

from dianjian_app.child_rows import RowAloneError
from dianjian_app.patches.v0_2 import mark_held_trainings
from dianjian_app.people import (
	staff_appraisal_events,
	training_due_events,
	training_dues,
	training_session_events,
)
from dianjian_app.people.authority import AboutOneselfError
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.incentives import a_place
from dianjian_app.tests.builders.people_decide import a_training, an_appraisal
from dianjian_app.tests.site.made_once import made_once


@made_once
def place():
	return a_place(agents=2)


def due(place, day=None):
	return frappe.get_doc(
		"Training Due",
		training_dues.make_due(place.agent.name, "未达标", day or frappe.utils.today()),
	)


@pytest.mark.req("R37")
def test_a_training_due_is_open_until_attended(place):
	owed = due(place)
	assert (owed.status, owed.centre, owed.sales_group) == ("Open", place.name, place.group.name)
	a_training(place.agents[1], place.hr)
	assert frappe.db.get_value("Training Due", owed.name, "status") == "Open"
	session = a_training(place.agent, place.hr)
	assert frappe.db.get_value("Training Due", owed.name, ["status", "session"]) == ("Attended", session.name)
	with as_user(place.hr):
		frappe.get_doc("Training Session", session.name).cancel()
	assert frappe.db.get_value("Training Due", owed.name, "status") == "Open"


@pytest.mark.req("R37")
def test_another_kind_of_training_or_staying_away_does_not_do(place):
	owed = due(place)
	a_training(place.agent, place.hr, kind="Other")
	with as_user(place.hr):
		frappe.get_doc(
			doctype="Training Session",
			topic="电话礼仪",
			kind="Due from a Rule",
			centre=place.name,
			date=frappe.utils.today(),
			trainer="李老师",
			attendees=[{"staff": place.agent.name}, {"staff": place.agents[1].name, "attended": 1}],
		).insert().submit()
	assert frappe.db.get_value("Training Due", owed.name, "status") == "Open"


@pytest.mark.req("R37")
def test_what_is_due_is_written_by_nobody(place):
	owed = due(place)
	for user in ("Administrator", place.hr):
		with as_user(user), pytest.raises((training_due_events.TrainingDueError, frappe.PermissionError)):
			mine = frappe.get_doc("Training Due", owed.name)
			mine.status = "Attended"
			mine.save()
	with pytest.raises(training_due_events.TrainingDueError):
		frappe.delete_doc("Training Due", owed.name, force=True)


@pytest.mark.req("R37")
def test_a_training_that_cannot_be_is_refused(place):
	tomorrow = frappe.utils.add_days(frappe.utils.today(), 1)
	twice = [{"staff": place.agent.name}, {"staff": place.agent.name}]
	for wrong in (
		{"day": tomorrow},
		{"attended": 0},
		{"attendees": twice},
		{"attendees": [{"staff": place.agent.name, "result": "Passed"}]},
		{"attendees": [{"staff": a_place().agent.name, "attended": 1}]},
	):
		with pytest.raises(training_session_events.TrainingError):
			a_training(place.agent, place.hr, **wrong)


@pytest.mark.req("R37")
def test_a_training_held_before_it_had_a_status_says_so(place):
	session = a_training(place.agent, place.hr)
	frappe.db.set_value("Training Session", session.name, "status", "Planned")
	planned = a_training(place.agent, place.hr, submit=False)
	for _again in range(2):
		mark_held_trainings.execute()
	assert frappe.db.get_value("Training Session", session.name, "status") == "Held"
	assert frappe.db.get_value("Training Session", planned.name, "status") == "Planned"


@pytest.mark.req("R37")
def test_an_attendee_is_not_written_past_the_training(place):
	session = a_training(place.agent, place.hr, submit=False)
	row = frappe.get_doc("Training Attendee", session.attendees[0].name)
	row.attended = 0
	with pytest.raises(RowAloneError):
		row.save()


@pytest.mark.req("R37")
def test_agents_neither_hold_trainings_nor_list_them(place):
	with pytest.raises(frappe.PermissionError):
		a_training(place.agent, place.agent)


@pytest.mark.req("R30")
def test_a_total_is_weighted(place):
	signed = an_appraisal(place.agent, place.manager)
	assert (signed.total, signed.appraised_by, signed.docstatus) == (58.0, place.manager.user, 1)


@pytest.mark.req("R30")
@pytest.mark.parametrize("rows", [[(60, 50), (30, 50)], [(100, 101)], [(100, -1)], [(110, 5), (-10, 5)]])
def test_weights_make_100_and_scores_stay_in_range(rows):
	with pytest.raises(staff_appraisal_events.AppraisalError):
		staff_appraisal_events.total(rows)


@pytest.mark.req("R30")
def test_an_assessment_needs_its_result_and_dates_in_order(place):
	for wrong in ({"result": ""}, {"period_end": "2026-07-01"}):
		with pytest.raises(staff_appraisal_events.AppraisalError):
			an_appraisal(place.agent, place.manager, **wrong)


@pytest.mark.req("R30")
def test_nobody_appraises_themselves_and_agents_see_only_their_own(place):
	with pytest.raises(AboutOneselfError):
		an_appraisal(place.manager, place.manager)
	mine = an_appraisal(place.agent, place.manager)
	an_appraisal(place.agents[1], place.manager)
	with as_user(place.agent):
		assert frappe.get_list("Staff Appraisal", pluck="name") == [mine.name]
