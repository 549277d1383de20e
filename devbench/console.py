"""What the reader of the terminal sees: steps with progress, and errors that say what to do."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

HEARTBEAT_SECONDS = 10


class BenchError(Exception):
	"""Something a person can put right: what is wrong, and what to do about it."""

	def __init__(self, what: str, todo: str = ""):
		super().__init__(what)
		self.what = what
		self.todo = todo


def say(text: str = "") -> None:
	"""Print one line at once, also when the output is a file."""
	print(text, flush=True)


class Step:
	"""One long step: names itself, shows that it lives while it runs, and how long it took.

	Use as a context manager. On a terminal the seconds run in place; elsewhere a line comes every ten seconds.
	"""

	def __init__(self, title: str, log: Path | None = None):
		self.title = title
		self.log = log
		self._done = threading.Event()
		self._tty = sys.stdout.isatty()

	def __enter__(self) -> Step:
		self._start = time.monotonic()
		if not self._tty:
			say(f"→ {self.title} …")
		self._thread = threading.Thread(target=self._beat, daemon=True)
		self._thread.start()
		return self

	def __exit__(self, kind: type | None, *_rest: object) -> None:
		self._done.set()
		self._thread.join()
		mark = "✓" if kind is None else "✗"
		start = "\r\033[K" if self._tty else ""
		say(f"{start}{mark} {self.title}  ({self._seconds():.0f} s)")

	def _seconds(self) -> float:
		return time.monotonic() - self._start

	def _beat(self) -> None:
		while not self._done.wait(0.5 if self._tty else HEARTBEAT_SECONDS):
			last = self._last_line()
			if self._tty:
				print(f"\r\033[K… {self.title}  {self._seconds():.0f} s  {last}"[:150], end="", flush=True)
			else:
				say(f"  … {self.title}: {self._seconds():.0f} s  {last}".rstrip())

	def _last_line(self) -> str:
		if not self.log or not self.log.exists():
			return ""
		with self.log.open("rb") as f:
			f.seek(max(0, self.log.stat().st_size - 400))
			lines = [
				line
				for line in f.read().decode("utf-8", "replace").replace("\r", "\n").splitlines()
				if line.strip()
			]
		return lines[-1].strip().rstrip(".")[:70] if lines else ""
