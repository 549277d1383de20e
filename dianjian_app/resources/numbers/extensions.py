"""Extensions of phone numbers: dropped after a landline, a part of the number after a mobile, a 95 or a 400 number (R6).

Portals and carriers lend one number to many customers and tell them apart by the extension (18400001111转1001). Without
it all of them would be one customer. The number with its extension is written as RFC 3966 does: "+8618400001111;ext=1001".
Needs no site.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

MARK = ";ext="
_WORD = r"(?:;ext=|[转轉]接?|分[机機][号號]?|[内內][线線]|ext(?:ension)?\.?|(?<=\d)\s*[x#])\s*[:.]?\s*"
# however long: what leads on to another number (转13912345678, 转 022-88465725) is that number, and no extension
_ANY_LENGTH = r"(?!(?:1[3-9]\d{9}|0\d{9,11}|0\d{2,3}[ -]\d{7,8})(?!\d))\d{1,20}"
_IN_WORDS = r"[(\[【]?\s*" + _WORD + r"({0})(?!\d)(?:\s*[)\]】])?"
# as it is dialled (a comma and p wait, * and w do in other phones), and nothing glued to the digits: "13812345678,120平" is
# an area
_DIALLED = r"(?:,{1,3}|[-*_pw])(\d{3,6})(?![^\W_]|-?\d)"
WRITTEN = re.compile(_WORD + _ANY_LENGTH + r"(?!\d)", re.IGNORECASE | re.ASCII)
"""an extension in words, after whatever number"""

_AFTER_MOBILE = re.compile(
	r"\)?\s*(?:" + _IN_WORDS.replace("{0}", _ANY_LENGTH) + "|" + _DIALLED + ")", re.IGNORECASE
)
# a switchboard's menu (400-821-5527 转 2) has one or two digits, and is nobody's
_AFTER_SERVICE = re.compile(
	r"\s*(?:" + _IN_WORDS.replace("{0}", r"(?=\d{3})" + _ANY_LENGTH) + "|" + _DIALLED + ")", re.IGNORECASE
)
_SHORT = re.compile(
	r"(?<![\d+])(?:\+?86[ -]?)?(95\d(?:[ -]?\d){2,12})" + _AFTER_SERVICE.pattern, re.IGNORECASE
)


def after(text: str, at: int) -> tuple[int, str]:
	"""(where it ends, ";ext=1001") of an extension that stands in normalised text right after a mobile, or (at, "")."""
	return _found(_AFTER_MOBILE.match(text, at), at)


def after_service(text: str, at: int) -> tuple[int, str]:
	"""`after` for a 400 or 800 number."""
	return _found(_AFTER_SERVICE.match(text, at), at)


def _found(match: re.Match[str] | None, at: int) -> tuple[int, str]:
	return (match.end(), MARK + (match[1] or match[2])) if match else (at, "")


def short_numbers(text: str) -> Iterator[tuple[int, int, str]]:
	"""(start, end, number) of the 95 numbers with an extension in normalised text; without one they are no customer's."""
	if "95" in text:
		for found in _SHORT.finditer(text):
			yield (
				found.start(),
				found.end(),
				"+86" + re.sub(r"\D", "", found[1]) + MARK + (found[2] or found[3]),
			)


def split(number: str) -> tuple[str, str]:
	"""A number without its extension, and the extension or ""."""
	bare, _mark, extension = number.partition(MARK)
	return bare, extension


def mask(extension: str) -> str:
	"""An extension with all but its last two digits hidden, as it follows a masked number; "" for none."""
	shown = extension[-2:] if len(extension) > 3 else ""
	return f"转{'*' * (len(extension) - len(shown))}{shown}" if extension else ""


def as_dialled(number: str) -> str:
	"""A number as people write and dial it: the extension behind 转."""
	bare, extension = split(number)
	return f"{bare}转{extension}" if extension else bare
