"""Long-running processes of a bench: started apart from the terminal, found again by a mark in their environment.

A process carries `DIANJIAN_SERVICE=<bench root>:<name>`. No file of process ids can go stale: what runs is what the
kernel says. Nothing that does not carry this bench's mark is ever touched.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .console import BenchError
from .layout import Bench
from .steps import failure

MARK = "DIANJIAN_SERVICE"


@dataclass(frozen=True)
class Service:
	"""A process to keep running. `ready` says whether it serves."""

	name: str
	command: Sequence[str | Path]
	cwd: Path
	ready: Callable[[], bool]
	env: Mapping[str, str] = field(default_factory=dict)
	start_seconds: int = 60
	settle_seconds: int = 0  # for what has no port: it must live that long


def running(bench: Bench) -> dict[str, int]:
	"""Process id by service name, for this bench."""
	prefix = f"{MARK}={bench.root}:".encode()
	found: dict[str, int] = {}
	for folder in Path("/proc").iterdir():
		if not folder.name.isdigit():
			continue
		pid = int(folder.name)
		try:
			if os.getsid(pid) != pid:
				continue
			environment = (folder / "environ").read_bytes().split(b"\0")
			if (folder / "stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
				continue
		except (OSError, IndexError):
			continue
		for entry in environment:
			if entry.startswith(prefix):
				found[entry[len(prefix) :].decode()] = pid
	return found


def started_at(pid: int) -> float:
	"""Seconds since the epoch at which the process started."""
	ticks = int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[19])
	boot = next(line for line in Path("/proc/stat").read_text().splitlines() if line.startswith("btime"))
	return int(boot.split()[1]) + ticks / os.sysconf("SC_CLK_TCK")


def start(bench: Bench, service: Service) -> None:
	"""Start the service unless it runs, and wait until it serves. Raises BenchError with the end of its log."""
	log = bench.logs / f"{service.name}.log"
	if service.name not in running(bench):
		env = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "CI")}
		env |= {**service.env, MARK: f"{bench.root}:{service.name}"}
		with log.open("ab") as out:
			subprocess.Popen(
				[str(c) for c in service.command],
				cwd=service.cwd,
				env=env,
				stdin=subprocess.DEVNULL,
				stdout=out,
				stderr=subprocess.STDOUT,
				start_new_session=True,
			)
		time.sleep(0.1 + service.settle_seconds)
		if service.name not in running(bench):
			raise failure(f"Starting {service.name}", log)
	end = time.monotonic() + service.start_seconds
	while not service.ready():
		if service.name not in running(bench):
			raise failure(f"Starting {service.name}", log)
		if time.monotonic() > end:
			raise BenchError(
				f"{service.name} does not answer after {service.start_seconds} s (its log: {log}).",
				"Run `make stop`, then the same command again.",
			)
		time.sleep(0.1)


def stop(bench: Bench, service: str, seconds: int = 30) -> bool:
	"""End a service and what it started; True when it had been running."""
	pid = running(bench).get(service)
	if pid is None:
		return False
	_signal(pid, signal.SIGTERM)
	end = time.monotonic() + seconds
	while running(bench).get(service) == pid:
		if time.monotonic() > end:
			_signal(pid, signal.SIGKILL, group=True)
			end += 5
		time.sleep(0.1)
	return True


def _signal(pid: int, number: signal.Signals, group: bool = False) -> None:
	try:
		os.killpg(pid, number) if group else os.kill(pid, number)
	except ProcessLookupError:
		pass
