"""A demo goes step by step: what is done is marked in the same transaction, so that an interrupted load goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from dianjian_app.demo import marks
from dianjian_app.demo.acting import MoveTo, acting_as, clock

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Step:
	"""A part of the demo that is done whole or not at all. at: the time at which it begins."""

	key: str
	label: str
	at: datetime
	play: Callable[[MoveTo], None]


def play_steps(steps: list[Step], finish: Callable[[], None], tell: Tell = lambda text: None) -> bool:
	"""Do what is not done yet. Gives whether there was anything to do.

	finish: makes a step last (the command commits; a test does nothing). tell: hears of each step.
	Raises ClockMissingError; a step's error leaves the steps before it done.
	"""
	before = marks.done()
	left = [step for step in steps if step.key not in before]
	for n, step in enumerate(left, 1):
		tell(f"[{n}/{len(left)}] {step.label}")
		with clock(step.at) as move_to, acting_as("Administrator"):
			step.play(move_to)
		marks.mark(step.key)
		finish()
	return bool(left)
