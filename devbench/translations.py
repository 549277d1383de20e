"""Folds `translations/parts/*.csv` into `translations/zh.csv`: one sorted line for each English source.

Several people can so add Chinese lines at once without editing one file. Run: `python3 -m devbench.translations`
(`--delete` removes the parts afterwards, `--check` writes nothing). A source with two different translations is
reported and stops the run: one source has one translation site-wide, and another one only with a context (third column).
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable
from pathlib import Path

from .layout import APP, CHECKOUT

FOLDER = CHECKOUT / APP / "translations"


Source = tuple[str, str]
"""(English, context or "")"""


def read(path: Path) -> list[tuple[Source, str]]:
	"""The lines (source, translation) of one file; other shapes are refused with their line number."""
	lines = []
	with path.open(encoding="utf-8", newline="") as file:
		for number, row in enumerate(csv.reader(file), 1):
			if not row:
				continue
			if len(row) not in (2, 3) or not row[0].strip() or not row[1].strip():
				raise SystemExit(
					f"{path.name}:{number}: a line is source,translation[,context]; this has {row}"
				)
			lines.append(((row[0], "".join(row[2:])), row[1]))
	return lines


def merge(sources: Iterable[tuple[str, list[tuple[Source, str]]]]) -> tuple[dict[Source, str], list[str]]:
	"""All lines as source → translation, and a sentence for each contradiction. The first file wins."""
	merged: dict[Source, str] = {}
	origin: dict[Source, str] = {}
	clashes = []
	for name, lines in sources:
		for source, translation in lines:
			if merged.setdefault(source, translation) != translation:
				clashes.append(
					f"{source!r}: {merged[source]!r} in {origin[source]}, {translation!r} in {name}"
				)
			origin.setdefault(source, name)
	return merged, clashes


def write(path: Path, merged: dict[Source, str]) -> None:
	"""One line a source, sorted, so that diffs stay small; the context is a third column."""
	rows = [
		(english, translation, context) if context else (english, translation)
		for (english, context), translation in sorted(merged.items())
	]
	with path.open("w", encoding="utf-8", newline="") as file:
		csv.writer(file, lineterminator="\n").writerows(rows)


def main(arguments: list[str] | None = None) -> int:
	"""Fold; exit code 1 when two lines contradict each other."""
	parser = argparse.ArgumentParser(
		description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
	)
	parser.add_argument("--check", action="store_true", help="report, write nothing")
	parser.add_argument("--delete", action="store_true", help="delete the parts after folding")
	options = parser.parse_args(arguments)
	whole = FOLDER / "zh.csv"
	parts = sorted((FOLDER / "parts").glob("*.csv"))
	files = [f for f in (whole, *parts) if f.exists()]
	merged, clashes = merge((f.name, read(f)) for f in files)
	for clash in clashes:
		print(f"two translations: {clash}", file=sys.stderr)
	if not options.check:
		write(whole, merged)
		if options.delete and not clashes:
			for part in parts:
				part.unlink()
	print(f"{len(merged)} lines from {len(files)} files, {len(clashes)} contradictions")
	return 1 if clashes else 0


if __name__ == "__main__":
	raise SystemExit(main())
