"""Loads a demo into a site: the month that always is the same, or the one that lives."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import frappe
from frappe.utils import get_datetime, now_datetime

from dianjian_app.demo import cast, living_steps, marks, settle
from dianjian_app.demo.living import living_plans
from dianjian_app.demo.place_steps import place_steps
from dianjian_app.demo.plan import QUOTA, Plan
from dianjian_app.demo.september import build_plan
from dianjian_app.demo.steps import Step, Tell, play_steps

LIVING = "living since"
"""mark of the demo that lives: the minute that it is played up to"""


class NotTheDemoError(Exception):
	"""The site has a centre of the demo's name that this demo did not make."""


def steps(plan: Plan) -> list[Step]:
	"""Everything of the fixed month, in order: the people, each day of the month, then what follows the month's end."""
	after = [Step(key, label, at, play) for key, label, at, play in settle.steps(plan)]
	return [*place_steps(plan), *after]


def load(plan: Plan, finish: Callable[[], None], tell: Tell = lambda text: None) -> bool:
	"""Play the fixed month, what is not done yet of it. Gives whether there was anything to do.

	finish, tell: as in `play_steps`. Raises NotTheDemoError, ClockMissingError.
	"""
	_check(living=False)
	return play_steps(steps(plan), finish, tell)


def load_living(
	finish: Callable[[], None],
	tell: Tell = lambda text: None,
	quota: int = QUOTA,
	now: datetime | None = None,
) -> bool:
	"""Play the last whole month and this one up to now, or what an interrupted load of it left. Gives whether there was anything to do.

	finish, tell: as in `play_steps`. quota: customers an agent is to reach a day. now: the
	site's local time, if not this minute. Raises NotTheDemoError, ClockMissingError.
	"""
	_check(living=True)
	if not marks.value_of(LIVING):
		marks.mark(LIVING, str((now or now_datetime()).replace(microsecond=0)))
	until = get_datetime(marks.value_of(LIVING))
	return play_steps(living_steps.living_steps(living_plans(until, quota), until), finish, tell)


def loaded_plan() -> Plan | None:
	"""The plan of the demo that the site has whole: of the one that lives its first centre's. None: there is none, or a part."""
	done = marks.done()
	if living_steps.LAST_STEP in done:
		return living_plans(get_datetime(marks.value_of(LIVING)))[0]
	return build_plan() if settle.LAST_STEP in done else None


def _check(living: bool) -> None:
	before = marks.done()
	if before and living != (LIVING in before):
		raise NotTheDemoError(
			"This site has another demo. Make it anew for this one (on the dev bench: make demo-reset)."
		)
	if not before and frappe.db.exists("Sales Centre", cast.CENTRE):
		raise NotTheDemoError(
			f"This site has a sales centre {cast.CENTRE} of its own; load the demo into an empty site."
		)
