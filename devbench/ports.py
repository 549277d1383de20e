"""Ports of a bench: picked free once, kept, and picked again when somebody else has taken one."""

from __future__ import annotations

import json
import socket

from .console import BenchError, say
from .layout import Bench

# The desk's port is the one that people type, so it stays at 8000 where that is free.
FIRST_CHOICE = {"web": 8000, "socketio": 9000, "mariadb": 13306, "redis_cache": 13000, "redis_queue": 11000}
TRIES = 200


def is_free(port: int) -> bool:
	"""Whether this process could listen on the port of the loopback address."""
	with socket.socket() as s:
		s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
		try:
			s.bind(("127.0.0.1", port))
		except OSError:
			return False
	return True


def free_port(first: int, taken: set[int]) -> int:
	"""The first free port from `first` on that is not in `taken`."""
	for port in range(first, min(first + TRIES, 65536)):
		if port not in taken and is_free(port):
			return port
	raise BenchError(
		f"No free port was found from {first} to {first + TRIES - 1}.",
		"See who listens there (`ss -ltnp`), stop what is not needed, and run the same command again.",
	)


def stored(bench: Bench) -> dict[str, int]:
	"""The bench's ports by service; empty before the first start."""
	path = bench.root / "ports.json"
	return json.loads(path.read_text()) if path.exists() else {}


def settle_ports(bench: Bench, running: set[str]) -> dict[str, int]:
	"""The ports to start on. One that a running service of this bench holds stays; a taken one is replaced."""
	before = stored(bench)
	ports = {name: port for name, port in before.items() if name in running}
	for name, first in FIRST_CHOICE.items():
		if name in ports:
			continue
		kept = before.get(name)
		if kept and kept not in ports.values() and is_free(kept):
			ports[name] = kept
			continue
		ports[name] = free_port(first, set(ports.values()))
		if kept:
			say(f"  Port {kept} is taken by another program: {name} moves to {ports[name]}.")
	if ports != before:
		part = bench.root / "ports.json.part"
		part.write_text(json.dumps(ports, indent=1))
		part.replace(bench.root / "ports.json")
	return ports
