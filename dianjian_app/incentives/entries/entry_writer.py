"""Writes Incentive Entries, and nothing else does: each is appended to its centre's chain and never changed afterwards (decision 11)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from decimal import Decimal

import frappe
from frappe.utils import now_datetime

from dianjian_app.bulk_writer import insert_dicts
from dianjian_app.incentives.engine.rule_options import OutcomeType
from dianjian_app.incentives.entries.entry_chain import ChainHead, hash_of, move_head
from dianjian_app.people import leave_balance

FEN = Decimal("0.01")


@dataclass(frozen=True)
class NewEntry:
	"""What an entry says. amount: yuan; quantity: days of leave or times; consumed: how much of a cumulation it used up.

	Field names are those of Incentive Entry; its place in the chain, its name and its time are added when it is appended.
	"""

	entry_key: str
	centre: str
	subject_type: str
	agent: str | None
	agent_name: str | None
	sales_group: str | None
	rule: str | None
	family: str
	rule_title: str | None
	date: datetime.date
	period_start: datetime.date
	period_end: datetime.date
	dimension: str | None
	outcome_type: str
	amount: Decimal
	quantity: Decimal
	consumed: Decimal
	corrects_period: str | None
	correction_no: int
	settlement: str | None
	explanation: str | None
	reverses: str | None = None


ENTRY_FIELDS = tuple(f.name for f in fields(NewEntry))


def append_entries(head: ChainHead, new_entries: Sequence[NewEntry]) -> list[str]:
	"""Append entries to a chain, give their days of leave to the balances, and return the new names.

	head: the chain's end, locked by the caller (`lock_head`). The rows are put down together, not by documents: they are
	computed, nobody edits them, and the database refuses every change afterwards.
	"""
	now, rows = now_datetime(), []
	for new_entry in new_entries:
		row = _row(new_entry, head, now)
		head = ChainHead(head.centre, row["seq"], row["entry_hash"])
		rows.append(row)
	if rows:
		insert_dicts("Incentive Entry", rows)
		move_head(head)
	_give_leave(rows)
	return [row["name"] for row in rows]


def exact(value: float | Decimal | None) -> Decimal:
	"""A figure to two places, as entries keep yuan, days and times."""
	return Decimal(str(value or 0)).quantize(FEN)


def _row(new_entry: NewEntry, head: ChainHead, now: datetime.datetime) -> dict:
	"""The entry that follows the head of its chain, with its hash."""
	seq = head.seq + 1
	row = {
		**asdict(new_entry),
		"name": f"IE-{head.centre}-{seq:06d}",
		"seq": seq,
		"posted_on": now,
		"posted_by": frappe.session.user,
		"previous_hash": head.hash,
		"docstatus": 0,
	}
	return {**row, "entry_hash": hash_of(row)}


def _give_leave(rows: list[dict]) -> None:
	"""Days of leave go to the balance that they are taken from (R22, R34)."""
	for row in rows:
		if row["outcome_type"] != OutcomeType.LEAVE_DAYS.value or not row["agent"]:
			continue
		leave_balance.post(
			row["agent"],
			leave_balance.EARNED if row["quantity"] > 0 else leave_balance.TAKEN_BACK,
			row["quantity"],
			row["date"],
			row["entry_key"],
			reference=("Incentive Entry", row["name"]),
			remarks=row["rule_title"] or "",
		)
