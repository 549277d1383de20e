"""Posts a published month's lines as entries: once, in a chain, never changed afterwards (decisions 10 and 11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _

from dianjian_app.incentives.engine.rule_options import ENTERED, LineState
from dianjian_app.incentives.entries.entry_chain import lock_head
from dianjian_app.incentives.entries.entry_writer import NewEntry, append_entries, exact
from dianjian_app.incentives.settlement.settlement_rows import lines_now
from dianjian_app.locking import rows_now

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.incentive_settlement.incentive_settlement import (
		IncentiveSettlement,
	)
	from dianjian_app.dianjian_app.doctype.settlement_line.settlement_line import SettlementLine

COPIED = (
	*("rule", "family", "subject_type", "agent", "agent_name", "sales_group", "centre", "date"),
	*("period_start", "period_end", "dimension", "outcome_type", "corrects_period", "correction_no"),
	"explanation",
)
"""fields of a line that its entry takes over as they are"""
WORTH = ("amount", "quantity", "consumed")


class PostedMeanwhileError(frappe.ValidationError):
	"""Entries of the same keys were posted after the lines were computed."""


def post(settlement: IncentiveSettlement) -> list[str]:
	"""Post a published settlement's lines; posting again adds nothing. Gives the names of the new entries.

	The chain's head is locked first, so that two at once follow each other. Raises PostedMeanwhileError.
	"""
	head = lock_head(settlement.centre)
	lines = _lines_to_post(settlement)
	titles = _titles_of({ln.rule for ln in lines if ln.rule})
	return append_entries(head, [_entry_of(ln, settlement, titles) for ln in lines])


def _lines_to_post(settlement: IncentiveSettlement) -> list[SettlementLine]:
	"""The settlement's lines that are entries and not yet posted. Raises PostedMeanwhileError."""
	entered = {o.value for o in ENTERED}
	fields = (*COPIED, *WORTH, "line_key")
	lines = [
		ln
		for ln in lines_now(settlement.name, fields, line_state=LineState.NORMAL.value)
		if ln.outcome_type in entered
	]
	posted = _settlements_by_key([ln.line_key for ln in lines])
	if any(posted.get(ln.line_key, settlement.name) != settlement.name for ln in lines):
		frappe.throw(
			_(
				"Entries were posted after {0} was computed. HR must cancel its approval, then the settlement must be computed again."
			).format(settlement.name),
			PostedMeanwhileError,
			title=_("Posted Meanwhile"),
		)
	return [ln for ln in lines if ln.line_key not in posted]


def _settlements_by_key(keys: list[str]) -> dict[str, str]:
	"""Entry key → the settlement that posted it, for those of the keys that are posted."""
	if not keys:
		return {}
	rows = rows_now("Incentive Entry", {"entry_key": ("in", keys)}, ["entry_key", "settlement"])
	return {row.entry_key: row.settlement for row in rows}


def _titles_of(rules: set[str]) -> dict[str, str]:
	if not rules:
		return {}
	filters = {"name": ("in", sorted(rules))}
	return dict(frappe.get_all("Incentive Rule", filters, ["name", "rule_title"], as_list=True))


def _entry_of(line: SettlementLine, settlement: IncentiveSettlement, titles: dict[str, str]) -> NewEntry:
	values = {field: line.get(field) for field in COPIED} | {
		**{field: exact(line.get(field)) for field in WORTH},
		"rule_title": titles.get(line.rule or "") or line.family,
		"settlement": settlement.name,
		"entry_key": line.line_key,
	}
	return NewEntry(**values)
