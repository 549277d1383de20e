"""How `make test` hands out the tests to its two lanes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

from devbench.layout import CHECKOUT

FILES = (
	"tests/unit/test_phone.py",
	"tests/site/test_deals.py",
	"tests/site/test_demo_month.py",
	"tests/browser/test_calls.py",
	"tests/browser/test_roles.py",
	"devbench/tests/test_desk.py",
)
A_TEST = "import time\n\n\ndef test_a():\n\ttime.sleep(0.2)\n\n\ndef test_b():\n\ttime.sleep(0.2)\n"


def run_lanes(folder: Path) -> list[list[str]]:
	"""Run the files in two lanes: the files of the lane with the browser and of the other, one for each of their tests."""
	for name in FILES:
		(folder / name).parent.mkdir(parents=True, exist_ok=True)
		(folder / name).write_text(A_TEST)
	command = [sys.executable, "-m", "pytest", "-p", "devbench.lanes", "-p", "no:cacheprovider", "-v"]
	command += ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder", "--import-mode=importlib"]
	environment = {"PYTHONPATH": str(CHECKOUT), "DIANJIAN_DURATIONS": str(folder / "durations.json")}
	done = subprocess.run([*command, "."], cwd=folder, env=environment, capture_output=True, text=True)
	assert done.returncode == 0, done.stdout + done.stderr
	lanes: dict[str, list[str]] = {}
	for lane, name in re.findall(r"\[(gw\d)\] .*PASSED (\S+)::", done.stdout):
		lanes.setdefault(lane, []).append(name)
	return sorted(lanes.values(), key=lambda files: FILES[3] not in files)


def test_one_lane_has_the_browser_and_the_longest_file_comes_first_in_the_other(tmp_path: Path):
	browsers, others = run_lanes(tmp_path)
	assert set(browsers[:6]) == set(FILES[3:])
	assert others[:4] == ["tests/site/test_demo_month.py"] * 2 + ["tests/site/test_deals.py"] * 2


def test_what_the_files_took_is_kept_and_orders_the_next_run(tmp_path: Path):
	run_lanes(tmp_path)
	kept = tmp_path / "durations.json"
	took = json.loads(kept.read_text())
	assert set(took) == set(FILES) and all(0.3 < seconds < 30 for seconds in took.values())
	kept.write_text(json.dumps({**took, FILES[0]: 100, FILES[1]: 50}))
	assert run_lanes(tmp_path)[1][:4] == [FILES[0]] * 2 + [FILES[1]] * 2
