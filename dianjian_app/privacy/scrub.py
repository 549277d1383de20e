"""Erases one customer's numbers and name from all texts of the app and of Frappe (R47).

For a single request: it finds text without a link to the customer, such as a week's remarks, an error log or a mail. A
full number is erased wherever it occurs. A name is erased where it can only mean this customer; other occurrences are
reported to people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import frappe
from frappe.model.utils.user_settings import sync_user_settings

from dianjian_app.privacy.holdings import ERASED, HOLDINGS
from dianjian_app.privacy.spellings import is_distinctive, spellings, stored_forms

APP = "Dianjian App"
HOLDINGS_AND_PARENTS = sorted({d for h in HOLDINGS for d in (h.doctype, h.parent) if d})
# entries are append-only and hold only document ids and figures; `erase` changes the vault
NEVER_CHANGED = ("Incentive Entry", "Incentive Chain Head", "Phone Vault")
FRAMEWORK_DOCTYPES = (
	*(
		"Version",
		"Comment",
		"Communication",
		"File",
		"Email Queue",
		"Error Log",
		"Activity Log",
		"Access Log",
	),
	*("Deleted Document", "Notification Log", "ToDo", "Route History", "Tag Link", "Prepared Report", "Note"),
	*("Scheduled Job Log", "Integration Request", "Data Import", "Data Import Log", "SMS Log", "List Filter"),
	*("Event", "View Log", "Webhook Request Log"),
)
# where people write about customers: names are erased here, and reported in rules, lists and the like
DOCTYPES_ABOUT_CUSTOMERS = (
	*HOLDINGS_AND_PARENTS,
	*(
		"Daily Ledger",
		"Daily Hand-in",
		"Weekly Hand-in",
		"Lead Batch",
		"Delivery Log",
		"Phone Reveal Log",
		"Staff Appraisal",
		"Appraisal Form",
		"Review Flag",
	),
	*("Disciplinary Action", "Incentive Appeal", "Time Off Request", "Personal Data Request"),
	*("Punch Record", "Day Result Appeal", "Working Time Request"),
	*("Talk Script", "Talk Script Answer", "Daily Briefing"),
	*("Development Plan", "Development Plan Step", "Survey Answer"),
)
TEXT_FIELDTYPES = ("Data", "Small Text", "Text", "Long Text", "Text Editor")
OTHER_TABLES = ("__global_search", "__UserSettings")
TEXT_COLUMN_TYPES = ("char", "varchar", "text", "mediumtext", "longtext", "json")
KEY_COLUMNS = ("name", "parent", "parenttype", "parentfield", "owner", "modified_by")
FEW_ROWS = 50
Occurrence = tuple[str, str, str]


@dataclass
class ScrubResult:
	"""rows: how many were changed; remaining: "DocType.field" → rows that still have the name, for people to check."""

	rows: int = 0
	remaining: dict[str, int] = field(default_factory=dict)


def scrub(numbers: Iterable[str], names: Iterable[str]) -> ScrubResult:
	"""Erase numbers (E.164) and names from every text. To be called after the customer's own rows were erased."""
	sync_user_settings()
	frappe.cache.delete_key("_user_settings")  # filters that users typed are written back from there
	done, tables = ScrubResult(), text_columns()
	raw = sorted({text for number in numbers if number for text in spellings(number)})
	for occurrence, _rows in _find_occurrences(tables, raw):
		done.rows += _replace(*occurrence)
	words = _app_terms()
	for name in sorted({n.strip() for n in names if n and n.strip() not in ("", ERASED)}):
		found = list(_find_occurrences(tables, stored_forms(name)))
		few = sum(rows for occurrence, rows in found if _is_app_table(occurrence[0])) <= FEW_ROWS
		sure = few and is_distinctive(name, _count_other_bearers(name), words)
		for occurrence, rows in found:
			if sure and _may_replace(*occurrence[:2]):
				done.rows += _replace(*occurrence)
				continue
			where = f"{occurrence[0].removeprefix('tab')}.{occurrence[1]}"
			done.remaining[where] = done.remaining.get(where, 0) + rows
	return done


def _is_app_table(table: str) -> bool:
	return table.removeprefix("tab") not in FRAMEWORK_DOCTYPES and table not in OTHER_TABLES


def _may_replace(table: str, column: str) -> bool:
	"""Whether a name may be erased from a column: people's text or Frappe's logs, but no link and no setting."""
	doctype = table.removeprefix("tab")
	if doctype in DOCTYPES_ABOUT_CUSTOMERS:
		df = frappe.get_meta(doctype).get_field(column)
		return bool(df and df.fieldtype in TEXT_FIELDTYPES)
	return doctype in (*FRAMEWORK_DOCTYPES, *OTHER_TABLES) and column != "file_url"


