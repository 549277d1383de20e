"""Work plans and tasks are Frappe's own To Do, counted by person and week, and reminded of (R55)."""

from datetime import timedelta

import frappe
import pytest
from frappe.utils import add_days, getdate

from dianjian_app import roles
from dianjian_app.people.period import Period
from dianjian_app.service import task_reminders
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff, an_agent, the_leader
from dianjian_app.tests.builders.visits import a_manager
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.tests.site.test_reports import lines

pytestmark = pytest.mark.req("R55")
REPORT = "Tasks by Week"
WEEK = Period.week_of(getdate("2026-09-16"))


class Office:
	def __init__(self):
		self.centre = a_centre()
		self.group = a_group(self.centre)
		self.service = a_staff(roles.SERVICE, centre=self.centre)
		self.agent, self.leader = an_agent(self.group), the_leader(self.group)
		self.manager = a_manager(self.centre.name)

	def task(self, person, day, by=None, status="Open", closed_on=None):
		with as_user(by or self.manager):
			task = frappe.get_doc(
				doctype="ToDo", allocated_to=person.user, description="回访", date=day
			).insert()
			if status != "Open":
				task.update({"status": status}).save()
		if closed_on:
			frappe.db.set_value("ToDo", task.name, "modified", f"{closed_on} 10:00:00", update_modified=False)
		return task

	def counted(self, reader, **filters):
		span = {"from_date": WEEK.start, "to_date": WEEK.end + timedelta(days=7), "centre": self.centre.name}
		names = ("planned", "done", "late", "open", "overdue")
		return {
			(row["staff_name"], getdate(row["week_start"])): tuple(row[name] for name in names)
			for row in lines(REPORT, reader, **{**span, **filters})
		}

	def desk_of(self, person, task):
		wanted = {
			"for_user": person.user,
			"document_type": "ToDo",
			"document_name": task.name,
			"type": "Alert",
		}
		return frappe.get_all(
			"Notification Log", {**wanted, "subject": ("like", f"%{task.name}%")}, pluck="subject"
		)


@made_once
def office():
	return Office()


def test_each_week_says_what_was_planned_done_late_and_overdue(office):
	day = WEEK.start
	office.task(office.service, day, status="Closed", closed_on=day)
	office.task(office.service, day, status="Closed", closed_on=add_days(day, 2))
	office.task(office.service, day)
	office.task(office.service, day, status="Cancelled")
	office.task(office.service, WEEK.end + timedelta(days=1))
	found = office.counted(office.manager)
	name = office.service.staff_name
	assert found == {
		(name, WEEK.start): (3, 2, 1, 1, 1),
		(name, WEEK.end + timedelta(days=1)): (1, 0, 0, 1, 1),
	}


def test_a_task_of_the_future_is_open_and_not_overdue(office, time_machine):
	time_machine.move_to(f"{WEEK.start}T09:00:00+08:00")
	office.task(office.service, WEEK.end)
	assert office.counted(office.manager)[office.service.staff_name, WEEK.start] == (1, 0, 0, 1, 0)


def test_each_reader_counts_the_people_they_answer_for(office):
	stranger = an_agent(a_group(office.centre))
	for person in (office.service, office.agent, stranger):
		office.task(person, WEEK.start)

	def names(reader, **filters):
		return {name for name, _week in office.counted(reader, **filters)}

	assert names(office.service) == {office.service.staff_name}
	assert names(office.leader) == {office.agent.staff_name}
	everybody = {office.service.staff_name, office.agent.staff_name, stranger.staff_name}
	assert names(office.manager) == everybody
	assert names(office.manager, position=roles.SERVICE) == {office.service.staff_name}
	assert names(a_manager(a_centre().name)) == set()


def test_who_has_a_task_is_told_on_its_day_and_who_gave_it_the_day_after_each_once(office):
	task = office.task(office.service, "2026-09-16", by=office.manager)
	done = office.task(office.service, "2026-09-16", status="Closed")
	for _ in range(2):
		task_reminders.remind_daily(getdate("2026-09-16"))
	assert len(office.desk_of(office.service, task)) == 1 and not office.desk_of(office.manager, task)
	frappe.db.set_value(
		"Notification Log",
		{"document_name": task.name},
		"creation",
		"2026-09-16 06:00:00",
		update_modified=False,
	)
	for _ in range(2):
		task_reminders.remind_daily(getdate("2026-09-17"))
	assert len(office.desk_of(office.service, task)) == 2 and len(office.desk_of(office.manager, task)) == 1
	assert not office.desk_of(office.service, done)
