"""`make test`, `make lint`, `make benchmark`."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from . import (
	lint_docs,
	lint_framework_names,
	lint_frappe_habits,
	lint_imports,
	lint_locks,
	lint_web_checks,
)
from .build import build
from .console import BenchError, Step, say
from .environment import build_environment
from .frappe_source import fetch_frappe
from .lanes import environment_of_lanes, keep_durations
from .layout import APP, CHECKOUT, DEVBENCH, Bench
from .locks import held, locked
from .node import install_node_packages
from .processes import running, start, stop
from .services import (
	desk,
	desk_environment,
	refresh_stale,
	start_data,
	start_on_free_port,
	stop_all,
	web,
)
from .sites import make_site, remake_if_changed
from .system import install_packages

SITE = "test.localhost"
LARGE_SITE = "large.localhost"
LOAD_SITE = "load.localhost"
LANES = {"gw0": SITE, "gw1": "test-2.localhost", "gw2": "test-3.localhost"}
"""pytest's workers and their sites: the whole suite runs in lanes beside each other, one more than two cores have room for"""
ORDER = ("unit", "site", "browser")
TYPED = (
	*(
		"people",
		"resources",
		"attendance",
		"calls",
		"visits",
		"ledger",
		"incentives",
		"service",
		"reporting",
		"privacy",
	),
	*("overrides", "mailing", "workbooks", "packs", "demo", "setup", "gate", "patches"),
	*("dianjian_app/report", "dianjian_app/page"),
	*(
		"beside_conditions.py",
		"beside_rows.py",
		"bulk_writer.py",
		"desk_notices.py",
		"child_rows.py",
		"clean_text.py",
		"file_rights.py",
		"framework_compat.py",
		"look_alike_names.py",
		"moved_paths.py",
		"number_bounds.py",
		"permissions.py",
	),
	*("row_conditions.py", "row_ownership.py", "workflow_stages.py"),
)
"""rooms of the app whose every function mypy holds to its types"""
FOR_TESTS = ("socketio", "worker")


def test(bench: Bench, arguments: Sequence[str]) -> int:
	"""All tests, in three lanes: of the bench itself, unit, site, browser. What was not running before is stopped.

	Returns pytest's exit code. `arguments` go to pytest; where they name files, there is one lane, on test.localhost.
	"""
	before = set(running(bench))
	tests = tests_to_run(arguments)
	lanes = LANES if tests else {"gw0": SITE}
	with locked(bench, "test"):
		try:
			with locked(bench, "build"):
				bench.make_folders()
				install_packages(bench, tests=True)
				build(bench)
				for site in lanes.values():
					remake_if_changed(bench, site)
					make_site(bench, site, tests=True)
			with Step("Web server, socket server and worker for the tests"):
				# Settles the ports again: making sites takes time, and others start meanwhile.
				ports = start_data(bench)
				refresh_stale(bench, FOR_TESTS)
				for service in desk(bench, ports):
					if service.name in FOR_TESTS:
						start(bench, service)
				stop(bench, "web-test")  # of a run that was killed
				port = start_on_free_port(bench, 8200, lambda port: web(bench, "web-test", port))
			command = [bench.python, "-m", "pytest", "-p", "devbench.lanes", *tests, *arguments]
			command += (
				["-n", str(len(lanes)), "--dist", "loadfile", "--no-loadscope-reorder"]
				if len(lanes) > 1
				else []
			)
			return _in_checkout(
				bench,
				command,
				DIANJIAN_LANES=environment_of_lanes(lanes, port),
				DIANJIAN_DURATIONS=str(bench.cache / "durations.json"),
				DIANJIAN_URL=f"http://{SITE}:{port}",
				DIANJIAN_SITE=SITE,
			)
		finally:
			stop_all(bench, keep=before - {"web-test"})


