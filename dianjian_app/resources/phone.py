# pure: no frappe
"""Phone numbers as people write them in cells, to E.164 and back to a mask (R6, R47).

Mainland mobiles take an exact fast path; everything else is judged by `phonenumbers`.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import phonenumbers

Reason = Literal["missing", "invalid", "service"]
HASH_LENGTH = 40
_COUNTRY = "CN"
_MAINLAND = 86

_MOBILE = re.compile(r"(?<!\d)(?:\+?86|0086)?[ \-]*(1[3-9]\d)[ \-.]*(\d{4})[ \-.]*(\d{4})(?!\d)")
_PLAIN_MOBILE = re.compile(r"1[3-9]\d{9}")
_SERVICE = re.compile(r"(?:\+?86)?[48]00\d{7}")
_SEPARATORS = re.compile(r"[/\\、;,|\n\r\t&]|或|和|及")
_EXTENSION = re.compile(
	r"(?:\s*(?:转|分机|内线|ext\.?|x|#)\s*\d{1,6}|(?<=\d{7})\s*-\s*\d{1,6})\s*$", re.IGNORECASE
)
_LABEL = re.compile(r"^[^\d+(]*")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－﹣"), "-")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{1,2}")


@dataclass(frozen=True)
class CellNumbers:
	"""What one cell holds: distinct numbers (E.164) in their order, or the reason why there is none."""

	numbers: tuple[str, ...] = ()
	reason: Reason | None = None


def read_numbers(cell: object, area_code: str = "") -> CellNumbers:
	"""Numbers of a cell (R6).

	cell: text, int or float as a workbook gives it; area_code: added to landlines without one, e.g. "022".
	Gives numbers, or the reason missing, invalid, or service (a 400/800 number).
	"""
	text = _as_text(cell)
	if _PLAIN_MOBILE.fullmatch(text):
		return CellNumbers((f"+86{text}",))
	if not text:
		return CellNumbers(reason="missing")
	found: dict[str, None] = {}
	service = False
	for segment in _SEPARATORS.split(text):
		for number in _of_segment(segment.strip(), area_code):
			if number == "service":
				service = True
			else:
				found[number] = None
	if found:
		return CellNumbers(tuple(found))
	return CellNumbers(reason="service" if service else "invalid")


def _as_text(cell: object) -> str:
	if cell is None or isinstance(cell, bool):
		return ""
	if isinstance(cell, int):
		return str(cell)
	if isinstance(cell, float):
		return str(int(cell)) if cell.is_integer() else str(cell)
	text = unicodedata.normalize("NFKC", str(cell)).translate(_DASHES).strip()
	if _SCIENTIFIC.fullmatch(text) or (text.endswith(".0") and text[:-2].isdigit()):
		text = str(int(float(text)))
	return text


def _of_segment(segment: str, area_code: str) -> list[str]:
	if not segment:
		return []
	mobiles = ["+86" + "".join(m.groups()) for m in _MOBILE.finditer(segment)]
	if mobiles:
		return mobiles
	rest = _EXTENSION.sub("", _LABEL.sub("", segment)).strip()
	digits = re.sub(r"[\s\-().]", "", rest)
	if _SERVICE.fullmatch(digits):
		return ["service"]
	if not re.fullmatch(r"\+?\d{5,15}", digits):
		return []
	number = _valid(digits, area_code)
	return [number] if number else []


@lru_cache(maxsize=65536)
def _valid(digits: str, area_code: str) -> str | None:
	"""E.164 of digits that are a valid number, landlines without an area code completed."""
	tries = [digits]
	if digits.startswith("00") and not digits.startswith("0086"):
		tries = ["+" + digits[2:]]
	elif area_code and len(digits) in (7, 8) and digits[0] not in "01":
		tries = [area_code + digits]
	for text in tries:
		try:
			number = phonenumbers.parse(text, _COUNTRY)
		except phonenumbers.NumberParseException:
			continue
		abroad = text.startswith("+") and number.country_code != _MAINLAND
		# abroad the plans change faster than the library: what is possible there is not refused
		if phonenumbers.is_valid_number(number) or (abroad and phonenumbers.is_possible_number(number)):
			return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
	return None


def mask(number: str) -> str:
	"""A number (E.164) with its middle hidden: 138****1234; landlines 022****5678; abroad +852****1624. (R47)"""
	if number.startswith("+86"):
		national = number[3:]
		if _PLAIN_MOBILE.fullmatch(national):
			return f"{national[:3]}****{national[-4:]}"
		area = "0" + (national[:2] if national[0] in "12" else national[:3])
		return f"{area}****{national[-3:]}"
	country = phonenumbers.parse(number).country_code
	return f"+{country}****{number[-3:]}"


def keyed_hash(number: str, key: bytes) -> str:
	"""HMAC-SHA256 of a number (E.164) under the site's key: 40 hex characters (decision 23)."""
	return hmac.new(key, number.encode(), hashlib.sha256).hexdigest()[:HASH_LENGTH]
