"""What customers look for stands in ledger, statistics and weekly summary, and on the sheet before it is handed in (R11, R44–R46)."""

import frappe
import pytest
from frappe.utils import getdate, today

from dianjian_app.calls.errors import CallSheetError
from dianjian_app.calls.review import hand_in
from dianjian_app.ledger import build
from dianjian_app.people.period import Period
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.calls import a_row, a_sheet, confirmed
from dianjian_app.tests.builders.people import a_centre, a_group, an_agent
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.tests.site.test_form_books import book, values
from dianjian_app.tests.site.test_reports import lines, run
from dianjian_app.workbooks import ledger_workbooks

pytestmark = pytest.mark.req("R11", "R44", "R45", "R46")


@made_once
def agent():
	"""An agent whose day had three customers for 高层 and one for 别墅, beside another group's day with one for 别墅."""
	centre = a_centre()
	agent, other = (an_agent(a_group(centre)) for _ in range(2))
	for person, products in ((agent, ("高层", "高层", "高层", "别墅", None)), (other, ("别墅",))):
		rows = [a_row(person, grade="A", product_need=product) for product in products]
		confirmed(a_sheet(person, rows=[*rows, a_row(person, connected=False)]), person)
	build.rebuild(centre.name, Period.day(getdate()))
	return agent


def needs(report, agent, row, **filters):
	"""Product → how often it was asked for in a row of a report, by the columns' own labels."""
	_rows, answer = run(report, centre=agent.centre, **filters)
	columns = {c["fieldname"]: c["label"] for c in answer["columns"] if c["fieldname"].startswith("need_")}
	return {label.partition(": ")[2]: row[field] for field, label in columns.items() if row[field]}


def english(product):
	return frappe.db.get_value("Product Type", product, "english_name") or product


@pytest.mark.parametrize(
	("report", "filters"),
	[
		("Daily Sales Call Ledger", {}),
		("Daily Sales Call Ledger", {"summed_by": "Agent"}),
		("Daily Sales Call Ledger", {"summed_by": "Sales Group"}),
		("Monthly Statistics Table", {}),
		("Weekly Centre Summary", {}),
	],
)
def test_each_row_says_what_its_customers_look_for(agent, report, filters):
	mine = {agent.name, agent.sales_group, agent.staff_name}
	[row] = [r for r in lines(report, centre=agent.centre, **filters) if mine & {*map(str, r.values())}]
	assert needs(report, agent, row, **filters) == {english("高层"): 3, english("别墅"): 1}


@pytest.mark.parametrize("report", ["Monthly Statistics Table", "Weekly Centre Summary"])
def test_the_totals_add_them_up(agent, report):
	rows, _answer = run(report, centre=agent.centre)
	assert needs(report, agent, rows[-1]) == {english("高层"): 3, english("别墅"): 2}


def test_nobody_counts_what_they_may_not_see(agent):
	with as_user("Administrator"):
		everybody = lines("Daily Sales Call Ledger", centre=agent.centre)
	[row] = lines("Daily Sales Call Ledger", agent, centre=agent.centre)
	assert len(everybody) == 2 and needs("Daily Sales Call Ledger", agent, row) == {
		english("高层"): 3,
		english("别墅"): 1,
	}


@pytest.mark.parametrize("which", ["ledger", "statistics"])
def test_the_workbooks_have_them(agent, which):
	asked = {"centre": agent.centre, "agent": agent.name}
	if which == "ledger":
		found = book(
			"Administrator", ledger_workbooks.download_ledger, **asked, from_date=today(), to_date=today()
		)
	else:
		found = book("Administrator", ledger_workbooks.download_statistics, **asked, month=today()[:7])
	heads, line = values(found.worksheets[0], 3), values(found.worksheets[0], 4)
	[at] = [n for n, head in enumerate(heads) if str(head).endswith(english("高层"))]
	assert line[at] == 3


class TestHandingIn:
	@made_once
	def asked(self):
		return an_agent(a_group(a_centre(need_before_hand_in=1)))

	def test_an_intention_customer_without_a_need_keeps_the_sheet(self, asked):
		sheet = a_sheet(asked, rows=[a_row(asked, grade="A"), a_row(asked, grade="C")])
		with as_user(asked):
			with pytest.raises(CallSheetError, match=sheet.rows[0].customer_name):
				hand_in(sheet.name)
			doc = frappe.get_doc("Call Sheet", sheet.name)
			assert doc.stage == "Draft"
			doc.rows[0].product_need = "高层"
			doc.save()
			hand_in(sheet.name)
		assert frappe.db.get_value("Call Sheet", sheet.name, "stage") == "Handed In"

	def test_a_centre_may_not_ask(self, asked):
		frappe.db.set_value("Sales Centre", asked.centre, "need_before_hand_in", 0)
		frappe.clear_document_cache("Sales Centre", asked.centre)
		sheet = a_sheet(asked, rows=[a_row(asked, grade="A")])
		with as_user(asked):
			hand_in(sheet.name)
		assert frappe.db.get_value("Call Sheet", sheet.name, "stage") == "Handed In"

	def test_a_new_centre_asks(self):
		assert (
			frappe.get_doc({"doctype": "Sales Centre"}).meta.get_field("need_before_hand_in").default == "1"
		)
