"""The roster in the browser: a rest day is asked for by dragging, consented to, and moved by keys and on a phone (R1, R33)."""

from datetime import date, timedelta

import frappe
import pytest
from frappe.utils import getdate

from dianjian_app import roles
from dianjian_app.tests.browser.company import SECOND_AGENT
from dianjian_app.tests.browser.desk import zh
from dianjian_app.tests.builders.attendance import a_policy

PHONE, TABLE = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


def a_week_to_come() -> list[date]:
	"""A Tuesday, Wednesday and Thursday to come that lie in one month."""
	monday = getdate() + timedelta(days=7 - getdate().weekday())
	while (monday + timedelta(days=1)).month != (monday + timedelta(days=3)).month:
		monday += timedelta(days=7)
	return [monday + timedelta(days=n) for n in (1, 2, 3)]


@pytest.fixture
def resting(site, company):
	"""The company's agents rest on Tuesdays and Thursdays."""
	people = company.staff[roles.AGENT], company.staff[SECOND_AGENT]
	for person, weekday in zip(people, ("Tuesday", "Thursday"), strict=True):
		doc = frappe.get_doc("Sales Staff", person.name)
		doc.append("rest_days", {"weekday": weekday})
		doc.save()
	site.db.commit()
	yield people
	site.db.rollback()
	names = [person.name for person in people]
	frappe.db.delete("Weekly Rest Day", {"parent": ("in", names)})
	frappe.db.delete("Rest Day Move", {"staff": ("in", names)})
	site.db.commit()


def board_of(desk, day):
	"""Open the roster at a day's month."""
	month = f"{day:%Y-%m}"
	desk.open("roster-board").page.wait_for_selector(".roster-board tbody tr")
	desk.page.evaluate("month => frappe.pages['roster-board'].roster_board.month.set_value(month)", month)
	desk.page.wait_for_function(
		"month => frappe.pages['roster-board'].roster_board.board.month === month", arg=month
	)
	desk.page.wait_for_selector(f".roster-board button[data-date='{day}']")
	return desk.ready()


def cell(person, day):
	return f".roster-board button[data-staff='{person.name}'][data-date='{day}']"


def rests_on(desk, person, day):
	"""Wait until the board shows a rest day there."""
	desk.page.wait_for_selector(f"{cell(person, day)}[data-rest='1']")


@pytest.mark.req("R1", "R33")
def test_an_agent_drags_a_rest_day_and_the_leader_consents(company, desk_of, resting):
	agent, _other = resting
	tuesday, wednesday, _thursday = a_week_to_come()
	mine = board_of(desk_of(roles.AGENT), tuesday)
	mine.shot("roster-agent")
	mine.page.drag_and_drop(cell(agent, tuesday), cell(agent, wednesday))
	mine.dialog().press("Ask", within=".modal.show")
	mine.sees(zh("Waits for consent"), where=".roster-board .moves")
	rests_on(mine, agent, tuesday)
	leader = board_of(desk_of(roles.LEADER), tuesday)
	leader.press("Approve", within=".roster-board .moves")
	rests_on(leader, agent, wednesday)
	rests_on(board_of(mine, tuesday), agent, wednesday)
	leader.shot("roster-leader")


@pytest.mark.req("R1", "R33")
def test_the_leader_swaps_by_keys_and_moves_with_a_finger_on_a_phone(company, desk_of, resting):
	agent, other = resting
	tuesday, wednesday, thursday = a_week_to_come()
	desk = board_of(desk_of(roles.LEADER), tuesday)
	page = desk.page
	page.focus(cell(agent, tuesday))
	page.keyboard.press("Enter")
	page.wait_for_selector(f"{cell(other, thursday)}.target")
	page.focus(cell(other, wednesday))
	page.keyboard.press("ArrowRight")
	page.wait_for_function("selector => document.activeElement.matches(selector)", arg=cell(other, thursday))
	page.keyboard.press("Enter")
	desk.dialog().press("Move", within=".modal.show")
	rests_on(desk, agent, thursday)
	rests_on(desk, other, tuesday)
	page.set_viewport_size(PHONE)
	try:
		page.click(cell(agent, thursday))
		page.click(f"{cell(agent, wednesday)}.target")
		desk.dialog().press("Move", within=".modal.show")
		rests_on(desk, agent, wednesday)
		assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
		desk.shot("roster-phone")
	finally:
		page.set_viewport_size(TABLE)


@pytest.mark.req("R33")
def test_whoever_moves_a_rest_day_reads_that_the_week_is_above_40_hours(site, company, desk_of, resting):
	agent, _other = resting
	tuesday, wednesday, _thursday = a_week_to_come()
	policy = a_policy(company.centre)
	site.db.commit()
	try:
		leader = board_of(desk_of(roles.LEADER), tuesday)
		leader.page.click(cell(agent, tuesday))
		leader.page.click(f"{cell(agent, wednesday)}.target")
		leader.dialog().sees(agent.staff_name, where=".modal.show .beyond")
		leader.page.keyboard.press("Escape")
		mine = board_of(desk_of(roles.AGENT), tuesday)
		mine.page.drag_and_drop(cell(agent, tuesday), cell(agent, wednesday))
		mine.dialog().press("Ask", within=".modal.show")
		mine.sees(zh("Waits for consent"), where=".roster-board .moves")
		# beside the buttons by which the leader decides
		board_of(leader, tuesday).sees("40", where=".roster-board .moves .beyond")
	finally:
		site.db.rollback()
		site.db.delete("Punching Policy", {"name": policy.name})
		site.db.delete("Staff Day Result", {"centre": company.centre.name})
		site.db.commit()
