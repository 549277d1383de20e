"""The desk's bundles, built by Frappe's own esbuild folder or, for the registry's package, which has none, by `build.mjs`."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path

from .layout import APP, CHECKOUT, Bench
from .node import ASSETS, node_path, node_program
from .ports import stored
from .processes import running
from .stamps import Stamp, digest, files_digest
from .steps import run

# Each site's copy of the list, in Redis's one-line form of a command.
FORGET = b"""EVAL "for _, k in ipairs(redis.call('keys', '*assets_json')) do redis.call('del', k) end return 1" 0\r\n"""
MEMORY = {"NODE_OPTIONS": "--max-old-space-size=2048"}


def build_assets(bench: Bench) -> None:
	"""Build every app's bundles; again only when a source changed."""
	app_sources = files_digest(CHECKOUT / APP / "public", ("**/*",))
	marks = [(bench.stamps / name).read_text() for name in ("frappe", "node")]
	stamp = Stamp(bench, "assets", digest(ASSETS / "build.mjs", app_sources, *marks))
	if stamp.done() and (bench.sites / "assets" / "assets.json").exists():
		return
	stamp.clear()
	if bench.source:
		_build_by_frappe(bench)
	else:
		command = ["node", ASSETS / "build.mjs", bench.root]
		run("Desk assets", command, bench.logs / "assets.log", env=MEMORY)
	forget_cached_names(bench)
	stamp.set()


def _build_by_frappe(bench: Bench) -> None:
	"""Frappe's own build, as `bench build --production` calls it. What it builds lies in the bench, never in the checkout."""
	for app in ("frappe", APP):
		link_public(bench, app)
	command = [node_program(bench), "esbuild", "--production", "--apps", f"frappe,{APP}"]
	env = {**MEMORY, "PATH": node_path(bench), "FRAPPE_BENCH_ROOT": str(bench.root)}
	run("Desk assets", command, bench.logs / "assets.log", cwd=bench.frappe, env=env)


def link_public(bench: Bench, app: str) -> None:
	"""A real folder for the app under sites/assets, whose `dist` is the bench's own, with links to all else of public/."""
	public: Path = bench.apps / app / app / "public"
	target = bench.sites / "assets" / app
	shutil.rmtree(target, ignore_errors=True)
	target.mkdir(parents=True)
	for entry in public.iterdir() if public.is_dir() else ():
		if entry.name != "dist":
			(target / entry.name).symlink_to(entry)


def forget_cached_names(bench: Bench) -> None:
	"""Frappe keeps the bundles' file names in the cache; running servers must read the new ones."""
	port = stored(bench).get("redis_cache")
	if "redis_cache" in running(bench) and port:
		with socket.create_connection(("127.0.0.1", port), timeout=5) as cache:
			cache.sendall(FORGET)
			cache.recv(64)
