"""Publishing a month posts its lines as entries: once, in a chain, never changed afterwards (decisions 10 and 11)."""

from __future__ import annotations

from decimal import Decimal

import frappe
from frappe import _
from frappe.utils import now_datetime

from dianjian_app.bulk_writer import insert_dicts
from dianjian_app.incentives.engine.rule import ENTERED, LineState, OutcomeType
from dianjian_app.incentives.entries.entry_chain import COVERED, Head, hash_of, lock_head, move_head
from dianjian_app.incentives.settlement.settlement_rows import stored_lines
from dianjian_app.people import leave_balance

LINE_FIELDS = (
	"rule",
	"family",
	"subject_type",
	"agent",
	"agent_name",
	"sales_group",
	"centre",
	"date",
	"period_start",
	"period_end",
	"dimension",
	"outcome_type",
	"amount",
	"quantity",
	"consumed",
	"corrects_period",
	"correction_no",
	"line_key",
	"explanation",
)


class PostedMeanwhileError(frappe.ValidationError):
	"""Entries of the same keys were posted after the lines were computed."""


def post(settlement) -> list[str]:
	"""Post a published settlement's lines; posting again adds nothing. Gives the names of the new entries.

	The chain's head is locked first, so that two at once follow each other. Rows are put down together, not by
	documents: they are computed, nobody edits them, and the database refuses every change afterwards. Raises
	PostedMeanwhileError.
	"""
	head = lock_head(settlement.centre)
	lines = _lines_to_post(settlement)
	entries = []
	titles = _titles({ln.rule for ln in lines if ln.rule})
	now = now_datetime()
	for ln in lines:
		entry = _entry(settlement, ln, titles.get(ln.rule) or ln.family, head, now)
		head = Head(entry["seq"], entry["entry_hash"])
		entries.append(entry)
	if entries:
		insert_dicts("Incentive Entry", entries)
		move_head(settlement.centre, head)
	give_leave(entries)
	return [e["name"] for e in entries]


def _lines_to_post(settlement) -> list:
	"""The settlement's lines that are entries and not yet posted. Raises PostedMeanwhileError."""
	entered = {o.value for o in ENTERED}
	lines = [
		ln
		for ln in stored_lines(settlement.name, LINE_FIELDS, line_state=LineState.NORMAL.value)
		if ln.outcome_type in entered
	]
	posted = dict(
		frappe.get_all(
			"Incentive Entry",
			filters={"entry_key": ("in", [ln.line_key for ln in lines] or [""])},
			fields=["entry_key", "settlement"],
			as_list=True,
		)
	)
	if any(posted.get(ln.line_key, settlement.name) != settlement.name for ln in lines):
		frappe.throw(
			_(
				"Entries were posted after {0} was computed. HR takes the approval back, then it is computed again."
			).format(settlement.name),
			PostedMeanwhileError,
			title=_("Posted Meanwhile"),
		)
	return [ln for ln in lines if ln.line_key not in posted]


def _titles(rules: set[str]) -> dict[str, str]:
	rows = frappe.get_all(
		"Incentive Rule",
		filters={"name": ("in", sorted(rules) or [""])},
		fields=["name", "rule_title"],
		as_list=True,
	)
	return dict(rows)


def _entry(settlement, ln, title: str | None, head: Head, now) -> dict:
	seq = head.seq + 1
	user = frappe.session.user
	entry = {field: None for field in COVERED} | {f: ln.get(f) for f in LINE_FIELDS if f != "line_key"}
	entry |= {
		"name": f"IE-{settlement.centre}-{seq:06d}",
		"seq": seq,
		"rule_title": title,
		"amount": _exact(ln.amount, "0.01"),
		"quantity": _exact(ln.quantity, "0.01"),
		"consumed": _exact(ln.consumed, "0.01"),
		"settlement": settlement.name,
		"posted_on": now,
		"posted_by": user,
		"entry_key": ln.line_key,
		"previous_hash": head.hash,
		"docstatus": 0,
		"creation": now,
		"modified": now,
		"owner": user,
		"modified_by": user,
	}
	entry["entry_hash"] = hash_of(frappe._dict(entry))
	return entry


def _exact(value, places: str) -> Decimal:
	return Decimal(str(value or 0)).quantize(Decimal(places))


def give_leave(entries: list[dict]) -> None:
	"""Days of leave go to the balance that they are taken from (R22, R34)."""
	for entry in entries:
		if entry["outcome_type"] != OutcomeType.LEAVE_DAYS.value or not entry["agent"]:
			continue
		leave_balance.post(
			entry["agent"],
			leave_balance.EARNED if entry["quantity"] > 0 else leave_balance.TAKEN_BACK,
			entry["quantity"],
			entry["date"],
			entry["entry_key"],
			reference=("Incentive Entry", entry["name"]),
			remarks=entry["rule_title"] or "",
		)
