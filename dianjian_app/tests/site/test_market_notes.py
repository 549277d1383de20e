"""Market notes are written in one's own name, read by the centre, and put together by the month (R51)."""

import frappe
import pytest
from frappe.desk import query_report
from frappe.utils import add_days, get_first_day, getdate, today

from dianjian_app import roles
from dianjian_app.service.market_note_events import MarketNoteError
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff, an_agent

pytestmark = pytest.mark.req("R51")


def a_note(by, **fields):
	with as_user(by):
		return frappe.get_doc(
			doctype="Market Note",
			**{
				"title": "竞品调价",
				"project": "江南府",
				"price": 21000,
				"text": "开盘九八折，联系 13812345678",
				**fields,
			},
		).insert()


@pytest.fixture
def group():
	return a_group(a_centre())


@pytest.mark.req("R47")
def test_a_note_is_its_writers_and_the_centre_reads_it(group):
	agent, colleague = an_agent(group), an_agent(group)
	note = a_note(agent, agent=colleague.name)
	assert note.agent == agent.name and "13812345678" not in note.text
	assert frappe.has_permission("Market Note", doc=note, user=colleague.user)
	assert not frappe.has_permission("Market Note", doc=note, user=an_agent(a_group(a_centre())).user)
	with as_user(colleague):
		note = frappe.get_doc("Market Note", note.name)
		note.price = 1
		with pytest.raises(frappe.PermissionError):
			note.save()
		with pytest.raises(frappe.PermissionError):
			frappe.delete_doc("Market Note", note.name)


def test_planning_keeps_the_notes_of_its_centre(group):
	note = a_note(an_agent(group))
	planning = a_staff(roles.PLANNING, centre=frappe.get_doc("Sales Centre", group.centre))
	with as_user(planning):
		doc = frappe.get_doc("Market Note", note.name)
		doc.project = "江南府一期"
		doc.save()
		assert doc.agent == note.agent


def test_a_note_is_not_of_a_day_to_come(group):
	with pytest.raises(MarketNoteError):
		a_note(an_agent(group), noted_on=add_days(today(), 1))


def test_the_months_report_has_each_note_and_what_changed_in_price(group):
	agent = an_agent(group)
	first = get_first_day(getdate())
	a_note(agent, noted_on=add_days(first, -2), price=20000)
	a_note(agent, noted_on=today(), price=21000)
	a_note(agent, noted_on=today(), project="湖心苑", price=0, kind="Promotion")
	manager = a_staff(roles.MANAGER, centre=frappe.get_doc("Sales Centre", group.centre))
	with as_user(manager):
		rows = query_report.run("Market Report", filters={"month": today()[:7]})["result"]
	found = {row["project"]: row["price_change"] for row in rows if row.get("project")}
	assert found == {"江南府": 5.0, "湖心苑": None}
