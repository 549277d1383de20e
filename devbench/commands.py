"""The commands of devbench, each a few lines over the steps."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
from collections.abc import Callable

from . import testing
from .attack import attack
from .build import build
from .console import say
from .demo import FIXED_MONTH, demo
from .layout import Bench
from .locks import locked
from .ports import free_port, stored
from .processes import running
from .services import desk_environment, start_data, start_desk, stop_all, web
from .sites import ADMIN_PASSWORD, make_site, need_site, run_bench


def build_bench(bench: Bench, arguments: list[str]) -> int:
	"""Build or mend the bench, and start its database and Redis."""
	with locked(bench, "build"):
		build(bench)
	return 0


def bench_command(bench: Bench, arguments: list[str]) -> int:
	"""`devbench/bench ARGS…`: a command of the bench's own, or any site command of Frappe."""
	own = {"new-dev-site": new_dev_site, "serve-site": serve_site, "env": environment}
	if arguments and arguments[0] in own:
		return own[arguments[0]](bench, arguments[1:])
	with locked(bench, "build"):
		build(bench)
	return run_bench(bench, arguments)


def new_dev_site(bench: Bench, arguments: list[str]) -> int:
	"""`new-dev-site NAME [--developer]`: one more site with the app, to try things on."""
	parser = argparse.ArgumentParser(prog="devbench/bench new-dev-site", description=new_dev_site.__doc__)
	parser.add_argument("name", help="NAME or NAME.localhost")
	parser.add_argument(
		"--developer", action="store_true", help="developer mode: saved DocTypes write into the checkout"
	)
	given = parser.parse_args(arguments)
	site = given.name if "." in given.name else f"{given.name}.localhost"
	with locked(bench, "build"):
		build(bench)
	make_site(bench, site, tests=True, developer=given.developer)
	say(f"{site}: user Administrator, password {ADMIN_PASSWORD}. Serve it: devbench/bench serve-site {site}")
	return 0


def serve_site(bench: Bench, arguments: list[str]) -> int:
	"""`serve-site NAME [--port N]`: a web server of one's own in this terminal, which reloads when code changes."""
	parser = argparse.ArgumentParser(prog="devbench/bench serve-site", description=serve_site.__doc__)
	parser.add_argument("name")
	parser.add_argument("--port", type=int, default=0)
	given = parser.parse_args(arguments)
	site = given.name if "." in given.name else f"{given.name}.localhost"
	need_site(bench, site)
	start_data(bench)
	port = given.port or free_port(8100, set(stored(bench).values()))
	service = web(bench, f"web-{port}", port, reload=True)
	say(f"http://{site}:{port}  (Ctrl-C ends it)")
	env = {**os.environ, **service.env}
	return subprocess.run([str(c) for c in service.command], cwd=service.cwd, env=env, check=False).returncode


def environment(bench: Bench, arguments: list[str]) -> int:
	"""`env`: lines to `eval` in a shell, so that tests and scripts find the bench."""
	say(f"export DIANJIAN_SITES_PATH='{bench.sites}'")
	for name, value in desk_environment(bench).items():
		if name in ("PYTHONPATH", "FRAPPE_BENCH_ROOT", "PATH"):
			say(f"export {name}='{value}'")
	return 0


def up(bench: Bench, arguments: list[str]) -> int:
	"""Start desk, socket server, worker and scheduler."""
	with locked(bench, "build"):
		build(bench)
		start_desk(bench)
	return 0


def status(bench: Bench, arguments: list[str]) -> int:
	"""Which services run, and on which ports."""
	alive, ports = running(bench), stored(bench)
	frappe = (
		f"Frappe {bench.source.version} from {bench.source.path}"
		if bench.source
		else "the registry's Frappe 15"
	)
	say(f"{frappe}, in {bench.root}")
	for name in sorted({*alive, *ports}):
		state = f"process {alive[name]}" if name in alive else "stopped"
		say(f"{name:12} {ports.get(name, ''):>6}  {state}")
	return 0


def stop(bench: Bench, arguments: list[str]) -> int:
	"""Stop every service of this bench; its data stays."""
	names = stop_all(bench)
	say(f"Stopped: {', '.join(names)}." if names else "Nothing was running.")
	return 0


def clean(bench: Bench, arguments: list[str]) -> int:
	"""Stop everything and delete the bench with its sites and data."""
	stop(bench, [])
	if bench.socket_folder != bench.run:
		shutil.rmtree(bench.socket_folder, ignore_errors=True)
	if bench.root.exists():
		shutil.rmtree(bench.root)
		say(f"Deleted {bench.root}.")
	return 0


def show_demo(bench: Bench, arguments: list[str]) -> int:
	"""The bench, the demo site with the last month and this one up to now, the desk. --month 2026-09: the fixed month."""
	demo(bench, _month_of(arguments))
	return 0


def reset_demo(bench: Bench, arguments: list[str]) -> int:
	"""Throw the demo site away and make it anew, up to now."""
	demo(bench, _month_of(arguments), anew=True)
	return 0


def _month_of(arguments: list[str]) -> str | None:
	parser = argparse.ArgumentParser(prog="demo")
	parser.add_argument("--month", choices=[FIXED_MONTH], help="the fixed month that the tests compare with")
	return parser.parse_args(arguments).month


COMMANDS: dict[str, Callable[[Bench, list[str]], int]] = {
	"build": build_bench,
	"bench": bench_command,
	"up": up,
	"status": status,
	"stop": stop,
	"clean": clean,
	"demo": show_demo,
	"demo-reset": reset_demo,
	"attack": attack,
	"test": testing.test,
	"keep-durations": testing.keep_last_durations,
	"lint": testing.lint,
	"benchmark": testing.benchmark,
}
