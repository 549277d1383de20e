"""Where a group stands among the others: 一组 before 二组, whatever their characters' codes say (R2). Pure."""

from __future__ import annotations

import re

LAST = 900
"""of a group whose name has no number: behind those that have one"""
_DIGITS = {digit: n for n, digit in enumerate("〇一二三四五六七八九")} | {"两": 2, "零": 0}
_CHINESE = re.compile("[〇零一二两三四五六七八九十]{1,4}")
_ARABIC = re.compile(r"\d{1,3}")


def order_in_name(name: str) -> int:
	"""The number that a group's name has, Chinese up to 99 or in digits; LAST where it has none."""
	digits, chinese = _ARABIC.search(name), _CHINESE.search(name)
	if digits:
		return int(digits[0]) or LAST
	return (_number(chinese[0]) if chinese else None) or LAST


def _number(text: str) -> int | None:
	tens, ten, ones = text.partition("十")
	if not ten:
		return _DIGITS.get(text)
	if "十" in ones:
		return None
	return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)
