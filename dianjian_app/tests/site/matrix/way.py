"""One row of the tables of who may call which method."""

from __future__ import annotations

from dataclasses import dataclass, field

READERS = "readers"
ANYBODY = "*"
STAFF = "TA:centre SC:centre GL:centre SA:centre FD:centre CS:centre PL:centre AD:centre DM:centre HR:centre"
LEADERS = "GL:group DM:centre"
LEDGER = "TA GL SA AD DM HR AM AU"
NAME = "{name}"
TODAY = "2026-09-15"
BY_CENTRE = {"centre": NAME}


@dataclass(frozen=True)
class Way:
	"""One method: who may call it, about which DocType's documents, with what; {name} stands for the document's."""

	who: str
	about: str | None = None
	form: dict = field(default_factory=dict)
	writes: bool = False
	"""refuses GET, so that no link in a mail does it"""
	empty: bool = False
	"""answers a stranger with nothing instead of refusing"""
	never: str = ""
	"""code:place where it is refused though the level reaches there"""
	told: str = ""
	"""errors by which a stranger is refused, beside want of permission: what they say of the document is its name"""


def way(who, about, *fields, writes=False, empty=False, never="", told="", **form) -> Way:
	return Way(who, about, {**dict.fromkeys(fields, NAME), **form}, writes, empty, never, told)
