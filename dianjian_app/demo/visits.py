"""Registers, visits and deals of the demo, each act in the session of the person whose act it is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import frappe
from frappe.model.workflow import apply_workflow

from dianjian_app.demo.plan import DealFact, Plan, VisitFact
from dianjian_app.visits import custody
from dianjian_app.visits import sales_deal_events as deals

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.invitation_register.invitation_register import InvitationRegister
	from dianjian_app.dianjian_app.doctype.sales_deal.sales_deal import SalesDeal


def row_of(plan: Plan, visit: VisitFact) -> frappe._dict:
	"""The visit's row in its agent's register: lead, visit confirmation, planned time."""
	rows = frappe.get_all(
		"Invitation",
		filters={
			"agent": plan.person(visit.agent).number,
			"date": visit.invited_on,
			"docstatus": ("<", 2),
			"parenttype": "Invitation Register",
		},
		fields=["lead", "visit", "planned_at"],
		order_by="idx",
	)
	return rows[visit.position]


def customers_again(plan: Plan, visits: list[VisitFact]) -> list[str]:
	"""Leads of the customers who are invited once more."""
	return [row_of(plan, plan.visit(v.same_customer_as)).lead for v in visits if v.same_customer_as]


def register(plan: Plan, day: date, visits: list[VisitFact], customers: list[str]) -> None:
	"""The agent's register of the day. customers: leads of the day's intention customers, for those invited first."""
	agent = plan.person(visits[0].agent).number
	new = iter(customers)
	doc = None
	for visit in sorted(visits, key=lambda v: v.position):
		if visit.re_invites:
			custody.re_invite(row_of(plan, plan.visit(visit.re_invites)).visit, str(visit.planned_at))
			doc = _draft(agent, day)
			continue
		doc = doc or _draft(agent, day)
		lead = row_of(plan, plan.visit(visit.same_customer_as)).lead if visit.same_customer_as else next(new)
		doc.append("rows", {"lead": lead, "planned_at": visit.planned_at})
		doc.save()


def _draft(agent: str, day: date) -> InvitationRegister:
	name = frappe.db.get_value("Invitation Register", {"agent": agent, "date": day, "docstatus": 0})
	return (
		frappe.get_doc("Invitation Register", name)
		if name
		else frappe.new_doc("Invitation Register", agent=agent, date=day)
	)


def sign_register(plan: Plan, day: date, visits: list[VisitFact]) -> None:
	"""The leader names who receives each customer and signs."""
	doc = _draft(plan.person(visits[0].agent).number, day)
	for visit in visits:
		doc.rows[visit.position].receptionist = plan.person(visit.receptionist).number
	doc.save()
	apply_workflow(doc, "Sign")


def name_of(plan: Plan, visit: VisitFact) -> str:
	"""Name of the Visit Confirmation."""
	return row_of(plan, visit).visit


def contact(plan: Plan, visit: VisitFact) -> None:
	custody.record_contact(name_of(plan, visit))


def lead_in(plan: Plan, visit: VisitFact) -> None:
	custody.record_lead_in(name_of(plan, visit))


def sign(plan: Plan, visit: VisitFact) -> None:
	custody.sign(name_of(plan, visit))


def confirm(plan: Plan, visit: VisitFact) -> None:
	custody.confirm(name_of(plan, visit))


def no_show(plan: Plan, visit: VisitFact) -> None:
	custody.no_show(name_of(plan, visit))


def record_deal(plan: Plan, deal: DealFact) -> str:
	"""The consultant who received the customer records what was bought."""
	return (
		frappe.get_doc(
			doctype="Sales Deal",
			visit=name_of(plan, plan.visit(deal.visit)),
			product_type=deal.product,
			units=deal.units,
			amount=deal.amount,
			date=deal.day,
		)
		.insert()
		.name
	)


def confirm_deal(plan: Plan, deal: DealFact) -> None:
	"""The manager confirms the deal."""
	apply_workflow(deal_of(plan, deal), "Confirm")


def cancel_deal(plan: Plan, deal: DealFact) -> None:
	"""The manager cancels the deal on the day it falls through."""
	deals.cancel_deal(deal_of(plan, deal).name, deal.reason)


def deal_of(plan: Plan, deal: DealFact) -> SalesDeal:
	"""The deal's document."""
	return frappe.get_doc(
		"Sales Deal", {"visit": name_of(plan, plan.visit(deal.visit)), "product_type": deal.product}
	)
