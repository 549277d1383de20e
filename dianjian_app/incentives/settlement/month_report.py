"""Reports a month for each agent: what is given and taken, days of leave, proposals; for commands and the form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

import frappe

from dianjian_app.incentives.engine.rule_options import ENTERED, LineState, OutcomeType, SubjectType
from dianjian_app.incentives.settlement.compute import Computed
from dianjian_app.incentives.settlement.settlement_rows import stored_lines
from dianjian_app.people.period import Period

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.incentive_settlement.incentive_settlement import (
		IncentiveSettlement,
	)


FIELDS = (
	"family",
	"subject_type",
	"agent",
	"agent_name",
	"sales_group",
	"period_start",
	"period_end",
	"dimension",
	"outcome_type",
	"amount",
	"quantity",
	"line_state",
	"corrects_period",
	"place",
)


def report_of_settlement(settlement: IncentiveSettlement) -> dict:
	"""The stored month of an Incentive Settlement as plain data, ready for JSON."""
	blockers = frappe.get_all(
		"Settlement Blocker",
		filters={"parent": settlement.name, "parenttype": "Incentive Settlement"},
		fields=["kind", "message", "reference_doctype", "reference_name", "agent"],
		order_by="idx",
	)
	rows = stored_lines(settlement.name, FIELDS)
	return {
		"centre": settlement.centre,
		"month": settlement.month,
		"settlement": settlement.name,
		"stage": settlement.stage,
		"agents": _agents(rows),
		"others": _others(rows),
		"blockers": [dict(b) for b in blockers],
	}


def report_of_lines(centre: str, month: Period, computed: Computed) -> dict:
	"""The same of lines that were computed and not stored."""
	names = dict(frappe.get_all("Sales Staff", fields=["name", "staff_name"], as_list=True))
	rows = [
		frappe._dict(
			family=ln.key.family,
			subject_type=ln.key.subject.type.value,
			agent=ln.key.subject.name if ln.key.subject.type is SubjectType.AGENT else None,
			agent_name=names.get(ln.key.subject.name),
			sales_group=ln.group,
			period_start=ln.key.period.start,
			period_end=ln.key.period.end,
			dimension=ln.key.dimension,
			outcome_type=ln.key.outcome_type.value,
			amount=float(ln.amount),
			quantity=float(ln.quantity),
			line_state=ln.state.value,
			corrects_period=ln.corrects.month_text if ln.corrects else "",
			place=ln.place,
		)
		for ln in computed.lines
	]
	return {
		"centre": centre,
		"month": month.month_text,
		"settlement": None,
		"stage": "dry run",
		"agents": _agents(rows),
		"others": _others(rows),
		"blockers": [
			{
				"kind": b.kind,
				"message": b.message,
				"reference_doctype": b.doctype,
				"reference_name": b.document,
				"agent": b.agent,
			}
			for b in computed.blockers
		],
	}


def _agents(rows: Iterable) -> list[dict]:
	by_agent: dict[str, dict] = {}
	entered = {o.value for o in ENTERED}
	for r in rows:
		if r.subject_type != SubjectType.AGENT.value:
			continue
		agent = by_agent.setdefault(
			r.agent,
			{
				"agent": r.agent,
				"name": r.agent_name,
				"rewards": 0.0,
				"deductions": 0.0,
				"leave_days": 0.0,
				"awards": 0,
				"proposals": [],
				"notices": 0,
				"by_rule": defaultdict(float),
			},
		)
		if r.line_state == LineState.NOTICE.value:
			agent["notices"] += 1
		elif r.line_state != LineState.NORMAL.value:
			continue
		elif r.outcome_type == OutcomeType.MONEY.value:
			agent["rewards" if r.amount > 0 else "deductions"] += abs(r.amount)
			agent["by_rule"][r.family] += r.amount
		elif r.outcome_type == OutcomeType.LEAVE_DAYS.value:
			agent["leave_days"] += r.quantity
		elif r.outcome_type not in entered:
			agent["proposals"].append(r.outcome_type)
		else:
			agent["awards"] += int(r.quantity)
	for agent in by_agent.values():
		for field in ("rewards", "deductions", "leave_days"):
			agent[field] = round(agent[field], 2)
		agent["by_rule"] = {family: round(v, 2) for family, v in sorted(agent["by_rule"].items())}
	return sorted(by_agent.values(), key=lambda a: a["agent"] or "")


def _others(rows: Iterable) -> list[dict]:
	"""What groups and the centre get."""
	return [
		{
			"subject": r.subject_type,
			"name": r.sales_group,
			"rule": r.family,
			"outcome": r.outcome_type,
			"amount": r.amount,
		}
		for r in rows
		if r.subject_type != SubjectType.AGENT.value and r.line_state == LineState.NORMAL.value
	]


@frappe.whitelist()
def month_of_settlement(settlement: str) -> dict:
	"""A settlement's month per agent, for its form. Raises PermissionError."""
	doc = frappe.get_doc("Incentive Settlement", settlement)
	doc.check_permission("read")
	return report_of_settlement(doc)
