"""People around one agent, and a document of each DocType in each state of its workflow, made by those people."""

from datetime import date, timedelta

import frappe
from frappe.model.workflow import apply_workflow
from frappe.utils import now_datetime

from dianjian_app import roles
from dianjian_app.attendance import day_results
from dianjian_app.attendance.result_store import name_of
from dianjian_app.calls import review
from dianjian_app.people.period import Period
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders import calls as call_builders
from dianjian_app.tests.builders.attendance import a_policy
from dianjian_app.tests.builders.incentives import (
	SEPTEMBER,
	Place,
	a_rule,
	a_settlement,
	entries_of,
	published,
	signed_by_hr,
	signed_by_manager,
)
from dianjian_app.tests.builders.people import (
	a_centre,
	a_consultant,
	a_group,
	a_staff,
	a_user,
	an_agent,
	the_leader,
)
from dianjian_app.tests.builders.visits import Party, a_deal, a_register
from dianjian_app.tests.builders.visits import confirmed as a_confirmed_deal
from dianjian_app.tests.builders.visits import signed as a_signed_register

ABSENT_ON = date(2026, 9, 1)


class Cast:
	"""A centre with two groups, a second centre, and somebody of each role; `people` is name → Sales Staff or user."""

	def __init__(self):
		self.centre, self.elsewhere = a_centre(rest_days=("Sunday",), opened_on=SEPTEMBER.start), a_centre()
		self.group, neighbours, strangers = (
			a_group(self.centre),
			a_group(self.centre),
			a_group(self.elsewhere),
		)
		self.agent = an_agent(self.group)
		self.people = {
			"agent": self.agent,
			"colleague": an_agent(self.group),
			"neighbour": an_agent(neighbours),
			"consultant": a_consultant(self.group),
			"second_consultant": a_consultant(self.group),
			"leader": the_leader(self.group),
			"other_leader": the_leader(neighbours),
			"leader_elsewhere": the_leader(strangers),
			"assistant": a_staff(roles.ASSISTANT, group=self.group),
			"admin": a_user(roles.ADMIN).name,
			"auditor": a_user(roles.AUDITOR).name,
		}
		for name, position in (
			("front_desk", roles.FRONT_DESK),
			("service", roles.SERVICE),
			("planning", roles.PLANNING),
			("administration", roles.ADMINISTRATION),
			("manager", roles.MANAGER),
			("second_manager", roles.MANAGER),
			("hr", roles.HR),
			("second_hr", roles.HR),
		):
			self.people[name] = a_staff(position, centre=self.centre)
		for name, position in (
			("front_desk_elsewhere", roles.FRONT_DESK),
			("administration_elsewhere", roles.ADMINISTRATION),
			("manager_elsewhere", roles.MANAGER),
			("hr_elsewhere", roles.HR),
		):
			self.people[name] = a_staff(position, centre=self.elsewhere)
		self.group.reload()
		self.group.assistant = self.people["assistant"].name
		self.group.save()
		self.visit = Party(self.agent, consultant=self["consultant"], front_desk=self["front_desk"])

	def __getitem__(self, name):
		return self.people[name]

	@classmethod
	def maker(cls, doctype: str, state: str, action: str) -> str:
		"""Name of the method that makes a document of the DocType in the state; some steps need one of their own."""
		of_state = f"{doctype} {state}".replace(" ", "_").replace("-", "_").lower()
		of_step = f"{of_state}_{action}".replace(" ", "_").replace("-", "_").lower()
		return of_step if hasattr(cls, of_step) else of_state

	def _acts(self, who, doc, action):
		with as_user(self[who]):
			apply_workflow(frappe.get_doc(doc.doctype, doc.name), action)
		return frappe.get_doc(doc.doctype, doc.name)

	# call sheets
	def call_sheet_draft(self):
		return call_builders.a_sheet(self.agent)

	def call_sheet_handed_in(self):
		return call_builders.handed_in(self.call_sheet_draft(), self.agent)

	def call_sheet_returned(self):
		sheet = self.call_sheet_handed_in()
		with as_user(self["leader"]):
			review.return_sheet(sheet.name, "补填")
		return sheet

	def call_sheet_confirmed(self):
		return call_builders.confirmed(self.call_sheet_draft(), self.agent)

	# registers and visits
	def invitation_register_draft(self):
		return a_register(self.agent, consultant=self["consultant"])

	def invitation_register_signed(self):
		return a_signed_register(a_register(self.agent, consultant=self["consultant"]), self["leader"])

	def visit_confirmation_expected(self):
		return self.visit

	def visit_confirmation_expected_record_no_show(self):
		party, past = self.visit, now_datetime() - timedelta(hours=1)
		frappe.db.set_value("Visit Confirmation", party.name, "planned_at", past)
		return party

	def visit_confirmation_arrived(self):
		return self.visit.contact().lead_in()

	def visit_confirmation_signed(self):
		return self.visit.contact().lead_in().sign()

	def visit_confirmation_no_show(self):
		return self.visit.missed()

	def visit_confirmation_confirmed(self):
		return self.visit.counted()

	def visit_confirmation_walk_in(self):
		return self.visit.walked_in()

	def sales_deal_draft(self):
		return a_deal(self.visit.counted())

	def sales_deal_confirmed(self):
		return a_confirmed_deal(a_deal(self.visit.counted()), self["manager"])

	# rules and settlements
	def incentive_rule_draft(self):
		return a_rule(approved=False, centre=self.centre.name)

	def incentive_rule_approved(self):
		return a_rule(centre=self.centre.name)

	def _place(self) -> Place:
		agents = [self.agent, self["colleague"], self["neighbour"]]
		return Place(self.centre, self.group, agents, self["manager"], self["hr"])

	def incentive_settlement_draft(self):
		return a_settlement(self._place())

	def incentive_settlement_manager_approved(self):
		return signed_by_manager(a_settlement(self._place()), self._place())

	def incentive_settlement_returned(self):
		doc = self.incentive_settlement_manager_approved()
		with as_user(self["hr"]):
			doc = frappe.get_doc(doc.doctype, doc.name)
			doc.return_reason = "核对"
			doc.save()
		return self._acts("hr", doc, "Return")

	def incentive_settlement_hr_approved(self):
		return signed_by_hr(self.incentive_settlement_manager_approved(), self._place())

	# time off, appeals, complaints
	def a_leave(self, person, day):
		with as_user(person):
			return frappe.get_doc(
				doctype="Time Off Request",
				staff=person.name,
				leave_type="Personal Leave",
				from_date=day,
				to_date=day,
				reason="家中有事",
			).insert()

	def time_off_request_requested(self):
		return self.a_leave(self.agent, "2026-12-07")

	def time_off_request_approved(self):
		return self._acts("leader", self.a_leave(self.agent, "2026-12-07"), "Approve")

	def a_time(self, person, day):
		with as_user(person):
			return frappe.get_doc(
				doctype="Working Time Request",
				kind="Overtime",
				staff=person.name,
				date=day,
				starts_at="19:00:00",
				hours=2,
				reason="客户晚到",
			).insert()

	def working_time_request_requested(self):
		return self.a_time(self.agent, "2026-12-07")

	def working_time_request_approved(self):
		return self._acts("leader", self.a_time(self.agent, "2026-12-07"), "Approve")

	def incentive_appeal_filed(self):
		place = self._place()
		published(place)
		entry = entries_of(place, family="R20", agent=self.agent.name)[0]
		with as_user(self.agent):
			return frappe.get_doc(
				doctype="Incentive Appeal", kind="An Entry", entry=entry.name, grounds="当天系统故障"
			).insert()

	def incentive_appeal_in_review(self):
		return self._acts("second_hr", self.incentive_appeal_filed(), "Take Up")

	def day_result_appeal_filed(self):
		a_policy(frappe.get_doc("Sales Centre", self.agent.centre))
		day_results.refresh([self.agent.name], Period.day(ABSENT_ON))
		with as_user(self.agent):
			return frappe.get_doc(
				doctype="Day Result Appeal", result=name_of(self.agent.name, ABSENT_ON), grounds="当天在岗"
			).insert()

	def day_result_appeal_in_review(self):
		return self._acts("second_hr", self.day_result_appeal_filed(), "Take Up")

	def a_complaint(self, about):
		with as_user(self["service"]):
			return frappe.get_doc(
				doctype="Customer Complaint",
				agent=about.name,
				severity="Major",
				received_on=frappe.utils.today(),
				complaint="价格说错",
				apology="已致歉",
				department="销售部",
			).insert()

	def customer_complaint_received(self):
		return self.a_complaint(self.agent)

	def customer_complaint_in_progress(self):
		return self._acts("service", self.a_complaint(self.agent), "Start")

	def customer_complaint_solved(self, solver="colleague"):
		doc = self.customer_complaint_in_progress()
		with as_user(self["service"]):
			doc.update(
				{"category": "其他", "cause": "口误", "solution": "致歉", "solved_by": self[solver].name}
			)
			doc.update({"told_on": frappe.utils.today(), "told_by": self[solver].name, "lesson": "核对"})
			doc.update({"customer_satisfied": "Satisfied"}).save()
		return self._acts("service", doc, "Solve")
