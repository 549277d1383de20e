"""Frappe from a folder on this machine, named by FRAPPE: what it is, what it needs, and its copy in the bench.

The folder is read and never written to. Its bench stands beside the default one: `.bench-<version>`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from .console import BenchError, Step
from .layout import CHECKOUT, Bench
from .stamps import Stamp, digest

VARIABLE = "FRAPPE"
OLDEST_MAJOR = 15
NEEDED = ("frappe/__init__.py", "pyproject.toml", "package.json", "esbuild/esbuild.js")
# What a work tree has beside its sources: history, installed packages, what was built or run.
# Where Frappe's build, its style sheets and its socket server look for the bench's Node packages.
NODE_LINKS = ("node_modules", "frappe/public/node_modules")
LEFT_OUT = shutil.ignore_patterns(".git", "node_modules", "dist", "__pycache__", "*.pyc", ".pytest_cache")


@dataclass(frozen=True)
class FrappeFolder:
	"""A Frappe source folder and what its own files say that it needs."""

	path: Path
	version: str
	python: str
	dependencies: tuple[str, ...]
	node_at_least: int

	@property
	def major(self) -> int:
		return int(self.version.split(".")[0])


def named_frappe() -> FrappeFolder | None:
	"""The folder that FRAPPE names; None where it names none. Raises BenchError when it is no usable Frappe."""
	given = os.environ.get(VARIABLE, "").strip()
	return read_folder(Path(given).expanduser().resolve()) if given else None


def read_folder(path: Path) -> FrappeFolder:
	"""Read version and needs from the folder's own files. Raises BenchError that says what is missing."""
	what = "the folder with Frappe's pyproject.toml, e.g. FRAPPE=/home/me/frappe make demo"
	if not path.is_dir():
		raise BenchError(f"{VARIABLE} names {path}, and there is no such folder.", f"Name {what}.")
	missing = [name for name in NEEDED if not (path / name).is_file()]
	if missing:
		inner = next((p for p in (path / "apps" / "frappe", path / "frappe") if _complete(p)), None)
		hint = f"Did you mean {VARIABLE}={inner}?" if inner else f"Name {what}."
		raise BenchError(f"{path} is no source folder of Frappe: it has no {', no '.join(missing)}.", hint)
	found = re.search(
		r"""^__version__\s*=\s*["'](\d+\.[^"']+)["']""", (path / "frappe/__init__.py").read_text(), re.M
	)
	if not found:
		raise BenchError(f"{path}/frappe/__init__.py names no __version__.", f"Name {what}.")
	if int(found[1].split(".")[0]) < OLDEST_MAJOR:
		raise BenchError(
			f"{path} is Frappe {found[1]}; the app needs {OLDEST_MAJOR} or newer.",
			f"Name a folder with Frappe {OLDEST_MAJOR} or newer.",
		)
	project = toml_reader().loads((path / "pyproject.toml").read_text())["project"]
	engines = json.loads((path / "package.json").read_text()).get("engines", {})
	node = re.search(r"\d+", engines.get("node", ""))
	return FrappeFolder(
		path=path,
		version=found[1],
		python=project.get("requires-python", ">=3.10"),
		dependencies=tuple(project["dependencies"]),
		node_at_least=int(node[0]) if node else 0,
	)


def _complete(path: Path) -> bool:
	return all((path / name).is_file() for name in NEEDED)


def toml_reader() -> ModuleType:
	"""The standard library's reader of TOML, from Python 3.11 on, or pip's own copy of it."""
	try:
		import tomllib
	except ImportError:
		try:
			from pip._vendor import tomli as tomllib
		except ImportError:
			raise BenchError(
				f"Reading the folder that {VARIABLE} names needs Python 3.11 or newer, or pip.",
				"Install python3.11 or python3-pip, then run the same command again.",
			) from None
	return tomllib


def bench_folder(source: FrappeFolder | None) -> Path:
	"""Where the bench lies: what DIANJIAN_BENCH names, else `.bench`, else `.bench-<version>` beside it."""
	named = os.environ.get("DIANJIAN_BENCH")
	return Path(named or CHECKOUT / (f".bench-{source.version}" if source else ".bench")).resolve()


def this_bench() -> Bench:
	"""The bench that commands work on. Raises BenchError when DIANJIAN_BENCH names one that was made for another Frappe."""
	source = named_frappe()
	bench = Bench(bench_folder(source), source)
	of = made_for(bench)
	if of and of != _kind(source):
		raise BenchError(
			f"{bench.root} was made for {of}, and this command wants {_kind(source)}.",
			f"Set or unset {VARIABLE} as it was then, or let DIANJIAN_BENCH name another folder (unset, each Frappe has its own).",
		)
	return bench


def _kind(source: FrappeFolder | None) -> str:
	return f"a Frappe {source.major} folder" if source else "the registry's Frappe"


def made_for(bench: Bench) -> str:
	"""For which kind of Frappe the bench was made; empty before the first build."""
	mark = bench.root / "made-for"
	if mark.exists():
		return mark.read_text().strip()
	return _kind(None) if (bench.stamps / "frappe").exists() else ""


def claim(bench: Bench) -> None:
	"""Write down which Frappe the bench is for; and that nothing in it belongs into git."""
	(bench.root / "made-for").write_text(_kind(bench.source) + "\n")
	(bench.root / ".gitignore").write_text("*\n")


def copy_frappe(bench: Bench, source: FrappeFolder) -> None:
	"""Lay a copy of the folder into the bench's apps/frappe, whole or not at all; again when a file of it changed."""
	stamp = Stamp(bench, "frappe", digest(tree_digest(source.path), *NODE_LINKS))
	if stamp.done() and (bench.frappe / "pyproject.toml").exists():
		return
	stamp.clear()
	with Step(f"Frappe {source.version} from {source.path}"):
		fresh = bench.apps / "frappe.part"
		shutil.rmtree(fresh, ignore_errors=True)
		shutil.copytree(source.path, fresh, symlinks=True, ignore=LEFT_OUT)
		for link in NODE_LINKS:
			(fresh / link).parent.mkdir(exist_ok=True)
			(fresh / link).symlink_to(bench.node / "node_modules")
		shutil.rmtree(bench.frappe, ignore_errors=True)
		fresh.rename(bench.frappe)
	stamp.set()


def tree_digest(root: Path) -> str:
	"""A hash of names, sizes and times of what `copy_frappe` copies."""
	parts: list[str] = [str(root)]
	for folder, folders, files in os.walk(root):
		left_out = LEFT_OUT(folder, [*folders, *files])
		folders[:] = sorted(set(folders) - left_out)
		for name in sorted(set(files) - left_out):
			seen = os.lstat(os.path.join(folder, name))
			parts.append(
				f"{os.path.relpath(os.path.join(folder, name), root)} {seen.st_size} {seen.st_mtime_ns}"
			)
	return digest(*parts)
