"""What people are told by the clock and by robots: only those concerned, once, without customers' numbers (R8, R13, R16, R46)."""

from datetime import date, timedelta

import frappe
import pytest
from frappe.utils import getdate, now_datetime, today

from dianjian_app import roles
from dianjian_app.ledger import build
from dianjian_app.mailing import deliveries, group_robot, notices
from dianjian_app.people.period import Period
from dianjian_app.tests.builders.calls import a_sheet, handed_in
from dianjian_app.tests.builders.people import (
	a_calendar,
	a_centre,
	a_group,
	a_staff,
	an_agent,
	follows,
	the_leader,
)
from dianjian_app.tests.builders.receivers import a_web_receiver
from dianjian_app.tests.builders.resources import a_lead
from dianjian_app.tests.builders.visits import Party
from dianjian_app.tests.site.made_once import made_once


@made_once
def centre():
	return a_centre()


@made_once
def agents(centre):
	"""An agent in each of two groups, with their lines of today."""
	made = [an_agent(group=a_group(centre)) for _ in range(2)]
	build.rebuild(centre.name, Period.day(getdate()))
	return made


@pytest.fixture
def told(monkeypatch):
	"""Who was told what: [(document, users)] as the desk's notifications are made."""
	found = []

	def note(users, doc):
		found.append((doc["document_name"], sorted(users), doc["subject"]))

	monkeypatch.setattr("frappe.email.doctype.notification.notification.enqueue_create_notification", note)
	return found


def at(clock: str):
	return frappe.utils.get_datetime(f"{today()} {clock}")


def emails(*people):
	return sorted(frappe.db.get_value("User", p.user, "email") for p in people)


@pytest.mark.req("R13", "R46")
def test_after_closing_time_the_agent_and_their_leader_hear_of_a_missing_sheet_once(agents, told):
	first, second = agents
	handed_in(a_sheet(second), second)
	leader = the_leader(frappe.get_doc("Sales Group", first.sales_group))
	assert notices.sheets_missing(at("16:00")) == 0
	notices.sheets_missing(at("17:30"))
	mine = [t for t in told if t[0].startswith((first.name, second.name))]
	assert [t[1] for t in mine] == [emails(first, leader)]
	notices.sheets_missing(at("18:00"))
	assert len([t for t in told if t[0].startswith(first.name)]) == 1


@pytest.mark.req("R16", "R46")
def test_a_visit_within_the_hour_is_told_to_agent_and_receptionist_and_again_when_it_moves(agents, told):
	party = Party(agents[0], planned_at=now_datetime() + timedelta(minutes=50))
	assert notices.visits_soon(now_datetime() - timedelta(hours=2)) == 0
	notices.visits_soon(now_datetime())
	notices.visits_soon(now_datetime())
	mine = [t for t in told if t[0] == party.name]
	assert [t[1] for t in mine] == [emails(party.agent, party.consultant)]
	moved = now_datetime() + timedelta(minutes=60)
	frappe.db.set_value("Visit Confirmation", party.name, "planned_at", moved)
	notices.visits_soon(now_datetime())
	assert len([t for t in told if t[0] == party.name]) == 2


@pytest.mark.req("R16", "R55")
def test_tomorrows_visit_is_told_in_the_afternoon_before_and_again_when_it_moves(agents, told):
	tomorrow = frappe.utils.get_datetime(f"{frappe.utils.add_days(today(), 1)} 10:00")
	party = Party(agents[0], planned_at=tomorrow)
	assert notices.visits_tomorrow(at("14:50")) == 0
	for _ in range(2):
		notices.visits_tomorrow(at("15:10"))
	mine = [t for t in told if t[0] == party.name]
	assert [t[1] for t in mine] == [emails(party.agent, party.consultant)]
	later = frappe.utils.get_datetime(f"{frappe.utils.add_days(today(), 2)} 10:00")
	frappe.db.set_value("Visit Confirmation", party.name, "planned_at", later)
	assert notices.visits_tomorrow(at("15:20")) == 0
	moved = frappe.utils.get_datetime(f"{frappe.utils.add_days(today(), 1)} 11:00")
	frappe.db.set_value("Visit Confirmation", party.name, "planned_at", moved)
	notices.visits_tomorrow(at("15:30"))
	assert len([t for t in told if t[0] == party.name]) == 2


