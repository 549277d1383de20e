"""Who works at the demo's centre: made-up people, one login each. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dianjian_app import roles

CENTRE = "八里洲"
CALENDAR = "中国 2026"
GRADE_SCHEME = "标准"
AREA_CODE = "022"
FIRST_DAY, LAST_DAY = date(2026, 9, 1), date(2026, 9, 30)
MONTH = "2026-09"
PASSWORD = "dianjian"  # of every login of the demo, printed to whoever loads it
MAIL_DOMAIN = "dianjian.example"
SITE_MANAGER = f"site@{MAIL_DOMAIN}"

# roles whose logins are no staff of the centre: they look after the site
WITHOUT_STAFF_RECORD = (roles.ADMIN, roles.AUDITOR)

EXPANSION = "拓展部"
GROUPS = ("一组", "二组", "三组", "四组", "五组", "六组", EXPANSION)


@dataclass(frozen=True)
class Place:
	"""A sales centre of the demo. groups: those that sell, the expansion department among them; opened_on: its first day."""

	name: str
	project: str
	number: str
	area_code: str
	calendars: tuple[str, ...]
	groups: tuple[str, ...]
	opened_on: date
	manager: str
	assistant: str | None = None

	def group(self, group: str) -> str:
		"""Name of the centre's Sales Group."""
		return f"{self.name}-{group}"

	def leader(self, group: str) -> str:
		"""Login of the leader of a group."""
		return f"leader{self.number}{self.groups.index(group) + 1}"


@dataclass(frozen=True)
class Membership:
	"""A group from a day to a day (None: until further notice)."""

	group: str
	start: date
	end: date | None = None


@dataclass(frozen=True)
class Person:
	"""key: the login's name before the @; number: employee number; rest_day: English weekday, as the DocType has it."""

	key: str
	name: str
	position: str
	number: str
	joined: date
	memberships: tuple[Membership, ...] = ()
	rest_day: str | None = None

	@property
	def user(self) -> str:
		return f"{self.key}@{MAIL_DOMAIN}"

	@property
	def has_record(self) -> bool:
		return self.position not in WITHOUT_STAFF_RECORD


LONG_AGO = date(2025, 3, 3)
BALIZHOU = Place(CENTRE, "八里洲", "", AREA_CODE, (CALENDAR,), GROUPS, FIRST_DAY, "manager", "assistant")
NEWCOMER, NEWCOMER_JOINED, NEWCOMER_MOVES = "agent8", date(2026, 9, 1), date(2026, 10, 1)

# (name, group, rest day) of the agents in the order of their logins; the last is the newcomer
_AGENTS = (
	("张敏", "一组", "Monday"),
	("王芳", "二组", "Sunday"),
	("李强", "三组", "Wednesday"),
	("刘洋", "四组", "Thursday"),
	("陈静", "五组", "Friday"),
	("杨磊", "六组", "Tuesday"),
	("赵雪", "六组", "Wednesday"),
	("周婷", EXPANSION, "Thursday"),
)
_LEADERS = ("孙立军", "朱海燕", "胡建国", "林晓东", "郭玉兰", "何志远", "罗文斌")
_CONSULTANTS = ("高翔", "梁思雨", "宋佳", "唐宁", "许晴", "邓超然")
_OTHERS = (
	("assistant", "冯丽", roles.ASSISTANT, "一组"),
	("frontdesk", "曹颖", roles.FRONT_DESK, None),
	("service", "彭慧", roles.SERVICE, None),
	("planning", "曾凡", roles.PLANNING, None),
	("administration", "萧红", roles.ADMINISTRATION, None),
	("manager", "田国栋", roles.MANAGER, None),
	("hr", "董洁", roles.HR, None),
	("admin", "袁明", roles.ADMIN, None),
	("auditor", "潘虹", roles.AUDITOR, None),
)


def cast() -> tuple[Person, ...]:
	"""Everybody, agents first (agent1 … agent8)."""
	people: list[Person] = []

	def add(
		key: str, name: str, position: str, group: str | None = None, rest_day: str | None = None
	) -> None:
		joined = NEWCOMER_JOINED if key == NEWCOMER else LONG_AGO
		groups = _newcomer_groups() if key == NEWCOMER else ((Membership(group, joined),) if group else ())
		number = f"BLZ{len(people) + 1:03d}"
		people.append(Person(key, name, position, number, joined, groups, rest_day))

	for n, (name, group, rest_day) in enumerate(_AGENTS, 1):
		add(f"agent{n}", name, roles.AGENT, group, rest_day)
	for n, (name, led) in enumerate(zip(_LEADERS, GROUPS, strict=True), 1):
		add(f"leader{n}", name, roles.LEADER, led)
	for n, name in enumerate(_CONSULTANTS, 1):
		add(f"consultant{n}", name, roles.CONSULTANT, GROUPS[n - 1])
	for key, name, position, home in _OTHERS:
		add(key, name, position, home)
	return tuple(people)


def _newcomer_groups() -> tuple[Membership, ...]:
	"""The expansion department during the first month, a group afterwards (R3)."""
	last = date.fromordinal(NEWCOMER_MOVES.toordinal() - 1)
	return Membership(EXPANSION, NEWCOMER_JOINED, last), Membership("五组", NEWCOMER_MOVES)
