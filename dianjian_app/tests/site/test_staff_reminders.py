"""Certificates, wage reviews and care for staff: told once, to who is to act (R3)."""

from datetime import date, timedelta

import frappe
import pytest
from frappe.utils import getdate

from dianjian_app import roles
from dianjian_app.people import staff_reminders
from dianjian_app.people.staff_certificate_events import CertificateError
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff, an_agent, the_leader

pytestmark = pytest.mark.req("R3")
TODAY = getdate


@pytest.fixture
def place():
	centre = a_centre()
	group = a_group(centre)
	return frappe._dict(
		centre=centre,
		group=group,
		leader=the_leader(group),
		hr=a_staff(roles.HR, centre=centre),
		agent=an_agent(group, joined=date(2025, 1, 1)),
	)


def days(n):
	return TODAY() + timedelta(days=n)


def desk_of(person, doctype):
	return frappe.get_all(
		"Notification Log", {"for_user": person.user, "document_type": doctype}, pluck="subject"
	)


def a_certificate(place, **fields):
	with as_user(place.hr):
		return frappe.get_doc(
			doctype="Staff Certificate",
			**{
				"staff": place.agent.name,
				"certificate": "经纪人资格",
				"number": "A-1",
				"expires_on": days(20),
				**fields,
			},
		).insert()


def test_a_certificate_that_ends_is_told_to_the_person_and_hr_once(place):
	due, later = a_certificate(place), a_certificate(place, expires_on=days(90))
	told = staff_reminders.certificates(TODAY())
	assert due.name in told and later.name not in told
	assert due.name not in staff_reminders.certificates(TODAY())
	assert len(desk_of(place.agent, "Staff Certificate")) == len(desk_of(place.hr, "Staff Certificate")) == 1
	with as_user(place.hr):
		renewed = frappe.get_doc("Staff Certificate", due.name)
		renewed.expires_on = days(25)
		renewed.save()
	assert due.name in staff_reminders.certificates(TODAY())


@pytest.mark.req("R47")
def test_a_certificate_is_its_persons_and_of_who_decides(place):
	certificate = a_certificate(place)
	assert certificate.centre == place.centre.name and certificate.sales_group == place.group.name
	for person, sees in ((place.agent, True), (place.leader, True), (an_agent(place.group), False)):
		assert bool(frappe.has_permission("Staff Certificate", doc=certificate, user=person.user)) == sees


def test_a_certificate_does_not_end_before_it_begins(place):
	with pytest.raises(CertificateError):
		a_certificate(place, issued_on=days(30))


def test_a_leavers_certificate_is_not_told(place):
	certificate = a_certificate(place)
	place.agent.reload()
	place.agent.leaving_date = days(-1)
	place.agent.save()
	assert certificate.name not in staff_reminders.certificates(TODAY())


def test_a_wage_review_is_told_to_hr_alone(place):
	other = a_staff(roles.HR, centre=place.centre)
	with as_user(place.hr):
		wage = frappe.get_doc(
			doctype="Staff Wage", staff=other.name, from_date=days(-100), monthly_wage=6000, review_on=days(3)
		).insert()
	assert wage.name in staff_reminders.wage_reviews(TODAY())
	assert wage.name not in staff_reminders.wage_reviews(TODAY())
	assert len(desk_of(place.hr, "Staff Wage")) == 1 and not desk_of(other, "Staff Wage")
	assert not desk_of(place.leader, "Staff Wage")


def test_the_leader_is_told_of_a_birthday_without_its_year(place):
	born = TODAY() + timedelta(days=1)
	frappe.db.set_value(
		"Sales Staff", place.agent.name, "birthday", born.replace(year=1996, day=min(born.day, 28))
	)
	person = frappe.get_doc("Sales Staff", place.agent.name)
	day = born.replace(day=min(born.day, 28))
	assert person.name in staff_reminders.care(day)
	assert person.name not in staff_reminders.care(day)
	[subject] = [s for s in desk_of(place.leader, "Sales Staff") if person.staff_name in s]
	assert "1996" not in subject and not desk_of(person, "Sales Staff")


def test_an_anniversary_and_a_talk_are_told_on_their_day_even_late(place):
	place.agent.reload()
	place.agent.next_talk_on = date(2027, 1, 1)
	place.agent.save()
	staff_reminders.care(date(2026, 12, 20))
	assert not [s for s in desk_of(place.leader, "Sales Staff") if place.agent.staff_name in s]
	staff_reminders.care(date(2027, 1, 4))
	told = [s for s in desk_of(place.leader, "Sales Staff") if place.agent.staff_name in s]
	assert len(told) == 2 and any("2" in s for s in told)


def test_nobody_is_told_of_their_own_care(place):
	frappe.db.set_value("Sales Staff", place.leader.name, "next_talk_on", TODAY())
	manager = a_staff(roles.MANAGER, centre=place.centre)
	staff_reminders.care(TODAY())
	assert not desk_of(place.leader, "Sales Staff") and desk_of(manager, "Sales Staff")
