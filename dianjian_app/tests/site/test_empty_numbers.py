"""A number that was empty on two days is not called again, until the leader says that it works (R7, R9, R10, R11)."""

import frappe
import pytest
from frappe.utils import add_days, getdate, today

from dianjian_app.calls.log_call import log_call
from dianjian_app.calls.retired_number import NumberReasonError, keep_number
from dianjian_app.calls.todays_list import today_list
from dianjian_app.dianjian_app.report.source_quality import source_quality
from dianjian_app.reporting.drill import leads_of_step
from dianjian_app.resources.pool import recycling
from dianjian_app.resources.pool.free_leads import PoolQuery, list_free_leads
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.calls import a_row, a_sheet
from dianjian_app.tests.builders.people import a_centre, a_group, an_agent, the_leader
from dianjian_app.tests.builders.resources import a_lead

pytestmark = pytest.mark.req("R11")


@pytest.fixture
def group():
	return a_group(a_centre())


@pytest.fixture
def agent(group):
	return an_agent(group=group)


def called(agent, lead, *results):
	"""The lead with a call on each of the days up to yesterday, one result a day, the last one yesterday."""
	for back, result in zip(range(len(results), 0, -1), results, strict=True):
		row = a_row(
			agent, lead=lead, connected=False, result=result, grade="C" if result == "已接听" else None
		)
		a_sheet(agent, day=add_days(today(), -back), rows=[row])
	lead.reload()
	return lead


def on_the_list(agent):
	with as_user(agent):
		return [lead["name"] for lead in today_list()["leads"]]


@pytest.mark.parametrize(
	("results", "retired"),
	[
		(["空号"], 0),
		(["空号", "空号"], 1),
		(["空号", "无人接听", "空号"], 1),
		(["空号", "已接听", "空号"], 0),
		(["关机", "停机", "占线"], 0),
		(["空号", "空号", "已接听"], 0),
	],
)
def test_two_empty_days_without_a_conversation_since_retire_a_number(agent, results, retired):
	lead = called(agent, a_lead(agent=agent), *results)
	assert lead.number_retired == retired
	assert (lead.name in on_the_list(agent)) == (not retired and "已接听" not in results)


def test_two_calls_of_one_day_are_one_day(agent):
	lead = a_lead(agent=agent)
	a_sheet(agent, rows=[a_row(agent, lead=lead, connected=False, result="空号") for _ in range(2)])
	lead.reload()
	assert (lead.number_retired, lead.number_state, lead.status) == (0, "Empty", "Held")


def test_the_call_that_shows_it_takes_the_customer_off_the_list(agent):
	lead = called(agent, a_lead(agent=agent), "空号")
	assert lead.name in on_the_list(agent)
	with as_user(agent):
		log_call(lead.name, 0, frappe.generate_hash(), result="空号")
	lead.reload()
	assert (lead.number_retired, lead.status) == (1, "Out")


@pytest.mark.req("R7", "R10")
def test_it_leaves_its_agent_without_a_refusal_and_comes_back_to_no_list(agent, group):
	lead = called(agent, a_lead(agent=agent), "空号", "空号")
	other = a_lead(agent=agent)
	recycling.return_due_leads()
	lead.reload()
	assert (
		lead.agent,
		lead.status,
		lead.do_not_call,
		frappe.db.get_value("Call Lead", other.name, "agent"),
	) == (None, "Out", 0, agent.name)
	assert not frappe.db.exists("Refusal Record", {"lead": lead.name})
	assert frappe.db.exists("Lead Allocation Item", {"lead": lead.name})
	assert lead.name not in list_free_leads(PoolQuery(group.name, getdate(add_days(today(), 400))))


@pytest.mark.req("R7")
def test_the_leader_says_that_it_works_and_the_count_begins_anew(agent, group):
	lead = called(agent, a_lead(agent=agent), "空号", "空号")
	recycling.return_due_leads()
	with as_user(the_leader(group)):
		with pytest.raises(NumberReasonError):
			keep_number(lead.name, " ")
		keep_number(lead.name, "客户来电确认")
	lead.reload()
	assert (lead.number_retired, lead.status) == (0, "Pool")
	assert lead.name in list_free_leads(PoolQuery(group.name, getdate()))
	assert "客户来电确认" in frappe.get_last_doc("Comment", {"reference_name": lead.name}).content
	frappe.db.set_value("Call Lead", lead.name, {"agent": agent.name, "status": "Held"})
	with as_user(agent):
		log_call(lead.name, 0, frappe.generate_hash(), result="空号")
	lead.reload()
	assert lead.number_retired == 0


def test_nobody_else_keeps_a_number(agent, group):
	lead = called(agent, a_lead(agent=agent), "空号", "空号")
	for person in (agent, the_leader(a_group(frappe.get_doc("Sales Centre", group.centre)))):
		with as_user(person), pytest.raises(frappe.PermissionError):
			keep_number(lead.name, "能用")


def test_a_centre_says_after_how_many_days(agent, group):
	centre = frappe.get_doc("Sales Centre", group.centre)
	for row in centre.call_results:
		row.retires_after = {"空号": 0, "停机": 3}.get(row.result, 0)
	centre.save()
	assert called(agent, a_lead(agent=agent), "空号", "空号", "停机", "停机").number_retired == 0
	agent = an_agent(group=group)
	assert called(agent, a_lead(agent=agent), "停机", "停机", "停机").number_retired == 1


@pytest.mark.req("R9")
@pytest.mark.parametrize("by", ["Source", "Batch"])
def test_source_quality_has_the_rates_of_empty_and_wrong_numbers(agent, group, by):
	results = ("空号", "空号", "非本人", "已接听")
	leads = [a_lead(agent=agent) for _ in range(5)]
	rows = [
		a_row(agent, lead=lead, result=result, grade="C" if result == "已接听" else " ")
		for lead, result in zip(leads, results, strict=False)
	]
	a_sheet(agent, rows=[{**row, "grade": row["grade"].strip() or None} for row in rows])
	filters = {"from_date": add_days(today(), -400), "to_date": today(), "centre": group.centre, "by": by}
	columns, shown, *_rest = source_quality.execute({**filters, "ranked_by": "Visits per Lead"})
	whole = shown[-1]
	assert {"empty_rate", "wrong_rate"} <= {c["fieldname"] for c in columns}
	assert (whole.called, whole.empty, whole.wrong) == (4, 2, 1)
	assert (whole.empty_rate, whole.wrong_rate) == (50, 25)
	key = next(row.key for row in shown if row.empty and row.key is not None)
	found = leads_of_step("empty", by, key, filters, int(by == "Source"))
	assert set(found["names"]) == {lead.name for lead in leads[:2]}
