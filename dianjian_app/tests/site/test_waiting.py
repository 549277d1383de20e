"""What waits for each person stands on the first page, within that person's own rows (R47, R48)."""

from datetime import timedelta

import frappe
import pytest
from frappe.utils import add_days, getdate, today

from dianjian_app import roles
from dianjian_app.calls import review
from dianjian_app.calls.errors import SheetFrozenError
from dianjian_app.people.period import Period
from dianjian_app.reporting.waiting import what_waits
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.calls import a_row, a_sheet, handed_in
from dianjian_app.tests.builders.incentives import a_line
from dianjian_app.tests.builders.people import a_group, a_staff, a_user, an_agent, the_leader
from dianjian_app.tests.builders.resources import a_batch, a_lead
from dianjian_app.tests.builders.second_centre import SecondCentre
from dianjian_app.tests.builders.visits import Party, a_deal, a_manager, a_register
from dianjian_app.tests.site.made_once import made_once

VISIT = "Visit Confirmation"
pytestmark = pytest.mark.req("R48")


@made_once
def group():
	return a_group()


@made_once
def agent(group):
	return an_agent(group=group)


def list_of(person):
	"""What waits for a person: key → the kind."""
	with as_user(person):
		return {kind["key"]: kind for kind in what_waits()["kinds"]}


def names(person, key):
	"""The documents that a kind's lines of a person open."""
	return [line["opens"][2] for line in list_of(person).get(key, {"lines": []})["lines"]]


@pytest.mark.req("R17")
class TestAVisitOfToday:
	def test_waits_at_the_front_desk_until_the_lead_in_is_recorded(self, agent):
		party = Party(agent)
		desk, me = party.front_desk, party.name
		assert (names(desk, "expected"), names(desk, "to_lead_in")) == ([me], [])
		party.contact()
		assert (names(desk, "expected"), names(desk, "to_lead_in")) == ([], [me])
		assert list_of(desk)["to_lead_in"]["lines"][0]["acts"] == ("lead_in",)
		party.lead_in()
		assert (names(desk, "expected"), names(desk, "to_lead_in")) == ([], [])

	def test_waits_for_its_agent_until_the_contact_is_recorded(self, agent):
		party = Party(agent)
		assert names(agent, "my_visitors") == [party.name]
		party.contact()
		assert names(agent, "my_visitors") == []

	def test_is_to_receive_then_to_sign_then_a_deal_to_record(self, agent):
		party = Party(agent)
		consultant = party.consultant
		assert (names(consultant, "to_receive"), names(consultant, "to_sign")) == ([party.name], [])
		party.contact().lead_in()
		assert (names(consultant, "to_receive"), names(consultant, "to_sign")) == ([], [party.name])
		party.sign()
		seen = list_of(consultant)
		assert "to_sign" not in seen
		assert seen["deals_to_record"]["lines"][0]["opens"] == ("new", "Sales Deal", {"visit": party.name})
		assert names(party.leader, "visits_to_confirm") == [party.name]
		a_deal(party)
		assert "deals_to_record" not in list_of(consultant)
		assert len(list_of(a_manager(agent.centre))["deals_to_confirm"]["lines"]) == 1

	def test_of_a_day_before_is_asked_about_and_a_no_show_is_invited_again(self, agent):
		party = Party(agent)
		frappe.db.set_value(VISIT, party.name, "planned_at", add_days(today(), -1))
		assert names(party.leader, "past_their_time") == [party.name]
		party.missed()
		assert names(party.leader, "past_their_time") == []
		assert names(party.leader, "to_invite_again") == names(agent, "to_invite_again") == [party.name]


@pytest.mark.req("R13")
class TestSheets:
	def test_stand_with_figures_and_with_what_is_odd(self, group, agent):
		lead = a_lead(agent=agent)
		sheet = handed_in(a_sheet(agent, rows=[a_row(agent, lead=lead) for _ in range(2)]), agent)
		line = list_of(the_leader(group))["sheets_to_confirm"]["lines"][0]
		assert line["opens"] == ("form", "Call Sheet", sheet.name)
		assert (line["title"], line["acts"]) == (agent.staff_name, ("confirm_sheet",))
		assert line["odd"] == (review.words("same_customer"),)

	def test_are_confirmed_one_by_one_by_the_groups_leader_alone(self, group, agent):
		sheet = handed_in(a_sheet(agent), agent)
		neighbour = a_group(frappe.get_doc("Sales Centre", group.centre))
		for other in (agent, the_leader(neighbour), the_leader(a_group())):
			assert names(other, "sheets_to_confirm") == []
			with as_user(other), pytest.raises(frappe.PermissionError):
				review.confirm_sheet(sheet.name)
		with as_user(the_leader(group)):
			review.confirm_sheet(sheet.name)
			with pytest.raises(SheetFrozenError):
				review.confirm_sheet(sheet.name)
		assert frappe.db.get_value("Call Sheet", sheet.name, ["stage", "docstatus"]) == ("Confirmed", 1)

	def test_that_go_back_wait_for_the_agent_and_so_do_those_of_days_before(self, group, agent):
		returned = handed_in(a_sheet(agent), agent)
		with as_user(the_leader(group)):
			review.return_sheet(returned.name, "备注不全")
		late = a_sheet(an_agent(group=group))
		frappe.db.set_value("Call Sheet", late.name, "date", add_days(today(), -1))
		seen = list_of(agent)
		assert [line["told"] for line in seen["sheets_returned"]["lines"]] == [("备注不全",)]
		assert "sheets_open" not in seen
		late_agent = frappe.get_doc("Sales Staff", late.agent)
		assert names(late_agent, "sheets_open") == [late.name]
		assert list_of(late_agent).keys() & {"sheets_returned"} == set()

	def test_take_no_more_queries_when_there_are_many(self, group, agent):
		def queries():
			asked, counted = frappe.db.sql, []
			frappe.db.sql = lambda *a, **k: counted.append(a) or asked(*a, **k)
			try:
				list_of(leader)
			finally:
				frappe.db.sql = asked
			return len(counted)

		leader = the_leader(group)
		handed_in(a_sheet(agent), agent)
		Party(agent)
		queries()
		before = queries()
		for _ in range(3):
			another = an_agent(group=group)
			handed_in(a_sheet(another), another)
			a_register(another)
			Party(another)
		queries()
		assert queries() == before
		assert before < 120


