"""Filters with a list of values: an empty list finds nothing."""

import re
from pathlib import Path

import pytest

from dianjian_app.value_lists import NO_VALUE, among

APP = Path(__file__).parents[2]
EMPTY = re.compile(r"""(?:\[""\]|\(""\,\))""")


@pytest.mark.req("R47")
def test_no_filter_of_the_app_asks_for_rows_without_a_value_by_an_empty_list():
	"""`x in ("",)` finds NULL: an erasure once took the site's folders along. Write among(values)."""
	found = []
	for path in APP.rglob("*.py"):
		if "tests" not in path.parts:
			for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
				code = re.sub(r"`[^`]*`", "", line)
				if EMPTY.search(code):
					found.append(f"{path.relative_to(APP)}:{number}: {line.strip()}")
	assert found == []


def test_values_stay_and_what_is_none_goes():
	assert among(["a", None, "", "b"]) == ["a", "b"]
	assert among(n for n in (3, 0)) == [3, 0]
	assert among([]) == among([None]) == among([""]) == [NO_VALUE]
