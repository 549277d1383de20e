"""Hours in which a device could not be relied on, and what follows for punches and days (R33, R35). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

DOWN, CLOCK_OFF = "Down", "Clock Off"
EXCUSED, NOT_EXCUSED = "Excused", "Not Excused"
"""the options of Device Outage"""


@dataclass(frozen=True)
class Outage:
	"""One outage. ahead: minutes that the clock was ahead of the server's; decision "": nobody has decided yet."""

	name: str
	device: str
	centre: str
	kind: str
	start: datetime
	end: datetime
	ahead: int = 0
	decision: str = ""


def corrected(at: datetime, device: str | None, outages: Iterable[Outage]) -> datetime | None:
	"""When a punch really was, where somebody has said by how much its device's clock was off; None: nobody has."""
	for outage in outages:
		if outage.kind == CLOCK_OFF and outage.device == device and outage.start <= at <= outage.end:
			return at - timedelta(minutes=outage.ahead)
	return None


def down_on(day: date, centre: str, outages: Iterable[Outage]) -> tuple[tuple[str, ...], bool]:
	"""The undecided outages of a centre that touch a day, and whether an excused one does."""
	touching = [
		outage
		for outage in outages
		if outage.kind == DOWN and outage.centre == centre and outage.start.date() <= day <= outage.end.date()
	]
	waiting = tuple(sorted(outage.name for outage in touching if not outage.decision))
	return waiting, any(outage.decision == EXCUSED for outage in touching)
