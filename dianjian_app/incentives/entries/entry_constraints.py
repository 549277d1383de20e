"""What the database itself demands of an entry's place in its chain, for writes that bypass the app (decision 68).

Constraints of the table, not of columns: Frappe writes columns anew when a DocType changes. They stand in the dump.
"""

from __future__ import annotations

import frappe
from frappe import _

ENTRY, HEAD = "tabIncentive Entry", "tabIncentive Chain Head"
CHECKS = {
	"dianjian_entry_place": (
		ENTRY,
		"`seq` is not null and `seq` >= 1 and `centre` is not null and `centre` <> ''",
	),
	"dianjian_entry_hashes": (
		ENTRY,
		"`entry_hash` is not null and char_length(`entry_hash`) = 64"
		" and `previous_hash` is not null and char_length(`previous_hash`) = 64",
	),
	"dianjian_entry_key": (ENTRY, "`entry_key` is not null and `entry_key` <> ''"),
	"dianjian_head_place": (
		HEAD,
		"`seq` is not null and `seq` >= 0 and `centre` is not null and `centre` <> ''",
	),
}
UNIQUE = "dianjian_entry_centre_seq"


def set_constraints(wanted: bool) -> None:
	"""Add (True) or drop (False) the constraints. Idempotent. Rows that break one are told in the Error Log and stay."""
	if not frappe.db.table_exists("Incentive Entry"):
		return
	have = _constraints()
	for name, (table, condition) in CHECKS.items():
		if (
			wanted
			and name not in have
			and _holds(name, f"select 1 from `{table}` where not ({condition}) limit 1")  # noqa: S608
		):
			frappe.db.sql_ddl(f"alter table `{table}` add constraint `{name}` check ({condition})")
		elif name in have and not wanted:
			frappe.db.sql_ddl(f"alter table `{table}` drop constraint `{name}`")
	twice = f"select 1 from `{ENTRY}` group by `centre`, `seq` having count(*) > 1 limit 1"  # noqa: S608
	if wanted and UNIQUE not in have and _holds(UNIQUE, twice):
		frappe.db.sql_ddl(f"alter table `{ENTRY}` add unique `{UNIQUE}` (`centre`, `seq`)")
	elif UNIQUE in have and not wanted:
		frappe.db.sql_ddl(f"alter table `{ENTRY}` drop index `{UNIQUE}`")


def missing_constraints() -> list[str]:
	"""Return the names of constraints that are missing."""
	have = _constraints()
	return [name for name in (*CHECKS, UNIQUE) if name not in have]


def _holds(name: str, counterexample: str) -> bool:
	"""Whether no row breaks a constraint; where one does, who administers is told, and the walk names it."""
	if not frappe.db.sql(counterexample):
		return True
	frappe.log_error(
		title=_("Entries break a constraint of the database"), message=f"{name}; bench verify-ledger"
	)
	return False


def _constraints() -> set[str]:
	rows = frappe.db.sql(
		"select constraint_name from information_schema.table_constraints"
		" where constraint_schema = database() and table_name in (%s, %s)",
		(ENTRY, HEAD),
	)
	return {r[0] for r in rows}
