"""The lint of what the web can call finds a function that asks nobody, and this app has none."""

from __future__ import annotations

import pytest

from devbench import lint_web_checks
from devbench.lint_web_checks import functions_without_a_check

WEB = "@frappe.whitelist()\ndef f(name: str):\n\t"


@pytest.mark.parametrize(
	"body",
	[
		"return frappe.db.get_value('Call Lead', name, '*')\n\ndef get_value():\n\tfrappe.only_for('HR')",
		"return helper(name)",
	],
)
def test_a_function_that_asks_nobody_is_found(body):
	text = f"{WEB}{body}\n\ndef helper(name):\n\treturn name\n"
	assert functions_without_a_check([("x.py", text)]) == [
		"x.py:2: f is open to the web and asks for no right"
	]


@pytest.mark.parametrize("body", ["frappe.only_for('HR')", "return other.helper(name)"])
def test_a_check_is_found_where_it_stands_and_on_the_way(body):
	other = "def helper(name):\n\tfrappe.get_doc('Call Lead', name).check_permission()\n"
	assert functions_without_a_check([("x.py", WEB + body), ("other.py", other)]) == []


def test_every_function_of_this_app_asks(capsys):
	assert lint_web_checks.main() == 0, capsys.readouterr().out
