"""The import contract of the app, checked by `make lint`.

- The app never imports devbench or benchmarks.
- A pure module (one whose path stands in PURE) imports no frappe, and no module that does.
- A room imports earlier rooms only: data flows one way.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .layout import APP, CHECKOUT

# What knows no site, and is tested without one: folders with all that is in them, and single files.
PURE = (
	"incentives/engine/",
	"stage_codes/",
	"attendance/day_result.py",
	"attendance/judging.py",
	"attendance/long_weeks.py",
	"attendance/month_sheet.py",
	"attendance/morning.py",
	"attendance/outages.py",
	"attendance/overtime.py",
	"attendance/policy.py",
	"attendance/punch.py",
	"attendance/punch_columns.py",
	"attendance/punch_reading.py",
	"attendance/punch_times.py",
	"attendance/roster.py",
	"attendance/working_time.py",
	"calls/oddities.py",
	"calls/sms_text.py",
	"calls/totals.py",
	"demo/cast.py",
	"demo/facts.py",
	"demo/plan.py",
	"demo/september.py",
	"demo/workbooks.py",
	"ledger/ledger_line.py",
	"packs/parts.py",
	"packs/plan.py",
	"packs/shipped_packs.py",
	"people/calendar.py",
	"people/group_order.py",
	"people/membership.py",
	"people/period.py",
	"people/presence.py",
	"people/staff_record.py",
	"privacy/holdings.py",
	"privacy/spellings.py",
	"privacy/versions.py",
	"reporting/waiting_cases.py",
	"reporting/waiting_kinds.py",
	"reporting/waiting_of_the_day.py",
	"reporting/waiting_parts.py",
	"resources/intake/columns.py",
	"resources/intake/headings.py",
	"resources/intake/matching.py",
	"resources/intake/reading.py",
	"resources/intake/rejects.py",
	"resources/numbers/formula_guard.py",
	"resources/numbers/phone.py",
	"resources/pool/protection.py",
	"resources/pool/shares.py",
	"gate/method_policy.py",
	"gate/request_fields.py",
	"gate/web_call.py",
	"beside_rows.py",
	"moved_paths.py",
	"roles.py",
	"row_ownership.py",
	"setup/role_workspaces.py",
	"setup/workspace_parts.py",
	"setup/workspaces.py",
	"value_lists.py",
	"service/flags/detectors.py",
	"visits/custody_chain.py",
	"workbooks/call_form.py",
	"workbooks/call_form_reading.py",
	"workbooks/call_form_sheet.py",
	"workbooks/paper_form.py",
	"workbooks/form_seal.py",
	"workbooks/staff_list_reading.py",
)

# Packages in the order in which data flows; those on one line may not import each other.
ORDER = (
	("people",),
	("resources",),
	("attendance",),
	("calls",),
	("visits",),
	("ledger",),
	("incentives",),
	("service", "reporting"),
	("workbooks",),
	("privacy",),
	("mailing",),
	("overrides",),
	("packs",),
	("demo",),
	("setup",),
)
RANK = {package: rank for rank, packages in enumerate(ORDER) for package in packages}
OUTSIDE = ("devbench", "benchmarks")


@dataclass(frozen=True)
class Import:
	"""One imported name: the module it stands in, and its line."""

	target: str
	line: int


def imports(path: Path, root: Path) -> Iterator[Import]:
	"""Every import of a file, in functions too, as absolute names; those for type checkers only are left out."""
	tree = ast.parse(path.read_text("utf-8"), str(path))
	package = path.relative_to(root).with_suffix("").parts[:-1]
	skipped = {id(node) for test in ast.walk(tree) if _type_checking(test) for node in ast.walk(test)}
	for node in ast.walk(tree):
		if id(node) in skipped:
			continue
		if isinstance(node, ast.Import):
			for name in node.names:
				yield Import(name.name, node.lineno)
		elif isinstance(node, ast.ImportFrom):
			base = list(package[: len(package) - node.level + 1]) if node.level else []
			module = ".".join([*base, *([node.module] if node.module else [])])
			for name in node.names:
				yield Import(f"{module}.{name.name}", node.lineno)


def _type_checking(node: ast.AST) -> bool:
	return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def is_pure(path: Path, root: Path) -> bool:
	"""Whether the path of a file of the app stands in PURE."""
	place = path.relative_to(root / APP).as_posix()
	return any(place.startswith(p) if p.endswith("/") else place == p for p in PURE)


def module_file(name: str, root: Path) -> Path | None:
	"""The file of the app's module that the name is, or is in; None for what is not the app's."""
	parts = name.split(".")
	if parts[0] != APP:
		return None
	for end in (len(parts), len(parts) - 1):
		place = root.joinpath(*parts[:end])
		for found in (place.with_suffix(".py"), place / "__init__.py"):
			if found.is_file():
				return found
	return None


def package_of(path: Path, root: Path) -> str:
	"""The app's package that a file lies in, e.g. `calls`; empty for files at the top."""
	parts = path.relative_to(root / APP).parts
	return parts[0] if len(parts) > 1 else ""


def breaches(root: Path) -> list[str]:
	"""What breaks the contract, one line each, with file and line number."""
	found = []
	for path in sorted((root / APP).rglob("*.py")):
		package, pure = package_of(path, root), is_pure(path, root)
		for imported in imports(path, root):
			place = f"{path.relative_to(root)}:{imported.line}"
			top = imported.target.split(".")[0]
			target = module_file(imported.target, root)
			if top in OUTSIDE:
				found.append(f"{place}: the app imports {top}")
			if pure and top == "frappe":
				found.append(f"{place}: a pure module imports frappe")
			if target is None or package == "tests":
				continue
			if pure and not is_pure(target, root) and _imports_frappe(target, root):
				found.append(f"{place}: a pure module imports {imported.target}, which imports frappe")
			other = package_of(target, root)
			if package in RANK and other in RANK and other != package and RANK[other] >= RANK[package]:
				found.append(f"{place}: {package} imports the later room {other}")
	return found


def _imports_frappe(path: Path, root: Path) -> bool:
	return any(i.target.split(".")[0] == "frappe" for i in imports(path, root))


def pure_modules(root: Path) -> list[Path]:
	return [p for p in sorted((root / APP).rglob("*.py")) if "tests" not in p.parts and is_pure(p, root)]


def main() -> int:
	found = breaches(CHECKOUT)
	for line in found:
		print(line)
	print(f"Import contract: {len(found)} breaches." if found else "Import contract: kept.")
	return 1 if found else 0


if __name__ == "__main__":
	sys.exit(main())
