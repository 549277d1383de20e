"""Punches: from the desk, by hand with a reason, from files and devices; each once, none altered (R33)."""

import inspect
import io
from datetime import datetime, timedelta

import frappe
import openpyxl
import pytest
from frappe.client import set_value

from dianjian_app import permissions, roles
from dianjian_app.attendance import desk_punch, punch_device_events, punch_file_actions, punch_store, push
from dianjian_app.attendance.punch import Punch
from dianjian_app.attendance.punch_device_events import DeviceUsedError
from dianjian_app.attendance.punch_file_events import ImportedFileError
from dianjian_app.attendance.punch_record_events import PunchError, PunchFixedError
from dianjian_app.attendance.punching_policy_events import DayTurnError, PolicyInForceError
from dianjian_app.people.authority import AboutOneselfError
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.attendance import a_device, a_policy, a_punch_file, punched
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff, an_agent, the_leader
from dianjian_app.tests.site.made_once import made_once

pytestmark = pytest.mark.req("R33")
RECORD = "Punch Record"
receive = inspect.unwrap(push.receive)
AT = datetime(2026, 11, 2, 9, 7)


@made_once
def agent():
	return an_agent(a_group(a_centre(rest_days=("Sunday",))))


@made_once
def clerk(agent):
	return a_staff(roles.ADMINISTRATION, centre=centre_of(agent))


@made_once
def device(agent):
	return a_device(centre_of(agent))


@pytest.fixture
def later(time_machine):
	time_machine.move_to("2026-11-02 18:00:00+08:00")


def centre_of(person):
	return frappe.get_doc("Sales Centre", person.centre)


def leader_of(person):
	return the_leader(frappe.get_doc("Sales Group", person.sales_group))


def records(**filters):
	return frappe.get_all(RECORD, filters, ["*"], order_by="punched_at, name")


class TestAtTheDesk:
	def test_the_server_says_when_and_the_second_press_adds_nothing(self, agent, time_machine):
		time_machine.move_to("2026-11-02 09:07:20+08:00")
		with as_user(agent):
			first, second = (desk_punch.punch("Clock In") for _ in range(2))
		assert (first["new"], second["new"]) == (True, False)
		[row] = records(agent=agent.name)
		assert (row.source, row.punched_at, row.received_at) == (
			"Desk",
			*[datetime(2026, 11, 2, 9, 7, 20)] * 2,
		)
		assert (row.centre, row.sales_group, row.direction) == (agent.centre, agent.sales_group, "Clock In")

	def test_who_is_not_employed_does_not_clock_in(self, agent, time_machine):
		agent.leaving_date = "2026-11-01"
		agent.save()
		time_machine.move_to("2026-11-02 09:07:20+08:00")
		with as_user(agent), pytest.raises((desk_punch.NoStaffError, frappe.PermissionError)):
			desk_punch.punch()
		with as_user("Administrator"), pytest.raises(desk_punch.NoStaffError):
			desk_punch.punch()

	def test_a_place_is_kept_only_where_the_centre_asks_for_it(self, agent, time_machine):
		time_machine.move_to("2026-11-02 09:07:00+08:00")
		with as_user(agent):
			assert desk_punch.asks_place() is False
			desk_punch.punch(place="39.1, 117.2")
		assert records(agent=agent.name)[0].place is None
		a_policy(centre_of(agent), ask_place=1)
		time_machine.move_to("2026-11-02 17:01:00+08:00")
		with as_user(agent):
			assert desk_punch.asks_place() is True
			with pytest.raises(desk_punch.PlaceMissingError):
				desk_punch.punch("Clock Out")
			desk_punch.punch("Clock Out", place="39.1, 117.2")
		assert records(agent=agent.name)[1].place == "39.1, 117.2"

	def test_a_direction_that_is_none_is_refused(self, agent):
		with as_user(agent), pytest.raises(desk_punch.NoSuchDirectionError):
			desk_punch.punch("Sideways")


