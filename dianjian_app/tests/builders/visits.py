"""Registers, visits and deals."""

from datetime import timedelta

import frappe
from frappe.utils import now_datetime

from dianjian_app import roles
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_consultant, a_staff, the_leader
from dianjian_app.tests.builders.resources import a_lead
from dianjian_app.visits import custody


def an_intention(agent, **fields):
	"""A lead of the agent that is graded A."""
	return a_lead(agent=agent, **{"grade": "A", **fields})


def soon():
	"""In an hour, which is longer than the tests of a file take; later in the evening the end of the day, in time for it."""
	now = now_datetime()
	end = now.replace(hour=23, minute=59, second=59, microsecond=0)
	return max(min(now + timedelta(hours=1), end), now + timedelta(minutes=1))


def a_register(agent, leads=None, consultant=None, planned_at=None, **fields):
	"""A draft register of today, made by the agent, one invitation a lead (one where none are given)."""
	leads = leads or [an_intention(agent)]
	planned = planned_at or soon()
	with as_user(agent):
		return frappe.get_doc(
			doctype="Invitation Register",
			agent=agent.name,
			date=frappe.utils.today(),
			rows=[
				{"lead": lead.name, "planned_at": planned, "receptionist": consultant and consultant.name}
				for lead in leads
			],
			**fields,
		).insert()


def a_register_beside(agent, lead, consultant):
	"""A second unsigned register with a customer who stands on one already, as a site of before may have it."""
	register = a_register(agent, consultant=consultant)
	frappe.db.set_value("Invitation", {"parent": register.name}, "lead", lead.name)
	return frappe.get_doc("Invitation Register", register.name)


def signed(register, leader):
	"""The register after the leader signed it."""
	with as_user(leader):
		frappe.get_doc("Invitation Register", register.name).submit()
	return frappe.get_doc("Invitation Register", register.name)


class Party:
	"""A visit with the people around it: agent, consultant, leader, front desk."""

	def __init__(self, agent, lead=None, consultant=None, front_desk=None, planned_at=None):
		group = frappe.get_doc("Sales Group", agent.sales_group)
		self.agent, self.leader = agent, the_leader(group)
		self.consultant = consultant or a_consultant(group)
		centre = frappe.get_doc("Sales Centre", agent.centre)
		self.front_desk = front_desk or a_staff(roles.FRONT_DESK, centre=centre)
		self.lead = lead or an_intention(agent)
		self.register = signed(a_register(agent, [self.lead], self.consultant, planned_at), self.leader)
		self.name = self.register.rows[0].visit

	@property
	def visit(self):
		return frappe.get_doc("Visit Confirmation", self.name)

	def contact(self):
		with as_user(self.agent):
			custody.record_contact(self.name)
		return self

	def lead_in(self):
		with as_user(self.front_desk):
			custody.record_lead_in(self.name)
		return self

	def sign(self):
		with as_user(self.consultant):
			custody.sign(self.name)
		return self

	def confirm(self):
		with as_user(self.leader):
			custody.confirm(self.name)
		return self

	def counted(self):
		"""Through all four hands."""
		return self.contact().lead_in().sign().confirm()

	def walked_in(self):
		"""Signed, though the customer had not contacted the agent."""
		return self.lead_in().sign()

	def missed(self):
		"""The customer did not come."""
		past = now_datetime() - timedelta(hours=1)
		frappe.db.set_value("Visit Confirmation", self.name, "planned_at", past, update_modified=False)
		with as_user(self.agent):
			custody.no_show(self.name)
		return self

	def again(self, **fields):
		"""The same customer invited once more, with the same people."""
		return Party(
			self.agent, lead=self.lead, consultant=self.consultant, front_desk=self.front_desk, **fields
		)


def a_deal(party, product="高层", units=1, amount=1000000, **fields):
	"""A deal recorded by the party's consultant."""
	with as_user(party.consultant):
		return frappe.get_doc(
			doctype="Sales Deal",
			**{
				"visit": party.name,
				"product_type": product,
				"units": units,
				"amount": amount,
				"date": frappe.utils.today(),
				**fields,
			},
		).insert()


def a_manager(centre_name):
	"""The department manager of a centre."""
	return a_staff(roles.MANAGER, centre=frappe.get_doc("Sales Centre", centre_name))


def confirmed(deal, manager=None):
	"""The deal after a manager confirmed it."""
	manager = manager or a_manager(deal.centre)
	with as_user(manager):
		frappe.get_doc("Sales Deal", deal.name).submit()
	return frappe.get_doc("Sales Deal", deal.name)