def test_a_register_waits_for_the_leader_of_its_group(group, agent):
	register = a_register(agent)
	assert names(the_leader(group), "registers_to_sign") == [register.name]
	assert names(the_leader(a_group()), "registers_to_sign") == []


@pytest.mark.req("R45")
def test_a_week_that_nobody_handed_in_waits_with_its_group_filled_in(group, agent):
	assistant = a_staff(roles.ASSISTANT, group=group)
	group.update({"assistant": assistant.name}).save()
	monday = Period.week_of(getdate()).start - timedelta(days=7)
	a_line(agent, monday, connected=90, presence=1)
	line = list_of(assistant)["weeks_to_hand_in"]["lines"][0]
	values = {"sales_group": group.name, "week_start": str(monday)}
	assert line["opens"] == ("new", "Weekly Hand-in", values)
	with as_user(assistant):
		frappe.get_doc(doctype="Weekly Hand-in", **values).insert()
	assert "weeks_to_hand_in" not in list_of(assistant)
	elsewhere = a_staff(roles.ASSISTANT, group=a_group())
	assert "weeks_to_hand_in" not in list_of(elsewhere)


@pytest.mark.req("R31")
def test_a_month_that_nobody_settled_waits_for_the_manager_of_the_centre(agent):
	last = Period.month_of(Period.month_of(getdate()).start - timedelta(days=1))
	a_line(agent, last.start, connected=90)
	line = list_of(a_manager(agent.centre))["months_to_settle"]["lines"][0]
	values = {"centre": agent.centre, "month": last.month_text}
	assert line["opens"] == ("new", "Incentive Settlement", values)
	assert "months_to_settle" not in list_of(a_manager(a_group().centre))


@pytest.mark.req("R7")
def test_customers_that_nobody_calls_wait_for_the_leader(group):
	for _ in range(2):
		a_lead(group=group)
	told = list_of(the_leader(group))["free_to_hand_out"]["lines"]
	assert [(line["title"], line["told"]) for line in told] == [
		(group.group_name, (frappe._("{0} customers are free").format(2),))
	]


@pytest.mark.req("R6")
def test_planning_begins_with_importing_and_finds_what_is_not_imported(group):
	planning = a_staff(roles.PLANNING, centre=frappe.get_doc("Sales Centre", group.centre))
	batch = a_batch(centre=frappe.get_doc("Sales Centre", group.centre))
	assert names(planning, "batches_open") == [batch.name]
	with as_user(planning):
		assert what_waits()["starts"][0] == {
			"label": frappe._("Import a Workbook"),
			"opens": "new",
			"to": "Lead Batch",
		}


def test_who_has_nothing_to_do_reads_what_was_looked_for():
	clerk = a_staff(roles.FRONT_DESK, group=a_group())
	with as_user(clerk):
		found = what_waits()
	assert found["kinds"] == [] and frappe._("To Lead In") in found["nothing"]
	with as_user(a_user("Website Manager").name):
		assert what_waits() == {"kinds": [], "nothing": [], "starts": [], "board": None}


@pytest.mark.req("R20")
def test_the_leaders_board_of_the_day_has_the_groups_agents_alone(group, agent):
	neighbour = an_agent(group=a_group(frappe.get_doc("Sales Centre", group.centre)))
	for each in (agent, neighbour):
		a_sheet(each, connected=3, missed=1)
	with as_user(the_leader(group)):
		board = what_waits()["board"]
	assert [(p["agent_name"], p["calls"], p["connected"]) for p in board] == [(agent.staff_name, 4, 3)]
	with as_user(agent):
		assert what_waits()["board"] is None


@pytest.mark.req("R47")
class TestWhatIsListed:
	@made_once
	def second(self):
		return SecondCentre()

	def test_is_what_the_reader_may_open(self, second):
		seen = 0
		for role, person in second.people.items():
			for key, kind in list_of(person).items():
				for line in kind["lines"]:
					if line["opens"][0] == "form":
						seen += 1
						with as_user(person):
							doc = frappe.get_doc(*line["opens"][1:])
							assert doc.has_permission("read"), (role, key)
		assert seen > 10

	@pytest.mark.parametrize("role", roles.POSITIONS)
	def test_is_never_another_centres(self, second, group, role):
		in_group = role in (roles.AGENT, roles.CONSULTANT, roles.ASSISTANT)
		place = {"group": group} if in_group else {"centre": frappe.get_doc("Sales Centre", group.centre)}
		stranger = the_leader(group) if role == roles.LEADER else a_staff(role, **place)
		shown = frappe.as_json(list(list_of(stranger).values()))
		foreign = {
			str(name) for found in second.documents.values() for name in found if len(str(name)) >= 8
		} | {second.customer.name, second.centre.name}
		assert not [name for name in foreign if name in shown]