def tests_to_run(arguments: Sequence[str]) -> list[Path]:
	"""All folders of tests in their order; none where the arguments name files or folders themselves."""
	if any((CHECKOUT / a.split("::")[0]).exists() for a in arguments if not a.startswith("-")):
		return []
	folders = [DEVBENCH / "tests", *(CHECKOUT / APP / "tests" / kind for kind in ORDER)]
	return [folder for folder in folders if folder.exists()]


def _in_checkout(bench: Bench, command: Sequence[str | Path], **settings: str) -> int:
	env = {**os.environ, **desk_environment(bench), "DIANJIAN_SITES_PATH": str(bench.sites), **settings}
	if "pytest" in command:
		del env["PYTHONWARNINGS"]  # pytest shows each warning once
	return subprocess.run(
		[str(c) for c in command], cwd=CHECKOUT, env=env, check=False, pass_fds=held()
	).returncode


def keep_last_durations(bench: Bench, arguments: Sequence[str]) -> int:
	"""Keep in the repository how long each file of tests took in this bench's last whole run: it fills the lanes elsewhere."""
	last = bench.cache / "durations.json"
	if not last.is_file():
		raise BenchError("The whole suite has not run on this bench yet", "make test")
	say(f"devbench/durations.json: {len(keep_durations(last))} files")
	return 0


def lint(bench: Bench, arguments: Sequence[str]) -> int:
	"""ruff and biome (rules and format), the import contract, the documents, and mypy on what is typed through.

	A bench on a Frappe source folder has that Frappe's Node packages: JavaScript is looked at on the default bench alone.
	"""
	bench.make_folders()
	with locked(bench, "build"):
		build_environment(bench)
		if not bench.source:
			fetch_frappe(bench)  # what is private to it is looked up in its sources
			install_node_packages(bench)
	code = ["dianjian_app", "devbench", "benchmarks", "setup.py"]
	code = [c for c in code if (CHECKOUT / c).exists()]
	failed = _in_checkout(bench, [bench.python, "-m", "ruff", "check", *code])
	failed |= _in_checkout(bench, [bench.python, "-m", "ruff", "format", "--check", *code])
	if not bench.source:
		biome = bench.node / "node_modules" / ".bin" / "biome"
		failed |= _in_checkout(bench, [biome, "ci", "--error-on-warnings"])
	failed |= lint_imports.main()
	failed |= lint_framework_names.main()
	failed |= lint_frappe_habits.main()
	failed |= lint_locks.main()
	failed |= lint_web_checks.main()
	failed |= lint_docs.main()
	rooms = [CHECKOUT / APP / room for room in TYPED]
	single = (p for p in lint_imports.pure_modules(CHECKOUT) if not any(p.is_relative_to(r) for r in rooms))
	typed = [*rooms, *single]
	failed |= _in_checkout(bench, [bench.python, "-m", "mypy", *typed])
	return 1 if failed else 0


def benchmark(bench: Bench, arguments: Sequence[str]) -> int:
	"""Run the measurements of benchmarks/ on this bench; `reports`, `load`, `outage` or `attendance` runs that one alone."""
	scripts = [CHECKOUT / "benchmarks" / name for name in ("run.py", "reports.py", "load.py")]
	for only in ("reports", "load", "outage", "attendance"):
		if only in arguments:
			scripts = [CHECKOUT / "benchmarks" / f"{only}.py"]
			arguments = [a for a in arguments if a != only]
	with locked(bench, "test"):
		with locked(bench, "build"):
			build(bench)
			sites = {"run.py": SITE, "reports.py": LARGE_SITE, "load.py": LOAD_SITE, "outage.py": LOAD_SITE}
			sites["attendance.py"] = SITE
			for site in sorted({sites[script.name] for script in scripts}):
				remake_if_changed(bench, site)
				make_site(bench, site, tests=True)
		say("Measuring; this takes some minutes, the first time some more to fill a large site.")
		codes = [
			_in_checkout(bench, [bench.python, s, *arguments], DIANJIAN_SITE=sites[s.name]) for s in scripts
		]
		return max(codes)
