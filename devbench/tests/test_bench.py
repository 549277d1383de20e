"""The bench's own promises that can be seen without building one."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from devbench import demo, frappe_source, ports, processes, services, system
from devbench.console import BenchError
from devbench.layout import SOCKET_PATH_LIMIT, Bench
from devbench.stamps import Stamp, digest
from devbench.steps import run


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
	bench = Bench(tmp_path / "bench")
	bench.make_folders()
	return bench


def test_frappes_own_names_come_back_in_texts_and_paths_and_binaries_stay(tmp_path):
	wheel = tmp_path / "made-up.whl"
	with zipfile.ZipFile(wheel, "w") as archive:
		archive.writestr(
			"criscostack/utils/brik_helper.py", "class CriscoTestCase: import criscostack, criscoerp\n"
		)
		archive.writestr("criscostack/logo.png", b"\x89PNG\0crisco")
		archive.writestr(
			"criscostack-1.0.0.dist-info/METADATA", "Name: criscostack\nRequires-Dist: Click~=8.1.3\n"
		)
	frappe_source.unpack(wheel, tmp_path / "out")
	text = (tmp_path / "out/frappe/utils/bench_helper.py").read_text()
	assert text == "class FrappeTestCase: import frappe, erpnext\n"
	assert (tmp_path / "out/frappe/logo.png").read_bytes() == b"\x89PNG\0crisco"
	assert '"Click~=8.1.3",' in (tmp_path / "out/pyproject.toml").read_text()


def test_a_step_is_done_only_for_the_inputs_it_was_finished_with(bench):
	Stamp(bench, "step", digest("one")).set()
	assert Stamp(bench, "step", digest("one")).done()
	assert not Stamp(bench, "step", digest("two")).done()


def test_a_port_somebody_else_took_is_replaced_and_the_others_stay(bench, capsys):
	before = ports.settle_ports(bench, set())
	with socket.socket() as other:
		other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
		other.bind(("127.0.0.1", before["web"]))
		other.listen()
		after = ports.settle_ports(bench, set())
	assert after["web"] != before["web"]
	assert {**after, "web": 0} == {**before, "web": 0}
	assert f"Port {before['web']} is taken" in capsys.readouterr().out


def test_a_port_that_a_service_of_this_bench_holds_stays(bench):
	before = ports.settle_ports(bench, set())
	with socket.socket() as ours:
		ours.bind(("127.0.0.1", before["mariadb"]))
		ours.listen()
		assert ports.settle_ports(bench, {"mariadb"}) == before


def test_a_deep_folder_gets_its_socket_elsewhere_within_the_kernels_limit(tmp_path):
	deep = Bench(tmp_path / ("x" * 120))
	assert len(str(deep.mariadb_socket).encode()) < SOCKET_PATH_LIMIT
	assert deep.mariadb_socket != Bench(tmp_path / ("y" * 120)).mariadb_socket


def test_a_full_disk_is_said_before_anything_starts(bench):
	with pytest.raises(BenchError, match="disk is nearly full"):
		system.need_room(bench, 10**9)


@pytest.mark.parametrize(
	("output", "meaning"),
	[
		("OSError: [Errno 28] No space left on device", "the disk is full"),
		("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "its hash differs"),
		("npm error code ENOTFOUND", "could not be reached"),
	],
)
def test_a_failed_step_says_what_its_log_means(bench, output, meaning):
	with pytest.raises(BenchError, match=meaning):
		run("Step", ["sh", "-c", f"echo '{output}'; exit 1"], bench.logs / "step.log")


def test_missing_packages_without_roots_rights_give_the_one_line_to_run(bench, monkeypatch):
	monkeypatch.setattr(system, "missing_packages", lambda bench, tests: ["redis-server", "chromium"])
	monkeypatch.setattr(system.os, "getuid", lambda: 1000)
	monkeypatch.setattr(
		system.shutil, "which", lambda name, **_: "/usr/bin/apt-get" if name == "apt-get" else None
	)
	with pytest.raises(BenchError) as error:
		system.install_packages(bench)
	assert "apt-get install -y --no-install-recommends redis-server chromium" in error.value.todo


def test_a_service_is_found_by_its_mark_started_once_and_stopped_with_no_pid_file(bench):
	sleeper = processes.Service(
		"sleeper", [sys.executable, "-c", "import time; time.sleep(60)"], bench.root, lambda: True
	)
	processes.start(bench, sleeper)
	pid = processes.running(bench)["sleeper"]
	processes.start(bench, sleeper)
	assert processes.running(bench) == {"sleeper": pid}
	assert abs(processes.started_at(pid) - time.time()) < 5
	assert processes.running(Bench(bench.root / "other")) == {}
	assert processes.stop(bench, "sleeper")
	assert processes.running(bench) == {}


def test_what_a_service_started_in_a_session_of_its_own_ends_with_it(bench):
	code = (
		"import subprocess, time; subprocess.Popen(['sleep', '60'], start_new_session=True); time.sleep(60)"
	)
	processes.start(
		bench,
		processes.Service("parent", [sys.executable, "-c", code], bench.root, lambda: True, settle_seconds=1),
	)
	pids = processes.marked(bench)["parent"]
	assert len(pids) == 2
	assert processes.running(bench)["parent"] == pids[0]
	assert processes.stop(bench, "parent", seconds=1)
	assert processes.marked(bench) == {}


def test_a_service_that_dies_shows_the_end_of_its_log(bench):
	broken = processes.Service(
		"broken", ["sh", "-c", "echo no such table; exit 3"], bench.root, lambda: False
	)
	with pytest.raises(BenchError, match="no such table"):
		processes.start(bench, broken)


def test_a_service_whose_port_another_program_has_is_not_taken_for_started(bench):
	with socket.socket() as other:
		other.bind(("127.0.0.1", 0))
		other.listen()
		port = other.getsockname()[1]
		late = f"""
