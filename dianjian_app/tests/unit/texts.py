"""Every English text of the app that a person can meet, with where it stands. Reads files only."""

from __future__ import annotations

import ast
import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

from dianjian_app import roles
from dianjian_app.setup import workspaces
from dianjian_app.setup.role_workspaces import ROLE_SPACES

APP = Path(__file__).parents[2]
TRANSLATIONS = APP / "translations"
MODULE = APP / "dianjian_app"
# `__("…")` in JavaScript and `_("…")` in Jinja; the string may hold escaped quotes
JS_CALL = re.compile(r"""(?<![\w.])__\(\s*(["'`])((?:\\.|(?!\1).)*)\1""", re.S)
JINJA_CALL = re.compile(r"""(?<!\w)_\(\s*(["'])((?:\\.|(?!\1).)*)\1""", re.S)
NO_WORDS = re.compile(r"^[\d\W_]*$")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
FIELDS_OF_JSON = ("name", "description", "label", "title", "report_name", "page_name")

Text = tuple[str, str]
"""(text, where it stands)"""


def lines() -> dict[str, str]:
	"""English → Chinese, of zh.csv and of the parts that are not folded into it yet."""
	found: dict[str, str] = {}
	for path in (TRANSLATIONS / "zh.csv", *sorted((TRANSLATIONS / "parts").glob("*.csv"))):
		with path.open(encoding="utf-8", newline="") as file:
			for row in csv.reader(file):
				found.setdefault(row[0], row[1])
	return found


def all_texts() -> Iterator[Text]:
	"""Every text, as it must stand in zh.csv."""
	for text, where in (
		*_of_json(),
		*_of_python(),
		*_of_scripts(),
		*_of_desk(),
		*_of_reports(),
		*_of_flows(),
	):
		if text and not NO_WORDS.match(text) and not CHINESE.search(text):
			yield text, where
	for role in roles.ALL:
		yield role, "roles.py"


def _of_json() -> Iterator[Text]:
	for path in sorted(MODULE.glob("*/*/*.json")):
		document = json.loads(path.read_text(encoding="utf-8"))
		kind = path.parts[-3]
		if kind not in ("doctype", "report", "page"):
			continue
		where = f"{kind} {document.get('name')}"
		for key in ("name", "description", "title") if kind != "doctype" else ("name", "description"):
			if kind == "page" and key == "name":
				continue
			yield document.get(key) or "", where
		for field in document.get("fields", []):
			yield from _of_field(field, where)
		for row in (*document.get("columns", []), *document.get("filters", [])):
			yield from _of_field(row, where)
		for action in document.get("actions", []):
			yield action["label"], where
		for link in document.get("links", []):
			yield link.get("group") or "", where


def _of_field(field: dict, where: str) -> Iterator[Text]:
	where = f"{where} {field.get('fieldname')}"
	yield field.get("label") or "", where
	yield field.get("description") or "", where
	if field.get("fieldtype") == "Select":
		for option in (field.get("options") or "").split("\n"):
			yield option.strip(), where
	elif field.get("fieldtype") in ("HTML", "Button", "Heading"):
		return


def _python_files() -> Iterator[tuple[Path, ast.Module]]:
	for path in sorted(APP.rglob("*.py")):
		if "tests" not in path.relative_to(APP).parts:
			yield path, ast.parse(path.read_text(encoding="utf-8"))


def _of_python() -> Iterator[Text]:
	for path, tree in _python_files():
		for node in ast.walk(tree):
			if not isinstance(node, ast.Call) or not node.args:
				continue
			name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
			if name not in ("_", "_lt"):
				continue
			if isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str):
				yield node.args[0].value, f"{path.relative_to(APP)}:{node.lineno}"


def _of_scripts() -> Iterator[Text]:
	for pattern, suffixes in ((JS_CALL, (".js", ".vue", ".html")), (JINJA_CALL, (".html",))):
		for path in sorted(
			p for p in APP.rglob("*") if p.suffix in suffixes and "node_modules" not in p.parts
		):
			text = path.read_text(encoding="utf-8")
			for match in pattern.finditer(text):
				line = text.count("\n", 0, match.start()) + 1
				unescaped = re.sub(r"\\(.)", r"\1", match[2])
				yield unescaped, f"{path.relative_to(APP)}:{line}"


def _of_desk() -> Iterator[Text]:
	for space in (*workspaces.SPACES, *ROLE_SPACES):
		yield space.name, "setup/workspaces.py"
		for item in (*space.figures, *space.charts, *space.shortcuts, *space.cards):
			yield item.label, "setup/workspaces.py"
		for shortcut in space.shortcuts:
			yield shortcut.format, "setup/workspaces.py"
		for card in space.cards:
			for link in card.links:
				yield link if isinstance(link, str) else link[2], "setup/workspaces.py"


_REPORT_TEXTS = (
	re.compile(r"""Column\(\s*[^,()]+,\s*"([A-Z][^"{]*)\""""),
	re.compile(r"""\bcard\(\s*"([A-Z][^"{]*)\""""),
	re.compile(r"""\(\s*"[a-z_]+",\s*"([A-Z][^"{]*)"[,)]"""),
)


def _of_reports() -> Iterator[Text]:
	"""Headings and cards of the reports, which are translated where they are shown."""
	for path in sorted((*(APP / "reporting").glob("*.py"), *(MODULE / "report").glob("*/*.py"))):
		text = path.read_text(encoding="utf-8")
		for pattern in _REPORT_TEXTS:
			for match in pattern.finditer(text):
				yield match[1], str(path.relative_to(APP))


def _of_flows() -> Iterator[Text]:
	"""States and actions of the workflows: the first arguments of State(…) and Transition(…)."""
	for path in sorted((APP / "setup" / "flows").glob("*.py")):
		tree = ast.parse(path.read_text(encoding="utf-8"))
		names = {
			target.id: node.value.value
			for node in ast.walk(tree)
			if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
			for target in node.targets
			if isinstance(target, ast.Name)
		}
		for node in ast.walk(tree):
			kind = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
			taken = node.args[:1] if kind == "State" else node.args[1:2] if kind == "Transition" else []
			for argument in taken:
				text = (
					argument.value
					if isinstance(argument, ast.Constant)
					else names.get(getattr(argument, "id", ""))
				)
				yield text or "", f"setup/workflow_definitions/{path.name}"
