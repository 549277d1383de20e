"""Texts put together as the reader's language does it: "a, b" and 甲、乙; "Date: 1" and 日期：1 (R48)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce

from frappe import _


def listed(texts: Iterable[object]) -> str:
	"""Several texts in a row, "" for none."""
	return _together(_("{0}, {1}"), texts)


def clauses(texts: Iterable[object]) -> str:
	"""Several clauses, which may hold commas themselves."""
	return _together(_("{0}; {1}"), texts)


def told(label: object, value: object) -> str:
	"""A label and what it says."""
	return _("{0}: {1}").format(label, value)


def shortened(lines: Sequence[str], most: int) -> list[str]:
	"""The first lines of a list, and one that says how many there are if it is cut (R46)."""
	if len(lines) <= most:
		return list(lines)
	return [*lines[:most], _("The first {0} of {1} are shown.").format(most, len(lines))]


def _together(pattern: str, texts: Iterable[object]) -> str:
	several = [str(text) for text in texts]
	return reduce(pattern.format, several) if several else ""
