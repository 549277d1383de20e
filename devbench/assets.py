"""The desk's bundles: the node libraries from a lock file, then one build."""

from __future__ import annotations

import shutil
import socket

from .layout import APP, CHECKOUT, DEVBENCH, Bench
from .ports import stored
from .processes import running
from .stamps import Stamp, digest, files_digest
from .steps import run

ASSETS = DEVBENCH / "assets"
# Each site's copy of the list, in Redis's one-line form of a command.
FORGET = b"""EVAL "for _, k in ipairs(redis.call('keys', '*assets_json')) do redis.call('del', k) end return 1" 0\r\n"""
LOCK_FILES = ("package.json", "package-lock.json")


def install_node_packages(bench: Bench) -> None:
	"""`npm ci` from the committed lock file: what the bundles are built from, and the socket server's libraries."""
	stamp = Stamp(bench, "node", digest(*(ASSETS / f for f in LOCK_FILES)))
	if stamp.done() and (bench.node / "node_modules").exists():
		return
	stamp.clear()
	bench.node.mkdir(exist_ok=True)
	for name in LOCK_FILES:
		shutil.copyfile(ASSETS / name, bench.node / name)
	command = [
		"npm",
		"ci",
		"--legacy-peer-deps",
		"--ignore-scripts",
		"--no-audit",
		"--no-fund",
		"--loglevel=warn",
	]
	run("Node packages", command, bench.logs / "node-packages.log", cwd=bench.node)
	stamp.set()


def build_assets(bench: Bench) -> None:
	"""Build every app's bundles; again only when a source changed."""
	app_sources = files_digest(CHECKOUT / APP / "public", ("**/*",))
	marks = [(bench.stamps / name).read_text() for name in ("frappe", "node")]
	stamp = Stamp(bench, "assets", digest(ASSETS / "build.mjs", app_sources, *marks))
	if stamp.done() and (bench.sites / "assets" / "assets.json").exists():
		return
	stamp.clear()
	command = ["node", ASSETS / "build.mjs", bench.root]
	run("Desk assets", command, bench.logs / "assets.log", env={"NODE_OPTIONS": "--max-old-space-size=2048"})
	forget_cached_names(bench)
	stamp.set()


def forget_cached_names(bench: Bench) -> None:
	"""Frappe keeps the bundles' file names in the cache; running servers must read the new ones."""
	port = stored(bench).get("redis_cache")
	if "redis_cache" in running(bench) and port:
		with socket.create_connection(("127.0.0.1", port), timeout=5) as cache:
			cache.sendall(FORGET)
			cache.recv(64)
