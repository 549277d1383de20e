"""What the machine itself must have: Debian's packages, an interpreter, room on the disk."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from .console import BenchError, say
from .layout import Bench
from .steps import run

# MB: what a whole bench with two sites takes (about 2.1 GB), and what the database needs to breathe.
ROOM_FOR_BUILD_MB = 3500
ROOM_TO_RUN_MB = 300

# Frappe 15 runs on 3.12 as well, but some of its pins have no ready-made package for it and would need compilers.
PYTHONS = ("python3.11", "python3.10")
NODE_AT_LEAST = 18


def need_room(bench: Bench, megabytes: int) -> None:
	"""Raise BenchError when the disk of the bench has less than that free."""
	place = bench.root
	while not place.exists():
		place = place.parent
	free = shutil.disk_usage(place).free // 1_000_000
	if free < megabytes:
		raise BenchError(
			f"The disk is nearly full: {free} MB are free at {place}, {megabytes} MB are needed.",
			"Free some space, or name another place with DIANJIAN_BENCH=/some/folder, and run the same command again.",
		)


def _program(*names: str) -> Callable[[], bool]:
	places = os.environ.get("PATH", "") + ":/usr/sbin:/sbin:/usr/local/sbin"
	return lambda: any(shutil.which(n, path=places) for n in names)


def _cjk_font() -> bool:
	return any(Path("/usr/share/fonts").glob("**/*CJK*")) if Path("/usr/share/fonts").exists() else False


def _node() -> bool:
	if not (shutil.which("node") and shutil.which("npm")):
		return False
	said = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout
	found = re.match(r"v(\d+)", said)
	return bool(found and int(found[1]) >= NODE_AT_LEAST)


def _shared_library(name: str) -> Callable[[], bool]:
	folders = ("/usr/lib", "/lib", "/usr/local/lib")
	return lambda: any(p for f in folders for p in [*Path(f).glob(f"{name}*"), *Path(f).glob(f"*/{name}*")])


def needs() -> list[tuple[str, Callable[[], bool]]]:
	"""Debian package, and how to see that what it brings is there already."""
	return [
		("mariadb-server", _program("mariadbd", "mysqld")),
		("redis-server", _program("redis-server")),
		("chromium", _program("chromium", "chromium-browser", "google-chrome")),
		("fonts-noto-cjk", _cjk_font),
		("wkhtmltopdf", _program("wkhtmltopdf")),
		("libpango-1.0-0", _shared_library("libpango-1.0.so")),
		("libpangoft2-1.0-0", _shared_library("libpangoft2-1.0.so")),
		("git", _program("git")),
		("nodejs", _node),
		("npm", _node),
		("python3-venv", lambda: find_python() is not None),
	]


def needs_of_tests() -> list[tuple[str, Callable[[], bool]]]:
	"""What only the tests need: a second program that opens the workbooks, and pictures of PDFs."""
	return [
		("libreoffice-calc-nogui", _program("soffice", "libreoffice")),
		("poppler-utils", _program("pdftotext")),
	]


def missing_packages(tests: bool = False) -> list[str]:
	return [package for package, there in (*needs(), *(needs_of_tests() if tests else ())) if not there()]


def install_packages(bench: Bench, tests: bool = False) -> None:
	"""Install what is missing from Debian. Raises BenchError with the one line to run where that is not allowed."""
	missing = missing_packages(tests)
	if not missing:
		return
	line = "apt-get update && apt-get install -y --no-install-recommends " + " ".join(missing)
	by_hand = BenchError(
		f"These Debian packages are missing: {', '.join(missing)}. Installing them needs root's rights.",
		f"Run this line, then the same command again:\n    sudo sh -c '{line}'",
	)
	if not shutil.which("apt-get"):
		raise BenchError(
			f"These programs are missing: {', '.join(missing)} (Debian's names), and this machine has no apt-get.",
			"Install them with your system's package manager, then run the same command again.",
		)
	say(f"  Debian packages to install: {' '.join(missing)}")
	quiet = {"DEBIAN_FRONTEND": "noninteractive"}
	log = bench.logs / "debian-packages.log"
	if os.getuid() == 0:
		run("Debian packages", ["sh", "-c", line], log, env=quiet)
	elif (
		shutil.which("sudo")
		and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
	):
		run("Debian packages", ["sudo", "-n", "env", "DEBIAN_FRONTEND=noninteractive", "sh", "-c", line], log)
	else:
		raise by_hand
	still = missing_packages(tests)
	if still:
		raise BenchError(
			f"apt-get ended well, yet these are not usable: {', '.join(still)}.",
			f"Node must be {NODE_AT_LEAST} or newer, Python one of {', '.join(PYTHONS)} with venv. See {log}.",
		)


def find_python() -> Path | None:
	"""An interpreter that Frappe 15 runs on (3.10 or 3.11) and that can make a virtual environment."""
	folders = [Path(p) for p in os.environ.get("PATH", "").split(":") if p] + [
		Path("/usr/bin"),
		Path("/usr/local/bin"),
	]
	names = [*PYTHONS, "python3", "python"]
	candidates = [folder / name for name in names for folder in folders]
	candidates += [
		found for name in PYTHONS for found in Path.home().glob(f".pyenv/versions/{name[6:]}.*/bin/{name}")
	]
	check = "import sys, venv, ensurepip; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 11))"
	seen: set[Path] = set()
	for candidate in candidates:
		if candidate in seen or not os.access(candidate, os.X_OK):
			continue
		seen.add(candidate)
		if subprocess.run([candidate, "-c", check], capture_output=True, check=False).returncode == 0:
			return candidate
	return None
