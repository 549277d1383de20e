"""The bench's Python: one virtual environment.

For the registry's Frappe every package is pinned by hash in `python.lock`; for a Frappe folder its own pyproject says the
packages, and the lock file only the tools' versions.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from .console import BenchError, Step
from .frappe_folder import FrappeFolder, toml_reader
from .interpreters import has_headers, need_python, version_of
from .layout import APP, CHECKOUT, DEVBENCH, Bench
from .stamps import Stamp, digest
from .stand_ins import python_requirements
from .steps import run

LOCK = DEVBENCH / "python.lock"
TOOLS = DEVBENCH / "tools.in"
# Packages of the registry that come as sources with parts in C.
BUILT_FROM_C = "mysqlclient"

# Settings of pip that would put packages elsewhere, or refuse what the lock file names.
PIP_UNWANTED = (
	"PIP_TARGET",
	"PIP_PREFIX",
	"PIP_USER",
	"PIP_REQUIRE_HASHES",
	"PIP_NO_BINARY",
	"PIP_ONLY_BINARY",
)


def pip_environment() -> dict[str, str]:
	"""Environment for pip: the machine's index, proxy and certificates stay, its caps on versions do not."""
	env = {k: v for k, v in os.environ.items() if k not in PIP_UNWANTED and not k.startswith("PYTHON")}
	env.update(PIP_CONSTRAINT=os.devnull, PIP_USER="0", PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_NO_INPUT="1")
	return env


def build_environment(bench: Bench) -> None:
	"""Make the virtual environment; a half-made one is thrown away first."""
	inputs = wanted_of(bench.source) if bench.source else [pins()]
	stamp = Stamp(bench, "python", digest(*inputs, bench.root))
	if stamp.done() and _works(bench):
		return
	stamp.clear()
	python = need_python(bench)
	if needs_compiler(bench) and not has_headers(python):
		short = ".".join(str(n) for n in (version_of(python) or ())[:2])
		raise BenchError(
			f"{python} has no headers (Python.h), and {BUILT_FROM_C}, which Frappe needs, is built from C.",
			f"Install them (Debian: apt-get install python{short}-dev), then run the same command again.",
		)
	with Step("Virtual environment"):
		shutil.rmtree(bench.env, ignore_errors=True)
		made = subprocess.run([python, "-m", "venv", bench.env], capture_output=True, text=True, check=False)
	if made.returncode:
		raise BenchError(
			f"The virtual environment could not be made: {made.stdout}{made.stderr}", "See the message above."
		)
	if bench.source:
		wanted = bench.cache / "requirements.txt"
		wanted.write_text("\n".join(python_requirements(inputs)) + "\n")
		pip(
			bench,
			f"Python packages of Frappe {bench.source.version}",
			"python-packages",
			"--requirement",
			wanted,
		)
	else:
		pip(bench, "Python packages", "python-packages", "--require-hashes", "--requirement", LOCK)
	stamp.set()


def needs_compiler(bench: Bench) -> bool:
	"""Whether the bench's Frappe wants a package that is built on the spot."""
	return bench.source is not None and any(d.startswith(BUILT_FROM_C) for d in bench.source.dependencies)


def wanted_of(source: FrappeFolder) -> list[str]:
	"""What a bench of this Frappe folder needs: Frappe's own packages, the app's, and the tools as the lock pins them."""
	app = toml_reader().loads((CHECKOUT / "pyproject.toml").read_text())["project"]["dependencies"]
	return [*source.dependencies, *app, *tools()]


def tools() -> list[str]:
	"""The packages of `tools.in` with the versions of the lock file, each with its marker."""
	names = {
		re.sub(r"[-_.]+", "-", re.split(r"[<>=~\s]", line)[0].lower())
		for line in TOOLS.read_text().splitlines()
		if line.strip() and not line.startswith("#")
	}
	pinned = [line.removesuffix("\\").strip() for line in pins().splitlines() if "==" in line]
	return [line for line in pinned if line.split("==")[0] in names]


def pins() -> str:
	"""The lock file without its comments."""
	return "\n".join(line for line in LOCK.read_text().splitlines() if not line.lstrip().startswith("#"))


def _works(bench: Bench) -> bool:
	check = [bench.python, "-c", "import pytest, redis, pymysql"]
	return bench.python.exists() and subprocess.run(check, capture_output=True, check=False).returncode == 0


def pip(bench: Bench, title: str, log: str, *arguments: str | Path) -> None:
	"""`pip install ARGUMENTS` in the bench's environment, as a step."""
	command = [bench.python, "-m", "pip", "install", "--progress-bar", "off", *arguments]
	run(title, command, bench.logs / f"{log}.log", env=pip_environment())


def install_apps(bench: Bench) -> None:
	"""Put Frappe and the checkout's app into the environment, both editable: an edit is live at once."""
	pyproject = CHECKOUT / "pyproject.toml"
	stamp = Stamp(bench, "apps", digest(pyproject, bench.frappe / "pyproject.toml", CHECKOUT, _born(bench)))
	link = bench.apps / APP
	if not link.is_symlink() or link.resolve() != CHECKOUT:
		link.unlink(missing_ok=True)
		link.symlink_to(CHECKOUT)
	listed = bench.sites / "apps.txt"
	if not listed.exists() or listed.read_text() != f"frappe\n{APP}\n":
		listed.write_text(f"frappe\n{APP}\n")
	if stamp.done():
		return
	stamp.clear()
	editable = ["--no-deps", "--no-build-isolation", "--editable", bench.frappe, "--editable", CHECKOUT]
	pip(bench, "Frappe and the app, editable", "apps", *editable)
	check = subprocess.run([bench.python, "-m", "pip", "check"], capture_output=True, text=True, check=False)
	(bench.logs / "pip-check.log").write_text(check.stdout + check.stderr)
	if APP in check.stdout.replace("-", "_"):
		raise BenchError(
			f"devbench/python.lock does not fit what the app asks for:\n{check.stdout}",
			"Make the lock file anew (see devbench/README.md).",
		)
	stamp.set()


def _born(bench: Bench) -> float:
	"""Changes when the environment was made anew, so that the apps go in again."""
	return (bench.stamps / "python").stat().st_mtime
