"""What strangers send by public pages, made into text of a bounded length. Needs no site."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 2000
_BLANKS = re.compile(r"[^\S\n]+")
_GAPS = re.compile(r"\n{3,}")
_KEPT = ("\n", "\t")


def some_lines(given: object, longest: int = LONGEST) -> str:
	"""The text without what no eye sees, its blanks single, cut at so many characters; of what is no text, ""."""
	if not isinstance(given, str):
		return ""
	text = unicodedata.normalize("NFC", given[: longest * 2].replace("\r\n", "\n").replace("\r", "\n"))
	seen = "".join(c for c in text if c in _KEPT or not _is_hidden(c))
	return _GAPS.sub("\n\n", _BLANKS.sub(" ", seen)).strip()[:longest].strip()


def one_line(given: object, longest: int) -> str:
	"""`some_lines` on one line."""
	return " ".join(some_lines(given, longest).split())


def _is_hidden(character: str) -> bool:
	"""Controls, marks that turn the writing around, halves of a pair, private signs."""
	return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn")
