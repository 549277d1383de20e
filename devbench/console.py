"""What the reader of the terminal sees: steps with progress, and errors that say what to do."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
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
		return lines[-1].strip()[:70] if lines else ""


def run(
	title: str,
	command: Sequence[str | Path],
	log: Path,
	*,
	cwd: Path | None = None,
	env: Mapping[str, str] | None = None,
) -> None:
	"""Run a command as a step, its output in `log`. Raises BenchError with the reason when it fails."""
	log.parent.mkdir(parents=True, exist_ok=True)
	with Step(title, log), log.open("wb") as out:
		try:
			done = subprocess.run(
				[str(c) for c in command],
				cwd=cwd,
				env={**os.environ, **(env or {})},
				stdin=subprocess.DEVNULL,
				stdout=out,
				stderr=subprocess.STDOUT,
				check=False,
			)
		except FileNotFoundError:
			raise BenchError(
				f"{title}: the program {command[0]} is not there.", "Run the same command again."
			) from None
	if done.returncode:
		raise failure(title, log)


# What a log says, and what that means to the person who reads it. First match wins.
REASONS = (
	(
		("No space left on device", "ENOSPC", "Disk full"),
		"the disk is full",
		"Free some space, then run the same command again.",
	),
	(
		("DO NOT MATCH THE HASHES", "EINTEGRITY", "Hash Sum mismatch"),
		"what was downloaded is not what was expected (its hash differs)",
		"The download was broken or changed on its way. Run the same command again; if it stays, look at the proxy or mirror in use.",
	),
	(
		(
			"Temporary failure in name resolution",
			"Could not resolve",
			"ENOTFOUND",
			"EAI_AGAIN",
			"ECONNREFUSED",
			"ECONNRESET",
			"ETIMEDOUT",
			"Network is unreachable",
			"Connection refused",
			"Failed to establish a new connection",
			"ReadTimeoutError",
			"Connection broken",
			"IncompleteRead",
		),
		"a server could not be reached or the connection broke",
		"Look at the network or proxy, then run the same command again: it goes on where it stopped.",
	),
	(
		("Permission denied", "EACCES", "are you root?"),
		"a right is missing",
		"Look at who owns the folder named in the log, then run the same command again.",
	),
)


def failure(title: str, log: Path) -> BenchError:
	"""The error for a step that failed, with the end of its log and what it means."""
	text = log.read_text("utf-8", "replace") if log.exists() else ""
	tail = "\n".join("    " + line for line in text.replace("\r", "\n").splitlines()[-12:])
	for marks, reason, todo in REASONS:
		if any(mark in text for mark in marks):
			return BenchError(f"{title}: {reason}.\n{tail}\n    (all of it: {log})", todo)
	return BenchError(
		f"{title} failed.\n{tail}\n    (all of it: {log})", "Run the same command again, or read the log."
	)