import socket, time
time.sleep(0.5)
socket.socket().bind(("127.0.0.1", {port}))
"""
		late_one = processes.Service(
			"late", [sys.executable, "-c", late], bench.root, services.listens(port), port
		)
		with pytest.raises(BenchError, match="another program took its port"):
			processes.start(bench, late_one)


def test_a_service_that_listens_itself_is_started(bench):
	port = ports.free_port(20000, set())
	code = f"import socket, time; s = socket.create_server(('127.0.0.1', {port})); time.sleep(60)"
	listener = processes.Service(
		"listener", [sys.executable, "-c", code], bench.root, services.listens(port), port
	)
	processes.start(bench, listener)
	assert processes.stop(bench, "listener")


def test_a_service_takes_the_next_port_where_another_program_was_faster(bench, monkeypatch):
	def listener(port: int) -> processes.Service:
		code = f"import socket, time; s = socket.create_server(('127.0.0.1', {port})); time.sleep(60)"
		command = [sys.executable, "-c", code]
		return processes.Service("listener", command, bench.root, services.listens(port), port)

	with socket.socket() as faster:
		faster.bind(("127.0.0.1", 0))
		faster.listen()
		theirs = faster.getsockname()[1]
		looked_free = [theirs]
		monkeypatch.setattr(
			services,
			"free_port",
			lambda first, taken: looked_free.pop() if looked_free else ports.free_port(first, taken),
		)
		port = services.start_on_free_port(bench, 20000, listener)
	assert port != theirs and processes.stop(bench, "listener")


def test_chinese_names_line_up_in_the_demos_table():
	lines = demo.table([{"agent": "王小明", "calls": 1}, {"agent": "Li", "calls": 20}]).splitlines()
	assert lines == ["agent   calls", "王小明  1", "Li      20"]


def test_an_unknown_command_and_an_error_to_put_right_have_their_exit_codes(tmp_path):
	env = {**os.environ, "DIANJIAN_BENCH": str(tmp_path / "none")}
	done = subprocess.run(
		[sys.executable, "-m", "devbench", "no-such"], env=env, capture_output=True, check=False
	)
	assert done.returncode == 2
	said = [sys.executable, "-m", "devbench", "stop"]
	assert (
		subprocess.run(said, env=env, capture_output=True, text=True, check=True).stdout
		== "Nothing was running.\n"
	)