def text_columns() -> dict[str, list[str]]:
	"""table → its text columns, of the app's DocTypes and of Frappe's that can hold data about a customer."""
	doctypes = frappe.get_all("DocType", {"module": APP, "issingle": 0}, pluck="name")
	links = {f"tab{d}": _columns_without_text(d) for d in doctypes}
	wanted = [f"tab{d}" for d in (*doctypes, *FRAMEWORK_DOCTYPES) if d not in NEVER_CHANGED] + list(
		OTHER_TABLES
	)
	columns = frappe.qb.Schema("information_schema").columns
	query = (
		frappe.qb.from_(columns)
		.select(columns.table_name, columns.column_name)
		.where(columns.table_schema == frappe.conf.db_name)
		.where(columns.table_name.isin(wanted) & columns.data_type.isin(list(TEXT_COLUMN_TYPES)))
		.orderby(columns.table_name, columns.column_name)
	)
	found: dict[str, list[str]] = {}
	for table, column in query.run():
		if (
			column not in KEY_COLUMNS
			and (table, column) != ("tabFile", "file_url")
			and column not in links.get(table, ())
		):
			found.setdefault(table, []).append(column)
	return found


def _columns_without_text(doctype: str) -> set[str]:
	"""Columns that link to other documents, choose from a list, or hold a hash or a mask."""
	fields = frappe.get_meta(doctype).fields
	chosen = {df.fieldname for df in fields if df.fieldtype in ("Link", "Dynamic Link", "Select")}
	return chosen | {"phone_hash", "phone_mask", "correct_hash", "correct_mask"}


def _find_occurrences(tables: dict[str, list[str]], texts: Iterable[str]) -> Iterator[tuple[Occurrence, int]]:
	"""Each (table, column, text) that occurs, and in how many rows."""
	wanted = list(texts)
	for table, columns in tables.items() if wanted else ():
		# all columns of a row are searched as one first, since most tables have no occurrence; a row that is too long counts
		together = f"concat_ws('\\n', {', '.join(f'`{column}`' for column in columns)})"
		counts = _count(table, [(f"coalesce(instr({together}, %s), 1)", text) for text in wanted])
		there = [text for text, n in zip(wanted, counts, strict=True) if n]
		occurrences = [(table, column, text) for column in columns for text in there]
		counts = _count(table, [(f"instr(`{column}`, %s)", text) for _table, column, text in occurrences])
		yield from ((occurrence, int(n)) for occurrence, n in zip(occurrences, counts, strict=True) if n)


def _count(table: str, occurrences: list[tuple[str, str]]) -> tuple:
	"""In how many rows each (expression, its value) is above 0.

	As SQL text: inside an aggregate the query builder writes values into the query unescaped.
	"""
	sums = ", ".join(f"sum({expression} > 0)" for expression, _value in occurrences)
	return (
		frappe.db.sql(f"select {sums} from `{table}`", [v for _e, v in occurrences])[0]  # noqa: S608 names of tables
		if occurrences
		else ()
	)


def _replace(table: str, column: str, text: str) -> int:
	"""Replace the text by ERASED; gives in how many rows."""
	frappe.db.sql(
		f"update `{table}` set `{column}` = replace(`{column}`, %s, %s) where instr(`{column}`, %s) > 0",  # noqa: S608
		(text, ERASED, text),
	)
	return int(frappe.db.sql("select row_count()")[0][0])


def _count_other_bearers(name: str) -> int:
	return (
		frappe.db.count("Call Lead", {"customer_name": ("like", f"%{name}%")})
		+ frappe.db.count("Sales Staff", {"staff_name": ("like", f"%{name}%")})
		+ frappe.db.count("User", {"full_name": ("like", f"%{name}%")})
	)


def _app_terms() -> list[str]:
	"""Names of products, sources, centres, groups, grades, staff and batches, which are not erased as a customer's name."""
	words: list[str] = []
	for doctype, fieldname in (
		("Product Type", "name"),
		("Channel Source", "name"),
		("Sales Centre", "name"),
		("Sales Group", "group_name"),
		("Sales Staff", "staff_name"),
		("Intent Grade", "grade_label"),
		("Call Result", "result"),
		("Lead Batch", "batch_name"),
	):
		words += [w for w in frappe.get_all(doctype, pluck=fieldname) if w]
	return words
