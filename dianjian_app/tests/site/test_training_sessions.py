"""Trainings from the plan to the certificate: invited, attended, scored, evaluated, called off (R37)."""

import frappe
import pytest
from frappe.desk import query_report
from frappe.utils import add_days, getdate, today

from dianjian_app import roles
from dianjian_app.people import (
	moves,
	training_attendance,
	training_evaluations,
	training_invitations,
	training_reminders,
)
from dianjian_app.people.authority import AboutOneselfError, NotYourPartError
from dianjian_app.people.training_session_events import TrainingError
from dianjian_app.permissions import OutOfScopeError
from dianjian_app.tests.builders import as_user, number
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff, an_agent, the_leader
from dianjian_app.tests.site.made_once import made_once

pytestmark = pytest.mark.req("R37")


class Place:
	"""A centre with two groups, HR, and four agents of the first group."""

	def __init__(self):
		self.centre = a_centre()
		self.group, self.other = a_group(self.centre), a_group(self.centre)
		self.leader = the_leader(self.group)
		self.agents = [an_agent(self.group) for _ in range(4)]
		self.stranger = an_agent(self.other)
		self.hr = a_staff(roles.HR, centre=self.centre)

	def planned(self, *people, by=None, **fields):
		with as_user(by or self.hr):
			return frappe.get_doc(
				doctype="Training Session",
				**{
					"topic": f"邀约技巧{number()}",
					"kind": "Other",
					"centre": self.centre.name,
					"date": today(),
					"trainer": "张老师",
					"hours": 2,
					"attendees": [{"staff": person.name} for person in people or self.agents],
					**fields,
				},
			).insert()

	def invited(self, *people, by=None, **fields):
		session = self.planned(*people, by=by, **fields)
		with as_user(by or self.hr):
			training_invitations.invite(session.name)
		return frappe.get_doc("Training Session", session.name)

	def held(self, session, scores=None, absent=(), by=None):
		with as_user(by or self.hr):
			doc = frappe.get_doc("Training Session", session.name)
			for row in doc.attendees:
				row.attended = int(row.staff not in [person.name for person in absent])
				row.score = (scores or {}).get(row.staff, 0)
			doc.save()
			return frappe.get_doc("Training Session", doc.name).submit()


@made_once
def place():
	return Place()


def due_of(person, session):
	return frappe.get_doc("Training Due", {"agent": person.name, "session": session.name})


def told(person):
	return frappe.get_all("Notification Log", {"for_user": person.user}, pluck="subject")


def confirms(person, due):
	with as_user(person):
		return training_attendance.confirm_attendance(due.name)


def evaluates(person, session, marks=(5, 5, 5), words=""):
	with as_user(person):
		training_evaluations.evaluate(due_of(person, session).name, *marks, words)


def what_was_said(reader, session):
	with as_user(reader):
		return training_evaluations.results(session.name)


def test_who_is_invited_owes_the_training_sees_it_and_is_told_once(place):
	agent = place.agents[0]
	session = place.planned(agent)
	with as_user(place.hr):
		assert training_invitations.invite(session.name) == 1
		assert training_invitations.invite(session.name) == 0
	with as_user(agent):
		assert frappe.get_list("Training Due", {"session": session.name}, ["agent", "status", "origin"]) == [
			{"agent": agent.name, "status": "Open", "origin": "Invitation"}
		]
	assert len([text for text in told(agent) if session.topic in text]) == 1
	with as_user(place.agents[1]):
		assert not frappe.get_list("Training Due", {"session": session.name})


def test_ones_own_confirmation_is_attendance_and_a_second_one_changes_nothing(place):
	agent = place.agents[0]
	session = place.invited(agent)
	due = due_of(agent, session)
	assert confirms(agent, due) is True
	first = frappe.db.get_value("Training Attendee", {"parent": session.name}, ["attended", "confirmed_at"])
	assert first[0] == 1 and frappe.db.get_value("Training Due", due.name, "status") == "Attended"
	assert confirms(agent, due) is False
	assert first == frappe.db.get_value(
		"Training Attendee", {"parent": session.name}, ["attended", "confirmed_at"]
	)


