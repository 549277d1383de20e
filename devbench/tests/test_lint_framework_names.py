"""The lint of Frappe's names finds each kind, and lets the app's own private names be."""

from __future__ import annotations

import pytest

from devbench.frappe_folder import this_bench
from devbench.lint_framework_names import breaches, in_scripts, private_names


@pytest.fixture(scope="module")
def private():
	return private_names(this_bench().frappe / "frappe")


@pytest.mark.parametrize(
	("text", "breach"),
	[
		("row._sanitize_content()", "1: row._sanitize_content is private"),
		("frappe.db._cursor.rowcount", "1: frappe.db._cursor is private"),
		("def f():\n\tfrappe.cache().hdel('x', 1)", "2: frappe.cache(); use frappe.cache"),
		("if frappe.__version__ > '16': pass", "1: frappe.__version__"),
		("x = frappe.flags.in_test", "1: frappe.flags.in_test; use framework_compat.in_test()"),
		("link = '/app/call-sheet'", "1: the desk's address"),
		("link = f'/desk/{name}'", "1: the desk's address"),
		(
			"from frappe.desk.doctype.notification_settings.notification_settings import toggle_notifications",
			"1: toggle_notifications of frappe",
		),
		(
			"from frappe.model.document import Document\nclass X(Document):\n\tdef _save(self): pass",
			"3: X._save stands in for a private method",
		),
		(
			"from frappe.model.document import Document\nclass X(Document):\n\tdef f(self): super()._validate()",
			"3: super()._validate is private",
		),
	],
)
def test_each_breach_is_found(tmp_path, private, text, breach):
	path = tmp_path / "x.py"
	path.write_text(text)
	assert any(found.startswith(breach) for found in breaches(path, private)), list(breaches(path, private))


@pytest.mark.parametrize(
	"text",
	[
		"from dianjian_app.calls import rows\nrows._validate()",
		"class Own:\n\tdef _save(self): self._save()",
		"frappe._('Text'), frappe._dict(a=1)",
		"frappe.flags.in_test = True",
		'"""A link in a docstring: /app/call-sheet."""',
		"frappe.get_app_path('app/x')",
		"frappe.cache.hdel('x', 1)",
	],
)
def test_what_is_not_frappes_is_left_alone(tmp_path, private, text):
	path = tmp_path / "x.py"
	path.write_text(text)
	assert list(breaches(path, private)) == []


def test_a_link_in_a_script_is_found(tmp_path):
	path = tmp_path / "x.js"
	path.write_text(
		'const a = `<a href="/app/call-sheet/${name}">`;\nconst b = frappe.utils.get_form_link("User", name);\n'
	)
	assert [found.split(":")[0] for found in in_scripts(path)] == ["1"]
