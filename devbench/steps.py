"""Running one command as a step, and what its log means when it fails."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from .console import BenchError, Step
from .locks import held


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
				pass_fds=held(),
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
		("EADDRINUSE", "Address already in use", "Address in use"),
		"another program took its port meanwhile",
		"Run the same command again: it takes another port then.",
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
	lines = [line[:240] for line in text.replace("\r", "\n").splitlines() if line.strip()]
	tail = "\n".join("    " + line for line in lines[-12:])
	end = "\n".join(lines[-60:])
	for marks, reason, todo in REASONS:
		if any(mark in end for mark in marks):
			return BenchError(f"{title}: {reason}.\n{tail}\n    (all of it: {log})", todo)
	return BenchError(
		f"{title} failed.\n{tail}\n    (all of it: {log})", "Run the same command again, or read the log."
	)
