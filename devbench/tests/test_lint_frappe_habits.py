"""The lint of Frappe's habits finds each kind of breach, and this app keeps them."""

from __future__ import annotations

import pytest

from devbench import lint_frappe_habits
from devbench.lint_frappe_habits import breaches, breaches_of_script


@pytest.mark.parametrize(
	("text", "said"),
	[
		("frappe.db.commit()", "commits in the middle"),
		('_(f"Row {x}")', "put together"),
		('_("Row " + x)', "put together"),
		('_("Row {0}".format(x))', "put together"),
		("def f(x=[]): pass", "default that its calls share"),
		("def f(*, x={}): pass", "default that its calls share"),
		('frappe.db.sql(f"select {x}")', "SQL as an f-string"),
		("doc.insert(ignore_permissions=True)", "without a reason"),
		('lead.has_permission("read")', "asks a document about a right"),
		("@frappe.whitelist()\ndef f(doctype): pass", "does not say the type of doctype"),
	],
)
def test_each_breach_is_found(text, said):
	assert any(said in line for line in breaches(text, "x.py"))


@pytest.mark.parametrize(
	"text",
	[
		'_("Row {0}").format(x)',
		"_(doc.doctype)",
		'frappe.has_permission("Call Lead", "read", doc=lead)',
		"doc.insert(ignore_permissions=True)  # install: no user acts",
		"@frappe.whitelist()\ndef f(doctype: str): pass",
	],
)
def test_what_is_right_is_left_alone(text):
	assert not list(breaches(text, "x.py"))


def test_a_command_commits():
	assert not list(breaches("frappe.db.commit()", "command.py"))


@pytest.mark.parametrize("text", ["__(`Row ${x}`)", '__("Row " + x)'])
def test_scripts_are_looked_through_too(text):
	assert list(breaches_of_script(text))


def test_this_app_keeps_them(capsys):
	assert lint_frappe_habits.main() == 0, capsys.readouterr().out
