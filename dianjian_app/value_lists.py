"""Lists of values in filters: an empty one finds nothing, and never the rows that have no value."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

NO_VALUE = f"none-{secrets.token_hex(12)}"
"""No row has this, and nobody can guess it. It has weight in every collation (a bare control character is equal to "")
and is 0 beside a number."""


def among(values: Iterable) -> list:
	"""The values for `in` and `not in`, as a list; of none, a list that no row is in.

	Frappe reads an empty list and "" as "the column is empty": `("in", [""])` finds rows without a value. None and ""
	among the values are left out for the same reason.
	"""
	return [value for value in values if value not in (None, "")] or [NO_VALUE]
