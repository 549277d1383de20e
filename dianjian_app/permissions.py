"""Who sees what: the one place that decides it (R47, decision 22).

A user's roles give a level for each DocType; the level and the staff record give clauses over the row's own
fields. Lists, documents, reports, shares and whitelisted methods all read the same clauses and cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.query_builder import Criterion

from dianjian_app.people.authority import managed_centres
from dianjian_app.row_ownership import (
	CENTRE,
	CHILD_TABLES,
	EVERYTHING,
	GROUP,
	LEVEL_OF_ROLE,
	NOBODY,
	OWN,
	OWN_WHERE_PRIVATE,
	ROW_FIELDS,
	RowFields,
)

if TYPE_CHECKING:
	from frappe.model.document import Document
	from pypika.queries import Table


READING = ("read", "select", "report", "export", "print", "email")


class OutOfScopeError(frappe.PermissionError):
	"""A document or a share lies outside what its reader may see."""


@dataclass(frozen=True)
class Scope:
	"""What one user may see of one DocType.

	everything: no limit; centres, groups: names seen whole; staff: the user's own staff records.
	"""

	everything: bool = False
	centres: frozenset[str] = frozenset()
	home_centres: frozenset[str] = frozenset()
	groups: frozenset[str] = frozenset()
	staff: frozenset[str] = frozenset()
	roles: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _In:
	"""`field in values`; no values means `field is empty`."""

	field: str
	values: tuple[str, ...] | None


@dataclass(frozen=True)
class _NotIn:
	"""`field` is empty or names nobody of the values."""

	field: str
	values: tuple[str, ...]


_Condition = _In | _NotIn


def scope_of(user: str, doctype: str) -> Scope:
	"""Scope of a user for a DocType: the union over the roles that may read it.

	user: name of a User; doctype: name of a DocType. The result is kept for the request. (R47)
	"""
	if user == "Administrator":
		return Scope(everything=True)
	reading = _reading_roles(doctype) & set(frappe.get_roles(user))
	levels = {_level(role, doctype) for role in reading}
	place = _place_of(user)
	return Scope(
		everything=EVERYTHING in levels,
		centres=place["centres"] if CENTRE in levels else frozenset(),
		home_centres=place["centres"],
		groups=place["groups"] if GROUP in levels else frozenset(),
		staff=place["staff"] if levels else frozenset(),
		roles=frozenset(reading),
	)


def _level(role: str, doctype: str) -> str:
	if doctype in ROW_FIELDS and role in ROW_FIELDS[doctype].own_for:
		return OWN
	if doctype in ROW_FIELDS and ROW_FIELDS[doctype].private and role in OWN_WHERE_PRIVATE:
		return OWN
	return LEVEL_OF_ROLE.get(role, OWN)


def _reading_roles(doctype: str) -> set[str]:
	return {p.role for p in frappe.get_meta(doctype).permissions if p.read or p.get("select")}


def forget_places(doc: Document = None, method: str | None = None) -> None:
	"""Doc event of Sales Staff, Group and Centre: who stands where is read anew in this request."""
	frappe.local.dianjian_places = {}


def _place_of(user: str) -> dict[str, frozenset[str]]:
	"""The user's place, read once a request."""
	places = getattr(frappe.local, "dianjian_places", None)
	if places is None:
		places = frappe.local.dianjian_places = {}
	if user not in places:
		places[user] = _read_place(user)
	return places[user]


def _read_place(user: str) -> dict[str, frozenset[str]]:
	"""The user's staff records, their centres and those the user manages, and the groups they lead or assist."""
	staff = frappe.get_all(
		"Sales Staff", filters={"user": user, "status": ("!=", "Departed")}, fields=["name", "centre"]
	)
	names = [s.name for s in staff]
	if not names:
		return {"staff": frozenset(), "centres": frozenset(), "groups": frozenset()}
	groups = frappe.get_all(
		"Sales Group",
		or_filters=[["leader", "in", names], ["assistant", "in", names]],
		pluck="name",
	)
	return {
		"staff": frozenset(names),
		"centres": frozenset(s.centre for s in staff if s.centre) | managed_centres(user),
		"groups": frozenset(groups),
	}


def _clauses(doctype: str, user: str) -> list[tuple[_Condition, ...]] | None:
	"""Alternatives, each a conjunction; None: every row; an empty list: no row."""
	rows, scope = ROW_FIELDS[doctype], scope_of(user, doctype)
	hidden = tuple(_NotIn(field, tuple(sorted(scope.staff))) for field in rows.hidden_from if scope.staff)
	if scope.everything:
		return [hidden] if hidden else None
	return [(*clause, *hidden) for clause in _places(rows, scope)]


def _places(rows: RowFields, scope: Scope) -> list[tuple[_In, ...]]:
	"""Where the rows lie that somebody sees who does not see everything."""
	clauses: list[tuple[_In, ...]] = []
	centres = scope.home_centres if rows.public and scope.roles else scope.centres
	if centres:
		clauses.append((_In(rows.centre, tuple(sorted(centres))),))
	if rows.no_centre_is_public and scope.roles:
		clauses.append((_In(rows.centre, None),))
	if rows.group and scope.groups:
		clauses.append((_In(rows.group, tuple(sorted(scope.groups))),))
		if rows.common and scope.home_centres:
			clauses.append((_In(rows.group, None), _In(rows.centre, tuple(sorted(scope.home_centres)))))
	for fieldname, owners in rows.own.items():
		if scope.staff and (not owners or scope.roles & set(owners)):
			clauses.append((_In(fieldname, tuple(sorted(scope.staff))),))
	return clauses


