"""Database triggers that refuse to change or delete an entry, for writes that bypass the controller (decision 11)."""

from __future__ import annotations

import frappe

from dianjian_app.incentives.entries.incentive_entry_events import FRAMEWORK_COLUMNS

TABLE = "tabIncentive Entry"
UPDATE, DELETE = "dianjian_entry_no_update", "dianjian_entry_no_delete"


def set_triggers(wanted: bool) -> None:
	"""Create (True) or drop (False) the triggers of Incentive Entry's table. Idempotent; creates them again when columns have changed."""
	if not frappe.db.table_exists("Incentive Entry"):
		return
	for name in (UPDATE, DELETE):
		if not wanted or _body(name) != _wanted_body(name):
			frappe.db.sql_ddl(f"drop trigger if exists `{name}`")
			if wanted:
				event = "update" if name == UPDATE else "delete"
				frappe.db.sql_ddl(
					f"create trigger `{name}` before {event} on `{TABLE}` for each row {_wanted_body(name)}"
				)


def missing_triggers() -> list[str]:
	"""Return the names of triggers that are missing or out of date."""
	return [name for name in (UPDATE, DELETE) if _body(name) != _wanted_body(name)]


def _wanted_body(name: str) -> str:
	"""Return the body of a trigger. It consists of the table's column names and contains no value."""
	refusal = "signal sqlstate '45000' set message_text = 'Incentive entries are append-only'"
	if name == DELETE:
		return f"begin {refusal}; end"
	unchanged = " and ".join(f"(new.`{c}` <=> old.`{c}`)" for c in _columns() if c not in FRAMEWORK_COLUMNS)
	return f"begin if not ({unchanged}) then {refusal}; end if; end"


def _columns() -> list[str]:
	rows = frappe.db.sql(
		"select column_name from information_schema.columns"
		" where table_schema = database() and table_name = %s order by column_name",
		TABLE,
	)
	return [r[0] for r in rows]


def _body(name: str) -> str | None:
	rows = frappe.db.sql(
		"select action_statement from information_schema.triggers"
		" where trigger_schema = database() and trigger_name = %s",
		name,
	)
	return rows[0][0] if rows else None
