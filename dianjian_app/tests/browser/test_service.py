"""A complaint from the first call to the lesson, as customer service and the manager walk it (R41)."""

import pytest

from dianjian_app import roles
from dianjian_app.tests.browser.desk import zh


def filled(desk, **values):
	"""Fill in fields of the open form, links included."""
	desk.page.evaluate("values => cur_frm.set_value(values)", values)
	return desk.ready()


@pytest.mark.req("R41")
def test_a_complaint_is_apologised_for_solved_told_and_closed_by_two_people(site, company, desk_of):
	agent = company.staff[roles.AGENT]
	desk = desk_of(roles.SERVICE).open("customer-complaint", "new-customer-complaint")
	desk.page.wait_for_function("cur_frm && cur_frm.doctype === 'Customer Complaint' && cur_frm.is_new()")
	told = {"severity": "Major", "agent": agent.name, "complaint": "价格说错", "category": "信息不符"}
	filled(desk.ready(), **told).save().shot("complaint-received")
	name = desk.page.evaluate("cur_frm.docname")
	try:
		desk.sees(
			zh("Write down the apology, choose the department that answers, then start work."),
		)
		filled(desk, apology="已当面致歉", department="销售部").save()
		desk.act("Start").confirm_if_asked()
		desk.page.wait_for_function("cur_frm.doc.stage === 'In Progress'")
		solved = {"cause": "口误", "solution": "书面更正", "solved_by": agent.name}
		filled(desk.ready(), **solved).save().act("Solve").confirm_if_asked()
		desk.page.wait_for_function("cur_frm.doc.stage === 'Solved'")
		# who worked on it tells the customer and writes down how
		answer = {"told_by": company.staff[roles.SERVICE].name, "customer_satisfied": "Satisfied"}
		day = site.utils.today()  # the browser may be in another time zone
		filled(desk.ready(), told_on=day, lesson="报价前核对", **answer).save().shot("complaint-solved")
		manager = desk_of(roles.MANAGER).open_form("Customer Complaint", name)
		manager.act("Close").confirm_if_asked()
		manager.page.wait_for_function("cur_frm.doc.stage === 'Closed'")
		manager.ready().shot("complaint-closed")
		manager.open("query-report", "Complaint Analysis")
		manager.page.wait_for_function("frappe.query_report && frappe.query_report.data?.length")
		manager.ready().sees("信息不符").shot("complaint-analysis")
		desk.open("customer-complaint").shot("complaint-list")
		assert not desk.problems and not manager.problems
	finally:
		site.db.rollback()
		site.db.delete("Customer Complaint", {"name": name})
		site.db.commit()
