"""Opens a Disciplinary Action for each proposal of a rule; people decide it (decisions 10 and 19)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe

from dianjian_app.incentives.engine import explain
from dianjian_app.incentives.engine.rule_options import ENTERED, LineState
from dianjian_app.incentives.settlement.settlement_rows import lines_now
from dianjian_app.locking import document_now, name_now
from dianjian_app.stage_codes.disciplinary_action_stages import OPEN, PROPOSED, WITHDRAWN

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.incentive_settlement.incentive_settlement import (
		IncentiveSettlement,
	)
	from dianjian_app.dianjian_app.doctype.settlement_line.settlement_line import SettlementLine


def open_proposals(settlement: IncentiveSettlement) -> list[str]:
	"""Open the proposals of a settlement that the manager has approved; opening twice changes nothing (decision 10).

	Gives their names. One that was withdrawn when the settlement came back is proposed again.
	"""
	names = []
	for line in _proposal_lines(settlement):
		key = line.line_key
		name = name_now("Disciplinary Action", {"action_key": key})
		action = document_now("Disciplinary Action", name) if name else frappe.new_doc("Disciplinary Action")
		if name and action.status != WITHDRAWN:
			names.append(name)
			continue
		action.update(
			{
				"action_type": line.outcome_type,
				"agent": line.agent,
				"centre": settlement.centre,
				"sales_group": line.sales_group,
				"date": settlement.period_end,
				"rule": line.rule,
				"settlement": settlement.name,
				"period_start": line.period_start,
				"period_end": line.period_end,
				"status": PROPOSED,
				"evidence": explain.explanation_sentence(
					frappe.parse_json(line.explanation), "zh", line.agent_name
				),
				"explanation": line.explanation,
				"action_key": key,
			}
		)
		action.flags.by_settlement = True
		names.append(
			action.save(ignore_permissions=True).name
		)  # the rule proposes, whoever approves the month
	return names


def withdraw_proposals(settlement: IncentiveSettlement) -> None:
	"""Take back the proposals of a settlement that is open again, where nobody has decided yet."""
	for name in frappe.get_all(
		"Disciplinary Action", filters={"settlement": settlement.name, "status": ("in", OPEN)}, pluck="name"
	):
		action = document_now("Disciplinary Action", name)
		action.status = WITHDRAWN
		action.flags.by_settlement = True
		action.save(ignore_permissions=True)  # follows from the settlement's return


def _proposal_lines(settlement: IncentiveSettlement) -> list[SettlementLine]:
	rows = lines_now(
		settlement.name,
		(
			"line_key",
			"outcome_type",
			"agent",
			"agent_name",
			"sales_group",
			"rule",
			"period_start",
			"period_end",
			"explanation",
		),
		line_state=LineState.NORMAL.value,
	)
	return [r for r in rows if r.outcome_type not in {o.value for o in ENTERED}]