def test_nobody_confirms_for_somebody_else(place):
	agent, colleague = place.agents[:2]
	session = place.invited(agent)
	due = due_of(agent, session)
	for other in (colleague, place.leader, place.hr):
		with pytest.raises(frappe.PermissionError):
			confirms(other, due)
	with as_user("Administrator"), pytest.raises(NotYourPartError):
		training_attendance.confirm_attendance(due.name)
	with as_user(agent), pytest.raises(frappe.PermissionError):
		frappe.get_doc("Training Session", session.name).check_permission("write")
	assert frappe.db.get_value("Training Due", due.name, "status") == "Open"


def test_attendance_is_confirmed_from_the_beginning_until_the_list_is_closed(place, time_machine):
	time_machine.move_to("2026-09-15 10:00:00+08:00")
	agent = place.agents[0]
	session = place.invited(agent, place.agents[1], start_time="14:00:00", end_time="16:30:00", hours=0)
	due = due_of(agent, session)
	assert session.hours == 2.5
	with pytest.raises(TrainingError):
		confirms(agent, due)
	time_machine.move_to("2026-09-15 17:00:00+08:00")
	place.held(session, absent=[agent])
	with pytest.raises(TrainingError, match="张老师"):
		confirms(agent, due)
	assert frappe.db.get_value("Training Due", due.name, "status") == "Missed"


def test_the_trainer_has_the_last_word_over_a_confirmation(place):
	agent = place.agents[0]
	session = place.invited(agent, place.agents[1])
	due = due_of(agent, session)
	confirms(agent, due)
	place.held(session, absent=[agent])
	assert frappe.db.get_value("Training Due", due.name, ["status", "hours"]) == ("Missed", 0)


def test_a_test_decides_by_its_score_within_bounds(place):
	good, poor = place.agents[:2]
	session = place.invited(good, poor, tested=1, pass_score=60)
	assert confirms(good, due_of(good, session))
	assert due_of(good, session).status == "Open"  # the score is still to come
	for wrong in (101, -1, 1e9):
		with pytest.raises(frappe.ValidationError):
			place.held(session, {good.name: wrong})
	place.held(session, {good.name: 60, poor.name: 59.5})
	found = {p.name: due_of(p, session) for p in (good, poor)}
	assert [(found[p.name].status, found[p.name].score, found[p.name].result) for p in (good, poor)] == [
		("Attended", 60, "Passed"),
		("Open", 59.5, "Not Passed"),
	]


def test_who_did_not_pass_owes_it_until_it_is_taught_again(place):
	agent = place.agents[0]
	failed = place.invited(agent, tested=1, pass_score=60)
	due = due_of(agent, failed)
	place.held(failed, {agent.name: 30})
	week_after = place.invited(agent, topic=failed.topic, date=add_days(today(), 7))
	again = place.invited(agent, topic=failed.topic, tested=1, pass_score=60)
	assert frappe.db.get_value("Training Due", due.name, "session") == week_after.name
	place.held(again, {agent.name: 70})
	# expected on another day as well, which this training does not do
	assert frappe.db.get_value("Training Due", due.name, ["status", "session"]) == ("Open", week_after.name)
	assert due_of(agent, again).status == "Attended"


def test_nobody_without_a_score_passes_and_without_a_test_nobody_has_one(place):
	agent = place.agents[0]
	session = place.invited(agent, tested=1, pass_score=60)
	place.held(session)
	assert due_of(agent, session).result == "Not Passed"
	with pytest.raises(TrainingError):
		place.planned(agent, attendees=[{"staff": agent.name, "attended": 1, "score": 80}])


def test_who_keeps_a_list_does_not_tick_themselves(place):
	session = place.invited(place.leader, place.agents[0], by=place.leader)
	assert session.sales_group == place.group.name
	with pytest.raises(AboutOneselfError):
		place.held(session, by=place.leader)


