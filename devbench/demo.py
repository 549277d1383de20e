"""`make demo`: the bench, the demo site, the main job, and what to open."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

from .build import build
from .console import BenchError, Step, say
from .layout import DEMO_SITE, Bench
from .locks import held, locked
from .services import address, desk_environment, start_desk
from .sites import (
	ADMIN_PASSWORD,
	bench_command,
	configure_site,
	make_site,
	migrate_if_changed,
	unmake_site,
)
from .stamps import Stamp
from .steps import failure

LOOPBACK = "127.0.0.1"
FIXED_MONTH = "2026-09"
"""the month that is always the same, and compared with an independent calculation in the tests"""


def demo(bench: Bench, month: str | None = None, *, anew: bool = False) -> None:
	"""Build what is missing, run the main job once, start the desk, and tell how to get in. Safe to run again.

	month: FIXED_MONTH in place of the demo that lives (the last month and this one up to now). anew: throw the demo site away first.
	"""
	with locked(bench, "build"):
		build(bench)
		if anew:
			unmake_site(bench, DEMO_SITE)
		result = make_demo(bench, month)
		start_desk(bench)
	show(bench, result)


def make_demo(bench: Bench, month: str | None = None) -> dict:
	"""The demo site with a demo in it, made where it is missing. Returns what its settled month came to.

	month: as for `demo`; a demo that is there already stays, whichever it is, unless the fixed month is asked for and it is another.
	"""
	make_site(bench, DEMO_SITE, tests=False, scheduler=True)
	migrate_if_changed(bench, DEMO_SITE)
	configure_site(bench, DEMO_SITE, host_name=address(bench, DEMO_SITE))
	loaded = Stamp(bench, "demo-loaded", "yes")
	if not loaded.done():
		load(bench, month)  # goes on where an interrupted run stopped
		loaded.set()
	elif month and json.loads(_result(bench).read_text()).get("month") != month:
		raise BenchError(
			"The demo site has another demo.", f'Make it anew: make demo-reset ARGS="--month {month}"'
		)
	result = json.loads(_result(bench).read_text())
	write_demo_json(bench, result)
	return result


def _result(bench: Bench) -> Path:
	return bench.root / "demo-result.json"


def load(bench: Bench, month: str | None = None) -> None:
	"""Have the app play its demo (its own bench command `load-demo`), and keep what it says."""
	log = bench.logs / "load-demo.log"
	command = bench_command(
		bench, ["--site", DEMO_SITE, "load-demo", "--json", *(["--month", month] if month else [])]
	)
	env = {**os.environ, **desk_environment(bench)}
	with Step("The main job: a sales centre's working days", log), log.open("wb") as err:
		done = subprocess.run(
			[str(c) for c in command],
			cwd=bench.sites,
			env=env,
			stdout=subprocess.PIPE,
			stderr=err,
			check=False,
			pass_fds=held(),
		)
	if done.returncode:
		with log.open("ab") as err:
			err.write(done.stdout)
		raise failure("The main job (load-demo)", log)
	result = _last_json(done.stdout.decode())
	part = bench.root / "demo-result.json.part"
	part.write_text(json.dumps(result, ensure_ascii=False, indent=1))
	part.replace(_result(bench))


def _last_json(text: str) -> dict:
	"""The JSON object that the output ends with."""
	start = text.find("{")
	while start >= 0:
		try:
			return json.loads(text[start:])
		except json.JSONDecodeError:
			start = text.find("\n{", start)
			start = start + 1 if start >= 0 else -1
	raise BenchError(
		"load-demo printed no JSON.",
		"Run `devbench/bench --site demo.localhost load-demo --json` and read it.",
	)


def write_demo_json(bench: Bench, result: Mapping) -> None:
	"""What scripts need to find the demo: address, site, centre, month, one login a role."""
	known = {
		"url": address(bench, DEMO_SITE),
		"site": DEMO_SITE,
		"centre": result.get("centre"),
		"month": result.get("month"),
		"users": result.get("users", {}),
	}
	text = json.dumps(known, ensure_ascii=False, indent=1)
	if not bench.demo_json.exists() or bench.demo_json.read_text() != text:
		part = bench.demo_json.with_suffix(".part")
		part.write_text(text)
		part.replace(bench.demo_json)


def show(bench: Bench, result: Mapping) -> None:
	"""Print what happened, the address and the logins."""
	say()
	if result.get("agents"):
		say(table(result["agents"]))
		say()
	url = address(bench, DEMO_SITE)
	say(f"Desk: {url}  (or {url.replace(DEMO_SITE, LOOPBACK)})")
	users = [{"role": role, **login} for role, login in result.get("users", {}).items()]
	say(table([{"role": "Administrator", "user": "Administrator", "password": ADMIN_PASSWORD}, *users]))
	say("\nThe desk, its worker and its scheduler keep running; `make stop` ends them.")
	opener = shutil.which("xdg-open")
	if (
		opener
		and (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
		and not os.environ.get("CI")
	):
		subprocess.Popen(
			[opener, url], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
		)


def table(rows: Sequence[Mapping]) -> str:
	"""Rows of equal keys as columns of text; Chinese characters count two."""
	columns = [key for key in rows[0] if not isinstance(rows[0][key], dict | list)]
	cells = [columns, *([_text(row.get(c)) for c in columns] for row in rows)]
	widths = [max(_width(line[i]) for line in cells) for i in range(len(columns))]
	return "\n".join(
		"  ".join(t + " " * (w - _width(t)) for t, w in zip(line, widths, strict=True)).rstrip()
		for line in cells
	)


def _text(value: object) -> str:
	return "" if value is None else str(value)


def _width(text: str) -> int:
	return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
