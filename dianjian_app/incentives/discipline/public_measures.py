"""Decided measures and awards as they stand in the public register of rewards and penalties (R31, decision 26).

Public are the person, the measure and its ground by the catalogue, or the rule that proposed it. What was written about
it, what the person said, and who decided are not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import frappe
from frappe.query_builder.functions import Coalesce

from dianjian_app.permissions import row_condition
from dianjian_app.stage_codes.disciplinary_action_stages import DECIDED, MERITS, OF_BREACH, REVOKED

REGISTER = "Incentive Entry"
"""whose rows everybody of a centre reads: measures are public like money"""


@dataclass(frozen=True)
class PublicMeasure:
	"""One line of the register. ground: of the catalogue, else the rule's title; revoked: an appeal took it back."""

	agent: str
	agent_name: str
	sales_group: str
	centre: str
	measure: str
	ground: str
	rule: str | None
	decided_on: date
	public_until: date
	revoked: bool

	@property
	def is_merit(self) -> bool:
		"""Whether it was decided for the person, not against."""
		return self.measure in MERITS


def standing_measures(as_of: date, only: Mapping[str, str] | None = None) -> list[PublicMeasure]:
	"""What stands on a day at the centres whose register the session's user reads, with one query (R31).

	only: centre, sales_group, agent, each if given. Raises PermissionError.
	"""
	frappe.has_permission(REGISTER, "read", throw=True)
	action, ground = frappe.qb.DocType("Disciplinary Action"), frappe.qb.DocType("Measure Ground")
	rule = frappe.qb.DocType("Incentive Rule")
	query = (
		frappe.qb.from_(action)
		.left_join(ground)
		.on(ground.name == action.ground)
		.left_join(rule)
		.on(rule.name == action.rule)
		.select(*(action[f] for f in ("agent", "agent_name", "sales_group", "centre", "decided_on")))
		.select(action.public_until, action.status, action.action_type, action.outcome, action.rule)
		.select(Coalesce(ground.ground_title, rule.rule_title, "").as_("ground"))
		.where(action.status.isin([DECIDED, REVOKED]))
		.where((action.decided_on <= as_of) & (action.public_until >= as_of))
		.where(action.action_type.isin([*OF_BREACH, *MERITS]) | (action.outcome == "Dismissed"))
		.orderby(action.decided_on, action.name)
	)
	for field in ("centre", "sales_group", "agent"):
		if only and only.get(field):
			query = query.where(action[field] == only[field])
	condition = row_condition(REGISTER, action)
	rows = (query if condition is None else query.where(condition)).run(as_dict=True)
	return [
		PublicMeasure(
			agent=r.agent,
			agent_name=r.agent_name or r.agent,
			sales_group=r.sales_group or "",
			centre=r.centre or "",
			measure="Dismissal" if r.outcome == "Dismissed" else r.action_type,
			ground=r.ground,
			rule=r.rule,
			decided_on=r.decided_on,
			public_until=r.public_until,
			revoked=r.status == REVOKED,
		)
		for r in rows
	]
