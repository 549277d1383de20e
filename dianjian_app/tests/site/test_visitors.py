"""Visitors who are no customers: what is kept of them, closed areas, breaches, bans, and the register of a day (R40)."""

from datetime import timedelta

import frappe
import pytest
from frappe.utils import add_days, getdate, now_datetime, today

from dianjian_app import roles
from dianjian_app.privacy.holdings import ERASED
from dianjian_app.privacy.retention_kinds import RETENTION_KINDS
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_consultant, a_group, a_staff, an_agent
from dianjian_app.tests.builders.visits import Party, a_manager, an_intention
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.tests.site.test_reports import run
from dianjian_app.visits import custody
from dianjian_app.visits import visitor_entry_events as acts
from dianjian_app.visits.errors import VisitError
from dianjian_app.visits.front_desk_record import record_checks
from dianjian_app.visits.visitor_checks import VisitorError
from dianjian_app.visits.visitor_entry_events import BannedError

pytestmark = pytest.mark.req("R40")
ENTRY, REGISTER = "Visitor Entry", "Visitors Register"
REFUSED = (frappe.ValidationError, frappe.PermissionError)


class Door:
	def __init__(self):
		self.group = a_group()
		self.agent = an_agent(group=self.group)
		self.host = a_consultant(self.group)
		self.centre = frappe.get_doc("Sales Centre", self.group.centre)
		self.front_desk = a_staff(roles.FRONT_DESK, centre=self.centre)
		self.manager = a_manager(self.centre.name)

	def entry(self, **fields):
		with as_user(self.front_desk):
			given = {"visitor_name": "李工", "purpose": "Supplier", **fields}
			return frappe.get_doc(doctype=ENTRY, **given).insert()

	def does(self, act, entry, *args, who=None):
		with as_user(who or self.front_desk):
			act(entry.name, *args)
		entry.reload()
		return entry


@made_once
def door():
	return Door()


def changed(door, entry, **fields):
	with as_user(door.front_desk):
		doc = frappe.get_doc(ENTRY, entry.name)
		doc.update(fields)
		return doc.save()


def test_is_here_at_the_servers_time_at_the_front_desks_centre(door):
	entry = door.entry(arrived_at="2020-01-01 10:00:00", stage="Gone", agent=door.host.name)
	assert (entry.stage, entry.centre, entry.agent_name) == ("Here", door.centre.name, door.host.staff_name)
	assert str(entry.arrived_at)[:10] == today()
	entry = door.does(acts.leave, entry)
	assert entry.stage == "Gone" and entry.left_at
	with pytest.raises(VisitorError):
		door.does(acts.leave, entry)


def test_is_announced_with_companions_and_comes(door):
	entry = door.entry(expected_at=now_datetime() + timedelta(days=1), companions=2)
	assert (entry.stage, entry.arrived_at, entry.date) == ("Announced", None, getdate(add_days(today(), 1)))
	with pytest.raises(VisitorError):
		door.does(acts.leave, entry)
	entry = door.does(acts.arrive, entry)
	assert (entry.stage, str(entry.date), entry.companions) == ("Here", today(), 2)


def test_the_host_hears_that_the_visitor_is_here(door):
	entry = door.entry(agent=door.host.name)
	told = {"for_user": door.host.user, "document_name": entry.name}
	assert frappe.db.count("Notification Log", told) == 1
	changed(door, entry, security_check="Passed")
	assert frappe.db.count("Notification Log", told) == 1


@pytest.mark.req("R47")
def test_of_a_document_kind_and_tail_are_kept_at_most(door):
	assert door.entry(document_kind="Identity Card", document_tail="123x").document_tail == "123X"
	for tail in ("120104199001011234", "12345", "12-4", "一二"):
		with pytest.raises(REFUSED):
			door.entry(document_kind="Identity Card", document_tail=tail)
	with pytest.raises(VisitorError):
		door.entry(document_tail="1234")
	assert "13812345678" not in door.entry(remarks="电话13812345678").remarks


