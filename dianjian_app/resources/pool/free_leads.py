"""The leads of a group's pool that can be handed out: counted, listed, and locked for a hand-out (R7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import frappe
from frappe.query_builder.functions import Count
from pypika import Criterion, Table

from dianjian_app.locking import hold
from dianjian_app.resources import consent
from dianjian_app.resources.pool.lead_filter import LeadFilter

SPARE = 200
"""how many more leads than needed are read, because others may have locked some"""


@dataclass(frozen=True)
class PoolQuery:
	"""A sales group's free leads that are due on a day, narrowed by a filter."""

	sales_group: str
	day: date
	filter: LeadFilter = field(default_factory=LeadFilter)


def count_free_leads(pool: PoolQuery) -> int:
	"""How many leads could be handed out now."""
	lead = frappe.qb.DocType("Call Lead")
	return free_leads_query(pool, lead).select(Count("*")).run()[0][0]


def count_leads_without_evidence(pool: PoolQuery) -> int:
	"""How many free leads wait for evidence of their source; 0 where neither the centre nor a source requires any (R5)."""
	lead = frappe.qb.DocType("Call Lead")
	centre = _centre_of(pool.sales_group)
	if not consent.is_asked_for(centre):
		return 0
	query = _in_pool(pool, lead, centre).select(Count("*"))
	return query.where(consent.has_evidence(lead, centre).negate()).run()[0][0]


def list_free_leads(pool: PoolQuery, count: int | None = None) -> list[str]:
	"""Names of free leads, the oldest first, without locking them. count: at most so many."""
	lead = frappe.qb.DocType("Call Lead")
	query = free_leads_query(pool, lead).select(lead.name).orderby(lead.date, lead.name)
	return [row[0] for row in (query if count is None else query.limit(max(0, count))).run()]


def lock_free_leads(pool: PoolQuery, count: int) -> list[str]:
	"""Lock up to `count` free leads, the oldest first; gives their names.

	One hand-out of a centre waits for another. Each lead is then locked by its key and read as it is committed now: two
	leaders who hand out at the same time get different leads, and a lead that somebody else has locked is skipped.
	"""
	lock_hand_outs(pool.sales_group)
	locked = _lock_first(list_free_leads(pool, count + SPARE), pool, count)
	if len(locked) < count:
		# others have locked some of them: try the whole pool
		locked = _lock_first(list_free_leads(pool), pool, count)
	return locked


def lock_hand_outs(sales_group: str) -> None:
	"""Lock the centre's row until the transaction ends, so that hand-outs of a centre follow one another."""
	hold("Sales Centre", _centre_of(sales_group))


def free_leads_query(pool: PoolQuery, lead: Table) -> Any:
	"""The query of leads that could be handed out now; the caller selects from it."""
	centre = _centre_of(pool.sales_group)
	query = _in_pool(pool, lead, centre)
	if consent.is_asked_for(centre):
		query = query.where(consent.has_evidence(lead, centre))
	return query


def _centre_of(sales_group: str) -> str:
	return frappe.db.get_value("Sales Group", sales_group, "centre")


def _in_pool(pool: PoolQuery, lead: Table, centre: str) -> Any:
	query = (
		frappe.qb.from_(lead)
		.where((lead.centre == centre) & _is_free(lead, pool.sales_group))
		.where(lead.due_on.isnull() | (lead.due_on <= pool.day))
	)
	for criterion in pool.filter.criteria(lead, pool.day):
		query = query.where(criterion)
	return query


def _is_free(lead: Table, sales_group: str) -> Criterion:
	"""Nobody holds the lead, it lies in the group's or the centre's pool, and it has a number that may still be called."""
	unheld = lead.agent.isnull() | (lead.agent == "")
	in_pool = (lead.sales_group == sales_group) | lead.sales_group.isnull() | (lead.sales_group == "")
	may_be_called = (lead.do_not_call == 0) & (lead.number_retired == 0) & lead.phone_hash.isnotnull()
	return unheld & in_pool & may_be_called & lead.status.notin(("Out", "Deal"))


def _lock_first(names: Sequence[str], pool: PoolQuery, count: int) -> list[str]:
	"""The first `count` of the leads that could be locked and are still free."""
	locked: list[str] = []
	lead = frappe.qb.DocType("Call Lead")
	at = 0
	while len(locked) < count and at < len(names):
		# as many as are still wanted, so that no lead is held for nothing
		chunk = names[at : at + count - len(locked)]
		at += len(chunk)
		# each row by its key: read through another index, or by a scan, every row on the way would be locked
		query = frappe.qb.from_(lead).force_index("PRIMARY").select(lead.name)
		query = query.where(lead.name.isin(sorted(chunk)) & _is_free(lead, pool.sales_group))
		free = set(query.for_update(skip_locked=True).run(pluck=True))
		locked += [name for name in chunk if name in free]
	return locked
