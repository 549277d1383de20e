"""Which Python a bench runs on: found among those of the machine by what Frappe says that it needs."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from .console import BenchError
from .layout import Bench

# The package's pins have ready-made packages for these two; on 3.12 some of them would need compilers.
RANGE_OF_PACKAGE = ">=3.10,<3.12"
PREFERRED = (11, 12, 10, 13)
NEWEST_MINOR = 30
ASK = "import sys, venv, ensurepip; print(*sys.version_info[:3])"
_CLAUSE = re.compile(r"^\s*(~=|==|!=|<=|>=|<|>)\s*(\d+(?:\.\d+)*)(\.\*)?\s*$")


def allows(specifier: str, version: tuple[int, ...]) -> bool:
	"""Whether a `requires-python` allows a version. Raises ValueError when the specifier is none."""
	return all(_clause_allows(clause, version) for clause in specifier.split(",") if clause.strip())


def _clause_allows(clause: str, version: tuple[int, ...]) -> bool:
	parts = _CLAUSE.match(clause)
	if not parts:
		raise ValueError(f"not a version specifier: {clause!r}")
	operator, wildcard = parts[1], bool(parts[3])
	number = tuple(int(n) for n in parts[2].split("."))
	if operator == "~=":
		return version >= number and version[: len(number) - 1] == number[:-1]
	if operator in ("==", "!="):
		same = version[: len(number)] == number if wildcard else _filled(version) == _filled(number)
		return same == (operator == "==")
	left, right = _filled(version), _filled(number)
	return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[operator]


def _filled(version: tuple[int, ...]) -> tuple[int, ...]:
	return (*version, 0, 0, 0)[:3]


def range_of(bench: Bench) -> str:
	"""The Python versions that the bench's Frappe runs on, as a version specifier."""
	return bench.source.python if bench.source else RANGE_OF_PACKAGE


def find_python(wanted: str = RANGE_OF_PACKAGE) -> Path | None:
	"""An interpreter in that range that can make a virtual environment: DIANJIAN_PYTHON, else the first that fits."""
	named = os.environ.get("DIANJIAN_PYTHON")
	for candidate in [Path(named)] if named else _candidates(wanted):
		version = version_of(candidate)
		if version and allows(wanted, version):
			return candidate
	return None


def need_python(bench: Bench) -> Path:
	"""The interpreter for the bench's environment. Raises BenchError that says which is missing and how to get it."""
	wanted = range_of(bench)
	found = find_python(wanted)
	if found:
		return found
	frappe = f"Frappe {bench.source.version}" if bench.source else "the registry's Frappe 15"
	named = os.environ.get("DIANJIAN_PYTHON")
	if named:
		what = f"DIANJIAN_PYTHON names {named}, which is no Python {wanted} with venv ({frappe} needs that)."
		raise BenchError(what, "Name an interpreter that is, or unset DIANJIAN_PYTHON.")
	lowest = next((f"3.{minor}" for minor in range(NEWEST_MINOR) if allows(wanted, (3, minor, 99))), "3")
	raise BenchError(
		f"{frappe} needs Python {wanted}, and no such interpreter with venv was found.",
		f"Install Python {lowest} with venv and headers where your system has it (Debian: apt-get install python{lowest}-venv "
		f"python{lowest}-dev), or name one: DIANJIAN_PYTHON=/path/to/python{lowest}.\n"
		f"On a Debian that does not carry it yet: devbench/python-from-debian {lowest} (see devbench/README.md).",
	)


def version_of(python: Path) -> tuple[int, ...] | None:
	"""The interpreter's version; None where it does not run or cannot make virtual environments."""
	if not os.access(python, os.X_OK):
		return None
	asked = subprocess.run([python, "-c", ASK], capture_output=True, text=True, check=False)
	return tuple(int(n) for n in asked.stdout.split()) if asked.returncode == 0 else None


def has_headers(python: Path) -> bool:
	"""Whether packages with parts in C can be built for this interpreter."""
	ask = "import sysconfig; print(sysconfig.get_path('include'))"
	asked = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=False)
	return (Path(asked.stdout.strip()) / "Python.h").exists()


def _candidates(wanted: str) -> Iterator[Path]:
	folders = [Path(p) for p in os.environ.get("PATH", "").split(":") if p]
	folders += [Path("/usr/bin"), Path("/usr/local/bin")]
	folders += [*Path("/opt").glob("python3*/bin"), *Path("/opt").glob("python3*/usr/bin")]
	folders += Path.home().glob(".pyenv/versions/*/bin")
	folders += Path.home().glob(".local/share/uv/python/*/bin")
	minors = [m for m in (*PREFERRED, *range(NEWEST_MINOR)) if allows(wanted, (3, m, 99))]
	names = [*dict.fromkeys(f"python3.{m}" for m in minors), "python3", "python"]
	seen: set[Path] = set()
	for candidate in (folder / name for name in names for folder in folders):
		if candidate not in seen and os.access(candidate, os.X_OK):
			seen.add(candidate)
			yield candidate
