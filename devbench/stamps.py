"""Which steps are done, for which inputs: what makes a run that was interrupted repairable by running again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from .layout import Bench


def digest(*parts: object) -> str:
	"""A hash of the texts and of the contents of the files among `parts`."""
	mark = hashlib.sha256()
	for part in parts:
		if isinstance(part, Path):
			mark.update(part.name.encode())
			mark.update(part.read_bytes() if part.is_file() else b"-")
		else:
			mark.update(str(part).encode())
		mark.update(b"\0")
	return mark.hexdigest()


def files_digest(root: Path, patterns: Iterable[str]) -> str:
	"""A hash of names and contents of all files under `root` that match a pattern."""
	found = sorted({p for pattern in patterns for p in root.glob(pattern) if p.is_file()})
	mark = hashlib.sha256()
	for path in found:
		mark.update(str(path.relative_to(root)).encode() + b"\0")
		mark.update(path.read_bytes() + b"\0")
	return mark.hexdigest()


class Stamp:
	"""`done()` when the step was finished for these inputs; `set()` after it was. Written whole or not at all."""

	def __init__(self, bench: Bench, name: str, inputs: str):
		self.path = bench.stamps / name
		self.inputs = inputs

	def done(self) -> bool:
		return self.path.exists() and self.path.read_text() == self.inputs

	def exists(self) -> bool:
		return self.path.exists()

	def clear(self) -> None:
		self.path.unlink(missing_ok=True)

	def set(self) -> None:
		part = self.path.with_suffix(".part")
		part.write_text(self.inputs)
		part.replace(self.path)
