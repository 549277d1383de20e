"""The lint of reads after locks finds them, and this app has none."""

from __future__ import annotations

import pytest

from devbench import lint_locks
from devbench.lint_locks import breaches

HELD = "def f(a):\n\thold('Sales Staff', a)\n\t"


@pytest.mark.parametrize(
	("text", "said"),
	[
		("def f(a):\n\tfrappe.db.get_value('Lead Claim', a, 'name', for_update=True)", "reads nothing of it"),
		(HELD + "return frappe.db.count('Lead Claim', {'agent': a})", "reads by itself"),
		(HELD + "return frappe.get_all('Lead Claim')", "reads by itself"),
		("def f(a):\n\tlock_head(a)\n\treturn frappe.get_doc('Incentive Entry', a)", "reads by itself"),
		("def f(a):\n\trow_now('X', a, ['stage'])\n\tfrappe.db.exists('Lead Claim', a)", "reads by itself"),
	],
)
def test_each_breach_is_found(text, said):
	assert any(said in line for line in breaches(text, "x.py"))


@pytest.mark.parametrize(
	"text",
	[
		HELD + "return count_now('Lead Claim', {'agent': a})",
		HELD + "return frappe.db.get_value('Lead Claim', a, 'name')  # plain: a name decides nothing",
		HELD + "return frappe.db.get_value('Sales Centre', a, 'area_code')",
		HELD + "return frappe.get_doc(doctype='Lead Claim')",
		"def f(a):\n\tfrappe.db.exists('Lead Claim', a)\n\thold('Lead Claim', a)",
		"def f(a):\n\treturn frappe.db.get_value('Lead Claim', a, ['stage'], for_update=True)",
	],
)
def test_what_is_right_is_left_alone(text):
	assert not list(breaches(text, "x.py"))


def test_this_app_has_none(capsys):
	assert lint_locks.main() == 0, capsys.readouterr().out
