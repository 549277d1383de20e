"""What the machine itself must have: Debian's packages, an interpreter, room on the disk."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from .console import BenchError, say
from .environment import needs_compiler
from .interpreters import RANGE_OF_PACKAGE, find_python
from .layout import Bench
from .steps import run

# MB: what a whole bench with three test sites takes (about 2.3 GB), and what the database needs to breathe.
ROOM_FOR_BUILD_MB = 3500
ROOM_TO_RUN_MB = 300

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
	return node_major("node") >= NODE_AT_LEAST


def node_major(node: str | Path) -> int:
	"""The major version of a Node program; 0 where it does not run."""
	try:
		said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
	except OSError:
		return 0
	found = re.match(r"v(\d+)", said)
	return int(found[1]) if found else 0


def _shared_library(name: str) -> Callable[[], bool]:
	folders = ("/usr/lib", "/lib", "/usr/local/lib")
	return lambda: any(p for f in folders for p in [*Path(f).glob(f"{name}*"), *Path(f).glob(f"*/{name}*")])


def needs(bench: Bench) -> list[tuple[str, Callable[[], bool]]]:
	"""Debian package, and how to see that what it brings is there already."""
	wanted = [
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
	]
	if bench.source is None:  # the Python for a Frappe folder may be one that Debian does not carry
		wanted += [("python3-venv", lambda: find_python() is not None)]
	if needs_compiler(bench):
		wanted += [
			("gcc", _program("gcc", "cc")),
			("libc6-dev", lambda: Path("/usr/include/stdio.h").exists()),
			("pkg-config", _program("pkg-config")),
			("libmariadb-dev", _program("mariadb_config", "mysql_config")),
		]
	return wanted


def needs_of_tests() -> list[tuple[str, Callable[[], bool]]]:
	"""What only the tests need: a second program that opens the workbooks, and pictures of PDFs."""
	return [
		("libreoffice-calc-nogui", _program("soffice", "libreoffice")),
		("poppler-utils", _program("pdftotext")),
	]


def missing_packages(bench: Bench, tests: bool = False) -> list[str]:
	wanted = (*needs(bench), *(needs_of_tests() if tests else ()))
	return [package for package, there in wanted if not there()]


def install_packages(bench: Bench, tests: bool = False) -> None:
	"""Install what is missing from Debian. Raises BenchError with the one line to run where that is not allowed."""
	missing = missing_packages(bench, tests)
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
	still = missing_packages(bench, tests)
	if still:
		raise BenchError(
			f"apt-get ended well, yet these are not usable: {', '.join(still)}.",
			f"Node must be {NODE_AT_LEAST} or newer, Python {RANGE_OF_PACKAGE} with venv. See {log}.",
		)
