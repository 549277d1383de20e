"""Flags for people to look at: raised once, seen by the manager who is not concerned, answered with a result (R17, R33, R42)."""

from datetime import timedelta

import frappe
import pytest
from frappe.auth import CookieManager
from frappe.utils import add_days, get_datetime, getdate, now_datetime
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from dianjian_app import roles
from dianjian_app.people.authority import NotYourPartError
from dianjian_app.privacy.retention_kinds import RETENTION_KINDS
from dianjian_app.service import survey_links
from dianjian_app.service.flags import same_device
from dianjian_app.service.flags.looking import look_at
from dianjian_app.service.flags.raising import raise_flags
from dianjian_app.service.flags.review_flag_events import FlagError
from dianjian_app.tests.builders import as_user, number
from dianjian_app.tests.builders.attendance import a_device, punched
from dianjian_app.tests.builders.calls import a_row, a_sheet
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff, an_agent
from dianjian_app.tests.builders.resources import a_lead
from dianjian_app.tests.builders.visits import Party, a_manager, an_intention
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.visits.invitation_codes import arrive_by_code, invitation

pytestmark = pytest.mark.req("R17")
FLAG = "Review Flag"


def a_number_apart():
	"""A number that differs from the one before in most of its digits, as those of real customers do."""
	return f"+8613{number() * 123_456_789 % 1_000_000_000:09d}"


def a_party(agent, **fields):
	party = Party(agent, lead=an_intention(agent, phone=a_number_apart()), **fields).counted()
	at_noon(party)
	return party


class Place:
	def __init__(self):
		self.centre = a_centre()
		self.groups = [a_group(self.centre) for _ in range(3)]
		self.agents = [an_agent(group=group) for group in self.groups]
		self.manager = a_manager(self.centre.name)
		self.party = a_party(self.agents[0])

	def flags(self, **filters):
		names = frappe.get_all(FLAG, {"centre": self.centre.name, **filters}, pluck="name", order_by="name")
		return [frappe.get_doc(FLAG, name) for name in names]

	def raised(self, **filters):
		raise_flags(self.centre.name, getdate())
		return self.flags(**filters)


def at_noon(party):
	"""Tests run at any hour of the day; honest visits are signed at noon."""
	noon = get_datetime(f"{getdate()} 12:00:00")
	frappe.db.set_value("Visit Confirmation", party.name, "signed_at", noon)


@made_once
def place():
	return Place()


def test_honest_work_raises_nothing(place):
	assert not place.raised()


def signed_at(place, at="23:40:00"):
	frappe.db.set_value("Visit Confirmation", place.party.name, "signed_at", f"{getdate()} {at}")


def test_a_visit_signed_at_night_is_flagged_once_with_its_evidence_and_the_manager_is_told(place):
	signed_at(place)
	[flag] = place.raised()
	assert (flag.kind, flag.agent, flag.with_staff) == (
		"Signed Out of Hours",
		place.agents[0].name,
		place.party.consultant.name,
	)
	assert flag.evidence == f"Visit Confirmation: {place.party.name}" and flag.date == getdate()
	told = frappe.get_all("Notification Log", {"document_name": flag.name}, pluck="for_user")
	assert told == [place.manager.user]
	assert [f.name for f in place.raised()] == [flag.name]
	with as_user(place.manager):
		look_at(flag.name, "In Order", "客户下班后才到")
	assert [f.name for f in place.raised()] == [flag.name], "looked at, and not raised again"


def test_the_settings_say_from_when_on(place):
	signed_at(place)
	frappe.db.set_single_value("Telesales Settings", "flag_late_minutes", 0)
	assert not place.raised()


def test_a_consultant_who_signs_one_agents_visits_above_the_rest(place):
	for agent in place.agents[1:]:
		a_party(agent)
	for _ in range(3):
		a_party(place.agents[0], consultant=place.party.consultant, front_desk=place.party.front_desk)
	frappe.db.set_single_value("Telesales Settings", "flag_sign_least", 4)
	[flag] = place.raised()
	assert (flag.kind, flag.found, flag.rest) == ("One Consultant Signs", 4, 1)
	assert (flag.agent_name, flag.with_name) == (
		place.agents[0].staff_name,
		place.party.consultant.staff_name,
	)


@pytest.mark.req("R20")
def test_a_burst_of_very_short_calls(place):
	agent = place.agents[1]
	start = get_datetime(f"{getdate()} 00:00:10")
	rows = [a_row(agent, called_at=start + timedelta(seconds=5 * n)) for n in range(10)]
	sheet = a_sheet(agent, rows=rows)
	stored = frappe.get_all("Call Sheet Row", {"parent": sheet.name}, pluck="name", order_by="idx")
	for n, name in enumerate(stored):  # whatever the hour the test runs at
		frappe.db.set_value("Call Sheet Row", name, "called_at", start + timedelta(seconds=5 * n))
	[flag] = place.raised(kind="Very Short Calls")  # the builder's numbers follow one another
	assert (flag.kind, flag.agent, flag.found) == ("Very Short Calls", agent.name, 10)
	assert flag.evidence == f"Call Sheet: {sheet.name}"


