"""Every controller says its fields as Frappe's own exporter writes them, and says them fresh."""

from __future__ import annotations

import ast
import textwrap

import frappe
import pytest

from dianjian_app.tests.framework_internals import exported_types

BEGIN, END = "# begin: auto-generated types", "# end: auto-generated types"


def fields_of(block: str) -> dict[str, str]:
	"""field → its type, and module → the class that is imported from it; quotes and line breaks do not matter."""
	found = {}
	for node in ast.walk(ast.parse(textwrap.dedent(block))):
		if isinstance(node, ast.AnnAssign):
			# a Select whose options come from elsewhere: version 16 writes what version 15 leaves out
			found[ast.unparse(node.target)] = ast.unparse(node.annotation).replace("Literal[None]", "Literal")
		elif isinstance(node, ast.ImportFrom):
			found[node.module] = ", ".join(name.name for name in node.names)
	return found


def test_each_controller_has_the_block_that_frappe_would_write():
	stale = {}
	doctypes = frappe.get_all("DocType", {"module": "Dianjian App", "custom": 0}, pluck="name")
	for doctype in doctypes:
		code, wanted = exported_types(doctype)
		block = code[code.find(BEGIN) : code.find(END)] if BEGIN in code and END in code else ""
		there, fresh = fields_of(block.replace(BEGIN, "", 1)), fields_of(wanted)
		if there != fresh:
			stale[doctype] = {
				k: (there.get(k), fresh.get(k)) for k in there | fresh if there.get(k) != fresh.get(k)
			}
	assert len(doctypes) > 50
	assert stale == {}, "save these DocTypes in developer mode (docs: CONTRIBUTING)"


def test_a_block_that_lacks_a_field_is_noticed():
	_code, wanted = exported_types("Call Sheet")
	assert (
		fields_of(wanted)["stage"].startswith("DF.")
		and "DF.Table[CallSheetRow]" in fields_of(wanted).values()
	)
	assert fields_of(wanted.replace("stage:", "stages:")) != fields_of(wanted)


@pytest.mark.parametrize("doctype,field", [("Call Sheet", "visits_today"), ("Time Off Request", "balance")])
def test_a_virtual_field_is_the_property_of_its_class(doctype, field):
	code, wanted = exported_types(doctype)
	assert frappe.get_meta(doctype).get_field(field).is_virtual and field not in fields_of(wanted)
	assert f"def {field}(self)" in code
