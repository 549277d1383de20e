"""How `make test` hands out the tests to its two lanes."""

from __future__ import annotations

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


def test_one_lane_has_the_browser_and_the_longest_file_comes_first_in_the_other(tmp_path: Path):
	for name in FILES:
		(tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
		(tmp_path / name).write_text(A_TEST)
	command = [sys.executable, "-m", "pytest", "-p", "devbench.lanes", "-p", "no:cacheprovider", "-v"]
	command += ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder", "--import-mode=importlib"]
	done = subprocess.run(
		[*command, "."], cwd=tmp_path, env={"PYTHONPATH": str(CHECKOUT)}, capture_output=True, text=True
	)
	assert done.returncode == 0, done.stdout + done.stderr
	lanes: dict[str, list[str]] = {}
	for lane, name in re.findall(r"\[(gw\d)\] .*PASSED (\S+)::", done.stdout):
		lanes.setdefault(lane, []).append(name)
	(browsers,) = (files for files in lanes.values() if FILES[3] in files)
	(others,) = (files for files in lanes.values() if files is not browsers)
	assert set(browsers[:6]) == set(FILES[3:])
	assert others[:4] == ["tests/site/test_demo_month.py"] * 2 + ["tests/site/test_deals.py"] * 2