def test_one_number_under_small_variations(place):
	agent = place.agents[2]
	leads = [
		a_lead(agent=agent, phone=f"+86{digits}") for digits in ("13977120345", "13977120346", "13055501234")
	]
	[flag] = place.raised()
	assert (flag.kind, flag.agent, flag.found) == ("Numbers Alike", agent.name, 2)
	assert {line.partition(": ")[2] for line in flag.evidence.splitlines()} == {x.name for x in leads[:2]}
	assert "977120" not in frappe.as_json(flag.as_dict())


@pytest.mark.req("R33")
def test_punches_of_two_people_in_one_second_at_one_device(place):
	device = a_device(place.centre)
	at = get_datetime(f"{getdate()} 08:55:23")
	for agent in place.agents[:2]:
		punched(agent, at, device=device.name)
	[flag] = place.raised()
	assert flag.kind == "Punches in One Second"
	assert {flag.agent, flag.with_staff} == {agent.name for agent in place.agents[:2]}


def denied(place):
	"""A survey's link whose customer says that there was no visit."""
	link = frappe.get_doc(
		doctype="Survey Link",
		expires_at=now_datetime(),
		agent=place.agents[0].name,
		centre=place.centre.name,
		visit=place.party.name,
		status="Answered",
		never_visited=1,
		answered_at=now_datetime(),
	)
	link.flags.by_the_app = True
	return link.insert()


@pytest.mark.req("R42")
def test_a_denied_visit_is_one_matter_with_its_surveys_link(place):
	link = denied(place)
	[flag] = place.raised()
	assert flag.kind == "Visit Denied" and not flag.result
	with as_user(place.manager):
		look_at(flag.name, "Not in Order", "查无此客户")
	link.reload()
	flag.reload()
	assert (link.finding, link.finding_note, flag.result, flag.note) == (
		"There Was No Visit",
		"查无此客户",
		"Not in Order",
		"查无此客户",
	)
	with as_user(place.manager):
		survey_links.looked_at(link.name, "The Visit Was Real", "客户记错")
	flag.reload()
	assert (flag.result, flag.note) == ("In Order", "客户记错")


@pytest.mark.req("R42")
def test_what_was_found_on_the_link_before_stands_on_the_flag(place):
	link = denied(place)
	with as_user(place.manager):
		survey_links.looked_at(link.name, "The Visit Was Real", "已核实")
	[flag] = place.raised()
	assert (flag.result, flag.note, flag.looked_by) == ("In Order", "已核实", place.manager.user)


class TestDevice:
	"""A device says whose it was by a cookie of the app's own."""

	@staticmethod
	def logged_in(user, cookie=""):
		"""What the browser keeps after somebody logged in."""
		on_device(cookie)
		frappe.local.cookie_manager = CookieManager()
		with as_user(user):
			same_device.remember_device()
		return frappe.local.cookie_manager.cookies.get(same_device.COOKIE, {}).get("value", "")

	@pytest.fixture(autouse=True)
	def request_of_its_own(self):
		before = {name: getattr(frappe.local, name, None) for name in ("request", "cookie_manager")}
		yield
		for name, value in before.items():
			setattr(frappe.local, name, value)

	def scan(self, place, cookie):
		party = Party(place.agents[0])
		with as_user(party.agent):
			code = invitation(party.name)["code"]
		on_device(cookie)
		with as_user(party.front_desk):
			arrive_by_code(code)
		return party

	def test_a_code_that_is_scanned_on_the_agents_device_is_flagged(self, place):
		cookie = self.logged_in(place.agents[0])
		assert place.agents[0].name not in cookie
		cookie = self.logged_in(place.party.front_desk, cookie)
		party = self.scan(place, cookie)
		[flag] = place.flags()
		assert (flag.kind, flag.agent) == ("Same Device", place.agents[0].name)
		assert flag.evidence == f"Visit Confirmation: {party.name}"

	def test_the_desks_own_device_says_nothing(self, place):
		others = self.logged_in(place.agents[1], self.logged_in(place.party.front_desk))
		self.scan(place, others)
		assert not place.flags()

	@pytest.mark.parametrize("cookie", ["", "x", "." * 600, "20260101" + "0" * 24, "é" * 32])
	def test_what_is_no_mark_of_ours_says_nothing(self, place, cookie):
		on_device(cookie)
		assert not same_device.was_used_by(place.agents[0].name)

	def test_a_mark_is_over_after_thirty_days(self, place):
		staff = place.agents[0].name
		for days, was in ((0, True), (30, True), (31, False), (-1, False)):
			on_device(same_device.mark_of(staff, getdate(add_days(getdate(), -days))))
			assert same_device.was_used_by(staff) is was

	@pytest.mark.req("R42")
	def test_a_customers_link_answered_on_the_agents_device_is_flagged(self, place):
		link = denied(place)
		on_device(self.logged_in(place.agents[0]))
		same_device.link_answered(link)
		same_device.link_answered(link)
		[flag] = place.flags()
		assert (flag.kind, flag.evidence) == ("Same Device", f"Survey Link: {link.name}")


