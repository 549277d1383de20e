"""What Frappe's own rules for apps ask of code, looked for without a network: run by `make lint`.

- Logic does not commit: only a command's file, whose transaction is its own, says `frappe.db.commit()`.
- A text to translate is one literal: no f-string, no sum, no `.format` inside `_()`, no template in `__()`.
- No default that every call shares; SQL is no f-string; a right that is passed over has its reason beside it.
- A right is asked of `frappe.has_permission`: builds of version 15 tell the reader each refusal of a document's own.
- What the web may call says the types of what it takes.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator

from .layout import APP, CHECKOUT

COMMITS = ("command.py", "own_transactions.py", "asked_in_vain.py")
"""names of files whose code is a whole transaction: a command, a step of its own, what follows a request"""
SQL_OF_NAMES = ("bulk_writer.py", "scrub.py", "known_numbers.py")
"""names of files that put names of tables and columns, the code's own, into statements that work on sets"""
ASKED_QUIETLY = ("frappe", "frappes", "permissions")
"""what is asked about a right without a message: a document's own method puts its refusal before the reader"""
TEMPLATE = re.compile(r"\b__\(\s*`[^`]*\$\{")
SUM = re.compile(r"""\b__\(\s*(?:"[^"]*"|'[^']*')\s*\+""")
OVER_RIGHTS = re.compile(r"ignore_permissions\s*=\s*(?:True|1)\b")


def breaches(text: str, name: str) -> Iterator[str]:
	"""What a Python file of the app says that it should not: "line: what". name: of the file."""
	lines = text.splitlines()
	for node in ast.walk(ast.parse(text)):
		if isinstance(node, ast.Call):
			yield from _of_call(node, name)
		elif isinstance(node, ast.FunctionDef):
			yield from _of_function(node)
	for number, line in enumerate(lines, 1):
		if OVER_RIGHTS.search(line) and "#" not in "".join(lines[max(0, number - 2) : number + 2]):
			yield f"{number}: passes over rights without a reason beside it"


def _of_call(node: ast.Call, name: str) -> Iterator[str]:
	called = ast.unparse(node.func)
	if called == "frappe.db.commit" and name not in COMMITS:
		yield f"{node.lineno}: commits in the middle of what others began"
	if called in ("_", "frappe._") and node.args and not _is_one_text(node.args[0]):
		yield f"{node.lineno}: translates a text that is put together"
	if called.endswith(".has_permission") and called.split(".")[0] not in ASKED_QUIETLY:
		yield f"{node.lineno}: asks a document about a right, which tells its reader: frappe.has_permission(…, doc=…)"
	if called == "frappe.db.sql" and node.args and isinstance(node.args[0], ast.JoinedStr):
		if name not in SQL_OF_NAMES:
			yield f"{node.lineno}: SQL as an f-string"


def _is_one_text(node: ast.expr) -> bool:
	if isinstance(node, ast.JoinedStr | ast.BinOp):
		return False
	return not (isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".format"))


def _of_function(node: ast.FunctionDef) -> Iterator[str]:
	for default in [*node.args.defaults, *(d for d in node.args.kw_defaults if d)]:
		if isinstance(default, ast.List | ast.Dict | ast.Set):
			yield f"{node.lineno}: {node.name} has a default that its calls share"
	if any("whitelist" in ast.unparse(decorator) for decorator in node.decorator_list):
		bare = [
			a.arg
			for a in (*node.args.args, *node.args.kwonlyargs)
			if a.annotation is None and a.arg != "self"
		]
		if bare:
			yield f"{node.lineno}: {node.name} is open to the web and does not say the type of {', '.join(bare)}"


def breaches_of_script(text: str) -> Iterator[str]:
	"""The same of a JavaScript file."""
	for number, line in enumerate(text.splitlines(), 1):
		if TEMPLATE.search(line) or SUM.search(line):
			yield f"{number}: translates a text that is put together"


def main() -> int:
	found = []
	for path in sorted((CHECKOUT / APP).rglob("*")):
		if "tests" in path.parts or path.suffix not in (".py", ".js"):
			continue
		text = path.read_text("utf-8")
		of_file = breaches(text, path.name) if path.suffix == ".py" else breaches_of_script(text)
		found += [f"{path.relative_to(CHECKOUT)}:{line}" for line in of_file]
	for line in found:
		print(line)
	print(f"Habits of Frappe: {len(found)} breaches." if found else "Habits of Frappe: kept.")
	return 1 if found else 0


if __name__ == "__main__":
	sys.exit(main())