@pytest.mark.usefixtures("later")
class TestByHand:
	def entered(self, agent, by, **fields):
		with as_user(by):
			return frappe.get_doc(
				doctype=RECORD, **{"agent": agent.name, "punched_at": AT, "reason": "忘带工牌", **fields}
			).insert()

	def test_who_stands_above_enters_it_and_signs(self, agent, clerk):
		for by, direction in ((leader_of(agent), "Clock In"), (clerk, "Clock Out")):
			punch = self.entered(
				agent, by, direction=direction, source="Device", place="x", doubt="Clock Off"
			)
			assert (punch.source, punch.entered_by, punch.place, punch.doubt) == (
				*("Entered", by.user, None),
				None,
			)
			assert punch.sales_group == agent.sales_group

	def test_it_needs_a_reason_and_does_not_lie_ahead(self, agent, clerk):
		for fields in ({"reason": " "}, {"punched_at": AT + timedelta(days=1)}, {"punched_at": None}):
			with pytest.raises((PunchError, frappe.ValidationError)):
				self.entered(agent, clerk, **fields)
		assert not records(agent=agent.name)

	def test_nobody_enters_their_own(self, agent):
		leader = leader_of(agent)
		with pytest.raises(AboutOneselfError):
			self.entered(leader, leader)

	def test_a_leader_of_another_group_and_an_agent_enter_nothing(self, agent):
		other = the_leader(a_group(centre_of(agent)))
		with pytest.raises(permissions.OutOfScopeError):
			self.entered(agent, other)
		with pytest.raises(frappe.PermissionError):
			self.entered(agent, an_agent(frappe.get_doc("Sales Group", agent.sales_group)))

	def test_the_same_minute_is_entered_once(self, agent, clerk):
		self.entered(agent, clerk)
		with pytest.raises(PunchError):
			self.entered(agent, clerk, punched_at=AT + timedelta(seconds=30))

	def test_a_punch_is_never_altered_by_whomever(self, agent, clerk):
		punch = self.entered(agent, clerk)
		for user in (clerk, "Administrator"):
			with as_user(user):
				for act in (
					lambda: (
						frappe.get_doc(RECORD, punch.name).update({"punched_at": "2026-11-02 08:59"}).save()
					),
					lambda: set_value(RECORD, punch.name, "reason", "改"),
					lambda: frappe.delete_doc(RECORD, punch.name),
					lambda: frappe.rename_doc(RECORD, punch.name, "x"),
				):
					with pytest.raises((PunchFixedError, frappe.PermissionError, frappe.ValidationError)):
						act()
		assert records(name=punch.name)[0].punched_at == AT


@pytest.mark.usefixtures("later")
class TestFromDevices:
	def test_the_same_punches_sent_again_add_nothing(self, agent, device):
		first = punched(agent, AT, AT + timedelta(hours=8), device=device.name)
		second = punched(agent, AT, AT + timedelta(hours=8), device=device.name)
		assert (first.new, first.known, second.new, second.known) == (2, 0, 0, 2)
		assert len(records(agent=agent.name)) == 2

	def test_two_devices_at_the_same_minute_are_two_punches(self, agent, device):
		other = a_device(centre_of(agent))
		for each in (device, other):
			punched(agent, AT, device=each.name)
		assert [r.device for r in records(agent=agent.name)] == sorted(
			(device.name, other.name), key=[r.device for r in records(agent=agent.name)].index
		)

	def test_an_unknown_number_waits_and_is_given_to_the_person_when_there_is_one(self, agent, device):
		added = punch_store.add(agent.centre, [Punch("N-777", AT)], source="Device", device=device.name)
		assert (added.unknown, added.unknown_numbers) == (1, ("N-777",))
		[row] = records(employee_number="N-777")
		assert (row.agent, row.doubt, row.centre) == (None, "Unknown Number", agent.centre)
		new = a_staff(
			roles.FRONT_DESK,
			centre=centre_of(agent),
			employee_number="N-777",
			joined="2026-10-01",
			user=False,
		)
		[row] = records(employee_number="N-777")
		assert (row.agent, row.agent_name, row.doubt, row.punched_at) == (new.name, new.staff_name, "", AT)

	def test_a_number_of_another_centre_is_nobodys_here(self, agent, device):
		stranger = an_agent(user=False)
		added = punched(stranger, AT, device=device.name, centre=agent.centre)
		assert (added.new, added.unknown) == (1, 1)
		assert records(centre=agent.centre)[0].agent is None

	def test_a_time_that_lies_ahead_is_held(self, agent, device):
		assert punched(agent, datetime(2026, 11, 2, 18, 59), device=device.name).held == 1
		assert records(agent=agent.name)[0].doubt == "Clock Off"


