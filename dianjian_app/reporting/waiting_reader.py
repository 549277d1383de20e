"""Who asks what waits, and what is found: a line a thing (R48)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

import frappe
from frappe.utils import now_datetime

from dianjian_app import roles
from dianjian_app.people.staffing import DEPARTED
from dianjian_app.value_lists import among
from dianjian_app.visits.reception import visits_of_the_day

MOST = 100
"""so many of a kind are read; what is more says so"""
FIRST = 5
"""so many are shown before the list itself"""


@dataclass(frozen=True)
class Line:
	"""One thing that waits.

	acts: what can be done about it right here, by code; opens: where it is done otherwise, as ("form", DocType, name),
	("new", DocType, values), ("page", name) or ("report", name).
	"""

	title: str
	opens: tuple[Any, ...]
	told: tuple[str, ...] = ()
	at: date | datetime | None = None
	acts: tuple[str, ...] = ()
	odd: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
	"""The first lines of a kind, and how many there are: at most MOST + 1, which says that there are more."""

	lines: list[Line] = field(default_factory=list)
	total: int = 0


@dataclass
class Reader:
	"""Who asks, and when."""

	user: str
	roles: frozenset[str]
	me: frozenset[str]
	now: datetime = field(default_factory=now_datetime)

	@property
	def today(self) -> date:
		return self.now.date()

	@cached_property
	def groups(self) -> list[frappe._dict]:
		"""The groups that the reader leads or assists."""
		mine = ("in", among(self.me))
		fields = ["name", "group_name", "centre", "leader", "assistant"]
		return frappe.get_all(
			"Sales Group",
			filters={"disabled": 0},
			or_filters={"leader": mine, "assistant": mine},
			fields=fields,
			order_by="sort_order asc, name asc",
			limit=0,
		)

	@property
	def groups_led(self) -> list[frappe._dict]:
		return [g for g in self.groups if g.leader in self.me] if roles.LEADER in self.roles else []

	@cached_property
	def visits(self) -> list[dict]:
		"""The visits of the reception page: what each of them waits for is decided there."""
		return visits_of_the_day()["visits"]


def read_reader(user: str) -> Reader:
	"""Who asks: the roles of the app that the user holds, and the user's own staff records."""
	staff = frappe.get_all("Sales Staff", {"user": user, "status": ("!=", DEPARTED)}, pluck="name", limit=0)
	held = frozenset(roles.ALL) & frozenset(frappe.get_roles(user))
	return Reader(user=user, roles=held, me=frozenset(staff))
