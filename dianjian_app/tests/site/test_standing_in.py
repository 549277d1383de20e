"""A substitute named with leave gets the customers due while it lasts, and no longer (R34, R17)."""

import frappe
import pytest
from frappe.model.workflow import apply_workflow
from frappe.utils import add_days, get_datetime, getdate, today

from dianjian_app import permissions, roles
from dianjian_app.calls import todays_list
from dianjian_app.people import moves
from dianjian_app.people.approval import NotTheApproverError
from dianjian_app.people.time_off_substitute import SubstituteError
from dianjian_app.resources.pool import allocation
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff, an_agent, the_leader
from dianjian_app.tests.builders.resources import a_lead
from dianjian_app.tests.builders.visits import Party
from dianjian_app.visits import custody, standing_in

pytestmark = pytest.mark.req("R34")


class Case:
	"""A group whose agent is away from today on for three days, with customers due and not, and a colleague."""

	def __init__(self):
		self.group = a_group(a_centre(rest_days=()))
		self.leader = the_leader(self.group)
		self.agent, self.colleague = an_agent(self.group), an_agent(self.group)
		self.promised = a_lead(agent=self.agent, next_step="再打", next_step_date=today())
		self.due = a_lead(agent=self.agent, due_on=add_days(today(), -1))
		self.later = a_lead(agent=self.agent, next_step="再打", next_step_date=add_days(today(), 1))
		self.after = a_lead(agent=self.agent, next_step="再打", next_step_date=add_days(today(), 9))
		self.quiet = a_lead(agent=self.agent)
		self.leads = (self.promised, self.due, self.later, self.after, self.quiet)

	def asked(self, start=0, end=2, substitute=None, **fields):
		with as_user(self.agent):
			return frappe.get_doc(
				doctype="Time Off Request",
				staff=self.agent.name,
				leave_type="Personal Leave",
				from_date=add_days(today(), start),
				to_date=add_days(today(), end),
				reason="家中有事",
				substitute=(substitute or self.colleague).name,
				**fields,
			).insert()

	def approved(self, *args, **fields):
		with as_user(self.leader):
			return apply_workflow(self.asked(*args, **fields), "Approve")

	def holders(self):
		return [frappe.db.get_value("Call Lead", lead.name, "agent") for lead in self.leads]

	def with_colleague(self):
		return [
			lead
			for lead, holder in zip(self.leads, self.holders(), strict=True)
			if holder == self.colleague.name
		]


@pytest.fixture
def case():
	return Case()


def on(days):
	return getdate(add_days(today(), days))


def told(staff):
	return frappe.get_all("Notification Log", {"for_user": staff.user}, pluck="subject", order_by="creation")


def test_what_is_due_goes_to_the_substitute_day_by_day_and_comes_back(case):
	case.approved()
	assert case.with_colleague() == [case.promised, case.due]
	with as_user(case.colleague):
		listed = {row["name"] for row in todays_list.today_list()["leads"]}
	assert listed == {case.promised.name, case.due.name}
	assert standing_in.settle_daily(on(1)) == []
	assert case.with_colleague() == [case.promised, case.due, case.later]
	standing_in.settle_daily(on(2))
	standing_in.settle_daily(on(3))
	assert case.holders() == [case.agent.name] * 5
	assert not frappe.get_all("Call Lead", {"stands_in_for": ("is", "set"), "sales_group": case.group.name})
	assert "You stand in for" in told(case.colleague)[0]
	assert "3 customers and 0 expected visits came back" in told(case.agent)[-1]


def test_asked_again_it_moves_nothing_twice(case):
	case.approved()
	before = frappe.db.count("Lead Allocation", {"sales_group": case.group.name})
	standing_in.settle_daily(on(0))
	assert frappe.db.count("Lead Allocation", {"sales_group": case.group.name}) == before


def test_leave_to_come_lends_nothing_before_its_first_day(case):
	case.approved(1, 2)
	assert case.with_colleague() == []
	standing_in.settle_daily(on(1))
	assert case.with_colleague() == [case.promised, case.due, case.later]


def test_no_leave_without_approval_lends_anything(case):
	case.asked()
	standing_in.settle_daily(on(0))
	assert case.with_colleague() == []


def test_cancelled_leave_takes_back_what_it_gave(case):
	request = case.approved()
	with as_user(case.leader):
		frappe.get_doc("Time Off Request", request.name).cancel()
	assert case.holders() == [case.agent.name] * 5


@pytest.mark.req("R17")
def test_expected_visits_of_the_leave_go_along_and_the_substitute_records_the_contact(case):
	party = Party(case.agent)
	planned = getdate(party.visit.planned_at)
	case.approved(0, (planned - on(0)).days)
	visit = party.visit
	assert (visit.agent, visit.stands_in_for) == (case.colleague.name, case.agent.name)
	with as_user(case.colleague):
		custody.record_contact(party.name)
	party.lead_in().sign().confirm()
	assert (party.visit.outcome, party.visit.agent) == ("Counted", case.colleague.name)
	standing_in.settle_daily(on((planned - on(0)).days + 1))
	assert party.visit.agent == case.colleague.name