@pytest.mark.req("R18", "R46")
def test_a_missed_visit_is_told_to_agent_and_leader(agents, told):
	party = Party(agents[0])
	frappe.flags.notifications_executed = []
	party.missed()
	mine = [t for t in told if t[0] == party.name]
	assert [t[1] for t in mine] == [emails(party.agent, party.leader)]


@pytest.mark.req("R8", "R46")
def test_follow_ups_due_are_told_to_the_agent_alone_with_their_number(agents, told):
	first, _second = agents
	for _ in range(2):
		a_lead(agent=first, next_step="回访", next_step_date=today())
	assert notices.follow_ups_due(at("06:00")) == 0
	notices.follow_ups_due(at("09:10"))
	notices.follow_ups_due(at("09:20"))
	mine = [t for t in told if t[0] == first.name]
	assert [t[1] for t in mine] == [emails(first)]
	assert "2" in mine[0][2]


@pytest.mark.req("R46")
def test_a_notification_that_is_switched_off_tells_nothing(agents, told):
	frappe.db.set_value("Notification", notices.SHEET_MISSING, "enabled", 0)
	assert notices.sheets_missing(at("17:30")) == 0
	assert told == []


def a_robot(centre, url, notification=notices.SHEET_MISSING, **fields):
	frappe.db.set_single_value("Telesales Settings", "robot_hosts", "127.0.0.1")
	return frappe.get_doc(
		doctype="Group Robot",
		title=f"机器人 {frappe.generate_hash(length=6)}",
		centre=centre.name,
		webhook_url=url,
		notices=[{"notification": notification}],
		**fields,
	).insert()


@pytest.mark.req("R46")
class TestRobots:
	def test_a_groups_robot_posts_what_concerns_the_group_once(self, centre, agents, told):
		with a_web_receiver() as chat:
			first = agents[0]
			made = a_robot(centre, f"{chat.url}/send?key=secret", sales_group=first.sales_group)
			notices.sheets_missing(at("17:30"))
			lines = frappe.get_all("Delivery Log", {"recipient": made.name}, pluck="name")
			assert len(lines) == 1
			for _ in range(2):
				group_robot.deliver(lines[0])
			[(path, _headers, body)] = chat.received
			assert path == "/send?key=secret"
			assert first.staff_name in frappe.parse_json(body)["markdown"]["content"]
			assert frappe.db.get_value("Delivery Log", lines[0], "status") == deliveries.SENT

	def test_a_refusal_is_recorded_without_the_address_and_tried_again(self, centre, agents, told):
		with a_web_receiver() as chat:
			chat.answers = [(500, {}), (200, {"errcode": 45009})]
			made = a_robot(centre, f"{chat.url}/send?key=secret")
			notices.sheets_missing(at("17:30"))
			name = frappe.get_all("Delivery Log", {"recipient": made.name}, pluck="name")[0]
			for tries, status in ((1, deliveries.FAILED), (2, deliveries.FAILED), (3, deliveries.SENT)):
				group_robot.deliver(name)
				line = frappe.get_doc("Delivery Log", name)
				assert (line.tries, line.status) == (tries, status)
				assert "secret" not in (line.error or "")

	def test_numbers_never_go_out(self, centre, agents):
		frappe.get_doc("Notification", notices.SHEET_MISSING)
		words = frappe.get_doc("Notification", notices.SHEET_MISSING)
		words.message = "回电 13812345678"
		doc = frappe.get_doc("Daily Ledger", {"agent": agents[0].name})
		assert "13812345678" not in group_robot.text_of(words, doc)

	@pytest.mark.parametrize(
		"url", ["http://qyapi.weixin.qq.com/x", "https://elsewhere.example/x", "file:///etc/passwd", "x"]
	)
	def test_other_addresses_are_refused(self, centre, url):
		with pytest.raises(group_robot.RobotError):
			frappe.get_doc(
				doctype="Group Robot",
				title="错误",
				centre=centre.name,
				webhook_url=url,
				notices=[{"notification": notices.SHEET_MISSING}],
			).insert()

	def test_the_address_is_kept_as_a_password(self, centre):
		made = a_robot(centre, "http://127.0.0.1:9/send?key=secret")
		assert "secret" not in frappe.as_json(frappe.get_doc("Group Robot", made.name))
		assert frappe.get_doc("Group Robot", made.name).get_password("webhook_url").endswith("secret")