def test_a_training_that_is_called_off_frees_whom_it_expected(place):
	agent = place.agents[0]
	session = place.invited(agent)
	due = due_of(agent, session)
	with as_user(place.hr):
		with pytest.raises(TrainingError):
			training_invitations.call_off(session.name, " ")
		training_invitations.call_off(session.name, "讲师请假")
	assert frappe.db.get_value("Training Due", due.name, ["status", "lifted_for"]) == ("Lifted", "Called Off")
	assert any(session.topic in text for text in told(agent))
	with pytest.raises(TrainingError):
		confirms(agent, due)
	with pytest.raises(TrainingError):
		place.held(session)
	with as_user(place.hr), pytest.raises(TrainingError):
		training_invitations.invite(session.name)


def test_another_day_is_told_and_who_is_taken_off_the_list_owes_nothing(place):
	stays, goes = place.agents[:2]
	session = place.invited(stays, goes)
	later = getdate(add_days(today(), 3))
	with as_user(place.hr):
		session.date = later
		session.attendees = [row for row in session.attendees if row.staff == stays.name]
		session.save()
	assert frappe.db.get_value(
		"Training Due", {"agent": stays.name, "session": session.name}, ["session_on", "due_by"]
	) == (later, later)
	assert due_of(goes, session).status == "Lifted"
	assert all(any(session.topic in text for text in told(p)[:1]) for p in (stays, goes))


def test_marks_that_a_form_sends_are_not_taken(place):
	agent = place.agents[0]
	with as_user(place.hr):
		session = place.planned(
			agent,
			status="Held",
			evaluate_until=add_days(today(), 90),
			attendees=[
				{
					"staff": agent.name,
					"confirmed_by": agent.user,
					"confirmed_at": "2026-01-01 09:00:00",
					"invited_at": "2026-01-01 09:00:00",
				}
			],
		)
	session.reload()
	row = session.attendees[0]
	assert (session.status, session.evaluate_until) == ("Planned", None)
	assert (row.confirmed_by, row.confirmed_at, row.invited_at) == (None, None, None)


def test_a_leader_keeps_the_trainings_of_the_own_group_alone(place):
	assert place.invited(place.agents[0], by=place.leader).sales_group == place.group.name
	with pytest.raises(TrainingError):
		place.planned(place.stranger, by=place.leader)
	with pytest.raises(OutOfScopeError):
		place.planned(place.stranger, by=place.leader, sales_group=place.other.name)
	with pytest.raises(OutOfScopeError):
		place.planned(place.stranger, by=the_leader(place.other), sales_group=place.group.name)
	of_centre = place.planned(place.agents[0])
	with as_user(place.leader), pytest.raises(frappe.PermissionError):
		training_invitations.invite(of_centre.name)


def test_a_trainer_of_the_staff_keeps_the_session_and_no_other(place):
	trainer = place.stranger
	mine = place.planned(place.agents[0], trainer="", trainer_staff=trainer.name)
	assert mine.trainer == trainer.staff_name
	with as_user(trainer):
		assert frappe.get_list("Training Session", pluck="name") == [mine.name]
		assert training_invitations.invite(mine.name) == 1
	place.held(mine, by=trainer)
	assert due_of(place.agents[0], mine).status == "Attended"
	with pytest.raises(TrainingError):
		place.planned(trainer, trainer_staff=trainer.name)


def test_another_centres_people_neither_train_nor_keep_nor_attend_it(place):
	elsewhere = Place()
	with pytest.raises(TrainingError):
		place.planned(place.agents[0], trainer_staff=elsewhere.hr.name)
	with pytest.raises(TrainingError):
		place.planned(elsewhere.agents[0])
	session = place.invited(place.agents[0])
	for act in (training_invitations.invite, training_evaluations.results):
		with as_user(elsewhere.hr), pytest.raises(frappe.PermissionError):
			act(session.name)


