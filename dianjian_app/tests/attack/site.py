"""What stands on the site for an attacker to want, and what an attack left behind; asked of the database itself."""

from __future__ import annotations

from dataclasses import dataclass

import frappe

from dianjian_app.beside_rows import BESIDE
from dianjian_app.permissions import in_scope
from dianjian_app.resources.numbers import vault
from dianjian_app.row_ownership import CHILD_TABLES, NOBODY, ROW_FIELDS
from dianjian_app.tests.attack.judge import Secrets
from dianjian_app.tests.attack.payloads import Aims

MOST_NAMES = 12
"""so many foreign documents of a DocType are aimed at"""
NOWHERE = "-"
SHORTEST = 8
"""shorter names stand in other words by chance"""
WANTED_FIELDS = (
	*(
		"phone_hash",
		"number",
		"amount",
		"monthly_wage",
		"customer_name",
		"reset_password_key",
		"api_key",
		"owner",
	),
	*("sum(amount)", "agent.user", "_user_tags", "docstatus", "creation", "modified"),
)
WANTED_METHODS = (
	"frappe.client.get_password",
	"frappe.client.get_count",
	"frappe.desk.search.search_link",
	"frappe.desk.query_report.get_data_for_custom_field",
	"frappe.core.doctype.user.user.generate_keys",
	"dianjian_app.resources.numbers.reveal.reveal_number",
	"frappe.desk.reportview.export_query",
)
# what people may leave behind by asking: logs, sessions, counters
LOGS = frozenset(
	(
		*(
			"Phone Reveal Log",
			"Access Log",
			"Activity Log",
			"Error Log",
			"Route History",
			"View Log",
			"Sessions",
		),
		*(
			"Scheduled Job Log",
			"Prepared Report",
			"Notification Log",
			"Email Queue",
			"Series",
			"Delivery Log",
		),
	)
)
FIELDS_BESIDE = {
	doctype: (beside.doctype_field, beside.name_field)
	for doctype, beside in BESIDE.items()
	if beside.doctype_field and doctype not in LOGS
} | {"Document Follow": ("ref_doctype", "ref_docname")}
OF_THE_HOUSE = (
	*(
		"User",
		"Has Role",
		"Role",
		"User Permission",
		"Custom DocPerm",
		"DocPerm",
		"Property Setter",
		"Custom Field",
	),
	*(
		"Server Script",
		"Client Script",
		"Report",
		"Print Format",
		"Notification",
		"Workflow",
		"Workspace",
		"Singles",
	),
	*(
		"Number Card",
		"Dashboard Chart",
		"Auto Email Report",
		"Webhook",
		"Letter Head",
		"Web Form",
		"Role Profile",
	),
)


def aims_and_secrets(user: str) -> tuple[Aims, Secrets]:
	"""What a user of the site must not see, to aim at and to look for. user: name of a User, or Guest."""
	foreign: dict[str, tuple[str, ...]] = {}
	names: set[str] = set()
	for doctype in (*ROW_FIELDS, *CHILD_TABLES, *NOBODY):
		if not frappe.db.table_exists(doctype):
			continue
		theirs = _foreign_names(user, doctype)
		foreign[doctype] = _aimed_at(user, doctype, theirs) or ("not-there",)
		if doctype not in CHILD_TABLES:
			names |= {n for n in theirs if len(n) >= SHORTEST}
	known = _names_said_elsewhere(user)
	files = frappe.get_all("File", {"is_private": 1}, pluck="file_url", limit=MOST_NAMES)
	aims = Aims(
		foreign,
		WANTED_FIELDS,
		WANTED_METHODS,
		(*files, "http://127.0.0.1:1/x", "<img src='http://127.0.0.1:1/'>"),
	)
	return aims, Secrets(frozenset(names - known), _numbers(), _texts())


