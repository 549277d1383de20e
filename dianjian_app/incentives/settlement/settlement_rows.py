"""Writes lines and blockers as child rows of a settlement, all together; only the app writes them.

A large centre's month has thousands of lines. Nobody types them, so a thousand are inserted with one statement; this
module keeps the rules of child rows (parent, order, place).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.model.document import Document

from dianjian_app.bulk_writer import insert_dicts
from dianjian_app.incentives.engine.line import Line
from dianjian_app.incentives.engine.rule_options import OutcomeType, SubjectType
from dianjian_app.incentives.settlement.blockers import Blocker
from dianjian_app.locking import rows_now

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.incentive_settlement.incentive_settlement import (
		IncentiveSettlement,
	)
	from dianjian_app.dianjian_app.doctype.settlement_line.settlement_line import SettlementLine

TABLES = {"lines": "Settlement Line", "blockers": "Settlement Blocker"}


class ComputedRowError(frappe.PermissionError):
	"""Somebody tried to write a computed row."""


def write_rows(settlement: IncentiveSettlement, lines: Sequence[Line], blockers: Sequence[Blocker]) -> None:
	"""Replace the rows of an open settlement by what was computed."""
	names = _names_of_agents(lines)
	_replace(settlement, "lines", (_line_row(settlement, ln, names) for ln in lines))
	_replace(settlement, "blockers", (_blocker_row(settlement, b) for b in blockers))


def _names_of_agents(lines: Iterable[Line]) -> dict[str, str]:
	agents = {ln.key.subject.name for ln in lines if ln.key.subject.type is SubjectType.AGENT}
	if not agents:
		return {}
	filters = {"name": ("in", sorted(agents))}
	return dict(frappe.get_all("Sales Staff", filters, ["name", "staff_name"], as_list=True))


def _replace(settlement: IncentiveSettlement, table: str, rows: Iterable[dict]) -> None:
	doctype = TABLES[table]
	frappe.db.delete(doctype, {"parent": settlement.name, "parenttype": settlement.doctype})
	frame = [
		{
			"name": frappe.generate_hash(length=10),
			"docstatus": 0,
			"parent": settlement.name,
			"parenttype": settlement.doctype,
			"parentfield": table,
			"idx": idx,
			**row,
		}
		for idx, row in enumerate(rows, 1)
	]
	insert_dicts(doctype, frame)


def _line_row(settlement: IncentiveSettlement, ln: Line, names: dict[str, str]) -> dict:
	key = ln.key
	agent = key.subject.name if key.subject.type is SubjectType.AGENT else None
	return {
		"rule": ln.rule or None,
		"family": key.family,
		"subject_type": key.subject.type.value,
		"agent": agent,
		"agent_name": names.get(agent or ""),
		"sales_group": ln.group,
		"centre": settlement.centre,
		"date": key.period.end,
		"period_start": key.period.start,
		"period_end": key.period.end,
		"dimension": key.dimension,
		"value": _float(ln.value),
		"target": _float(ln.target),
		"presence": _float(ln.presence),
		"place": ln.place or 0,
		"outcome_type": key.outcome_type.value,
		"quantity": float(ln.quantity),
		"consumed": float(ln.consumed),
		"amount": float(ln.amount) if key.outcome_type is OutcomeType.MONEY else 0.0,
		"line_state": ln.state.value,
		"corrects_period": ln.corrects.month_text if ln.corrects else "",
		"correction_no": ln.correction_no,
		"line_key": key.text(settlement.centre, ln.correction_no),
		"note": _(ln.note).format(*ln.note_args) if ln.note else "",
		"explanation": json.dumps(ln.explanation, ensure_ascii=False, sort_keys=True)
		if ln.explanation
		else "",
	}


def _float(value: Decimal | None) -> float:
	return float(value or 0)


def _blocker_row(settlement: IncentiveSettlement, b: Blocker) -> dict:
	return {
		"kind": _(b.kind),
		"reference_doctype": b.doctype,
		"reference_name": b.document,
		"agent": b.agent,
		"date": b.date,
		"message": b.message,
		"is_question": int(b.is_question),
		"centre": settlement.centre,
		"sales_group": b.group,
	}


def confirm_rows(settlement: IncentiveSettlement) -> None:
	"""The rows share the settlement's docstatus; they are not saved with it."""
	for doctype in TABLES.values():
		row = frappe.qb.DocType(doctype)
		frappe.qb.update(row).set(row.docstatus, settlement.docstatus).where(
			(row.parent == settlement.name) & (row.parenttype == settlement.doctype)
		).run()


def refuse(row: Document) -> None:
	"""Events validate and on_trash of a computed row: refuse to write one alone. Raises ComputedRowError."""
	frappe.throw(_("{0} is computed and cannot be entered by hand.").format(_(row.doctype)), ComputedRowError)


def stored_lines(settlement: str, fields: Iterable[str], **filters: object) -> list[SettlementLine]:
	"""A settlement's lines in their order."""
	return frappe.get_all(
		"Settlement Line",
		filters={"parent": settlement, "parenttype": "Incentive Settlement", **filters},
		fields=list(fields),
		order_by="idx",
		limit=0,
	)


def lines_now(settlement: str, fields: Iterable[str], **filters: object) -> list[SettlementLine]:
	"""The lines as committed now, held, in their order: what is signed and posted is not computed anew meanwhile."""
	wanted = {"parent": settlement, "parenttype": "Incentive Settlement", **filters}
	return sorted(rows_now("Settlement Line", wanted, [*fields, "idx"]), key=lambda line: line.idx)


def same_as_stored(settlement: IncentiveSettlement, lines: Iterable[Line]) -> bool:
	"""Return whether the stored lines equal the computed ones in keys, states and amounts."""
	stored = sorted(
		(r.line_key, r.line_state, round(r.amount or 0, 2), round(r.quantity or 0, 2))
		for r in lines_now(settlement.name, ("line_key", "line_state", "amount", "quantity"))
	)
	now = sorted(
		(
			ln.key.text(settlement.centre, ln.correction_no),
			ln.state.value,
			round(float(ln.amount), 2),
			round(float(ln.quantity), 2),
		)
		for ln in lines
	)
	return stored == now
