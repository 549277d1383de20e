"""How the desk calls the app: what only reads is asked by GET, as the method is declared, on every Frappe (R47)."""

import ast
import re
from pathlib import Path

import pytest

APP = Path(__file__).parents[2]
CALL = re.compile(r"(?:xcall|dianjian\.read|frappe\.call)\(")
NAMED = re.compile(r"[\"'`](dianjian_app(?:\.\w+){2,})[\"'`]")


def scripts():
	return [p for p in sorted(APP.rglob("*.js")) if "tests" not in p.parts and "node_modules" not in p.parts]


def only_read():
	"""Names of the whitelisted methods that take nothing but GET."""
	found = set()
	for path in APP.rglob("*.py"):
		if "tests" in path.parts or 'methods=["GET"]' not in (text := path.read_text("utf-8")):
			continue
		module = ".".join(("dianjian_app", *path.relative_to(APP).with_suffix("").parts))
		for node in ast.walk(ast.parse(text)):
			if isinstance(node, ast.FunctionDef) and any(
				"methods=['GET']" in ast.unparse(d) for d in node.decorator_list
			):
				found.add(f"{module}.{node.name}")
	return found


def arguments(text, start):
	"""The text between the brackets that open at start."""
	depth = 0
	for at in range(start, len(text)):
		depth += (text[at] in "([{") - (text[at] in ")]}")
		if depth == 0:
			return text[start : at + 1]
	return text[start:]


@pytest.mark.req("R47")
def test_xcall_has_no_third_argument():
	"""Frappe 15 ignores it: the request goes by POST and is refused."""
	for path in scripts():
		text = path.read_text("utf-8")
		for match in re.finditer(r"xcall\(", text):
			assert not re.search(r",\s*[\"']GET[\"']\s*\)$", arguments(text, match.end() - 1)), path


@pytest.mark.req("R47")
def test_what_only_reads_is_asked_by_get():
	reads, asked = only_read(), set()
	for path in scripts():
		text = path.read_text("utf-8")
		constants = {
			name: method for name, method in re.findall(r"const (\w+) = \"(dianjian_app[\w.]+)\"", text)
		}
		for match in CALL.finditer(text):
			said = arguments(text, match.end() - 1)
			methods = set(NAMED.findall(said)) | {
				constants[n] for n in re.findall(r"\b[A-Z]{3,}\b", said) if n in constants
			}
			for method in methods & reads:
				asked.add(method)
				assert match.group().startswith("dianjian.read") or 'type: "GET"' in said, (path, method)
	assert {m for m in asked if "missing_years" in m or "read_board" in m}, asked