def on_device(cookie):
	headers = {"Cookie": f"{same_device.COOKIE}={cookie}"} if cookie.isascii() and cookie else {}
	frappe.local.request = Request(EnvironBuilder(headers=headers).get_environ())


@pytest.mark.req("R47")
class TestWhoSees:
	def flag(self, place):
		signed_at(place)
		return place.raised()[0]

	def test_the_concerned_and_their_leader_do_not(self, place):
		flag = self.flag(place)
		for person in (place.agents[0], place.party.consultant, place.party.leader):
			with as_user(person):
				assert not frappe.has_permission(FLAG, "read", flag.name)
				with pytest.raises(frappe.PermissionError):
					look_at(flag.name, "In Order", "无")

	def test_a_manager_who_is_concerned_neither_sees_nor_is_told_nor_decides(self, place):
		other = a_staff(roles.MANAGER, centre=place.centre)
		at = get_datetime(f"{getdate()} 08:55:23")
		device = a_device(place.centre)
		for person in (place.manager, place.agents[0]):
			punched(person, at, device=device.name)
		[flag] = place.raised()
		assert frappe.get_all("Notification Log", {"document_name": flag.name}, pluck="for_user") == [
			other.user
		]
		with as_user(place.manager):
			assert not frappe.get_list(FLAG) and not frappe.has_permission(FLAG, "read", flag.name)
			with pytest.raises(frappe.PermissionError):
				look_at(flag.name, "In Order", "无")
		with as_user(other):
			assert frappe.get_list(FLAG, pluck="name") == [flag.name]
			look_at(flag.name, "In Order", "一前一后")

	def test_a_manager_of_another_centre_does_not_and_the_auditor_decides_nothing(self, place):
		flag = self.flag(place)
		stranger = a_manager(a_centre().name)
		with as_user(stranger), pytest.raises(frappe.PermissionError):
			look_at(flag.name, "In Order", "无")
		auditor = frappe.get_all(
			"Has Role", {"role": roles.AUDITOR, "parenttype": "User"}, pluck="parent", limit=1
		)
		for user in auditor:
			if user != "Administrator":
				with as_user(user), pytest.raises((NotYourPartError, frappe.PermissionError)):
					look_at(flag.name, "In Order", "无")


def test_a_result_has_a_remark_and_is_one_of_two(place):
	signed_at(place)
	[flag] = place.raised()
	with as_user(place.manager):
		for result, note in (("In Order", "  "), ("Maybe", "看过"), ("", "看过")):
			with pytest.raises(FlagError):
				look_at(flag.name, result, note)
		look_at(flag.name, "Not in Order", "已谈话")
	flag.reload()
	assert (flag.result, flag.note, flag.looked_by) == ("Not in Order", "已谈话", place.manager.user)
	assert not frappe.get_all("Disciplinary Action", {"centre": place.centre.name})


def test_nobody_writes_or_deletes_a_flag(place):
	signed_at(place)
	[flag] = place.raised()
	for act in (
		lambda: frappe.get_doc(doctype=FLAG, kind="Same Device", centre=place.centre.name).insert(),
		lambda: frappe.get_doc(FLAG, flag.name).save(),
		lambda: frappe.delete_doc(FLAG, flag.name, force=True),
	):
		with pytest.raises(FlagError):
			act()


@pytest.mark.req("R47")
def test_a_flag_that_was_looked_at_goes_after_its_time(place):
	signed_at(place)
	[flag] = place.raised()
	kind = RETENTION_KINDS["Review Flags"]
	later = add_days(getdate(), 1)
	assert flag.name not in kind.names(later)
	with as_user(place.manager):
		look_at(flag.name, "In Order", "看过")
	assert kind.names(later) == [flag.name] and kind.names(getdate()) == []
	kind.act([flag.name])
	assert not frappe.db.exists(FLAG, flag.name)
	assert not frappe.db.exists("Notification Log", {"document_name": flag.name})
