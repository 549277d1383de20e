"""How `make test` hands out the tests to its lanes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

from devbench.lanes import SHIPPED, keep_durations
from devbench.layout import CHECKOUT

FILES = (
	"tests/unit/test_phone.py",
	"devbench/tests/test_of_none.py",
	"tests/site/test_of_none.py",
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
	assert others[:4] == [FILES[2]] * 2 + [FILES[1]] * 2


def test_what_the_files_took_is_kept_and_orders_the_next_run(tmp_path: Path):
	run_lanes(tmp_path)
	kept = tmp_path / "durations.json"
	took = json.loads(kept.read_text())
	assert set(took) == set(FILES) and all(0.3 < seconds < 30 for seconds in took.values())
	kept.write_text(json.dumps({**took, FILES[0]: 100, FILES[1]: 50}))
	assert run_lanes(tmp_path)[1][:4] == [FILES[0]] * 2 + [FILES[1]] * 2


def test_what_is_shipped_names_files_that_are_there():
	shipped = json.loads(SHIPPED.read_text())
	assert len(shipped) > 50 and [name for name in shipped if not (CHECKOUT / name).is_file()] == []


def test_what_is_kept_are_whole_seconds_of_the_longer_files(tmp_path: Path, monkeypatch):
	monkeypatch.setattr("devbench.lanes.SHIPPED", tmp_path / "kept.json")
	(tmp_path / "last.json").write_text(json.dumps({"a.py": 2.9, "b.py": 12.4, "c.py": 70.6}))
	assert keep_durations(tmp_path / "last.json") == {"c.py": 71, "b.py": 12}
	assert (tmp_path / "kept.json").read_text() == '{\n\t"c.py": 71,\n\t"b.py": 12\n}\n'
