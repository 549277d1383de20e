"""The import contract finds each kind of breach."""

from __future__ import annotations

from pathlib import Path

import pytest

from devbench.layout import CHECKOUT
from devbench.lint_imports import breaches, pure_modules


def app(tmp_path: Path, **files: str) -> Path:
	for name, text in files.items():
		path = tmp_path / "dianjian_app" / (name.replace("__", "/") + ".py")
		path.parent.mkdir(parents=True, exist_ok=True)
		path.write_text(text)
	return tmp_path


@pytest.mark.parametrize(
	("files", "breach"),
	[
		({"calls__x": "import devbench.layout"}, "imports devbench"),
		(
			{"calls__totals": "def f():\n\tfrom frappe.utils import cint"},
			"a pure module imports frappe",
		),
		(
			{"calls__totals": "from dianjian_app.calls import y", "calls__y": "import frappe"},
			"imports dianjian_app.calls.y, which imports frappe",
		),
		(
			{"calls__x": "from dianjian_app.visits.y import z", "visits__y": "z = 1"},
			"calls imports the later room visits",
		),
		({"calls__x": "from ..visits import y", "visits__y": ""}, "calls imports the later room visits"),
	],
)
def test_each_breach_is_found(tmp_path, files, breach):
	assert any(breach in line for line in breaches(app(tmp_path, **files)))


def test_earlier_stages_and_names_for_type_checkers_are_fine(tmp_path):
	root = app(
		tmp_path,
		visits__y="from dianjian_app.calls.x import f\nfrom dianjian_app.people import calendar",
		calls__x="def f(): pass",
		calls__totals="from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n\timport frappe\ndef f(): pass",
		people__calendar="",
	)
	assert breaches(root) == []


def test_this_app_keeps_the_contract_and_has_pure_cores():
	assert breaches(CHECKOUT) == []
	assert pure_modules(CHECKOUT)
