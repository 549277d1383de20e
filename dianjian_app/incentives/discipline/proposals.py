"""Opens a Disciplinary Action for each proposal of a rule; people decide it (decisions 10 and 19)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe.utils import now_datetime

from dianjian_app.bulk_writer import upsert_rows
from dianjian_app.incentives.engine import explain
from dianjian_app.incentives.engine.rule_options import ENTERED, LineState
from dianjian_app.incentives.settlement.settlement_rows import lines_now
from dianjian_app.locking import document_now, rows_now
from dianjian_app.own_transactions import for_each
from dianjian_app.series_blocks import reserve_names
from dianjian_app.stage_codes.disciplinary_action_stages import OPEN, PROPOSED, WITHDRAWN

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.incentive_settlement.incentive_settlement import (
		IncentiveSettlement,
	)
	from dianjian_app.dianjian_app.doctype.settlement_line.settlement_line import SettlementLine


DOCTYPE = "Disciplinary Action"


def open_proposals(settlement: IncentiveSettlement) -> list[str]:
	"""Open the proposals of a settlement that the manager has approved; opening twice changes nothing (decision 10).

	Gives their names. One that was withdrawn when the settlement came back is proposed again. Written as a set, so that a
	centre of a hundred people costs as many statements as one of three: what the document's events would check follows
	from the settlement's lines. Nobody is told yet: that follows once somebody has answered for the proposal.
	"""
	lines = _proposal_lines(settlement)
	if not lines:
		return []
	stored = {
		row.action_key: row
		for row in rows_now(
			DOCTYPE,
			{"action_key": ("in", [line.line_key for line in lines])},
			["name", "action_key", "status"],
		)
	}
	open_again = [ln for ln in lines if ln.line_key not in stored or stored[ln.line_key].status == WITHDRAWN]
	new = [ln.line_key for ln in open_again if ln.line_key not in stored]
	names = dict(zip(new, reserve_names(f"DA-{now_datetime().year}-", 4, len(new)), strict=True))
	names.update({key: row.name for key, row in stored.items()})
	rows = [_row(settlement, line, names[line.line_key]) for line in open_again]
	if rows:
		upsert_rows(DOCTYPE, tuple(rows[0]), (tuple(row.values()) for row in rows), {"docstatus": 0})
	return [names[line.line_key] for line in lines]


def tell_later(names: list[str]) -> None:
	"""Those concerned learn of proposals in the background, once this is committed."""
	frappe.enqueue(
		"dianjian_app.incentives.discipline.proposals.tell_of_proposals",
		queue="short",
		enqueue_after_commit=True,
		names=names,
	)


def tell_of_proposals(names: list[str]) -> None:
	"""Job: those concerned learn of what was proposed, as the Notifications of a new document say."""
	for_each(
		names,
		lambda name: frappe.get_doc(DOCTYPE, name).run_notifications("after_insert"),
		lambda name: f"Proposal {name} could not be told",
	)


def _row(settlement: IncentiveSettlement, line: SettlementLine, name: str) -> dict[str, object]:
	return {
		"name": name,
		"action_type": line.outcome_type,
		"agent": line.agent,
		"agent_name": line.agent_name,
		"centre": settlement.centre,
		"sales_group": line.sales_group,
		"date": settlement.period_end,
		"rule": line.rule,
		"settlement": settlement.name,
		"period_start": line.period_start,
		"period_end": line.period_end,
		"status": PROPOSED,
		"confirmed_by": None,
		"confirmed_at": None,
		"told_person": None,
		"evidence": explain.explanation_sentence(frappe.parse_json(line.explanation), "zh", line.agent_name),
		"explanation": line.explanation,
		"action_key": line.line_key,
	}


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
