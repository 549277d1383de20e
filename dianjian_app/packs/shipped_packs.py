"""The packs that come with the app, read from `shipped/*.json` (R52).

The files are what `bench export-pack` writes. A new site is seeded from the same files: SOURCE is approved on it, the
rules of REWARDS are drafts on it, the others are loaded by whoever wants them.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "shipped"
SOURCE, REWARDS = "天津八里洲电开", "call 客奖罚"


@cache
def packs() -> dict[str, dict[str, Any]]:
	"""Title → content of each shipped pack, in the order of the files. Not to be changed by the caller."""
	contents = (json.loads(file.read_text("utf-8")) for file in sorted(FOLDER.glob("*.json")))
	return {content["title"]: content for content in contents}


def section(name: str, *titles: str) -> list[dict[str, Any]]:
	"""The rows of a section in packs, default all of them; what several packs hold comes once."""
	rows: list[dict[str, Any]] = []
	for title in titles or packs():
		rows += [row for row in packs()[title]["sections"].get(name, ()) if row not in rows]
	return rows
