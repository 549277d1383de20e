"""The functions that hooks.py names as permission_query_conditions: one for each DocType of the registry (R47).

Frappe of 2023 calls the hook with the user alone and does not say which DocType it asks about; later versions do. So
each DocType has a function of its own, `rows_of_<doctype>`, made here from the registry.
"""

from __future__ import annotations

from collections.abc import Callable

from dianjian_app import permissions
from dianjian_app.row_ownership import conditions_name, owned_doctypes


def _conditions_of(doctype: str) -> Callable[..., str]:
	def conditions(user: str | None = None, **kwargs: object) -> str:
		"""SQL text over the DocType's table; empty: no limit."""
		return permissions.query_conditions(user, doctype)

	return conditions


globals().update({conditions_name(doctype): _conditions_of(doctype) for doctype in owned_doctypes()})
