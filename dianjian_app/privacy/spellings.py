"""The spellings in which a number or a name can occur in free text (R47). Needs no site."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from dianjian_app.resources.numbers import extensions

SHORTEST_NAME = 3
_CJK = re.compile(r"^[\u4e00-\u9fff·]+$")
_TITLE = re.compile(r"(先生|女士|小姐|太太|夫人|老师|阿姨|叔叔|大哥|大姐|经理|总|老板|客户|业主|房东)$")
_WIDE = {ord(str(digit)): 0xFF10 + digit for digit in range(10)}


def spellings(number: str) -> tuple[str, ...]:
	"""A number (E.164) as people and machines write it: +8613812345678, 138 1234 5678, 022-68172959 …

	One with an extension only together with it: what stands before the extension is also other people's.
	"""
	number, extension = extensions.split(number)
	if extension:
		bare = spellings(number)
		return (
			*(
				f"{written}{mark}{extension}"
				for written in bare
				for mark in ("转", ",", "-", " 转 ", "，", "#")
			),
			f"{number}{extensions.MARK}{extension}",
		)
	if not number.startswith("+86"):
		return (number, number.lstrip("+")) if number else ()
	national = number[3:]
	if len(national) == 11 and national[0] == "1":
		parts = (national[:3], national[3:7], national[7:])
		return (national, "-".join(parts), " ".join(parts), national.translate(_WIDE))
	area = 2 if national[0] in "12" else 3
	return (f"0{national}", f"0{national[:area]}-{national[area:]}", f"86{national}", number)


def stored_forms(text: str) -> tuple[str, ...]:
	"""A text as columns hold it: as it is, and escaped as in JSON that Frappe writes in ASCII."""
	escaped = json.dumps(text)[1:-1]
	return (text,) if escaped == text else (text, escaped)


def is_distinctive(name: str, held_elsewhere: int, words: Iterable[str]) -> bool:
	"""Whether a name can only mean this customer, so that it may be erased from any text.

	Short names, a family name with a title, names that are part of another customer's or a colleague's name, and words that
	the app uses (a product, a source) could mean others: people decide on those. held_elsewhere: how many others have it.
	"""
	name = name.strip()
	long_enough = len(name) >= (SHORTEST_NAME if _CJK.match(name) else SHORTEST_NAME + 2)
	if _TITLE.search(name):
		return False
	return long_enough and not held_elsewhere and not any(name in word for word in words)
