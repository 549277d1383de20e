"""How an invitation's code is written and read: letters and digits that nobody takes for one another. Pure."""

from __future__ import annotations

import re
import unicodedata

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 8
LONGEST = 300


def read_code(scanned: str) -> str:
	"""The code in what was typed, or in the address that a scanner gives, in any letters; "" where there is none."""
	text = unicodedata.normalize("NFKC", str(scanned or ""))[:LONGEST].strip()
	if "code=" in text:
		text = re.split(r"[&#\s]", text.rsplit("code=", 1)[1])[0]
	code = re.sub(r"[\s_‐-―-]", "", text).upper()
	return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""


def spelled(code: str) -> str:
	"""A code as people read it out: two groups of four."""
	return f"{code[:4]}-{code[4:]}"
