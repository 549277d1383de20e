"""Every English text of the app that a person can meet, with where it stands. Reads files only."""

from __future__ import annotations

import ast
import csv
import json
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from dianjian_app import roles
from dianjian_app.incentives.engine import rule_errors
from dianjian_app.setup import workspaces
from dianjian_app.setup.role_workspaces import ROLE_SPACES

APP = Path(__file__).parents[2]
TRANSLATIONS = APP / "translations"
MODULE = APP / "dianjian_app"
# `__("…")` in JavaScript and `_("…")` in Jinja; the string may hold escaped quotes
# a second argument, and with it a context, may follow: `__("…", null, "…")`, `_("…", context="…")`
JS_CALL = re.compile(
	r"""(?<![\w.])__\(\s*(["'`])((?:\\.|(?!\1).)*)\1(?:,\s*(?:null|\[[^\]]*\]),\s*"([^"]*)")?""", re.S
)
JINJA_CALL = re.compile(r"""(?<!\w)_\(\s*(["'])((?:\\.|(?!\1).)*)\1(?:,\s*context="([^"]*)")?""", re.S)
NO_WORDS = re.compile(r"^[\d\W_]*$")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
FIELDS_OF_JSON = ("name", "description", "label", "title", "report_name", "page_name")

Text = tuple[str, str]
"""(text, where it stands)"""
InContext = tuple[str, str, str]
"""(text, its context, where it stands)"""


def rows() -> Iterator[tuple[str, str, str]]:
	"""(English, Chinese, context or "") of zh.csv and of the parts that are not folded into it yet."""
	for path in (TRANSLATIONS / "zh.csv", *sorted((TRANSLATIONS / "parts").glob("*.csv"))):
		with path.open(encoding="utf-8", newline="") as file:
			for english, chinese, *context in csv.reader(file):
				yield english, chinese, "".join(context)


def lines() -> dict[str, str]:
	"""English → Chinese, where no context is asked for."""
	return {english: chinese for english, chinese, context in rows() if not context}


def in_context() -> dict[tuple[str, str], str]:
	"""(English, context) → Chinese, of words that mean something else there."""
	return {(english, context): chinese for english, chinese, context in rows() if context}


def chinese_texts() -> Iterator[Text]:
	"""Every Chinese text of the app: zh.csv, what a new site and the demo are seeded with, how rules are told, the guide."""
	for _english, chinese, _context in rows():
		if CHINESE.search(chinese) or NO_WORDS.match(chinese):  # "{0}：{1}" puts Chinese texts together
			yield chinese, "zh.csv"
	for path in (*_seeded(".py"), *(APP / "incentives" / "engine").glob("*.py")):
		for node in _strings(ast.parse(path.read_text(encoding="utf-8"))):
			if CHINESE.search(node.value):
				yield node.value, f"{path.relative_to(APP)}:{node.lineno}"
	for path in _seeded(".json"):
		for found in re.findall(r'"((?:\\.|[^"\\])*)"', path.read_text(encoding="utf-8")):
			if CHINESE.search(found):
				yield found, str(path.relative_to(APP))
	for path in (APP.parent / "docs" / "guide").glob("*.md"):
		if CHINESE.search(path.name):
			for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
				yield re.sub(r"!?\[([^]]*)\]\([^)]*\)", r"\1", line), f"{path.name}:{number}"


def _seeded(suffix: str) -> Iterator[Path]:
	for folder in ("packs", "setup/seeds", "demo"):
		yield from sorted((APP / folder).rglob(f"*{suffix}"))


def _strings(tree: ast.Module) -> Iterator[ast.Constant]:
	"""String constants that are not docstrings."""
	told = {
		id(node.body[0].value)
		for node in ast.walk(tree)
		if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
		and node.body
		and isinstance(node.body[0], ast.Expr)
	}
	for node in ast.walk(tree):
		if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
			yield node


