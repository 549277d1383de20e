"""One command at a time on a bench.

What a locked step starts holds the lock too: when the command itself is killed, the next one waits until what it had
started has ended, and does not work in the same folder beside it.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from .console import say
from .layout import Bench

_held: list[int] = []


def held() -> tuple[int, ...]:
	"""File descriptors that a step's own processes must inherit."""
	return tuple(_held)


@contextmanager
def locked(bench: Bench, name: str) -> Iterator[None]:
	"""Hold the bench's lock `name`; waits for others, and says so."""
	bench.run.mkdir(parents=True, exist_ok=True)
	with (bench.run / f"{name}.lock").open("w") as f:
		try:
			fcntl.flock(f, fcntl.LOCK_EX | fcntl.LOCK_NB)
		except BlockingIOError:
			say(
				"  Another command, or what an interrupted one left behind, works on this bench; waiting for it …"
			)
			fcntl.flock(f, fcntl.LOCK_EX)
		_held.append(f.fileno())
		try:
			yield
		finally:
			_held.remove(f.fileno())
