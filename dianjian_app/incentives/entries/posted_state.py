"""What has been posted, proposed and noticed at a centre, read from the site."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import frappe
from frappe.query_builder.functions import Count, Max, Sum

from dianjian_app.incentives.engine.figures import Subject
from dianjian_app.incentives.engine.line import Key
from dianjian_app.incentives.engine.posted_state import Posted, PostedState
from dianjian_app.incentives.engine.rule_options import OutcomeType, SubjectType
from dianjian_app.incentives.entries.closed_remainders import closed_remainders
from dianjian_app.incentives.rules.rule_document import number
from dianjian_app.people.period import Period

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.incentive_entry.incentive_entry import IncentiveEntry
	from dianjian_app.dianjian_app.doctype.settlement_line.settlement_line import SettlementLine


def read_posted_state(centre: str, since: date, *, leave_out: str | None = None) -> PostedState:
	"""Sums of entries by key, proposals, notices and close-outs. Five queries.

	since: entries of periods that ended before play no part, except those that used up a cumulation. leave_out: a
	settlement whose own proposals and notices are not counted, since it is computed anew.
	"""
	return PostedState(
		_posted(centre, since),
		_proposed(centre, since),
		_noticed(centre, since, leave_out),
		_settled(centre, since),
		closed_remainders(centre),
	)


def _posted(centre: str, since: date) -> dict[Key, Posted]:
	entry = frappe.qb.DocType("Incentive Entry")
	key = (
		entry.family,
		entry.subject_type,
		entry.agent,
		entry.sales_group,
		entry.period_start,
		entry.period_end,
		entry.dimension,
		entry.outcome_type,
	)
	rows = (
		frappe.qb.from_(entry)
		.where((entry.centre == centre) & ((entry.period_end >= since) | (entry.consumed != 0)))
		.groupby(*key)
		.select(
			*key,
			Sum(entry.amount).as_("amount"),
			Sum(entry.quantity).as_("quantity"),
			Sum(entry.consumed).as_("consumed"),
			Count("*").as_("entries"),
		)
		.orderby(Max(entry.seq))
		.run(as_dict=True)
	)
	posted: dict[Key, Posted] = {}
	for r in rows:
		key_ = key_of(r, centre)
		before = posted.get(key_, Posted())
		posted[key_] = Posted(
			before.amount + number(r.amount),
			before.quantity + number(r.quantity),
			before.consumed + number(r.consumed),
			before.entries + r.entries,
			r.sales_group or before.group,
		)
	return posted


def _proposed(centre: str, since: date) -> frozenset[Key]:
	rows = frappe.get_all(
		"Disciplinary Action",
		filters={"centre": centre, "action_key": ("is", "set"), "period_end": (">=", since)},
		fields=[
			"rule.family as family",
			"action_type",
			"agent",
			"sales_group",
			"period_start",
			"period_end",
			"status",
		],
	)
	return frozenset(
		Key(
			r.family,
			Subject(SubjectType.AGENT, r.agent),
			Period(r.period_start, r.period_end),
			"",
			OutcomeType(r.action_type),
		)
		for r in rows
		if r.status != "Withdrawn"
	)


def _settled(centre: str, since: date) -> frozenset[Key]:
	"""Keys of entries that an upheld appeal has corrected (R31)."""
	rows = frappe.get_all(
		"Incentive Entry",
		filters={"centre": centre, "reverses": ("is", "set"), "period_end": (">=", since)},
		fields=[
			"family",
			"subject_type",
			"agent",
			"sales_group",
			"period_start",
			"period_end",
			"dimension",
			"outcome_type",
		],
	)
	return frozenset(key_of(r, centre) for r in rows)


def _noticed(centre: str, since: date, leave_out: str | None) -> frozenset[tuple[Key, Decimal]]:
	rows = frappe.get_all(
		"Settlement Line",
		filters={
			"centre": centre,
			"line_state": "Notice",
			"period_end": (">=", since),
			"parent": ("!=", leave_out or ""),
			"docstatus": 1,
		},
		fields=[
			"family",
			"subject_type",
			"agent",
			"sales_group",
			"period_start",
			"period_end",
			"dimension",
			"outcome_type",
			"amount",
			"quantity",
		],
	)
	noticed = set()
	for r in rows:
		key = key_of(r, centre)
		money = key.outcome_type is OutcomeType.MONEY
		noticed.add((key, number(r.amount if money else r.quantity)))
	return frozenset(noticed)


def key_of(row: IncentiveEntry | SettlementLine, centre: str) -> Key:
	"""The key of an Incentive Entry or Settlement Line."""
	subject_type = SubjectType(row.subject_type)
	name = {
		SubjectType.AGENT: row.agent,
		SubjectType.GROUP: row.sales_group,
		SubjectType.CENTRE: centre,
	}[subject_type]
	return Key(
		row.family,
		Subject(subject_type, name),
		Period(row.period_start, row.period_end),
		row.dimension or "",
		OutcomeType(row.outcome_type),
	)