@pytest.mark.req("R17")
def test_a_visit_that_did_not_come_goes_back_and_one_after_the_leave_stays(case):
	party = Party(case.agent)
	frappe.db.set_value("Visit Confirmation", party.name, "planned_at", get_datetime(f"{on(1)} 15:00:00"))
	later = Party(case.agent)
	frappe.db.set_value("Visit Confirmation", later.name, "planned_at", get_datetime(f"{on(9)} 15:00:00"))
	request = case.approved()
	assert (party.visit.agent, later.visit.agent) == (case.colleague.name, case.agent.name)
	with as_user(case.leader):
		frappe.get_doc("Time Off Request", request.name).cancel()
	visit = party.visit
	assert (visit.agent, visit.stands_in_for) == (case.agent.name, None)


@pytest.mark.req("R17")
def test_half_a_day_lends_the_visits_of_that_half_and_no_leads(case):
	parties = [Party(case.agent), Party(case.agent)]
	for party, at in zip(parties, ("09:30", "15:00"), strict=True):
		frappe.db.set_value("Visit Confirmation", party.name, "planned_at", get_datetime(f"{on(0)} {at}:00"))
	case.approved(0, 0, half_day=1, half_day_part="Afternoon")
	assert [p.visit.agent for p in parties] == [case.agent.name, case.colleague.name]
	assert case.with_colleague() == []


def test_the_substitute_changes_by_who_decides_and_customers_follow(case):
	request, other = case.approved(), an_agent(case.group)
	mine = frappe.get_doc("Time Off Request", request.name)
	mine.substitute = other.name
	with as_user(case.agent), pytest.raises((frappe.PermissionError, NotTheApproverError)):
		mine.save()
	theirs = frappe.get_doc("Time Off Request", request.name)
	theirs.substitute = other.name
	with as_user(case.leader):
		theirs.save()
	assert case.holders()[:2] == [other.name] * 2
	assert case.with_colleague() == []
	theirs.substitute = None
	with as_user(case.leader):
		theirs.save()
	assert case.holders() == [case.agent.name] * 5


def test_who_cannot_stand_in_is_refused_by_name(case):
	elsewhere = an_agent(a_group(frappe.get_doc("Sales Centre", case.group.centre)))
	front = a_staff(roles.FRONT_DESK, centre=frappe.get_doc("Sales Centre", case.group.centre))
	for person in (case.agent, elsewhere, front):
		with pytest.raises(SubstituteError):
			case.asked(substitute=person)
	away = an_agent(case.group)
	with as_user(away):
		frappe.get_doc(
			doctype="Time Off Request",
			staff=away.name,
			leave_type="Personal Leave",
			from_date=add_days(today(), 2),
			to_date=add_days(today(), 4),
			reason="家中有事",
		).insert()
	with pytest.raises(SubstituteError, match="is away from"):
		case.asked(substitute=away)
	assert case.asked(0, 1, substitute=away).substitute == away.name


def test_who_leaves_while_standing_in_takes_no_customers_along(case):
	case.approved()
	moves.record_leaving(case.colleague.name, add_days(today(), -1))
	assert case.holders() == [case.agent.name] * 5


def test_who_leaves_during_the_leave_leaves_all_customers_to_the_pool(case):
	case.approved()
	moves.record_leaving(case.agent.name, add_days(today(), -1))
	assert case.holders() == [None] * 5


def test_who_moves_while_standing_in_takes_no_customers_along(case):
	case.approved()
	other = a_group(frappe.get_doc("Sales Centre", case.group.centre))
	moves.move_to_group(case.colleague.name, other.name, today())
	assert case.holders() == [case.agent.name] * 5


def test_a_customer_whom_the_leader_gives_to_the_substitute_for_good_stays(case):
	case.approved()
	with as_user(case.leader):
		allocation.take_back([case.due.name], "换人")
		allocation.hand_over(case.group.name, [case.due.name], case.colleague.name)
	standing_in.settle_daily(on(3))
	assert case.with_colleague() == [case.due]


def test_a_substitute_on_a_day_off_gets_nothing_until_the_next_day_of_work(case):
	off = an_agent(case.group, rest_days=(f"{getdate():%A}",))
	case.approved(substitute=off)
	assert case.holders() == [case.agent.name] * 5
	standing_in.settle_daily(on(1))
	assert case.holders()[:3] == [off.name] * 3


def test_the_substitute_sees_the_customers_and_not_the_leave(case):
	request = case.approved()
	with as_user(case.colleague):
		assert frappe.get_doc("Call Lead", case.due.name).has_permission("read")
		assert not frappe.get_doc("Time Off Request", request.name).has_permission("read")
	with as_user(case.agent):
		assert not frappe.get_doc("Call Lead", case.due.name).has_permission("read")
	assert permissions.scope_of(case.colleague.user, "Time Off Request").staff == {case.colleague.name}
