"""The text of an SMS: a template with places, filled with what is known of the customer (R14)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

PLACES = (
	*("customer_name", "agent_name", "centre", "project", "company", "next_step", "next_step_date"),
	*("event", "event_time", "event_place"),
)
LONGEST = 500
REFUSAL_WORDS = "退订\nTD\nT\nN\n拒收\n不要再"
"""where the site names no others"""
_PLACE = re.compile(r"\{(\w*)\}")


class TemplateError(ValueError):
	"""A template that cannot be filled: unknown places, single braces, too long."""


def unknown_places(text: str, places: tuple[str, ...] = PLACES) -> list[str]:
	"""Places that there is nothing for."""
	return [name for name in _PLACE.findall(text) if name not in places]


def fill(text: str, values: Mapping[str, str | None], places: tuple[str, ...] = PLACES) -> str:
	"""The text with its places filled; what is not known leaves no gap behind. Raises TemplateError."""
	if wrong := unknown_places(text, places):
		raise TemplateError(", ".join(wrong))
	filled = _PLACE.sub(lambda m: str(values.get(m[1]) or ""), text)
	return re.sub(r"[ 　]{2,}", " ", filled).strip()[:LONGEST]


def refuses(reply: str, words: str) -> bool:
	"""Whether a reply refuses: it is one of the words, or begins with one of more than one letter.

	Full-width letters, blanks and marks around it do not matter. words: one a line.
	"""
	said = _bare(reply)
	for word in map(_bare, (words or "").splitlines()):
		if word and (said == word or (len(word) > 1 and said.startswith(word))):
			return True
	return False


def _bare(text: str | None) -> str:
	return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text or "")).upper()
