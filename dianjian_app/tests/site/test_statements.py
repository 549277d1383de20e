"""Statements: every entry of a month and how it came about, private, mailed, received; leavers' too (R31, R32)."""

from datetime import date

import frappe
import pytest

from dianjian_app.incentives.entries.close_out import CloseOutError, close_out, open_remainders
from dianjian_app.incentives.settlement.incentive_statement_events import (
	StatementError,
	confirm_receipt,
	statement_lines,
)
from dianjian_app.incentives.settlement.statements import make_statements
from dianjian_app.mailing import deliveries
from dianjian_app.mailing import statement_mail as mailed
from dianjian_app.people import leave_balance
from dianjian_app.people.moves import record_leaving
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.incentives import (
	OCTOBER,
	SEPTEMBER,
	a_full_month,
	a_line,
	a_place,
	a_sale,
	entries_of,
	published,
)
from dianjian_app.tests.builders.people import an_agent, the_leader
from dianjian_app.tests.site.test_mailed_reports import mail, sent

pytestmark = pytest.mark.req("R32")
__all__ = ["mail"]


@pytest.fixture
def place():
	place = a_place(agents=2)
	for agent in place.agents:
		a_full_month(agent)
	a_line(place.agent, date(2026, 9, 3), connected=92)
	a_sale(place.agent, date(2026, 9, 9))
	return place


def the_statement(place, agent=None, month=SEPTEMBER):
	return frappe.get_doc(
		"Incentive Statement", {"agent": (agent or place.agent).name, "month": month.month_text}
	)


def test_publishing_makes_one_for_everybody_with_every_entry(place):
	settlement = published(place)
	mine, other = the_statement(place), the_statement(place, place.agents[1])
	assert (mine.rewards, mine.deductions, mine.net) == (200, 8, 192)
	assert (other.rewards, other.deductions) == (0, 0)
	names = {r.name for r in mine.rows()}
	assert names == {e.name for e in entries_of(place, agent=place.agent.name)}
	assert make_statements(settlement) == []
	assert frappe.db.count("Incentive Statement", {"settlement": settlement.name}) == 2


def test_it_says_what_is_left_of_leave_and_visits(place):
	published(place)
	visits = frappe.get_all("Daily Ledger", {"agent": place.agent.name}, pluck="visits")
	mine = the_statement(place)
	assert mine.visits_towards == sum(visits) % 10
	assert mine.leave_balance == mine.leave_days == sum(visits) // 10 / 2


@pytest.mark.req("R47")
def test_it_is_private(place):
	published(place)
	name = the_statement(place).name
	for person in (place.agent, the_leader(place.group), place.manager, place.hr):
		with as_user(person):
			assert name in frappe.get_list("Incentive Statement", pluck="name")
	for person in (an_agent(group=place.group), a_place().manager):
		with as_user(person):
			assert frappe.get_list("Incentive Statement") == []
			with pytest.raises(frappe.PermissionError):
				statement_lines(name)


def test_nobody_writes_or_deletes_one_and_only_the_person_receives_it(place):
	published(place)
	mine = the_statement(place)
	with pytest.raises(StatementError):
		mine.update({"net": 99999}).save(ignore_permissions=True)
	with pytest.raises(StatementError):
		frappe.delete_doc("Incentive Statement", mine.name, ignore_permissions=True)
	with as_user(place.manager), pytest.raises(frappe.PermissionError):
		confirm_receipt(mine.name)
	with as_user(place.agent):
		confirm_receipt(mine.name)
		first = frappe.db.get_value("Incentive Statement", mine.name, "acknowledged_at")
		confirm_receipt(mine.name)
	assert first and frappe.db.get_value("Incentive Statement", mine.name, "acknowledged_at") == first


def test_it_prints_in_chinese_and_as_pdf(place):
	published(place)
	name = the_statement(place).name
	html = frappe.get_print("Incentive Statement", name, "Incentive Statement Form")
	assert place.agent.staff_name in html and "-8.00" in html and "200.00" in html
	assert frappe.get_print("Incentive Statement", name, "Incentive Statement Form", as_pdf=True).startswith(
		b"%PDF"
	)


def test_it_is_mailed_once_with_the_pdf_and_failures_are_shown(place, mail, monkeypatch):
	jobs = []
	monkeypatch.setattr(
		frappe,
		"enqueue",
		lambda method, **k: jobs.append(k.get("name")) if "statement_mail" in method else None,
	)
	settlement = published(place)
	assert mailed.counts(settlement.name) == {
		"statements": 2,
		"queued": 1,
		"failed": 0,
		"no_address": 1,
		"received": 0,
	}
	for name in jobs * 2:
		mailed.deliver(name)
	messages = sent(mail)
	[message] = [
		m
		for address, m in messages.items()
		if address == frappe.db.get_value("User", place.agent.user, "email")
	]
	[part] = [p for p in message.iter_attachments() if p.get_filename()]
	assert part.get_payload(decode=True).startswith(b"%PDF")
	frappe.db.set_value("Delivery Log", jobs[0], "status", deliveries.FAILED)
	assert mailed.counts(settlement.name)["failed"] == 1
	assert mailed.send_again(settlement.name) == 1


class TestLeavers:
	@pytest.fixture
	def gone(self, place):
		published(place)
		with as_user("Administrator"):
			record_leaving(place.agent.name, "2026-10-03", at_once=True)
		return place

	def test_what_a_leaver_earns_later_is_on_a_statement(self, gone):
		a_full_month(gone.agents[1], OCTOBER)
		a_sale(gone.agent, date(2026, 10, 20), "别墅")
		published(gone, OCTOBER, date(2026, 11, 5))
		assert the_statement(gone, month=OCTOBER).rewards == 500

	def test_remainders_are_closed_once_as_the_policy_says(self, gone):
		days = leave_balance.balance(gone.agent.name)
		with as_user(gone.hr):
			assert open_remainders(gone.agent.name)["choice"] == "Keep Open"
			with pytest.raises(CloseOutError):
				close_out(gone.agent.name)
		frappe.db.set_value("Sales Centre", gone.name, "deduction_policy", "Labour Law Guard")
		with as_user(gone.hr), pytest.raises(CloseOutError, match="wage"):
			close_out(gone.agent.name)
		frappe.get_doc(
			doctype="Staff Wage", staff=gone.agent.name, from_date="2026-01-01", monthly_wage=4350
		).insert()
		with as_user(gone.hr):
			found = close_out(gone.agent.name)
			assert found["pay"] == round((float(days) + found["visit_days"]) * 200, 2)
			assert not close_out(gone.agent.name)["closed"]
		assert leave_balance.balance(gone.agent.name) == 0

	def test_only_hr_closes_and_only_leavers(self, gone):
		with as_user(gone.manager), pytest.raises(frappe.PermissionError):
			open_remainders(gone.agent.name)
		frappe.db.set_value("Sales Centre", gone.name, "deduction_policy", "Labour Law Guard")
		with as_user(gone.hr), pytest.raises(CloseOutError):
			close_out(gone.agents[1].name)
