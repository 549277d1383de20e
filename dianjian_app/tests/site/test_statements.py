"""Statements: every entry of a month and how it came about, private, mailed, received; leavers' too (R31, R32)."""

from datetime import date
from decimal import Decimal

import frappe
import pytest

from dianjian_app.incentives.engine.explain import recompute_worth
from dianjian_app.incentives.entries.close_out import CloseOutError, close_out, open_remainders
from dianjian_app.incentives.entries.leaver_close_out_events import CloseOutFixedError
from dianjian_app.incentives.settlement import compute
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
from dianjian_app.people.period import Period
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.incentives import (
	OCTOBER,
	SEPTEMBER,
	a_full_month,
	a_line,
	a_place,
	a_rule,
	a_sale,
	a_settlement,
	entries_of,
	lines_of,
	published,
)
from dianjian_app.tests.builders.people import an_agent, the_leader
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.tests.site.test_mailed_reports import mail, sent
from dianjian_app.tests.site.test_prints import web_server_of_prints  # noqa: F401 a fixture

pytestmark = pytest.mark.req("R32")
__all__ = ["mail"]


@made_once
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


def test_the_statement_of_september_knows_nothing_of_october(place):
	a_full_month(place.agent, OCTOBER)
	leave_balance.post(
		place.agent.name, leave_balance.ADJUSTMENT, Decimal(3), date(2026, 10, 2), "t", remarks="补记"
	)
	published(place)
	mine = the_statement(place)
	september = frappe.get_all(
		"Daily Ledger",
		{"agent": place.agent.name, "date": ("between", (SEPTEMBER.start, SEPTEMBER.end))},
		pluck="visits",
	)
	assert mine.visits_towards == sum(september) % 10
	assert mine.leave_balance == mine.leave_days == sum(september) // 10 / 2


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


@pytest.mark.usefixtures("web_server_of_prints")
def test_it_prints_in_chinese_and_as_pdf(place):
	published(place)
	name = the_statement(place).name
	html = frappe.get_print("Incentive Statement", name, "Incentive Statement Form")
	assert place.agent.staff_name in html and "-8.00" in html and "200.00" in html
	assert frappe.get_print("Incentive Statement", name, "Incentive Statement Form", as_pdf=True).startswith(
		b"%PDF"
	)


@pytest.mark.usefixtures("web_server_of_prints")
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


def seven_more(place):
	"""Visits that are too few for the next half-day."""
	a_line(place.agent, date(2026, 9, 29), connected=100, visits=7)


def open_visits(place):
	"""Visits of the agent that no half-day has used up, as the form shows them before the close-out."""
	counted = frappe.get_all("Daily Ledger", {"agent": place.agent.name}, pluck="visits")
	used = frappe.get_all("Incentive Entry", {"agent": place.agent.name, "family": "R22"}, pluck="consumed")
	return sum(counted) - sum(used)


