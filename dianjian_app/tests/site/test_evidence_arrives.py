"""Rulings rest on the server's time of arrival: what a person states is kept beside it and wins nothing (R10, decision 72)."""

import frappe
import pytest
from frappe.utils import add_days, add_to_date, get_datetime, now_datetime

from dianjian_app.patches.v0_2 import record_arrivals
from dianjian_app.resources.pool.contacts import contacts_of
from dianjian_app.service import lead_claim_events
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.calls import a_row, a_sheet
from dianjian_app.tests.builders.people import a_centre, a_group, an_agent
from dianjian_app.tests.builders.resources import a_lead, a_number

pytestmark = pytest.mark.req("R10")
LAST_WEEK = 7


def just_now(moment) -> bool:
	return abs((now_datetime() - get_datetime(moment)).total_seconds()) < 300


def a_call(agent, number, **fields):
	with as_user(agent):
		doc = frappe.get_doc(doctype="Inbound Call", phone_input=number[3:], source="近半年来电", **fields)
		return doc.insert()


@pytest.fixture
def two():
	"""Two agents of a centre whose clauses protect for thirty days."""
	centre = a_centre()
	centre.update({"protection_days": 30}).save()
	group = a_group(centre)
	return an_agent(group), an_agent(group)


def test_a_call_of_last_week_that_is_typed_today_wins_no_claim(two):
	holder, claimant = two
	number = a_number()
	first = a_call(holder, number)
	stated = add_days(now_datetime(), -LAST_WEEK)
	typed = a_call(claimant, number, called_at=stated, recorded_at=stated, creation=stated)
	assert get_datetime(typed.called_at) == stated and just_now(typed.recorded_at)
	with as_user(claimant):
		name = lead_claim_events.file_claim(number, "上周打给我的")
	claim = frappe.get_doc("Lead Claim", name)
	assert claim.holder == holder.name and claim.proposed_agent == holder.name
	told = {c.document: c for c in contacts_of([first.lead])[first.lead]}
	evidence = told[f"Inbound Call/{typed.name}"]
	assert just_now(evidence.at) and evidence.stated == stated


def test_nobody_changes_when_a_call_arrived(two):
	call = a_call(two[0], a_number())
	with as_user(two[0]):
		call.recorded_at = add_days(now_datetime(), -LAST_WEEK)
		call.save()
	assert just_now(frappe.db.get_value("Inbound Call", call.name, "recorded_at"))


def test_a_call_on_a_sheet_of_last_week_arrives_today(two):
	agent, long_ago = two[0], add_days(now_datetime(), -LAST_WEEK)
	lead = a_lead(agent=agent)
	row = a_row(agent, lead=lead, called_at=long_ago, recorded_at=long_ago, creation=long_ago)
	sheet = a_sheet(agent, day=long_ago.date(), rows=[row])
	[contact] = [c for c in contacts_of([lead.name])[lead.name] if c.document.startswith("Call Sheet/")]
	assert just_now(contact.at) and contact.stated == get_datetime(sheet.rows[0].called_at)


def test_a_row_that_becomes_another_call_arrives_anew(two):
	agent, before = two[0], add_to_date(now_datetime(), days=-2)
	rows = [a_row(agent), a_row(agent), a_row(agent, connected=False)]
	sheet = a_sheet(agent, rows=rows)
	for row in sheet.rows:
		frappe.db.set_value("Call Sheet Row", row.name, "recorded_at", before)
	sheet.reload()
	sheet.rows[0].remarks = "改了备注"
	sheet.rows[1].lead = a_lead(agent=agent).name
	sheet.rows[2].update({"connected": 1, "grade": "C"})
	for row in sheet.rows:
		row.recorded_at = add_days(before, -30)
	with as_user(agent):
		sheet.save()
	arrived = [r.recorded_at for r in frappe.get_doc("Call Sheet", sheet.name).rows]
	assert arrived[0] == before and just_now(arrived[1]) and just_now(arrived[2])


def test_contacts_of_before_have_the_time_of_their_row(two):
	call = a_call(two[0], a_number())
	frappe.db.set_value("Inbound Call", call.name, "recorded_at", None)
	record_arrivals.execute()
	assert frappe.db.get_value("Inbound Call", call.name, "recorded_at") == get_datetime(call.creation)