def _aimed_at(user: str, doctype: str, theirs: list[str]) -> tuple[str, ...]:
	"""Some of the foreign documents: half of other centres, where there are, the rest from all over."""
	field = ROW_FIELDS[doctype].centre if doctype in ROW_FIELDS else None
	homes = frappe.get_all("Sales Staff", {"user": user}, pluck="centre") or [NOWHERE]
	elsewhere = (
		frappe.get_all(
			doctype, {field: ("not in", homes)}, pluck="name", limit=MOST_NAMES // 2, order_by="name"
		)
		if field
		else []
	)
	rest = [name for name in theirs if name not in elsewhere]
	step = max(1, len(rest) // (MOST_NAMES - len(elsewhere)))
	return tuple([*(n for n in elsewhere if n in theirs), *rest[::step]][:MOST_NAMES])


def _foreign_names(user: str, doctype: str) -> list[str]:
	everything = set(frappe.get_all(doctype, pluck="name", limit=5000))
	if user == "Guest" or doctype in NOBODY:
		return sorted(everything)
	asked, frappe.session.user = frappe.session.user, user
	try:
		parents = [{"parent_doctype": p} for p in CHILD_TABLES.get(doctype, ())] or [{}]
		seen = {
			name
			for parent in parents
			for name in frappe.get_list(doctype, pluck="name", limit_page_length=0, **parent)
		}
	except frappe.PermissionError:
		seen = set()
	finally:
		frappe.session.user = asked
	return sorted(everything - seen)


def _names_said_elsewhere(user: str) -> set[str]:
	"""Names of staff, groups and rules stand in documents that everybody reads: they are no secret by themselves."""
	public = set()
	for doctype in ("Sales Staff", "Sales Group", "Sales Centre", "Incentive Rule"):
		public |= set(frappe.get_all(doctype, pluck="name", limit=0))
	return public | _named_in_ones_own(user)


def _named_in_ones_own(user: str) -> set[str]:
	"""What stands in link fields of the documents that a user sees: a lead says of which batch it is."""
	named: set[str] = set()
	if user == "Guest":
		return named
	asked, frappe.session.user = frappe.session.user, user
	try:
		for doctype in ROW_FIELDS:
			links = [f.fieldname for f in frappe.get_meta(doctype).get_link_fields() if not f.is_virtual]
			if links and frappe.has_permission(doctype, "read"):
				rows = frappe.get_list(doctype, fields=links, limit_page_length=0)
				named |= {str(value) for row in rows for value in row.values() if value}
	finally:
		frappe.session.user = asked
	return named


def _numbers() -> frozenset[str]:
	"""The digits of every number of the vault, with and without the country's: nobody lists them but this attack."""
	hashes = frappe.get_all("Phone Vault", pluck="name", limit=0)
	digits = {number.lstrip("+") for number in vault.numbers_of(hashes).values() if number}
	return frozenset(n for d in digits for n in (d, d.removeprefix("86")) if len(n) >= SHORTEST)


def _texts() -> frozenset[str]:
	hashes = frappe.get_all("Phone Vault", pluck="name", limit=0)
	keys = frappe.get_all("User", {"reset_password_key": ("is", "set")}, pluck="reset_password_key")
	return frozenset(t for t in (*hashes[:50], *keys) if len(t) >= SHORTEST)


@dataclass(frozen=True)
class Trace:
	"""How the tables stand: DocType → (rows, when the last one was changed)."""

	tables: dict[str, tuple[int, object]]

	def changed(self, later: Trace) -> list[str]:
		return sorted(d for d, state in later.tables.items() if state != self.tables.get(d))


def trace() -> Trace:
	"""The tables of the app, of what stands beside documents, and of the house, as committed now."""
	frappe.db.rollback()
	found = {}
	for doctype in (*ROW_FIELDS, *CHILD_TABLES, *NOBODY, *FIELDS_BESIDE, *OF_THE_HOUSE):
		if doctype in LOGS or (doctype != "Singles" and not frappe.db.table_exists(doctype)):
			continue
		last = "count(value)" if doctype == "Singles" else "max(modified)"
		table = "`tabSingles`" if doctype == "Singles" else f"`tab{doctype}`"
		found[doctype] = tuple(
			frappe.db.sql(f"select count(*), {last} from {table}")[0]
		)  # names of the code's own
	return Trace(found)


def writes_of(user: str, before: Trace) -> list[str]:
	"""What was written since, that the user has no right to: DocType and name, or the DocType where a row is gone.

	Rows of the user's own scope are theirs to write.
	"""
	after = trace()
	wrong = []
	for doctype in before.changed(after):
		rows, since = before.tables[doctype]
		if after.tables[doctype][0] < rows:
			wrong.append(f"{doctype}: rows are gone")
		if doctype == "Singles":
			wrong.append("Singles were changed")
			continue
		filters = {"modified": (">", since)} if since else {}
		for name in frappe.get_all(doctype, filters, pluck="name", limit=20):
			if not _may_have_written(user, doctype, name):
				wrong.append(f"{doctype} {name}")
	return wrong


def _may_have_written(user: str, doctype: str, name: str) -> bool:
	doc = frappe.get_doc(doctype, name)
	if doctype in CHILD_TABLES:
		doc = frappe.get_doc(doc.parenttype, doc.parent)
	if doctype in FIELDS_BESIDE:
		about, what = (doc.get(f) for f in FIELDS_BESIDE[doctype])
		if not about:
			return doc.owner == user
		if not what or not frappe.db.exists(about, what):
			return doc.owner == user
		doc = frappe.get_doc(about, what)
		return bool(frappe.has_permission(about, "read", doc=doc, user=user))
	if doc.doctype in ROW_FIELDS:
		return user != "Guest" and in_scope(doc, user)
	return doc.name == user  # of the house only the own user record
