"""docs/rules.md tells the truth: every requirement has its line, and its tests are the marked ones."""

import re
from collections import defaultdict
from pathlib import Path

TESTS = Path(__file__).parents[1]
PAGE = (TESTS.parents[1] / "docs" / "rules.md").read_text("utf-8")
ROWS = {int(row.split("|")[1].strip()[1:]): row for row in PAGE.splitlines() if row.startswith("| R")}


def marked() -> dict[int, set[str]]:
	found = defaultdict(set)
	for path in TESTS.rglob("test_*.py"):
		for marks in re.findall(r"mark\.req\(([^)]*)\)", path.read_text("utf-8")):
			for number in re.findall(r'"R(\d+)"', marks):
				found[int(number)].add(path.stem)
	return found


def test_every_requirement_has_its_line():
	assert sorted(ROWS) == list(range(1, 53))


def test_the_tests_named_are_those_marked_with_the_number():
	for number, files in marked().items():
		named = {name.strip() for name in ROWS[number].split("|")[-2].split(",")} - {""}
		assert named == files, f"R{number}"


def test_what_has_no_test_says_not_yet():
	proved = marked()
	silent = [n for n, row in ROWS.items() if n not in proved and "not yet" not in row]
	assert silent == []
