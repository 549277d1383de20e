"""Reads phone numbers as people write them in cells, gives them as E.164, and masks them (R6, R47). Needs no site.

Mainland mobiles match one regular expression. Mainland landlines follow the fixed-line pattern of `phonenumbers` for
China, numbers from abroad `phonenumbers` itself. A privacy number (18400001111转1001) is one customer's by its extension,
which stays a part of it: "+8618400001111;ext=1001" (`extensions`).
"""

from __future__ import annotations

import hmac
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import phonenumbers
from phonenumbers import PhoneMetadata

from dianjian_app.resources.numbers import extensions

Reason = Literal["missing", "invalid", "service"]
HASH_LENGTH = 40
SERVICE: Literal["service"] = "service"

_FIRST_MOBILE, _LAST_MOBILE = 13_000_000_000, 19_999_999_999
_FAST = re.compile(
	r"\s*(?:(?:联系)?电话|手机号?码?|tel|mobile)?\s*[::]?\s*(?:(?:\+|00)?86)?[ \-]*(1[3-9]\d)([ \-]?)(\d{4})\2(\d{4})\s*",
	re.IGNORECASE | re.ASCII,
)
_MOBILE = re.compile(
	# a plus without 86 leads abroad, unless it joins two numbers
	r"(?:(?<!\d)\(?(?:\+|00)?86\)?[ \-.]*|(?<![\d+])|(?<=\d\+))\(?0?(1[3-9](?:[ \-.()]{0,2}\d){9})(?!\d)",
	re.ASCII,
)
_SERVICE = re.compile(r"[48]00\d{7}")
_CHINA: Any = PhoneMetadata.metadata_for_region("CN")
_LANDLINE = re.compile(f"(?:{_CHINA.fixed_line.national_number_pattern})")
_NEIGHBOURS = re.compile(r"852[2-9]\d{7}|8536\d{7}|8869\d{8}")
_RUN = re.compile(r"[+(]?\d[\d \-().+]*", re.ASCII)
_TOKEN = re.compile(r"\+?\d+", re.ASCII)
_DATE = re.compile(r"(?:19|20)\d\d[-.](?:0?[1-9]|1[0-2])[-.](?:0?[1-9]|[12]\d|3[01])(?: [\d:. ]*)?")
_EXACT_FLOAT = re.compile(r"(\d)(?:\.(\d+))?[eE]\+?(\d{1,2})|(\d+)\.0+")
# ten digits of a mobile written as 1.86591E+10 have lost the rest: fewer shown digits are no number
_SHOWN_DIGITS = 9
_LABELS = re.compile(
	r"(?:联系)?电话号?码?|手机号?码?|座机|固话|微信(?:同号)?|同号|联系方式|tel|mobile|phone", re.IGNORECASE
)
_JOINERS = ("或", "和", "及", "或者", "以及", "&")
_CLEAN = {
	**dict.fromkeys(map(ord, "‐‑‒–—―−－﹣─"), "-"),
	**dict.fromkeys(
		map(ord, "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"), None
	),
	**{  # ①, ㎡, ² have digits that belong to no number
		code: ";"
		for first, last in ((0xB2, 0xBE), (0x2070, 0x218F), (0x2460, 0x24FF), (0x3220, 0x33FF))
		for code in range(first, last + 1)
		if any(map(str.isdigit, unicodedata.normalize("NFKC", chr(code))))
	},
	ord("·"): ".",
}


@dataclass(frozen=True, slots=True)
class CellNumbers:
	"""The numbers of a cell: distinct E.164 numbers in their order, or the reason why there is none."""

	numbers: tuple[str, ...] = ()
	reason: Reason | None = None


_MISSING, _INVALID, _IS_SERVICE = (
	CellNumbers((), "missing"),
	CellNumbers((), "invalid"),
	CellNumbers((), SERVICE),
)


def read_numbers(cell: object, area_code: str = "") -> CellNumbers:
	"""Numbers of a cell (R6).

	cell: text, int or float as a workbook gives it; area_code: added to landlines without one, e.g. "022".
	Gives distinct numbers in the order written, or the reason: missing (blank), service (a 400/800 number and
	nothing else), invalid (anything else). The extension of a landline is dropped; one of a mobile, a 95 or a 400 number
	tells one customer from another and stays: "+8618400001111;ext=1001".
	"""
	if isinstance(cell, str):
		if fast := _FAST.fullmatch(cell):
			return CellNumbers((f"+86{fast[1]}{fast[3]}{fast[4]}",))
	elif isinstance(cell, (int, float)) and _FIRST_MOBILE <= cell <= _LAST_MOBILE and cell == int(cell):
		return CellNumbers((f"+86{int(cell)}",))
	text = _as_text(cell)
	if not text:
		return _MISSING
	found = dict.fromkeys(number for _start, _end, number in _scan(text, area_code))
	service = found.pop(SERVICE, 0) is None
	if found:
		return CellNumbers(tuple(found))
	return _IS_SERVICE if service else _INVALID


