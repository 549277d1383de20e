"""What docs/ says about the code, checked by `make lint`; `python3 -m devbench.lint_docs --write` mends the test column.

- docs/rules.md has one row for each requirement of docs/requirements.md, in their order.
- The last column of a row names the test files that are marked with its number (`@pytest.mark.req`), and no others.
- A row without tests says "not yet".
- A decision that code cites ("decision 7") has its page in docs/decisions/, and the index lists every page.
- docs/glossary.md has a row for every DocType of the app.
- docs/architecture.md has a row for every room of the app.
- A relative link in a page leads to a file of the repository, and a path that a page names (`devbench/lanes.py`) is there.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote

from .layout import APP, CHECKOUT

REQUIREMENTS = Path("docs/requirements.md")
RULES = Path("docs/rules.md")
GLOSSARY = Path("docs/glossary.md")
ARCHITECTURE = Path("docs/architecture.md")
DECISIONS = Path("docs/decisions")
TESTS = (Path(APP) / "tests", Path("devbench/tests"))
CODE = (APP, "devbench", "benchmarks")

_REQUIREMENT = re.compile(r"^- \*\*R(\d+)\*\* ", re.MULTILINE)
_ROW = re.compile(r"^\| R(\d+) \|")
_CITED = re.compile(r"\bdecisions?\s+(\d+(?:(?:\s*,\s*|\s+and\s+|\s*[-–]\s*)\d+)*)")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_PATH = re.compile(r"`((?:[\w.-]+/)+[\w.-]*)`")


def requirements(root: Path) -> list[int]:
	"""The numbers of docs/requirements.md, in the order of the page."""
	return [int(number) for number in _REQUIREMENT.findall((root / REQUIREMENTS).read_text("utf-8"))]


def marks(path: Path) -> Iterator[tuple[int, int]]:
	"""Each requirement that a test file is marked with, and the line. Raises ValueError for a mark that is no "R1"."""
	for node in ast.walk(ast.parse(path.read_text("utf-8"), str(path))):
		if not (isinstance(node, ast.Call) and ast.unparse(node.func).endswith("mark.req")):
			continue
		for argument in node.args:
			number = ast.literal_eval(argument) if isinstance(argument, ast.Constant) else None
			if not (isinstance(number, str) and re.fullmatch(r"R\d+", number)):
				raise ValueError(
					f"{path}:{node.lineno}: a mark names its requirement as text, e.g. req('R7')"
				)
			yield int(number[1:]), node.lineno


def proved(root: Path) -> dict[int, set[str]]:
	"""Requirement → names of the test files that are marked with it."""
	found: dict[int, set[str]] = defaultdict(set)
	for folder in TESTS:
		for path in sorted((root / folder).rglob("test_*.py")):
			for number, _line in marks(path):
				found[number].add(path.stem)
	return found


def with_tests(page: str, tests: dict[int, set[str]]) -> str:
	"""The page of rules with the last column of every row as the marks have it."""

	def written(line: str) -> str:
		row = _ROW.match(line)
		if not row:
			return line
		cells = line.rstrip().removesuffix("|").split("|")
		cells[-1] = f" {', '.join(sorted(tests.get(int(row[1]), ())))} "
		return "|".join(cells) + "|"

	return "\n".join(written(line) for line in page.split("\n"))


def breaches_of_rules(root: Path) -> list[str]:
	"""What docs/rules.md says wrongly, a line each."""
	page, wanted, tests = (root / RULES).read_text("utf-8"), requirements(root), proved(root)
	rows = [int(row[1]) for line in page.split("\n") if (row := _ROW.match(line))]
	found = [f"{RULES}: R{n} has no row" for n in wanted if n not in rows]
	found += [f"{RULES}: R{n} is not in {REQUIREMENTS}" for n in rows if n not in wanted]
	found += [f"{RULES}: R{n} has {rows.count(n)} rows" for n in sorted(set(rows)) if rows.count(n) > 1]
	if not found and rows != sorted(rows):
		found.append(f"{RULES}: the rows are not in the order of their numbers")
	found += [f"a test is marked with R{n}, which is not in {REQUIREMENTS}" for n in tests if n not in wanted]
	for line, right in zip(page.split("\n"), with_tests(page, tests).split("\n"), strict=True):
		row = _ROW.match(line)
		if line != right and row:
			found.append(f"{RULES}: R{row[1]} has a stale test column; python3 -m devbench.lint_docs --write")
		if row and int(row[1]) not in tests and "not yet" not in line:
			found.append(f'{RULES}: R{row[1]} has no test and does not say "not yet"')
	return found


def cited(text: str) -> set[int]:
	"""The decisions that a text names: "decision 7", "decisions 2, 5 and 6", "decisions 9-15"."""
	numbers: set[int] = set()
	for said in _CITED.findall(text):
		for first, last in re.findall(r"(\d+)(?:\s*[-–]\s*(\d+))?", said):
			numbers |= set(range(int(first), int(last or first) + 1))
	return numbers


def breaches_of_decisions(root: Path) -> list[str]:
	"""Decisions that code cites and no page tells, two pages of one number, pages that the index leaves out."""
	pages = sorted((root / DECISIONS).glob("[0-9][0-9][0-9][0-9]-*.md"))
	index = (root / DECISIONS / "README.md").read_text("utf-8")
	numbers = [int(page.name[:4]) for page in pages]
	found = [
		f"{DECISIONS}/README.md: {page.name} is missing" for page in pages if f"({page.name})" not in index
	]
	found += [
		f"{DECISIONS}: {n} has {numbers.count(n)} pages" for n in sorted(set(numbers)) if numbers.count(n) > 1
	]
	for path in _files(root, CODE, ".py"):
		if DECISIONS.name in path.parts or path.name == "test_lint_docs.py":
			continue
		for number in sorted(cited(path.read_text("utf-8")) - set(numbers)):
			found.append(f"{path.relative_to(root)}: decision {number} has no page in {DECISIONS}")
	return found


def breaches_of_links(root: Path) -> list[str]:
	"""Relative links of the pages that lead nowhere."""
	found = []
	for page in _pages(root):
		for link in _LINK.findall(page.read_text("utf-8")):
			target = unquote(link.split("#")[0])
			if not target or re.match(r"[a-z]+:", target):
				continue
			if not (page.parent / target).exists():
				found.append(f"{page.relative_to(root)}: the link to {link} leads nowhere")
	return found


def breaches_of_paths(root: Path) -> list[str]:
	"""Paths that the pages name and that are not there; docs/rules.md and the architecture name them within the app."""
	found = []
	for page in _pages(root):
		name = page.relative_to(root)
		for path in _PATH.findall(page.read_text("utf-8")):
			within_app = name in (RULES, ARCHITECTURE) and (root / APP / path).exists()
			of_here = name in (RULES, ARCHITECTURE) or path.split("/")[0] in (*CODE, "docs", ".ci", ".github")
			if of_here and name.name != "CHANGELOG.md" and not within_app and not (root / path).exists():
				found.append(f"{name}: there is no {path}")
	return found


def breaches_of_glossary(root: Path) -> list[str]:
	"""DocTypes of the app that the glossary does not list."""
	folder, page = root / APP / APP / "doctype", (root / GLOSSARY).read_text("utf-8")
	names = [json.loads(path.read_text("utf-8"))["name"] for path in sorted(folder.glob("*/*.json"))]
	return [f"{GLOSSARY}: the DocType {name} has no row" for name in names if f"\n| {name} |" not in page]


def breaches_of_architecture(root: Path) -> list[str]:
	"""Rooms of the app that the architecture does not tell of."""
	page = (root / ARCHITECTURE).read_text("utf-8")
	rooms = {path.relative_to(root / APP).parts[0] for path in _files(root, (APP,), "") if path.is_file()}
	rooms = {room for room in rooms if (root / APP / room).is_dir() and room != "__pycache__"}
	return [
		f"{ARCHITECTURE}: the room {room}/ has no row"
		for room in sorted(rooms)
		if f"\n| `{room}/" not in page
	]


def _pages(root: Path) -> list[Path]:
	return [*sorted(root.glob("*.md")), *_files(root, ("docs", "devbench", ".github"), ".md")]


def _files(root: Path, folders: Iterable[str], ending: str) -> Iterator[Path]:
	for folder in folders:
		for path in sorted((root / folder).rglob(f"*{ending}")):
			if "node_modules" not in path.parts:
				yield path


def breaches(root: Path) -> list[str]:
	"""Everything that the pages say wrongly, a line each."""
	return [
		*breaches_of_rules(root),
		*breaches_of_decisions(root),
		*breaches_of_links(root),
		*breaches_of_paths(root),
		*breaches_of_glossary(root),
		*breaches_of_architecture(root),
	]


def main(arguments: Iterable[str] = ()) -> int:
	"""Print what is wrong; 1 when something is. With `--write` the test column of docs/rules.md is written first."""
	if "--write" in arguments:
		page = CHECKOUT / RULES
		page.write_text(with_tests(page.read_text("utf-8"), proved(CHECKOUT)), "utf-8")
	found = breaches(CHECKOUT)
	for line in found:
		print(line)
	print(f"Documents: {len(found)} faults." if found else "Documents: as the code is.")
	return 1 if found else 0


if __name__ == "__main__":
	sys.exit(main(sys.argv[1:]))
