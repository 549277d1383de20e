"""What people should look at, found in plain facts; each finding names its evidence (R17, R20, R33, R42).

Nothing here says that somebody did wrong: a finding is a question to the manager, and no money follows from it.
Nothing here needs a site.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import Enum
from statistics import median

LEAST_OTHERS = 2
"""fewer other agents are no rest to compare with"""


class Kind(str, Enum):
	"""What a flag is about; the options of the field."""

	ONE_SIGNER = "One Consultant Signs"
	SHORT_CALLS = "Very Short Calls"
	ALIKE_NUMBERS = "Numbers Alike"
	OUT_OF_HOURS = "Signed Out of Hours"
	DENIED = "Visit Denied"
	SAME_SECOND = "Punches in One Second"
	SAME_DEVICE = "Same Device"


@dataclass(frozen=True)
class Thresholds:
	"""What is far, short, alike and late; all of it editable in the settings.

	sign_least: visits of one agent that one consultant signed in a month; sign_times: how many times the rest;
	calls: connected calls within `calls_seconds`; alike: numbers that differ in one digit, from so many on;
	late_minutes: before and after the opening hours; same_second_days: days of a month on which two people punched in
	one second, where no common device says it. Zero turns a question off.
	"""

	sign_least: int = 12
	sign_times: int = 3
	calls: int = 10
	calls_seconds: int = 180
	alike: int = 2
	late_minutes: int = 60
	same_second_days: int = 2


@dataclass(frozen=True)
class Evidence:
	"""A document, and when what it shows was."""

	doctype: str
	name: str
	at: datetime


@dataclass(frozen=True)
class Finding:
	"""What is to be looked at. about, beside: staff; number, rest: the figure found, and what it stands against."""

	kind: Kind
	about: str | None
	evidence: tuple[Evidence, ...]
	beside: str | None = None
	number: int = 0
	rest: int = 0
	key: str = ""
	"""the same flag for evidence that grows; "": the evidence decides"""


@dataclass(frozen=True)
class Signed:
	"""A signed visit. by: the consultant's staff record."""

	visit: str
	agent: str
	by: str
	at: datetime


@dataclass(frozen=True)
class Connected:
	"""A call that reached somebody, of a sheet."""

	sheet: str
	agent: str
	at: datetime


@dataclass(frozen=True)
class Numbered:
	"""A customer of an agent: document, digits of the number."""

	doctype: str
	name: str
	agent: str
	customer: str
	digits: str
	at: datetime


@dataclass(frozen=True)
class Punched:
	"""A punch to the second. device: "" where people punch on their own phones."""

	punch: str
	staff: str
	at: datetime
	device: str = ""


def one_signer(visits: Iterable[Signed], limits: Thresholds, month: str) -> list[Finding]:
	"""Agents whose visits one consultant signed far more often than any consultant signs another agent's.

	An agent is compared by the consultant who signed most, so that a stand-in for a day lowers nobody's figure.
	"""
	if not (limits.sign_least and limits.sign_times):
		return []
	of_pair: dict[str, dict[str, list[Signed]]] = defaultdict(lambda: defaultdict(list))
	for visit in visits:
		of_pair[visit.agent][visit.by].append(visit)
	most = {agent: max(len(rows) for rows in by.values()) for agent, by in of_pair.items()}
	found = []
	for agent, by in sorted(of_pair.items()):
		others = [count for other, count in most.items() if other != agent]
		if len(others) < LEAST_OTHERS:
			continue
		rest = median(others)
		for consultant, rows in sorted(by.items()):
			if len(rows) >= limits.sign_least and len(rows) > limits.sign_times * rest:
				evidence = tuple(Evidence("Visit Confirmation", row.visit, row.at) for row in rows)
				key = f"{agent}|{consultant}|{month}"
				found.append(
					Finding(Kind.ONE_SIGNER, agent, evidence, consultant, len(rows), round(rest), key)
				)
	return found


def short_calls(calls: Iterable[Connected], limits: Thresholds) -> list[Finding]:
	"""Sheets on which so many customers were reached within so short a time that nobody can have talked to them."""
	if not (limits.calls and limits.calls_seconds):
		return []
	of_sheet: dict[tuple[str, str], list[datetime]] = defaultdict(list)
	for call in calls:
		of_sheet[(call.sheet, call.agent)].append(call.at)
	found = []
	for (sheet, agent), moments in sorted(of_sheet.items()):
		most, first = _most_within(sorted(moments), timedelta(seconds=limits.calls_seconds))
		if most >= limits.calls:
			evidence = (Evidence("Call Sheet", sheet, first),)
			key = f"{agent}|{first:%Y-%m-%d}"  # a corrected sheet is another document of the same day
			found.append(
				Finding(Kind.SHORT_CALLS, agent, evidence, number=most, rest=limits.calls_seconds, key=key)
			)
	return found


