"""Private names of Frappe, and those that differ between its versions, stand in one module of the app only.

A private name is one with a leading underscore that Frappe's own source gives to something of a class or a module. In
the app, its tests and the benchmarks it may stand in `framework_compat.py`, and what only tests need in
`tests/framework_internals.py`. Run by `make lint`.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from .frappe_folder import this_bench
from .layout import APP, CHECKOUT

ALLOWED = (
	f"{APP}/framework_compat.py",
	f"{APP}/tests/framework_internals.py",
	f"{APP}/tests/site/test_framework_compat.py",
)
SEARCHED = (APP, "benchmarks")
PUBLIC = {"_", "_dict", "_lt"}
"""names of frappe that begin with an underscore and are meant for everybody"""
INSTEAD = {
	"frappe.cache()": "frappe.cache",
	"frappe.__version__": "a function of framework_compat",
	"frappe.in_test": "framework_compat.in_test()",
	"frappe.flags.in_test": "framework_compat.in_test()",
	"frappe.local.cache": "framework_compat.go_on_as()",
	"frappe.local.role_permissions": "framework_compat.go_on_as()",
	"frappe.local.module_app": "framework_compat.app_of_module()",
	"toggle_notifications": "people/access.py",
	"load_doc_before_save": "framework_compat.ComputedTables",
}
"""what differs between the versions → what is written instead"""
ROUTE = re.compile(r"(?<![\w.-])/(?:app|desk)(?:/|$)")
ROUTE_IN_JS = re.compile(r"""["'`(=]/(?:app|desk)/""")


def private_names(frappe: Path) -> frozenset[str]:
	"""Every name with one leading underscore that Frappe's source defines or sets on an object."""
	names: set[str] = set()
	for path in frappe.rglob("*.py"):
		if "tests" in path.parts or path.name.startswith("test_"):
			continue
		for node in ast.walk(ast.parse(path.read_text("utf-8"))):
			if isinstance(node, ast.FunctionDef | ast.ClassDef):
				names.add(node.name)
			elif isinstance(node, ast.Attribute):
				names.add(node.attr)
	return frozenset(n for n in names if re.match(r"_[a-z]", n)) - PUBLIC


def breaches(path: Path, private: frozenset[str]) -> Iterator[str]:
	"""What a Python file says that it should not, with its line number."""
	tree = ast.parse(path.read_text("utf-8"), str(path))
	own = _own_modules(tree)
	called = {id(n.func) for n in ast.walk(tree) if isinstance(n, ast.Call)}
	docs = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
	for node in ast.walk(tree):
		if isinstance(node, ast.ClassDef) and _is_of_frappe(node, tree):
			yield from _in_class(node, private)
		elif isinstance(node, ast.Attribute):
			yield from _attribute(node, private, own, called)
		elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "frappe":
			for name in node.names:
				if name.name in private or name.name in INSTEAD:
					yield f"{node.lineno}: {name.name} of frappe; use {INSTEAD.get(name.name, 'framework_compat')}"
		elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
			if ROUTE.search(node.value):
				yield f"{node.lineno}: the desk's address {node.value!r}; use framework_compat.desk_path()"


def _own_modules(tree: ast.Module) -> set[str]:
	"""Names under which a file knows the app's own modules and what stands in them."""
	return {
		name.asname or name.name.split(".")[0]
		for node in ast.walk(tree)
		if isinstance(node, ast.Import | ast.ImportFrom)
		for name in node.names
		if (getattr(node, "module", None) or name.name).split(".")[0] in (APP, "devbench", "benchmarks")
	}


def _attribute(
	node: ast.Attribute, private: frozenset[str], own: set[str], called: set[int]
) -> Iterator[str]:
	text = ast.unparse(node)
	key = f"{text}()" if id(node) in called and f"{text}()" in INSTEAD else text
	if key in INSTEAD and isinstance(node.ctx, ast.Load):
		yield f"{node.lineno}: {key}; use {INSTEAD[key]}"
	elif node.attr in private and text.split(".")[0] not in {*own, "self", "cls"}:
		yield f"{node.lineno}: {text} is private to frappe; use framework_compat"


def _is_of_frappe(node: ast.ClassDef, tree: ast.Module) -> bool:
	"""Whether a class inherits from one of Frappe's."""
	theirs = {
		name.asname or name.name
		for n in ast.walk(tree)
		if isinstance(n, ast.ImportFrom | ast.Import)
		for name in n.names
		if (getattr(n, "module", None) or name.name).split(".")[0] == "frappe"
	}
	return any(ast.unparse(base).split(".")[0] in theirs for base in node.bases)


def _in_class(node: ast.ClassDef, private: frozenset[str]) -> Iterator[str]:
	"""Methods that stand in for private ones of Frappe's class, and private things of it that are asked for."""
	for part in ast.walk(node):
		if isinstance(part, ast.FunctionDef):
			if part.name in private or part.name in INSTEAD:
				yield f"{part.lineno}: {node.name}.{part.name} stands in for a private method of frappe"
		elif isinstance(part, ast.Attribute) and ast.unparse(part.value) in ("self", "super()"):
			if part.attr in private:
				yield f"{part.lineno}: {ast.unparse(part)} is private to frappe; use framework_compat"


def in_scripts(path: Path) -> Iterator[str]:
	"""Addresses of the desk in a script: `frappe.utils.get_form_link` knows them."""
	for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
		if ROUTE_IN_JS.search(line):
			yield f"{number}: the desk's address in a link; use frappe.utils.get_form_link()"


def main() -> int:
	private = private_names(this_bench().frappe / "frappe")
	if not private:
		print("Names of Frappe: there is no Frappe in the bench to look them up in; build it first.")
		return 1
	found = []
	for top in SEARCHED:
		for path in sorted((CHECKOUT / top).rglob("*.py")):
			place = path.relative_to(CHECKOUT).as_posix()
			if place not in ALLOWED:
				found += [f"{place}:{line}" for line in breaches(path, private)]
		for path in sorted((CHECKOUT / top).rglob("*.js")):
			found += [f"{path.relative_to(CHECKOUT)}:{line}" for line in in_scripts(path)]
	for line in found:
		print(line)
	print(f"Names of Frappe: {len(found)} breaches." if found else "Names of Frappe: in their place.")
	return 1 if found else 0


if __name__ == "__main__":
	sys.exit(main())
