"""The bench's Python: one virtual environment, every package pinned by hash in `python.lock`."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from .console import BenchError, Step
from .layout import APP, CHECKOUT, DEVBENCH, Bench
from .stamps import Stamp, digest
from .steps import run
from .system import find_python

LOCK = DEVBENCH / "python.lock"

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
	"""Make the virtual environment from the lock file; a half-made one is thrown away first."""
	stamp = Stamp(bench, "python", digest(pins(), bench.root))
	if stamp.done() and _works(bench):
		return
	stamp.clear()
	python = find_python()
	if python is None:
		raise BenchError(
			"No Python 3.11 or 3.10 with venv was found; the packages of Frappe 15 are pinned for these.",
			"Install one of them.",
		)
	with Step("Virtual environment"):
		shutil.rmtree(bench.env, ignore_errors=True)
		made = subprocess.run([python, "-m", "venv", bench.env], capture_output=True, text=True, check=False)
	if made.returncode:
		raise BenchError(
			f"The virtual environment could not be made: {made.stdout}{made.stderr}", "See the message above."
		)
	pip(bench, "Python packages", "python-packages", "--require-hashes", "--requirement", LOCK)
	stamp.set()


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