def _most_within(moments: Sequence[datetime], span: timedelta) -> tuple[int, datetime]:
	"""The most moments within a span, and the first of them."""
	best, first, start = 0, moments[0], 0
	for end, moment in enumerate(moments):
		while moment - moments[start] > span:
			start += 1
		if end - start + 1 > best:
			best, first = end - start + 1, moments[start]
	return best, first


def alike_numbers(customers: Iterable[Numbered], limits: Thresholds) -> list[Finding]:
	"""Customers of one agent whose numbers differ in one digit, or in two neighbours that changed places.

	One customer's own several numbers are no variations.
	"""
	if limits.alike < 2:
		return []
	of_agent: dict[str, dict[str, list[Numbered]]] = defaultdict(lambda: defaultdict(list))
	for customer in customers:
		of_agent[customer.agent][customer.digits].append(customer)
	found = []
	for agent, by_digits in sorted(of_agent.items()):
		for group in _alike(sorted(by_digits)):
			rows = [row for digits in group for row in by_digits[digits]]
			if len({row.customer for row in rows}) >= limits.alike and len(group) >= limits.alike:
				documents = sorted({(row.doctype, row.name, row.at) for row in rows})
				evidence = tuple(Evidence(*document) for document in documents)
				found.append(Finding(Kind.ALIKE_NUMBERS, agent, evidence, number=len(group)))
	return found


def _alike(numbers: Sequence[str]) -> list[list[str]]:
	"""Numbers in groups, each number one small change away from another of its group; those alone are left out."""
	near: dict[str, list[str]] = defaultdict(list)
	for number in numbers:
		for place in range(len(number)):
			near[f"{number[:place]}*{number[place + 1 :]}"].append(number)
		for place in range(len(number) - 1):
			pair = "".join(sorted(number[place : place + 2]))
			if pair[0] != pair[1]:
				near[f"{number[:place]}<{pair}>{number[place + 2 :]}"].append(number)
	group_of = {number: number for number in numbers}

	def root(number: str) -> str:
		while group_of[number] != number:
			number = group_of[number]
		return number

	for together in near.values():
		for other in together[1:]:
			group_of[root(other)] = root(together[0])
	groups: dict[str, list[str]] = defaultdict(list)
	for number in numbers:
		groups[root(number)].append(number)
	return [group for group in groups.values() if len(group) > 1]


def out_of_hours(
	visits: Iterable[Signed],
	hours_on: Callable[[datetime], tuple[time, time] | None],
	limits: Thresholds,
) -> list[Finding]:
	"""Visits that were signed well before the centre opens or well after it closes.

	hours_on: the centre's hours on the day of a moment; None: not known, nothing is said.
	"""
	if not limits.late_minutes:
		return []
	grace = timedelta(minutes=limits.late_minutes)
	found = []
	for visit in visits:
		hours = hours_on(visit.at)
		if hours is None:
			continue
		opens, closes = (datetime.combine(visit.at.date(), hour) for hour in hours)
		if not opens - grace <= visit.at <= closes + grace:
			evidence = (Evidence("Visit Confirmation", visit.visit, visit.at),)
			found.append(Finding(Kind.OUT_OF_HOURS, visit.agent, evidence, visit.by))
	return found


def same_second(punches: Iterable[Punched], limits: Thresholds) -> list[Finding]:
	"""Two people whose punches fall into one second.

	At one device once is enough: nobody leaves it that fast. On phones it happens by chance; only a pair that does it on
	several days is found. A device that gives no seconds says nothing.
	"""
	if not limits.same_second_days:
		return []
	at_second: dict[datetime, list[Punched]] = defaultdict(list)
	rows = sorted(punches, key=lambda p: (p.at, p.staff))
	seconds = Counter(p.device for p in rows if p.at.second)
	for punch in rows:
		if not punch.device or seconds[punch.device]:
			at_second[punch.at.replace(microsecond=0)].append(punch)
	found: list[Finding] = []
	of_pair: dict[tuple[str, str], list[tuple[Evidence, ...]]] = defaultdict(list)
	for together in at_second.values():
		for i, one in enumerate(together):
			for two in together[i + 1 :]:
				if one.staff == two.staff:
					continue
				evidence = tuple(Evidence("Punch Record", punch.punch, punch.at) for punch in (one, two))
				if one.device and one.device == two.device:
					found.append(Finding(Kind.SAME_SECOND, one.staff, evidence, two.staff, 1))
				else:
					of_pair[(one.staff, two.staff)].append(evidence)
	for (first, second), pairs in sorted(of_pair.items()):
		days = {evidence[0].at.date() for evidence in pairs}
		if len(days) >= limits.same_second_days:
			evidence = tuple(e for pair in pairs for e in pair)
			key = f"{first}|{second}|{min(days):%Y-%m}"
			found.append(Finding(Kind.SAME_SECOND, first, evidence, second, len(days), key=key))
	return found
