"""A pytest plugin: each worker of pytest-xdist tests on a site of its own, so that two run beside each other.

`make test` loads it with `-p devbench.lanes`. DIANJIAN_LANES holds {worker: {variable: value}} as JSON; what stands there
for this worker goes into its environment before any test is imported.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, MutableMapping

VARIABLE = "DIANJIAN_LANES"


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


take_lane(os.environ)
