"""Numbers in a workbook that may be guesses: an import tells of each whether the centre has it (R6, R47, decision 73).

A list of some thousand customers is no guess. A handful of numbers is one for each of them, and many numbers that are one
when they are masked are tries at the digits that the mask hides.
"""

from __future__ import annotations

from collections.abc import Iterable

import frappe

from dianjian_app.resources.numbers import asking
from dianjian_app.resources.numbers.limit_alerts import limit_of
from dianjian_app.resources.numbers.phone import mask

A_HANDFUL = 20
"""numbers of a workbook that count each"""
LOOK_ALIKE = 10
"""so many numbers with one mask come together by chance; in a large workbook one more for each further 50,000"""
OF_CHANCE = 50_000


def guesses_among(numbers: Iterable[str]) -> list[str]:
	"""Those of a workbook's numbers (E.164) that count as asked for, in their order."""
	distinct = list(dict.fromkeys(numbers))
	if len(distinct) <= A_HANDFUL:
		return distinct
	alike: dict[str, list[str]] = {}
	for number in distinct:
		alike.setdefault(mask(number), []).append(number)
	most = LOOK_ALIKE + len(distinct) // OF_CHANCE
	return [number for same in alike.values() if len(same) > most for number in same]


def count(numbers: Iterable[str], centre: str, sales_group: str | None) -> None:
	"""Count a workbook's guesses against the person's limit of the day. Raises asking.NumberLimitError."""
	if frappe.session.user == "Administrator":
		return
	found = guesses_among(numbers)
	if not found:
		return
	limit = limit_of("search_limit_per_day", asking.DEFAULT_LIMIT)
	# one beyond the limit says as much as all of them
	asking.check("Lead Batch", found[: limit + 1], place={"centre": centre, "sales_group": sales_group})
