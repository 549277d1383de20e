"""Who joins owes the entrance courses of the position until they are attended (R37, R49)."""

import frappe
import pytest
from frappe.utils import add_days, getdate, today

from dianjian_app import roles
from dianjian_app.people import entrance_training, moves
from dianjian_app.people.training_course_events import CourseError
from dianjian_app.setup.seeds import training
from dianjian_app.tests.builders import as_user, number
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff, an_agent
from dianjian_app.tests.builders.people_decide import a_training
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.tests.site.test_candidates import Place as Selection

pytestmark = pytest.mark.req("R37", "R49")


class Place:
	"""A centre with HR, a group, and courses of its own beside those that a site starts with."""

	def __init__(self):
		self.centre = a_centre()
		self.group = a_group(self.centre)
		self.hr = a_staff(roles.HR, centre=self.centre)
		self.of_all = self.course("")
		self.of_agents, self.of_desk = self.course(roles.AGENT, due_days=3), self.course(roles.FRONT_DESK)

	def course(self, position, by=None, **fields):
		with as_user(by or self.hr):
			return frappe.get_doc(
				doctype="Training Course",
				**{
					"course_title": f"岗前{number()}",
					"entrance": 1,
					"position": position,
					"centre": self.centre.name,
					"due_days": 7,
					**fields,
				},
			).insert()

	def owed(self, person, status="Open"):
		"""The centre's own courses that a person owes."""
		mine = [c.name for c in (self.of_all, self.of_agents, self.of_desk)]
		filters = {"agent": person.name, "status": status, "course": ("in", mine)}
		return set(frappe.get_all("Training Due", filters, pluck="course"))


@made_once
def place():
	return Place()


def test_a_new_site_has_entrance_courses_for_every_position_and_for_agents(place):
	for title, position, _hours, _content in training.ENTRANCE:
		assert frappe.db.get_value("Training Course", {"course_title": title}, "position") in (position, None)
	before = frappe.db.count("Training Course")
	training.seed()
	assert frappe.db.count("Training Course") == before


def test_a_newcomer_owes_what_is_taught_for_the_position_once_with_a_day(place):
	person = an_agent(place.group, joined=getdate())
	assert place.owed(person) == {place.of_all.name, place.of_agents.name}
	of_course = {"agent": person.name, "course": place.of_agents.name}
	due = frappe.get_doc("Training Due", of_course)
	assert (due.origin, due.topic, due.due_by) == (
		"Entrance",
		place.of_agents.course_title,
		getdate(add_days(today(), 3)),
	)
	for _again in range(2):
		frappe.get_doc("Sales Staff", person.name).save()
		entrance_training.owe(frappe.get_doc("Sales Staff", person.name))
	assert frappe.db.count("Training Due", of_course) == 1
	with as_user(person):
		assert due.name in frappe.get_list("Training Due", pluck="name")


def test_whoever_was_there_before_owes_nothing_by_being_entered(place):
	assert not place.owed(an_agent(place.group))
	on_probation = an_agent(
		place.group, joined=getdate(add_days(today(), -40)), probation_until=add_days(today(), 20)
	)
	assert place.owed(on_probation)


def test_entrance_training_is_open_until_it_was_attended_and_passed(place):
	person = an_agent(place.group, joined=getdate())
	with as_user(place.hr):
		place.of_agents.reload()
		place.of_agents.update({"tested": 1, "pass_score": 80}).save()
	place.of_agents.reload()
	a_training(person, place.hr, kind="Due from a Rule")
	assert place.owed(person) == {place.of_all.name, place.of_agents.name}
	for score, left in ((79, {place.of_all.name, place.of_agents.name}), (80, {place.of_all.name})):
		rows = [{"staff": person.name, "attended": 1, "score": score}]
		session = a_training(person, place.hr, course=place.of_agents.name, topic=None, attendees=rows)
		assert (session.topic, session.kind, session.pass_score) == (
			place.of_agents.course_title,
			"Entrance",
			80,
		)
		assert place.owed(person) == left
	# without a course, a training of this kind does all of it
	a_training(person, place.hr, kind="Entrance")
	assert not place.owed(person)


def test_who_changes_position_owes_the_new_ones_courses_and_no_more_the_old_ones(place):
	person = an_agent(place.group, joined=getdate(add_days(today(), -5)))
	with as_user(place.hr):
		moves.change_position(person.name, roles.FRONT_DESK, today())
	assert place.owed(person) == {place.of_all.name, place.of_desk.name}
	assert place.owed(person, "Lifted") == {place.of_agents.name}
	established = an_agent(place.group)
	with as_user(place.hr):
		moves.change_position(established.name, roles.FRONT_DESK, today())
	assert place.owed(established) == {place.of_desk.name}


def test_a_leaver_owes_nothing_and_who_comes_back_owes_it_again(place):
	person = an_agent(place.group, joined=getdate(add_days(today(), -5)))
	with as_user(place.hr):
		moves.record_leaving(person.name, add_days(today(), -1))
	assert not place.owed(person)
	with as_user(place.hr):
		moves.record_return(person.name, today(), roles.AGENT, group=place.group.name)
	assert place.owed(person) == {place.of_all.name, place.of_agents.name}
	assert place.owed(person, "Lifted") == {place.of_all.name, place.of_agents.name}


def test_a_leaving_that_is_withdrawn_leaves_it_owed(place):
	person = an_agent(place.group, joined=getdate(add_days(today(), -5)))
	with as_user(place.hr):
		moves.record_leaving(person.name, add_days(today(), -1))
		doc = frappe.get_doc("Sales Staff", person.name)
		doc.leaving_date = None
		doc.save()
	assert place.owed(person) == {place.of_all.name, place.of_agents.name}
	assert not place.owed(person, "Lifted")


def test_a_record_that_was_entered_by_mistake_goes_with_what_it_made_due(place):
	person = an_agent(place.group, joined=getdate(), user=False)
	frappe.db.delete("Daily Ledger", {"agent": person.name})
	frappe.delete_doc("Sales Staff", person.name)
	assert not frappe.get_all("Training Due", {"agent": person.name})


def test_a_centre_keeps_its_own_courses_and_the_administrator_those_of_all(place):
	elsewhere = Place()
	newcomer = an_agent(place.group, joined=getdate())
	assert not elsewhere.owed(newcomer)
	with pytest.raises(frappe.PermissionError):
		place.course("", by=elsewhere.hr)
	common = place.course("", centre=None)
	assert common.centre == place.centre.name
	with as_user("Administrator"):
		common = frappe.get_doc(doctype="Training Course", course_title=f"通用{number()}").insert()
	with as_user(place.hr), pytest.raises(frappe.PermissionError):
		mine = frappe.get_doc("Training Course", common.name)
		mine.content = "改"
		mine.save()
	with as_user("Administrator"), pytest.raises(CourseError):
		frappe.delete_doc("Training Course", place.of_agents.name)


@pytest.mark.req("R2")
def test_who_is_hired_is_an_agent_who_can_log_in_with_the_entrance_training_open():
	selection = Selection()
	made = selection.hired(selection.accepted(), joining_date=add_days(today(), -60))
	assert frappe.db.get_value("User", made["user"], "enabled") == 1
	assert roles.AGENT in frappe.get_roles(made["user"])
	titles = {title for title, position, *_more in training.ENTRANCE if position in ("", roles.AGENT)}
	with as_user(made["user"]):
		owed = frappe.get_list("Training Due", ["topic", "status", "agent"])
	assert {(row.topic, row.status, row.agent) for row in owed} >= {
		(title, "Open", made["staff"]) for title in titles
	}