class TestLeavers:
	@made_once
	def gone(self, place):
		frappe.get_doc(
			doctype="Deduction Policy", policy_name="一律作废", allow_fine=1, leaver_remainder="Drop"
		).insert()
		seven_more(place)
		published(place)
		with as_user("Administrator"):
			record_leaving(place.agent.name, "2026-10-03", at_once=True)
		a_full_month(place.agent)  # leaving makes the ledger anew, from documents that these lines don't have
		a_line(place.agent, date(2026, 9, 3), connected=92)
		seven_more(place)
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
		published(gone, OCTOBER, date(2026, 11, 5))
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

	def test_an_account_is_closed_only_when_every_month_is_published(self, gone):
		frappe.db.set_value("Sales Centre", gone.name, "deduction_policy", "一律作废")
		a_line(gone.agent, date(2026, 10, 2), 100, visits=3)
		with as_user(gone.hr):
			assert open_remainders(gone.agent.name)["waits_for"] == "2026-10"
			with pytest.raises(CloseOutError, match="2026-10"):
				close_out(gone.agent.name)
		published(gone, OCTOBER, date(2026, 11, 5))
		with as_user(gone.hr):
			assert open_remainders(gone.agent.name)["waits_for"] is None
			assert close_out(gone.agent.name)["closed"]

	def test_a_close_out_is_recorded_once_though_no_leave_is_left(self, gone):
		frappe.db.set_value("Sales Centre", gone.name, "deduction_policy", "一律作废")
		taken = leave_balance.balance(gone.agent.name)
		leave_balance.post(
			gone.agent.name, leave_balance.ADJUSTMENT, -taken, date(2026, 10, 2), "t", remarks="已休"
		)
		a_line(gone.agent, date(2026, 10, 2), 100, visits=2)
		published(gone, OCTOBER, date(2026, 11, 5))
		with as_user(gone.hr):
			assert close_out(gone.agent.name)["closed"]
			assert not close_out(gone.agent.name)["closed"]
		[record] = frappe.get_all("Leaver Close-Out", {"staff": gone.agent.name}, ["*"])
		assert (record.leave_days, record.closed_by, record.sales_group) == (0, gone.hr.user, gone.group.name)
		assert record.visits == open_visits(gone) > 0
		with pytest.raises(CloseOutFixedError):
			frappe.get_doc("Leaver Close-Out", record.name).save(ignore_permissions=True)
		with pytest.raises(CloseOutFixedError):
			frappe.delete_doc("Leaver Close-Out", record.name, ignore_permissions=True)

	def test_visits_that_were_closed_out_earn_no_half_day_any_more(self, gone):
		frappe.db.set_value("Sales Centre", gone.name, "deduction_policy", "一律作废")
		published(gone, OCTOBER, date(2026, 11, 5))
		left_over = open_visits(gone)
		with as_user(gone.hr):
			assert close_out(gone.agent.name)["visits"] == left_over > 0
		a_line(gone.agent, date(2026, 11, 2), 100, visits=10 - left_over)
		november = Period.month(2026, 11)
		assert (
			lines_of(a_settlement(gone, november, date(2026, 12, 5)), family="R22", agent=gone.agent.name)
			== []
		)
		a_line(gone.agent, date(2026, 11, 2), 100, visits=10)
		computed = compute.compute(gone.name, november, date(2026, 12, 5))
		[line] = [
			ln for ln in computed.lines if ln.key.family == "R22" and ln.key.subject.name == gone.agent.name
		]
		assert (line.quantity, recompute_worth(line.explanation)) == (Decimal("0.5"), Decimal("0.5"))

	def test_a_leaver_is_closed_out_by_the_centres_own_half_day_rule(self, gone):
		frappe.db.set_value("Sales Centre", gone.name, "deduction_policy", "一律作废")
		own = a_rule(
			family="R22",
			centre=gone.name,
			period="Cumulative",
			condition="Every N",
			condition_value=8,
			valid_from=OCTOBER.start,
			outcomes=[{"outcome_type": "Leave Days", "basis": "Fixed", "amount": 1}],
		)
		published(gone, OCTOBER, date(2026, 11, 5))
		with as_user(gone.hr):
			found = close_out(gone.agent.name)
		assert found["visit_days"] == round(found["visits"] / 8, 2)
		assert frappe.db.get_value("Leaver Close-Out", {"staff": gone.agent.name}, "rule") == own.name

	def test_the_leader_sees_the_statement_and_the_leave_of_somebody_who_left(self, place):
		record_leaving(place.agent.name, "2026-09-20", at_once=True)
		a_full_month(place.agent)
		published(place)
		mine = the_statement(place)
		[leave] = frappe.get_all("Leave Balance Entry", {"staff": place.agent.name}, ["name", "sales_group"])
		assert mine.sales_group == leave.sales_group == place.group.name
		with as_user(the_leader(place.group)):
			assert mine.name in frappe.get_list("Incentive Statement", pluck="name")
			assert leave.name in frappe.get_list("Leave Balance Entry", pluck="name")

	def test_only_hr_closes_and_only_leavers(self, gone):
		with as_user(gone.manager), pytest.raises(frappe.PermissionError):
			open_remainders(gone.agent.name)
		frappe.db.set_value("Sales Centre", gone.name, "deduction_policy", "Labour Law Guard")
		with as_user(gone.hr), pytest.raises(CloseOutError):
			close_out(gone.agents[1].name)
