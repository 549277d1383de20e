"""Every function that the web can call asks for a right on its way: run by `make lint`.

Followed by name through the app's own functions: at least one of those that a whitelisted function leads to asks what
the caller may see or do. Whether it asks the right thing, the tests of the matrix tell.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable

from .layout import APP, CHECKOUT

ASKS = frozenset(
	{
		*("check_permission", "has_permission", "only_for", "get_roles", "get_list", "apply_workflow"),
		*("check_in_scope", "in_scope", "scope_of", "row_condition", "query_conditions"),
		*("check_readable", "check_writes_beside", "check_named"),
	}
)
"""functions of Frappe and of the app that ask for a right or give only what somebody may see"""
FOR_EVERYBODY = {("setup/user_guide.py", "picture"): "pictures of the handbook, by a name without a path"}
"""(file, function) → why nothing is asked"""


def functions_without_a_check(files: Iterable[tuple[str, str]]) -> list[str]:
	"""Whitelisted functions that lead to no check, as "file:line: name". files: (path inside the app, text) of each."""
	led_to: dict[str, set[str]] = {}
	open_to_the_web: list[tuple[str, int, str, set[str]]] = []
	for path, text in files:
		for node in ast.walk(ast.parse(text)):
			if not isinstance(node, ast.FunctionDef):
				continue
			names = _named_in(node)
			led_to.setdefault(node.name, set()).update(names)
			if any("whitelist" in ast.unparse(decorator) for decorator in node.decorator_list):
				open_to_the_web.append((path, node.lineno, node.name, names))
	return [
		f"{path}:{line}: {name} is open to the web and asks for no right"
		for path, line, name, names in open_to_the_web
		if (path, name) not in FOR_EVERYBODY and not _asks(names, led_to)
	]


def _named_in(function: ast.FunctionDef) -> set[str]:
	"""Names of functions that may be called there; of Frappe's own only those that ask."""
	names = {n.id for n in ast.walk(function) if isinstance(n, ast.Name)}
	for node in ast.walk(function):
		if isinstance(node, ast.Attribute):
			of_frappe = ast.unparse(node.value).split(".")[0] == "frappe"
			if not of_frappe or node.attr in ASKS:
				names.add(node.attr)
	return names


def _asks(names: set[str], led_to: dict[str, set[str]]) -> bool:
	seen: set[str] = set()
	waiting = set(names)
	while waiting:
		if waiting & ASKS:
			return True
		seen |= waiting
		waiting = {further for name in waiting for further in led_to.get(name, ())} - seen
	return False


def main() -> int:
	paths = sorted(p for p in (CHECKOUT / APP).rglob("*.py") if "tests" not in p.parts)
	found = functions_without_a_check(
		(str(p.relative_to(CHECKOUT / APP)), p.read_text("utf-8")) for p in paths
	)
	for line in found:
		print(line)
	print(
		f"Web functions: {len(found)} ask for no right." if found else "Web functions: each asks for a right."
	)
	return 1 if found else 0


if __name__ == "__main__":
	sys.exit(main())
