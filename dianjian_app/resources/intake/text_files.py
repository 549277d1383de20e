"""csv, txt and tsv files: which encoding they are in, and their rows (R6). Needs no site.

UTF-8 and UTF-16 show themselves, and GBK where its common characters and headings do. Everything else (Big5, Shift-JIS,
a file with broken bytes) is asked about: read in the wrong encoding, names are rubbish and nobody notices.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from dianjian_app.resources.intake.headings import PHONE, meaning_of
from dianjian_app.resources.intake.unreadable import (
	MAX_ROWS,
	EmptyFileError,
	NotAWorkbookError,
	TooLargeError,
	UndecidedEncodingError,
	WebPageError,
)

ENDINGS = (".csv", ".txt", ".tsv")
UTF_8, GBK = "utf-8", "gb18030"
ENCODINGS = {
	UTF_8: "UTF-8",
	GBK: "GBK / GB18030",
	"big5hkscs": "Big5",
	"cp932": "Shift-JIS",
	"euc_jp": "EUC-JP",
	"cp949": "EUC-KR",
	"cp1252": "Windows-1252",
	"utf-16-le": "UTF-16",
	"utf-16-be": "UTF-16 (big-endian)",
	"hz": "HZ",
	"utf-7": "UTF-7",
}
"""encodings that a person may choose, as Python calls them and as people do"""
SAMPLE_LINES = 3
_LOOK_AT = 1 << 16
_MARKUP = re.compile(r"\s*(?:<!doctype|<html|<table|<meta|<\?xml|<head|<style)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_DELIMITERS = ",\t;|"
# the first bytes of the characters that people write: first-level hanzi, frequent hanzi, hangul; marks in front
_COMMON = {
	GBK: ((0xA1, 0xA3), (0xB0, 0xD7)),
	"big5hkscs": ((0xA1, 0xA3), (0xA4, 0xC6)),
	"cp949": ((0xA1, 0xA3), (0xB0, 0xC8)),
	"cp932": ((0x81, 0x84), (0x88, 0x97)),
}
# its characters are GBK's common ones as well: only headings tell it
_BY_HEADINGS = ("euc_jp",)
_SURE, _CLEARLY_MORE = 0.85, 0.2
# these write hanzi in ASCII, between marks; read as it stands such a file is all ASCII and rubbish
_IN_ASCII = {"hz": re.compile(rb"~\{[!-~]{2,}~\}"), "utf-7": re.compile(rb"\+[A-Za-z0-9/]{3,}-?")}


@dataclass(frozen=True)
class Candidate:
	"""An encoding that a file may be in. lines: its first lines read so; lost: how many characters cannot be read."""

	encoding: str
	lines: tuple[str, ...]
	lost: int


def encoding_of(content: bytes) -> str | None:
	"""The encoding of a text file, or None: a person has to choose. Raises NotAWorkbookError for what is no text."""
	if content.startswith((b"\xff\xfe", b"\xfe\xff")):
		return "utf-16"
	if b"\x00" in content[:8192]:
		return _unmarked_utf_16(content)
	head = _head(content)
	if any(_is_hidden_in_ascii(head, encoding) for encoding in _IN_ASCII):
		return None
	if _decodes(content, "utf-8-sig"):
		return "utf-8-sig"
	if not _decodes(content, GBK):
		return None
	scores = {encoding: _score(head, encoding) for encoding in _COMMON}
	known = {encoding for encoding in (*_COMMON, *_BY_HEADINGS) if _has_headings(head, encoding)}
	if known == {GBK}:
		return GBK
	others = max(score for encoding, score in scores.items() if encoding != GBK)
	return GBK if not known and scores[GBK] >= _SURE and scores[GBK] - others >= _CLEARLY_MORE else None


def candidates(content: bytes) -> list[Candidate]:
	"""The encodings that a text file may be in, the likeliest first."""
	head = _head(content)
	found = []
	for encoding in ENCODINGS:
		if encoding.startswith("utf-16") and b"\x00" not in head:
			continue
		if encoding in _IN_ASCII and not _is_hidden_in_ascii(head, encoding):
			continue
		text = head.decode(encoding, errors="replace")
		lines = tuple(line.strip()[:200] for line in text.splitlines() if line.strip())[:SAMPLE_LINES]
		found.append(Candidate(encoding, lines, text.count("\ufffd")))
	return sorted(
		found,
		key=lambda c: (c.lost > 0, not _has_headings(head, c.encoding), -_score(head, c.encoding), c.lost),
	)


def read_rows(content: bytes, filename: str, encoding: str | None = None) -> list[list[str]]:
	"""Rows of a csv, txt or tsv file. encoding: what a person chose; None: what the file shows.

	Raises EmptyFileError, NotAWorkbookError, WebPageError, TooLargeError, UndecidedEncodingError.
	"""
	if encoding in ENCODINGS:
		text = content.decode(encoding, errors="replace").lstrip("\ufeff")
	else:
		found = encoding_of(content)
		if found is None:
			_check_is_text(_head(content).decode("latin-1"))
			raise UndecidedEncodingError
		text = content.decode(found, errors="replace")
	_check_is_text(text)
	delimiter = _delimiter(text[:8192])
	if not delimiter and not filename.lower().endswith(ENDINGS):
		raise NotAWorkbookError
	try:
		reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or ",")
		rows = list(islice(reader, MAX_ROWS + 1))
	except csv.Error as error:
		raise NotAWorkbookError from error
	if len(rows) > MAX_ROWS:
		raise TooLargeError
	return rows


def _check_is_text(text: str) -> None:
	if not text.strip():
		raise EmptyFileError
	if _MARKUP.match(text):
		raise WebPageError
	head = text[:8192]
	if len(_CONTROL.findall(head)) * 100 > len(head):
		raise NotAWorkbookError


def _head(content: bytes) -> bytes:
	"""The first lines, whole: no encoding here has a line feed inside a character, save UTF-16, where it does no harm."""
	if len(content) <= _LOOK_AT:
		return content
	return content[: content.rfind(b"\n", 0, _LOOK_AT) + 1] or content[:_LOOK_AT]


def _decodes(content: bytes, encoding: str) -> bool:
	try:
		content.decode(encoding)
	except UnicodeDecodeError:
		return False
	return True


def _is_hidden_in_ascii(head: bytes, encoding: str) -> bool:
	"""Whether ASCII text holds common hanzi written in an encoding of `_IN_ASCII`; +8613812345678- is a number."""
	if not head.isascii():
		return False
	ranges = _COMMON[GBK]
	hanzi = 0
	for marked in _IN_ASCII[encoding].findall(head):
		try:
			text = marked.decode(encoding)
		except UnicodeDecodeError:
			continue
		if text and all(_is_common(character, GBK, ranges) for character in text):
			hanzi += len(text)
	return hanzi > 1


def _unmarked_utf_16(content: bytes) -> str:
	"""UTF-16 without its mark: the zeros beside digits and commas stand all in one place of two. Raises NotAWorkbookError."""
	for encoding, zeros in (("utf-16-le", content[1:8192:2]), ("utf-16-be", content[:8192:2])):
		if zeros.count(0) * 10 > len(zeros) and _decodes(content, encoding):
			text = content.decode(encoding)
			if not _CONTROL.search(text[:8192]):
				return encoding
	raise NotAWorkbookError


def _score(head: bytes, encoding: str) -> float:
	"""The share of characters beyond ASCII that people write often, if the text is in this encoding."""
	text = head.decode(encoding, errors="replace")
	beyond = [character for character in text if character > "\x7f"]
	if not beyond:
		return 0.0
	ranges = _COMMON.get(encoding)
	if ranges is None:
		return 1.0 - beyond.count("\ufffd") / len(beyond) if encoding == UTF_8 else 0.1
	return sum(_is_common(character, encoding, ranges) for character in beyond) / len(beyond)


def _is_common(character: str, encoding: str, ranges: Iterable[tuple[int, int]]) -> bool:
	if character == "\ufffd":
		return False
	written = character.encode(encoding, errors="ignore")
	if len(written) != 2 or (encoding != "big5hkscs" and encoding != "cp932" and written[1] < 0xA1):
		return False
	return any(first <= written[0] <= last for first, last in ranges)


def _has_headings(head: bytes, encoding: str) -> bool:
	"""Whether a line among the first ones reads like headings in this encoding."""
	for line in head.decode(encoding, errors="replace").splitlines()[:10]:
		found = {
			meant[0]
			for cell in re.split(r"[,\t;|]", line)
			if not cell.isascii() and (meant := meaning_of(cell))
		}
		if PHONE in found or len(found) > 1:
			return True
	return False


def _delimiter(head: str) -> str:
	"""What most lines have, and the most of; "" where no line has any."""
	lines = [line for line in head.splitlines()[:50] if line.strip()]
	return (
		max(
			_DELIMITERS,
			key=lambda d: (sorted(line.count(d) for line in lines)[len(lines) // 2], head.count(d)),
			default="",
		)
		if any(d in head for d in _DELIMITERS)
		else ""
	)
