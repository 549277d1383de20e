"""Leave in the browser: who can stand in is offered, and to long leave the leader agrees before the manager decides (R34)."""

import frappe
import pytest
from frappe.utils import add_days, today

from dianjian_app import roles
from dianjian_app.tests.browser.company import SECOND_AGENT, dissolve_group
from dianjian_app.tests.browser.desk import zh
from dianjian_app.tests.builders.people import a_group, an_agent

REQUEST = "Time Off Request"


@pytest.fixture
def leave(site, company):
	"""What is asked for in a test is taken away again."""
	yield
	site.db.rollback()
	site.db.delete(REQUEST, {"centre": company.centre.name})
	site.db.commit()


@pytest.fixture
def stranger(site, company):
	"""An agent of another group of the centre."""
	group = a_group(company.centre)
	agent = an_agent(group)
	site.db.commit()
	yield agent
	site.db.rollback()
	dissolve_group(frappe.get_doc("Sales Group", group.name), agent)


@pytest.mark.req("R34")
def test_the_form_offers_agents_of_the_group_to_stand_in(site, company, desk_of, leave, stranger):
	agent, colleague = company.staff[roles.AGENT], company.staff[SECOND_AGENT]
	desk = desk_of(roles.AGENT).open("time-off-request", "new-time-off-request")
	page = desk.page
	page.wait_for_function("name => cur_frm?.doc.staff === name && cur_frm.substitutes", arg=agent.name)
	desk.ready()
	page.click("[data-fieldname='substitute'] input")
	page.wait_for_function(
		"""name => [...document.querySelectorAll("[data-fieldname='substitute'] .awesomplete li")]
			.some((each) => each.innerText.includes(name))""",
		arg=colleague.staff_name,
	)
	offered = page.inner_text("[data-fieldname='substitute'] .awesomplete ul")
	for nobody in (agent, stranger, company.staff[roles.LEADER], company.staff[roles.CONSULTANT]):
		assert nobody.name not in offered.split()
		assert nobody.staff_name not in offered.split()
	page.keyboard.press("Escape")
	page.evaluate(
		"""([day, name]) => cur_frm.set_value({
			from_date: day, to_date: day, reason: "家中有事", substitute: name,
		})""",
		[add_days(today(), 10), colleague.name],
	)
	desk.save()
	site.db.rollback()
	assert site.db.get_value(REQUEST, {"staff": agent.name}, "substitute") == colleague.name


@pytest.mark.req("R34")
def test_the_leader_agrees_on_the_form_and_the_manager_approves(site, company, desk_of, leave):
	agent, leader = company.staff[roles.AGENT], company.staff[roles.LEADER]
	centre = company.centre.name
	site.db.set_value("Sales Centre", centre, "leader_decides_days", 1)
	frappe.set_user(agent.user)
	request = frappe.get_doc(
		doctype=REQUEST,
		staff=agent.name,
		leave_type="Personal Leave",
		from_date=add_days(today(), 10),
		to_date=add_days(today(), 14),
		reason="回老家",
	).insert()
	frappe.set_user("Administrator")
	site.db.commit()
	try:
		manager = desk_of(roles.MANAGER).open_form(REQUEST, request.name)
		manager.sees(zh("Waits for the agreement of {0}.", leader.staff_name))
		desk = desk_of(roles.LEADER).open_form(REQUEST, request.name)
		desk.press("Agree")
		desk.page.wait_for_function("user => cur_frm.doc.agreed_by === user", arg=leader.user)
		desk.ready().shot("long-leave-agreed")
		manager.open_form(REQUEST, request.name)
		manager.act("Approve").confirm_if_asked()
		manager.page.wait_for_function("cur_frm.doc.docstatus === 1")
	finally:
		site.db.rollback()
		site.db.set_value("Sales Centre", centre, "leader_decides_days", 0)
		site.db.commit()
	signed = site.db.get_value(REQUEST, request.name, ["agreed_by", "decided_by"])
	assert signed == (leader.user, company.users[roles.MANAGER])