@pytest.mark.usefixtures("later")
class TestPush:
	@pytest.fixture
	def token(self, device):
		return punch_device_events.make_token(device.name)

	def send(self, device, token, *punches, **fields):
		with as_user("Guest"):
			return receive(device=device.name, token=token, punches=frappe.as_json(list(punches)), **fields)

	def said(self, agent, time="2026-11-02 09:07:00", **fields):
		return {"employee_number": agent.name, "time": time, **fields}

	def test_a_batch_is_taken_and_its_repetition_adds_nothing(self, agent, device, token):
		batch = [self.said(agent, direction="in"), self.said(agent, "2026-11-02 17:01", direction="OUT")]
		first = self.send(device, token, *batch)
		second = self.send(device, token, *batch)
		assert (first["received"], first["new"], first["known"]) == (2, 2, 0)
		assert (second["received"], second["new"], second["known"]) == (2, 0, 2)
		assert [r.direction for r in records(agent=agent.name)] == ["Clock In", "Clock Out"]
		assert frappe.db.get_value("Punch Device", device.name, ["last_count", "clock_off"]) == (2, 0)

	def test_without_the_devices_own_token_nothing_is_taken(self, agent, device, token):
		other = a_device(centre_of(agent))
		others = punch_device_events.make_token(other.name)
		for wrong in ("", "guessed", others, token[:-1]):
			with pytest.raises(frappe.PermissionError):
				self.send(device, wrong, self.said(agent))
		renewed = punch_device_events.make_token(device.name)
		with pytest.raises(frappe.PermissionError):
			self.send(device, token, self.said(agent))
		frappe.db.set_value("Punch Device", device.name, "disabled", 1)
		with pytest.raises(frappe.PermissionError):
			self.send(device, renewed, self.said(agent))
		assert not records(agent=agent.name)

	def test_a_device_without_a_token_takes_no_empty_one(self, agent, device):
		with pytest.raises(frappe.PermissionError):
			self.send(device, "", self.said(agent))

	def test_what_cannot_be_read_is_said_by_row_and_the_rest_is_taken(self, agent, device, token):
		answer = self.send(
			device,
			token,
			self.said(agent),
			{"employee_number": "", "time": "2026-11-02 09:07"},
			self.said(agent, "yesterday"),
			self.said(agent, direction="up"),
			self.said(agent, "2026-11-02T09:07:00+08:00"),
			"x",
		)
		assert (answer["new"], answer["known"], answer["refused_count"]) == (1, 0, 5)
		assert [r["row"] for r in answer["refused"]] == [1, 2, 3, 4, 5]

	def test_a_batch_is_a_list_of_a_bounded_length(self, agent, device, token):
		for punches in ("{}", "no json", frappe.as_json([self.said(agent)] * 2001)):
			with as_user("Guest"), pytest.raises(push.BatchError):
				receive(device=device.name, token=token, punches=punches)

	def test_a_clock_an_hour_off_is_measured_and_its_punches_are_held(self, agent, device, token):
		answer = self.send(device, token, self.said(agent), clock="2026-11-02 17:00:00")
		assert (answer["new"], answer["held"]) == (1, 1)
		[row] = records(agent=agent.name)
		assert (row.doubt, row.clock_off, row.punched_at) == ("Clock Off", -60, AT)
		assert (
			self.send(device, token, self.said(agent, "2026-11-02 12:00"), clock="2026-11-02 18:02")["held"]
			== 0
		)

	def test_the_token_is_shown_to_who_may_write_the_device_alone(self, agent, device, clerk):
		with as_user(clerk):
			assert len(punch_device_events.make_token(device.name)) > 40
			assert "*" in frappe.get_doc("Punch Device", device.name).token
		for user in (agent, leader_of(agent)):
			with as_user(user), pytest.raises(frappe.PermissionError):
				punch_device_events.make_token(device.name)

	def test_a_device_that_punches_name_stays(self, agent, device, token):
		self.send(device, token, self.said(agent))
		with pytest.raises(DeviceUsedError):
			frappe.delete_doc("Punch Device", device.name)


