"""Two tabs, a double click, a form and a page, all at the same moment, in processes of their own (decision 24)."""

import time

import frappe
import pytest

from dianjian_app.tests.builders.calls import a_row, a_sheet, handed_in
from dianjian_app.tests.builders.people import a_centre, a_group, an_agent
from dianjian_app.tests.builders.resources import a_lead
from dianjian_app.tests.builders.users import take_away
from dianjian_app.tests.processes import Act, at_once

LOG = "dianjian_app.calls.log_call.log_call"
HERE = "dianjian_app.tests.site.test_log_call_at_once"
OF_THE_CENTRE = (
	*(
		"Call Sheet Count",
		"Call Sheet Row",
		"Call Sheet",
		"Daily Ledger Count",
		"Daily Ledger",
		"Call Lead Number",
		"Call Lead",
	),
	*("Sales Staff", "Sales Group"),
)


@pytest.fixture
def centre(unique_numbers):
	"""A centre that every session sees; taken away again at the end."""
	centre = a_centre()
	yield centre
	frappe.db.rollback()
	staff = frappe.get_all("Sales Staff", {"centre": centre.name}, ["name", "user"])
	hashes = frappe.get_all("Call Lead Number", {"centre": centre.name}, pluck="phone_hash")
	for doctype in OF_THE_CENTRE:
		frappe.db.delete(doctype, {"centre": centre.name})
	frappe.db.delete("Phone Vault", {"name": ("in", hashes or [""])})
	for child in ("Sales Group Membership", "Staff Spell"):
		frappe.db.delete(child, {"parent": ("in", [s.name for s in staff] or ["none"])})
	take_away(*(s.user for s in staff if s.user))
	frappe.db.delete("Sales Centre Season", {"parent": centre.name})
	frappe.db.delete("Sales Centre", {"name": centre.name})
	frappe.db.commit()


@pytest.fixture
def agent(centre):
	return an_agent(a_group(centre, leader=False))


def logging(agent, lead, key=None, **fields):
	"""The act of logging a connected call."""
	values = {"lead": lead.name, "connected": 1, "request_key": key or lead.name, "grade": "B"}
	values.update({"next_step_date": "2999-12-31", **fields})
	return Act(LOG, agent.user, values)


def the_sheet(agent):
	frappe.db.rollback()
	return frappe.get_doc("Call Sheet", {"agent": agent.name})


@pytest.mark.req("R11")
@pytest.mark.parametrize("begun", [True, False], ids=["sheet there", "first calls of the day"])
def test_three_tabs_at_once_lose_no_call_and_count_every_customer(agent, begun):
	if begun:
		a_sheet(agent)
	leads = [a_lead(agent=agent) for _ in range(3)]
	frappe.db.commit()
	answers = at_once(*(logging(agent, lead) for lead in leads))
	assert [a.error for a in answers] == [None] * 3
	sheet = the_sheet(agent)
	total = 3 + begun
	assert len(sheet.rows) == len({r.lead for r in sheet.rows}) == total
	assert [r.idx for r in sheet.rows] == list(range(1, total + 1))
	assert (sheet.calls_total, sheet.customers_connected, sheet.intention_count) == (total, total, 3)
	assert {(c.kind, c.key): c.calls for c in sheet.counts}["Grade", "B"] == 3


@pytest.mark.req("R11")
@pytest.mark.parametrize("begun", [True, False], ids=["sheet there", "first call of the day"])
def test_a_double_click_writes_one_row(agent, begun):
	if begun:
		a_sheet(agent)
	lead = a_lead(agent=agent)
	frappe.db.commit()
	answers = at_once(*(logging(agent, lead, "one click") for _ in range(3)))
	assert [a.error for a in answers] == [None] * 3
	assert len({a.value["row"] for a in answers}) == 1
	sheet = the_sheet(agent)
	assert (len(sheet.rows), sheet.calls_total) == (1 + begun, 1 + begun)


@pytest.mark.req("R8")
def test_two_calls_to_one_customer_at_once_are_two_follow_ups(agent):
	a_sheet(agent)
	lead = a_lead(agent=agent)
	frappe.db.commit()
	answers = at_once(*(logging(agent, lead, str(n)) for n in range(2)))
	assert [a.error for a in answers] == [None] * 2
	sheet = the_sheet(agent)
	assert sorted(r.follow_up_no for r in sheet.rows if r.lead == lead.name) == [1, 2]
	assert frappe.db.get_value("Call Lead", lead.name, "follow_up_no") == 2
	assert (sheet.calls_total, sheet.customers_connected) == (3, 2)


@pytest.mark.req("R11")
def test_agents_of_a_centre_do_not_stand_in_each_others_way(agent, centre):
	agents = [agent, *(an_agent(a_group(centre, leader=False)) for _ in range(3))]
	calls = [(who, a_lead(agent=who)) for who in agents]
	frappe.db.commit()
	answers = at_once(*(logging(who, lead) for who, lead in calls))
	assert [a.error for a in answers] == [None] * 4
	assert [the_sheet(who).calls_total for who in agents] == [1] * 4


def save_form(name, row):
	"""What a form does that was opened now: add a row and save the whole sheet."""
	sheet = frappe.get_doc("Call Sheet", name)
	sheet.append("rows", row)
	time.sleep(0.2)  # a form is open for a while
	sheet.save()


@pytest.mark.req("R11")
def test_a_form_saved_while_a_call_is_logged_never_loses_the_call(agent):
	sheet = a_sheet(agent)
	lead, row = a_lead(agent=agent), a_row(agent)
	frappe.db.commit()
	logged, saved = at_once(
		logging(agent, lead), Act(f"{HERE}.save_form", agent.user, {"name": sheet.name, "row": row})
	)
	assert logged.error is None
	assert saved.error in (None, "TimestampMismatchError")
	sheet = the_sheet(agent)
	assert lead.name in {r.lead for r in sheet.rows}
	assert sheet.calls_total == len(sheet.rows) == (3 if saved.error is None else 2)


@pytest.mark.req("R13")
def test_a_call_logged_while_the_sheet_is_handed_in_is_on_it_or_refused(agent):
	sheet = a_sheet(agent)
	lead = a_lead(agent=agent)
	frappe.db.commit()
	logged, handed = at_once(
		logging(agent, lead), Act("dianjian_app.calls.review.hand_in", agent.user, {"sheet": sheet.name})
	)
	assert handed.error is None
	assert logged.error in (None, "SheetFrozenError")
	sheet = the_sheet(agent)
	assert sheet.stage == "Handed In"
	assert sheet.calls_total == len(sheet.rows) == (2 if logged.error is None else 1)


@pytest.mark.req("R13")
def test_two_leaders_at_once_make_one_correction(agent):
	sheet = a_sheet(agent)
	handed_in(sheet, agent).submit()
	frappe.db.commit()
	correct = Act("dianjian_app.calls.review.correct", arguments={"sheet": sheet.name, "reason": "核对"})
	answers = at_once(correct, correct)
	assert sorted(a.error or "" for a in answers) == ["", "SheetFrozenError"]
	frappe.db.rollback()
	assert frappe.db.count("Call Sheet", {"amended_from": sheet.name}) == 1