def all_texts() -> Iterator[Text]:
	"""Every text, as it must stand in zh.csv."""
	for text, where in (
		*_of_json(),
		*_of_python(),
		*_of_scripts(),
		*_of_desk(),
		*_of_reports(),
		*_of_flows(),
		*_of_rule_errors(),
		*_of_fixtures(),
		*_of_notices(),
		*_of_filters(),
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
			if _called(node) not in ("_", "_lt"):
				continue
			if isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str):
				yield node.args[0].value, f"{path.relative_to(APP)}:{node.lineno}"


def _called(node: ast.Call) -> str:
	return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def texts_in_context() -> Iterator[InContext]:
	"""Every text that is asked for with a context: `_("…", context="…")`, `__("…", null, "…")`."""
	for path, tree in _python_files():
		for node in ast.walk(tree):
			if isinstance(node, ast.Call) and _called(node) == "_":
				for given in node.keywords:
					if given.arg == "context" and isinstance(node.args[0], ast.Constant):
						where = f"{path.relative_to(APP)}:{node.lineno}"
						yield node.args[0].value, getattr(given.value, "value", ""), where
	for match, where in _script_calls():
		if match[3]:
			yield match[2], match[3], where


def _of_scripts() -> Iterator[Text]:
	for match, where in _script_calls():
		yield re.sub(r"\\(.)", r"\1", match[2]), where


def _script_calls() -> Iterator[tuple[re.Match, str]]:
	for pattern, suffixes in ((JS_CALL, (".js", ".vue", ".html")), (JINJA_CALL, (".html",))):
		for path in sorted(
			p for p in APP.rglob("*") if p.suffix in suffixes and "node_modules" not in p.parts
		):
			text = path.read_text(encoding="utf-8")
			for match in pattern.finditer(text):
				line = text.count("\n", 0, match.start()) + 1
				yield match, f"{path.relative_to(APP)}:{line}"


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
	re.compile(r"""[{,]\s*"([A-Z][^"{]*)":\s*(?:\[|list\()"""),
)


def _of_reports() -> Iterator[Text]:
	"""Headings and cards of the reports, which are translated where they are shown."""
	for path in sorted((*(APP / "reporting").glob("*.py"), *(MODULE / "report").glob("*/*.py"))):
		text = path.read_text(encoding="utf-8")
		for pattern in _REPORT_TEXTS:
			for match in pattern.finditer(text):
				yield match[1], str(path.relative_to(APP))


def _of_flows() -> Iterator[Text]:
	"""States and actions of the workflows."""
	for path in sorted((APP / "setup" / "workflow_definitions").glob("[a-z]*.py")):
		flow = import_module(f"dianjian_app.setup.workflow_definitions.{path.stem}").FLOW
		for text in (*(s.name for s in flow.states), *(t.action for t in flow.transitions)):
			yield text, f"setup/workflow_definitions/{path.name}"


def _of_rule_errors() -> Iterator[Text]:
	"""What the rule engine finds wrong: the text of each error."""
	for found in rule_errors.RuleError.__subclasses__():
		yield found.text, "incentives/engine/rule_errors.py"


def _of_fixtures() -> Iterator[Text]:
	"""Roles, states and actions that the app brings."""
	for path in sorted((APP / "fixtures").rglob("*.json")):
		for record in json.loads(path.read_text(encoding="utf-8")):
			yield record["name"], str(path.relative_to(APP))


def _of_notices() -> Iterator[Text]:
	"""What the seeded Notifications say: `{{ _("…") }}` within Python strings."""
	path = APP / "setup" / "seeds" / "mailing.py"
	for node in _strings(ast.parse(path.read_text(encoding="utf-8"))):
		for match in JINJA_CALL.finditer(node.value):
			yield match[2], f"{path.relative_to(APP)}:{node.lineno}"


def _of_filters() -> Iterator[Text]:
	"""The choices of the reports' filters."""
	for path in sorted(MODULE.glob("report/*/*.js")):
		for choices in re.findall(r"filter\.choice\([^[]*\[([^]]*)\]", path.read_text(encoding="utf-8")):
			for choice in re.findall(r'"([^"]*)"', choices):
				yield choice, str(path.relative_to(APP))
