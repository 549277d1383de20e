"""A pytest plugin: each worker of pytest-xdist tests on a site of its own, so that several run beside each other.

`make test` loads it with `-p devbench.lanes`. DIANJIAN_LANES holds {worker: {variable: value}} as JSON; what stands there
for this worker goes into its environment before any test is imported. A lane takes whole files. The longest come first,
small ones fill the lanes to the end, and one lane alone has the browser. There it is waited for pages a third of the time,
in the others for the database: three lanes keep two cores busy.
DIANJIAN_DURATIONS names a file: how long each file of tests took when the suite ran last. On a fresh bench durations.json
beside this file says it, which `devbench/devbench keep-durations` writes.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Mapping, MutableMapping
from pathlib import Path

import pytest

VARIABLE = "DIANJIAN_LANES"
BROWSER = ("tests/browser/", "devbench/tests/test_desk.py")
GUESSES = {"tests/site/": 10, "devbench/tests/": 9}
"""seconds of a file of which nothing is known yet; what is not named here takes hardly any"""
SHIPPED = Path(__file__).with_name("durations.json")
WORTH_KEEPING = 3
"""seconds: shorter files fill the lanes in any order"""
DURATIONS = "DIANJIAN_DURATIONS"

_took: dict[str, float] = defaultdict(float)


def environment_of_lanes(sites: Mapping[str, str], port: int) -> str:
	"""DIANJIAN_LANES for workers gw0, gw1, … and their sites: the site's name and its address on the web server."""
	lanes = {
		worker: {"DIANJIAN_SITE": site, "DIANJIAN_URL": f"http://{site}:{port}"}
		for worker, site in sites.items()
	}
	return json.dumps(lanes)


def take_lane(environment: MutableMapping[str, str]) -> None:
	"""Put this worker's site into the environment; without workers nothing is changed."""
	lanes = json.loads(environment.get(VARIABLE) or "{}")
	environment.update(lanes.get(environment.get("PYTEST_XDIST_WORKER", ""), {}))


def durations() -> dict[str, float]:
	"""How long each file took, in seconds: when all were run last, else as it was kept in the repository."""
	path = Path(os.environ.get(DURATIONS) or "-")
	return json.loads(SHIPPED.read_text()) | (json.loads(path.read_text()) if path.is_file() else {})


def keep_durations(last_run: Path) -> dict[str, int]:
	"""Write what the files took in a run of the whole suite beside the code, in whole seconds, longest first."""
	took = json.loads(last_run.read_text())
	kept = {
		name: round(took[name])
		for name in sorted(took, key=took.__getitem__, reverse=True)
		if took[name] >= WORTH_KEEPING
	}
	SHIPPED.write_text(json.dumps(kept, indent="\t") + "\n")
	return kept


def place(nodeid: str, known: Mapping[str, float]) -> tuple[int, float]:
	"""Where a test stands in the order of all: first the browser's, then those of the longest files."""
	for n, part in enumerate(BROWSER):
		if part in nodeid:
			return n, 0
	name = nodeid.split("::")[0]
	guess = next((seconds for part, seconds in GUESSES.items() if part in name), 0)
	return len(BROWSER), -known.get(name, guess)


def group(nodeid: str) -> str:
	"""What goes to one lane as a whole: the browser's tests together, else a file."""
	return "browser" if any(part in nodeid for part in BROWSER) else nodeid.split("::")[0]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
	"""Give each lane its tests in the order in which they are handed out."""
	if os.environ.get("PYTEST_XDIST_WORKER"):
		known = durations()
		items.sort(key=lambda item: place(item.nodeid, known))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
	"""Add up what each file takes."""
	_took[report.nodeid.split("::")[0]] += report.duration


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
	"""Keep what the files of a whole run took, for the order of the next one."""
	if os.environ.get("PYTEST_XDIST_WORKER"):
		return
	option = session.config.option
	whole = getattr(option, "numprocesses", None) and not (option.keyword or option.markexpr)
	if (
		whole
		and os.environ.get(DURATIONS)
		and exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
	):
		part = Path(os.environ[DURATIONS] + ".part")
		part.write_text(json.dumps({name: round(seconds, 1) for name, seconds in sorted(_took.items())}))
		part.replace(os.environ[DURATIONS])


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
	"""The scheduler of the lanes: whole groups, in their order."""
	from xdist.scheduler import LoadFileScheduling

	class Lanes(LoadFileScheduling):
		def _split_scope(self, nodeid: str) -> str:
			return group(nodeid)

	return Lanes(config, log)


take_lane(os.environ)
