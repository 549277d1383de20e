"""The agent's sheet of today under a lock, and what stands on it (decision 24).

Two tabs, or a double click, log at once. Whoever holds the sheet's lock must see what the other committed a moment
ago, but MariaDB shows a transaction the state of its first read. The sheet's `modified` tells: when the locked row
is newer than the one this transaction sees, its rows are read as committed now (a locking read); else plain reads
are up to date, and cheap, and lock nothing that belongs to other agents.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import frappe
from frappe.utils import now_datetime

from dianjian_app.calls import call_sheet_events as events
from dianjian_app.calls.totals import Totals
from dianjian_app.framework_compat import check_as_saving_does
from dianjian_app.locking import hold
from dianjian_app.workflow_stages import note_next_step

if TYPE_CHECKING:
	from pypika.queries import QueryBuilder


FIELDS = ("name", "stage", "centre", "sales_group", "agent", "date", "modified", "creation", *events.COMPUTED)


@dataclass(frozen=True)
class DaySheet:
	"""A locked sheet. behind: this transaction began before the sheet's latest change."""

	values: frappe._dict
	behind: bool

	@property
	def name(self) -> str:
		return self.values.name

	def logged(self, request_key: str) -> frappe._dict | None:
		"""The row that was written for a request, on whatever sheet: name, parent."""
		row = frappe.qb.DocType("Call Sheet Row")
		query = frappe.qb.from_(row).select(row.name, row.parent).where(row.request_key == request_key)
		return next(iter(self._run(query)), None)

	def rows(self) -> list[frappe._dict]:
		"""What totals need of the sheet's rows."""
		row = frappe.qb.DocType("Call Sheet Row")
		query = (
			frappe.qb.from_(row)
			.select(
				*(row.name, row.idx, row.lead, row.phone_hash, row.connected, row.grade),
				*(row.product_need, row.is_intention, row.is_valid),
			)
			.where((row.parent == self.name) & (row.parenttype == "Call Sheet"))
			.orderby(row.idx)
		)
		return self._run(query)

	def counts(self) -> list[frappe._dict]:
		"""The sheet's counts per grade and product."""
		count = frappe.qb.DocType("Call Sheet Count")
		query = (
			frappe.qb.from_(count)
			.select(count.name, count.idx, count.kind, count.key, count.calls)
			.where((count.parent == self.name) & (count.parenttype == "Call Sheet"))
		)
		return self._run(query)

	def totals_of(self, name: str) -> dict:
		"""The totals of this sheet, or of an earlier one of the agent's."""
		if name == self.name:
			return self.values
		return frappe.db.get_value("Call Sheet", name, list(events.COMPUTED), as_dict=True)

	def _run(self, query: QueryBuilder) -> list[frappe._dict]:
		return (query.for_update() if self.behind else query).run(as_dict=True)


def lock(agent: str, day: date) -> DaySheet:
	"""The agent's live sheet of the day, locked until the end of the transaction; made when there is none yet."""
	key = events.live_key(agent, day)
	if not frappe.db.exists("Call Sheet", {"live_key": key}):
		_make(agent, day)
	seen = frappe.db.get_value("Call Sheet", {"live_key": key}, "modified")
	sheet = frappe.qb.DocType("Call Sheet")
	query = frappe.qb.from_(sheet).select(*FIELDS).where(sheet.live_key == key).for_update()
	values = query.run(as_dict=True)[0]
	return DaySheet(values, behind=seen != values.modified)


def _make(agent: str, day: date) -> None:
	"""Make the sheet; an agent's tabs wait for each other on the agent's own row, and nobody waits for other agents."""
	hold("Sales Staff", agent)
	frappe.db.savepoint("day_sheet")
	try:
		_insert(agent, day)
	except (frappe.DuplicateEntryError, frappe.UniqueValidationError):
		# another tab made it a moment ago
		frappe.db.rollback(save_point="day_sheet")
		frappe.clear_last_message()


def _insert(agent: str, day: date) -> None:
	"""Put down an empty sheet by the sheet's own rules, without what Frappe does after every saving.

	At nine o'clock everybody's first call makes one. Nobody waits there for assignment rules or the whole line of the
	ledger; these follow when the agent hands it in. Whoever listens for a new document (a notification, a webhook, a
	server script) hears of it as ever. Raises what inserting raises.
	"""
	sheet = frappe.new_doc("Call Sheet")
	sheet.update({"agent": agent, "date": day})
	sheet.check_permission("create")
	sheet.run_method("before_insert")
	sheet.set_new_name()
	sheet.run_method("before_validate")
	sheet.run_method("validate")
	check_as_saving_does(sheet)
	sheet.owner = sheet.modified_by = frappe.session.user
	sheet.creation = sheet.modified = now_datetime()
	sheet.db_insert()
	sheet.run_method("after_insert")
	note_next_step(sheet)
	sheet.run_method("on_day_sheet_made")


def write_totals(sheet: DaySheet, totals: Totals) -> dict[str, int]:
	"""The foot of a sheet to which a call was added, as written; a customer who is graded anew leaves the old grade."""
	computed = events.computed(totals)
	frappe.db.set_value("Call Sheet", sheet.name, computed)
	stored = {(c.kind, c.key): c for c in sheet.counts()}
	idx, now, user = max((c.idx for c in stored.values()), default=0), now_datetime(), frappe.session.user
	for values in events.count_rows(totals, events.place_of(sheet.values)):
		there = stored.pop((values["kind"], values["key"]), None)
		if there is None:
			idx += 1
			count = frappe.new_doc("Call Sheet Count")
			count.update(
				{**values, "parent": sheet.name, "parenttype": "Call Sheet", "parentfield": "counts"}
			)
			count.update({"name": frappe.generate_hash(length=10), "idx": idx, "docstatus": 0})
			count.update({"owner": user, "modified_by": user, "creation": now, "modified": now})
			count.db_insert()
		elif there.calls != values["calls"]:
			frappe.db.set_value("Call Sheet Count", there.name, "calls", values["calls"])
	for left in stored.values():
		frappe.db.delete("Call Sheet Count", {"name": left.name})
	return computed