@pytest.mark.req("R47")
def test_a_role_that_is_named_reaches_only_its_people_in_scope(agents):
	from dianjian_app.overrides.notification import within_reach

	first, second = agents
	stranger = a_staff(roles.MANAGER, centre=a_centre())
	doc = frappe.get_doc("Daily Ledger", {"agent": first.name})
	everyone = emails(first, second, stranger)
	assert sorted(within_reach(doc, everyone)) == emails(first)


@pytest.mark.req("R45", "R46")
def test_on_monday_morning_the_leader_hears_of_a_week_that_is_not_handed_in_once(centre, told, time_machine):
	agents = [an_agent(group=a_group(centre)) for _ in range(2)]
	time_machine.move_to("2026-09-14T08:00:00+08:00")
	build.rebuild(centre.name, Period.day(getdate("2026-09-10")))
	first, second = (frappe.get_doc("Sales Group", a.sales_group) for a in agents)
	frappe.get_doc(doctype="Weekly Hand-in", sales_group=second.name, week_start="2026-09-09").insert()
	notices.weeks_missing(at("08:30"))
	assert not [t for t in told if t[0] in (first.name, second.name)]
	for moment in ("2026-09-14 09:10", "2026-09-14 10:00", "2026-09-15 09:10"):
		notices.weeks_missing(frappe.utils.get_datetime(moment))
	mine = [t for t in told if t[0] in (first.name, second.name)]
	assert [(t[0], t[1]) for t in mine] == [(first.name, emails(the_leader(first)))]
	assert first.group_name in mine[0][2]


@pytest.mark.req("R45")
def test_a_group_that_did_not_work_that_week_is_asked_for_nothing(centre, told, time_machine):
	group = a_group(centre)
	time_machine.move_to("2026-09-14T08:00:00+08:00")
	notices.weeks_missing(frappe.utils.get_datetime("2026-09-14 09:10"))
	assert not [t for t in told if t[0] == group.name]


@pytest.mark.req("R1")
def test_from_november_on_administration_is_asked_for_next_years_calendar(told):
	centre = a_centre(calendars=[follows(a_calendar(), date(2020, 1, 1), date(2026, 12, 31))])
	administration = a_staff(roles.ADMINISTRATION, centre=centre)

	def asked():
		return [who for name, who, _subject in told if name == centre.name]

	notices.calendars_missing(frappe.utils.get_datetime("2026-10-30 09:30:00"))
	assert asked() == []
	notices.calendars_missing(frappe.utils.get_datetime("2026-11-02 09:30:00"))
	notices.calendars_missing(frappe.utils.get_datetime("2026-11-02 14:30:00"))
	notices.calendars_missing(frappe.utils.get_datetime("2026-11-02 10:30:00"))
	assert asked() == [emails(administration)]
	notices.calendars_missing(frappe.utils.get_datetime("2026-11-09 09:30:00"))
	assert len(asked()) == 2
	centre.append("calendars", follows(a_calendar(), date(2027, 1, 1), date(2027, 12, 31)))
	centre.save()
	notices.calendars_missing(frappe.utils.get_datetime("2026-11-16 09:30:00"))
	assert len(asked()) == 2