def hide_numbers(text: str) -> str:
	"""Free text with every phone number in it masked, and otherwise as it was written (R47).

	Landlines count when they have an area code.
	"""
	clean, place = _normalised_with_places(text)
	found = [(start, end, number) for start, end, number in _scan(clean, "") if number != SERVICE]
	if not found:
		return text
	parts, at = [], 0
	for start, end, number in found:
		parts += [text[at : place[start]], mask(number)]
		at = place[end - 1] + 1
	return "".join([*parts, text[at:]])


def name_in_phone_cell(cell: object, area_code: str = "") -> str:
	"""The customer's name in a cell that holds it beside the number, as in "张伟 13812345678"; at most 20 characters."""
	if not isinstance(cell, str):
		return ""
	text = _as_text(cell)
	for start, end, _number in reversed(list(_scan(text, area_code))):
		text = f"{text[:start]} {text[end:]}"
	text = _LABELS.sub(" ", extensions.WRITTEN.sub(" ", text))
	words = [w for w in re.split(r"[\s\d:,;/、|()+\-.]+", text) if w]
	return next((w[:20] for w in words if w not in _JOINERS), "")


def _normalise(text: str) -> str:
	return text if text.isascii() else unicodedata.normalize("NFKC", text.translate(_CLEAN))


def _normalised_with_places(text: str) -> tuple[str, Sequence[int]]:
	"""Normalised text, and for each of its characters the place in the text that it comes from."""
	if _normalise(text) == text:
		return text, range(len(text))
	pieces = [(_normalise(character), at) for at, character in enumerate(text)]
	return "".join(piece for piece, _at in pieces), [at for piece, at in pieces for _character in piece]


def _as_text(cell: object) -> str:
	if isinstance(cell, str):
		text = _normalise(cell).strip()
	elif isinstance(cell, float) and cell == cell and cell.is_integer():
		return str(int(cell))
	elif cell is None or cell != cell:
		return ""
	elif isinstance(cell, int) and not isinstance(cell, bool):
		return str(cell)
	else:
		return "?"  # dates, times and truth values are written, and are no numbers
	if exact := _EXACT_FLOAT.fullmatch(text):
		return exact[4] or _unfold(exact[1], exact[2] or "", int(exact[3]))
	return text


def _unfold(lead: str, decimals: str, exponent: int) -> str:
	"""1.8659088858E10 to its digits; a rounded one stays as it is and is no number."""
	if exponent < len(decimals) or len(decimals) + 1 < min(_SHOWN_DIGITS, exponent + 1):
		return "?"
	return (lead + decimals).ljust(exponent + 1, "0")


def _scan(text: str, area_code: str) -> Iterator[tuple[int, int, str]]:
	"""(start, end, E.164 or "service") of each number in normalised text, in order."""
	short = list(extensions.short_numbers(text))
	for start, end, _number in short:
		text = text[:start] + ";" * (end - start) + text[end:]
	found = _scan_runs(text, extensions.WRITTEN.sub(lambda m: ";" * len(m[0]), text), area_code)
	yield from sorted([*short, *found]) if short else found


def _scan_runs(written: str, text: str, area_code: str) -> Iterator[tuple[int, int, str]]:
	"""`_scan` of text without extensions; written: the same with them."""
	for run in _RUN.finditer(text):
		at = run.start()
		for mobile in _MOBILE.finditer(text, run.start(), run.end()):
			if _well_grouped(mobile[1]):
				yield from _with_extension(written, _landlines(text, at, mobile.start(), area_code))
				at, suffix = extensions.after(written, mobile.end())
				yield mobile.start(), at, "+86" + re.sub(r"\D", "", mobile[1]) + suffix
		yield from _with_extension(written, _landlines(text, at, run.end(), area_code))


