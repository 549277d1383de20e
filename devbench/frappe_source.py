"""Frappe 15 from the package registry.

The registry's `frappe` is an empty placeholder. Its `criscostack` 1.0.0 is Frappe 15 with the names replaced and nothing
else changed; the names are put back here. Nothing of Frappe is kept in this repository.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import zipfile
from pathlib import Path, PurePosixPath

from .console import BenchError, Step
from .environment import pip_environment
from .layout import Bench
from .stamps import Stamp, digest
from .steps import run

PACKAGE = "criscostack==1.0.0"
SHA256 = "dc58aaf29c59b7666edc953596e5b31f77d7286b2ed6b14c6a205b217c210349"
WHEEL = "criscostack-1.0.0-py3-none-any.whl"

# Longest first; what the package calls a thing, and what Frappe calls it.
NAMES = {
	"criscostack": "frappe",
	"Criscostack": "Frappe",
	"CRISCOSTACK": "FRAPPE",
	"Criscoerp": "ERPNext",
	"criscoerp": "erpnext",
	"Crisco": "Frappe",
	"crisco": "frappe",
	"CRISCO": "FRAPPE",
	"brik": "bench",
	"Brik": "Bench",
	"BRIK": "BENCH",
}
_NAME = re.compile("|".join(NAMES))

PYPROJECT = """[project]
name = "frappe"
description = "Metadata driven, full-stack low code web framework"
requires-python = ">=3.10"
dynamic = ["version"]
dependencies = [
{dependencies}
]

[build-system]
requires = ["flit_core >=3.4,<4"]
build-backend = "flit_core.buildapi"
"""


def put_names_back(text: str) -> str:
	"""The text with Frappe's own names."""
	return _NAME.sub(lambda found: NAMES[found[0]], text)


def fetch_frappe(bench: Bench) -> None:
	"""Lay Frappe 15 into the bench's apps/frappe, whole or not at all. Raises BenchError when the download is broken."""
	stamp = Stamp(bench, "frappe", digest(SHA256, str(NAMES), PYPROJECT))
	if stamp.done() and (bench.frappe / "pyproject.toml").exists():
		return
	stamp.clear()
	wheel = bench.cache / WHEEL
	if digest_of(wheel) != SHA256:
		wheel.unlink(missing_ok=True)
		wanted = bench.cache / "frappe.txt"
		wanted.write_text(f"{PACKAGE} --hash=sha256:{SHA256}\n")
		download = [
			bench.python,
			"-m",
			"pip",
			"download",
			"--no-deps",
			"--require-hashes",
			"--progress-bar",
			"off",
		]
		log = bench.logs / "frappe-download.log"
		run("Frappe 15 (download)", [*download, "-d", bench.cache, "-r", wanted], log, env=pip_environment())
		if digest_of(wheel) != SHA256:
			raise BenchError(
				f"The download of Frappe is broken: the hash of {wheel} differs.",
				"Run the same command again.",
			)
	with Step("Frappe 15 (names put back)"):
		fresh = bench.apps / "frappe.part"
		shutil.rmtree(fresh, ignore_errors=True)
		unpack(wheel, fresh)
		shutil.rmtree(bench.frappe, ignore_errors=True)
		fresh.rename(bench.frappe)
	stamp.set()


def digest_of(wheel: Path) -> str:
	"""The file's SHA-256, or an empty text where there is none."""
	return hashlib.sha256(wheel.read_bytes()).hexdigest() if wheel.exists() else ""


def unpack(wheel: Path, target: Path) -> None:
	"""Write every file of the wheel under `target`, names put back in texts and paths; binary files as they are."""
	with zipfile.ZipFile(wheel) as archive:
		for name in archive.namelist():
			if ".dist-info/" in name or name.endswith(("/", ".DS_Store")):
				continue
			content = archive.read(name)
			if b"\0" not in content[:8192]:
				content = put_names_back(content.decode("utf-8", "surrogateescape")).encode(
					"utf-8", "surrogateescape"
				)
			path = target / PurePosixPath(put_names_back(name))
			path.parent.mkdir(parents=True, exist_ok=True)
			path.write_bytes(content)
		metadata = next(n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
		lines = archive.read(metadata).decode().splitlines()
	required = [line.split(": ", 1)[1] for line in lines if line.startswith("Requires-Dist: ")]
	dependencies = "\n".join(f'\t"{r}",' for r in required)
	(target / "pyproject.toml").write_text(PYPROJECT.format(dependencies=dependencies))
