"""An upheld appeal corrects an entry by an entry of its own, at once, in the chain (R31, decision 11)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.query_builder.functions import Count, Substring

from dianjian_app.incentives.engine.line import as_data
from dianjian_app.incentives.engine.rule_options import OutcomeType
from dianjian_app.incentives.engine.working import Working, plain
from dianjian_app.incentives.entries.entry_chain import lock_head
from dianjian_app.incentives.entries.entry_writer import ENTRY_FIELDS, NewEntry, append_entries, exact
from dianjian_app.locking import name_now
from dianjian_app.people.period import Period

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.incentive_entry.incentive_entry import IncentiveEntry


class ReversalError(frappe.ValidationError):
	"""An entry that cannot be taken back."""


def reverse(entry: str, right: float, appeal: str) -> str:
	"""Post what makes an entry's worth the right one; gives the new entry's name. Posting again gives the same one.

	right: what the entry should have been, yuan or days; between nothing and what it is. Raises ReversalError.
	"""
	centre = frappe.db.get_value("Incentive Entry", entry, "centre")
	head = lock_head(centre)
	if done := name_now("Incentive Entry", {"centre": centre, "reverses": entry}):
		return done
	# plain: an entry never changes
	old = frappe.db.get_value("Incentive Entry", entry, [*ENTRY_FIELDS, "name"], as_dict=True)
	if old.reverses:
		frappe.throw(_("{0} is itself a correction.").format(entry), ReversalError)
	worth, wanted = _worth_of(old), exact(right)
	if not min(worth, Decimal(0)) <= wanted <= max(worth, Decimal(0)) or wanted == worth:
		frappe.throw(
			_("Enter an amount between 0 and {0}.").format(plain(worth)),
			ReversalError,
			title=_("Right Amount"),
		)
	[name] = append_entries(head, [_reversal_of(old, wanted, appeal)])
	return name


def _worth_of(entry: IncentiveEntry) -> Decimal:
	return exact(entry.amount if entry.outcome_type == OutcomeType.MONEY.value else entry.quantity)


def _reversal_of(old: IncentiveEntry, wanted: Decimal, appeal: str) -> NewEntry:
	"""The entry that turns the old one's worth into the wanted one, with the same key and the next correction number."""
	key = old.entry_key.rsplit("|", 1)[0]
	correction_no = _entries_with(f"{key}|", old.centre)
	difference = wanted - _worth_of(old)
	money = old.outcome_type == OutcomeType.MONEY.value
	values = {field: old.get(field) for field in ENTRY_FIELDS} | {
		"amount": difference if money else exact(0),
		"quantity": exact(0) if money else difference,
		"consumed": exact(0),
		"corrects_period": old.corrects_period or Period.month_of(old.period_end).month_text,
		"correction_no": correction_no,
		"reverses": old.name,
		"explanation": frappe.as_json(_explanation(old, wanted, appeal), indent=None),
		"entry_key": f"{key}|{correction_no}",
	}
	return NewEntry(**values)


def _entries_with(prefix: str, centre: str) -> int:
	"""How many of a centre's entries have a key that begins so; compared as text, since codes may hold % and _."""
	entry = frappe.qb.DocType("Incentive Entry")
	begins = Substring(entry.entry_key, 1, len(prefix)) == prefix
	return frappe.qb.from_(entry).select(Count("*")).where((entry.centre == centre) & begins).run()[0][0]


def _explanation(old: IncentiveEntry, wanted: Decimal, appeal: str) -> dict:
	"""The old entry's explanation with a working of its own: the wanted worth less what was posted."""
	working = Working()
	working.do("subtract", wanted, _worth_of(old), label="less posted")
	return {
		**(frappe.parse_json(old.explanation) or {}),
		"facts": {"label": _("Appeal {0} upheld").format(appeal)},
		"evidence": [f"Incentive Appeal/{appeal}", f"Incentive Entry/{old.name}"],
		"steps": [as_data(step) for step in working.steps],
	}