def test_a_closed_area_is_entered_with_the_permission_of_its_department(door):
	department = frappe.get_all("Responsible Department", pluck="name")[0]
	with pytest.raises(VisitorError):
		door.entry(closed_area="财务室")
	entry = door.entry(closed_area="财务室", department=department)
	with pytest.raises(VisitorError, match=department):
		door.does(acts.enter_closed_area, entry)
	for person in (door.front_desk, door.host, door.agent):
		with pytest.raises(REFUSED):
			door.does(acts.permit, entry, who=person)
	entry = door.does(acts.permit, entry, who=door.manager)
	assert entry.permitted_by == door.manager.user
	entry = changed(door, entry, closed_area="机房")
	assert entry.permitted_by is None
	door.does(acts.permit, entry, who=door.manager)
	assert door.does(acts.enter_closed_area, entry).entered_at
	with pytest.raises(VisitorError):
		changed(door, entry, closed_area="财务室")


def test_a_permission_is_not_typed(door):
	department = frappe.get_all("Responsible Department", pluck="name")[0]
	forged = {"permitted_by": door.manager.user, "permitted_at": now_datetime(), "entered_at": now_datetime()}
	entry = door.entry(closed_area="财务室", department=department, **forged)
	assert not (entry.permitted_by or entry.permitted_at or entry.entered_at)
	assert not changed(door, entry, **forged).permitted_at


def test_a_breach_says_what_followed(door):
	with pytest.raises(VisitorError):
		door.entry(breach_outcome="Warned")
	with pytest.raises(VisitorError):
		door.entry(breach="吸烟", breach_outcome="Fined")
	assert door.entry(breach="吸烟", breach_outcome="Fined", fine=50).fine == 50
	assert door.entry(breach="吸烟", breach_outcome="Warned", fine=50).fine == 0


def test_a_banned_visitor_is_not_let_in_until_the_ban_is_over_or_lifted(door):
	entry = door.entry(visitor_name="赵六", document_kind="Passport", document_tail="1111")
	for who, until, reason in (
		(door.front_desk, add_days(today(), 9), "x"),
		(door.manager, today(), "x"),
		(door.manager, "soon", "x"),
		(door.manager, add_days(today(), 9), " "),
	):
		with pytest.raises(REFUSED):
			door.does(acts.ban, entry, until, reason, who=who)
	door.does(acts.ban, entry, add_days(today(), 9), "偷拍", who=door.manager)
	for fields in ({}, {"document_kind": "Passport", "document_tail": "1111"}):
		with pytest.raises(BannedError, match="偷拍"):
			door.entry(visitor_name="赵六", **fields)
	door.entry(visitor_name="赵六", document_kind="Passport", document_tail="2222")
	Door().entry(visitor_name="赵六")
	door.does(acts.leave, entry)
	door.does(acts.lift_ban, entry, who=door.manager)
	door.entry(visitor_name="赵六")


def test_who_was_here_stays_as_it_was_written(door):
	entry = door.does(acts.leave, door.entry())
	with pytest.raises(VisitorError):
		changed(door, entry, visitor_name="别人")
	assert changed(door, entry, praise="守规矩").praise
	with as_user(door.front_desk), pytest.raises(REFUSED):
		frappe.delete_doc(ENTRY, entry.name)


@pytest.mark.req("R47")
def test_a_visitors_name_and_papers_go_in_time_and_that_somebody_came_stays(door):
	kind = RETENTION_KINDS["Visitor Entries"]
	fields = {"agent": door.host.name, "organisation": "某公司", "remarks": "带样品"}
	papers = {"document_kind": "Passport", "document_tail": "1111"}
	entries = [door.entry(visitor_name=name, **fields, **papers) for name in ("钱一", "孙二", "李三")]
	old, banned, young = (entry.name for entry in entries)
	door.does(acts.ban, entries[1], add_days(today(), 9), "偷拍", who=door.manager)
	before = add_days(getdate(), -kind.days)
	for name, day in ((old, -1), (banned, -1), (young, 1)):
		frappe.db.set_value(ENTRY, name, "date", add_days(before, day), update_modified=False)
	assert {old, banned, young} & set(kind.names(before)) == {old}
	kind.remove(before)
	left = frappe.get_doc(ENTRY, old)
	assert (left.visitor_name, left.organisation, left.remarks) == (ERASED, ERASED, ERASED)
	assert (left.document_tail, left.agent, bool(left.arrived_at)) == (None, door.host.name, True)
	notices = frappe.get_all("Notification Log", {"document_name": old}, pluck="subject")
	assert notices == [ERASED]
	assert old not in kind.names(before)