def _with_extension(written: str, found: Iterable[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
	"""The numbers found; a 400 number with an extension is a customer's and no service."""
	for start, end, number in found:
		if number == SERVICE:
			at, suffix = extensions.after_service(written, end)
			if suffix:
				yield start, at, "+86" + re.sub(r"\D", "", written[start:end])[-10:] + suffix
				continue
		yield start, end, number


def _well_grouped(written: str) -> bool:
	"""138 1234 5678 and the like: ten digits and a stray eleventh are no mobile."""
	groups = re.findall(r"\d+", written)
	return len(groups) == 1 or (len(groups) <= 5 and len(groups[0]) > 1 and len(groups[-1]) > 2)


def _landlines(text: str, start: int, end: int, area_code: str) -> Iterator[tuple[int, int, str]]:
	"""Numbers other than mobiles in a run of digits: the longest valid joins of its tokens."""
	if _DATE.match(text, start, end):
		return
	tokens = list(_TOKEN.finditer(text, start, end))
	at = 0
	while at < len(tokens):
		for last in range(len(tokens), at, -1):
			number = _joined([t[0] for t in tokens[at:last]], area_code)
			if number:
				yield tokens[at].start(), tokens[last - 1].end(), number
				at = last
				break
		else:
			at += 1


def _joined(tokens: list[str], area_code: str) -> str | None:
	"""The number that tokens make together, or None."""
	first, rest = tokens[0], tokens[1:]
	if any(t[0] == "+" for t in rest) or (rest and min(map(len, rest)) < 2):
		return None
	digits = first + "".join(rest)
	if not 7 <= len(digits) <= 18:
		return None
	if first[0] == "+" or first.startswith("00"):
		digits = digits[1:] if first[0] == "+" else digits[2:]
		return _domestic(digits[2:], area_code, True) if digits.startswith("86") else _abroad(digits)
	if digits.startswith("86") and len(digits) >= 11:
		return _domestic(digits[2:], area_code, True)
	if rest and first[0] != "0" and min(map(len, rest)) < 3:
		return None
	found = _domestic(digits, area_code, not rest or len(first) < 4)
	return found or (_abroad(digits) if _NEIGHBOURS.fullmatch(digits) else None)


def _domestic(digits: str, area_code: str, may_lack_zero: bool) -> str | None:
	"""E.164 of a mainland landline, "service" for 400 and 800, or None.

	digits: without the country's code; may_lack_zero: the area code's 0 may have been lost (1068172959).
	"""
	if _SERVICE.fullmatch(digits):
		return SERVICE
	if len(digits) in (7, 8) and digits[0] not in "01":
		digits = area_code + digits if area_code else ""
	elif digits[:1] != "0" and may_lack_zero:
		digits = "0" + digits
	if digits[:1] == "0" and 10 <= len(digits) <= 12 and _LANDLINE.fullmatch(digits, 1):
		return "+86" + digits[1:]
	return None


@lru_cache(maxsize=65536)
def _abroad(digits: str) -> str | None:
	"""E.164 of a number with its country's code. Plans change faster than the library: possible is enough."""
	try:
		number = phonenumbers.parse("+" + digits)
	except phonenumbers.NumberParseException:
		return None
	if not phonenumbers.is_possible_number(number):
		return None
	written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
	# "+310000000" loses a leading 0 each time it is read: such a number is nobody's
	return written if phonenumbers.parse(written) == number else None


def mask(number: str) -> str:
	"""A number (E.164) with its middle hidden: 138****1234; landlines 022****678; abroad +852****624. (R47)

	An extension shows its last two digits: 184****1111转**01.
	"""
	number, extension = extensions.split(number)
	return _mask(number) + extensions.mask(extension)


def _mask(number: str) -> str:
	if number.startswith("+86"):
		if len(number) == 14 and number[3] == "1" and number[4] > "2":
			return f"{number[3:6]}****{number[10:]}"
		national = number[3:]
		if national[:2] == "95" or _SERVICE.fullmatch(national):
			return f"{national[:3]}****{national[-2:]}"
		area = "0" + (national[:2] if national[0] in "12" else national[:3])
		return f"{area}****{national[-3:]}"
	return f"+{_country_of(number)}****{number[-3:]}"


@lru_cache(maxsize=4096)
def _country_of(number: str) -> str:
	try:
		return str(phonenumbers.parse(number).country_code)
	except phonenumbers.NumberParseException:
		return ""


def keyed_hash(number: str, key: bytes) -> str:
	"""HMAC-SHA256 of a number (E.164) under the site's key: 40 hex characters (decision 23)."""
	code = _keyed(key).copy()
	code.update(number.encode())
	return code.hexdigest()[:HASH_LENGTH]


@lru_cache(maxsize=4)
def _keyed(key: bytes) -> hmac.HMAC:
	"""The state after the key, from which each number goes on: a third of the time of starting anew."""
	return hmac.new(key, digestmod="sha256")
