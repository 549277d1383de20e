"""Notices in each person's language; what failed is told at a later run; each kind stands alone (R16, R31, R46, R48)."""

from datetime import timedelta

import frappe
import pytest
from frappe.email.doctype.notification.notification import Notification
from frappe.utils import getdate, now_datetime

from dianjian_app import roles
from dianjian_app.ledger import build
from dianjian_app.mailing import deliveries, notices
from dianjian_app.mailing.language import language_of, speaking
from dianjian_app.people.period import Period
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff, an_agent
from dianjian_app.tests.builders.receivers import a_web_receiver
from dianjian_app.tests.builders.visits import Party
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.tests.site.test_notices import a_robot, at, told  # noqa: F401 (told is a fixture)


def says(notification: str, text: str) -> None:
	frappe.db.set_value("Notification", notification, "subject", text)


@made_once
def agent():
	made = an_agent(group=a_group(a_centre()))
	build.rebuild(made.centre, Period.day(getdate()))
	return made


@pytest.mark.req("R48")
def test_each_is_told_in_their_own_language(agent, told):  # noqa: F811
	party = Party(agent, planned_at=now_datetime() + timedelta(minutes=50))
	frappe.db.set_value("User", party.agent.user, "language", "en")
	frappe.db.set_value("User", party.consultant.user, "language", "zh")
	says(notices.VISIT_SOON, '{{ _("Visit Confirmation") }}')
	notices.visits_soon(now_datetime())
	mine = {t[1][0]: t[2] for t in told if t[0] == party.name}
	email = lambda person: frappe.db.get_value("User", person.user, "email")  # noqa: E731
	assert mine == {email(party.agent): "Visit Confirmation", email(party.consultant): "到访确认"}
	assert frappe.local.lang == "en"


@pytest.mark.req("R48")
def test_a_language_comes_back_after_an_error_and_a_person_without_one_has_the_sites():
	frappe.db.set_default("lang", "zh")
	assert language_of(an_agent(group=a_group(a_centre())).user) in ("zh", "en")
	with pytest.raises(ZeroDivisionError), speaking("zh"):
		assert frappe._("Phone") == "电话"
		raise ZeroDivisionError
	assert frappe.local.lang == "en"


@pytest.mark.req("R46")
def test_what_failed_is_shown_and_told_at_a_later_run_while_it_is_due(agent, told, monkeypatch):  # noqa: F811
	party = Party(agent, planned_at=now_datetime() + timedelta(minutes=50))
	made = Notification.create_system_notification

	def broken(self, doc, context):
		raise ConnectionError("no way out")

	monkeypatch.setattr(Notification, "create_system_notification", broken)
	assert notices.visits_soon(now_datetime()) == 0
	line = frappe.get_last_doc("Delivery Log", {"reference_name": party.name})
	assert (line.status, line.tries) == (deliveries.FAILED, 1) and "no way out" in line.error
	monkeypatch.setattr(Notification, "create_system_notification", made)
	assert notices.visits_soon(now_datetime()) == 0, "not before its time"
	frappe.db.set_value("Delivery Log", line.name, "try_again_at", now_datetime() - timedelta(minutes=1))
	assert notices.visits_soon(now_datetime()) == 1
	assert notices.visits_soon(now_datetime()) == 0
	line.reload()
	assert (line.status, line.tries) == (deliveries.SENT, 2)
	assert len([t for t in told if t[0] == party.name]) == 1


@pytest.mark.req("R46")
def test_a_kind_that_fails_does_not_keep_the_others_back(monkeypatch):
	ran = []

	def fails(_now):
		frappe.db.set_value("User", "Administrator", "first_name", "half done")
		raise ValueError("broken words")

	monkeypatch.setattr(notices, "sheets_missing", fails)
	for later in ("visits_soon", "follow_ups_due", "weeks_missing", "months_open"):
		monkeypatch.setattr(notices, later, lambda _now, later=later: ran.append(later))
	fails.__name__ = "sheets_missing"
	notices.run()
	assert len(ran) == 4
	assert frappe.db.get_value("User", "Administrator", "first_name") != "half done"
	assert frappe.db.exists("Error Log", {"method": "Notices: sheets_missing"})


@pytest.mark.req("R46")
def test_a_robot_is_told_again_when_the_clocks_mark_is_another(agent, told):  # noqa: F811
	party = Party(agent, planned_at=now_datetime() + timedelta(minutes=50))
	with a_web_receiver() as chat:
		made = a_robot(frappe.get_doc("Sales Centre", agent.centre), chat.url, notices.VISIT_SOON)
		said = lambda: frappe.db.count("Delivery Log", {"recipient": made.name})  # noqa: E731
		notices.visits_soon(now_datetime())
		assert said() == 1
		notices.visits_soon(now_datetime())
		assert said() == 1
		moved = now_datetime() + timedelta(minutes=60)
		frappe.db.set_value("Visit Confirmation", party.name, "planned_at", moved)
		notices.visits_soon(now_datetime())
		assert said() == 2


@pytest.mark.req("R31", "R46")
def test_from_the_third_manager_and_hr_hear_of_a_month_that_is_not_published_once(told, time_machine):  # noqa: F811
	centre = a_centre()
	people = [a_staff(r, centre=centre) for r in (roles.MANAGER, roles.HR)]
	agent = an_agent(group=a_group(centre))
	time_machine.move_to("2026-11-02T09:30:00+08:00")
	build.rebuild(centre.name, Period.day(getdate("2026-10-14")))
	frappe.db.set_value("Daily Ledger", {"agent": agent.name, "date": "2026-10-14"}, "presence", 1)
	for moment in ("2026-11-02 09:30", "2026-11-03 08:30", "2026-11-03 09:30", "2026-11-04 09:30"):
		notices.months_open(frappe.utils.get_datetime(moment))
	mine = [t for t in told if t[0] == centre.name]
	emails = sorted(frappe.db.get_value("User", p.user, "email") for p in people)
	assert [t[1] for t in mine] == [emails] and "2026-10" in mine[0][2]


@pytest.mark.req("R31")
def test_nobody_is_told_of_a_month_in_which_nobody_worked(told, time_machine):  # noqa: F811
	centre = a_centre()
	a_staff(roles.MANAGER, centre=centre)
	time_machine.move_to("2026-11-03T09:30:00+08:00")
	notices.months_open(now_datetime())
	assert not [t for t in told if t[0] == centre.name]