class TestWhatIsNotedOfACustomer:
	GIVEN = {"document_kind": "Identity Card", "document_tail": "123x", "areas": "样板间"}

	def note(self, party, who=None, **given):
		with as_user(who or party.front_desk):
			record_checks(party.name, **given)
		return party.visit

	def test_is_kind_and_tail_areas_breaches_and_when_they_left(self, door):
		party = Party(door.agent, front_desk=door.front_desk, consultant=door.host)
		with pytest.raises(VisitError):
			self.note(party, **self.GIVEN)
		party.lead_in()
		visit = self.note(party, **self.GIVEN, breach="吸烟", breach_outcome="Warned")
		assert (visit.document_tail, visit.areas, visit.breach_outcome) == ("123X", "样板间", "Warned")
		assert not (visit.left_at or visit.contacted_at or visit.signed_at)
		visit = party.contact().sign().confirm() and self.note(party, **self.GIVEN, has_left=1)
		assert (visit.outcome, visit.breach, bool(visit.left_at)) == ("Counted", None, True)
		left = visit.left_at
		assert self.note(party, has_left=1).left_at == left

	@pytest.mark.req("R47")
	def test_is_no_more_than_that_and_the_front_desks(self, door):
		party = Party(door.agent, front_desk=door.front_desk, consultant=door.host).lead_in()
		for given in (
			{"document_kind": "Identity Card", "document_tail": "120104199001011234"},
			{"document_kind": "Anything"},
			{"document_tail": "1234"},
			{"breach_outcome": "Warned"},
			{"breach": "吸烟", "breach_outcome": "Fined"},
		):
			with pytest.raises(VisitorError):
				self.note(party, **given)
		elsewhere = a_staff(roles.FRONT_DESK, group=a_group())
		for person in (party.agent, party.consultant, party.leader, elsewhere):
			with pytest.raises(REFUSED):
				self.note(party, who=person, **self.GIVEN)
		assert party.visit.document_kind in (None, "")


class TestTheRegisterOfADay:
	def rows(self, person, **filters):
		now = {"from_date": today(), "to_date": today(), **filters}
		return run(REGISTER, person, **now)[0]

	def test_has_customers_and_others_by_time(self, door):
		party = Party(door.agent, front_desk=door.front_desk, consultant=door.host)
		unseen = Party(door.agent, lead=an_intention(door.agent), front_desk=door.front_desk)
		with as_user(door.front_desk):
			custody.record_arrival(party.name)
		entry = door.entry(companions=2, document_kind="Work Pass", document_tail="A1", areas="样板间")
		rows = {row.document_name: row for row in self.rows(door.front_desk)}
		assert unseen.name not in rows
		assert rows[party.name].visitor_name == party.visit.customer_name
		line = rows[entry.name]
		assert (line.persons, line.areas, line.document.endswith("A1")) == (3, "样板间", True)
		only = self.rows(door.front_desk, purpose="Customer")
		assert party.name in {row.document_name for row in only}
		assert entry.name not in {row.document_name for row in only}

	@pytest.mark.req("R47")
	def test_is_the_readers_own(self, door):
		entry = door.entry(agent=door.host.name)
		elsewhere = Door()
		assert entry.name not in {row.document_name for row in self.rows(elsewhere.front_desk)}
		assert entry.name in {row.document_name for row in self.rows(door.manager)}
		with pytest.raises(frappe.PermissionError):
			self.rows(door.agent)
