"""Reports of what keeps customers from buying, and of how many follow-ups a deal took (R8, R12)."""

import json

import frappe
import pytest
from frappe.utils import add_days, today

from dianjian_app.dianjian_app.report.deals_by_follow_ups.deals_by_follow_ups import follow_ups_of_deals
from dianjian_app.people.period import Period
from dianjian_app.resources.customer_needs import note_needs
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.calls import a_row, a_sheet, confirmed
from dianjian_app.tests.builders.people import a_centre, a_group, an_agent
from dianjian_app.tests.builders.resources import a_lead
from dianjian_app.tests.builders.visits import Party, a_deal, a_manager, an_intention
from dianjian_app.tests.builders.visits import confirmed as confirmed_deal
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.tests.site.test_reports import lines, run

NEEDS = "Resistance and Lost Reasons"


def noted(agent, **needs):
	lead = a_lead(agent=agent, **{k: needs.pop(k) for k in ("source", "product_need") if k in needs})
	with as_user(agent):
		note_needs(lead.name, json.dumps(needs))
	return lead


@made_once
def agent():
	agent = an_agent(a_group(a_centre()))
	noted(agent, source="常规资源", product_need="高层", resistance="Some", resistance_reason="Price")
	noted(agent, source="常规资源", product_need="别墅", resistance="Strong", resistance_reason="Price")
	noted(agent, source="常规资源", product_need="高层", resistance="None", lost_reason="Bought Elsewhere")
	noted(agent, source="短信赠送", resistance="Strong", resistance_reason="Transport")
	noted(agent, source="短信赠送", rooms=3)
	return agent


def columns(**filters):
	_rows, answer = run(NEEDS, **filters)
	return {column["label"]: column["fieldname"] for column in answer["columns"]}


def by_key(agent, person="Administrator", **filters):
	named = columns(centre=agent.centre, **filters)
	return {
		row["key"]: {label: row[field] for label, field in named.items() if row[field] and field != "key"}
		for row in lines(NEEDS, person, centre=agent.centre, **filters)
	}


@pytest.mark.req("R12")
def test_resistance_and_its_reasons_by_source(agent):
	assert by_key(agent, by="Source") == {
		"常规资源": {
			"Customers Asked": 3, "None": 1, "Some": 1, "Strong": 1,
			"Some or Strong of Asked": 66.7, "Price": 2,
		},
		"短信赠送": {"Customers Asked": 1, "Strong": 1, "Some or Strong of Asked": 100.0, "Transport": 1},
	}  # fmt: skip


@pytest.mark.req("R12")
def test_by_product_and_by_month(agent):
	products = by_key(agent, by="Product Need")
	assert {key: row["Customers Asked"] for key, row in products.items()} == {"None": 1, "别墅": 1, "高层": 2}
	assert {key: row["Customers Asked"] for key, row in by_key(agent, by="Month").items()} == {today()[:7]: 4}


@pytest.mark.req("R12")
def test_why_customers_were_lost(agent):
	found = by_key(agent, by="Source", what="Reason Lost")
	assert found == {"常规资源": {"Customers Lost": 1, "Bought Elsewhere": 1}}


@pytest.mark.req("R12", "R47")
def test_an_agent_counts_their_own_customers_alone(agent):
	other = an_agent(frappe.get_doc("Sales Group", agent.sales_group))
	noted(other, source="常规资源", resistance="Some", resistance_reason="Price")
	assert by_key(agent, other, by="Source")["常规资源"]["Customers Asked"] == 1
	assert by_key(agent, by="Source")["常规资源"]["Customers Asked"] == 4


@pytest.mark.req("R12")
def test_needs_of_another_time_are_left_out(agent):
	frappe.db.set_value(
		"Call Lead", {"agent": agent.name}, "needs_noted_at", add_days(today(), -40) + " 10:00:00"
	)
	assert by_key(agent, by="Source") == {}


@pytest.mark.req("R8")
def test_a_deal_counts_the_conversations_before_it(agent):
	lead, other = an_intention(agent), an_intention(agent)
	yesterday = add_days(today(), -1)
	confirmed(
		a_sheet(agent, day=yesterday, rows=[a_row(agent, lead=lead, grade="A"), a_row(agent, lead=other)]),
		agent,
	)
	rows = [a_row(agent, lead=lead, grade="A"), a_row(agent, lead=lead, connected=False)]
	confirmed(a_sheet(agent, rows=rows), agent)
	deal = confirmed_deal(
		a_deal(Party(agent, lead=frappe.get_doc("Call Lead", lead.name)).counted()), a_manager(agent.centre)
	)
	found = follow_ups_of_deals(Period.parse_month(today()[:7]), frappe._dict(centre=agent.centre))
	assert found == {deal.name: 2}
	[row] = lines("Deals by Follow-ups", centre=agent.centre)
	assert (row["label"], row["deals"], row["share"]) == ("2", 1, 100.0)
