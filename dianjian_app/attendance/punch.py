"""A punch as it comes in, and the key that keeps it from counting twice (R33). Pure."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Direction = Literal["", "Clock In", "Clock Out"]
Source = Literal["Desk", "Entered", "File", "Device"]
UNKNOWN_NUMBER, CLOCK_OFF = "Unknown Number", "Clock Off"
"""the options of a Punch Record's open question: such a punch is kept, and counts only when somebody has answered it"""
CLOCK_TOLERANCE = timedelta(minutes=5)
_ZERO_LED = re.compile(r"0*(\d+)")


@dataclass(frozen=True)
class Punch:
	"""What a device, a file or the desk says: whose, when, and whether it was in or out ("": not said)."""

	employee_number: str
	at: datetime
	direction: Direction = ""


def key_of(punch: Punch, centre: str, device: str = "") -> str:
	"""The name of the record of a punch from a device or a file: the same punch sent again has the same.

	Whether it was pushed or came in a file makes no difference; of two devices each has its own record.
	"""
	return _key(
		"device", centre, device, punch.employee_number.casefold(), punch.at.isoformat(), punch.direction
	)


def key_of_minute(how: Source, staff: str, at: datetime, direction: Direction) -> str:
	"""The name of the record of a punch at the desk, or one that somebody enters: one a minute."""
	return _key(how, staff, at.replace(second=0, microsecond=0).isoformat(), direction)


def key_of_request(request: str) -> str:
	"""The name of the record of a punch that an approved correction asked for: one a request."""
	return _key("request", request)


def _key(*parts: str) -> str:
	return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


class Numbers:
	"""Employee numbers of a centre, found as devices write them: any case, leading zeros lost or added where that is clear."""

	def __init__(self, numbers: Iterable[str]):
		self._exact: dict[str, str] = {}
		self._short: dict[str, str | None] = {}
		for number in numbers:
			self._exact[number.casefold()] = number
			if short := _without_zeros(number):
				self._short[short] = None if short in self._short else number

	def find(self, sent: str) -> str | None:
		"""The employee number that is meant; None: nobody's, or not clear whose."""
		short = _without_zeros(sent)
		return self._exact.get(sent.casefold()) or (self._short.get(short) if short else None)


def _without_zeros(number: str) -> str | None:
	found = _ZERO_LED.fullmatch(number)
	return found[1] if found else None


def is_clock_off(at: datetime, now: datetime, clock_off: timedelta = timedelta(0)) -> bool:
	"""Whether the time of a punch cannot be relied on: it lies ahead, or the device's clock was off when it was sent."""
	return at > now + CLOCK_TOLERANCE or abs(clock_off) > CLOCK_TOLERANCE
