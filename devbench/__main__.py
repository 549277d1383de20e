"""`python3 -m devbench COMMAND`: what the Makefile and `devbench/bench` call."""

from __future__ import annotations

import argparse
import sys

from . import commands
from .console import BenchError
from .frappe_folder import this_bench


def main(arguments: list[str]) -> int:
	"""Run one command; its exit code. Errors that a person can put right go to stderr with what to do."""
	parser = argparse.ArgumentParser(prog="devbench", description=__doc__)
	parser.add_argument("command", choices=sorted(commands.COMMANDS))
	parser.add_argument("arguments", nargs=argparse.REMAINDER)
	given = parser.parse_args(arguments)
	try:
		return commands.COMMANDS[given.command](this_bench(), given.arguments)
	except BenchError as error:
		print(f"\nError: {error.what}", file=sys.stderr)
		if error.todo:
			print(f"What to do: {error.todo}", file=sys.stderr)
		return 1
	except KeyboardInterrupt:
		print("\nInterrupted. Running the same command again goes on from here.", file=sys.stderr)
		return 130


if __name__ == "__main__":
	sys.exit(main(sys.argv[1:]))