def test_of_two_who_keep_it_at_once_the_later_is_told(place):
	agent = place.agents[0]
	session = place.invited(agent, place.agents[1])
	with as_user(place.hr):
		stale = frappe.get_doc("Training Session", session.name)
	confirms(agent, due_of(agent, session))
	with as_user(place.hr), pytest.raises(frappe.TimestampMismatchError):
		stale.attendees[1].attended = 1
		stale.save()
	assert frappe.db.get_value("Training Attendee", {"parent": session.name, "staff": agent.name}, "attended")


def test_a_leaver_owes_nothing_and_is_not_invited(place):
	leaver = an_agent(place.group)
	session = place.invited(leaver)
	with as_user(place.hr):
		moves.record_leaving(leaver.name, today(), at_once=True)
	assert due_of(leaver, session).status == "Lifted"
	later = place.planned(leaver, date=add_days(today(), 1))
	with as_user(place.hr):
		assert training_invitations.invite(later.name) == 0
	with pytest.raises(frappe.PermissionError):
		confirms(leaver, due_of(leaver, session))


def test_what_is_owed_follows_who_changes_groups(place):
	mover = an_agent(place.group)
	session = place.invited(mover)
	with as_user(place.hr):
		moves.move_to_group(mover.name, place.other.name, today())
	assert due_of(mover, session).sales_group == place.other.name
	with as_user(the_leader(place.other)):
		assert frappe.get_list("Training Due", {"agent": mover.name}, pluck="session") == [session.name]


def test_it_is_evaluated_by_who_attended_once_with_whole_marks(place):
	there, absent = place.agents[:2]
	session = place.invited(there, absent)
	with pytest.raises(TrainingError):
		evaluates(there, session)
	place.held(session, absent=[absent])
	with pytest.raises(TrainingError):
		evaluates(absent, session)
	for wrong in (0, 6, 4.5, "五", ""):
		with pytest.raises(TrainingError):
			evaluates(there, session, (wrong, 5, 5))
	with as_user(place.leader), pytest.raises(NotYourPartError):
		training_evaluations.evaluate(due_of(there, session).name, 1, 1, 1)
	evaluates(there, session)
	with pytest.raises(TrainingError):
		evaluates(there, session)
	with as_user(there):
		assert training_evaluations.has_evaluated(due_of(there, session).name)


def test_nothing_is_shown_while_somebody_can_answer_nor_of_fewer_than_three(place, time_machine):
	time_machine.move_to("2026-09-15 18:00:00+08:00")
	session = place.invited()
	place.held(session)
	for person, mark in zip(place.agents[:3], (5, 4, 2), strict=True):
		evaluates(person, session, (mark, 5, 3), "客户电话13800138000能拨通")
	said = what_was_said(place.hr, session)
	assert (said["open_until"], said["answers"], said["means"]) == (getdate("2026-09-22"), None, {})
	time_machine.move_to("2026-09-23 09:00:00+08:00")
	said = what_was_said(place.hr, session)
	assert (said["answers"], said["means"]["content"], said["counts"]["content"]) == (3, 3.7, [0, 1, 0, 1, 1])
	assert len(said["words"]) == 3 and "13800138000" not in str(said["words"])
	with pytest.raises(TrainingError):
		evaluates(place.agents[3], session)
	few = place.invited(place.agents[0], place.agents[1], date="2026-09-23")
	place.held(few)
	for person in place.agents[:2]:
		evaluates(person, few)
	assert what_was_said(place.hr, few)["answers"] is None


