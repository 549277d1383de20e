"""Each controller carries the types of its DocType's fields, as Frappe's exporter writes them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import dianjian_app

DOCTYPES = sorted((Path(dianjian_app.__file__).parent / "dianjian_app" / "doctype").glob("*/*.json"))
WITHOUT_VALUE = frozenset(
	(
		"Section Break",
		"Column Break",
		"Tab Break",
		"HTML",
		"Button",
		"Image",
		"Heading",
		"Fold",
		"Table MultiSelect",
	)
)
# Frappe's exporter looks for a class of the DocType's name without its spaces: a hyphen is in none
NOT_EXPORTED = ("follow_up_message_template", "weekly_hand_in")
OF_CHILD_ROWS = frozenset(("parent", "parentfield", "parenttype", "name"))


@pytest.mark.parametrize("path", DOCTYPES, ids=lambda p: p.stem)
def test_the_types_are_those_of_the_fields(path):
	if path.stem in NOT_EXPORTED:
		pytest.skip("Frappe's exporter finds no class of a name with a hyphen")
	code = path.with_suffix(".py").read_text("utf-8")
	block = code.partition("# begin: auto-generated types")[2].partition("# end: auto-generated types")[0]
	typed = set(re.findall(r"^\t\t(\w+): ", block, re.MULTILINE)) - OF_CHILD_ROWS
	fields = {
		f["fieldname"]
		for f in json.loads(path.read_text("utf-8"))["fields"]
		if f["fieldtype"] not in WITHOUT_VALUE and not f.get("is_virtual")
	}
	assert typed == fields