def query_conditions(user: str | None = None, doctype: str | None = None) -> str:
	"""Frappe's permission_query_conditions for every DocType of the app, child tables too.

	Gives SQL text over `tab<doctype>`; empty: no limit. Values are escaped names from the database. (R47)
	"""
	user, doctype = user or frappe.session.user, doctype or ""
	if doctype in NOBODY:
		return "1=0"
	if doctype in CHILD_TABLES:
		return _conditions_of_child(doctype, user)
	clauses = _clauses(doctype, user)
	if clauses is None:
		return ""
	if not clauses:
		return "1=0"
	return "(" + " or ".join(_sql(doctype, clause) for clause in clauses) + ")"


def _conditions_of_child(doctype: str, user: str) -> str:
	"""A row is seen by who sees its parent; a table that several DocTypes hold asks each of them."""
	alternatives, limited = [], False
	for parent in CHILD_TABLES[doctype]:
		condition = query_conditions(user, parent)
		limited = limited or bool(condition)
		where = f" where {condition}" if condition else ""
		alternatives.append(  # names of DocTypes are the registry's, those of rows are literals
			f"(`tab{doctype}`.parenttype = {literal(parent)} and `tab{doctype}`.parent in "  # noqa: S608
			f"(select `tab{parent}`.name from `tab{parent}`{where}))"
		)
	return f"({' or '.join(alternatives)})" if limited else ""


def _sql(doctype: str, clause: tuple[_Condition, ...]) -> str:
	parts = []
	for c in clause:
		column = f"`tab{doctype}`.`{c.field}`"
		values = ", ".join(literal(v) for v in c.values or ())
		if isinstance(c, _NotIn):
			parts.append(f"ifnull({column}, '') not in ({values})")
		else:
			parts.append(f"ifnull({column}, '') = ''" if c.values is None else f"{column} in ({values})")
	return "(" + " and ".join(parts) + ")"


def literal(value: str) -> str:
	"""A name as SQL that reads the same in a statement with parameters and in one without.

	A statement with parameters wants each % doubled, one without wants it as it is, and Frappe puts these conditions into
	either. A name with % is therefore written by its bytes.
	"""
	return f"_utf8mb4 0x{value.encode().hex()}" if "%" in value else frappe.db.escape(value)


def row_condition(doctype: str, table: Table, user: str | None = None) -> Criterion | None:
	"""The same rows as a pypika criterion over `table`, for reports built with frappe.qb.

	doctype: the DocType that `table` stands for; result None: no limit. (R47)
	"""
	clauses = _clauses(doctype, user or frappe.session.user)
	if clauses is None:
		return None
	if not clauses:
		return table.name.isnull()
	return Criterion.any([Criterion.all([_criterion(table, c) for c in clause]) for clause in clauses])


def _criterion(table: Table, c: _Condition) -> Criterion:
	column = table[c.field]
	if isinstance(c, _NotIn):
		return column.isnull() | column.notin(c.values)
	return (column.isnull() | (column == "")) if c.values is None else column.isin(c.values)


def has_permission(doc: Document, ptype: str = "read", user: str | None = None) -> bool:
	"""Frappe's has_permission for every DocType of the app: is this row inside the user's scope?

	Answers True explicitly, as version 16 demands. A new document passes while its place is not filled in yet:
	the controllers fill it and ask again. (R47)
	"""
	user = user or frappe.session.user
	if doc.doctype in NOBODY:
		return False
	clauses = _clauses(doc.doctype, user)
	if clauses is None:
		return True
	if doc.get("__islocal") or not doc.get("name"):
		clauses = [tuple(c for c in clause if doc.get(c.field)) for clause in clauses]
	elif ptype not in READING and not _stored_in(doc, clauses):
		return False
	return any(all(_holds(doc, c) for c in clause) for clause in clauses)


def _stored_in(doc: Document, clauses: list[tuple[_Condition, ...]]) -> bool:
	"""Is the row as it stands inside the clauses? What a writer sends may name a place of the writer's own."""
	fields = sorted({c.field for clause in clauses for c in clause})
	stored = fields and frappe.db.get_value(doc.doctype, doc.name, fields, as_dict=True)
	return not stored or any(all(_holds(stored, c) for c in clause) for clause in clauses)


def _holds(doc: Document, c: _Condition) -> bool:
	value = doc.get(c.field)
	if isinstance(c, _NotIn):
		return not value or value not in c.values
	return not value if c.values is None else value in c.values


def in_scope(doc: Document, user: str) -> bool:
	"""Whether a document, as it stands, lies in the user's scope for its DocType. (R47)"""
	clauses = _clauses(doc.doctype, user)
	return clauses is None or any(all(_holds(doc, c) for c in clause) for clause in clauses)


def check_in_scope(doc: Document, user: str | None = None) -> None:
	"""Refuse a document that its writer could not read afterwards. Raises OutOfScopeError. (R47)"""
	if in_scope(doc, user or frappe.session.user):
		return
	frappe.throw(
		_("{0} {1} belongs to another person, group or centre; you cannot work on it.").format(
			_(doc.doctype), doc.name or ""
		),
		OutOfScopeError,
		title=_("Not Yours"),
	)
