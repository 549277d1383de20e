"""After the month: what was missing is made good, September is settled and published, October takes a deal back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

import frappe
from frappe.model.workflow import apply_workflow

from dianjian_app import roles
from dianjian_app.demo import cast, facts, sheets, visits
from dianjian_app.demo.acting import MoveTo, acting_as
from dianjian_app.demo.plan import Plan
from dianjian_app.incentives.rules.incentive_rule_events import new_version
from dianjian_app.incentives.settlement.compute import compute_settlement
from dianjian_app.ledger.build import rebuild
from dianjian_app.people.period import Period

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.incentive_settlement.incentive_settlement import (
		IncentiveSettlement,
	)


OCTOBER = "2026-10"
LAST_STEP = "october"


def steps(plan: Plan) -> list[tuple[str, str, datetime, Callable[[MoveTo], None]]]:
	"""(key, what it is, when it begins, what is done) of each step after the month."""
	return [
		("draft", "September computed", datetime(2026, 10, 5, 9, 30), lambda move_to: draft(plan)),
		("mended", "what was missing", datetime(2026, 10, 5, 10, 0), lambda move_to: mend(plan, move_to)),
		("approved", "manager's approval", datetime(2026, 10, 5, 15, 0), lambda move_to: approve(plan)),
		(
			"published",
			"HR's approval, published",
			datetime(2026, 10, 6, 10, 0),
			lambda move_to: publish(plan),
		),
		(
			LAST_STEP,
			"a deal cancelled in October",
			datetime(2026, 10, 7, 9, 0),
			lambda move_to: october(plan),
		),
	]


def draft(plan: Plan) -> None:
	"""The nights have made every day's line of the ledger; the manager has the month computed and sees what is missing."""
	rebuild(cast.CENTRE, Period.parse_month(cast.MONTH))
	with acting_as(plan.holder(roles.MANAGER).user):
		computed(cast.MONTH)


def mend(plan: Plan, move_to: MoveTo) -> None:
	"""Leaders confirm what they left open, the administrator gives the product a rate."""
	for fact in plan.sheets:
		if fact.confirmed_when_settling:
			with acting_as(_leader(plan, fact.agent, fact.day)):
				sheets.confirm_day(fact.day, plan.group_of(fact.agent, fact.day))
	for visit in plan.visits:
		if visit.confirmed_when_settling:
			with acting_as(_leader(plan, visit.agent, visit.planned_at.date())):
				visits.confirm(plan, visit)
	move_to(datetime(2026, 10, 5, 10, 40))
	with acting_as(plan.holder(roles.ADMIN).user):
		give_rate(facts.PRODUCT_WITHOUT_RATE, facts.ITS_RATE)


def give_rate(product: str, yuan: int) -> None:
	"""A version of the deals' rule that holds from the month's first day and knows the product, too."""
	current = frappe.db.get_value("Incentive Rule", {"family": "R23", "docstatus": 1, "stage": "Approved"})
	name = new_version(current, str(cast.FIRST_DAY), f"{product}开始奖励，每套 {yuan} 元")
	rule = frappe.get_doc("Incentive Rule", name)
	rule.append(
		"outcomes", {"outcome_type": "Money", "basis": "Per Unit", "amount": yuan, "dimension_value": product}
	)
	rule.save()
	apply_workflow(rule, "Approve")


def approve(plan: Plan) -> None:
	"""The manager computes once more, looks at the lines, and approves."""
	with acting_as(plan.holder(roles.MANAGER).user):
		act(computed(cast.MONTH), "Approve as Manager")


def publish(plan: Plan) -> None:
	"""HR approves, and the month becomes public."""
	with acting_as(plan.holder(roles.HR).user):
		for action in ("Approve as HR", "Publish"):
			act(settlement_of(cast.MONTH), action)


def october(plan: Plan) -> None:
	"""A deal falls through; October's running settlement shows what that takes back. Nothing of it is approved."""
	rebuild(cast.CENTRE, Period.parse_month(OCTOBER))
	with acting_as(plan.holder(roles.MANAGER).user):
		for deal in plan.deals:
			if deal.cancelled_on:
				visits.cancel_deal(plan, deal)
		computed(OCTOBER)


def settlement_of(month: str, centre: str = cast.CENTRE) -> IncentiveSettlement | None:
	"""A centre's settlement of a month, None before there is one."""
	name = frappe.db.get_value(
		"Incentive Settlement", {"centre": centre, "month": month, "docstatus": ("<", 2)}
	)
	return frappe.get_doc("Incentive Settlement", name) if name else None


def act(settlement: IncentiveSettlement | None, action: str) -> None:
	"""A step of the settlement's workflow, by the user who acts."""
	apply_workflow(settlement, action)


def computed(month: str, centre: str = cast.CENTRE) -> IncentiveSettlement:
	doc = settlement_of(month, centre)
	if not doc:
		doc = frappe.get_doc(doctype="Incentive Settlement", centre=centre, month=month).insert()
	compute_settlement(doc.name)
	return frappe.get_doc("Incentive Settlement", doc.name)


def _leader(plan: Plan, agent: str, day: date) -> str:
	return plan.person(plan.leader_of(agent, day)).user
