"""Everything reads in Chinese, and in English (R48)."""

import re

import pytest

from dianjian_app.tests.unit import texts

PLACEHOLDER = re.compile(r"\{\d*\}")
HALF_WIDTH = re.compile(r"[,;:?!()]")
# what keeps its half-width signs inside a Chinese text: times, thousands, placeholders, tags, addresses, keys, filters
NOT_CHINESE = re.compile(
	r"\d{1,2}:\d\d|\d,\d{3}|\{\w*\}|<[^>]*>|https?://\S*|\(Ctrl \+ G\)|\[\[[^…]*…\]",
)


@pytest.mark.req("R48")
def test_every_text_of_the_app_has_its_chinese_line():
	lines = texts.lines()
	missing = sorted({(text, where) for text, where in texts.all_texts() if text not in lines})
	assert not missing, "\n".join(f"{text!r}  ({where})" for text, where in missing)


@pytest.mark.req("R48")
def test_a_chinese_line_keeps_the_places_that_are_filled_in():
	wrong = [
		(english, chinese)
		for english, chinese in texts.lines().items()
		if sorted(PLACEHOLDER.findall(english)) != sorted(PLACEHOLDER.findall(chinese))
	]
	assert not wrong


@pytest.mark.req("R48")
def test_chinese_has_its_own_punctuation():
	"""Full-width ，；：？！（） beside Chinese, half-width only in what is no Chinese."""
	mixed = [
		chinese
		for chinese in texts.lines().values()
		if texts.CHINESE.search(chinese) and HALF_WIDTH.search(NOT_CHINESE.sub("", chinese))
	]
	assert not mixed, "\n".join(mixed)


@pytest.mark.req("R48")
def test_no_text_is_glued_together_inside_the_translation():
	"""`_(f"…")` and `_("…" + x)` never find their line."""
	import ast

	glued = [
		f"{path.relative_to(texts.APP)}:{node.lineno}"
		for path, tree in texts._python_files()
		for node in ast.walk(tree)
		if isinstance(node, ast.Call)
		and getattr(node.func, "id", "") == "_"
		and node.args
		and isinstance(node.args[0], ast.JoinedStr | ast.BinOp)
	]
	assert not glued


def test_one_source_has_one_translation():
	import csv

	seen: dict[str, tuple[str, str]] = {}
	clashes = []
	for path in (texts.TRANSLATIONS / "zh.csv", *sorted((texts.TRANSLATIONS / "parts").glob("*.csv"))):
		with path.open(encoding="utf-8", newline="") as file:
			for row in csv.reader(file):
				before = seen.setdefault(row[0], (row[1], path.name))
				if before[0] != row[1]:
					clashes.append((row[0], before, (row[1], path.name)))
	assert not clashes
