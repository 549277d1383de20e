"""The agenda of promised next steps and due follow-ups, as a calendar of one's own rows (R8)."""

import frappe
import pytest
from frappe.utils import add_days, today

from dianjian_app.reporting import agenda as agenda_module
from dianjian_app.reporting.agenda import LATE
from dianjian_app.reporting.filters import ReportFilterError
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_group, an_agent, the_leader
from dianjian_app.tests.builders.resources import a_lead
from dianjian_app.tests.site.asking import ask
from dianjian_app.tests.site.made_once import made_once

pytestmark = pytest.mark.req("R8")
EVENTS = "dianjian_app.reporting.agenda.events"


@made_once
def group():
	return a_group()


@made_once
def agent(group):
	return an_agent(group)


def agenda(person, first=-7, last=30, **asked):
	return ask(
		person.user, EVENTS, start=str(add_days(today(), first)), end=str(add_days(today(), last)), **asked
	)


def test_an_agent_sees_each_customer_on_the_day_that_was_promised_else_when_they_are_due(agent):
	tomorrow, later = add_days(today(), 1), add_days(today(), 9)
	a_lead(
		agent=agent,
		customer_name="约定",
		grade="A",
		next_step="带户型图 13912345678",
		next_step_date=tomorrow,
		due_on=later,
	)
	a_lead(agent=agent, customer_name="到期", grade="B", due_on=later)
	a_lead(agent=agent, customer_name="逾期", due_on=add_days(today(), -2))
	late, *entries = agenda(agent)
	found = {e["title"].split()[0]: e for e in entries}
	assert {who: e["start"] for who, e in found.items()} == {
		"约定": tomorrow,
		"到期": later,
		"逾期": add_days(today(), -2),
	}
	assert "带户型图" in found["约定"]["title"] and "13912345678" not in str(found)
	assert [who for who, e in found.items() if e["color"] == LATE] == ["逾期"]
	assert (late["title"], late["start"]) == ("1 late", today())
	assert late["report"] == {"until": add_days(today(), -1), "agent": agent.name}
	assert not [e for e in agenda(agent, first=1) if "report" in e]


def test_refused_out_sold_unheld_and_others_customers_stand_in_nobodys_agenda(agent, group):
	for fields in (
		{"do_not_call": 1, "status": "Out"},
		{"status": "Out"},
		{"status": "Deal"},
		{"due_on": add_days(today(), 60)},
	):
		a_lead(agent=agent, **{"due_on": today(), **fields})
	a_lead(group=group, due_on=today())
	a_lead(agent=an_agent(group), due_on=today())
	assert agenda(agent) == []


def test_a_leader_sees_numbers_an_agent_and_day_then_the_customers_of_one(agent, group):
	other = an_agent(group)
	for person, count in ((agent, 3), (other, 2), (an_agent(a_group()), 4)):
		for _ in range(count):
			a_lead(agent=person, agent_name=person.staff_name, due_on=today())
	a_lead(agent=agent, agent_name=agent.staff_name, next_step_date=today())
	leader = the_leader(group)
	found = agenda(leader)
	assert sorted(e["title"] for e in found) == sorted(
		[f"3 due: {agent.staff_name}", f"1 promised: {agent.staff_name}", f"2 due: {other.staff_name}"]
	)
	due = next(e for e in found if "3 due" in e["title"])
	with as_user(leader):
		assert len(frappe.get_list("Call Lead", filters=due["filters"])) == 3
	assert len(agenda(leader, filters=[["Call Lead", "agent", "=", agent.name]])) == 4


def test_the_customers_that_a_list_filter_leaves_out_stand_in_no_agenda(agent):
	a_lead(agent=agent, customer_name="要", grade="A", due_on=today())
	a_lead(agent=agent, customer_name="不要", grade="B", due_on=today())
	for chosen in (
		["grade", "=", "A"],
		["grade", "in", "A,C"],
		["grade", "not in", ["B"]],
		["customer_name", "like", "要%"],
		["due_on", "Timespan", "today"],
		["grade", "!=", "B"],
	):
		titles = [e["title"] for e in agenda(agent, filters=[["Call Lead", *chosen]])]
		assert any(title.startswith("要") for title in titles), chosen
		assert chosen[0] == "due_on" or not any(title.startswith("不要") for title in titles), chosen
	assert agenda(agent, filters=[["Call Lead", "product_need", "is", "set"]]) == []


@pytest.mark.parametrize(
	"filters",
	[
		[["Phone Vault", "number", "like", "1%"]],
		[["Call Lead", "sleep(1)", "=", "1"]],
		[["Call Lead", "name", "regexp", "x"]],
	],
)
def test_a_filter_that_no_list_sends_is_refused(agent, filters):
	with pytest.raises(ReportFilterError):
		agenda(agent, filters=filters)


def test_a_manager_of_many_agents_sees_numbers_a_day(agent, group, monkeypatch):
	monkeypatch.setattr(agenda_module, "MOST_ENTRIES", 1)
	for person, count in ((agent, 3), (an_agent(group), 2)):
		for _ in range(count):
			a_lead(agent=person, due_on=today())
	leader = the_leader(group)
	(entry,) = agenda(leader)
	assert entry["title"] == "5 due, 2 agents" and entry["start"] == today()
	with as_user(leader):
		assert len(frappe.get_list("Call Lead", filters=entry["filters"])) == 5


@pytest.mark.req("R46")
def test_an_agenda_that_is_too_full_says_how_many_it_leaves_out(agent, monkeypatch):
	monkeypatch.setattr(agenda_module, "MOST_ENTRIES", 2)
	for _ in range(4):
		a_lead(agent=agent, due_on=today())
	*shown, cut = agenda(agent)
	assert len(shown) == 2 and "first 2 of 4" in cut["title"]
	with as_user(agent):
		assert len(frappe.get_list("Call Lead", filters=cut["filters"])) == 4
