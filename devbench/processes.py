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
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from .console import BenchError
from .layout import Bench
from .steps import failure

MARK = "DIANJIAN_SERVICE"
LISTEN = "0A"  # the kernel's word for it in /proc/net/tcp
START_TICKS = 19  # where /proc/PID/stat says when the process started, counted from the state on


@dataclass(frozen=True)
class Service:
	"""A process to keep running. `ready` says whether it serves."""

	name: str
	command: Sequence[str | Path]
	cwd: Path
	ready: Callable[[], bool]
	port: int = 0  # where it must itself be the one that listens
	env: Mapping[str, str] = field(default_factory=dict)
	start_seconds: int = 60
	settle_seconds: int = 0  # for what has no port: it must live that long


def marked(bench: Bench) -> dict[str, list[int]]:
	"""Process ids by service name, the service itself before what it started."""
	prefix = f"{MARK}={bench.root}:".encode()
	found: dict[str, list[tuple[int, int]]] = {}
	for folder in Path("/proc").iterdir():
		if not folder.name.isdigit():
			continue
		try:
			environment = (folder / "environ").read_bytes().split(b"\0")
			state, *numbers = (folder / "stat").read_text().rsplit(")", 1)[1].split()
		except OSError:  # it ended meanwhile, or is somebody else's
			continue
		names = [entry[len(prefix) :].decode() for entry in environment if entry.startswith(prefix)]
		if names and state != "Z":
			found.setdefault(names[0], []).append((int(numbers[START_TICKS - 1]), int(folder.name)))
	return {name: [pid for _, pid in sorted(pids)] for name, pids in found.items()}


def running(bench: Bench) -> dict[str, int]:
	"""Process id by service name, for this bench."""
	return {name: pids[0] for name, pids in marked(bench).items()}


def started_at(pid: int) -> float:
	"""Seconds since the epoch at which the process started."""
	ticks = int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[START_TICKS])
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
	while not (service.ready() and _has_its_port(bench, service)):
		if service.name not in running(bench):
			raise failure(f"Starting {service.name}", log)
		if time.monotonic() > end:
			raise BenchError(
				f"{service.name} does not answer after {service.start_seconds} s (its log: {log}).",
				"Run `make stop`, then the same command again.",
			)
		time.sleep(0.1)


def _has_its_port(bench: Bench, service: Service) -> bool:
	"""Whether the one that listens on the service's port is the service: another bench may have been faster."""
	if not service.port:
		return True
	sockets = {f"socket:[{inode}]" for inode in _listening(service.port)}
	for pid in marked(bench).get(service.name, []):
		with suppress(OSError):  # it ended meanwhile
			if any(os.readlink(descriptor) in sockets for descriptor in Path(f"/proc/{pid}/fd").iterdir()):
				return True
	return False


def _listening(port: int) -> set[str]:
	"""The inodes of the sockets that listen on the port, on any address."""
	found = set()
	for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
		for line in table.read_text().splitlines()[1:] if table.exists() else ():
			local, state, inode = (line.split()[i] for i in (1, 3, 9))
			if state == LISTEN and int(local.rsplit(":", 1)[1], 16) == port:
				found.add(inode)
	return found


def stop(bench: Bench, service: str, seconds: int = 30) -> bool:
	"""End a service and what it started; True when it had been running. After `seconds` it is killed."""
	pids = marked(bench).get(service)
	if not pids:
		return False
	_signal(pids[0], signal.SIGTERM)
	end = time.monotonic() + seconds
	while pids := marked(bench).get(service):
		if time.monotonic() > end:
			for pid in pids:
				_signal(pid, signal.SIGKILL)
		time.sleep(0.1)
	return True


def _signal(pid: int, number: signal.Signals) -> None:
	with suppress(ProcessLookupError):
		os.kill(pid, number)
