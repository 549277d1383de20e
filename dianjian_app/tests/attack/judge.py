"""Whether an answer gives an attacker what is not theirs. Nothing here needs a site."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

SERVER_ERROR = 500
_RUN = re.compile(r"\d(?:[ \-]?\d){6,}")


@dataclass(frozen=True)
class Breach:
	"""One answer that should not have been: of which kind, to whom, by which call."""

	kind: str
	role: str
	call: str
	sent: str
	what: str

	def __str__(self) -> str:
		return f"{self.kind} | {self.role} | {self.call} | {self.what} | sent {self.sent[:300]}"


@dataclass
class Secrets:
	"""What must not stand in an answer to one attacker.

	names: of documents that are not theirs, only such as stand nowhere else; numbers: digits of phone numbers, in E.164
	without its plus and as people write them; texts: hashes, keys and other values that nobody reads.
	"""

	names: frozenset[str] = frozenset()
	numbers: frozenset[str] = frozenset()
	texts: frozenset[str] = frozenset()
	_lengths: tuple[int, ...] = field(default=(), init=False)

	def __post_init__(self) -> None:
		self._lengths = tuple(sorted({len(n) for n in self.numbers}))

	def told_by(self, answer: str, sent: str) -> tuple[str, str] | None:
		"""(kind, what) of the first secret that an answer holds and the request did not; None: it holds none."""
		for word in words_of(answer) & self.names:
			if word not in sent:
				return "foreign row", word
		for text in self.texts:
			if text in answer and text not in sent:
				return "secret", text[:12] + "…"
		for run in _RUN.finditer(answer):
			digits = re.sub(r"\D", "", run[0])
			for length in self._lengths:
				for start in range(len(digits) - length + 1):
					number = digits[start : start + length]
					if number in self.numbers and number not in sent:
						return "raw number", number[:3] + "…"
		return None


def words_of(text: str) -> set[str]:
	"""Every piece of a text between quotes, spaces and brackets, as names of documents stand in JSON and HTML."""
	return set(re.split(r'[\s"\'<>\\,;:&=?{}\[\]()/|]+', text)) | set(
		re.findall(r'"((?:[^"\\]|\\.)*)"', text)
	)


def table(breaches: Iterable[Breach], asked: dict[str, int], roles: Collection[str]) -> str:
	"""What was asked and what came of it, by kind, for the terminal."""
	found = list(breaches)
	lines = [f"{'answers':24}{'count':>8}"]
	lines += [f"{kind:24}{count:>8}" for kind, count in sorted(asked.items())]
	lines += [f"as {len(roles)} kinds of users: {', '.join(roles)}", f"breaches: {len(found)}"]
	return "\n".join([*lines, *map(str, found[:100])])
