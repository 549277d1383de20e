"""The demo step by step: what is done is marked in the same transaction, so that an interrupted load goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

import frappe

from dianjian_app.demo import cast, marks, people, settle
from dianjian_app.demo.acting import MoveTo, acting_as, clock
from dianjian_app.demo.days import Day
from dianjian_app.demo.plan import Plan
from dianjian_app.demo.workbooks import resources


class NotTheDemoError(Exception):
	"""The site has a centre of the demo's name that the demo did not make."""


@dataclass(frozen=True)
class Step:
	"""A part of the demo that is done whole or not at all. at: the time at which it begins."""

	key: str
	label: str
	at: datetime
	play: Callable[[MoveTo], None]


def steps(plan: Plan) -> list[Step]:
	"""Everything, in order: the people, each day of the month, then what follows the month's end."""
	eve = datetime.combine(cast.FIRST_DAY - timedelta(days=1), time(10, 0))
	found = [
		Step("logins", "logins of everybody", eve, lambda move_to: people.make_logins(plan)),
		Step("centre", "centre, groups and staff", eve, lambda move_to: people.make_centre(plan)),
		Step("openings", "opening balances", eve, lambda move_to: people.bring_along(plan)),
	]
	brought = resources(plan)
	for n in range((cast.LAST_DAY - cast.FIRST_DAY).days + 1):
		day = cast.FIRST_DAY + timedelta(days=n)
		begins = datetime.combine(day, time(8, 0))
		found.append(Step(str(day), f"{day:%a} {day}", begins, Day(plan, day, brought).play))
	return found + [Step(key, label, at, play) for key, label, at, play in settle.steps(plan)]


def load(plan: Plan, finish: Callable[[], None], tell: Callable[[str], None] = lambda text: None) -> bool:
	"""Do what is not done yet. Gives whether there was anything to do.

	finish: makes a step last (the command commits; a test does nothing). tell: hears of each step.
	Raises NotTheDemoError, ClockMissingError; a step's error leaves the steps before it done.
	"""
	before = marks.done()
	if not before and frappe.db.exists("Sales Centre", cast.CENTRE):
		raise NotTheDemoError(
			f"This site has a sales centre {cast.CENTRE} of its own; load the demo into an empty site."
		)
	left = [step for step in steps(plan) if step.key not in before]
	for n, step in enumerate(left, 1):
		tell(f"[{n}/{len(left)}] {step.label}")
		with clock(step.at) as move_to, acting_as("Administrator"):
			step.play(move_to)
		marks.mark(step.key)
		finish()
	return bool(left)


def is_loaded() -> bool:
	"""Whether the whole demo is there."""
	return settle.LAST_STEP in marks.done()
