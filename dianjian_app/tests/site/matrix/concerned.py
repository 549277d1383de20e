"""Documents that concern somebody who has the role to decide on them."""

import frappe

from dianjian_app import roles
from dianjian_app.incentives.discipline import disciplinary_decision
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.calls import a_sheet, handed_in
from dianjian_app.tests.builders.people_decide import a_scan


def _leads_the_group(cast):
	"""The agent, who leads the group as well from now on."""
	frappe.get_doc("User", cast.agent.user).add_roles(roles.LEADER)
	frappe.db.set_value("Sales Group", cast.group.name, "leader", cast.agent.name)
	frappe.local.dianjian_places = {}


def _after_leading(make):
	def made(cast):
		doc = make(cast)
		_leads_the_group(cast)
		return doc

	return made


def _leave_of(who):
	return lambda cast: cast.a_leave(cast[who], "2026-12-07")


def _month_with_both_roles(cast):
	doc = cast.incentive_settlement_manager_approved()
	frappe.get_doc("User", cast["manager"].user).add_roles(roles.HR)
	frappe.clear_cache(user=cast["manager"].user)
	return doc


def _about_the_manager(by, doctype, **fields):
	def made(cast):
		with as_user(cast[by]):
			return frappe.get_doc(
				doctype=doctype, agent=cast["manager"].name, date=frappe.utils.today(), **fields
			).insert()

	return made


def _heard_action(cast):
	action = _about_the_manager("hr", "Disciplinary Action", ground="离岗", evidence="接待时离岗")(cast)
	with as_user(cast["manager"]):
		disciplinary_decision.make_statement(action.name, "我去接客户了")
	return action


def _praise(cast):
	with as_user(cast["service"]):  # who makes a praise uploads its scan
		scan = a_scan(is_private=1)
	return _about_the_manager("service", "Customer Praise", praise="服务周到", attachment=scan)(cast)


def _appraisal(cast):
	return _about_the_manager(
		"hr",
		"Staff Appraisal",
		kind="Periodic",
		period_start="2026-08-01",
		period_end="2026-08-31",
		scores=[{"criterion": "业绩", "weight": 100, "score": 80}],
	)(cast)


# what it is (see NEVER_ONES_OWN) → what makes it of a cast
MADE = {
	"a leader's own sheet": _after_leading(lambda cast: handed_in(a_sheet(cast.agent), cast.agent)),
	"a leader's own register": _after_leading(lambda cast: cast.invitation_register_draft()),
	"a leader's own visit": _after_leading(lambda cast: cast.visit_confirmation_signed()),
	"a leader's own overtime": lambda cast: cast.a_time(cast["leader"], "2026-12-07"),
	"a leader's own leave": _leave_of("leader"),
	"a manager's own leave": _leave_of("manager"),
	"Administration's own leave": _leave_of("administration"),
	"a complaint about the leader": lambda cast: cast.a_complaint(cast["leader"]),
	"a complaint that the manager solved": lambda cast: cast.customer_complaint_solved("manager"),
	"a month that the manager approved": _month_with_both_roles,
	"an appeal about a month that HR approved": lambda cast: cast.incentive_appeal_filed(),
	"praise of the manager": _praise,
	"an appraisal of the manager": _appraisal,
	"an action against the manager": _heard_action,
}
