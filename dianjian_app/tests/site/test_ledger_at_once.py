"""Two people act on one agent's day at the same time: the ledger loses neither (R44)."""

import threading
from datetime import date

import frappe
import pytest

from dianjian_app.ledger import build
from dianjian_app.tests.builders.people import a_centre, a_group, an_agent
from dianjian_app.tests.conftest import SITE, SITES_PATH

MONDAY = date(2026, 11, 2)


@pytest.fixture
def agent():
	"""An agent that every connection sees; taken away again at the end."""
	agent = an_agent(a_group(a_centre(), leader=False), user=False)
	frappe.db.commit()
	yield agent
	frappe.db.rollback()
	for doctype in ("Sales Deal", "Daily Ledger"):
		frappe.db.delete(doctype, {"agent": agent.name})
	for doctype, name in (
		("Sales Staff", agent.name),
		("Sales Group", agent.sales_group),
		("Sales Centre", agent.centre),
	):
		frappe.db.delete(doctype, {"name": name})
		for child in frappe.get_meta(doctype).get_table_fields():
			frappe.db.delete(child.options, {"parent": name})
	frappe.db.commit()


def deal_and_line(agent, units):
	"""A confirmed deal and what follows it, in one transaction that is still open."""
	frappe.get_doc(
		doctype="Sales Deal",
		name=frappe.generate_hash(length=10),
		agent=agent.name,
		date=MONDAY,
		units=units,
		amount=0,
		docstatus=1,
	).db_insert()
	build.update_for(agent.name, MONDAY, as_of=MONDAY)


class Elsewhere(threading.Thread):
	"""Another session: begins its transaction, waits to be told, acts, waits to be told, commits."""

	def __init__(self, act, begin_early=True):
		super().__init__(daemon=True)
		self.act, self.begin_early = act, begin_early
		self.begun, self.go, self.acted, self.commit = (threading.Event() for _ in range(4))
		self.error = None

	def run(self):
		try:
			frappe.init(site=SITE, sites_path=SITES_PATH)
			frappe.connect()
			frappe.db.get_value("Sales Staff", {}, "name")  # from here on it sees the past
			self.begun.set()
			self.go.wait(30)
			self.act()
			self.acted.set()
			self.commit.wait(30)
			frappe.db.commit()
		except Exception as error:
			self.error = error
		finally:
			self.begun.set()
			self.acted.set()
			frappe.destroy()


def line_of(agent):
	frappe.db.rollback()
	return frappe.db.get_value("Daily Ledger", f"{agent.name}-{MONDAY}", ["deals", "deal_units"])


@pytest.mark.req("R44")
@pytest.mark.parametrize("there_already", [True, False])
def test_a_transaction_that_began_before_another_committed_loses_nothing(agent, there_already):
	if there_already:
		build.update_for(agent.name, MONDAY, as_of=MONDAY)
		frappe.db.commit()
	other = Elsewhere(lambda: deal_and_line(agent, 2))
	other.start()
	other.begun.wait(30)
	deal_and_line(agent, 1)
	frappe.db.commit()
	other.go.set()
	other.commit.set()
	other.join(30)
	assert other.error is None
	assert line_of(agent) == (2, 3)


@pytest.mark.req("R44")
@pytest.mark.parametrize("there_already", [True, False])
def test_two_transactions_that_overlap_wait_for_each_other(agent, there_already):
	if there_already:
		build.update_for(agent.name, MONDAY, as_of=MONDAY)
		frappe.db.commit()
	first, second = (Elsewhere(lambda units=units: deal_and_line(agent, units)) for units in (1, 2))
	for other in (first, second):
		other.start()
		other.begun.wait(30)
	first.go.set()
	first.acted.wait(30)
	second.go.set()
	assert not second.acted.wait(0.5)  # it waits for the line
	first.commit.set()
	second.commit.set()
	for other in (first, second):
		other.join(30)
	assert (first.error, second.error) == (None, None)
	assert line_of(agent) == (2, 3)
