"""The last month's appraisals in the demo: opened for every agent, one answered by everybody and waiting for the talk (R38)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe

from dianjian_app import roles
from dianjian_app.demo.acting import acting_as
from dianjian_app.demo.plan import Plan
from dianjian_app.incentives.appraisal import appraisal_cycle, appraisal_form_events
from dianjian_app.people.period import Period
from dianjian_app.people.staffing import user_of_staff

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.appraisal_scheme.appraisal_scheme import AppraisalScheme

CRITERIA = (("态度", 40), ("能力", 40), ("纪律", 20))
SCORES = {"Self": (95, 90, 100), "Leader": (85, 80, 90)}
COLLEAGUES = ((90, 80, 95), (80, 85, 100), (85, 75, 90), (95, 90, 85), (80, 80, 80))


def open_last_month(plan: Plan) -> None:
	"""The administrator writes the scheme; the night opens what is due; all who are asked about the first agent answer."""
	month = Period.parse_month(plan.month)
	with acting_as(plan.holder(roles.ADMIN).user):
		scheme = _scheme(plan, month)
	for name in appraisal_cycle.open_for_centre(scheme, plan.place.name, month, frappe.utils.getdate()):
		appraisal = frappe.get_doc(appraisal_cycle.APPRAISAL, name)
		if appraisal.agent == plan.number(plan.agents[0].key):
			_answer(appraisal.name)
			appraisal_cycle.weigh_one(appraisal.name)


def _scheme(plan: Plan, month: Period) -> AppraisalScheme:
	scheme: AppraisalScheme = frappe.get_doc(
		doctype="Appraisal Scheme",
		scheme_name=f"{plan.place.name}月度考核",
		centre=plan.place.name,
		position=roles.AGENT,
		period_type="Month",
		valid_from=month.start,
		self_weight=10,
		leader_weight=60,
		colleague_weight=30,
		criteria=[{"criterion": criterion, "weight": weight} for criterion, weight in CRITERIA],
	)
	return scheme.insert()


def _answer(appraisal: str) -> None:
	fields = ["name", "side", "appraiser"]
	asked = frappe.get_all(
		appraisal_cycle.FORM, {"appraisal": appraisal}, fields, order_by="side, appraiser", limit=0
	)
	colleagues = iter(COLLEAGUES)
	for form in asked:
		with acting_as(user_of_staff(form.appraiser) or "Administrator"):
			doc = frappe.get_doc(appraisal_cycle.FORM, form.name)
			for row, score in zip(doc.scores, SCORES.get(form.side) or next(colleagues), strict=True):
				row.score = score
			doc.save()
			appraisal_form_events.send(form.name)
