"""The classification of every method that the web can call, read from `policy/*.json` (R47).

A file lists dotted paths, each with its class and the reason. Nothing here needs a site.

classes:
- harmless: gives and changes nothing that belongs to somebody
- asks rights: asks itself for the right to what it touches; a test proves it for the app's DocTypes
- overridden: the app puts a method of its own in its place, which keeps the rows' conditions
- refused: users of this app's roles have no use for it; System Managers go on to use it
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal, get_args

MethodClass = Literal["harmless", "asks rights", "overridden", "refused"]
CLASSES = get_args(MethodClass)
FOLDER = Path(__file__).parent / "policy"


class UnknownClassError(ValueError):
	"""A file of the policy names a class that does not exist, or a method twice."""


@dataclass(frozen=True)
class Rule:
	"""What holds for one method.

	method_arguments: its arguments that hold another method's name, to which the policy applies as well;
	own_user_arguments: its arguments that may name the session's own user only;
	fields: whether it takes fields, filters or an order of a DocType; writes: whether it changes something, so that a link
	must not call it; everybody: refused to all but System Managers, whether they have a role of this app or not;
	documents: its arguments that hold a document's name, or several, without the DocType beside it → that DocType.
	"""

	method: str
	method_class: MethodClass
	reason: str
	method_arguments: tuple[str, ...] = ()
	own_user_arguments: tuple[str, ...] = ()
	fields: bool = False
	writes: bool = False
	everybody: bool = False
	documents: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Policy:
	"""All rules by dotted path."""

	rules: dict[str, Rule] = field(default_factory=dict)

	def rule_of(self, method: str) -> Rule | None:
		"""The rule of a method; None: nobody has classified it."""
		return self.rules.get(method)

	def unclassified(self, methods: Iterable[str]) -> list[str]:
		"""Those of the methods that have no rule."""
		return sorted(set(methods) - set(self.rules))


def read_policy(texts: Iterable[str]) -> Policy:
	"""The policy that JSON texts hold. Raises UnknownClassError for a class or a repetition that is none."""
	rules: dict[str, Rule] = {}
	for text in texts:
		for method, entry in json.loads(text).items():
			if entry["class"] not in CLASSES:
				raise UnknownClassError(f"{method}: {entry['class']!r} is none of {', '.join(CLASSES)}")
			if method in rules:
				raise UnknownClassError(f"{method} stands twice")
			rules[method] = Rule(
				method,
				entry["class"],
				entry["reason"],
				tuple(entry.get("method_arguments", ())),
				tuple(entry.get("own_user_arguments", ())),
				bool(entry.get("fields")),
				bool(entry.get("writes")),
				bool(entry.get("everybody")),
				entry.get("documents", {}),
			)
	return Policy(rules)


@cache
def shipped_policy() -> Policy:
	"""The policy of `policy/*.json`, read once a process."""
	return read_policy(path.read_text("utf-8") for path in sorted(FOLDER.glob("*.json")))
