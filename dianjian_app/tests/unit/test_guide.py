"""The guide says what stands on the screen, in both languages, and shows small pictures that are there."""

import re
from pathlib import Path

import pytest

from dianjian_app.tests.unit import texts

DOCS = Path(__file__).parents[3] / "docs"
PAGES = (("change-a-rule.md", "改规则.md"), ("appeal.md", "申诉.md"))
PICTURE = re.compile(r"\]\(\.\./pictures/([^)]+)\)")
STEP = re.compile(r"^(\d+)\. ", re.M)
LABEL = re.compile(r"\*([A-Z][^*]+)\*")
FRAPPES = {"Actions": "操作", "Excel": "Excel"}
"""labels of the desk itself"""


def read(name):
	return (DOCS / "guide" / name).read_text("utf-8")


@pytest.mark.req("R48")
@pytest.mark.parametrize("english, chinese", PAGES)
def test_both_languages_show_the_same_steps_and_pictures(english, chinese):
	one, other = read(english), read(chinese)
	assert STEP.findall(one) == STEP.findall(other)
	assert PICTURE.findall(one) == PICTURE.findall(other) != []


@pytest.mark.parametrize("page", [page for pair in PAGES for page in pair])
def test_its_pictures_are_there_and_small(page):
	for name in PICTURE.findall(read(page)):
		assert (DOCS / "pictures" / name).stat().st_size <= 150_000


@pytest.mark.req("R48")
@pytest.mark.parametrize("english, chinese", PAGES)
def test_each_label_stands_in_the_desk_as_the_guide_writes_it(english, chinese):
	other = read(chinese)
	lines = {
		key.replace("{0}", "…"): said.replace("{0}", "…") for key, said in texts.lines().items()
	} | FRAPPES
	labels = set(LABEL.findall(read(english).replace("***", "*").replace("**", "")))
	assert labels
	unknown = {label for label in labels if label not in lines}
	assert not unknown
	unsaid = {label: lines[label] for label in labels if lines[label] not in other}
	assert not unsaid