@pytest.mark.usefixtures("later")
class TestFiles:
	def a_csv(self, agent):
		return f"姓名,日期,打卡时间,工号\r\n甲,2026-11-02,09:07,{agent.name}\r\n乙,2026-11-02,08:58,查无此人\r\n丙,2026-11-02,没有,{agent.name}\r\n"

	def test_a_file_is_looked_at_and_imported(self, agent, clerk):
		file = a_punch_file(centre_of(agent), self.a_csv(agent), by=clerk)
		with as_user(clerk):
			look = punch_file_actions.preview(file.name)
			assert (look["punches"], look["people"], look["unread_count"], look["unknown"]) == (
				*(2, 1, 1),
				["查无此人"],
			)
			assert not records(centre=agent.centre)
			punch_file_actions.start_import(file.name)
		file.reload()
		assert (file.status, file.total, file.new_count, file.unread_count) == ("Imported", 2, 2, 1)
		assert (file.unknown_count, file.unknown_numbers) == (1, "查无此人")
		assert {(r.agent, r.source, r.punch_file) for r in records(centre=agent.centre)} == {
			(agent.name, "File", file.name),
			(None, "File", file.name),
		}

	def test_a_file_sent_twice_and_a_push_of_the_same_punches_add_nothing(self, agent, clerk, device):
		for _time in range(2):
			file = a_punch_file(centre_of(agent), self.a_csv(agent), by=clerk, device=device.name)
			with as_user(clerk):
				punch_file_actions.start_import(file.name)
		file.reload()
		assert (file.status, file.new_count, file.known_count) == ("Imported", 0, 2)
		assert punched(agent, AT, device=device.name).known == 1
		assert len(records(agent=agent.name)) == 1

	def test_a_file_that_cannot_be_read_says_why_and_changes_nothing(self, agent, clerk):
		file = a_punch_file(centre_of(agent), "姓名,电话\r\n甲,13812345678\r\n", by=clerk)
		with as_user(clerk):
			punch_file_actions.start_import(file.name)
		file.reload()
		assert (file.status, file.total) == ("Failed", 0)
		assert file.title in file.error_message

	def test_results_are_the_imports_and_an_imported_file_stays(self, agent, clerk, device):
		file = a_punch_file(centre_of(agent), self.a_csv(agent), by=clerk, status="Imported", total=9)
		assert (file.status, file.total) == ("Draft", None)
		with as_user(clerk):
			punch_file_actions.start_import(file.name)
			with pytest.raises(punch_file_actions.FileStateError):
				punch_file_actions.start_import(file.name)
			file.reload()
			with pytest.raises(ImportedFileError):
				file.update({"device": device.name}).save()
			with pytest.raises((ImportedFileError, frappe.PermissionError)):
				frappe.delete_doc("Punch File", file.name)

	def test_a_device_of_another_centre_is_none_of_the_files(self, agent, clerk):
		with pytest.raises(frappe.ValidationError):
			a_punch_file(centre_of(agent), self.a_csv(agent), device=a_device(a_centre()).name)

	def test_a_hundred_thousand_rows_are_put_down_in_few_statements(self, agent, clerk, monkeypatch):
		book = openpyxl.Workbook(write_only=True)
		sheet = book.create_sheet("考勤")
		sheet.append(["工号", "打卡时间"])
		for row in range(100_000):
			sheet.append([agent.name if row % 2 else f"X{row % 500}", AT - timedelta(minutes=row)])
		content = io.BytesIO()
		book.save(content)
		file = a_punch_file(centre_of(agent), content.getvalue(), "考勤.xlsx", by=clerk)
		statements = []
		ask = frappe.db.sql
		monkeypatch.setattr(frappe.db, "sql", lambda *a, **k: (statements.append(a[0]), ask(*a, **k))[1])
		with as_user(clerk):
			punch_file_actions.start_import(file.name)
		monkeypatch.undo()
		file.reload()
		assert (file.status, file.total, file.new_count) == ("Imported", 100_000, 100_000)
		assert file.unknown_count == 50_000
		assert "250" in file.unknown_numbers  # the first 20 of 250 are shown
		assert frappe.db.count(RECORD, {"punch_file": file.name}) == 100_000
		assert len(statements) < 150


class TestPolicies:
	def test_days_before_today_keep_the_policy_that_they_had(self, agent, time_machine):
		time_machine.move_to("2026-11-02 10:00:00+08:00")
		first = a_policy(centre_of(agent), start="2026-10-01")
		with pytest.raises(PolicyInForceError):
			a_policy(centre_of(agent), start="2026-10-15")
		for act in (
			lambda: first.update({"late_allowance": 5}).save(),
			lambda: first.delete(),
			lambda: frappe.rename_doc("Punching Policy", first.name, "x", force=True),
		):
			with pytest.raises((PolicyInForceError, frappe.ValidationError)):
				act()
		second = a_policy(centre_of(agent), start="2026-11-02", late_allowance=5)
		second.update({"late_allowance": 6}).save()
		second.delete()

	def test_a_day_lasts_until_a_time_of_the_morning(self, agent):
		for wrong in ("noon", "25:00", "13:00", ""):
			with pytest.raises((DayTurnError, frappe.MandatoryError)):
				a_policy(centre_of(agent), day_turn=wrong)
		assert a_policy(centre_of(agent), day_turn="05：30").day_turn == "05:30"
