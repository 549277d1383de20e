"""A pytest plugin: each worker of pytest-xdist tests on a site of its own, so that two run beside each other.

`make test` loads it with `-p devbench.lanes`. DIANJIAN_LANES holds {worker: {variable: value}} as JSON; what stands there
for this worker goes into its environment before any test is imported. A lane takes whole files. The longest come first,
small ones fill both lanes to the end, and one lane alone has the browser, which needs a part of the other core as well.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, MutableMapping

import pytest

VARIABLE = "DIANJIAN_LANES"
BROWSER = ("tests/browser/", "devbench/tests/test_desk.py")
LONGEST = ("test_demo_month.py", "site/matrix/", "test_gate_crawl.py", "tests/site/", "devbench/tests/")
"""after the browser; what is not named comes last: unit tests"""


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


def place(nodeid: str) -> int:
	"""Where a test stands in the order of all."""
	return next((n for n, part in enumerate((*BROWSER, *LONGEST)) if part in nodeid), len(BROWSER + LONGEST))


def group(nodeid: str) -> str:
	"""What goes to one lane as a whole: the browser's tests together, else a file."""
	return "browser" if any(part in nodeid for part in BROWSER) else nodeid.split("::")[0]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
	"""Give each lane its tests in the order in which they are handed out."""
	if os.environ.get("PYTEST_XDIST_WORKER"):
		items.sort(key=lambda item: place(item.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
	"""The scheduler of the lanes: whole groups, in their order."""
	from xdist.scheduler import LoadFileScheduling

	class Lanes(LoadFileScheduling):
		def _split_scope(self, nodeid: str) -> str:
			return group(nodeid)

	return Lanes(config, log)


take_lane(os.environ)