def test_an_answer_tells_neither_who_wrote_it_nor_when(place):
	session = place.invited()
	place.held(session)
	answers = {}
	for person in place.agents[:3]:
		before = set(frappe.get_all("Training Evaluation", pluck="name"))
		evaluates(person, session, words="有用")
		[name] = set(frappe.get_all("Training Evaluation", pluck="name")) - before
		answers[name] = person
	rows = frappe.db.sql(
		"select * from `tabTraining Evaluation` where session = %s", session.name, as_dict=True
	)
	assert len({(r.owner, r.modified_by, str(r.creation), str(r.modified), r.idx) for r in rows}) == 1
	for row in rows:
		kept = frappe.as_json(row)
		assert answers[row.name].name not in kept and answers[row.name].user not in kept
	assert not frappe.get_all("Version", {"ref_doctype": "Training Evaluation"})
	for reader in (place.hr, place.leader, place.agents[0]):
		with as_user(reader), pytest.raises(frappe.PermissionError):
			frappe.get_list("Training Evaluation")
	doc = frappe.get_doc("Training Evaluation", rows[0].name)
	doc.words = "改"
	with pytest.raises(TrainingError):
		doc.save()
	with pytest.raises(TrainingError):
		doc.delete()


def test_a_certificate_is_printed_of_what_was_attended_alone(place):
	agent, absent = place.agents[:2]
	session = place.invited(agent, absent, topic="<b onmouseover=alert(1)>话术</b>", tested=1, pass_score=60)
	place.held(session, {agent.name: 88}, absent=[absent])
	frappe.local.lang = "zh"
	try:
		page = frappe.get_print("Training Due", due_of(agent, session).name, "Training Certificate")
		assert "培训证书" in page and agent.staff_name in page and "88.0 分" in page
		assert "onmouseover=alert" not in page
		page = frappe.get_print("Training Due", due_of(absent, session).name, "Training Certificate")
		assert "培训证书" not in page and "本页不是证书" in page
	finally:
		frappe.local.lang = "en"


def test_what_is_overdue_is_told_once_to_the_person_and_the_leader(place):
	agent = place.agents[0]
	session = place.invited(agent)
	name = due_of(agent, session).name
	frappe.db.set_value("Training Due", name, "due_by", add_days(today(), -1))
	assert name in training_reminders.remind_daily()
	assert name not in training_reminders.remind_daily()
	for person in (agent, place.leader):
		assert [text for text in told(person) if session.topic in text and "due on" in text]


def test_the_report_has_due_overdue_hours_and_scores_by_person_and_topic(place):
	group = a_group(place.centre)
	first, second = an_agent(group), an_agent(group)
	tested = place.invited(first, second, topic=f"销讲{number()}", tested=1, pass_score=60, hours=3)
	place.held(tested, {first.name: 90, second.name: 40})
	late = place.invited(first, topic=f"礼仪{number()}", date=add_days(today(), 1))
	frappe.db.set_value("Training Due", due_of(first, late).name, "due_by", add_days(today(), -1))
	period = {"from_date": add_days(today(), -3), "to_date": add_days(today(), 3), "sales_group": group.name}

	def rows(**more):
		with as_user(the_leader(group)):
			return query_report.run("Trainings by Person", filters={**period, **more})["result"]

	by_person = {row["agent_name"]: row for row in rows(summed_by="Person")}
	mine = by_person[first.staff_name]
	figures = ("due", "overdue", "attended", "hours", "mean_score")
	assert tuple(mine[f] for f in figures) == (1, 1, 1, 3, 90)
	assert by_person[second.staff_name]["not_passed"] == 1
	by_topic = {row["topic"]: row for row in rows(summed_by="Topic")}
	assert by_topic[tested.topic]["mean_score"] == 65 and by_topic[late.topic]["overdue"] == 1
	assert [row["topic"] for row in rows(stands="Overdue")] == [late.topic]
	with as_user(place.leader):
		assert not query_report.run("Trainings by Person", filters=period)["result"]


def test_who_trains_nobody_or_at_no_time_is_asked(place):
	for wrong in (
		{"trainer": " "},
		{"start_time": "15:00:00", "end_time": "14:00:00"},
		{"hours": 25},
		{"tested": 1, "pass_score": 101},
	):
		with pytest.raises(TrainingError):
			place.planned(place.agents[0], **wrong)
