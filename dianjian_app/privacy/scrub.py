"""Looking through every text of the app and of Frappe for one customer's numbers and name (R47).

For a single request: free text that nobody linked to the customer, such as a week's remarks, an error log, a mail. The
raw number goes wherever it stands. A name goes where it can only mean this customer; else its places are told to people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import frappe
from frappe.model.utils.user_settings import sync_user_settings

from dianjian_app.privacy.holdings import ERASED, HOLDINGS
from dianjian_app.privacy.spellings import as_stored, distinctive, spellings

APP = "Dianjian App"
HOLDINGS_AND_PARENTS = sorted({d for h in HOLDINGS for d in (h.doctype, h.parent) if d})
# texts that no act may change: entries are append-only and hold document ids and figures; the vault has its own act
UNTOUCHED = ("Incentive Entry", "Incentive Chain Head", "Phone Vault")
FRAMEWORK = (
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
# where people write about customers: a name is taken out here; in rules, lists and the like its places are told
ABOUT_CUSTOMERS = (
	*HOLDINGS_AND_PARENTS,
	*("Daily Ledger", "Weekly Hand-in", "Lead Batch", "Delivery Log", "Phone Reveal Log", "Staff Appraisal"),
	*("Disciplinary Action", "Incentive Appeal", "Time Off Request", "Personal Data Request"),
)
WRITTEN = ("Data", "Small Text", "Text", "Long Text", "Text Editor")
OTHER_TABLES = ("__global_search", "__UserSettings")
TEXT = ("char", "varchar", "text", "mediumtext", "longtext", "json")
KEYS = ("name", "parent", "parenttype", "parentfield", "owner", "modified_by")
FEW = 50
Place = tuple[str, str, str]


@dataclass
class Scrubbed:
	"""rows changed; left: "DocType.field" → rows in which the name still stands, for people to look at."""

	rows: int = 0
	left: dict[str, int] = field(default_factory=dict)


def scrub(numbers: Iterable[str], names: Iterable[str]) -> Scrubbed:
	"""Take numbers (E.164) and names out of every text. Called after the customer's own rows were erased."""
	sync_user_settings()
	frappe.cache.delete_key("_user_settings")  # what was typed into filters is written back from there
	done, tables = Scrubbed(), text_columns()
	raw = sorted({needle for number in numbers if number for needle in spellings(number)})
	for place, _rows in _standing(tables, raw):
		done.rows += _replace(*place)
	words = _words_of_the_app()
	for name in sorted({n.strip() for n in names if n and n.strip() not in ("", ERASED)}):
		found = list(_standing(tables, as_stored(name)))
		few = sum(rows for place, rows in found if _is_the_apps(place[0])) <= FEW
		sure = few and distinctive(name, _held_elsewhere(name), words)
		for place, rows in found:
			if sure and _may_replace(*place[:2]):
				done.rows += _replace(*place)
				continue
			where = f"{place[0].removeprefix('tab')}.{place[1]}"
			done.left[where] = done.left.get(where, 0) + rows
	return done


def _is_the_apps(table: str) -> bool:
	return table.removeprefix("tab") not in FRAMEWORK and table not in OTHER_TABLES


def _may_replace(table: str, column: str) -> bool:
	"""Whether a name may go from a column: text of people or of Frappe's logs, no link and nobody's settings."""
	doctype = table.removeprefix("tab")
	if doctype in ABOUT_CUSTOMERS:
		df = frappe.get_meta(doctype).get_field(column)
		return bool(df and df.fieldtype in WRITTEN)
	return doctype in (*FRAMEWORK, *OTHER_TABLES) and column != "file_url"


def text_columns() -> dict[str, list[str]]:
	"""table → its columns of text, of the app and of what Frappe has that can hold a customer's."""
	doctypes = frappe.get_all("DocType", {"module": APP, "issingle": 0}, pluck="name")
	links = {f"tab{d}": _no_texts(d) for d in doctypes}
	wanted = [f"tab{d}" for d in (*doctypes, *FRAMEWORK) if d not in UNTOUCHED] + list(OTHER_TABLES)
	columns = frappe.qb.Schema("information_schema").columns
	query = (
		frappe.qb.from_(columns)
		.select(columns.table_name, columns.column_name)
		.where(columns.table_schema == frappe.conf.db_name)
		.where(columns.table_name.isin(wanted) & columns.data_type.isin(list(TEXT)))
		.orderby(columns.table_name, columns.column_name)
	)
	found: dict[str, list[str]] = {}
	for table, column in query.run():
		if (
			column not in KEYS
			and (table, column) != ("tabFile", "file_url")
			and column not in links.get(table, ())
		):
			found.setdefault(table, []).append(column)
	return found


def _no_texts(doctype: str) -> set[str]:
	"""Columns that only name other documents, choose from a list, or hold a hash or a mask."""
	fields = frappe.get_meta(doctype).fields
	chosen = {df.fieldname for df in fields if df.fieldtype in ("Link", "Dynamic Link", "Select")}
	return chosen | {"phone_hash", "phone_mask", "correct_hash", "correct_mask"}


def _standing(tables: dict[str, list[str]], needles: Iterable[str]) -> Iterator[tuple[Place, int]]:
	"""Each (table, column, needle) that some row has, and in how many rows."""
	wanted = list(needles)
	for table, columns in tables.items() if wanted else ():
		# a row's texts are read as one first, since most tables have none of the needles; one that is too long counts
		together = f"concat_ws('\\n', {', '.join(f'`{column}`' for column in columns)})"
		counts = _count(table, [(f"coalesce(instr({together}, %s), 1)", needle) for needle in wanted])
		there = [needle for needle, n in zip(wanted, counts, strict=True) if n]
		places = [(table, column, needle) for column in columns for needle in there]
		counts = _count(table, [(f"instr(`{column}`, %s)", needle) for _table, column, needle in places])
		yield from ((place, int(n)) for place, n in zip(places, counts, strict=True) if n)


def _count(table: str, places: list[tuple[str, str]]) -> tuple:
	"""In how many rows each (expression, its value) is found; none for none.

	Written out: inside an aggregate the query builder puts values into the query as they are.
	"""
	sums = ", ".join(f"sum({expression} > 0)" for expression, _value in places)
	return frappe.db.sql(f"select {sums} from `{table}`", [v for _e, v in places])[0] if places else ()


def _replace(table: str, column: str, needle: str) -> int:
	"""Put ERASED where the needle stands; gives how many rows had it."""
	frappe.db.sql(
		f"update `{table}` set `{column}` = replace(`{column}`, %s, %s) where instr(`{column}`, %s) > 0",
		(needle, ERASED, needle),
	)
	return int(frappe.db.sql("select row_count()")[0][0])


def _held_elsewhere(name: str) -> int:
	return (
		frappe.db.count("Call Lead", {"customer_name": ("like", f"%{name}%")})
		+ frappe.db.count("Sales Staff", {"staff_name": ("like", f"%{name}%")})
		+ frappe.db.count("User", {"full_name": ("like", f"%{name}%")})
	)


def _words_of_the_app() -> list[str]:
	"""Names of products, sources, centres, groups, grades and people: none of them is taken for a customer's name."""
	words: list[str] = []
	for doctype, fieldname in (
		("Product Type", "name"),
		("Channel Source", "name"),
		("Sales Centre", "name"),
		("Sales Group", "group_name"),
		("Sales Staff", "staff_name"),
		("Intent Grade", "grade_label"),
		("Lead Batch", "batch_name"),
	):
		words += [w for w in frappe.get_all(doctype, pluck=fieldname) if w]
	return words
