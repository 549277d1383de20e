"""Users as the app's people see them: those of their own centres, and those who belong to no centre (R47).

Frappe lists every user of the site to whoever may open the desk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import frappe
from frappe.desk import search

from dianjian_app.beside_conditions import bound
from dianjian_app.permissions import Scope, literal, scope_of

if TYPE_CHECKING:
	from frappe.model.document import Document


def rows_of_user(user: str | None = None, **kwargs: object) -> str:
	"""Hook permission_query_conditions of User: SQL text; empty: no limit. Names of centres are escaped. (R47)"""
	user = user or frappe.session.user
	scope = _limits(user)
	if scope is None:
		return ""
	centres = ", ".join(literal(centre) for centre in sorted(scope.home_centres)) or "''"
	return (
		f"(`tabUser`.name = {literal(user)} or `tabUser`.name not in"  # noqa: S608
		" (select elsewhere.user from `tabSales Staff` elsewhere where elsewhere.user is not null"
		f" and elsewhere.centre not in ({centres})))"
	)


def has_permission(doc: Document, ptype: str = "read", user: str | None = None) -> bool:
	"""Hook has_permission of User: the same of one user. (R47)"""
	user = user or frappe.session.user
	if doc.name == user or not doc.name:
		return True
	scope = _limits(user)
	return scope is None or _is_near(doc.name, scope)


@frappe.whitelist()
def get_names_for_mentions(search_term: str) -> list[dict[str, Any]]:
	"""frappe.desk.search.get_names_for_mentions: colleagues who can be mentioned, and groups of users. (R47)"""
	found = search.get_names_for_mentions(search_term)
	scope = _limits(frappe.session.user)
	if scope is None:
		return found
	far = _elsewhere(scope)
	return [one for one in found if one.get("is_group") or one["id"] not in far]


def _limits(user: str) -> Scope | None:
	"""The scope that limits a user's view of others; None where there is no limit, or the user is not of this app."""
	if not bound(user):
		return None
	scope = scope_of(user, "Sales Staff")
	return None if scope.everything else scope


def _elsewhere(scope: Scope) -> frozenset[str]:
	"""Users with a staff record in a centre that is not the reader's."""
	homes = sorted(scope.home_centres)
	other = {"centre": ("not in", homes)} if homes else {}
	return frozenset(frappe.get_all("Sales Staff", {"user": ("is", "set"), **other}, pluck="user"))


def _is_near(name: str, scope: Scope) -> bool:
	centres = frappe.get_all("Sales Staff", {"user": name}, pluck="centre")
	return not centres or all(centre in scope.home_centres for centre in centres)
