"""Node and its packages: what the bundles are built from, and the socket server's libraries."""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import subprocess
from pathlib import Path

from .console import BenchError
from .frappe_folder import FrappeFolder
from .layout import DEVBENCH, Bench
from .stamps import Stamp, digest
from .stand_ins import node_requirements
from .steps import run
from .system import NODE_AT_LEAST, node_major

ASSETS = DEVBENCH / "assets"
LOCK_FILES = ("package.json", "package-lock.json")
NPM_OPTIONS = ("--legacy-peer-deps", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=warn")
# npm's names of what `platform` calls the machine.
MACHINES = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "arm64": "arm64"}
DATE_PICKER = "air-datepicker"
SECONDS = ("seconds.js", "seconds.css")


def install_node(bench: Bench) -> None:
	"""Where the machine's Node is too old for the bench's Frappe, one of its own from the npm registry."""
	wanted = bench.source.node_at_least if bench.source else NODE_AT_LEAST
	if node_major("node") >= wanted or node_major(_own_program(bench)) >= wanted:
		return
	package = f"node-{platform.system().lower()}-{MACHINES.get(platform.machine().lower(), '?')}"
	if "?" in package:
		raise BenchError(
			f"Frappe needs Node {wanted} or newer, this machine has {node_major('node')}, and the npm registry has no Node for "
			f"{platform.machine()}.",
			f"Install Node {wanted}, then run the same command again.",
		)
	shutil.rmtree(bench.own_node, ignore_errors=True)
	bench.own_node.mkdir()
	(bench.own_node / "package.json").write_text('{"private": true}')
	command = ["npm", "install", *NPM_OPTIONS, f"{package}@{wanted}"]
	run(f"Node {wanted}", command, bench.logs / "node.log", cwd=bench.own_node)
	(bench.own_node / "bin").symlink_to(bench.own_node / "node_modules" / package / "bin")


def _own_program(bench: Bench) -> Path:
	return bench.own_node / "bin" / "node"


def node_path(bench: Bench) -> str:
	"""PATH on which `node` is the one that the bench uses."""
	own = [str(bench.own_node / "bin")] if _own_program(bench).exists() else []
	return ":".join([*own, os.environ.get("PATH", "")])


def node_program(bench: Bench) -> str:
	"""The Node that the bench uses."""
	own = _own_program(bench)
	return str(own) if own.exists() else "node"


def install_node_packages(bench: Bench) -> None:
	"""The registry's Frappe: `npm ci` from the committed lock file. A folder: its package.json, versions by its yarn.lock."""
	if bench.source:
		own = [bench.source.path / name for name in ("package.json", "yarn.lock")]
		stamp = Stamp(bench, "node", digest(*own, *(ASSETS / f for f in SECONDS)))
	else:
		stamp = Stamp(bench, "node", digest(*(ASSETS / f for f in (*LOCK_FILES, *SECONDS))))
	if stamp.done() and (bench.node / "node_modules").exists():
		return
	stamp.clear()
	bench.node.mkdir(exist_ok=True)
	if bench.source:
		shutil.rmtree(bench.node / "node_modules", ignore_errors=True)
		write_package_files(bench, bench.source)
	else:
		for name in LOCK_FILES:
			shutil.copyfile(ASSETS / name, bench.node / name)
	command = ["npm", "install" if bench.source else "ci", *NPM_OPTIONS]
	env = {"PATH": node_path(bench)}
	run("Node packages", command, bench.logs / "node-packages.log", cwd=bench.node, env=env)
	complete_date_picker(bench.node / "node_modules")
	stamp.set()


def write_package_files(bench: Bench, source: FrappeFolder) -> None:
	"""Frappe's package.json and yarn.lock, with stand-ins for git repositories that cannot be reached.

	npm takes the versions from yarn.lock, whose lines must name the registry that npm uses, or it ignores them.
	"""
	package = json.loads((source.path / "package.json").read_text())
	wanted = package["dependencies"]
	package["dependencies"] = node_requirements(wanted)
	replaced = {name for name, value in package["dependencies"].items() if wanted[name] != value}
	(bench.node / "package.json").write_text(json.dumps(package, indent=1))
	(bench.node / "package-lock.json").unlink(missing_ok=True)
	lock = source.path / "yarn.lock"
	if lock.exists():
		text = re.sub(r'(?m)^(  resolved ")https?://[^/]+/(?=.+/-/)', rf"\g<1>{registry()}", lock.read_text())
		blocks = [b for b in text.split("\n\n") if _package_of(b) not in replaced]
		(bench.node / "yarn.lock").write_text("\n\n".join(blocks))


def registry() -> str:
	"""The address of the registry that this machine's npm uses, with its closing slash."""
	asked = subprocess.run(
		["npm", "config", "get", "registry"], capture_output=True, text=True, check=False, cwd="/"
	)
	return asked.stdout.strip().rstrip("/") + "/"


def _package_of(block: str) -> str:
	"""The package that a block of a yarn.lock is about: `"air-datepicker@github:…":` is air-datepicker's."""
	head = re.match(r'\s*"?(@?[^@"\s]+)@', block)
	return head[1] if head else ""


def complete_date_picker(packages: Path) -> None:
	"""Give the registry's date picker the seconds that Frappe's own fork of it has; the fork itself is left as it is."""
	folder = packages / DATE_PICKER / "dist"
	script, style = folder / "js" / "datepicker.min.js", folder / "css" / "datepicker.min.css"
	if not script.exists() or "time-current-seconds" in script.read_text():
		return
	for target, name in ((script, "seconds.js"), (style, "seconds.css")):
		target.write_text(f"{target.read_text()}\n{(ASSETS / name).read_text()}")
