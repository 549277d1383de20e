"""Reads after locks, looked for by `make lint` (dianjian_app/locking.py says why).

- A row is locked by `locking.hold`, or what is locked is read in the same query: `get_value(…, "name", for_update=True)`
  locks and reads nothing.
- In a function that has locked (also by a function named `lock_…`), a plain read of the database that follows has its reason beside it: `# plain: …`. What
  another function reads is not looked at.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

from .layout import APP, CHECKOUT

LOCKS = ("hold", "row_now", "rows_now", "name_now", "count_now", "document_now")
PLAIN = (
	*(
		"frappe.db.get_value",
		"frappe.db.get_values",
		"frappe.db.exists",
		"frappe.db.count",
		"frappe.db.get_all",
	),
	*("frappe.get_all", "frappe.get_doc", "frappe.db.sql", "frappe.get_list"),
)
SETTINGS = ("Sales Centre", "Telesales Settings", "User", "DocType", "Report", "Channel Source")
"""DocTypes whose fields are settings: no act under a lock changes them"""
REASON = "# plain:"


def breaches(text: str, name: str) -> Iterator[str]:
	"""What a Python file of the app does: "line: what". name: of the file."""
	if name == "locking.py":
		return
	lines = text.splitlines()
	for node in ast.walk(ast.parse(text)):
		if isinstance(node, ast.FunctionDef):
			yield from _of_function(node, lines)


def _of_function(function: ast.FunctionDef, lines: list[str]) -> Iterator[str]:
	locked = 0
	for call in sorted(_calls(function), key=lambda c: (c.lineno, c.col_offset)):
		called = ast.unparse(call.func)
		locks = any(k.arg == "for_update" and ast.unparse(k.value) == "True" for k in call.keywords)
		if locks and called.startswith("frappe.db.get_value") and _reads_nothing(call):
			yield f"{call.lineno}: {function.name} locks a row and reads nothing of it; say locking.hold"
		if locks or called in LOCKS or called.rpartition(".")[2].lstrip("_").startswith(("lock_", "locked")):
			locked = locked or call.lineno
		elif locked and called in PLAIN and not _of_settings(call) and not _has_reason(call, lines):
			yield f"{call.lineno}: {function.name} reads by itself after it locked in line {locked}; see locking.py"


def _calls(function: ast.FunctionDef) -> Iterator[ast.Call]:
	return (node for node in ast.walk(function) if isinstance(node, ast.Call))


def _reads_nothing(call: ast.Call) -> bool:
	"""A document named by its name, of which the name is read."""
	if len(call.args) < 3 or isinstance(call.args[1], ast.Dict):
		return False
	return isinstance(call.args[2], ast.Constant) and call.args[2].value == "name"


def _of_settings(call: ast.Call) -> bool:
	"""A read of settings, or a new document: `get_doc(doctype=…)`."""
	if not call.args:
		return True
	first = call.args[0]
	return isinstance(first, ast.Constant) and first.value in SETTINGS


def _has_reason(call: ast.Call, lines: list[str]) -> bool:
	around = lines[max(0, call.lineno - 2) : (call.end_lineno or call.lineno) + 1]
	return any(REASON in line for line in around)


def main() -> int:
	found = []
	for path in sorted((CHECKOUT / APP).rglob("*.py")):
		if "tests" not in path.parts:
			of_file = breaches(path.read_text("utf-8"), path.name)
			found += [f"{path.relative_to(CHECKOUT)}:{line}" for line in of_file]
	for line in found:
		print(line)
	print(f"Reads after locks: {len(found)} breaches." if found else "Reads after locks: none.")
	return 1 if found else 0


if __name__ == "__main__":
	sys.exit(main())
